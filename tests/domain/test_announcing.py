"""Those who registered are told what changed, reminded the day before, and written to by the organiser; each once."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from tests import factories
from tests.domain.people import register, told
from wagtail_openbadges.domain import announcing, registering
from wagtail_openbadges.domain.errors import MessageError
from wagtail_openbadges.domain.gatherings import DateContent, close_gathering, publish_gathering
from wagtail_openbadges.jobs import drain
from wagtail_openbadges.models import (
    AccessLink,
    Audience,
    Event,
    GatheringMessage,
    GatheringStatus,
    Holder,
    JobState,
    OutboxJob,
    Registration,
    Verb,
)

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
LATER = timedelta(minutes=11)


@pytest.fixture
def said():
    """Return what the page of an event says that is published, with one seat and a waiting list."""
    said = factories.gathering_content(factories.make_issuer(), capacity=1)
    publish_gathering(said)
    return said


def event_of(said):
    return publish_gathering(said)


def do(kind, *, after=timedelta(), again=False):
    """Do the jobs of a kind some time later; once more those that are done already."""
    jobs = OutboxJob.objects.filter(kind=kind)
    if again:
        jobs.filter(state=JobState.DONE).update(state=JobState.WAITING)
    with time_machine.travel(timezone.now() + after, tick=False):
        drain(keys=set(jobs.values_list("key", flat=True)))
        assert not jobs.filter(run_after__lte=timezone.now()).exclude(state=JobState.DONE).exists()


def in_days(days, hour=12):
    day = timezone.now() + timedelta(days=days)
    return (DateContent(uid=uuid4(), start=f"{day:%Y-%m-%d}T{hour}:00", end=f"{day:%Y-%m-%d}T{hour + 2}:00"),)


def counted(verb):
    return Event.objects.filter(verb=verb).count()


# What changed.


def test_change_is_told_once_to_those_who_come_wait_or_are_offered_a_seat(said):
    gathering = event_of(said)
    people = [register(gathering, f"{name}@example.org") for name in ("lea", "ali", "zoe", "max", "eve")]
    registering.cancel_registration(people[0])
    registering.cancel_registration(people[3])
    publish_gathering(replace(said, status=GatheringStatus.CANCELLED))

    do("tell_gathering", after=9 * MINUTE)
    early = [told(person)[-1] for person in people]
    do("tell_gathering", after=LATER)
    do("tell_gathering", after=LATER, again=True)

    assert early == ["unregistered", "offered", "waiting", "unregistered", "waiting"]
    assert [told(person).count("changed") for person in people] == [0, 1, 1, 0, 1]
    key = f"mail:{people[1].uuid}:changed:1"
    assert OutboxJob.objects.get(key=key).payload["registration"] == people[1].pk
    assert counted(Verb.GATHERING_TOLD) == 1


def test_change_taken_back_within_ten_minutes_is_told_to_nobody(said):
    lea = register(event_of(said))
    publish_gathering(replace(said, place="Ailleurs"))
    publish_gathering(said)

    do("tell_gathering", after=LATER)

    assert (told(lea), counted(Verb.GATHERING_TOLD)) == (["registered"], 0)


@pytest.mark.parametrize(
    "changes",
    [{"status": GatheringStatus.FULL}, {"title": "Repas partagé"}, {"capacity": 3}, {"practical": "Un carnet."}],
)
def test_change_that_is_no_news_for_those_who_come_is_told_to_nobody(said, changes):
    lea = register(event_of(said))
    publish_gathering(replace(said, **changes))

    do("tell_gathering", after=LATER)

    assert told(lea) == ["registered"]


def test_change_of_one_language_is_told_to_its_readers_only(said):
    english = replace(said, language="en", title="Shared meal")
    gathering = publish_gathering(replace(english, capacity=2))
    lea, ali = register(gathering), register(gathering, "ali@example.org", language="en")
    publish_gathering(replace(english, place="Maillage, at the back", capacity=2))

    do("tell_gathering", after=LATER)

    assert (told(lea), told(ali)) == (["registered"], ["registered", "changed"])


def test_change_is_told_to_readers_of_a_language_that_went_as_the_first_one_says_it(said):
    gathering = event_of(said)
    lea = register(gathering)
    Registration.objects.update(language="nl")
    publish_gathering(replace(said, place="Ailleurs"))

    do("tell_gathering", after=LATER)

    assert told(lea) == ["registered", "changed"]


def test_two_changes_within_ten_minutes_are_told_in_one_mail(said):
    lea = register(event_of(said))
    publish_gathering(replace(said, place="Ailleurs"))
    with time_machine.travel(timezone.now() + 5 * MINUTE, tick=False):
        publish_gathering(replace(said, place="Ailleurs encore"))

    do("tell_gathering", after=LATER)
    after_the_first = told(lea)
    do("tell_gathering", after=16 * MINUTE)

    assert (after_the_first, told(lea)) == (["registered"], ["registered", "changed"])


def test_event_moved_twice_is_told_twice(said):
    lea = register(event_of(said))

    for days in (12, 14):
        publish_gathering(replace(said, dates=in_days(days)))
        do("tell_gathering", after=LATER)

    assert told(lea) == ["registered", "changed", "changed"]


def test_event_cancelled_and_edited_again_is_told_once_and_once_more_when_it_takes_place(said):
    lea = register(event_of(said))
    counts = []

    for changes in ({"status": "cancelled"}, {"status": "cancelled", "place": "", "dates": in_days(12)}, {}):
        publish_gathering(replace(said, **changes))
        do("tell_gathering", after=LATER)
        counts.append(told(lea).count("changed"))

    assert counts == [1, 1, 2]


def test_change_is_not_told_to_whoever_registered_or_took_a_seat_after_it(said):
    gathering = event_of(said)
    lea, ali = register(gathering), register(gathering, "ali@example.org")
    gathering = publish_gathering(replace(said, place="Ailleurs"))
    registering.cancel_registration(lea)
    registering.take_seat(ali, at=timezone.now())
    zoe = register(gathering, "zoe@example.org")

    do("tell_gathering", after=LATER)

    assert (told(ali), told(zoe)) == (["waiting", "offered", "registered"], ["waiting"])


def test_change_of_an_event_that_is_over_is_told_to_nobody(said):
    lea = register(event_of(said))
    gathering = publish_gathering(replace(said, place="Ailleurs"))

    do("tell_gathering", after=gathering.ends_at - timezone.now())

    assert told(lea) == ["registered"]


@pytest.mark.parametrize(
    ("status", "letters"),
    [
        (GatheringStatus.POSTPONED, ["registered", "changed", "changed"]),
        (GatheringStatus.MOVED, ["registered", "changed"]),
        (GatheringStatus.PLANNED, ["registered"]),
    ],
)
def test_event_cancelled_after_its_date_is_told_to_those_who_were_told_that_it_is_postponed(said, status, letters):
    lea = register(event_of(said))
    gathering = publish_gathering(replace(said, status=status))
    do("tell_gathering", after=LATER)

    with time_machine.travel(gathering.ends_at + timedelta(days=1), tick=False):
        publish_gathering(replace(said, status=GatheringStatus.CANCELLED))
        do("tell_gathering", after=LATER)

    assert told(lea) == letters


def test_event_postponed_after_its_date_is_told(said):
    gathering = event_of(said)
    lea = register(gathering)

    with time_machine.travel(gathering.ends_at + timedelta(days=1), tick=False):
        publish_gathering(replace(said, status=GatheringStatus.POSTPONED))
        do("tell_gathering", after=LATER)

    assert told(lea) == ["registered", "changed"]


def test_event_that_is_cancelled_and_unpublished_at_once_is_told(said):
    lea = register(event_of(said))
    close_gathering(publish_gathering(replace(said, status=GatheringStatus.CANCELLED)))

    do("tell_gathering", after=LATER)

    assert told(lea) == ["registered", "changed"]


def test_event_postponed_without_a_date_is_told(said):
    lea = register(event_of(said))
    publish_gathering(replace(said, dates=(), status=GatheringStatus.POSTPONED))

    do("tell_gathering", after=LATER)

    assert told(lea) == ["registered", "changed"]


def test_person_who_was_erased_is_told_nothing(said):
    lea = register(event_of(said))
    gathering = publish_gathering(replace(said, place="Ailleurs"))
    Holder.objects.update(email=None)
    Registration.objects.create(gathering=gathering, language="fr", state="registered", created_at=timezone.now())

    do("tell_gathering", after=LATER)
    do("remind_gathering", after=gathering.starts_at - timezone.now() - timedelta(hours=24))

    assert told(lea) == ["registered"]
    assert OutboxJob.objects.filter(kind="mail").count() == 1


def test_change_in_chunks_reaches_everybody_once(said, monkeypatch):
    monkeypatch.setattr(announcing, "CHUNK", 2)
    gathering = event_of(said)
    people = [register(gathering, f"p{number}@example.org") for number in range(5)]
    publish_gathering(replace(said, place="Ailleurs"))

    do("tell_gathering", after=LATER)

    assert [told(person)[1:] for person in people] == [["changed"]] * 5


# The day before.


def remind(gathering, *, again=False):
    do("remind_gathering", after=gathering.starts_at - timedelta(days=1) - timezone.now(), again=again)


def test_reminder_is_sent_the_day_before_once_to_those_who_have_a_seat(said):
    gathering = event_of(said)
    lea, ali = register(gathering), register(gathering, "ali@example.org")

    do("remind_gathering", after=gathering.starts_at - timedelta(days=1) - timezone.now() - MINUTE)
    early = told(lea)
    remind(gathering)
    remind(gathering, again=True)

    assert (early, told(lea), told(ali)) == (["registered"], ["registered", "remind_event"], ["waiting"])
    assert AccessLink.objects.filter(registration=lea).count() == 2
    key = f"mail:{lea.uuid}:remind_event:{gathering.starts_at.isoformat()}"
    assert OutboxJob.objects.filter(key=key).exists() is True


def test_reminder_moves_with_the_event(said):
    before = event_of(said)
    lea = register(before)
    after = publish_gathering(replace(said, dates=in_days(20)))

    remind(before)
    of_the_old_date = told(lea)
    remind(after)

    assert (of_the_old_date, told(lea)) == (["registered"], ["registered", "remind_event"])


@pytest.mark.parametrize("status", [GatheringStatus.CANCELLED, GatheringStatus.POSTPONED])
def test_reminder_of_an_event_that_does_not_take_place_does_nothing(said, status):
    gathering = event_of(said)
    lea = register(gathering)
    publish_gathering(replace(said, status=status))

    remind(gathering)

    assert told(lea) == ["registered"]


def test_reminder_that_comes_too_late_does_nothing(said):
    gathering = event_of(said)
    lea = register(gathering)

    do("remind_gathering", after=gathering.starts_at - timezone.now())

    assert told(lea) == ["registered"]


def test_reminder_of_an_event_that_nobody_is_shown_any_more_does_nothing(said):
    gathering = event_of(said)
    lea = register(gathering)
    close_gathering(gathering)

    remind(gathering)

    assert told(lea) == ["registered"]


def test_reminder_of_dates_a_week_apart_is_sent_before_each(said):
    gathering = publish_gathering(replace(said, dates=in_days(15) + in_days(22)))
    lea = register(gathering)

    remind(gathering)
    before_the_first = told(lea)
    do("remind_gathering", after=gathering.ends_at - timedelta(days=1) - timezone.now())

    assert (before_the_first, told(lea)) == (
        ["registered", "remind_event"],
        ["registered", "remind_event", "remind_event"],
    )


def test_reminder_of_successive_days_is_sent_before_the_first(said):
    gathering = publish_gathering(replace(said, dates=in_days(15) + in_days(16)))
    lea = register(gathering)

    remind(gathering)
    do("remind_gathering", after=gathering.ends_at - timedelta(hours=12) - timezone.now())

    assert told(lea) == ["registered", "remind_event"]


# What the organiser writes.


def send(gathering, subject="Le menu", text="Il y aura de la soupe.", audience=Audience.REGISTERED, by=None):
    return announcing.send_message(gathering, subject=subject, text=text, audience=audience, by=by)


@pytest.mark.parametrize(
    ("audience", "letters"),
    [(Audience.REGISTERED, [1, 0, 0]), (Audience.WAITING, [0, 1, 0]), (Audience.EVERYBODY, [1, 1, 0])],
)
def test_message_goes_once_to_whom_the_organiser_writes(said, audience, letters):
    gathering = event_of(said)
    eve = register(gathering, "eve@example.org")
    registering.cancel_registration(eve)
    people = [register(gathering), register(gathering, "ali@example.org"), eve]
    organiser = factories.UserFactory()

    message = send(gathering, " Le\n menu\u00a0: ", "Il y aura de la soupe.\n", audience, organiser)
    do("send_message")
    do("send_message", again=True)

    assert (message.subject, message.text, message.sent_by) == ("Le menu\u00a0:", "Il y aura de la soupe.", organiser)
    assert str(message) == str(message.uuid)
    assert [told(person).count("message") for person in people] == letters
    mail = OutboxJob.objects.filter(key__contains=f":message:{message.uuid}").first()
    assert (mail.payload["message"], sorted(mail.payload)) == (
        message.pk,
        ["link", "message", "notice", "registration"],
    )
    assert Event.objects.filter(verb=Verb.MESSAGE_SENT).values_list("actor", "gathering", "issuer").get() == (
        organiser.pk,
        gathering.pk,
        gathering.issuer_id,
    )


def test_message_goes_to_whoever_is_offered_a_seat(said):
    gathering = event_of(said)
    lea, ali = register(gathering), register(gathering, "ali@example.org")
    registering.cancel_registration(lea)

    send(gathering)
    do("send_message")

    assert told(ali) == ["waiting", "offered", "message"]


def test_message_does_not_go_to_whoever_registers_after_it_was_sent(said):
    gathering = publish_gathering(replace(said, capacity=2))
    lea = register(gathering)
    send(gathering)
    ali = register(gathering, "ali@example.org")

    do("send_message")

    assert (told(lea), told(ali)) == (["registered", "message"], ["registered"])


@pytest.mark.parametrize(("subject", "text"), [(" ", "Il y aura de la soupe."), ("Le menu", "\n")])
def test_message_without_words_is_refused(said, subject, text):
    register(event_of(said))

    with pytest.raises(MessageError) as refusal:
        send(event_of(said), subject, text)

    assert (refusal.value.code, GatheringMessage.objects.count()) == ("message_empty", 0)


def test_message_to_nobody_is_refused(said):
    gathering = event_of(said)
    register(gathering)
    Registration.objects.update(holder=None)

    with pytest.raises(MessageError) as refusal:
        send(gathering)

    assert (refusal.value.code, GatheringMessage.objects.count()) == ("nobody_registered", 0)


def test_message_sent_again_at_once_is_sent_once_and_an_hour_later_again(said):
    gathering = event_of(said)
    register(gathering)
    register(gathering, "ali@example.org")

    first, again = send(gathering), send(gathering, "Le  menu")
    others = [send(gathering, "Le lieu"), send(gathering, audience=Audience.WAITING)]
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        others.append(send(gathering))

    assert (first == again, GatheringMessage.objects.count(), counted(Verb.MESSAGE_SENT)) == (True, 4, 4)
    assert len({first, *others}) == 4
