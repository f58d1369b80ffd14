"""Who may work on a job, and until when.

A lease is taken by one UPDATE that must change one row, so two workers never hold the same one. Each lease has a
token of its own: a worker that comes back too late finds another token in the row, and its result is not written.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from ..models import JobState, OutboxJob
from .errors import LeaseLostError

LEASE = timedelta(seconds=60)


@dataclass(frozen=True)
class Fence:
    """What a handler holds while the job is its own. `key` names the occasion and never changes."""

    job: int
    key: str
    token: uuid.UUID

    def check(self) -> None:
        """Renew the lease, or raise `LeaseLostError`.

        Inside the transaction that writes the result, this also locks the job's row until that transaction ends:
        nobody can take the job between the check and the commit.
        """
        if not self._write(leased_until=timezone.now() + LEASE):
            raise LeaseLostError("job_lease_lost", key=self.key)

    def release(self, **values: Any) -> bool:
        """End the lease and write what became of the job; False when the lease was lost before."""
        return self._write(lease_token=None, leased_until=None, **values)

    def _write(self, **values: Any) -> bool:
        return OutboxJob.objects.filter(pk=self.job, lease_token=self.token).update(**values) == 1


def due(now: datetime, keys: Collection[str] | None = None) -> QuerySet[OutboxJob]:
    """Return the jobs whose time has come and the jobs whose worker did not come back, without those in hand."""
    jobs = OutboxJob.objects.filter(
        Q(state=JobState.WAITING, run_after__lte=now) | Q(state=JobState.RUNNING, leased_until__lte=now)
    )
    return jobs if keys is None else jobs.filter(key__in=keys)


def take(jobs: QuerySet[OutboxJob]) -> tuple[OutboxJob, Fence] | None:
    """Lease the oldest of these jobs, if any is left.

    PostgreSQL skips the rows that other workers are taking at this moment; SQLite ignores that wish, and the
    UPDATE of `lease` decides alone.
    """
    with transaction.atomic():
        job = jobs.select_for_update(skip_locked=True).order_by("run_after", "pk").first()
        fence = lease(job) if job is not None else None
        return (job, fence) if job is not None and fence is not None else None


def lease(job: OutboxJob) -> Fence | None:
    """Take the job as it was read; None when somebody took it since.

    The attempt is counted before the work, because the work may kill us.
    """
    token = uuid.uuid4()
    unchanged = OutboxJob.objects.filter(pk=job.pk, state=job.state, lease_token=job.lease_token)
    taken = unchanged.update(
        state=JobState.RUNNING,
        lease_token=token,
        leased_until=timezone.now() + LEASE,
        attempts=job.attempts + 1,
    )
    job.attempts += 1
    return Fence(job.pk, job.key, token) if taken == 1 else None
