from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from wagtail_openbadges.standard import multibase
from wagtail_openbadges.standard.errors import KeyFormatError
from wagtail_openbadges.standard.keys import (
    LocalSigner,
    did_web,
    did_web_address,
    jwk_of,
    multikey_of,
    public_key_of,
)

# RFC 8032 §7.1, test 1.
PRIVATE = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
SIGNATURE_OF_NOTHING = bytes.fromhex(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
    "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
)


def test_signer_with_the_published_key_signs_as_published():
    signer = LocalSigner(PRIVATE)

    signature = signer.sign(b"")

    assert signature == SIGNATURE_OF_NOTHING
    assert public_key_of(signer.public_multikey).public_bytes_raw() == PUBLIC


def test_signer_never_shows_its_key():
    signer = LocalSigner(PRIVATE)

    shown = repr(signer) + str(signer)

    assert signer.private_bytes() == PRIVATE
    assert PRIVATE.hex() not in shown
    assert repr(PRIVATE) not in shown
    assert repr(signer) == f"<LocalSigner {signer.public_multikey}>"


def test_signer_generated_twice_holds_two_keys():
    signers = [LocalSigner.generate(), LocalSigner.generate()]

    assert len({signer.private_bytes() for signer in signers}) == 2
    assert [len(signer.private_bytes()) for signer in signers] == [32, 32]


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_signer_of_wrong_size_is_refused(size):
    with pytest.raises(KeyFormatError) as refused:
        LocalSigner(bytes(size))

    assert refused.value.code == "key_size_wrong"


@given(st.binary(min_size=32, max_size=32))
def test_any_public_key_survives_its_multikey(seed):
    public_key = Ed25519PrivateKey.from_private_bytes(seed).public_key()

    multikey = multikey_of(public_key)

    assert multikey[:4] == "z6Mk"
    assert public_key_of(multikey) == public_key


@pytest.mark.parametrize(
    ("prefix", "size", "name"),
    [
        ("8024", 33, "P-256"),
        ("8124", 49, "P-384"),
        ("e701", 33, "secp256k1"),
        ("ec01", 32, "X25519"),
        ("eb01", 96, "BLS12-381"),
        ("8026", 32, "Ed25519 (private)"),
        ("1234", 32, "0x1234"),
    ],
)
def test_multikey_of_another_type_is_refused_by_its_name(prefix, size, name):
    multikey = multibase.encode_base58btc(bytes.fromhex(prefix) + bytes(size))

    with pytest.raises(KeyFormatError) as refused:
        public_key_of(multikey)

    assert (refused.value.code, refused.value.params) == ("key_type_unsupported", {"type": name})


def test_multikey_cut_short_is_refused():
    multikey = multibase.encode_base58btc(b"\xed\x01" + PUBLIC[:-1])

    with pytest.raises(KeyFormatError) as refused:
        public_key_of(multikey)

    assert refused.value.code == "key_size_wrong"


def test_multikey_in_base64url_is_refused():
    multikey = multibase.encode_base64url(b"\xed\x01" + PUBLIC)

    with pytest.raises(KeyFormatError) as refused:
        public_key_of(multikey)

    assert refused.value.code == "multibase_unknown"


def test_jwk_shows_the_public_key_alone():
    multikey = LocalSigner(PRIVATE).public_multikey

    jwk = jwk_of(multikey, kid="https://badges.example/keys/1")

    # `x` is the one of RFC 8037, appendix A.2.
    assert jwk == {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        "kid": "https://badges.example/keys/1",
        "alg": "EdDSA",
        "use": "sig",
    }


@pytest.mark.parametrize(
    ("base_url", "path", "did", "address"),
    [
        (
            "http://127.0.0.1:8000/openbadges/",
            "issuers/7a",
            "did:web:127.0.0.1%3A8000:openbadges:issuers:7a",
            "https://127.0.0.1:8000/openbadges/issuers/7a/did.json",
        ),
        (
            "https://Badges.Example.org/openbadges",
            "/issuers/7a/",
            "did:web:badges.example.org:openbadges:issuers:7a",
            "https://badges.example.org/openbadges/issuers/7a/did.json",
        ),
        ("https://example.org", "", "did:web:example.org", "https://example.org/.well-known/did.json"),
        (
            "https://éducation.example/",
            "issuers/7a",
            "did:web:xn--ducation-90a.example:issuers:7a",
            "https://xn--ducation-90a.example/issuers/7a/did.json",
        ),
    ],
    ids=["port", "host in capitals", "root", "international host"],
)
def test_did_of_an_issuer_leads_to_its_document(base_url, path, did, address):
    assert did_web(base_url, path) == did
    assert did_web_address(did) == address


@pytest.mark.parametrize(
    "base_url",
    [
        "ftp://example.org/",
        "https:///openbadges/",
        "https://user@example.org/",
        "https://user:secret@example.org/",
        "https://example.org/?a=b",
        "https://example.org/#a",
        "https://example.org:port/",
        "https://exa mple.org/",
        "https://" + "a" * 64 + ".org/",
    ],
)
def test_did_on_a_base_that_is_no_site_is_refused(base_url):
    with pytest.raises(KeyFormatError) as refused:
        did_web(base_url, "issuers/7a")

    assert refused.value.code == "did_base_invalid"


@pytest.mark.parametrize("did", ["did:key:z6MkrJVn", "https://example.org/", "", "did:webs:example.org"])
def test_did_of_another_method_is_refused_by_name(did):
    with pytest.raises(KeyFormatError) as refused:
        did_web_address(did)

    assert refused.value.code == "did_method_unsupported"


@pytest.mark.parametrize(
    "did",
    [
        "did:web:",
        "did:web:example.org:",
        "did:web:example.org:..:admin",
        "did:web:example.org:a%2Fb",
        "did:web:example.org%2Fadmin",
        "did:web:user%40example.org",
        "did:web:example.org:a%3Fb",
        "did:web:example.org:a#key",
        "did:web:Example.org",
        "did:web:example.org%3A8000%3A1",
    ],
)
def test_did_that_could_lead_elsewhere_is_refused(did):
    with pytest.raises(KeyFormatError) as refused:
        did_web_address(did)

    assert refused.value.code == "did_invalid"
