"""A commit kicks the outbox once; what no kick did is found each minute."""

import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone
from django_q.models import OrmQ, Schedule

from wagtail_openbadges.jobs import enqueue, kick
from wagtail_openbadges.jobs.registry import HANDLERS
from wagtail_openbadges.models import JobState, OutboxJob


@pytest.fixture
def done(monkeypatch):
    keys = []
    monkeypatch.setitem(HANDLERS, "sign", lambda payload, fence: keys.append(fence.key))
    return keys


@pytest.fixture
def inline(settings):
    settings.WAGTAIL_OPENBADGES = settings.WAGTAIL_OPENBADGES | {"JOBS": "inline"}


def due_job(key):
    return OutboxJob.objects.create(kind="sign", key=key, run_after=timezone.now() - timedelta(seconds=1))


def tasks():
    return [task.func() for task in OrmQ.objects.all()]


@pytest.mark.django_db(transaction=True)
def test_commit_with_several_jobs_asks_the_queue_for_one_drain(done):
    with transaction.atomic():
        enqueue("sign", "a", {})
        with transaction.atomic():
            enqueue("sign", "b", {})
        enqueue("sign", "c", {})
        before = tasks()

    assert (before, tasks()) == ([], [kick.TASK])
    assert done == []


@pytest.mark.django_db(transaction=True)
def test_commit_when_the_first_job_was_in_an_inner_block_asks_once_too(done):
    with transaction.atomic():
        with transaction.atomic():
            enqueue("sign", "a", {})
        enqueue("sign", "b", {})

    assert tasks() == [kick.TASK]


@pytest.mark.django_db(transaction=True)
def test_commit_after_the_block_of_the_first_job_was_rolled_back_still_asks(done):
    with transaction.atomic():
        with transaction.atomic():
            enqueue("sign", "a", {})
            transaction.set_rollback(True)
        enqueue("sign", "b", {})

    assert tasks() == [kick.TASK]


@pytest.mark.django_db(transaction=True)
def test_commit_with_blocks_side_by_side_serves_the_one_that_is_kept(inline, done):
    with transaction.atomic():
        with transaction.atomic():
            enqueue("sign", "a", {})
        with transaction.atomic():
            enqueue("sign", "b", {})
            transaction.set_rollback(True)

    assert done == ["a"]


@pytest.mark.django_db(transaction=True)
def test_rollback_asks_for_nothing(done):
    with transaction.atomic():
        enqueue("sign", "a", {})
        transaction.set_rollback(True)

    assert tasks() == []


@pytest.mark.django_db(transaction=True)
def test_commit_inline_does_the_jobs_of_its_own_transaction_only(inline, done):
    due_job("of-somebody-else")

    with transaction.atomic():
        enqueue("sign", "a", {})
        enqueue("sign", "b", {})

    assert done == ["a", "b"]
    assert OutboxJob.objects.get(key="of-somebody-else").state == JobState.WAITING
    assert tasks() == []


@pytest.mark.django_db(transaction=True)
def test_commit_of_a_second_transaction_gives_a_kick_of_its_own(inline, done):
    for key in ("a", "b"):
        with transaction.atomic():
            transaction.on_commit(lambda: None)
            enqueue("sign", key, {})

    assert done == ["a", "b"]


@pytest.mark.django_db(transaction=True)
def test_job_that_makes_another_has_it_done_by_the_same_drain(inline, monkeypatch):
    steps = []

    def work(payload, fence):
        steps.append(f"{fence.key} begins")
        if payload.get("then"):
            with transaction.atomic():
                enqueue("sign", payload["then"], {})
        steps.append(f"{fence.key} ends")

    monkeypatch.setitem(HANDLERS, "sign", work)
    due_job("of-somebody-else")

    with transaction.atomic():
        enqueue("sign", "a", {"then": "b"})

    assert steps == ["a begins", "a ends", "b begins", "b ends"]
    assert dict(OutboxJob.objects.values_list("key", "state")) == {
        "a": JobState.DONE,
        "b": JobState.DONE,
        "of-somebody-else": JobState.WAITING,
    }


@pytest.mark.django_db(transaction=True)
def test_job_that_another_made_has_no_more_time_than_what_the_drain_has_left(inline, monkeypatch):
    done = []

    def work(payload, fence):
        done.append(fence.key)
        if payload.get("then"):
            with transaction.atomic():
                enqueue("sign", payload["then"], {})
            time.sleep(kick.INLINE_SECONDS)

    monkeypatch.setitem(HANDLERS, "sign", work)
    monkeypatch.setattr(kick, "INLINE_SECONDS", 0.5)

    with transaction.atomic():
        enqueue("sign", "a", {"then": "b"})

    assert done == ["a"]
    assert OutboxJob.objects.get(key="b").state == JobState.WAITING


@pytest.mark.django_db(transaction=True)
def test_commit_when_the_broker_does_not_answer_keeps_the_job_and_raises_nothing(done, settings, caplog):
    settings.WAGTAIL_OPENBADGES = settings.WAGTAIL_OPENBADGES | {"JOBS": "queue"}
    with connection.schema_editor() as editor:
        editor.delete_model(OrmQ)

    with transaction.atomic():
        enqueue("sign", "a", {})

    with connection.schema_editor() as editor:
        editor.create_model(OrmQ)
    assert OutboxJob.objects.get().state == JobState.WAITING
    assert "Kick.give" in caplog.text


@pytest.mark.django_db
def test_run_with_everything_done_asks_for_nothing_more(done):
    # Before the morning, when the job of the day is not due yet.
    with time_machine.travel(datetime(2026, 12, 1, 3, tzinfo=UTC), tick=False):
        due_job("a")
        drained = kick.run()

    assert (drained.done, drained.remaining, done, tasks()) == (1, False, ["a"], [])


@pytest.mark.django_db
def test_run_when_the_time_is_over_asks_for_another_drain(done):
    due_job("a")

    drained = kick.run(seconds=0)

    assert (drained.remaining, tasks()) == (True, [kick.TASK])


@pytest.mark.django_db
def test_run_inline_when_the_time_is_over_leaves_the_rest_to_cron(inline, done):
    due_job("a")

    drained = kick.run(seconds=0)

    assert (drained.remaining, tasks()) == (True, [])


@pytest.mark.django_db
def test_schedule_after_migrate_is_made_once_and_respects_what_was_changed():
    Schedule.objects.all().delete()

    kick.schedule(using="default")
    Schedule.objects.update(minutes=5)
    kick.schedule(using="default")

    found = Schedule.objects.get()
    assert (found.func, found.schedule_type, found.minutes, found.repeats) == (kick.TASK, Schedule.MINUTES, 5, -1)


@pytest.mark.django_db
def test_schedule_without_django_q_makes_nothing(monkeypatch):
    Schedule.objects.all().delete()
    monkeypatch.delitem(apps.app_configs, "django_q")

    kick.schedule(using="default")

    assert apps.is_installed("django_q") is False
    assert Schedule.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_schedule_before_the_tables_of_django_q_exist_makes_nothing():
    Schedule.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.delete_model(Schedule)

    kick.schedule(using="default")

    with connection.schema_editor() as editor:
        editor.create_model(Schedule)
    assert Schedule.objects.count() == 0


@pytest.mark.django_db
def test_schedule_that_two_migrations_made_at_once_is_left_as_it_is():
    Schedule.objects.all().delete()
    kick.schedule(using="default")
    Schedule.objects.create(name=kick.SCHEDULE, func=kick.TASK, schedule_type=Schedule.MINUTES, minutes=1)

    kick.schedule(using="default")

    assert Schedule.objects.filter(name=kick.SCHEDULE).count() == 2
