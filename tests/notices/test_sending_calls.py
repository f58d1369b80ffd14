"""The mails of calls reach whoever they are true for, once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from tests import factories
from tests.pages.call_house import make_call_page, make_round_page
from wagtail_openbadges.domain import access, archiving, asking, lateness, submitting, subscribing, telling
from wagtail_openbadges.jobs import drain
from wagtail_openbadges.models import (
    AccessLink,
    CarrierQuestion,
    Holder,
    JobState,
    OutboxJob,
    Purpose,
    ReviewerRhythm,
    Rhythm,
)
from wagtail_openbadges.notices.readers import reviewers_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.notices.urls")]


def to(address):
    return [message for message in mail.outbox if message.to == [address]]


def remind(draft):
    with transaction.atomic():
        telling.tell_holder_of_file("reminder", draft, occasion="7:then")
    return OutboxJob.objects.get(key__contains=":reminder:")


def subscriber_of(call, address="lea@example.org"):
    link = subscribing.ask_to_be_told(call, address=address, language="en")
    return subscribing.subscribe(access.use_link(access.token_of(link)))


def a_call_with_a_subscriber():
    hub = make_call_page()
    first = make_round_page(factories.make_issuer(), hub=hub, closes="2026-01-31T12:00")
    subscriber = subscriber_of(hub.call)
    drain()
    mail.outbox.clear()
    return hub, first, subscriber


def ask(opening=None, address="lea@example.org"):
    return asking.ask(
        opening or factories.make_round(), holder=factories.make_holder(address), text="Qui ?", language="en"
    )


def test_send_a_reminder_writes_to_the_owner_of_the_draft_with_a_link_that_opens_it():
    draft = factories.make_draft(factories.make_round())
    job = remind(draft)

    drain()

    link = AccessLink.objects.get(purpose=Purpose.TRACK)
    assert [message.to for message in mail.outbox] == [["lea@example.org"]]
    assert f"links/{access.token_of(link)}/" in mail.outbox[0].body
    assert OutboxJob.objects.get(pk=job.pk).state == JobState.DONE


def test_send_a_reminder_after_the_deposit_writes_nothing():
    draft = factories.make_draft(factories.make_round())
    job = remind(draft)
    submitting.submit(draft, version=draft.version)

    drain(keys={job.key})

    assert OutboxJob.objects.get(pk=job.pk).state == JobState.DONE
    assert mail.outbox == []


def test_send_a_new_round_writes_once_with_a_button_that_unsubscribes():
    hub, first, subscriber = a_call_with_a_subscriber()
    second = make_round_page(first.issuer, hub=hub, number=2, title="Édition 2", opens="2026-02-01T08:00")

    drain()
    OutboxJob.objects.filter(key__contains=":round_open:").update(state=JobState.WAITING)
    drain()

    told, again = (message.message() for message in to("lea@example.org"))
    first_mail = to("lea@example.org")[0]
    address = f"{first.issuer.base_url}subscriptions/{subscribing.token_of_subscription(subscriber)}/"
    assert first_mail.subject == "A new round: “Bien-être alimentaire · Édition 2”"
    assert (told["List-Unsubscribe"], told["List-Unsubscribe-Post"]) == (
        f"<{address}>",
        "List-Unsubscribe=One-Click",
    )
    assert told["Message-ID"] == again["Message-ID"]
    assert second.full_url in first_mail.body


@pytest.mark.parametrize("change", ["unsubscribed", "archived", "unpublished", "deleted"])
def test_send_a_new_round_to_nobody_when_it_is_no_longer_true(change):
    hub, first, subscriber = a_call_with_a_subscriber()
    second = make_round_page(first.issuer, hub=hub, number=2, title="Édition 2", opens="2026-02-01T08:00")
    drain(keys={f"announce:{second.opening.uuid}"})
    key = f"mail:{subscriber.uuid}:round_open:{second.opening.uuid}"
    waiting = OutboxJob.objects.get(key=key).state
    if change == "unsubscribed":
        subscriber.delete()
    elif change == "archived":
        archiving.archive(second.opening)
    elif change == "unpublished":
        second.unpublish()
    else:
        second.delete()

    drain()

    assert (waiting, OutboxJob.objects.get(key=key).state) == (JobState.WAITING, JobState.DONE)
    assert to("lea@example.org") == []


def test_send_a_new_question_writes_to_each_reviewer_but_the_one_who_asks():
    question = ask()
    issuer = question.opening.issuer
    ada, bea = (factories.make_reviewer(issuer) for _ in range(2))
    lea = factories.make_reviewer(issuer, email="lea@example.org")
    for reviewer in (ada, bea, lea):
        ReviewerRhythm.objects.create(user=reviewer, rhythm=Rhythm.AT_ONCE)

    drain()

    assert [len(to(ada.email)), len(to(bea.email)), len(to("lea@example.org"))] == [1, 1, 0]


def test_reviewers_of_a_question_whose_asker_was_erased_are_all():
    question = ask()
    ada = factories.make_reviewer(question.opening.issuer)
    CarrierQuestion.objects.update(holder=None)
    Holder.objects.all().delete()
    question.refresh_from_db()

    assert reviewers_of(question) == [ada]


def test_send_an_answer_writes_to_whoever_asked_and_to_nobody_else():
    question = ask()
    ada = factories.make_reviewer(question.opening.issuer)
    asking.answer(question, by=ada, answer="Tout le monde.", publish=True, public_text="Qui ?")
    drain()

    assert [message.to for message in mail.outbox if "Tout le monde." in message.body] == [["lea@example.org"]]


def test_send_a_late_link_writes_to_its_address():
    opening = factories.make_round()
    manager = factories.UserFactory()
    manager.groups.add(opening.issuer.managers)
    until = timezone.now() + timedelta(days=40)
    lateness.give_late_link(opening, by=manager, address="Lea@Example.org", until=until, language="en")

    drain()

    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["lea@example.org"], "You can still apply to “Bien-être alimentaire, édition 1”")
    ]
