from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_openbadges.standard.errors import AddressError
from wagtail_openbadges.standard.identity import identity_hash, normalise_email


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("awa@example.org", "awa@example.org"),
        ("  Awa.Diop@Example.ORG\n", "awa.diop@example.org"),
        ("awa+badges@example.org", "awa+badges@example.org"),
        ("Zoe\u0301@exemple.fr", "zo\u00e9@exemple.fr"),
        ("awa@éducation.example", "awa@xn--ducation-90a.example"),
        ("awa@XN--DUCATION-90A.example", "awa@xn--ducation-90a.example"),
        ("awa@localhost", "awa@localhost"),
    ],
    ids=["plain", "capitals and spaces", "plus kept", "NFC", "IDNA", "IDNA in capitals", "one label"],
)
def test_address_is_given_its_one_spelling(typed, normal):
    assert normalise_email(typed) == normal


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "awa",
        "@example.org",
        "awa@",
        "awa diop@example.org",
        "awa@exa mple.org",
        "awa@@example.org",
        "awa@example..org",
        "awa@-example.org",
        "a" * 65 + "@example.org",
        "awa@" + "a" * 64 + ".org",
        "awa@" + ".".join(["a" * 60] * 5),
        "awa\x00@example.org",
    ],
)
def test_text_that_is_no_address_is_refused(typed):
    with pytest.raises(AddressError) as refused:
        normalise_email(typed)

    assert refused.value.code == "email_invalid"


@given(
    st.text(st.characters(exclude_characters="@", exclude_categories=["Z", "C"]), min_size=1, max_size=20),
    st.sampled_from(["example.org", "ÉCOLE.example", "straße.example"]),
)
def test_address_normalised_twice_is_the_same(local, host):
    normal = normalise_email(f"{local}@{host}")

    assert normalise_email(normal) == normal


def test_identity_is_the_hash_of_the_normalised_address_and_the_salt():
    expected = hashlib.sha256(b"awa@example.orgpepper").hexdigest()

    assert identity_hash(" Awa@Example.org", "pepper") == expected
