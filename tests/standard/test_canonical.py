from __future__ import annotations

import hashlib
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.standard.issued import ACHIEVEMENT, ASSERTION, ISSUER
from wagtail_openbadges.standard import v3
from wagtail_openbadges.standard.canonical import canonicalise, hash_hex, parse_json
from wagtail_openbadges.standard.contexts import CREDENTIALS_V2, OPEN_BADGES_3
from wagtail_openbadges.standard.errors import CanonicalError

CREDENTIAL = v3.credential(ASSERTION, ACHIEVEMENT, ISSUER)


def test_json_in_utf_8_is_read():
    data = b'\xef\xbb\xbf{"name": "L\xc3\xa9a", "points": [1, -2.5, 1e3, true, null]}'

    assert parse_json(data) == {"name": "Léa", "points": [1, -2.5, 1000.0, True, None]}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "json_unreadable"),
        (b"{", "json_unreadable"),
        (b"\xff\xfe{\x00}\x00", "json_unreadable"),
        (b"{} {}", "json_unreadable"),
        ('{"a": 1, "b": {"a": 2, "a": 3}}', "json_duplicate_member"),
        ('{"a": 1, "\\u0061": 2}', "json_duplicate_member"),
        ('{"a": NaN}', "json_number"),
        ('{"a": -Infinity}', "json_number"),
        ('{"a": 1e400}', "json_number"),
        ('{"a": 9007199254740992}', "json_number"),
        ('{"a": ' + "9" * 5_000 + "}", "json_number"),
        ('"' + " " * 2_000_000 + '"', "json_too_large"),
        ("[" * 41 + "]" * 41, "json_too_deep"),
        ("[" * 200_000, "json_too_deep"),
        ('{"a": ["\\ud83d"]}', "text_surrogate"),
        ('{"\\udc00": 1}', "text_surrogate"),
    ],
    ids=[
        "nothing",
        "cut short",
        "utf-16",
        "two values",
        "member twice",
        "member twice in two spellings",
        "not a number",
        "infinite",
        "number too large",
        "integer beyond doubles",
        "very long integer",
        "text too large",
        "41 levels",
        "levels without end",
        "half a character",
        "half a character in a name",
    ],
)
def test_json_with_more_than_one_meaning_is_refused_by_name(data, code):
    with pytest.raises(CanonicalError) as refused:
        parse_json(data)

    assert refused.value.code == code


def test_json_at_its_bounds_is_read():
    assert parse_json("[" * 39 + "9007199254740991" + "]" * 39) is not None
    assert parse_json('"\\ud83c\\udf93"') == "🎓"


def test_credential_has_a_canonical_form_that_ignores_the_order_of_members_and_lists():
    turned = dict(reversed(CREDENTIAL.items()))
    turned["type"] = CREDENTIAL["type"][::-1]

    assert list(turned) != list(CREDENTIAL)
    assert canonicalise(turned) == canonicalise(CREDENTIAL)


def test_credential_is_not_changed_by_its_canonical_form():
    before = deepcopy(CREDENTIAL)

    canonicalise(CREDENTIAL)

    assert before == CREDENTIAL


def test_line_of_the_canonical_form_ends_as_n_quads_do():
    document = {"@context": [CREDENTIALS_V2, OPEN_BADGES_3], "id": "urn:example:1", "name": 'a "b"\\\t\r\nc\u0085é🎓'}

    text = canonicalise(document)

    assert text == '<urn:example:1> <https://schema.org/name> "a \\"b\\"\\\\\\t\\r\\nc\u0085é🎓" .\n'


def test_hash_is_sha_256_of_the_text_in_utf_8():
    assert hash_hex("é\n") == hashlib.sha256(b"\xc3\xa9\n").hexdigest()


words = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=20)


@given(words, words)
def test_texts_differ_in_the_canonical_form_as_they_differ_in_the_document(one, other):
    forms = [canonicalise(CREDENTIAL | {"name": name}) for name in (one, other)]

    assert (forms[0] == forms[1]) == (one == other)
