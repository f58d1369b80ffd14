"""What waits, told once a day or once a week."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from wagtail.users.models import UserProfile

from tests import factories
from wagtail_openbadges.domain import asking, reviewing, submitting
from wagtail_openbadges.jobs import drain, kick
from wagtail_openbadges.models import Issuer, OutboxJob, ReviewerRhythm, Rhythm, State, Submission
from wagtail_openbadges.notices.digests import digest_on, rhythm_of
from wagtail_openbadges.notices.readers import readers_of

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)


def to(address):
    return [message for message in mail.outbox if message.to == [address]]


def english(user):
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


def choose(user, rhythm):
    ReviewerRhythm.objects.create(user=user, rhythm=rhythm)


def house(*, at=MONDAY - timedelta(hours=4), **changes):
    """Return a structure with one file that was deposited at an instant, and its reviewer."""
    with time_machine.travel(at, tick=False):
        submission = factories.make_submission()
    ada = english(factories.make_reviewer(submission.issuer, **changes))
    return submission, ada


def morning(instant):
    """Do what the drains of a morning do; what the deposits wrote themselves is done before."""
    with time_machine.travel(instant, tick=False):
        drain()
        mail.outbox.clear()
        kick.run()


def test_whoever_chose_nothing_is_told_once_a_day():
    submission, ada = house()

    morning(MONDAY)

    assert [message.subject for message in to(ada.email)] == [f"1 file waits at {submission.issuer}"]
    body = to(ada.email)[0].body
    html = to(ada.email)[0].alternatives[0][0]
    assert ("1 is new." in body, "1 is new." in html, submission.reference in html) == (True, True, True)
    assert f"{submission.reference}\n" in body
    assert "Léa" not in body + html


def test_a_second_drain_of_the_day_tells_nobody_again():
    _submission, ada = house()
    morning(MONDAY)

    with time_machine.travel(MONDAY + timedelta(hours=3), tick=False):
        kick.run()

    assert len(to(ada.email)) == 1


def test_the_next_day_without_news_tells_nothing():
    _submission, ada = house()

    morning(TUESDAY)

    assert to(ada.email) == []


def test_a_file_that_is_late_is_told_of_every_day():
    submission, ada = house()
    Submission.objects.filter(pk=submission.pk).update(due_at=MONDAY)

    morning(TUESDAY)

    assert "1 should have been answered by now." in to(ada.email)[0].body


def test_a_file_that_was_answered_before_the_mail_left_is_not_told_of():
    submission, ada = house()
    drain()
    mail.outbox.clear()
    with time_machine.travel(MONDAY, tick=False):
        kick.run(seconds=0)
        OutboxJob.objects.filter(kind="digest").update(run_after=MONDAY)
        drain(keys={"digest:2026-11-30"})
        factories.accept(submission, ada)
        drain()

    assert to(ada.email) == []


def test_once_a_week_is_on_monday_and_covers_the_week():
    submission, ada = house(at=MONDAY - timedelta(days=5))
    choose(ada, Rhythm.WEEKLY)

    tuesday, monday = (digest_on(submission.issuer, ada, day.date()) for day in (TUESDAY, MONDAY))

    assert (tuesday, monday.new, monday.waiting) == (None, 1, 1)


@pytest.mark.parametrize("rhythm", [Rhythm.NEVER, Rhythm.AT_ONCE])
def test_never_and_at_once_have_no_digest(rhythm):
    submission, ada = house()
    choose(ada, rhythm)

    assert (rhythm_of(ada), digest_on(submission.issuer, ada, MONDAY.date())) == (rhythm, None)


def test_only_those_who_want_it_are_told_at_once():
    submission = factories.make_submission()
    eager, daily = (factories.make_reviewer(submission.issuer) for _ in range(2))
    choose(eager, Rhythm.AT_ONCE)

    drain()

    assert [len(to(eager.email)), len(to(daily.email))] == [1, 0]


def test_a_reviewer_is_not_told_of_her_own_file():
    submission, _ada = house()
    lea = english(factories.make_reviewer(submission.issuer, email="lea@example.org"))

    morning(MONDAY)

    assert to(lea.email) == []


def test_managers_are_told_of_the_file_of_the_only_reviewer_until_it_is_decided():
    submission, lea = house(email="lea@example.org")
    manager = english(factories.UserFactory())
    manager.groups.add(submission.issuer.managers)

    morning(MONDAY)

    assert readers_of(submission.issuer) == [lea, manager]
    assert [message.subject for message in to(manager.email)] == [f"1 file waits at {submission.issuer}"]
    assert to(lea.email) == []
    Submission.objects.update(state=State.ACCEPTED)
    assert readers_of(submission.issuer) == [lea]


def test_questions_that_wait_are_news_too():
    opening = factories.make_round()
    with time_machine.travel(MONDAY - timedelta(hours=1), tick=False):
        asking.ask(
            opening,
            holder=factories.make_holder(),
            text="Qui ?",
            language="fr",
            at=MONDAY - timedelta(hours=1),
        )
    ada = english(factories.make_reviewer(opening.issuer))

    morning(MONDAY)

    assert [message.subject for message in to(ada.email)] == [f"1 question waits at {opening.issuer}"]
    assert "Qui" not in to(ada.email)[0].body


def test_more_files_than_a_digest_names_are_counted():
    issuer = factories.make_issuer()
    opening = factories.make_opening(issuer)
    with time_machine.travel(MONDAY - timedelta(hours=1), tick=False):
        for number in range(7):
            factories.make_submission(opening, address=f"p{number}@example.org")
    ada = english(factories.make_reviewer(issuer))

    morning(MONDAY)

    body = to(ada.email)[0].body
    assert (body.count("answer promised by"), "2 more wait." in body) == (5, True)


def test_a_file_that_waits_for_its_holder_does_not_wait_for_a_reviewer():
    submission, ada = house()
    reviewing.request_changes(submission, by=ada, version=submission.version, message="Ajoutez une photo.")

    assert digest_on(submission.issuer, ada, MONDAY.date()) is None


def test_a_file_that_was_corrected_is_new_again():
    submission, ada = house(at=MONDAY - timedelta(days=9))
    reviewing.request_changes(submission, by=ada, version=submission.version, message="Ajoutez une photo.")
    submission.refresh_from_db()
    with time_machine.travel(MONDAY - timedelta(hours=4), tick=False):
        submitting.resubmit(submission, version=submission.version)

    digest = digest_on(submission.issuer, ada, MONDAY.date())

    assert (digest.new, digest.waiting) == (1, 1)


def test_a_structure_without_reviewers_tells_its_managers_and_one_without_groups_nobody():
    submission, ada = house()
    ada.groups.clear()
    manager = english(factories.UserFactory())
    manager.groups.add(submission.issuer.managers)

    morning(MONDAY)

    assert len(to(manager.email)) == 1
    Issuer.objects.update(reviewers=None, managers=None)
    morning(TUESDAY)
    assert mail.outbox == []


def test_the_mail_says_where_its_rhythm_is_chosen():
    _submission, ada = house()

    morning(MONDAY)

    assert "http://testserver/admin/account/" in to(ada.email)[0].body
