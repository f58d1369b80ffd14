"""What happens once a day: whoever looks first on a day, a drain or the health check, writes its job.

It is keyed by the day, so that there is but one.
"""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from ..models import OutboxJob
from .registry import DAILY

MORNING = time(7)
"""On the clock of the site."""


def plan(now: datetime) -> None:
    """Keep today's job of each daily kind, unless it is there; one that is kept after the morning is not late by that.

    Nobody is kicked: a drain is at work already, or the health check wants to see whether one comes by itself.

    Args:
        now: aware.
    """
    today = timezone.localtime(now).date()
    morning = timezone.make_aware(datetime.combine(today, MORNING))
    keys = {f"{kind}:{today.isoformat()}": kind for kind in DAILY}
    known = set(OutboxJob.objects.filter(key__in=keys).values_list("key", flat=True))
    missing = [
        OutboxJob(kind=kind, key=key, payload={"day": today.isoformat()}, run_after=max(morning, now))
        for key, kind in keys.items()
        if key not in known
    ]
    # Asked each minute: a look that finds nothing missing must not wait for the lock of whoever writes.
    if missing:
        OutboxJob.objects.bulk_create(missing, ignore_conflicts=True)
