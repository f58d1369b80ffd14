"""The proof of a deposit says what was sent, and anybody can hash it again."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests import factories
from wagtail_openbadges.domain import reviewing, submitting
from wagtail_openbadges.domain.receipts import deposited_bytes
from wagtail_openbadges.intake.evidence import accept_upload
from wagtail_openbadges.models import Submission

pytestmark = pytest.mark.django_db


def sha256_of(submission):
    return hashlib.sha256(deposited_bytes(submission)).hexdigest()


def test_receipt_of_a_call_holds_number_instant_zone_and_the_hash_of_what_was_sent():
    draft = factories.make_draft(factories.make_round(zone_name="Indian/Reunion"))
    at = timezone.now() - timedelta(seconds=3)

    submission = submitting.submit(draft, version=draft.version, at=at)

    receipt = submission.deposits.get()
    assert (receipt.number, receipt.at, receipt.zone_name) == (1, at, "Indian/Reunion")
    assert (receipt.in_grace, receipt.is_late) == (False, False)
    assert receipt.sha256 == sha256_of(submission)
    assert str(receipt) == "AMI1-0001 · 1"


def test_receipt_of_a_badge_is_in_the_zone_of_the_site():
    submission = factories.make_submission()

    assert submission.deposits.get().zone_name == "Europe/Paris"


def test_deposited_bytes_name_files_by_their_hash_and_hold_all_that_was_written():
    draft = factories.make_draft(factories.make_round())
    photo = accept_upload(SimpleUploadedFile("atelier.png", factories.picture(), content_type="image/png"))
    stored = submitting.add_file(draft, accepted=photo, question="plan")
    draft.refresh_from_db()
    submission = submitting.submit(draft, version=draft.version)

    said = json.loads(deposited_bytes(submission))

    assert said == {
        "reference": "AMI1-0001",
        "name": "Léa Exemple",
        "language": "fr",
        "answers": [factories.ANSWER],
        "evidence": [
            {
                "kind": "text",
                "question": "",
                "name": "",
                "size": 0,
                "sha256": "",
                "url": "",
                "text": "Voici mon récit.",
            },
            {
                "kind": "file",
                "question": "plan",
                "name": "atelier.png",
                "size": stored.size,
                "sha256": stored.sha256,
                "url": "",
                "text": "",
            },
        ],
    }


def test_deposited_bytes_stay_what_they_were_while_a_correction_is_being_written():
    submission = factories.make_submission(factories.make_round())
    reviewer = factories.make_reviewer(submission.issuer)
    reviewing.request_changes(submission, by=reviewer, version=submission.version, message="Le budget ?")
    asked = Submission.objects.get()
    submitting.add_statement(asked, kind="text", text="Voici le budget.")
    submitting.save_answers(asked, answers=[{**factories.ANSWER, "value": "Autre chose."}])
    asked = Submission.objects.get()
    before = sha256_of(asked)

    corrected = submitting.resubmit(asked, version=asked.version)

    first, second = corrected.deposits.all()
    assert (first.number, second.number) == (1, 2)
    assert (before, sha256_of(corrected)) == (first.sha256, second.sha256)
    assert first.sha256 != second.sha256
