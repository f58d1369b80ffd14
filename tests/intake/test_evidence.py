from __future__ import annotations

import hashlib
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from tests.intake.pictures import exif, read, two_halves, written
from tests.intake.scanners import EICAR
from wagtail_openbadges.intake.errors import IntakeError
from wagtail_openbadges.intake.evidence import accept_upload, largest_upload, readable_name
from wagtail_openbadges.models.submissions import ScanState

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
MEGABYTE = 1024 * 1024


def pdf_of(size: int) -> bytes:
    return PDF[:9] + bytes(size - len(PDF)) + PDF[9:]


def refusal(upload) -> tuple[str, dict]:
    with pytest.raises(IntakeError) as refused:
        accept_upload(upload)
    return refused.value.code, refused.value.params


def test_accept_upload_pdf_is_kept_byte_for_byte_under_a_name_of_ours():
    accepted = accept_upload(SimpleUploadedFile("Fiche de mission.pdf", PDF, "application/pdf"))

    assert (accepted.content.read(), accepted.size) == (PDF, len(PDF))
    assert accepted.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (accepted.kind, accepted.media_type, accepted.extension) == ("document", "application/pdf", "pdf")
    assert accepted.original_name == "Fiche de mission.pdf"
    assert accepted.scan_state == ScanState.NOT_SCANNED
    assert re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID", accepted.stored_name) == "evidence/UUID.pdf"


def test_accept_upload_photo_is_drawn_anew_and_described_as_stored():
    source = written(two_halves(), "WEBP", exif=exif())

    accepted = accept_upload(SimpleUploadedFile("vacances.webp", source, "image/webp"))

    content = accepted.content.read()
    assert (accepted.kind, accepted.media_type, accepted.extension) == ("photo", "image/jpeg", "jpg")
    assert (accepted.size, accepted.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (read(content).format, dict(read(content).getexif())) == ("JPEG", {})
    assert accepted.original_name == "vacances.webp"
    assert accepted.stored_name.endswith(".jpg")


def test_accept_upload_twice_gives_two_names():
    first, second = (accept_upload(SimpleUploadedFile("a.pdf", PDF, "")) for _ in range(2))

    assert first.stored_name != second.stored_name


def test_accept_upload_pdf_of_the_largest_size_is_taken():
    content = pdf_of(10 * MEGABYTE)

    assert accept_upload(SimpleUploadedFile("a.pdf", content, "")).size == 10 * MEGABYTE


@pytest.mark.parametrize(
    ("name", "content", "code", "params"),
    [
        ("a.pdf", pdf_of(10 * MEGABYTE + 1), "document_too_large", {"megabytes": 10}),
        ("a.jpg", b"\xff\xd8\xff" + bytes(40 * MEGABYTE), "photo_too_large", {"megabytes": 40}),
        ("a.pdf", b"", "empty_file", {}),
        ("a.pdf", PDF[:-8], "broken_document", {}),
        ("a.html", PDF, "type_mismatch", {"format": "PDF"}),
        ("a.jpg", b"\xff\xd8\xff" + bytes(100), "broken_image", {}),
        ("a.docx", b"PK\x03\x04" + bytes(100), "not_a_pdf_or_photo", {}),
    ],
)
def test_accept_upload_wrong_file_is_refused_by_name(name, content, code, params):
    assert refusal(SimpleUploadedFile(name, content, "")) == (code, params)


def test_accept_upload_announced_smaller_than_it_is_stops_at_the_limit():
    upload = TemporaryUploadedFile("a.pdf", "application/pdf", 0, None)
    upload.write(pdf_of(12 * MEGABYTE))
    upload.size = 10

    assert refusal(upload) == ("document_too_large", {"megabytes": 10})
    upload.close()


def test_accept_upload_infected_is_refused(settings):
    settings.WAGTAIL_OPENBADGES = {"SCANNERS": ["tests.intake.scanners.EicarScanner"]}

    assert refusal(SimpleUploadedFile("a.pdf", PDF[:9] + EICAR + PDF[9:], "")) == ("infected_file", {})


def test_accept_upload_scanned_is_clean_and_still_read_from_its_start(settings):
    settings.WAGTAIL_OPENBADGES = {"SCANNERS": ["tests.intake.scanners.EicarScanner"]}

    accepted = accept_upload(SimpleUploadedFile("a.pdf", PDF, ""))

    assert (accepted.scan_state, accepted.content.read()) == (ScanState.CLEAN, PDF)


def test_largest_upload_is_the_largest_of_both_kinds(settings):
    settings.WAGTAIL_OPENBADGES = {"MAX_DOCUMENT_MEGABYTES": 50}

    assert largest_upload() == 50 * MEGABYTE


@pytest.mark.parametrize(
    ("name", "readable"),
    [
        ("Fiche mission.pdf", "Fiche mission.pdf"),
        ("e\u0301tat civil.pdf", "état civil.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\lea\\cv.pdf", "cv.pdf"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\r\nSet-Cookie: b\x00\x1b.pdf", "a Set-Cookie: b.pdf"),
        ("a\udcff.pdf", "a.pdf"),
        ("  .htaccess ", "htaccess"),
        ("é" * 150 + ".pdf", "é" * 146 + ".pdf"),
        ("a." + "b" * 200, "a." + "b" * 148),
        ("\u200b\u202e", "document.pdf"),
        ("", "document.pdf"),
        ("..", "document.pdf"),
    ],
)
def test_readable_name_is_text_that_shows_what_it_says(name, readable):
    assert readable_name(name, fallback="document.pdf") == readable


def test_accept_upload_without_any_readable_name_gets_one():
    upload = SimpleUploadedFile("x.pdf", PDF, "")
    upload._name = "\u202e"

    accepted = accept_upload(upload)

    assert accepted.original_name == "document.pdf"
    assert uuid.UUID(accepted.stored_name[len("evidence/") : -len(".pdf")]).version == 4
