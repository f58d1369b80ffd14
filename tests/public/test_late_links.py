"""A late link lets one address deposit after the closing; forwarded, it opens nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.factories import OrganisationFactory, make_reviewer
from tests.public.call_site import apply_url, close, english_round, written
from tests.public.claim_site import ADDRESS, errors_of, file_url, link_url, stranger, text_of
from wagtail_openbadges.domain import access, lateness, submitting
from wagtail_openbadges.domain.errors import ScheduleError
from wagtail_openbadges.models import AccessLink, Opening, OutboxJob, Purpose, Submission

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.public.call_site")]

UNTIL = datetime(2099, 1, 1, 11, 0, tzinfo=UTC)
IN_WORDS = "1 January 2099 at 12:00, Paris time"


def late_link(opening: Opening, address: str = ADDRESS, until: datetime = UNTIL) -> AccessLink:
    manager = make_reviewer(opening.issuer)
    manager.groups.add(opening.issuer.managers)
    return lateness.give_late_link(opening, by=manager, address=address, until=until, language="en")


def closed_round() -> Opening:
    opening = english_round()
    close(opening)
    return opening


@pytest.fixture
def _live(monkeypatch):
    """Give the round a page at the address of the site of these tests."""
    monkeypatch.setattr(
        "wagtail_openbadges.public.lateness.page_url_of", lambda request, opening: f"/rounds/{opening.uuid}/"
    )


def test_page_names_until_when_and_whom_to_ask_but_not_the_address():
    opening = closed_round()

    response = stranger().get(link_url(late_link(opening)))

    text = text_of(response)
    assert f"You may still deposit The person at l•••@example.org may deposit until {IN_WORDS}." in text
    assert "This link is for one person." in text
    assert "Ask Maison des Associations" in text
    assert "contact@maison.example.org" in text
    assert ADDRESS not in response.content.decode()
    assert response["Referrer-Policy"] == "strict-origin"
    assert response["Cache-Control"] == "private, no-store"
    assert AccessLink.objects.filter(purpose=Purpose.CLAIM).count() == 0


@pytest.mark.usefixtures("_live")
def test_button_sends_a_code_to_the_address_and_never_shows_it():
    opening = closed_round()
    link = late_link(opening)
    client = stranger()

    sent = client.post(link_url(link))
    code_link = AccessLink.objects.get(purpose=Purpose.CLAIM)
    pages = [client.get(sent.url), client.get(f"{apply_url(opening)}?correct={code_link.uuid}")]

    assert sent.url == f"{apply_url(opening)}confirm/{code_link.uuid}/"
    assert (code_link.address, OutboxJob.objects.filter(payload__link=code_link.pk).count()) == (ADDRESS, 1)
    assert [ADDRESS in page.content.decode() for page in pages] == [False, False]
    assert "We have written to l•••@example.org" in text_of(pages[0])


@pytest.mark.usefixtures("_live")
def test_person_confirms_the_address_and_deposits():
    opening = closed_round()
    link = late_link(opening)
    client = stranger()
    sent = client.post(link_url(link))

    opened = client.post(sent.url, {"code": access.code_of(AccessLink.objects.get(purpose=Purpose.CLAIM))})
    draft = Submission.objects.get()
    client.post(opened.url, {"question-mission": "We cook.", "check": "1"})
    draft.refresh_from_db()
    response = client.post(file_url(draft, "check/"), {"version": str(draft.version)})

    assert response.url == file_url(draft)
    assert draft.deposits.get().is_late is True


@pytest.mark.usefixtures("_live")
def test_somebody_else_who_was_forwarded_the_link_cannot_get_in():
    opening = english_round()
    other, draft = written(opening, address="samir@example.org")
    close(opening)
    link = late_link(opening)

    shown = other.get(link_url(link))
    sent = other.post(link_url(link))
    guessed = other.post(sent.url, {"code": "000000"})
    tried = other.post(file_url(draft, "check/"), {"version": str(draft.version)})

    assert "Is this not your address?" in text_of(shown)
    assert guessed.status_code == 422
    assert "This is closed: the closing date has passed." in text_of(tried)
    assert list(Submission.objects.values_list("state", flat=True)) == ["draft"]


@pytest.mark.usefixtures("_live")
def test_known_device_of_the_address_goes_on_at_once():
    opening = english_round()
    client, _draft = written(opening)
    close(opening)

    followed = client.get(link_url(late_link(opening)))
    shown = text_of(client.get(followed.url))

    assert followed.url == apply_url(opening)
    assert "Go on with my draft" in shown
    assert "Applications are closed" not in shown


def test_known_device_is_told_when_the_page_of_the_round_is_not_published():
    opening = english_round()
    client, _draft = written(opening)
    close(opening)

    response = client.get(link_url(late_link(opening)))

    assert response.status_code == 404
    assert "This page is not published now, so nothing can be sent here." in text_of(response)


@pytest.mark.parametrize("earlier", [timedelta(0), timedelta(minutes=1)])
def test_late_link_is_not_given_for_a_time_when_everybody_can_still_deposit(earlier):
    opening = english_round()
    closes_at = opening.versions.get().closes_at

    with pytest.raises(ScheduleError) as refusal:
        late_link(opening, until=closes_at - earlier)

    assert refusal.value.code == "late_before_closing"
    assert (AccessLink.objects.count(), OutboxJob.objects.filter(kind="mail").count()) == (0, 0)


def test_known_person_without_a_draft_may_begin():
    opening = english_round()
    client, draft = written(opening)
    submitting.discard(draft)
    close(opening)
    late_link(opening)

    begun = client.post(apply_url(opening), {"continue": "1"})

    assert begun.url == file_url(Submission.objects.get(), "edit/")


def test_round_without_a_live_page_sends_the_code_all_the_same():
    response = stranger().post(link_url(late_link(closed_round())))

    assert "We have sent a new link to l•••@example.org." in text_of(response)
    assert AccessLink.objects.filter(purpose=Purpose.CLAIM).count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_expired_link_says_so_and_whom_to_ask(method):
    link = late_link(closed_round())

    with time_machine.travel(UNTIL, tick=False):
        response = getattr(stranger(), method)(link_url(link))

    assert response.status_code == 410
    text = text_of(response)
    assert f"This link is no longer good It let one person deposit until {IN_WORDS}." in text
    assert "contact@maison.example.org" in text
    assert AccessLink.objects.filter(purpose=Purpose.CLAIM).count() == 0


def test_structure_without_address_is_named_all_the_same():
    opening = closed_round()
    organisation = OrganisationFactory(email="")
    type(opening.issuer).objects.filter(pk=opening.issuer_id).update(organisation=organisation)

    text = text_of(stranger().get(link_url(late_link(Opening.objects.get()))))

    assert f"This link was made for one person. Ask {organisation.name}." in text


def test_code_asked_too_often_is_told(settings):
    link = late_link(closed_round())
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "MAILS_PER_HOUR": 1}

    response = stranger().post(link_url(link))

    assert response.status_code == 429
    assert errors_of(response) == ["We have already written to this address several times. Try again in an hour."]


def test_late_link_opens_no_session_by_itself():
    link = late_link(closed_round())

    response = stranger().post(link_url(link))

    link.refresh_from_db()
    assert link.used_at is None
    assert "openbadges_device" not in response.cookies
