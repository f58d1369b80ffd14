"""One worker holds a job; whoever comes back too late writes nothing."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from wagtail_openbadges.jobs import LeaseLostError, drain
from wagtail_openbadges.jobs.leases import due, lease, take
from wagtail_openbadges.jobs.registry import HANDLERS
from wagtail_openbadges.models import JobState, OutboxJob


def job(key="a", **values):
    values = {"run_after": timezone.now() - timedelta(seconds=1)} | values
    return OutboxJob.objects.create(kind="sign", key=key, **values)


@pytest.mark.django_db
def test_lease_of_a_job_that_was_taken_since_it_was_read_is_refused():
    job()
    ours, theirs = OutboxJob.objects.get(), OutboxJob.objects.get()

    first, second = lease(theirs), lease(ours)

    assert first is not None
    assert second is None
    assert OutboxJob.objects.get().attempts == 1


@pytest.mark.django_db
def test_take_with_a_job_in_hand_finds_none():
    job()
    take(due(timezone.now()))

    again = take(due(timezone.now()))

    assert again is None


@pytest.mark.django_db
def test_take_after_the_lease_is_over_gives_the_job_to_the_next_worker():
    job(state=JobState.RUNNING, leased_until=timezone.now() - timedelta(seconds=1), attempts=1)

    taken, fence = take(due(timezone.now()))

    assert (taken.key, fence.key) == ("a", "a")
    assert OutboxJob.objects.get().attempts == 2


@pytest.mark.django_db
def test_fence_while_the_lease_is_held_renews_it():
    job()
    _, fence = take(due(timezone.now()))
    nearly_over = timezone.now() + timedelta(seconds=1)
    OutboxJob.objects.update(leased_until=nearly_over)

    fence.check()

    assert OutboxJob.objects.get().leased_until > nearly_over


@pytest.mark.django_db
def test_fence_after_another_worker_took_the_job_refuses():
    job()
    _, slow = take(due(timezone.now()))
    OutboxJob.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    take(due(timezone.now()))

    with pytest.raises(LeaseLostError) as caught:
        slow.check()

    assert caught.value.code == "job_lease_lost"


@pytest.mark.django_db
def test_drain_that_lost_its_lease_leaves_the_row_to_the_other_worker(monkeypatch):
    def slow(payload, fence):
        OutboxJob.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
        take(due(timezone.now()))
        fence.check()

    monkeypatch.setitem(HANDLERS, "sign", slow)
    job()

    outcome = drain()

    left = OutboxJob.objects.get()
    assert (outcome.lost, outcome.done, outcome.postponed) == (1, 0, 0)
    assert (left.state, left.attempts, left.last_error) == (JobState.RUNNING, 2, "")


@pytest.mark.django_db(transaction=True)
def test_drain_by_four_workers_at_once_does_each_job_once(monkeypatch):
    jobs, workers = 40, 4
    lock, done, outcomes = threading.Lock(), [], []

    def work(payload, fence):
        with lock:
            done.append(payload["n"])

    def worker(barrier):
        barrier.wait()
        outcomes.append(drain())
        connection.close()

    monkeypatch.setitem(HANDLERS, "sign", work)
    for n in range(jobs):
        job(f"job:{n}", payload={"n": n})
    barrier = threading.Barrier(workers)
    threads = [threading.Thread(target=worker, args=(barrier,)) for _ in range(workers)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(done) == list(range(jobs))
    assert sum(outcome.done for outcome in outcomes) == jobs
    assert set(OutboxJob.objects.values_list("state", "attempts")) == {(JobState.DONE, 1)}
