"""Links of mails: a GET changes nothing, a POST uses them, none is a dead end."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.factories import ANSWER, make_link, make_reviewer
from tests.public.claim_site import ADDRESS, claimant, english_opening, file_url, link_url, stranger, text_of
from wagtail_openbadges.domain import access, awarding, completeness, retention, revoking, submitting
from wagtail_openbadges.models import (
    AccessLink,
    AchievementVersion,
    Assertion,
    ClaimRule,
    OutboxJob,
    Purpose,
    State,
    Submission,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.public.claim_site")]


def english_link(opening=None) -> AccessLink:
    link = make_link(opening or english_opening())
    AccessLink.objects.filter(pk=link.pk).update(language="en")
    return AccessLink.objects.get(pk=link.pk)


def test_following_a_link_shows_a_button_and_uses_nothing():
    link = english_link()

    answers = [stranger().get(link_url(link)), stranger().head(link_url(link)), stranger().get(link_url(link))]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert "Confirm and go on" in text_of(answers[0])
    link.refresh_from_db()
    assert link.used_at is None
    assert [bool(answer.cookies.get("openbadges_device")) for answer in answers] == [False, False, False]


def test_pressing_the_button_confirms_the_address():
    link = english_link()
    client = stranger()

    response = client.post(link_url(link))

    assert response.url == file_url(Submission.objects.get(), "edit/")
    link.refresh_from_db()
    assert link.used_at is not None


def test_page_of_a_token_tells_its_address_to_nobody():
    response = stranger().get(link_url(english_link()))

    assert response["Referrer-Policy"] == "strict-origin"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("method", ["get", "post"])
def test_unknown_link_says_what_to_do(method):
    response = getattr(stranger(), method)("/openbadges/links/nothing/")

    assert response.status_code == 404
    assert "Copy the whole address from the message" in text_of(response)
    assert '<a class="openbadges-button openbadges-button--secondary" href="/">' in response.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("used_at", "This link was already used. Ask for a new one: it comes to the same address."),
        ("expires_at", "This link is too old. Ask for a new one: it comes to the same address."),
    ],
)
def test_spent_link_offers_a_fresh_one_without_telling_whose_it_is(method, field, sentence):
    link = english_link()
    AccessLink.objects.update(**{field: timezone.now() - timedelta(minutes=1)})

    response = getattr(stranger(), method)(link_url(link))

    assert response.status_code == 410
    assert sentence in text_of(response)
    assert "The new link goes to l•••@example.org." in text_of(response)
    assert ADDRESS not in response.content.decode()
    assert f'action="{link_url(link)}fresh/"' in response.content.decode()


def test_fresh_link_goes_to_the_same_address_and_opens_the_same_thing():
    link = english_link()
    AccessLink.objects.update(used_at=timezone.now())

    response = stranger().post(f"{link_url(link)}fresh/")

    fresh = AccessLink.objects.exclude(pk=link.pk).get()
    assert "We have sent a new link to l•••@example.org." in text_of(response)
    assert (fresh.address, fresh.opening, fresh.purpose) == (ADDRESS, link.opening, Purpose.CLAIM)
    assert OutboxJob.objects.filter(payload__link=fresh.pk).count() == 1


def test_fresh_link_asked_too_often_is_told(settings):
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "MAILS_PER_HOUR": 1}
    link = english_link()

    response = stranger().post(f"{link_url(link)}fresh/")

    assert response.status_code == 429
    assert "We have already written to this address several times. Try again in an hour." in text_of(response)


def test_fresh_link_of_an_unknown_token_is_not_known():
    response = stranger().post("/openbadges/links/nothing/fresh/")

    assert response.status_code == 404
    assert "This link is not known" in text_of(response)


def test_link_used_on_this_device_still_opens_here():
    link = english_link()
    client = stranger()
    client.post(link_url(link))

    response = client.get(link_url(link))

    assert response.url == file_url(Submission.objects.get(), "edit/")


def test_claim_link_of_a_badge_that_closed_explains_it():
    link = english_link()
    link.opening.is_published = False
    link.opening.save()

    response = stranger().post(link_url(link))

    assert response.status_code == 404
    assert "This page is not published now" in text_of(response)


def test_tracking_link_opens_the_file():
    _client, draft = claimant(english_opening())
    Submission.objects.filter(pk=draft.pk).update(state=State.SUBMITTED)
    link = access.request_access(purpose=Purpose.TRACK, address=ADDRESS, language="en", submission=draft)
    other = stranger()

    shown = other.get(link_url(link))
    opened = other.post(link_url(link))

    assert "Open my claim" in text_of(shown)
    assert opened.url == file_url(draft)
    assert other.get(opened.url).status_code == 200


def accepted_file() -> Submission:
    _client, draft = claimant(english_opening(claim_rule=ClaimRule.DECLARED, evidence_rules={}))
    submitting.save_answers(draft, answers=[{**ANSWER, "type": "multiline"}])
    draft.refresh_from_db()
    return submitting.submit(draft, version=draft.version)


def test_tracking_link_of_an_accepted_file_says_what_its_mail_said():
    file = accepted_file()
    link = AccessLink.objects.get(submission=file)

    shown = stranger().get(link_url(link))

    text = text_of(shown)
    assert (shown.status_code, "Open your badge" in text, "Take my badge away" in text) == (200, True, True)
    assert "Open my claim" not in text


def test_tracking_link_of_a_revoked_badge_opens_the_claim():
    file = accepted_file()
    link = AccessLink.objects.get(submission=file)
    revoking.revoke(file.assertion, by=make_reviewer(file.issuer), reason="Erreur.")

    text = text_of(stranger().get(link_url(link)))

    assert ("Open my claim" in text, "Take my badge away" in text) == (True, False)


def test_tracking_link_of_a_draft_opens_the_form():
    _client, draft = claimant(english_opening())
    link = access.request_access(purpose=Purpose.TRACK, address=ADDRESS, language="en", submission=draft)

    opened = stranger().post(link_url(link))

    assert opened.url == file_url(draft, "edit/")


def test_award_link_opens_the_award():
    english_opening()
    award = awarding.award(AchievementVersion.objects.get(), address=ADDRESS, language="en")
    link = AccessLink.objects.get(assertion=award)
    client = stranger()

    shown = client.get(link_url(link))
    opened = client.post(link_url(link))

    assert "Take my badge away" in text_of(shown)
    assert opened.url == f"/openbadges/awards/{award.uuid}/"
    assert client.get(opened.url).status_code == 200


def test_award_link_of_a_revoked_badge_opens_it_without_taking_it_away():
    english_opening()
    award = awarding.award(AchievementVersion.objects.get(), address=ADDRESS, language="en")
    link = AccessLink.objects.get(assertion=award)
    revoking.revoke(award, by=make_reviewer(award.issuer), reason="Erreur.")

    text = text_of(stranger().get(link_url(link)))

    assert ("Open my badge" in text, "Take my badge away" in text) == (True, False)


def test_award_link_of_an_expired_badge_opens_it_without_taking_it_away():
    english_opening()
    award = awarding.award(AchievementVersion.objects.get(), address=ADDRESS, language="en")
    link = AccessLink.objects.get(assertion=award)
    Assertion.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    text = text_of(stranger().get(link_url(link)))

    assert ("Open my badge" in text, "Take my badge away" in text) == (True, False)


def test_tracking_link_that_is_long_over_still_offers_a_fresh_one():
    _client, draft = claimant(english_opening())
    link = access.request_access(purpose=Purpose.TRACK, address=ADDRESS, language="en", submission=draft)

    with time_machine.travel(timezone.now() + timedelta(days=100), tick=False):
        retention.purge(now=timezone.now())
        shown = stranger().get(link_url(link))
        stranger().post(f"{link_url(link)}fresh/")

    assert shown.status_code == 410
    assert f'action="{link_url(link)}fresh/"' in shown.content.decode()
    fresh = AccessLink.objects.exclude(pk=link.pk).get()
    assert (fresh.purpose, fresh.submission, fresh.address) == (Purpose.TRACK, draft, ADDRESS)


PAGES = ["", "edit/", "check/", "withdraw/", f"evidence/{uuid.UUID(int=7)}/"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", PAGES)
def test_unknown_device_learns_nothing_of_a_file(page, method):
    _client, draft = claimant(english_opening())
    unknown = uuid.uuid4()

    real = getattr(stranger(), method)(file_url(draft, page))
    other = getattr(stranger(), method)(f"/openbadges/submissions/{unknown}/{page}")

    assert (real.status_code, other.status_code) == (403, 403)
    assert text_of(real) == text_of(other)
    assert "This page is private" in text_of(real)
    assert f'action="{file_url(draft, "link/")}"' in real.content.decode()


def test_unknown_device_may_send_the_holder_a_link_and_learns_nothing():
    _client, draft = claimant(english_opening())

    real = stranger().post(file_url(draft, "link/"))
    other = stranger().post(f"/openbadges/submissions/{uuid.uuid4()}/link/")

    assert text_of(real) == text_of(other)
    assert "we have sent a link to the person that it belongs to" in text_of(real)
    assert AccessLink.objects.filter(submission=draft, address=ADDRESS).count() == 1
    assert AccessLink.objects.filter(purpose=Purpose.TRACK).count() == 1


def test_unknown_device_that_floods_a_holder_is_answered_the_same_and_sends_no_more(settings):
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "MAILS_PER_HOUR": 3}
    _client, draft = claimant(english_opening())

    answers = [stranger().post(file_url(draft, "link/")) for _time in range(5)]

    assert len({text_of(answer) for answer in answers}) == 1
    assert AccessLink.objects.filter(address=ADDRESS).count() == 3


def test_network_that_floods_holders_is_told_so(settings):
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "MAILS_PER_HOUR": 1}

    answers = [stranger().post(f"/openbadges/submissions/{uuid.uuid4()}/link/") for _time in range(6)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 200, 429]
    assert "Too many requests came from your network." in text_of(answers[-1])


def test_unknown_device_learns_nothing_of_an_award():
    english_opening()
    award = awarding.award(AchievementVersion.objects.get(), address=ADDRESS, language="en")

    real = stranger().get(f"/openbadges/awards/{award.uuid}/")
    other = stranger().get(f"/openbadges/awards/{uuid.uuid4()}/")
    sent = stranger().post(f"/openbadges/awards/{award.uuid}/link/")
    sent_other = stranger().post(f"/openbadges/awards/{uuid.uuid4()}/link/")

    assert (text_of(real), text_of(sent)) == (text_of(other), text_of(sent_other))
    assert AccessLink.objects.filter(assertion=award).count() == 2


def test_erased_holder_of_an_award_is_written_to_no_more():
    english_opening()
    award = awarding.award(AchievementVersion.objects.get(), address=ADDRESS, language="en")
    award.holder.email = None
    award.holder.save()

    response = stranger().post(f"/openbadges/awards/{award.uuid}/link/")

    assert response.status_code == 200
    assert AccessLink.objects.filter(assertion=award).count() == 1


def test_device_that_is_told_to_forget_is_a_stranger_again():
    client, draft = claimant(english_opening())

    response = client.post("/openbadges/device/forget/")

    assert "This device has forgotten you" in text_of(response)
    assert client.get(file_url(draft)).status_code == 403


def test_withdrawn_by_link_of_another_person_is_refused():
    opening = english_opening()
    _client, draft = claimant(opening)
    other, _draft = claimant(opening, address="other@example.org")

    response = other.post(file_url(draft, "withdraw/"), {"version": str(draft.version)})

    assert response.status_code == 403
    assert completeness.missing(draft) != []
    assert Submission.objects.filter(pk=draft.pk).exists()
