"""Write down what must happen once the running transaction is committed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..models import JobState, OutboxJob
from . import kick
from .errors import JobError


def enqueue(kind: str, key: str, payload: dict[str, Any], *, run_after: datetime | None = None) -> None:
    """Keep a job in the caller's transaction: either both are kept or none.

    Args:
        kind: Which handler does it.
        key: The occasion, such as `mail:<uuid>:accepted`. A key that was used before is left alone.
        payload: Ids only; a mail's words and addresses are read when it leaves.
        run_after: The earliest instant, now by default.

    Raises:
        JobError: No transaction is running.
    """
    enqueue_many(kind, {key: payload}, run_after=run_after)


def enqueue_many(kind: str, jobs: Mapping[str, dict[str, Any]], *, run_after: datetime | None = None) -> None:
    """Keep many jobs of one kind at once, as `enqueue` keeps one.

    Args:
        kind: Which handler does them.
        jobs: The payload of each key.
        run_after: The earliest instant, now by default.

    Raises:
        JobError: No transaction is running.
    """
    if not transaction.get_connection().in_atomic_block:
        raise JobError("job_outside_transaction", key=next(iter(jobs), ""))
    when = run_after or timezone.now()
    rows = [OutboxJob(kind=kind, key=key, payload=payload, run_after=when) for key, payload in jobs.items()]
    # ON CONFLICT DO NOTHING: on PostgreSQL an IntegrityError would end the caller's transaction.
    OutboxJob.objects.bulk_create(rows, ignore_conflicts=True)
    for key in jobs:
        kick.after_commit(key)


def is_enqueued(key: str) -> bool:
    """Say whether an occasion has its job already, done or not."""
    return OutboxJob.objects.filter(key=key).exists()


def retry_failed() -> int:
    """Give every failed job a fresh start, once its cause is mended; return how many there were."""
    failed = OutboxJob.objects.filter(state=JobState.FAILED)
    return failed.update(state=JobState.WAITING, attempts=0, run_after=timezone.now())
