"""Jobs are kept with the transaction that asks for them, once."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from wagtail_openbadges.jobs import JobError, enqueue, retry_failed
from wagtail_openbadges.models import JobState, OutboxJob


@pytest.mark.django_db
def test_enqueue_inside_a_transaction_keeps_the_job():
    later = timezone.now() + timedelta(days=1)

    with transaction.atomic():
        enqueue("mail", "mail:1:accepted", {"submission": 1}, run_after=later)

    job = OutboxJob.objects.get()
    assert (job.kind, job.key, job.payload, job.run_after) == ("mail", "mail:1:accepted", {"submission": 1}, later)
    assert (job.state, job.attempts) == (JobState.WAITING, 0)


@pytest.mark.django_db(transaction=True)
def test_enqueue_outside_a_transaction_is_refused():
    with pytest.raises(JobError) as caught:
        enqueue("mail", "mail:1:accepted", {})

    assert caught.value.code == "job_outside_transaction"
    assert OutboxJob.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_enqueue_in_a_transaction_that_is_rolled_back_keeps_nothing():
    with transaction.atomic():
        enqueue("mail", "mail:1:accepted", {})
        transaction.set_rollback(True)

    assert OutboxJob.objects.count() == 0


@pytest.mark.django_db
def test_enqueue_with_a_key_that_is_known_leaves_the_first_job_and_the_transaction_alone():
    with transaction.atomic():
        enqueue("mail", "mail:1:accepted", {"submission": 1})
        enqueue("mail", "mail:1:accepted", {"submission": 2})
        enqueue("mail", "mail:2:accepted", {"submission": 2})

    assert list(OutboxJob.objects.values_list("key", "payload")) == [
        ("mail:1:accepted", {"submission": 1}),
        ("mail:2:accepted", {"submission": 2}),
    ]


@pytest.mark.django_db
def test_retry_failed_after_the_cause_is_mended_starts_failed_jobs_afresh():
    now = timezone.now()
    OutboxJob.objects.create(kind="mail", key="broken", state=JobState.FAILED, attempts=10, run_after=now)
    OutboxJob.objects.create(kind="mail", key="sent", state=JobState.DONE, attempts=1, run_after=now)

    revived = retry_failed()

    assert revived == 1
    assert list(OutboxJob.objects.values_list("key", "state", "attempts")) == [
        ("broken", JobState.WAITING, 0),
        ("sent", JobState.DONE, 1),
    ]
