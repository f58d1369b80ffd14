"""Due jobs are done, faults become visible rows, and kinds take turns."""

from datetime import timedelta

import pytest
from django.utils import timezone

from wagtail_openbadges.jobs import Drained, JobError, drain, register
from wagtail_openbadges.jobs.drain import MAX_ATTEMPTS, describe, pause_after
from wagtail_openbadges.jobs.registry import HANDLERS
from wagtail_openbadges.models import JobState, OutboxJob

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch):
    """The payloads that the handlers of `sign` and `mail` were given, in order."""
    payloads = []
    for kind in ("sign", "mail"):
        monkeypatch.setitem(HANDLERS, kind, lambda payload, fence: payloads.append(payload["n"]))
    return payloads


def job(key, *, kind="sign", n=0, **values):
    values = {"run_after": timezone.now() - timedelta(seconds=1)} | values
    return OutboxJob.objects.create(kind=kind, key=key, payload={"n": n}, **values)


def drained(*, done=0, postponed=0, failed=0, lost=0, remaining=False):
    return Drained(done=done, postponed=postponed, failed=failed, lost=lost, remaining=remaining)


def test_drain_with_due_jobs_does_each_once(done):
    job("a", n=1)
    job("b", n=2)

    first, second = drain(), drain()

    assert (first, second) == (drained(done=2), drained())
    assert done == [1, 2]
    assert list(OutboxJob.objects.values_list("state", "attempts", "lease_token", "leased_until")) == [
        (JobState.DONE, 1, None, None),
        (JobState.DONE, 1, None, None),
    ]
    assert not OutboxJob.objects.filter(done_at=None).exists()


def test_drain_with_a_job_for_later_leaves_it(done):
    job("a", run_after=timezone.now() + timedelta(minutes=1))

    outcome = drain()

    assert (outcome, done) == (drained(), [])


def test_drain_with_two_kinds_lets_them_take_turns(done):
    for n in range(3):
        job(f"sign:{n}", kind="sign", n=n)
    job("mail", kind="mail", n=100)

    drain()

    assert done == [100, 0, 1, 2]


def test_drain_of_some_keys_leaves_the_others(done):
    job("ours", n=1)
    job("theirs", n=2)

    outcome = drain(keys={"ours"})

    assert (outcome, done) == (drained(done=1), [1])
    assert OutboxJob.objects.get(key="theirs").state == JobState.WAITING


def test_drain_when_the_time_is_over_stops_and_says_that_jobs_remain(done):
    job("a")

    outcome = drain(seconds=0)

    assert (outcome, done) == (drained(remaining=True), [])


def test_drain_with_a_job_of_an_unknown_kind_makes_a_visible_failure():
    job("a", kind="nobody")

    outcome = drain()

    failed = OutboxJob.objects.get()
    assert outcome == drained(failed=1)
    assert (failed.state, failed.last_error) == (
        JobState.FAILED,
        "No handler is registered for this kind of job.",
    )


def test_drain_with_a_fault_postpones_the_job_and_names_the_fault_without_its_words(monkeypatch, caplog):
    def refuse(payload, fence):
        raise ValueError("the server does not know lea@example.org")

    monkeypatch.setitem(HANDLERS, "sign", refuse)
    job("a")
    before = timezone.now()

    outcome = drain()

    postponed = OutboxJob.objects.get()
    assert outcome == drained(postponed=1)
    assert (postponed.state, postponed.attempts, postponed.done_at) == (JobState.WAITING, 1, None)
    assert postponed.last_error.startswith("ValueError at test_drain.py:")
    assert timedelta(seconds=30) <= postponed.run_after - before < timedelta(seconds=40)
    assert "lea@example.org" not in caplog.text + postponed.last_error


def test_drain_after_the_last_attempt_makes_a_visible_failure(monkeypatch):
    def refuse(payload, fence):
        raise ValueError

    monkeypatch.setitem(HANDLERS, "sign", refuse)
    job("a", attempts=MAX_ATTEMPTS - 1)

    outcome = drain()

    assert outcome == drained(failed=1)
    assert OutboxJob.objects.get().state == JobState.FAILED


def test_drain_with_a_job_that_killed_its_worker_each_time_makes_a_visible_failure(done):
    past = timezone.now() - timedelta(seconds=1)
    job("a", state=JobState.RUNNING, leased_until=past, attempts=MAX_ATTEMPTS)

    outcome = drain()

    assert (outcome, done) == (drained(failed=1), [])
    assert OutboxJob.objects.get().last_error == "The worker stopped without a word at each attempt."


def test_drain_with_success_after_a_fault_forgets_the_fault(done):
    job("a", attempts=3, last_error="ValueError at smtplib.py:1")

    drain()

    assert OutboxJob.objects.get().last_error == ""


@pytest.mark.parametrize(
    ("attempts", "pause"),
    [(1, timedelta(seconds=30)), (2, timedelta(minutes=1)), (5, timedelta(minutes=8)), (40, timedelta(hours=6))],
)
def test_pause_after_more_attempts_doubles_up_to_a_limit(attempts, pause):
    assert pause_after(attempts) == pause


def test_describe_an_error_of_ours_gives_its_code():
    with pytest.raises(JobError) as caught:
        raise JobError("job_kind_taken", kind="sign")

    assert describe(caught.value).startswith("JobError (job_kind_taken) at test_drain.py:")


def test_register_a_kind_twice_is_refused(monkeypatch):
    monkeypatch.delitem(HANDLERS, "of-this-test", raising=False)

    def one(payload, fence): ...

    def other(payload, fence): ...

    register("of-this-test", one)
    register("of-this-test", one)
    with pytest.raises(JobError) as caught:
        register("of-this-test", other)

    assert caught.value.code == "job_kind_taken"
    assert HANDLERS.pop("of-this-test") is one
