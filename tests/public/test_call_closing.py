"""The closing of a round: decided by the instant when a request began; drafts are kept, and read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, FakePayload, encode_multipart
from django.utils import timezone

from tests.factories import make_reviewer
from tests.public.call_site import apply_url, close, english_round, written
from tests.public.claim_site import PDF, claimant, english_opening, file_url, text_of
from wagtail_openbadges.domain import lateness, reviewing
from wagtail_openbadges.models import Deposit, Opening, OpeningVersion, State, Submission

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.public.call_site")]

CLOSED = "This is closed: the closing date has passed. What was begun before is kept."
CLOSING = datetime(2027, 6, 1, 10, 0, tzinfo=UTC)


def closing_round() -> Opening:
    return english_round(opens="2027-05-01T09:00", closes="2027-06-01T12:00")


def at(instant: datetime):
    return time_machine.travel(instant, tick=False)


def deposit(client, draft: Submission):
    return client.post(file_url(draft, "check/"), {"version": str(draft.version)})


def states() -> list[str]:
    return list(Submission.objects.order_by("pk").values_list("state", flat=True))


def test_two_people_whose_requests_began_at_the_same_instant_are_treated_alike():
    with at(CLOSING - timedelta(hours=1)):
        opening = closing_round()
        devices = [written(opening, address=address) for address in ("lea@example.org", "samir@example.org")]

    with at(CLOSING):
        answers = [deposit(client, draft) for client, draft in devices]

    assert [answer.url for answer in answers] == [file_url(draft) for _client, draft in devices]
    assert states() == [State.SUBMITTED, State.SUBMITTED]
    assert list(Deposit.objects.values_list("at", "in_grace")) == [(CLOSING, True)] * 2


@pytest.mark.parametrize(
    ("after", "outcome"),
    [(-1, State.SUBMITTED), (0, State.SUBMITTED), (299, State.SUBMITTED), (300, State.DRAFT), (3_600, State.DRAFT)],
)
def test_deposit_is_taken_until_the_grace_is_over_and_not_one_second_more(after, outcome):
    with at(CLOSING - timedelta(hours=1)):
        client, draft = written(closing_round())

    with at(CLOSING + timedelta(seconds=after)):
        response = deposit(client, draft)

    assert states() == [outcome]
    assert (response.status_code == 302) is (outcome == State.SUBMITTED)
    assert Deposit.objects.filter(in_grace=True).exists() is (0 <= after < 300)


class SlowBody(FakePayload):
    """A body that takes half an hour to arrive."""

    def __init__(self, content: bytes, clock):
        super().__init__(content)
        self.clock = clock

    def read(self, size=None):
        self.clock.move_to(CLOSING + timedelta(minutes=30))
        return super().read(size)


def test_instant_is_noted_before_a_slow_body_is_read():
    with at(CLOSING - timedelta(hours=1)):
        client, draft = written(closing_round())
    body = encode_multipart(BOUNDARY, {"question-mission": "Sent in time", "later": "1"})

    with at(CLOSING + timedelta(seconds=299)) as clock:
        response = client.generic(
            "POST",
            file_url(draft, "edit/"),
            body,
            content_type=MULTIPART_CONTENT,
            **{"wsgi.input": SlowBody(body, clock)},
        )
        read_at = timezone.now()

    assert read_at == CLOSING + timedelta(minutes=30)
    assert response.url == file_url(draft, "edit/?saved=1")
    draft.refresh_from_db()
    assert draft.draft_answers[0]["value"] == "Sent in time"


def test_pages_say_closed_within_the_grace_and_do_not_tell_of_it():
    with at(CLOSING - timedelta(hours=1)):
        opening = closing_round()
        client, draft = written(opening)

    with at(CLOSING + timedelta(seconds=60)):
        pages = [client.get(url) for url in (apply_url(opening), file_url(draft, "edit/"), file_url(draft, "check/"))]

    texts = [text_of(page) for page in pages]
    assert [CLOSED in text for text in texts] == [True, True, True]
    assert [word for word in ("grace", "minutes") for text in texts[1:] if word in text] == []


def test_nobody_begins_within_the_grace():
    with at(CLOSING - timedelta(hours=1)):
        opening = closing_round()
        client, draft = written(opening)
        client.post(file_url(draft, "withdraw/"))

    with at(CLOSING + timedelta(seconds=60)):
        response = client.post(apply_url(opening), {"continue": "1"})

    assert CLOSED in text_of(response)
    assert Submission.objects.count() == 0


def test_draft_of_a_closed_round_is_read_with_its_files_and_says_until_when_it_is_kept():
    opening = english_round()
    client, draft = written(opening)
    upload = SimpleUploadedFile("plan.pdf", PDF, "application/pdf")
    client.post(file_url(draft, "edit/"), {"question-mission": "We cook.", "evidence_files": [upload]})
    close(opening)

    response = client.get(file_url(draft, "edit/"))
    piece = draft.evidence.get()
    served = client.get(file_url(draft, f"evidence/{piece.uuid}/"))
    served.close()

    text = text_of(response)
    shown = [
        "Applications are closed",
        CLOSED,
        "Your application is not deposited yet.",
        "What you had written Question mission We cook.",
        "Your documents plan.pdf",
        "We keep it until",
    ]
    assert [words for words in shown if words not in text] == []
    assert response.status_code == 200
    assert b"<textarea" not in response.content
    assert served["Content-Disposition"].startswith("attachment")


def test_what_is_sent_to_a_closed_round_is_not_stored_and_shown_to_be_copied():
    opening = english_round()
    client, draft = written(opening)
    close(opening)
    upload = SimpleUploadedFile("plan.pdf", PDF, "application/pdf")

    response = client.post(
        file_url(draft, "edit/"), {"question-mission": "My last words", "evidence_files": [upload], "check": "1"}
    )

    assert response.status_code == 409
    text = text_of(response)
    assert "What you have just sent was not stored. It stands below for you to copy." in text
    assert "What you have just sent Question mission My last words" in text
    assert "What you had written Question mission We cook." in text
    draft.refresh_from_db()
    assert (draft.draft_answers[0]["value"], draft.evidence.count()) == ("We cook.", 0)


def test_body_that_is_too_large_for_a_closed_round_is_explained_too(settings):
    opening = english_round()
    client, draft = written(opening)
    close(opening)
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2

    response = client.post(file_url(draft, "edit/"), {"question-mission": "a", "later": "1", "add": "1"})

    assert response.status_code == 409
    assert CLOSED in text_of(response)


def test_deposit_to_a_closed_round_keeps_the_draft_and_leads_to_it():
    opening = english_round()
    client, draft = written(opening)
    close(opening)

    checked = client.get(file_url(draft, "check/"))
    sent = deposit(client, draft)

    assert checked.url == file_url(draft, "edit/")
    assert CLOSED in text_of(sent)
    assert "You can read it, and copy from it for the next round." in text_of(sent)
    assert f'href="{file_url(draft, "edit/")}"' in sent.content.decode()
    assert states() == [State.DRAFT]


def test_draft_of_a_closed_round_can_be_deleted():
    opening = english_round()
    client, draft = written(opening)
    close(opening)

    response = client.post(file_url(draft, "withdraw/"))

    assert "Your draft is deleted" in text_of(response)
    assert Submission.objects.count() == 0


def test_draft_of_a_badge_is_still_written_when_it_is_closed():
    opening = english_opening()
    client, draft = claimant(opening)
    close(opening)

    response = client.post(file_url(draft, "edit/"), {"question-mission": "Later", "later": "1"})

    assert response.url == file_url(draft, "edit/?saved=1")


def test_file_to_complete_is_written_and_deposited_after_the_closing():
    opening = english_round()
    client, draft = written(opening)
    draft.refresh_from_db()
    deposit(client, draft)
    draft.refresh_from_db()
    reviewer = make_reviewer(draft.issuer)
    reviewing.request_changes(draft, by=reviewer, version=draft.version, message="Which streets?")
    close(opening)

    client.post(file_url(draft, "edit/"), {"question-mission": "All of them", "check": "1"})
    draft.refresh_from_db()
    response = deposit(client, draft)

    assert response.url == file_url(draft)
    assert states() == [State.IN_REVIEW]


def test_person_with_a_late_link_goes_on_and_is_told_until_when():
    opening = english_round()
    client, draft = written(opening)
    close(opening)
    manager = make_reviewer(opening.issuer)
    manager.groups.add(opening.issuer.managers)
    until = datetime(2099, 1, 1, 11, 0, tzinfo=UTC)
    lateness.give_late_link(opening, by=manager, address="lea@example.org", until=until, language="en")

    edited = text_of(client.get(file_url(draft, "edit/")))
    checked = text_of(client.get(file_url(draft, "check/")))
    deposit(client, draft)

    said = "The closing date has passed. You may deposit until 1 January 2099 at 12:00, Paris time."
    assert [said in text for text in (edited, checked)] == [True, True]
    assert [CLOSED in text for text in (edited, checked)] == [False, False]
    assert list(Deposit.objects.values_list("is_late", "in_grace")) == [(True, False)]


def test_deadline_that_was_moved_counts_for_everybody():
    opening = english_round()
    client, draft = written(opening)
    close(opening)
    refused = deposit(client, draft)
    close(opening, minutes=-60)

    taken = deposit(client, draft)

    assert (CLOSED in text_of(refused), taken.url) == (True, file_url(draft))
    assert OpeningVersion.objects.count() == 1
