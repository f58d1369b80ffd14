from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db.models.fields.files import FieldFile
from django.http import Http404

from tests.intake.pictures import two_halves, written
from wagtail_openbadges.intake.delivery import attachment, preview
from wagtail_openbadges.models.submissions import Evidence

# Closing an answer lets Django look after its connections, which asks for the database once another test has used it.
pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(tmp_path):
    """Return a function that stores bytes as evidence and returns its file, closed."""
    storage = FileSystemStorage(location=tmp_path)

    def store(name: str, content: bytes) -> FieldFile:
        file = FieldFile(Evidence(), Evidence._meta.get_field("file"), storage.save(name, ContentFile(content)))
        file.storage = storage
        return file

    return store


def headers(response) -> dict:
    return dict(response.items())


SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def test_attachment_is_downloaded_and_never_run(stored):
    file = stored("evidence/1.pdf", b"%PDF-1.7 <script>")

    response = attachment(file, name="Fiche de Léa.pdf", media_type="application/pdf")

    assert response.getvalue() == b"%PDF-1.7 <script>"
    assert headers(response) == SAFE | {
        "Content-Type": "application/pdf",
        "Content-Length": "17",
        "Content-Disposition": "attachment; filename*=utf-8''Fiche%20de%20L%C3%A9a.pdf",
    }
    response.close()
    assert file.closed is True


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ('a"b\\c.pdf', 'attachment; filename="c.pdf"'),
        ('a"b.pdf', 'attachment; filename="a\\"b.pdf"'),
        ("a\r\nSet-Cookie: x=1.pdf", 'attachment; filename="a Set-Cookie: x=1.pdf"'),
        ("\u202e", 'attachment; filename="evidence"'),
    ],
)
def test_attachment_of_a_hostile_name_stays_one_header(stored, name, disposition):
    response = attachment(stored("evidence/1.pdf", b"%PDF-"), name=name, media_type="application/pdf")

    assert response["Content-Disposition"] == disposition
    response.close()


@pytest.mark.parametrize(("form", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_preview_of_our_own_image_is_shown_inline(stored, form, media_type):
    content = written(two_halves(), form)

    response = preview(stored("evidence/1.bin", content))

    assert response.getvalue() == content
    assert headers(response) == SAFE | {
        "Content-Type": media_type,
        "Content-Length": str(len(content)),
        "Content-Disposition": 'inline; filename="1.bin"',
    }
    response.close()


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"<svg onload=x()>", b"RIFF\x10\x00\x00\x00WEBPVP8 ", b""])
def test_preview_of_anything_else_is_not_found(stored, content):
    file = stored("evidence/1.jpg", content)

    with pytest.raises(Http404):
        preview(file)

    assert file.closed is True


@pytest.mark.parametrize("answer", [preview, lambda file: attachment(file, name="a", media_type="image/jpeg")])
def test_file_that_the_storage_lost_is_not_found(stored, answer):
    file = stored("evidence/1.jpg", b"x")
    file.close()
    file.storage.delete(file.name)

    with pytest.raises(Http404):
        answer(file)
