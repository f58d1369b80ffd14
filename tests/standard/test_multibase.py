from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_openbadges.standard import multibase
from wagtail_openbadges.standard.errors import KeyFormatError


# The three vectors of draft-msporny-base58, and of the multibase specification.
@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"Hello World!", "z2NEpo7TZRRrLZSi2U"),
        (
            b"The quick brown fox jumps over the lazy dog.",
            "zUSm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
        ),
        (b"\x00\x00\x28\x7f\xb4\xcd", "z11233QC4"),
        (b"", "z"),
    ],
)
def test_base58btc_of_published_vectors_is_written_and_read(data, text):
    written = multibase.encode_base58btc(data)

    assert written == text
    assert multibase.decode(text) == data


def test_base64url_is_written_without_padding():
    written = multibase.encode_base64url(b"\xfb\xff")

    assert written == "u-_8"
    assert multibase.decode(written) == b"\xfb\xff"


@given(st.binary(max_size=200))
def test_any_bytes_survive_both_encodings(data):
    texts = [multibase.encode_base58btc(data), multibase.encode_base64url(data)]

    assert [multibase.decode(text) for text in texts] == [data, data]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "multibase_unknown"),
        ("mAAAA", "multibase_unknown"),
        ("z0", "multibase_unreadable"),
        ("zé", "multibase_unreadable"),
        ("uAA=", "multibase_unreadable"),
        ("uA", "multibase_unreadable"),
        ("uAB", "multibase_unreadable"),
        ("z" + "1" * 1_025, "multibase_too_long"),
    ],
    ids=["empty", "other base", "digit outside", "not ascii", "padding", "cut short", "second spelling", "too long"],
)
def test_text_that_is_not_multibase_is_refused_by_name(text, code):
    with pytest.raises(KeyFormatError) as refused:
        multibase.decode(text)

    assert refused.value.code == code
