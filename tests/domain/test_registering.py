"""Registering for an event: who gets a seat, changing what one said, and cancelling."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import factories
from tests.domain.people import WISH, refused, register, told
from tests.domain.race import race
from wagtail_openbadges.domain import gatherings, registering
from wagtail_openbadges.domain.registering import Wish
from wagtail_openbadges.models import (
    AccessLink,
    Event,
    Gathering,
    GatheringStatus,
    OutboxJob,
    Purpose,
    Registration,
    RegistrationState,
    Verb,
)

SECOND = timedelta(seconds=1)

# Seats.


@pytest.mark.django_db
def test_registration_keeps_what_was_said_and_writes_once():
    gathering = factories.make_gathering(seats_at_most=2)
    wish = Wish(name="Léa Exemple", seats=2, answers=(factories.ANSWER,), food="sans gluten", access="rampe")

    registration = register(gathering, wish=wish)

    registration.refresh_from_db()
    assert (registration.name, registration.seats, registration.answers) == ("Léa Exemple", 2, [factories.ANSWER])
    assert (registration.food, registration.access, registration.state) == ("sans gluten", "rampe", "registered")
    assert (registration.waiting_since, str(registration)) == (None, str(registration.uuid))
    link = AccessLink.objects.get(purpose=Purpose.ATTEND)
    assert (link.registration, link.address, link.code_hash) == (registration, "lea@example.org", "")
    job = OutboxJob.objects.get(kind="mail")
    assert (job.key, job.payload) == (
        f"mail:{registration.uuid}:registered:",
        {"notice": "registered", "registration": registration.pk, "link": link.pk},
    )
    assert Event.objects.filter(registration=registration).values_list("verb", "gathering").get() == (
        Verb.REGISTERED,
        gathering.pk,
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "kept"), [("en", "en"), ("nl", "fr")])
def test_registration_is_written_to_in_a_language_that_the_event_has(language, kept):
    said = factories.gathering_content(factories.make_issuer())
    gatherings.publish_gathering(said)
    gathering = gatherings.publish_gathering(replace(said, language="en"))

    assert register(gathering, language=language).language == kept


@pytest.mark.django_db
def test_registration_for_an_event_without_any_text_keeps_the_language_of_the_page():
    gathering = factories.make_gathering()
    gathering.texts.all().delete()

    assert register(gathering, language="nl").language == "nl"


@pytest.mark.django_db
def test_seats_are_counted_of_those_who_have_one_or_are_offered_one():
    gathering = factories.make_gathering(capacity=4, seats_at_most=2)
    states = (("a", "registered"), ("b", "offered"), ("c", "waiting"), ("d", "cancelled"), ("e", "lapsed"))
    for address, state in states:
        register(gathering, f"{address}@example.org")
        Registration.objects.filter(holder__email=f"{address}@example.org").update(state=state)

    assert (registering.seats_taken(gathering), registering.seats_left(gathering)) == (2, 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("left", "changes"),
    [(None, {"capacity": None}), (0, {"capacity": 1}), (0, {"capacity": 0}), (0, {"status": GatheringStatus.FULL})],
)
def test_seats_left_are_none_without_limit_and_never_below_zero(left, changes):
    gathering = factories.make_gathering(seats_at_most=2)
    register(gathering, wish=replace(WISH, seats=2))
    Gathering.objects.update(**changes)
    gathering.refresh_from_db()

    assert registering.seats_left(gathering) == left


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seats", "limit", "changes"),
    [(0, 1, {}), (2, 1, {}), (4, 3, {"seats_at_most": 3}), (3, 2, {"seats_at_most": 3, "capacity": 2})],
)
def test_seats_that_one_person_may_not_take_are_refused(seats, limit, changes):
    gathering = factories.make_gathering(**changes)

    assert refused(register, gathering, wish=replace(WISH, seats=seats)) == ("too_many_seats", {"limit": limit})


@pytest.mark.django_db
@pytest.mark.parametrize("changes", [{"capacity": 1}, {"status": GatheringStatus.FULL}, {"capacity": 0}])
def test_registration_without_a_seat_left_waits(changes):
    gathering = factories.make_gathering()
    register(gathering)
    Gathering.objects.update(**changes)

    second = register(gathering, "ali@example.org")

    assert (second.state, second.waiting_since >= second.created_at) == (RegistrationState.WAITING, True)
    assert (told(second), second.events.get().verb) == (["waiting"], Verb.WAIT_BEGUN)


@pytest.mark.django_db
def test_registration_without_a_seat_left_nor_a_waiting_list_is_refused():
    gathering = factories.make_gathering(capacity=1, has_waiting_list=False)
    register(gathering)

    assert refused(register, gathering, "ali@example.org") == ("event_full", {})


@pytest.mark.django_db
def test_second_registration_is_refused_until_the_first_is_cancelled():
    gathering = factories.make_gathering()
    first = register(gathering)
    refusal = refused(register, gathering)

    registering.cancel_registration(first)
    second = register(gathering)

    assert refusal == ("already_registered", {})
    assert (second.pk != first.pk, second.state) == (True, RegistrationState.REGISTERED)
    assert (told(first), told(second)) == (["registered", "unregistered"], ["registered"])


@pytest.mark.django_db
def test_second_registration_is_refused_by_the_database_as_well():
    first = factories.make_registration()
    twin = Registration(
        gathering=first.gathering, holder=first.holder, language="fr", state="waiting", created_at=timezone.now()
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


# Changing what one said.


@pytest.mark.django_db
def test_change_writes_everything_anew_and_no_mail():
    registration = factories.make_registration(food="sans gluten")

    wish = Wish(name="Léa E.", answers=(factories.ANSWER,), access="rampe")
    changed = registering.change_registration(registration, wish, at=timezone.now())

    changed.refresh_from_db()
    assert (changed.name, changed.answers, changed.food, changed.access) == (
        "Léa E.",
        [factories.ANSWER],
        "",
        "rampe",
    )
    assert (told(changed), changed.events.last().verb) == (["registered"], Verb.REGISTRATION_CHANGED)


@pytest.mark.django_db
def test_change_to_more_seats_is_refused_when_they_are_not_free():
    gathering = factories.make_gathering(capacity=3, seats_at_most=3)
    registration = register(gathering)
    register(gathering, "ali@example.org")

    kept = registering.change_registration(registration, replace(WISH, seats=2), at=timezone.now())
    refusal = refused(registering.change_registration, kept, replace(WISH, seats=3), at=timezone.now())

    kept.refresh_from_db()
    assert (refusal, kept.seats) == (("seats_gone", {"left": 0}), 2)


@pytest.mark.django_db
def test_change_to_more_seats_never_overtakes_those_who_wait():
    gathering = factories.make_gathering(capacity=3, seats_at_most=2)
    registration = register(gathering)
    register(gathering, "ali@example.org")
    register(gathering, "zoe@example.org", replace(WISH, seats=2))

    refusal = refused(registering.change_registration, registration, replace(WISH, seats=2), at=timezone.now())

    assert (refusal, registering.seats_left(gathering)) == (("seats_gone", {"left": 0}), 1)


@pytest.mark.django_db
def test_change_of_somebody_who_waits_keeps_her_place():
    gathering = factories.make_gathering(capacity=2, seats_at_most=2)
    register(gathering, wish=replace(WISH, seats=2))
    waiting = register(gathering, "ali@example.org")

    changed = registering.change_registration(waiting, replace(WISH, seats=2), at=timezone.now())

    assert (changed.state, changed.seats, changed.waiting_since) == ("waiting", 2, waiting.waiting_since)


@pytest.mark.django_db
@pytest.mark.parametrize("seats", [0, -1, 4])
def test_change_to_no_seat_or_more_than_one_may_take_is_refused(seats):
    registration = register(factories.make_gathering(seats_at_most=3), wish=replace(WISH, seats=2))

    refusal = refused(registering.change_registration, registration, replace(WISH, seats=seats), at=timezone.now())

    assert refusal == ("too_many_seats", {"limit": 3})


@pytest.mark.django_db
def test_change_keeps_seats_that_were_taken_when_one_might_take_more():
    registration = register(factories.make_gathering(seats_at_most=3), wish=replace(WISH, seats=3))
    Gathering.objects.update(seats_at_most=1)

    changed = registering.change_registration(registration, replace(WISH, seats=2), at=timezone.now())

    assert changed.seats == 2


@pytest.mark.django_db
def test_change_after_the_event_is_refused():
    registration = factories.make_registration()
    ends = registration.gathering.ends_at

    registering.change_registration(registration, WISH, at=ends - SECOND)

    assert refused(registering.change_registration, registration, WISH, at=ends) == ("event_over", {})


@pytest.mark.django_db
def test_change_of_an_event_without_a_date_is_taken():
    registration = factories.make_registration()
    Gathering.objects.update(starts_at=None, ends_at=None)

    changed = registering.change_registration(registration, replace(WISH, name="Léa E."), at=timezone.now())

    assert changed.name == "Léa E."


# Cancelling.


@pytest.mark.django_db
def test_cancelling_forgets_needs_and_writes_once():
    registration = factories.make_registration(food="sans gluten", access="rampe")

    cancelled = registering.cancel_registration(registration)

    cancelled.refresh_from_db()
    assert (cancelled.state, cancelled.food, cancelled.access) == ("cancelled", "", "")
    assert cancelled.ended_at >= cancelled.created_at
    assert told(cancelled) == ["registered", "unregistered"]
    assert (cancelled.events.last().verb, cancelled.events.last().actor) == (Verb.REGISTRATION_CANCELLED, None)


@pytest.mark.django_db
def test_cancelling_what_ended_is_refused_whatever_the_act():
    registration = registering.cancel_registration(factories.make_registration())
    now = timezone.now()

    codes = [
        refused(registering.cancel_registration, registration),
        refused(registering.take_seat, registration, at=now),
        refused(registering.change_registration, registration, WISH, at=now),
    ]

    assert codes == [("registration_ended", {})] * 3


@pytest.mark.django_db
def test_cancelling_after_the_event_is_refused_to_the_person_and_not_to_the_organiser():
    registration = factories.make_registration()
    ends = registration.gathering.ends_at
    organiser = factories.UserFactory()

    refusal = refused(registering.cancel_registration, registration, at=ends)
    struck = registering.cancel_registration(registration, by=organiser, at=ends)

    assert (refusal, struck.state) == (("event_over", {}), RegistrationState.CANCELLED)
    assert (told(struck), struck.events.last().actor) == (["registered", "struck_off"], organiser)


@pytest.mark.django_db(transaction=True)
def test_last_seat_wanted_by_four_at_once_is_given_to_one(site_after_flush):
    gathering = factories.make_gathering(capacity=1)

    results = race(*(lambda number=number: register(gathering, f"p{number}@example.org") for number in range(4)))

    assert results == ["done"] * 4
    assert sorted(Registration.objects.values_list("state", flat=True)) == ["registered", *["waiting"] * 3]


@pytest.mark.django_db(transaction=True)
def test_person_who_registers_twice_at_once_is_registered_once(site_after_flush):
    gathering = factories.make_gathering()
    holder = factories.make_holder()
    now = timezone.now()

    results = race(*[lambda: registering.register(gathering, holder, WISH, language="fr", at=now)] * 2)

    assert results == ["already_registered", "done"]
    assert OutboxJob.objects.filter(kind="mail").count() == 1


@pytest.mark.django_db(transaction=True)
def test_registration_cancelled_twice_at_once_frees_one_seat(site_after_flush):
    gathering = factories.make_gathering(capacity=2)
    registration = register(gathering)
    for address in ("ali", "zoe", "max"):
        register(gathering, f"{address}@example.org")

    results = race(*[lambda: registering.cancel_registration(registration)] * 2)

    assert results == ["done", "registration_ended"]
    assert list(Registration.objects.values_list("state", flat=True)) == [
        "cancelled",
        "registered",
        "offered",
        "waiting",
    ]


@pytest.mark.django_db(transaction=True)
def test_two_who_want_the_last_seat_more_at_once_are_given_it_once(site_after_flush):
    gathering = factories.make_gathering(capacity=3, seats_at_most=2)
    people = [register(gathering, address) for address in ("lea@example.org", "ali@example.org")]
    more = replace(WISH, seats=2)

    results = race(*(lambda one=one: registering.change_registration(one, more, at=timezone.now()) for one in people))

    assert (results, registering.seats_taken(gathering)) == (["done", "seats_gone"], 3)
