"""The waiting list of an event: strictly in order, each offer until its reply is due, and no seat given twice."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.domain.people import WISH, refused, register, told
from tests.domain.race import race
from wagtail_openbadges.domain import gatherings, registering
from wagtail_openbadges.jobs import drain
from wagtail_openbadges.models import (
    Gathering,
    GatheringStatus,
    JobState,
    OutboxJob,
    Registration,
    RegistrationState,
    RegistrationWay,
    Verb,
)

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def crowd(names, *, seats=None, **changes):
    """Return the content of an event with one seat for the first of these people, and the registrations of all."""
    said = factories.gathering_content(factories.make_issuer(), **{"capacity": 1, "seats_at_most": 3, **changes})
    gathering = gatherings.publish_gathering(said)
    wished = {name: replace(WISH, seats=(seats or {}).get(name, 1)) for name in names}
    return said, [register(gathering, f"{name}@example.org", wish) for name, wish in wished.items()]


def states():
    people = Registration.objects.order_by("pk").values_list("holder__email", "state")
    return {email.partition("@")[0]: state for email, state in people}


def due_of(registration):
    registration.refresh_from_db()
    return registration.offered_until


def do(kind, *, at=None, again=False):
    """Do the jobs of a kind, at an instant; once more when they are done already."""
    jobs = OutboxJob.objects.filter(kind=kind)
    if again:
        jobs.filter(state=JobState.DONE).update(state=JobState.WAITING)
    keys = set(jobs.values_list("key", flat=True))
    if at is None:
        return drain(keys=keys)
    with time_machine.travel(at, tick=False):
        return drain(keys=keys)


def test_seat_given_back_is_offered_to_the_first_who_waits():
    _said, (lea, ali, _zoe) = crowd(["lea", "ali", "zoe"])

    with time_machine.travel(timezone.now(), tick=False):
        registering.cancel_registration(lea)
        due = timezone.now() + timedelta(hours=48)

    assert states() == {"lea": "cancelled", "ali": "offered", "zoe": "waiting"}
    assert (due_of(ali), ali.events.last().verb) == (due, Verb.SEAT_OFFERED)
    assert told(ali) == ["waiting", "offered"]
    job = OutboxJob.objects.get(kind="lapse_offer")
    assert (job.payload, job.run_after) == ({"registration": ali.pk, "until": due.isoformat()}, due)


def test_seat_given_back_while_the_page_is_not_shown_is_offered_once_it_is_again():
    content = factories.gathering_content(factories.make_issuer(), capacity=1)
    gathering = gatherings.publish_gathering(content)
    first, second = register(gathering, "a@example.org"), register(gathering, "b@example.org")
    gatherings.close_gathering(gathering)
    registering.cancel_registration(first)
    second.refresh_from_db()
    before = second.state

    gatherings.publish_gathering(content)
    drain()

    second.refresh_from_db()
    assert (before, second.state) == (RegistrationState.WAITING, RegistrationState.OFFERED)


def test_seat_of_somebody_who_was_erased_is_free():
    gathering = factories.make_gathering(capacity=1)
    registration = register(gathering)
    taken = registering.seats_left(gathering)

    Registration.objects.filter(pk=registration.pk).update(erased_at=timezone.now(), holder=None)

    assert (taken, registering.seats_left(gathering)) == (0, 1)


def test_seat_that_is_offered_is_not_free_for_whoever_comes():
    _said, (lea, _ali) = crowd(["lea", "ali"])
    registering.cancel_registration(lea)

    assert register(lea.gathering, "zoe@example.org").state == RegistrationState.WAITING


def test_somebody_who_comes_never_overtakes_whoever_waits_for_more_seats():
    _said, (lea, _ali) = crowd(["lea", "ali"], seats={"lea": 2, "ali": 2}, capacity=3)

    zoe = register(lea.gathering, "zoe@example.org")

    assert (zoe.state, registering.seats_left(lea.gathering)) == (RegistrationState.WAITING, 1)


def test_first_who_waits_for_two_is_not_overtaken_by_one():
    _said, (lea, max_, *_others) = crowd(["lea", "max", "ali", "zoe"], seats={"ali": 2}, capacity=2)

    registering.cancel_registration(lea)
    with_one = states()
    registering.cancel_registration(max_)

    assert with_one == {"lea": "cancelled", "max": "registered", "ali": "waiting", "zoe": "waiting"}
    assert states() == {"lea": "cancelled", "max": "cancelled", "ali": "offered", "zoe": "waiting"}


def test_first_who_waits_for_more_than_the_event_has_by_now_keeps_nobody_out():
    said, (lea, _ali, _zoe) = crowd(["lea", "ali", "zoe"], seats={"lea": 2, "ali": 2}, capacity=2)
    gathering = gatherings.publish_gathering(replace(said, capacity=1))

    registering.cancel_registration(lea)

    assert (states(), registering.has_queue(gathering)) == (
        {"lea": "cancelled", "ali": "waiting", "zoe": "offered"},
        False,
    )


def test_fewer_seats_of_somebody_who_comes_are_offered():
    _said, (lea, _ali) = crowd(["lea", "ali"], seats={"lea": 2}, capacity=2)

    registering.change_registration(lea, WISH, at=timezone.now())

    assert states() == {"lea": "registered", "ali": "offered"}


def test_fewer_seats_of_the_first_who_waits_let_her_in():
    _said, (_lea, ali, _zoe) = crowd(["lea", "ali", "zoe"], seats={"ali": 2}, capacity=2)

    registering.change_registration(ali, WISH, at=timezone.now())

    assert states() == {"lea": "registered", "ali": "offered", "zoe": "waiting"}


def test_more_seats_in_the_event_are_offered_in_order():
    said, _people = crowd(["lea", "ali", "zoe", "max"])

    gatherings.publish_gathering(replace(said, capacity=3))
    do("offer_seats")

    assert states() == {"lea": "registered", "ali": "offered", "zoe": "offered", "max": "waiting"}


def test_event_without_limit_by_now_offers_a_seat_to_everybody_once():
    said, (_lea, ali, zoe) = crowd(["lea", "ali", "zoe"])
    gatherings.publish_gathering(replace(said, capacity=None))

    do("offer_seats")
    do("offer_seats", again=True)

    assert states() == {"lea": "registered", "ali": "offered", "zoe": "offered"}
    assert (told(ali), told(zoe)) == (["waiting", "offered"], ["waiting", "offered"])


@pytest.mark.parametrize(
    ("state", "changes"),
    [
        ("waiting", {"status": GatheringStatus.CANCELLED}),
        ("waiting", {"status": GatheringStatus.POSTPONED}),
        ("waiting", {"status": GatheringStatus.FULL}),
        ("waiting", {"dates": ()}),
        ("offered", {"status": GatheringStatus.MOVED}),
        ("offered", {"privacy_notice": ""}),
        ("offered", {"has_waiting_list": False}),
        ("offered", {"registration": RegistrationWay.NONE}),
    ],
)
def test_seat_that_is_free_is_offered_only_while_the_event_takes_place(state, changes):
    said, (lea, _ali) = crowd(["lea", "ali"])
    gatherings.publish_gathering(replace(said, **changes))

    registering.cancel_registration(lea)

    assert states()["ali"] == state


@pytest.mark.parametrize("has_date", [True, False])
def test_seat_given_back_once_the_event_began_is_offered_to_nobody(has_date):
    _said, (lea, _ali) = crowd(["lea", "ali"])
    begins = lea.gathering.starts_at
    if not has_date:
        Gathering.objects.update(starts_at=None)

    with time_machine.travel(begins, tick=False):
        registering.cancel_registration(lea)

    assert states()["ali"] == "waiting"


def test_reply_is_never_due_after_the_event_begins():
    _said, (lea, ali) = crowd(["lea", "ali"])
    begins = lea.gathering.starts_at

    with time_machine.travel(begins - timedelta(hours=5), tick=False):
        registering.cancel_registration(lea)

    assert due_of(ali) == begins


def test_seat_is_taken_once_however_often_the_button_is_pressed():
    _said, (lea, ali) = crowd(["lea", "ali"])
    registering.cancel_registration(lea)

    for _time in range(2):
        taken = registering.take_seat(ali, at=timezone.now())

    assert (taken.state, taken.offered_until) == (RegistrationState.REGISTERED, None)
    assert told(ali) == ["waiting", "offered", "registered"]
    assert ali.events.filter(verb=Verb.SEAT_TAKEN).count() == 1


def test_seat_asked_for_at_the_last_second_is_taken_and_a_second_later_is_not():
    _said, (lea, ali) = crowd(["lea", "ali"])
    registering.cancel_registration(lea)
    due = due_of(ali)

    late = refused(registering.take_seat, ali, at=due)
    with time_machine.travel(due + timedelta(minutes=1), tick=False):
        in_time = registering.take_seat(ali, at=due - SECOND)

    assert (late, in_time.state) == (("offer_over", {}), RegistrationState.REGISTERED)


def test_seat_of_an_event_that_was_moved_forward_is_not_taken_once_it_began():
    said, (lea, ali) = crowd(["lea", "ali"])
    registering.cancel_registration(lea)
    sooner = gatherings.DateContent(uid=uuid4(), start=f"{timezone.now() + timedelta(days=1):%Y-%m-%d}T12:00")
    begins = gatherings.publish_gathering(replace(said, dates=(sooner,))).starts_at

    refusal = refused(registering.take_seat, ali, at=begins)

    assert (begins < due_of(ali), refusal) == (True, ("offer_over", {}))


def test_seat_is_not_taken_by_whoever_waits_nor_of_a_cancelled_event():
    said, (lea, ali, zoe) = crowd(["lea", "ali", "zoe"])
    registering.cancel_registration(lea)
    waits = refused(registering.take_seat, zoe, at=timezone.now())
    gatherings.publish_gathering(replace(said, status=GatheringStatus.CANCELLED))

    assert waits == ("offer_over", {})
    assert refused(registering.take_seat, ali, at=timezone.now()) == ("event_cancelled", {})


def test_offer_that_nobody_took_goes_to_the_next_once():
    _said, (lea, ali, zoe, _max) = crowd(["lea", "ali", "zoe", "max"])
    registering.cancel_registration(lea)
    due = due_of(ali)

    early = do("lapse_offer", at=due - SECOND).done
    first = do("lapse_offer", at=due).done
    with time_machine.travel(due, tick=False):
        do("lapse_offer", again=True)

    assert (early, first) == (0, 1)
    assert states() == {"lea": "cancelled", "ali": "lapsed", "zoe": "offered", "max": "waiting"}
    assert (told(ali), told(zoe)) == (["waiting", "offered", "lapsed"], ["waiting", "offered"])
    assert ali.events.filter(verb=Verb.OFFER_LAPSED).count() == 1
    assert refused(registering.take_seat, ali, at=due) == ("offer_over", {})


def test_offer_that_lapsed_lets_its_person_register_again_at_the_end():
    _said, (lea, ali, _zoe) = crowd(["lea", "ali", "zoe"])
    registering.cancel_registration(lea)
    due = due_of(ali)
    do("lapse_offer", at=due)

    with time_machine.travel(due, tick=False):
        again = register(lea.gathering, "ali@example.org")

    assert again.state == RegistrationState.WAITING


@pytest.mark.parametrize("act", ["taken", "cancelled"])
def test_offer_that_was_answered_does_not_lapse(act):
    _said, (lea, ali) = crowd(["lea", "ali"])
    registering.cancel_registration(lea)
    due = due_of(ali)
    if act == "taken":
        registering.take_seat(ali, at=timezone.now())
    else:
        registering.cancel_registration(ali)

    do("lapse_offer", at=due)

    assert states()["ali"] == ("registered" if act == "taken" else "cancelled")
    assert "lapsed" not in told(ali)


def test_offer_made_anew_does_not_lapse_with_the_first_one():
    _said, (lea, ali) = crowd(["lea", "ali"])
    registering.cancel_registration(lea)
    due = due_of(ali)
    Registration.objects.filter(pk=ali.pk).update(offered_until=due + SECOND)

    do("lapse_offer", at=due)

    assert states()["ali"] == "offered"


def test_offer_of_a_cancelled_event_lapses_without_a_word():
    said, (lea, ali) = crowd(["lea", "ali"])
    registering.cancel_registration(lea)
    gatherings.publish_gathering(replace(said, status=GatheringStatus.CANCELLED))

    do("lapse_offer", at=due_of(ali))

    assert (states()["ali"], told(ali)) == ("lapsed", ["waiting", "offered"])


def test_acts_leave_alone_what_a_job_wrote_that_somebody_was_told():
    _said, (lea, ali) = crowd(["lea", "ali"])
    written = []

    for act in (
        lambda: registering.change_registration(ali, WISH, at=timezone.now()),
        lambda: registering.cancel_registration(lea),
        lambda: registering.take_seat(ali, at=timezone.now()),
    ):
        with CaptureQueriesContext(connection) as queries:
            act()
        updates = [query["sql"] for query in queries if query["sql"].startswith('UPDATE "wagtail_openbadges_regis')]
        written.append(["told_digest" in sql.partition("WHERE")[0] for sql in updates])

    assert written == [[False], [False, False], [True]]


@pytest.mark.django_db(transaction=True)
def test_seat_taken_and_lapsed_at_once_is_one_of_both(site_after_flush):
    _said, (lea, ali, zoe) = crowd(["lea", "ali", "zoe"])
    registering.cancel_registration(lea)
    due = due_of(ali)

    with time_machine.travel(due):
        results = race(
            lambda: registering.take_seat(ali, at=due - SECOND),
            lambda: drain(keys=set(OutboxJob.objects.filter(kind="lapse_offer").values_list("key", flat=True))),
        )

    outcome = (results, states()["ali"], states()["zoe"], told(ali)[2:], told(zoe)[1:])
    assert outcome in (
        (["done", "done"], "registered", "waiting", ["registered"], []),
        (["done", "offer_over"], "lapsed", "offered", ["lapsed"], ["offered"]),
    )
