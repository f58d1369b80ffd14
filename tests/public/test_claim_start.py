"""The first page of a claim: all that will be asked, and the address."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from tests.factories import make_link
from tests.public.claim_site import (
    ADDRESS,
    claim_url,
    claimant,
    confirm_url,
    english_opening,
    errors_of,
    file_url,
    question,
    stranger,
    text_of,
)
from wagtail_openbadges.domain import access, admission, publishing
from wagtail_openbadges.models import (
    AccessLink,
    ClaimRule,
    Evidence,
    Holder,
    Opening,
    OpeningVersion,
    OutboxJob,
    State,
    Submission,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.public.claim_site")]


def test_start_shows_all_that_will_be_asked_before_it_asks_anything():
    opening = english_opening(
        minutes=12,
        promised_days=9,
        questions=(
            question("mission", section="Your mission", help="Two sentences."),
            question("place", section="Your mission", required=False),
        ),
        evidence_rules={"required": True, "help": "A story, or a photo.", "kinds": ["file", "link", "text"]},
    )

    text = text_of(stranger().get(claim_url(opening)))

    shown = [
        "Ask for this badge Committed volunteer",
        "about 12 minutes",
        "2 questions",
        "within 9 days",
        "Une mission d’au moins trois mois",
        "Your mission Question mission Two sentences. Answer: a line of text",
        "Question place (optional) Answer: a line of text",
        "Evidence of what you did A story, or a photo.",
        "Files: PDF up to 10 MB, photos (JPEG, HEIC, PNG, WebP) up to 40 MB, 5 files at most",
        "Links to pages that show what you did",
        "reads it and answers by e-mail, usually within 9 days.",
        "Only the structure reads your answers.",
        "Your e-mail address",
        "Receive my code",
    ]
    assert [words for words in shown if words not in text] == []


def test_start_of_a_declared_badge_says_that_nobody_checks():
    opening = english_opening(claim_rule=ClaimRule.DECLARED)

    text = text_of(stranger().get(claim_url(opening)))

    assert "Get this badge by declaration Committed volunteer" in text
    assert "publishes it and has not checked it." in text
    assert "Answer at once" in text


def test_form_of_the_address_is_sent_to_the_top_of_its_page_where_its_errors_are():
    opening = english_opening()

    open_page = stranger().post(claim_url(opening), {"address": "lea"})
    publishing.close(opening)
    closed_page = stranger().post(claim_url(opening), {"address": "lea"})

    assert [page.status_code for page in (open_page, closed_page)] == [422, 422]
    assert [page.content.decode().count('method="post" novalidate>') for page in (open_page, closed_page)] == [1, 1]
    assert ['action="#' in page.content.decode() for page in (open_page, closed_page)] == [False, False]


def test_start_is_private_and_its_address_field_completes_itself():
    response = stranger().get(claim_url(english_opening()))

    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Content-Language"] == "en"
    assert b'<html lang="en"' in response.content
    assert b'<input type="email" name="address" autocomplete="email"' in response.content


def test_address_keeps_nothing_but_itself_until_it_is_confirmed():
    opening = english_opening()

    stranger().post(claim_url(opening), {"address": "  Lea@EXAMPLE.org "})

    link = AccessLink.objects.get()
    assert link.address == "lea@example.org"
    assert (link.opening, link.holder, link.used_at) == (opening, None, None)
    assert [rows.objects.count() for rows in (Holder, Submission, Evidence)] == [0, 0, 0]
    assert OutboxJob.objects.filter(kind="mail").count() == 1
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Write your e-mail address."),
        ("lea", "This is not an e-mail address. Write it like name@example.org."),
        ("lea@exa mple.org", "This is not an e-mail address. Write it like name@example.org."),
        ("'\"><script>@example.org", "This is not an e-mail address. Write it like name@example.org."),
    ],
)
def test_address_that_is_none_is_shown_back_with_what_to_do(typed, message):
    response = stranger().post(claim_url(english_opening()), {"address": typed})

    assert response.status_code == 422
    assert errors_of(response) == [f"Your e-mail address – {message}"]
    assert "<title>Error: " in response.content.decode()
    assert AccessLink.objects.count() == 0


def test_address_written_to_too_often_is_told_so(settings):
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "MAILS_PER_HOUR": 2}
    opening = english_opening()
    client = stranger()

    answers = [client.post(claim_url(opening), {"address": ADDRESS}) for _time in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert errors_of(answers[-1]) == [
        "Your e-mail address – We have already written to this address several times. Try again in an hour."
    ]


def test_network_that_asks_for_many_addresses_is_told_so(settings):
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "MAILS_PER_HOUR": 1}
    opening = english_opening()
    client = stranger()

    answers = [client.post(claim_url(opening), {"address": f"lea{number}@example.org"}) for number in range(6)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 302, 302, 422]
    assert errors_of(answers[-1]) == [
        "Your e-mail address – Too many requests came from your network. Wait a few minutes, then try again."
    ]


def test_correcting_an_address_gives_it_back_without_writing_it_into_the_url():
    opening = english_opening()
    link = make_link(opening)

    response = stranger().get(f"{claim_url(opening)}?correct={link.uuid}")

    assert f'value="{ADDRESS}"' in response.content.decode()


@pytest.mark.parametrize("name", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_correcting_an_unknown_link_shows_an_empty_field(name):
    response = stranger().get(f"{claim_url(english_opening())}?correct={name}")

    assert response.status_code == 200
    assert "@example.org" not in text_of(response).replace("name@example.org", "")
    assert 'name="address" value' not in response.content.decode()


def test_correcting_a_used_link_does_not_tell_its_address():
    opening = english_opening()
    claimant(opening)

    response = stranger().get(f"{claim_url(opening)}?correct={AccessLink.objects.get().uuid}")

    assert ADDRESS not in response.content.decode()


def test_known_device_goes_straight_to_its_draft():
    opening = english_opening()
    client, draft = claimant(opening)

    response = client.get(claim_url(opening))

    assert f'href="{file_url(draft, "edit/")}"' in response.content.decode()
    assert "This device knows the address l•••@example.org." in text_of(response)
    assert ADDRESS not in response.content.decode()


def test_known_device_begins_a_new_claim_beside_a_decided_one():
    opening = english_opening()
    client, draft = claimant(opening)
    Submission.objects.filter(pk=draft.pk).update(state=State.DECLINED, reference="B1-0001")

    shown = client.get(claim_url(opening))
    begun = client.post(claim_url(opening), {"continue": "1"})

    assert "B1-0001 · Not accepted Begin a new claim" in text_of(shown)
    fresh = Submission.objects.get(state=State.DRAFT)
    assert begun.url == file_url(fresh, "edit/")


def test_known_device_with_a_claim_that_waits_is_led_to_it():
    opening = english_opening()
    client, draft = claimant(opening)
    Submission.objects.filter(pk=draft.pk).update(state=State.IN_REVIEW, reference="B1-0001")

    shown = client.get(claim_url(opening))
    begun = client.post(claim_url(opening), {"continue": "1"})

    assert "Begin a new claim" not in text_of(shown)
    assert begun.url == file_url(draft)


def test_stranger_cannot_begin_without_an_address():
    response = stranger().post(claim_url(english_opening()), {"continue": "1"})

    assert errors_of(response) == ["Your e-mail address – Write your e-mail address."]
    assert Submission.objects.count() == 0


def shut(opening: Opening, reason: str) -> None:
    if reason == "not_published":
        publishing.close(opening)
    elif reason == "archived":
        Opening.objects.filter(pk=opening.pk).update(archived_at=timezone.now())
    elif reason == "incomplete":
        Opening.objects.filter(pk=opening.pk).update(faults=["missing_image"])
    else:
        field = {"not_open_yet": "opens_at", "closed": "closes_at"}[reason]
        days = {"not_open_yet": 1, "closed": -1}[reason]
        instant = timezone.now() + timedelta(days=days)
        OpeningVersion.objects.filter(opening=opening).update(**{field: instant})
    assert admission.closed_reason(Opening.objects.get(pk=opening.pk), now=timezone.now()) == reason


CLOSED = [
    (
        "not_published",
        404,
        "This page is not published now, so nothing can be sent here. What was begun before is kept.",
    ),
    ("archived", 410, "This is archived: nothing can be sent here any more."),
    ("incomplete", 200, "This is not open yet. Come back later or write to the structure."),
    ("not_open_yet", 200, "This is not open yet. Come back at the opening date."),
    ("closed", 200, "This is closed: the closing date has passed. What was begun before is kept."),
]


@pytest.mark.parametrize(("reason", "status", "sentence"), CLOSED)
def test_closed_opening_explains_why(reason, status, sentence):
    opening = english_opening()
    shut(opening, reason)

    response = stranger().get(claim_url(opening))

    assert response.status_code == status
    assert sentence in text_of(response)


@pytest.mark.parametrize(("reason", "_status", "_sentence"), CLOSED)
def test_closed_opening_still_leads_to_a_draft_that_was_begun(reason, _status, _sentence):
    opening = english_opening()
    known, draft = claimant(opening)
    shut(opening, reason)
    other = stranger()

    known_page = known.get(claim_url(opening))
    asked = other.post(claim_url(opening), {"address": ADDRESS})
    link = AccessLink.objects.filter(used_at__isnull=True).get()
    confirmed = other.post(asked.url, {"code": access.code_of(link)})

    assert f'href="{file_url(draft, "edit/")}"' in known_page.content.decode()
    assert asked.url == confirm_url(link)
    assert confirmed.url == file_url(draft, "edit/")


@pytest.mark.parametrize(("reason", "status", "sentence"), CLOSED)
def test_closed_opening_takes_no_new_claim(reason, status, sentence):
    opening = english_opening()
    shut(opening, reason)
    client = stranger()

    asked = client.post(claim_url(opening), {"address": ADDRESS})
    confirmed = client.post(asked.url, {"code": access.code_of(AccessLink.objects.get())})

    assert confirmed.status_code == status
    assert sentence in text_of(confirmed)
    assert Submission.objects.count() == 0


def test_closed_opening_shows_a_wrong_address_back():
    opening = english_opening()
    shut(opening, "closed")

    response = stranger().post(claim_url(opening), {"address": "lea"})

    assert response.status_code == 422
    assert errors_of(response) == [
        "Your e-mail address – This is not an e-mail address. Write it like name@example.org."
    ]


def test_badge_that_is_given_by_hand_cannot_be_asked_for():
    opening = english_opening(claim_rule=ClaimRule.NO_CLAIMS)

    shown = stranger().get(claim_url(opening))
    sent = stranger().post(claim_url(opening), {"address": ADDRESS})

    sentence = "This badge cannot be asked for: the structure gives it itself."
    assert [sentence in text_of(page) for page in (shown, sent)] == [True, True]
    assert b'name="address"' not in shown.content
    assert AccessLink.objects.count() == 0


def test_page_that_never_opened_says_so():
    response = stranger().get("/badges/00000000-0000-4000-8000-000000000000/claim/")

    assert response.status_code == 200
    assert "This is not open yet. Come back later or write to the structure." in text_of(response)
