"""The proof of a deposit: what was sent, when, and the bytes that anybody can hash again."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import make_reviewer
from tests.public.call_site import close, deposited, english_round, written
from tests.public.claim_site import PDF, claimant, english_opening, file_url, stranger, text_of
from wagtail_openbadges.domain import replacing, reviewing, submitting
from wagtail_openbadges.models import Deposit, State, Submission

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.public.call_site")]

AT = datetime(2027, 6, 1, 9, 59, 7, 400_000, tzinfo=UTC)


def sha256_of(response) -> str:
    return hashlib.sha256(response.content).hexdigest()


def newest(file: Submission) -> str:
    return file.deposits.last().sha256


def test_proof_names_the_file_the_instant_and_the_hashes():
    with time_machine.travel(AT - timedelta(hours=1), tick=False):
        client, draft = claimant(english_round(opens="2027-05-01T09:00", closes="2027-06-01T12:00"))
        upload = SimpleUploadedFile("plan.pdf", PDF, "application/pdf")
        client.post(
            file_url(draft, "edit/"),
            {"question-mission": "We cook.", "printed_name": "Léa Exemple", "evidence_files": [upload], "check": "1"},
        )
    draft.refresh_from_db()
    with time_machine.travel(AT, tick=False):
        client.post(file_url(draft, "check/"), {"version": str(draft.version)})
        response = client.get(file_url(draft, "proof/"))

    text = text_of(response)
    shown = [
        "Proof of deposit AMI1-0001",
        "holds the file AMI1-0001, as it is described here.",
        "Deposited in the name of Léa Exemple.",
        "Deposit 1 the one that counts 1 June 2027 at 11:59:07, Paris time (UTC+2) 2027-06-01T09:59:07Z (UTC)",
        f"SHA-256 {newest(draft)}",
        "What you deposited Question mission We cook.",
        "Your documents plan.pdf File",
        f"SHA-256 {draft.evidence.get().sha256}",
    ]
    assert [words for words in shown if words not in text] == []
    assert [words for words in ("grace", "after the closing") if words in text] == []
    assert response["Cache-Control"] == "private, no-store"
    assert "lea@example.org" not in response.content.decode()


def test_downloaded_bytes_have_the_hash_of_the_newest_deposit():
    client, file = deposited()

    response = client.get(file_url(file, "deposit.json"))

    assert sha256_of(response) == newest(file)
    assert response["Content-Disposition"] == f'attachment; filename="{file.reference}.json"'
    assert response["Content-Type"] == "application/json"
    assert json.loads(response.content)["reference"] == file.reference


def test_claim_of_a_badge_has_its_proof_too():
    client, draft = claimant(english_opening(evidence_rules={}))
    client.post(file_url(draft, "edit/"), {"question-mission": "I welcomed.", "check": "1"})
    draft.refresh_from_db()
    file = submitting.submit(draft, version=draft.version)

    tracked = client.get(file_url(file))
    proved = client.get(file_url(file, "proof/"))

    assert f'href="{file_url(file, "proof/")}"' in tracked.content.decode()
    assert "Proof of deposit B" in text_of(proved)
    assert sha256_of(client.get(file_url(file, "deposit.json"))) == newest(file)


def test_every_deposit_is_listed_and_the_current_one_is_marked():
    client, file = deposited()
    draft = replacing.begin_replacement(file, at=file.submitted_at)
    replacing.replace(draft, version=draft.version, at=file.submitted_at)

    text = text_of(client.get(file_url(file, "proof/")))

    assert text.index("Deposit 2 the one that counts") < text.index("Deposit 1 ")
    assert text.count("the one that counts") == 1
    assert sha256_of(client.get(file_url(file, "deposit.json"))) == newest(file)


def test_correction_in_progress_changes_nothing_of_the_proof():
    client, file = deposited()
    reviewing.request_changes(file, by=make_reviewer(file.issuer), version=file.version, message="Which streets?")
    upload = SimpleUploadedFile("later.pdf", PDF, "application/pdf")

    client.post(
        file_url(file, "edit/"),
        {"question-mission": "Later", "printed_name": "Somebody else", "evidence_files": [upload], "later": "1"},
    )
    during = client.get(file_url(file, "deposit.json"))
    shown = text_of(client.get(file_url(file, "proof/")))
    edited = client.get(file_url(file, "edit/")).content.decode()
    file.refresh_from_db()
    submitting.resubmit(file, version=file.version)
    after = client.get(file_url(file, "deposit.json"))

    first, second = Deposit.objects.order_by("number")
    assert [sha256_of(during), sha256_of(after)] == [first.sha256, second.sha256]
    assert [words for words in ("Later", "Somebody else", "later.pdf") if words in shown] == []
    assert 'value="Somebody else"' in edited
    assert json.loads(after.content)["name"] == "Somebody else"


def test_correction_that_was_withdrawn_leaves_the_proof_of_what_was_deposited():
    client, file = deposited()
    reviewing.request_changes(file, by=make_reviewer(file.issuer), version=file.version, message="Which streets?")
    upload = SimpleUploadedFile("later.pdf", PDF, "application/pdf")
    client.post(file_url(file, "edit/"), {"evidence_files": [upload], "later": "1"})
    file.refresh_from_db()
    submitting.withdraw(file, version=file.version)

    assert sha256_of(client.get(file_url(file, "deposit.json"))) == newest(file)
    assert "later.pdf" not in text_of(client.get(file_url(file)))


def test_grace_and_late_link_are_told_only_when_they_were_used():
    opening = english_round()
    client, draft = written(opening)
    close(opening, minutes=1)
    client.post(file_url(draft, "check/"), {"version": str(draft.version)})
    in_grace = text_of(client.get(file_url(draft, "proof/")))
    Deposit.objects.update(in_grace=False, is_late=True)

    late = text_of(client.get(file_url(draft, "proof/")))

    said = ("within the minutes of grace after the closing", "deposited after the closing, with a link that")
    assert [words in in_grace for words in said] == [True, False]
    assert [words in late for words in said] == [False, True]


@pytest.mark.parametrize("page", ["proof/", "deposit.json"])
def test_draft_has_no_proof(page):
    client, draft = written(english_round())

    assert client.get(file_url(draft, page)).url == file_url(draft)


@pytest.mark.parametrize("page", ["proof/", "deposit.json", "replace/"])
def test_proof_is_for_its_holder_only(page):
    _client, file = deposited()
    other, _file = deposited(english_round(), address="samir@example.org")

    answers = [who.get(file_url(file, page)) for who in (stranger(), other)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert [file.reference in answer.content.decode() for answer in answers] == [False, False]
    assert file.state == State.SUBMITTED


@pytest.mark.parametrize("count", [1, 3])
def test_proof_takes_the_same_queries_whatever_it_lists(count, django_assert_num_queries):
    client, file = deposited()
    for _number in range(count):
        draft = replacing.begin_replacement(file, at=file.submitted_at)
        submitting.add_statement(draft, kind="link", url="https://example.org")
        draft.refresh_from_db()
        replacing.replace(draft, version=draft.version, at=file.submitted_at)

    with django_assert_num_queries(5):
        client.get(file_url(file, "proof/"))
