from __future__ import annotations

import pytest

from wagtail_openbadges.intake.errors import IntakeError
from wagtail_openbadges.intake.sniffing import Kind, check_end_of_pdf, check_names, sniff

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
PNG = b"\x89PNG\r\n\x1a\n"
WEBP = b"RIFF\x10\x00\x00\x00WEBPVP8 "


@pytest.mark.parametrize(
    ("head", "kind"),
    [(b"%PDF-1.7\n", Kind.PDF), (b"%PDF-2.0\n", Kind.PDF), (JPEG, Kind.JPEG), (PNG, Kind.PNG), (WEBP, Kind.WEBP)],
)
def test_sniff_known_first_bytes_tell_the_kind(head, kind):
    assert sniff(head) is kind


@pytest.mark.parametrize(
    ("kind", "media_type", "extension"),
    [
        (Kind.PDF, "application/pdf", "pdf"),
        (Kind.JPEG, "image/jpeg", "jpg"),
        (Kind.PNG, "image/png", "png"),
        (Kind.WEBP, "image/webp", "webp"),
        (Kind.HEIC, "image/heic", "heic"),
    ],
)
def test_kind_knows_its_media_type_and_its_extension(kind, media_type, extension):
    assert (kind.media_type, kind.extension) == (media_type, extension)


@pytest.mark.parametrize(
    "head",
    [
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
        b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1heic",
        b"\x00\x00\x00\x14ftypmsf1\x00\x00\x00\x00hevc",
    ],
)
def test_sniff_photos_of_iphones_by_their_brands(head):
    assert sniff(head) is Kind.HEIC


@pytest.mark.parametrize(
    ("head", "code", "params"),
    [
        (b"", "empty_file", {}),
        (b"\xff", "not_a_pdf_or_photo", {}),
        (b"<html><script>" + JPEG, "not_a_pdf_or_photo", {}),
        (b"PK\x03\x04" + b"%PDF-1.4", "broken_document", {}),
        (b"%PDF-9.9", "broken_document", {}),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", "not_a_pdf_or_photo", {}),
        (b"GIF89a", "unsupported_image", {"format": "GIF"}),
        (b"II*\x00", "unsupported_image", {"format": "TIFF"}),
        (b"MM\x00*", "unsupported_image", {"format": "TIFF"}),
        (b'<?xml version="1.0"?><SVG onload="x()">', "unsupported_image", {"format": "SVG"}),
        (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00mif1", "unsupported_image", {"format": "AVIF"}),
        (b"\x00\x00\x00\x1cftypisom\x00\x00\x00\x00mp42", "not_a_pdf_or_photo", {}),
    ],
)
def test_sniff_anything_else_is_refused_by_name(head, code, params):
    with pytest.raises(IntakeError) as refused:
        sniff(head)

    assert (refused.value.code, refused.value.params) == (code, params)


@pytest.mark.parametrize(
    ("kind", "name", "declared"),
    [
        (Kind.PDF, "fiche.PDF", "application/pdf"),
        (Kind.JPEG, "IMG_0001.jpeg", "image/jpg; charset=binary"),
        (Kind.PNG, "1000001234", "image/png"),
        (Kind.WEBP, "photo.webp", "application/octet-stream"),
        (Kind.HEIC, "IMG_0001.HEIC", "image/heif"),
        (Kind.JPEG, "photo.html.jpg", ""),
        (Kind.JPEG, "photo.jpg. ", ""),
    ],
)
def test_check_names_what_is_said_agrees_passes(kind, name, declared):
    assert check_names(kind, name, declared) is None


@pytest.mark.parametrize(
    ("kind", "name", "declared"),
    [
        (Kind.PDF, "fiche.html", "application/pdf"),
        (Kind.PDF, "fiche.pdf", "text/html"),
        (Kind.JPEG, "photo.png", "image/png"),
        (Kind.PNG, "photo.png.svg", ""),
    ],
)
def test_check_names_what_is_said_contradicts_is_refused(kind, name, declared):
    with pytest.raises(IntakeError) as refused:
        check_names(kind, name, declared)

    assert (refused.value.code, refused.value.params) == ("type_mismatch", {"format": kind.value})


def test_check_end_of_pdf_end_mark_there_passes():
    assert check_end_of_pdf(b"startxref\n9\n%%EOF\n\x00\x00") is None


def test_check_end_of_pdf_cut_short_is_refused():
    with pytest.raises(IntakeError) as refused:
        check_end_of_pdf(b"endobj\nxre")

    assert refused.value.code == "broken_document"
