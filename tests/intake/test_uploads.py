from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from wagtail_openbadges.intake.errors import IntakeError
from wagtail_openbadges.intake.evidence import accept_upload

MEGABYTE = 1024 * 1024


@pytest.fixture
def posted(settings):
    """Return a function that posts a file between two answers and returns the request."""
    settings.WAGTAIL_OPENBADGES = {"MAX_DOCUMENT_MEGABYTES": 1, "MAX_PHOTO_MEGABYTES": 1}
    settings.FILE_UPLOAD_HANDLERS = [
        "wagtail_openbadges.intake.uploads.StrangersLimitHandler",
        "django.core.files.uploadhandler.MemoryFileUploadHandler",
        "django.core.files.uploadhandler.TemporaryFileUploadHandler",
    ]

    def post(size: int, *, user: object = None):
        content = b"%PDF-1.7\n" + bytes(size - 15) + b"%%EOF\n"
        body = (
            b'--x\r\nContent-Disposition: form-data; name="before"\r\n\r\none\r\n'
            b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
            b"Content-Type: application/pdf\r\n\r\n" + content + b"\r\n"
            b'--x\r\nContent-Disposition: form-data; name="after"\r\n\r\ntwo\r\n--x--\r\n'
        )
        request = RequestFactory().generic("POST", "/", body, content_type="multipart/form-data; boundary=x")
        if user:
            request.user = user
        return request

    return post


def answers(request) -> dict:
    return request.POST.dict()


def test_upload_of_a_stranger_far_too_large_is_cut_and_no_answer_is_lost(posted):
    request = posted(6 * MEGABYTE)

    file = request.FILES["file"]

    assert answers(request) == {"before": "one", "after": "two"}
    assert MEGABYTE < file.size <= MEGABYTE + 2 * 64 * 1024
    with pytest.raises(IntakeError) as refused:
        accept_upload(file)
    assert refused.value.code == "document_too_large"
    file.close()


@pytest.mark.parametrize("size", [1000, MEGABYTE])
def test_upload_of_a_stranger_within_the_limit_arrives_whole(posted, size):
    file = posted(size).FILES["file"]

    assert (file.size, accept_upload(file).size) == (size, size)
    file.close()


def test_upload_of_somebody_logged_in_is_left_to_the_site(posted):
    request = posted(6 * MEGABYTE, user=SimpleNamespace(is_authenticated=True))

    assert request.FILES["file"].size == 6 * MEGABYTE
    request.FILES["file"].close()


def test_upload_of_a_visitor_with_a_session_is_cut_too(posted):
    request = posted(6 * MEGABYTE, user=SimpleNamespace(is_authenticated=False))

    assert request.FILES["file"].size <= MEGABYTE + 2 * 64 * 1024
    request.FILES["file"].close()
