"""Do the jobs that are due, one of each kind in turn."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from traceback import extract_tb

from django.utils import timezone

from ..models import JobState, OutboxJob
from .leases import Fence, due, take
from .registry import HANDLERS

logger = logging.getLogger(__name__)

SECONDS = 30.0
MAX_ATTEMPTS = 10
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)


@dataclass(frozen=True)
class Drained:
    """What one drain did, in jobs."""

    done: int
    postponed: int
    failed: int
    lost: int
    remaining: bool
    """Whether it stopped with due jobs left that nobody holds."""


def drain(*, seconds: float = SECONDS, keys: Collection[str] | None = None) -> Drained:
    """Do what is due, until nothing is or the time is over; only the jobs of these keys, if any are given.

    Kinds take turns, so that ten thousand signatures never keep one mail waiting.
    """
    stop = time.monotonic() + seconds
    counts: Counter[str] = Counter()
    while kinds := _kinds_due(keys):
        for kind in kinds:
            if time.monotonic() >= stop:
                return _drained(counts, remaining=True)
            taken = take(due(timezone.now(), keys).filter(kind=kind))
            if taken is not None:
                counts[_work_on(*taken)] += 1
    return _drained(counts, remaining=False)


def _kinds_due(keys: Collection[str] | None) -> list[str]:
    return list(due(timezone.now(), keys).order_by("kind").values_list("kind", flat=True).distinct())


def _drained(counts: Counter[str], *, remaining: bool) -> Drained:
    return Drained(
        done=counts[JobState.DONE],
        postponed=counts[JobState.WAITING],
        failed=counts[JobState.FAILED],
        lost=counts["lost"],
        remaining=remaining,
    )


def _work_on(job: OutboxJob, fence: Fence) -> str:
    """Do a leased job, write what became of it, and return that."""
    state, error = _attempt(job, fence)
    if error:
        logger.warning("Job %s, attempt %d: %s", job.key, job.attempts, error)
    now = timezone.now()
    held = fence.release(
        state=state,
        last_error=error[:300],
        done_at=now if state == JobState.DONE else None,
        run_after=now + pause_after(job.attempts) if state == JobState.WAITING else job.run_after,
    )
    return state if held else "lost"


def _attempt(job: OutboxJob, fence: Fence) -> tuple[JobState, str]:
    """Return the next state of the job and what went wrong, in words that hold nothing personal."""
    handler = HANDLERS.get(job.kind)
    if handler is None:
        return JobState.FAILED, "No handler is registered for this kind of job."
    if job.attempts > MAX_ATTEMPTS:
        return JobState.FAILED, "The worker stopped without a word at each attempt."
    try:
        handler(job.payload, fence)
    except Exception as error:  # noqa: BLE001 - the one border where any fault of a handler becomes a visible row
        return JobState.FAILED if job.attempts >= MAX_ATTEMPTS else JobState.WAITING, describe(error)
    return JobState.DONE, ""


def pause_after(attempts: int) -> timedelta:
    """Wait twice as long after each attempt."""
    return min(FIRST_PAUSE * 2.0 ** (attempts - 1), LONGEST_PAUSE)


def describe(error: Exception) -> str:
    """Name an exception and where it came from. Its message is left out: mail servers write addresses into theirs."""
    frame = extract_tb(error.__traceback__)[-1]
    code = getattr(error, "code", "")
    name = f"{type(error).__qualname__} ({code})" if isinstance(code, str) and code else type(error).__qualname__
    return f"{name} at {Path(frame.filename).name}:{frame.lineno}"
