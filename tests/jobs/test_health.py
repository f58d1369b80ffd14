"""A supervisor learns from the jobs whether the outbox moves."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command, load_command_class
from django.db import OperationalError, connection
from django.utils import timezone

from wagtail_openbadges.jobs import Health, health
from wagtail_openbadges.models import JobState, OutboxJob

pytestmark = pytest.mark.django_db

NOTHING = timedelta()
BEFORE = datetime(2026, 12, 1, 3, tzinfo=UTC)
MORNING = datetime(2026, 12, 1, 6, tzinfo=UTC)
"""Seven o'clock in Paris, when the job of the day is due."""


def job(key, **values):
    return OutboxJob.objects.create(kind="sign", key=key, **values)


def look():
    out = StringIO()
    call_command("openbadges_health", stdout=out)
    return out.getvalue().splitlines()


def moves(*, due, waited):
    return [f"The outbox moves. Jobs due: {due}; minutes that the oldest has waited: {waited}."]


def standstill(*, due, waited):
    return (
        f"The outbox stands still. Jobs due: {due}; minutes that the oldest has waited: {waited}, allowed: 5. "
        "Restart the qcluster, or run openbadges_drain."
    )


def test_health_without_jobs_is_good():
    assert health(timezone.now()) == Health(due=0, failed=0, late_by=NOTHING)
    assert health(timezone.now()).is_good is True


def test_health_with_a_job_for_later_is_good():
    now = timezone.now()
    job("later", run_after=now + timedelta(hours=1))

    assert health(now) == Health(due=0, failed=0, late_by=NOTHING)


def test_health_with_a_job_due_for_exactly_five_minutes_is_good_and_for_longer_is_not():
    now = timezone.now()
    job("late", run_after=now - timedelta(minutes=5))

    at_five, after_five = health(now), health(now + timedelta(seconds=1))

    assert at_five == Health(due=1, failed=0, late_by=timedelta(minutes=5))
    assert (at_five.is_good, after_five.is_good) == (True, False)


def test_health_with_a_dead_worker_counts_from_the_end_of_its_lease():
    now = timezone.now()
    old = now - timedelta(hours=1)
    job("dead", state=JobState.RUNNING, run_after=old, leased_until=now - timedelta(minutes=6))

    assert health(now) == Health(due=1, failed=0, late_by=timedelta(minutes=6))


def test_health_with_a_job_in_hand_is_good():
    now = timezone.now()
    job("slow", state=JobState.RUNNING, run_after=now - timedelta(hours=1), leased_until=now + timedelta(seconds=9))

    assert health(now) == Health(due=0, failed=0, late_by=NOTHING)


@time_machine.travel(BEFORE, tick=False)
def test_health_command_when_the_outbox_moves_says_so():
    job("failed", state=JobState.FAILED, run_after=timezone.now() - timedelta(days=1))

    assert look() == [
        "Jobs that failed: 1. Read their last error, mend the cause, then run “openbadges_drain --retry-failed”.",
        *moves(due=0, waited=0),
    ]


@time_machine.travel(BEFORE, tick=False)
def test_health_command_when_the_oldest_job_waits_too_long_fails_and_says_why():
    job("late", run_after=timezone.now() - timedelta(minutes=7))

    with pytest.raises(CommandError) as caught:
        look()

    assert str(caught.value) == standstill(due=1, waited=7)
    assert caught.value.returncode == 1


def test_health_command_when_nobody_drained_since_yesterday_fails_five_minutes_after_the_morning():
    with time_machine.travel(BEFORE, tick=False):
        at_night = look()
    with time_machine.travel(MORNING + timedelta(minutes=5), tick=False):
        at_five_past = look()

    with time_machine.travel(MORNING + timedelta(minutes=6), tick=False), pytest.raises(CommandError) as caught:
        look()

    assert (at_night, at_five_past) == (moves(due=0, waited=0), moves(due=2, waited=5))
    assert str(caught.value) == standstill(due=2, waited=6)


def test_health_command_when_somebody_drained_in_the_morning_is_good_all_day():
    with time_machine.travel(MORNING, tick=False):
        call_command("openbadges_drain", stdout=StringIO())

    with time_machine.travel(MORNING + timedelta(hours=12), tick=False):
        assert look() == moves(due=0, waited=0)


def test_health_command_on_a_site_made_in_the_afternoon_gives_the_first_drain_five_minutes():
    afternoon = MORNING + timedelta(hours=8)
    with time_machine.travel(afternoon, tick=False):
        at_once = look()

    with time_machine.travel(afternoon + timedelta(minutes=6), tick=False), pytest.raises(CommandError) as caught:
        look()

    assert at_once == moves(due=2, waited=0)
    assert str(caught.value) == standstill(due=2, waited=6)


def refuse(execute, sql, params, many, context):
    raise OperationalError("database is locked")


def test_health_command_when_the_database_does_not_answer_names_it_and_exits_with_another_code():
    with connection.execute_wrapper(refuse), pytest.raises(CommandError) as caught:
        look()

    assert (str(caught.value), caught.value.returncode) == (
        "The database does not answer, so nobody can know whether the outbox moves: database is locked",
        2,
    )


@pytest.mark.parametrize(("name", "checks"), [("openbadges_health", ()), ("openbadges_drain", "__all__")])
def test_health_command_looks_at_the_jobs_alone_and_the_drain_at_the_settings_too(name, checks):
    command = load_command_class("wagtail_openbadges", name)

    assert command.requires_system_checks == checks


def test_drain_command_reports_what_it_did():
    out = StringIO()
    # Before the morning, when the job of the day is not due yet.
    with time_machine.travel(datetime(2026, 12, 1, 3, tzinfo=UTC), tick=False):
        job("unknown", run_after=timezone.now() - timedelta(seconds=1))
        call_command("openbadges_drain", stdout=out)

    assert out.getvalue() == "0 done, 0 postponed, 1 failed, 0 taken over.\n"


def test_drain_command_with_retry_failed_and_no_time_says_that_jobs_remain():
    out = StringIO()
    job("broken", state=JobState.FAILED, run_after=timezone.now())

    call_command("openbadges_drain", "--retry-failed", "--seconds=0", stdout=out)

    assert out.getvalue().splitlines() == [
        "1 failed jobs wait again.",
        "0 done, 0 postponed, 0 failed, 0 taken over.",
        "The time is over and some jobs are still due: run this command again.",
    ]
