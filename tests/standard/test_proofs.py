from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st
from openbadgeslib.ob3.ldp import OB3LdpVerifier, add_data_integrity_proof

from tests.standard.issued import (
    ACHIEVEMENT,
    ASSERTION,
    DID_ADDRESS,
    ISSUED_AT,
    ISSUER,
    OTHER_SIGNER,
    SIGNER,
    as_json,
    sign,
)
from wagtail_openbadges.standard import v3
from wagtail_openbadges.standard.contexts import CREDENTIALS_V2, OPEN_BADGES_3
from wagtail_openbadges.standard.errors import CanonicalError, InstantError, OpenBadgesError, ProofError
from wagtail_openbadges.standard.facts import PublicKeyFacts
from wagtail_openbadges.standard.keys import LocalSigner, public_key_of
from wagtail_openbadges.standard.proofs import add_proof, proofs_of, verify_proof

CREDENTIAL = v3.credential(ASSERTION, ACHIEVEMENT, ISSUER)
SIGNED = sign(CREDENTIAL)
PUBLIC_KEY = public_key_of(SIGNER.public_multikey)


def verify(document, **changes):
    proof = {name: value for name, value in (document["proof"][0] | changes).items() if value is not None}
    verify_proof(document, public_key=PUBLIC_KEY, proof=proof)


def test_document_signed_is_verified_and_its_origin_unchanged():
    before = deepcopy(CREDENTIAL)

    signed = sign(CREDENTIAL)

    verify(signed)
    assert before == CREDENTIAL
    assert {name: value for name, value in signed.items() if name != "proof"} == CREDENTIAL
    assert [{**proof, "proofValue": proof["proofValue"][:1]} for proof in signed["proof"]] == [
        {
            "type": "DataIntegrityProof",
            "cryptosuite": "eddsa-rdfc-2022",
            "created": "2026-03-01T09:30:00Z",
            "verificationMethod": f"{ISSUER.did}#{SIGNER.public_multikey}",
            "proofPurpose": "assertionMethod",
            "proofValue": "z",
        }
    ]


def test_document_signed_twice_carries_both_proofs():
    twice = add_proof(SIGNED, OTHER_SIGNER, verification_method="did:web:b.example#key", created=ISSUED_AT)

    first, second = proofs_of(twice)

    assert SIGNED["proof"] == [first]
    verify_proof(twice, public_key=PUBLIC_KEY, proof=first)
    verify_proof(twice, public_key=public_key_of(OTHER_SIGNER.public_multikey), proof=second)


def test_document_signed_without_a_zone_is_refused():
    with pytest.raises(InstantError) as refused:
        add_proof(CREDENTIAL, SIGNER, verification_method="did:web:a.example#key", created=datetime(2026, 3, 1))  # noqa: DTZ001

    assert refused.value.code == "instant_without_zone"


def paths_of(value, path=()):
    if isinstance(value, str) and path[0] != "@context":
        yield path
    elif isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from paths_of(value[key], (*path, key))


@given(
    st.sampled_from([path for path in paths_of(SIGNED) if path[0] != "proof"]),
    st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=5),
)
def test_any_text_changed_after_signing_is_noticed(path, suffix):
    forged = deepcopy(SIGNED)
    *parents, last = path
    place = forged
    for key in parents:
        place = place[key]
    place[last] += suffix

    with pytest.raises((ProofError, CanonicalError)) as refused:
        verify(forged)

    assert refused.value.code in {"proof_signature_invalid", "term_undefined", "keyword_refused"}


@given(st.binary(min_size=32, max_size=32), st.text(st.characters(exclude_categories=["C"]), max_size=30))
def test_any_key_verifies_what_it_signed_and_no_other_key_does(seed, name):
    signer = LocalSigner(seed)
    document = {"@context": [CREDENTIALS_V2, OPEN_BADGES_3], "id": "urn:example:1", "type": ["Profile"], "name": name}

    signed = sign(document, signer=signer)

    verify_proof(signed, public_key=public_key_of(signer.public_multikey), proof=signed["proof"][0])
    with pytest.raises(ProofError) as refused:
        verify_proof(signed, public_key=PUBLIC_KEY, proof=signed["proof"][0])
    assert refused.value.code == "proof_signature_invalid"


@pytest.mark.parametrize(
    ("changes", "code", "params"),
    [
        ({"type": "Ed25519Signature2020"}, "proof_type_unsupported", {"type": "Ed25519Signature2020"}),
        ({"type": None}, "proof_type_unsupported", {"type": None}),
        ({"cryptosuite": "eddsa-jcs-2022"}, "proof_suite_unsupported", {"cryptosuite": "eddsa-jcs-2022"}),
        ({"cryptosuite": "ecdsa-sd-2023"}, "proof_suite_unsupported", {"cryptosuite": "ecdsa-sd-2023"}),
        ({"previousProof": "urn:uuid:1"}, "proof_chain_unsupported", {}),
        ({"proofPurpose": "authentication"}, "proof_purpose_wrong", {"purpose": "authentication"}),
        ({"verificationMethod": {"id": "a"}}, "proof_malformed", {"member": "verificationMethod"}),
        ({"proofValue": None}, "proof_malformed", {"member": "proofValue"}),
        ({"proofValue": "z0"}, "proof_malformed", {"member": "proofValue"}),
        ({"proofValue": "z2"}, "proof_malformed", {"member": "proofValue"}),
        ({"proofValue": "u" + "A" * 86}, "proof_malformed", {"member": "proofValue"}),
        ({"created": "2027-03-01T09:30:00Z"}, "proof_signature_invalid", {}),
        ({"verificationMethod": "did:web:b.example#key"}, "proof_signature_invalid", {}),
        ({"nonce": "1"}, "proof_signature_invalid", {}),
        ({"@context": [OPEN_BADGES_3]}, "proof_context_mismatch", {}),
        ({"grade": "A"}, "term_undefined", {"name": "grade"}),
    ],
)
def test_proof_of_another_kind_or_altered_is_refused_by_name(changes, code, params):
    with pytest.raises(OpenBadgesError) as refused:
        verify(SIGNED, **changes)

    assert (refused.value.code, refused.value.params) == (code, params)


@pytest.mark.parametrize("context", [SIGNED["@context"], SIGNED["@context"][:2]])
def test_proof_with_contexts_of_its_own_is_read_in_them(context):
    unsigned = CREDENTIAL | {"@context": context}
    del unsigned["credentialSchema"]
    signed = sign(unsigned)

    widened = signed | {"@context": SIGNED["@context"]}

    verify_proof(widened, public_key=PUBLIC_KEY, proof=signed["proof"][0] | {"@context": context})


@pytest.mark.parametrize(
    ("member", "code"),
    [(None, "proof_missing"), ([], "proof_missing"), ("z2", "proof_malformed"), ([{}, "z2"], "proof_malformed")],
)
def test_document_without_a_usable_proof_is_refused_by_name(member, code):
    with pytest.raises(ProofError) as refused:
        proofs_of(CREDENTIAL | {"proof": member})

    assert refused.value.code == code


def test_document_with_one_proof_outside_a_list_is_read():
    proof = SIGNED["proof"][0]

    assert proofs_of(SIGNED | {"proof": proof}) == [proof]


def test_openbadgeslib_accepts_what_we_sign():
    # It judges dates by the clock of the machine.
    old = replace(ASSERTION, issued_at=datetime(2020, 3, 1, tzinfo=UTC), expires_at=None)
    profile = v3.profile_document(ISSUER, [PublicKeyFacts(multikey=SIGNER.public_multikey)])
    published = {DID_ADDRESS: as_json(profile)}

    read = OB3LdpVerifier().verify(sign(v3.credential(old, ACHIEVEMENT, ISSUER)), download=published.__getitem__)

    assert (read.id, read.achievement.name) == (ASSERTION.credential_address, ACHIEVEMENT.name)


def test_openbadgeslib_signs_exactly_as_we_do():
    key = Ed25519PrivateKey.from_private_bytes(SIGNER.private_bytes())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    method = v3.verification_method(ISSUER, SIGNER.public_multikey)

    signed = add_data_integrity_proof(CREDENTIAL, pem, method, created=ISSUED_AT)

    assert proofs_of(signed) == SIGNED["proof"]
