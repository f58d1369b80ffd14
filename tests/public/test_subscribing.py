"""Being told about the next round: an address, confirmed by a link, and taken off the list by another."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client

from tests.public.call_site import english_round
from tests.public.claim_site import ADDRESS, errors_of, link_url, stranger, text_of
from wagtail_openbadges.domain import subscribing
from wagtail_openbadges.models import AccessLink, Call, Holder, Purpose, Subscription

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.public.call_site")]


def subscribe_url(call: Call) -> str:
    return f"/rounds/{call.uuid}/subscribe/"


def make_call() -> Call:
    return english_round().call


def subscribed(call: Call) -> str:
    """Return the address that ends the subscription of somebody who confirmed."""
    link = subscribing.ask_to_be_told(call, address=ADDRESS, language="en")
    stranger().post(link_url(link))
    return f"/openbadges/subscriptions/{subscribing.token_of_subscription(Subscription.objects.get())}/"


def test_address_is_asked_and_a_link_is_sent_before_anything_is_kept():
    call = make_call()

    shown = stranger().get(subscribe_url(call))
    sent = stranger().post(subscribe_url(call), {"address": " Lea@Example.org "})

    assert "We write to you once when a round opens, and for nothing else." in text_of(shown)
    assert "Look into your mail We have written to lea@example.org ." in text_of(sent)
    link = AccessLink.objects.get()
    assert (link.purpose, link.address, link.call) == (Purpose.SUBSCRIBE, ADDRESS, call)
    assert (Subscription.objects.count(), Holder.objects.count()) == (0, 0)


def test_answer_is_the_same_for_an_address_that_is_on_the_list_or_was_written_to_too_often(settings):
    call = make_call()
    first = stranger().post(subscribe_url(call), {"address": ADDRESS})
    stranger().post(link_url(AccessLink.objects.get()))
    again = stranger().post(subscribe_url(call), {"address": ADDRESS})
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "MAILS_PER_HOUR": 1}
    often = stranger().post(subscribe_url(call), {"address": ADDRESS})

    assert [page.status_code for page in (first, again, often)] == [200, 200, 200]
    assert text_of(first) == text_of(again) == text_of(often)


def test_wrong_address_is_an_error_by_name():
    response = stranger().post(subscribe_url(make_call()), {"address": "lea"})

    assert response.status_code == 422
    assert errors_of(response) == [
        "Your e-mail address – This is not an e-mail address. Write it like name@example.org."
    ]


def test_network_that_asks_too_often_is_told(settings):
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "MAILS_PER_HOUR": 0}

    response = stranger().post(subscribe_url(make_call()), {"address": ADDRESS})

    assert response.status_code == 429
    assert AccessLink.objects.count() == 0


def test_call_without_a_round_is_being_prepared():
    response = stranger().get("/rounds/00000000-0000-4000-8000-000000000000/subscribe/")

    assert "This call is being prepared. Come back later." in text_of(response)


@pytest.mark.parametrize(("method", "sent"), [("get", {}), ("post", {"address": ADDRESS})])
def test_known_call_without_a_round_is_being_prepared_and_takes_no_address(method, sent):
    call = Call.objects.create(translation_key=uuid4())

    response = getattr(stranger(), method)(subscribe_url(call), sent)

    assert response.status_code == 200
    assert "This call is being prepared. Come back later." in text_of(response)
    assert AccessLink.objects.count() == 0


def test_following_the_link_shows_a_button_and_keeps_nothing():
    link = subscribing.ask_to_be_told(make_call(), address=ADDRESS, language="en")

    response = stranger().get(link_url(link))

    assert "Do you want to be told about the next round?" in text_of(response)
    assert "This device will then know you" not in text_of(response)
    assert Subscription.objects.count() == 0


def test_pressing_the_button_keeps_the_address_and_makes_nobody_known():
    link = subscribing.ask_to_be_told(make_call(), address=ADDRESS, language="en")
    client = stranger()

    response = client.post(link_url(link))
    again = [client.get(link_url(link)), client.post(link_url(link))]

    assert "You will be told We write to l•••@example.org when a round opens." in text_of(response)
    assert ["You will be told" in text_of(page) for page in again] == [True, True]
    assert (Subscription.objects.get().address, Holder.objects.count()) == (ADDRESS, 0)
    assert "openbadges_device" not in response.cookies


def test_used_link_of_somebody_who_left_the_list_offers_a_fresh_one():
    link = subscribing.ask_to_be_told(make_call(), address=ADDRESS, language="en")
    stranger().post(link_url(link))
    Subscription.objects.all().delete()

    response = stranger().get(link_url(link))

    assert response.status_code == 410
    assert Subscription.objects.count() == 0


def test_way_out_shows_a_button_first():
    url = subscribed(make_call())

    response = stranger().get(url)

    assert "Stop these messages? We write to l•••@example.org when a round opens." in text_of(response)
    assert ADDRESS not in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert Subscription.objects.count() == 1


def test_pressing_the_button_takes_the_address_off_and_a_second_time_says_the_same():
    url = subscribed(make_call())

    answers = [stranger().post(url), stranger().post(url), stranger().get(url)]

    assert ["Your address is off the list" in text_of(page) for page in answers] == [True, True, True]
    assert Subscription.objects.count() == 0


def test_mail_program_ends_it_in_one_click_without_a_token_against_forgery():
    url = subscribed(make_call())

    response = Client(enforce_csrf_checks=True).post(url, {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert Subscription.objects.count() == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_unknown_way_out_says_so_and_changes_nothing(method):
    subscribed(make_call())

    response = getattr(stranger(), method)("/openbadges/subscriptions/nonsense/")

    assert response.status_code == 404
    assert "This link is not known" in text_of(response)
    assert Subscription.objects.count() == 1
