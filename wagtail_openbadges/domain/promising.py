"""Until when an answer is promised: a structure's closed days are not counted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.conf import settings

from ..models import Issuer, OpeningVersion, Submission
from .clock import instant_of, zone


def due_at(form: OpeningVersion, issuer: Issuer, at: datetime) -> datetime:
    """Return when the answer to a deposit is due, aware.

    It is the end of the day of the results, where the round names a day to come; else so many days after the deposit
    as the form promises, not counting those on which the structure is closed.

    Args:
        form: what the person read before depositing.
        issuer: who answers.
        at: the instant of the deposit, aware.
    """
    zone_name = form.zone_name or settings.TIME_ZONE
    if form.results_on is not None:
        end = instant_of(f"{form.results_on.isoformat()}T23:59", zone_name, is_end=True)
        if end is not None and end > at:
            return end
    return open_days_later(at, form.promised_days, closed=issuer.closed_days, zone_name=zone_name)


def due_day(submission: Submission) -> date | None:
    """Return the day by which an answer is promised, on the clock that the person read; None when none is."""
    if submission.due_at is None:
        return None
    return submission.due_at.astimezone(zone(submission.opening_version.zone_name or settings.TIME_ZONE)).date()


def open_days_later(at: datetime, days: int, *, closed: Collection[str], zone_name: str) -> datetime:
    """Return an instant some open days later, at the same hour of the clock.

    Args:
        at: where one begins to count; that day itself does not count.
        days: how many open days.
        closed: ISO dates of closed days, on the clock of `zone_name`.
        zone_name: IANA name.
    """
    local = at.astimezone(zone(zone_name))
    day, hour = local.date(), local.time()
    shut = frozenset(closed)
    while days:
        day += timedelta(days=1)
        days -= day.isoformat() not in shut
    return datetime.combine(day, time(hour.hour, hour.minute, hour.second, hour.microsecond), local.tzinfo)
