"""The whole way of one person, from the address to the tracking page."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.public.claim_site import ADDRESS, PDF, claim_url, confirm_url, english_opening, file_url, stranger, text_of
from wagtail_openbadges.domain import access
from wagtail_openbadges.models import AccessLink, State, Submission

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.public.claim_site")]


def test_claim_from_address_to_deposit_needs_no_account_and_no_script():
    opening = english_opening()
    client = stranger()

    asked = client.post(claim_url(opening), {"address": ADDRESS})
    link = AccessLink.objects.get()
    confirmed = client.post(confirm_url(link), {"code": access.code_of(link)})
    draft = Submission.objects.get()
    kept = client.post(
        file_url(draft, "edit/"),
        {
            "form": "1",
            "question-mission": "I welcomed people.",
            "printed_name": "Léa Exemple",
            "evidence_files": [SimpleUploadedFile("story.pdf", PDF, "application/pdf")],
            "check": "1",
        },
    )
    checked = client.get(file_url(draft, "check/"))
    draft.refresh_from_db()
    deposited = client.post(file_url(draft, "check/"), {"version": str(draft.version)})
    tracked = client.get(deposited.url)

    assert asked.url == confirm_url(link)
    assert confirmed.url == file_url(draft, "edit/")
    assert kept.url == file_url(draft, "check/")
    assert "Your claim is not deposited yet." in text_of(checked)
    assert deposited.url == file_url(draft)
    assert "We have received your claim." in text_of(tracked)
    draft.refresh_from_db()
    assert draft.state == State.SUBMITTED
    assert draft.answers == [
        {"uid": "mission", "label": "Question mission", "type": "multiline", "value": "I welcomed people."}
    ]
    assert [piece.original_name for piece in draft.evidence.all()] == ["story.pdf"]
