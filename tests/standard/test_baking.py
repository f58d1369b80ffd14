from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from wagtail_openbadges.standard.baking import (
    MAXIMUM_IMAGE,
    MAXIMUM_TEXT,
    SIGNATURE,
    Baked,
    bake_png,
    unbake_png,
)
from wagtail_openbadges.standard.errors import BakingError


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*extra: bytes) -> bytes:
    """Build a picture of one red pixel, with more chunks just before its end."""
    pixel = zlib.compress(b"\0\xff\0\0")
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"".join([SIGNATURE, chunk(b"IHDR", header), chunk(b"IDAT", pixel), *extra, chunk(b"IEND", b"")])


TEXT_V2 = "https://badges.example/assertions/1/"
TEXT_V3 = '{"name": "Accueillir – ça s’apprend 🌿"}'


def test_bake_both_standards_are_found_again_by_their_own_keyword():
    baked = bake_png(png(), v2=TEXT_V2, v3=TEXT_V3)

    assert unbake_png(baked) == Baked(v2=TEXT_V2, v3=TEXT_V3)


def test_bake_leaves_every_other_byte_of_the_image_as_it_was():
    header_end = len(SIGNATURE) + 25

    baked = bake_png(png(), v2=TEXT_V2)

    spliced = chunk(b"iTXt", b"openbadges\0\0\0\0\0" + TEXT_V2.encode())
    assert baked == png()[:header_end] + spliced + png()[header_end:]


def test_bake_again_replaces_the_badges_of_before_in_every_form():
    older = png(chunk(b"tEXt", b"openbadges\0https://old.example/"), chunk(b"tEXt", b"Author\0Awa"))
    once = bake_png(older, v2="https://badges.example/assertions/0/", v3="{}")

    baked = bake_png(once, v2=TEXT_V2, v3=TEXT_V3)

    assert baked == bake_png(png(chunk(b"tEXt", b"Author\0Awa")), v2=TEXT_V2, v3=TEXT_V3)


def test_bake_nothing_takes_the_badges_out():
    assert bake_png(bake_png(png(), v2=TEXT_V2, v3=TEXT_V3)) == png()


def test_bake_image_is_still_read_by_pillow():
    baked = bake_png(png(), v2=TEXT_V2, v3=TEXT_V3)

    image = Image.open(BytesIO(baked), formats=["PNG"])
    image.load()

    assert image.getpixel((0, 0)) == (255, 0, 0)
    assert image.text == {"openbadges": TEXT_V2, "openbadgecredential": TEXT_V3}


def test_bake_leaves_out_what_follows_the_end_of_the_image():
    assert bake_png(png() + b"trailing", v2=TEXT_V2) == bake_png(png(), v2=TEXT_V2)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_bake_any_text_is_read_back_unchanged(text):
    assert unbake_png(bake_png(png(), v3=text)) == Baked(v3=text)


def test_bake_text_with_a_lone_surrogate_is_refused():
    with pytest.raises(BakingError) as refused:
        bake_png(png(), v3="\ud800")

    assert refused.value.code == "image_text_unreadable"


def test_bake_text_too_long_is_refused():
    with pytest.raises(BakingError) as refused:
        bake_png(png(), v3="é" * (MAXIMUM_TEXT // 2 + 1))

    assert refused.value.code == "image_text_too_large"


def test_unbake_plain_image_carries_nothing():
    assert unbake_png(png(chunk(b"tEXt", b"Author\0Awa"), chunk(b"iTXt", b"Title\0\0\0\0\0Portrait"))) == Baked()


def test_unbake_reads_the_compressed_form_of_other_software():
    data = b"openbadges\0\1\0fr\0openbadges\0" + zlib.compress(TEXT_V2.encode())

    assert unbake_png(png(chunk(b"iTXt", data))) == Baked(v2=TEXT_V2)


def test_unbake_reads_the_older_text_form():
    assert unbake_png(png(chunk(b"tEXt", b"openbadges\0" + TEXT_V2.encode()))) == Baked(v2=TEXT_V2)


@pytest.mark.parametrize(
    "extra",
    [
        [chunk(b"iTXt", b"openbadges\0\0\0\0\0a"), chunk(b"iTXt", b"openbadges\0\0\0\0\0b")],
        [chunk(b"tEXt", b"openbadges\0a"), chunk(b"iTXt", b"openbadges\0\0\0\0\0a")],
    ],
)
def test_unbake_two_badges_under_one_keyword_are_refused(extra):
    with pytest.raises(BakingError) as refused:
        unbake_png(png(*extra))

    assert refused.value.code == "image_badge_twice"


@pytest.mark.parametrize(
    "data",
    [
        b"openbadges",
        b"openbadges\0\0\0fr\0title",
        b"openbadges\0\0",
        b"openbadges\0\2\0\0\0text",
        b"openbadges\0\1\1\0\0" + zlib.compress(b"text"),
        b"openbadges\0\1\0\0\0not packed",
        b"openbadges\0\1\0\0\0" + zlib.compress(b"text")[:-2],
        b"openbadges\0\0\0\0\0\xff\xfe",
    ],
)
def test_unbake_text_chunk_that_is_damaged_inside_is_refused(data):
    with pytest.raises(BakingError) as refused:
        unbake_png(png(chunk(b"iTXt", data)))

    assert refused.value.code == "image_text_unreadable"


@pytest.mark.parametrize(
    "data",
    [
        b"openbadges\0\1\0\0\0" + zlib.compress(bytes(64 * 1024 * 1024)),
        b"openbadges\0\0\0\0\0" + b" " * (MAXIMUM_TEXT + 1),
    ],
)
def test_unbake_text_too_long_or_a_bomb_is_refused(data):
    with pytest.raises(BakingError) as refused:
        unbake_png(png(chunk(b"iTXt", data)))

    assert refused.value.code == "image_text_too_large"


def test_unbake_chunk_altered_after_baking_is_refused():
    baked = bytearray(bake_png(png(), v2=TEXT_V2))
    baked[baked.index(b"assertions")] ^= 1

    with pytest.raises(BakingError) as refused:
        unbake_png(bytes(baked))

    assert (refused.value.code, refused.value.params) == ("image_chunk_damaged", {"chunk": "iTXt"})


@pytest.mark.parametrize("length", range(len(SIGNATURE), len(png())))
def test_unbake_image_cut_anywhere_is_refused(length):
    with pytest.raises(BakingError) as refused:
        unbake_png(png()[:length])

    assert refused.value.code == "image_truncated"


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", SIGNATURE + chunk(b"IEND", b"")])
def test_unbake_file_that_is_no_png_is_refused(data):
    with pytest.raises(BakingError) as refused:
        unbake_png(data)

    assert refused.value.code == "image_not_png"


def test_unbake_image_too_large_is_refused():
    with pytest.raises(BakingError) as refused:
        unbake_png(SIGNATURE + bytes(MAXIMUM_IMAGE))

    assert refused.value.code == "image_too_large"


@given(st.binary(max_size=400))
def test_unbake_any_bytes_after_the_signature_give_a_named_error(data):
    with pytest.raises(BakingError):
        unbake_png(SIGNATURE + data)
