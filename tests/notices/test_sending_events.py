"""The mails of events reach whoever they are true for, once."""

import logging
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils import timezone

from tests import factories
from wagtail_openbadges.domain import access, announcing, gatherings, registering, telling
from wagtail_openbadges.jobs import drain
from wagtail_openbadges.models import (
    AccessLink,
    Gathering,
    GatheringDate,
    GatheringStatus,
    Holder,
    JobState,
    OutboxJob,
    Purpose,
    Registration,
    RegistrationState,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.notices.urls")]

ADA, BEA, LEA = "ada@example.org", "bea@example.org", "lea@example.org"


def to(address):
    return [message for message in mail.outbox if message.to == [address]]


def tell(notice, registration, **about):
    """Enqueue one mail, and return its job."""
    with transaction.atomic():
        telling.tell_registered(notice, registration, occasion="then", **about)
    return OutboxJob.objects.get(key=f"mail:{registration.uuid}:{notice}:then")


def state_of(job):
    return OutboxJob.objects.get(pk=job.pk).state


def quiet_registration(gathering=None, **wish):
    """Return a registration whose first mail has left."""
    registration = factories.make_registration(gathering, **wish)
    drain()
    mail.outbox.clear()
    return registration


def tomorrow():
    """Return a date that is reminded of now: it begins within a day, and ends at the end of its own."""
    begins = timezone.localtime(timezone.now() + timedelta(hours=20))
    return (gatherings.DateContent(uid=uuid4(), start=f"{begins:%Y-%m-%dT%H:%M}", end=""),)


def offered():
    """Return a registration that the seat of somebody else is offered to; no other mail is left."""
    gathering = factories.make_gathering(capacity=1)
    first = factories.make_registration(gathering, address=ADA)
    waits = factories.make_registration(gathering, address=BEA)
    drain()
    mail.outbox.clear()
    registering.cancel_registration(first)
    waits.refresh_from_db()
    return waits


def write_to_all(gathering):
    return announcing.send_message(
        gathering, subject="Apportez un plat", text="Merci !", audience="everybody", by=factories.UserFactory()
    )


def test_send_a_registration_writes_to_its_person_with_a_link_that_opens_it():
    registration = factories.make_registration()

    drain()

    link = AccessLink.objects.get(purpose=Purpose.ATTEND)
    assert [message.to for message in mail.outbox] == [[LEA]]
    assert mail.outbox[0].reply_to == ["contact@maison.example.org"]
    assert f"{registration.gathering.issuer.base_url}links/{access.token_of(link)}/" in mail.outbox[0].body


@pytest.mark.parametrize("purpose", [Purpose.REGISTER, Purpose.ATTEND])
def test_send_a_link_to_an_event_writes_to_its_address(purpose):
    registration = quiet_registration()
    target = {Purpose.REGISTER: {"gathering": registration.gathering}, Purpose.ATTEND: {"registration": registration}}
    access.request_access(purpose=purpose, address="Zoe@example.org", language="en", **target[purpose])

    drain()

    assert [message.to for message in mail.outbox] == [["zoe@example.org"]]


@pytest.mark.parametrize("purpose", [Purpose.REGISTER, Purpose.ATTEND])
def test_send_about_an_event_whose_structure_is_not_known_writes_to_nobody(purpose):
    registration = quiet_registration()
    target = {Purpose.REGISTER: {"gathering": registration.gathering}, Purpose.ATTEND: {"registration": registration}}
    access.request_access(purpose=purpose, address="zoe@example.org", language="en", **target[purpose])
    job = tell("changed", registration)
    Gathering.objects.update(issuer=None)

    drain()

    assert (state_of(job), mail.outbox) == (JobState.DONE, [])


@pytest.mark.parametrize("erased", ["holder", "link"])
def test_send_to_somebody_erased_meanwhile_writes_nothing(erased):
    registration = quiet_registration()
    job = tell("changed", registration)
    if erased == "holder":
        Registration.objects.update(holder=None)
    else:
        Holder.objects.all().delete()

    drain()

    assert AccessLink.objects.exists() is (erased == "holder")
    assert (state_of(job), mail.outbox) == (JobState.DONE, [])


@pytest.mark.parametrize("notice", ["registered", "waiting", "offered", "changed", "remind_event", "message"])
def test_send_to_somebody_who_cancelled_meanwhile_writes_nothing(notice):
    registration = quiet_registration(factories.make_gathering(dates=tomorrow()))
    job = tell(notice, registration)
    registering.cancel_registration(registration)

    drain(keys={job.key})

    assert (state_of(job), mail.outbox) == (JobState.DONE, [])


@pytest.mark.parametrize("notice", ["registered", "remind_event", "changed", "message"])
def test_send_to_somebody_who_still_comes_writes_once(notice):
    registration = quiet_registration(factories.make_gathering(dates=tomorrow()))
    job = tell(notice, registration)

    drain(keys={job.key})

    assert (state_of(job), len(to(LEA))) == (JobState.DONE, 1)


@pytest.mark.parametrize(("state", "sent"), [("offered", 1), ("registered", 0), ("lapsed", 0), ("waiting", 0)])
def test_send_an_offer_only_while_it_stands(state, sent):
    registration = offered()
    Registration.objects.filter(pk=registration.pk).update(state=state)
    job = OutboxJob.objects.get(key__startswith=f"mail:{registration.uuid}:offered:")

    drain(keys={job.key})

    assert (state_of(job), len(to(BEA))) == (JobState.DONE, sent)


def test_send_an_offer_that_is_over_writes_nothing_though_nobody_ended_it_yet():
    registration = offered()
    job = OutboxJob.objects.get(key__startswith=f"mail:{registration.uuid}:offered:")

    with time_machine.travel(registration.offered_until, tick=False):
        drain(keys={job.key})

    assert (state_of(job), to(BEA)) == (JobState.DONE, [])


def test_send_that_somebody_waits_writes_once_while_she_does():
    gathering = factories.make_gathering(capacity=1)
    factories.make_registration(gathering, address=ADA)
    waits = factories.make_registration(gathering, address=BEA)

    drain(keys={f"mail:{waits.uuid}:waiting:"})

    assert len(to(BEA)) == 1


def test_send_that_somebody_waits_after_a_seat_was_offered_tells_of_the_seat_alone():
    gathering = factories.make_gathering(capacity=1)
    first = factories.make_registration(gathering, address=ADA)
    waits = factories.make_registration(gathering, address=BEA)
    registering.cancel_registration(first)
    keys = OutboxJob.objects.filter(key__startswith=f"mail:{waits.uuid}:").values_list("key", flat=True)
    said = [key.split(":")[2] for key in keys.order_by("pk")]

    drain(keys=set(keys))

    assert (said, len(to(BEA))) == (["waiting", "offered"], 1)


@pytest.mark.parametrize("notice", ["registered", "waiting", "offered"])
def test_send_of_an_event_that_was_cancelled_meanwhile_leaves_the_word_to_the_mail_that_says_so(notice):
    registration = offered() if notice == "offered" else quiet_registration()
    Registration.objects.filter(pk=registration.pk).update(state=notice)
    job = tell(notice, registration)
    Gathering.objects.update(status=GatheringStatus.CANCELLED)

    drain(keys={job.key})

    assert (state_of(job), mail.outbox) == (JobState.DONE, [])


@pytest.mark.parametrize("notice", ["registered", "changed"])
def test_send_of_an_event_that_is_over_writes_nothing(notice):
    registration = quiet_registration()
    job = tell(notice, registration)

    with time_machine.travel(registration.gathering.ends_at, tick=False):
        drain(keys={job.key})

    assert (state_of(job), mail.outbox) == (JobState.DONE, [])


def test_send_a_message_after_the_event_writes_it():
    registration = quiet_registration()
    job = tell("message", registration)

    with time_machine.travel(registration.gathering.ends_at + timedelta(days=1), tick=False):
        drain(keys={job.key})

    assert len(to(LEA)) == 1


@pytest.mark.parametrize("change", ["cancelled", "postponed", "begun", "moved", "waiting", "undated", "unpublished"])
def test_send_a_reminder_that_is_no_longer_true_writes_nothing(change):
    registration = quiet_registration(factories.make_gathering(dates=tomorrow()))
    job = tell("remind_event", registration)
    now = timezone.now()
    if change == "waiting":
        Registration.objects.update(state=RegistrationState.WAITING)
    elif change == "undated":
        GatheringDate.objects.all().delete()
    elif change in ("begun", "moved"):
        GatheringDate.objects.update(starts_at=now if change == "begun" else now + timedelta(days=7))
    elif change == "unpublished":
        Gathering.objects.update(is_published=False)
    else:
        Gathering.objects.update(status=change)

    drain(keys={job.key})

    assert (state_of(job), mail.outbox) == (JobState.DONE, [])


def test_send_two_changes_that_are_late_tells_them_in_one_mail():
    content = factories.gathering_content(factories.make_issuer())
    registration = quiet_registration(gatherings.publish_gathering(content))
    for place in ("Ailleurs", "Encore ailleurs"):
        gathering = gatherings.publish_gathering(replace(content, place=place))
        OutboxJob.objects.filter(kind="tell_gathering").update(run_after=timezone.now())
        drain(keys={f"tell:{gathering.uuid}:{gathering.sequence}"})
    keys = set(OutboxJob.objects.filter(key__contains=":changed:").values_list("key", flat=True))

    drain(keys=keys)

    assert keys == {f"mail:{registration.uuid}:changed:{sequence}" for sequence in (1, 2)}
    assert ["Encore ailleurs" in message.body for message in to(LEA)] == [True]


def test_send_a_message_twice_gives_the_copy_the_same_message_id():
    registration = quiet_registration()
    write_to_all(registration.gathering)

    drain()
    OutboxJob.objects.filter(kind__in=["mail", "send_message"], key__contains="message:").update(state=JobState.WAITING)
    drain()

    told, again = (message.message() for message in to(LEA))
    assert told["Message-ID"] == again["Message-ID"]
    assert (told["Subject"], again["Subject"]) == ("Apportez un plat", "Apportez un plat")


def test_send_a_message_to_an_address_that_is_refused_writes_to_the_others_once():
    gathering = factories.make_gathering()
    people = {address: factories.make_registration(gathering, address=address) for address in (ADA, BEA, LEA)}
    drain()
    mail.outbox.clear()
    write_to_all(gathering)
    drain(keys={OutboxJob.objects.get(kind="send_message").key})
    AccessLink.objects.filter(address=BEA).update(address=f"{BEA}\nBcc: spy@example.org")

    drain()
    OutboxJob.objects.filter(state=JobState.WAITING, kind="mail").update(run_after=timezone.now())
    drain()

    jobs = OutboxJob.objects.filter(key__contains=":message:").order_by("pk")
    states = {address: jobs.get(key__contains=str(person.uuid)).state for address, person in people.items()}
    assert states == {ADA: JobState.DONE, BEA: JobState.WAITING, LEA: JobState.DONE}
    assert jobs.get(state=JobState.WAITING).attempts == 2
    assert sorted(message.to[0] for message in mail.outbox) == [ADA, LEA]


def test_send_about_an_event_writes_nothing_personal_into_the_logs(caplog):
    caplog.set_level(logging.INFO)
    gathering = factories.make_gathering(asks_food=True)
    registration = factories.make_registration(gathering, food="sans arachide")
    write_to_all(gathering)
    logging.getLogger("test").info("The log is read: %s", registration.uuid)

    drain()

    assert len(to(LEA)) == 2
    assert str(registration.uuid) in caplog.text
    assert [secret for secret in ("lea@", "Léa", "arachide", "Merci") if secret in caplog.text] == []
