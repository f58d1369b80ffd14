"""Owners of drafts are reminded 7 and 2 days before a round closes, once for each closing."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests import factories
from wagtail_openbadges.domain import archiving, publishing, reminding, replacing, rounds, submitting
from wagtail_openbadges.jobs import drain
from wagtail_openbadges.models import AccessLink, Holder, JobState, OutboxJob, Purpose, Submission

pytestmark = pytest.mark.django_db


def remind(opening, days, again=False):
    """Do the reminders of an opening at their time."""
    jobs = OutboxJob.objects.filter(key__startswith=f"remind:{opening.uuid}:{days}:")
    if again:
        jobs.update(state=JobState.WAITING)
    with time_machine.travel(jobs.last().run_after, tick=False):
        drain(keys=set(jobs.values_list("key", flat=True)))
    assert set(jobs.values_list("state", flat=True)) == {JobState.DONE}


def reminded():
    keys = OutboxJob.objects.filter(key__contains=":reminder:").values_list("key", flat=True)
    return sorted(keys)


def closing_of(opening):
    return opening.versions.last().closes_at.isoformat()


def test_reminder_waits_until_its_day():
    opening = factories.make_round()

    early = drain(keys=set(OutboxJob.objects.filter(kind="remind_drafts").values_list("key", flat=True)))

    closes = opening.versions.get().closes_at
    assert early.done == 0
    assert list(OutboxJob.objects.filter(kind="remind_drafts").values_list("run_after", flat=True)) == [
        closes - timedelta(days=7),
        closes - timedelta(days=2),
    ]


def test_reminder_is_sent_once_for_each_of_its_days_with_one_link():
    draft = factories.make_draft(factories.make_round())
    opening = draft.opening

    remind(opening, 7)
    remind(opening, 7, again=True)
    remind(opening, 2)

    assert reminded() == [
        f"mail:{draft.uuid}:reminder:2:{closing_of(opening)}",
        f"mail:{draft.uuid}:reminder:7:{closing_of(opening)}",
    ]
    assert AccessLink.objects.filter(purpose=Purpose.TRACK, submission=draft).count() == 2


def test_reminder_of_a_closing_that_was_moved_does_nothing_and_the_new_one_does():
    content = factories.round_content(factories.make_issuer())
    draft = factories.make_draft(rounds.publish_round(content))
    opening = draft.opening
    moved = f"{timezone.now() + timedelta(days=50):%Y-%m-%d}T12:00"
    old = OutboxJob.objects.get(key__startswith=f"remind:{opening.uuid}:7:")
    rounds.publish_round(replace(content, closes=moved))

    with time_machine.travel(old.run_after, tick=False):
        drain(keys={old.key})
    of_the_old = reminded()
    remind(opening, 7)

    assert of_the_old == []
    assert reminded() == [f"mail:{draft.uuid}:reminder:7:{closing_of(opening)}"]


def test_reminder_leaves_out_what_is_deposited_replaced_or_of_an_erased_person():
    opening = factories.make_round()
    deposited = factories.make_submission(opening)
    replacing.begin_replacement(deposited, at=timezone.now())
    factories.make_draft(opening, address="ali@example.org")
    Holder.objects.filter(email="ali@example.org").update(email=None)
    discarded = factories.make_draft(opening, address="zoe@example.org")
    submitting.discard(discarded)

    remind(opening, 7)

    assert reminded() == []


@pytest.mark.parametrize("change", ["unpublished", "archived", "without a form"])
def test_reminder_of_a_round_that_is_shut_does_nothing(change):
    draft = factories.make_draft(factories.make_round())
    opening = draft.opening
    if change == "unpublished":
        publishing.close(opening)
    elif change == "archived":
        archiving.archive(opening)
    else:
        draft.delete()
        opening.versions.all().delete()

    remind(opening, 7)

    assert reminded() == []


def test_reminder_in_chunks_reaches_everybody_once(monkeypatch):
    monkeypatch.setattr(reminding, "CHUNK", 2)
    opening = factories.make_round()
    for number in range(5):
        factories.make_draft(opening, address=f"p{number}@example.org")

    remind(opening, 2)

    drafts = Submission.objects.values_list("uuid", flat=True)
    assert reminded() == sorted(f"mail:{uuid}:reminder:2:{closing_of(opening)}" for uuid in drafts)
