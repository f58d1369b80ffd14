"""A mail job reaches the right people once, in their language, and keeps quiet about them."""

import logging
import re

import pytest
from django.core import mail
from wagtail.users.models import UserProfile

from tests import factories
from wagtail_openbadges.jobs import drain
from wagtail_openbadges.models import (
    AccessLink,
    Issuer,
    JobState,
    Organisation,
    OutboxJob,
    ReviewerRhythm,
    Rhythm,
)
from wagtail_openbadges.notices.readers import reviewers_of

pytestmark = pytest.mark.django_db


def to(address):
    return [message for message in mail.outbox if message.to == [address]]


def test_send_to_the_holder_uses_the_language_and_address_of_the_link():
    factories.make_link()
    AccessLink.objects.update(language="en")

    drain()

    sent = mail.outbox[0]
    issuer = Issuer.objects.get()
    assert [message.to for message in mail.outbox] == [["lea@example.org"]]
    assert sent.subject.endswith("is your code for “Je suis bénévole engagé·e”")
    assert sent.from_email == f"{issuer} <badges@example.org>"
    assert sent.reply_to == ["contact@maison.example.org"]
    assert [part.mimetype for part in sent.alternatives] == ["text/html"]


def test_send_says_that_a_machine_writes_and_gives_the_same_message_id_when_it_is_repeated():
    factories.make_link()

    drain()
    OutboxJob.objects.update(state=JobState.WAITING)
    drain()

    first, again = (message.message() for message in mail.outbox)
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["Message-ID"] == again["Message-ID"]
    assert first["Message-ID"].endswith("@example.org>")


def test_send_for_a_structure_without_an_address_sets_no_reply_to():
    factories.make_link()
    Organisation.objects.update(email="")

    drain()

    assert mail.outbox[0].reply_to == []


def test_send_after_the_link_was_erased_writes_to_nobody():
    factories.make_link()
    AccessLink.objects.all().delete()

    drained = drain()

    assert (drained.done, mail.outbox) == (1, [])


def test_send_with_a_line_break_in_the_name_of_the_structure_adds_no_header():
    factories.make_link()
    Organisation.objects.update(name="Maison\nBcc: spy@example.org")

    drain()

    sent = mail.outbox[0].message()
    assert sent["Bcc"] is None
    assert sent["From"] == '"Maison Bcc: spy@example.org" <badges@example.org>'


def test_send_to_an_address_with_a_line_break_is_refused_and_visible():
    factories.make_link()
    AccessLink.objects.update(address="lea@example.org\nBcc: spy@example.org")

    drain()

    # Django 5.2 refuses by itself; since 6.0 it leaves that to the email package of Python.
    assert mail.outbox == []
    assert re.fullmatch(r"(BadHeaderError|ValueError) at \w+\.py:\d+", OutboxJob.objects.get().last_error)


def test_send_a_new_file_writes_to_each_reviewer_in_her_language():
    submission = factories.make_submission()
    ada, bea = (factories.make_reviewer(submission.issuer) for _ in range(2))
    UserProfile.objects.create(user=bea, preferred_language="en")
    for reviewer in (ada, bea):
        ReviewerRhythm.objects.create(user=reviewer, rhythm=Rhythm.AT_ONCE)

    drain()

    assert [len(to(ada.email)), len(to(bea.email))] == [1, 1]
    assert to(bea.email)[0].subject == f"New file {submission.reference}: Je suis bénévole engagé·e"
    assert to(ada.email)[0].message()["Message-ID"] != to(bea.email)[0].message()["Message-ID"]
    assert set(OutboxJob.objects.filter(kind="mail").values_list("state", flat=True)) == {JobState.DONE}


def test_send_a_new_file_to_a_reviewer_who_left_meanwhile_writes_nothing():
    submission = factories.make_submission()
    ada = factories.make_reviewer(submission.issuer)
    ReviewerRhythm.objects.create(user=ada, rhythm=Rhythm.AT_ONCE)
    key = f"mail:{submission.uuid}:new_file:1"
    drain(keys={key})
    ada.groups.clear()

    drain()

    assert OutboxJob.objects.get(key=f"{key}:{ada.pk}").state == JobState.DONE
    assert to(ada.email) == []


def test_reviewers_of_a_file_leave_out_its_holder_and_whoever_cannot_read_mail():
    submission = factories.make_submission()
    ada = factories.make_reviewer(submission.issuer)
    factories.make_reviewer(submission.issuer, email="lea@example.org")
    factories.make_reviewer(submission.issuer, email="")
    factories.make_reviewer(submission.issuer, is_active=False)
    factories.make_reviewer(factories.make_issuer())

    assert reviewers_of(submission) == [ada]


def test_reviewers_of_a_file_when_nobody_else_may_decide_are_the_managers():
    submission = factories.make_submission()
    factories.make_reviewer(submission.issuer, email="lea@example.org")
    manager = factories.UserFactory()
    manager.groups.add(submission.issuer.managers)

    assert reviewers_of(submission) == [manager]


def test_reviewers_of_a_file_of_an_issuer_without_groups_are_nobody():
    submission = factories.make_submission()
    Issuer.objects.update(reviewers=None, managers=None)
    submission.issuer.refresh_from_db()

    assert reviewers_of(submission) == []


def test_send_writes_nothing_personal_into_the_logs(caplog):
    caplog.set_level(logging.INFO)
    submission = factories.make_submission()
    ada = factories.make_reviewer(submission.issuer, email="ada@example.org")
    ReviewerRhythm.objects.create(user=ada, rhythm=Rhythm.AT_ONCE)
    logging.getLogger("test").info("The log is read: %s", submission.reference)

    drain()

    assert len(mail.outbox) == 2
    assert submission.reference in caplog.text
    assert [secret for secret in ("lea@", "ada@", "Léa") if secret in caplog.text] == []
