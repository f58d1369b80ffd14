"""Say whether the outbox moves.

A django-q2 cluster that lost the wrong process hangs for good while it looks alive. Only the jobs tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, F, Min, When

from ..models import JobState, OutboxJob
from .leases import due

PATIENCE = timedelta(minutes=5)


@dataclass(frozen=True)
class Health:
    """How late the outbox is."""

    due: int
    failed: int
    late_by: timedelta

    @property
    def is_good(self) -> bool:
        return self.late_by <= PATIENCE


def health(now: datetime) -> Health:
    """Look at the oldest job that waits for a worker; failed jobs wait for a person, and are only counted."""
    since = Case(When(state=JobState.RUNNING, then=F("leased_until")), default=F("run_after"))
    found = due(now).aggregate(count=Count("pk"), oldest=Min(since))
    return Health(
        due=found["count"],
        failed=OutboxJob.objects.filter(state=JobState.FAILED).count(),
        late_by=now - (found["oldest"] or now),
    )
