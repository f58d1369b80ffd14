"""The code that was mailed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
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
    link_url,
    stranger,
    text_of,
)
from wagtail_openbadges.domain import access
from wagtail_openbadges.models import AccessLink, Holder, State, Submission

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.public.claim_site")]


def wrong_code(link: AccessLink) -> str:
    return "000000" if access.code_of(link) != "000000" else "000001"


def test_confirm_says_whom_it_wrote_to_and_how_to_go_on():
    link = make_link(english_opening())

    response = stranger().get(confirm_url(link))

    text = text_of(response)
    shown = [
        "We have written to lea@example.org .",
        "Type the code of the message here, within 15 minutes.",
        "Send again",
        "Correct the address",
    ]
    assert [words for words in shown if words not in text] == []
    html = response.content.decode()
    field = re.search(r'<input type="text" name="code"[^>]*>', html).group(0)
    assert 'autocomplete="one-time-code"' in field
    assert 'inputmode="numeric"' in field
    assert f'href="{claim_url(link.opening)}?correct={link.uuid}"' in html


def test_right_code_opens_a_draft_and_the_device_is_known():
    link = make_link(english_opening())
    client = stranger()
    code = access.code_of(link)

    response = client.post(confirm_url(link), {"code": f"{code[:3]} {code[3:]}"})

    draft = Submission.objects.get()
    assert response.url == file_url(draft, "edit/")
    assert client.get(response.url).status_code == 200
    assert Holder.objects.get().email == ADDRESS


def test_wrong_code_counts_down_in_words():
    link = make_link(english_opening())
    client = stranger()

    answers = [client.post(confirm_url(link), {"code": wrong_code(link)}) for _time in range(6)]

    told = [errors_of(answer)[0].partition(" – ")[2] for answer in answers]
    assert told == [
        "This code is not the right one. You can try 4 more times.",
        "This code is not the right one. You can try 3 more times.",
        "This code is not the right one. You can try 2 more times.",
        "This code is not the right one. You can try once more.",
        "Too many wrong codes. Ask for a new one.",
        "Too many wrong codes. Ask for a new one.",
    ]
    assert {answer.status_code for answer in answers} == {422}


def test_right_code_after_too_many_wrong_ones_opens_nothing():
    link = make_link(english_opening())
    client = stranger()
    for _time in range(5):
        client.post(confirm_url(link), {"code": wrong_code(link)})

    response = client.post(confirm_url(link), {"code": access.code_of(link)})

    assert errors_of(response) == ["Code of six digits – Too many wrong codes. Ask for a new one."]
    assert Submission.objects.count() == 0


def test_old_code_offers_a_new_one():
    link = make_link(english_opening())
    AccessLink.objects.update(code_expires_at=timezone.now() - timedelta(minutes=1))

    response = stranger().post(confirm_url(link), {"code": access.code_of(link)})

    assert errors_of(response) == ["Code of six digits – This code is too old. Ask for a new one."]
    assert "Send again" in text_of(response)


@pytest.mark.parametrize(
    ("typed", "message"),
    [("", "Write the code of six digits."), ("1" * 21, "Ensure this value has at most 20 characters (it has 21).")],
)
def test_code_that_is_none_costs_no_attempt(typed, message):
    link = make_link(english_opening())

    response = stranger().post(confirm_url(link), {"code": typed})

    assert errors_of(response) == [f"Code of six digits – {message}"]
    link.refresh_from_db()
    assert link.attempts_left == 5


def test_sending_again_writes_to_the_same_address_and_says_so():
    link = make_link(english_opening())
    client = stranger()

    response = client.post(confirm_url(link), {"resend": "1"})

    fresh = AccessLink.objects.exclude(pk=link.pk).get()
    assert fresh.address == link.address
    assert response.url == f"{confirm_url(fresh)}?again=1"
    assert "We have sent you a new message." in text_of(client.get(response.url))


def test_sending_again_too_often_is_told_and_the_code_can_still_be_typed(settings):
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "MAILS_PER_HOUR": 1}
    link = make_link(english_opening())
    client = stranger()

    response = client.post(confirm_url(link), {"resend": "1"})

    assert response.status_code == 429
    assert errors_of(response) == ["We have already written to this address several times. Try again in an hour."]
    assert client.post(confirm_url(link), {"code": access.code_of(link)}).status_code == 302


def test_link_followed_elsewhere_is_said_and_hides_the_address():
    link = make_link(english_opening())
    stranger().post(link_url(link))

    response = stranger().get(confirm_url(link))

    assert "The address l•••@example.org was confirmed in another window or on another device." in text_of(response)
    assert ADDRESS not in response.content.decode()


def test_known_device_that_goes_back_to_the_code_goes_on():
    link = make_link(english_opening())
    client = stranger()
    client.post(confirm_url(link), {"code": access.code_of(link)})

    response = client.get(confirm_url(link))

    assert response.url == file_url(Submission.objects.get(), "edit/")


def test_link_of_another_badge_is_not_known_here():
    link = make_link(english_opening())
    other = english_opening(issuer=link.opening.issuer)

    response = stranger().get(f"{claim_url(other)}confirm/{link.uuid}/")

    assert response.status_code == 404
    assert "This link is not known" in text_of(response)
    assert ADDRESS not in response.content.decode()


@pytest.mark.parametrize("state", [State.SUBMITTED, State.IN_REVIEW, State.CHANGES_REQUESTED, State.ACCEPTED])
def test_address_with_a_claim_that_waits_or_was_accepted_is_led_to_it_once_confirmed(state):
    opening = english_opening()
    _client, earlier = claimant(opening)
    Submission.objects.filter(pk=earlier.pk).update(state=state, reference="B1-0001")
    other = stranger()

    asked = other.post(claim_url(opening), {"address": ADDRESS})
    page = other.get(asked.url)
    confirmed = other.post(asked.url, {"code": access.code_of(AccessLink.objects.get(used_at=None))})

    assert "B1-0001" not in page.content.decode()
    assert confirmed.url == file_url(earlier)
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("state", [State.DECLINED, State.WITHDRAWN, State.EXPIRED])
def test_address_whose_claim_was_not_accepted_begins_a_new_one(state):
    opening = english_opening()
    _client, earlier = claimant(opening)
    Submission.objects.filter(pk=earlier.pk).update(state=state)
    other = stranger()

    asked = other.post(claim_url(opening), {"address": ADDRESS})
    confirmed = other.post(asked.url, {"code": access.code_of(AccessLink.objects.get(used_at=None))})

    assert confirmed.url == file_url(Submission.objects.get(state=State.DRAFT), "edit/")
