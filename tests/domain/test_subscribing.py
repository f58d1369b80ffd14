"""Whoever asked to be told about the next round is told once, and no more once they say so."""

import pytest
import time_machine
from django.core import signing
from django.utils import timezone

from tests import factories
from wagtail_openbadges.domain import access, archiving, publishing, subscribing
from wagtail_openbadges.domain.errors import AccessError, SubscriptionError
from wagtail_openbadges.jobs import drain
from wagtail_openbadges.models import (
    Call,
    Event,
    Holder,
    JobState,
    OutboxJob,
    Purpose,
    Subscription,
    Verb,
)
from wagtail_openbadges.standard.errors import OpenBadgesError

pytestmark = pytest.mark.django_db


def subscribed(call, address="lea@example.org", language="fr"):
    link = subscribing.ask_to_be_told(call, address=address, language=language)
    return subscribing.subscribe(access.use_link(access.token_of(link)))


def announce(opening):
    key = f"announce:{opening.uuid}"
    OutboxJob.objects.filter(key=key).update(state=JobState.WAITING, run_after=timezone.now())
    drain(keys={key})
    assert OutboxJob.objects.get(key=key).state == JobState.DONE


def told():
    keys = OutboxJob.objects.filter(key__contains=":round_open:").values_list("key", flat=True)
    return sorted(keys)


def announcements():
    return Event.objects.filter(verb=Verb.ROUND_ANNOUNCED).count()


def test_address_is_kept_only_once_it_is_confirmed():
    call = factories.make_round().call
    link = subscribing.ask_to_be_told(call, address=" Lea@EXAMPLE.org", language="en")
    before = Subscription.objects.count()

    subscription = subscribing.subscribe(access.use_link(access.token_of(link)))

    assert (before, link.purpose) == (0, Purpose.SUBSCRIBE)
    assert (subscription.address, subscription.language, subscription.call) == ("lea@example.org", "en", call)
    assert not Holder.objects.exists()


def test_address_confirmed_twice_is_kept_once():
    call = factories.make_round().call

    first, second = subscribed(call), subscribed(call)

    assert first == second
    assert str(first) == str(first.uuid)


def test_address_that_is_none_is_refused():
    with pytest.raises(OpenBadgesError) as refusal:
        subscribing.ask_to_be_told(factories.make_round().call, address="lea", language="fr")

    assert refusal.value.code == "email_invalid"


def test_address_for_a_call_that_no_structure_has_published_yet_is_refused():
    call = Call.objects.create(translation_key="5f9f4c8e-0c1a-4e0e-9a59-1a9e3a1e7f00")

    with pytest.raises(SubscriptionError) as refusal:
        subscribing.ask_to_be_told(call, address="lea@example.org", language="fr")

    assert refusal.value.code == "nobody_to_write"


def test_subscription_ends_by_its_token_and_a_second_time_changes_nothing():
    token = subscribing.token_of_subscription(subscribed(factories.make_round().call))

    subscribing.unsubscribe(token)
    subscribing.unsubscribe(token)

    assert subscribing.find_subscription(token) is None
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("token", ["", "invented", signing.Signer(salt=subscribing.SALT).sign("invented")])
def test_subscription_of_a_token_that_is_none_of_ours_is_refused(token):
    with pytest.raises(AccessError) as refusal:
        subscribing.unsubscribe(token)

    assert refusal.value.code == "link_unknown"


def test_announcement_tells_everybody_once_however_often_it_runs():
    opening = factories.make_round()
    subscription = subscribed(opening.call)

    announce(opening)
    announce(opening)

    assert told() == [f"mail:{subscription.uuid}:round_open:{opening.uuid}"]
    assert OutboxJob.objects.get(key=told()[0]).payload == {
        "notice": "round_open",
        "subscription": subscription.pk,
        "opening": opening.pk,
    }


def test_announcement_in_chunks_tells_twelve_hundred_people_once_each():
    opening = factories.make_round()
    people = [
        Subscription(call=opening.call, address=f"p{number}@example.org", language="fr") for number in range(1200)
    ]
    Subscription.objects.bulk_create(people)

    announce(opening)
    announce(opening)

    assert told() == sorted(f"mail:{person.uuid}:round_open:{opening.uuid}" for person in people)


def test_announcement_leaves_out_whoever_unsubscribed_and_those_of_another_call():
    opening = factories.make_round()
    subscribed(factories.make_round().call, "ali@example.org")
    subscribing.unsubscribe(subscribing.token_of_subscription(subscribed(opening.call)))

    announce(opening)

    assert told() == []
    assert announcements() == 1


def test_announcement_of_a_round_to_come_and_of_one_answered_elsewhere_is_made_at_once():
    opening = factories.make_round(opens="2990-01-01T08:00", closes="2990-02-01T08:00")
    elsewhere = factories.make_round(elsewhere_url="https://example.org/apply")
    for one in (opening, elsewhere):
        subscribed(one.call)

    announce(opening)
    announce(elsewhere)

    assert len(told()) == 2


@pytest.mark.parametrize("change", ["unpublished", "archived", "closed", "without a form"])
def test_announcement_of_a_round_that_is_shut_meanwhile_tells_nobody(change):
    opening = factories.make_round()
    subscribed(opening.call)
    when = timezone.now()
    if change == "unpublished":
        publishing.close(opening)
    elif change == "archived":
        archiving.archive(opening)
    elif change == "without a form":
        opening.versions.all().delete()
    else:
        when = opening.versions.get().closes_at

    with time_machine.travel(when, tick=False):
        announce(opening)

    assert (told(), announcements()) == ([], 0)


def test_second_round_is_announced_to_whoever_was_told_of_the_first():
    first = factories.make_round(opens="2026-01-01T08:00", closes="2026-02-01T08:00")
    subscription = subscribed(first.call)

    second = factories.make_round(call_key=first.call.translation_key, number=2)
    announce(second)

    assert told() == [f"mail:{subscription.uuid}:round_open:{second.uuid}"]
