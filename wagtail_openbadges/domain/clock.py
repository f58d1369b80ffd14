"""From a date and an hour typed for a place to the one instant that they mean there.

Editors write the clock of the call, wherever they sit: nothing here looks at the time zone of the request.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

from .errors import ScheduleError

LOCAL_FORMAT = "%Y-%m-%dT%H:%M"


def zone(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name.

    Raises:
        ScheduleError: `unknown_zone`.
    """
    if name not in available_timezones():
        raise ScheduleError("unknown_zone")
    return ZoneInfo(name)


def instant_of(local: str, zone_name: str, *, is_end: bool = False) -> datetime | None:
    """Return the instant of a local date and hour; None when nothing was typed.

    In the night when clocks go back, an hour happens twice: something that ends takes the later one, something that
    begins the earlier one, so that nobody loses an hour.

    Args:
        local: `YYYY-MM-DDTHH:MM`, or empty.
        zone_name: IANA name, such as `Europe/Paris`.
        is_end: the instant closes something.

    Returns:
        Aware UTC.

    Raises:
        ScheduleError: `unknown_zone`, `local_unreadable`, or `local_skipped` for an hour that the clocks jump over.
    """
    if not local:
        return None
    place = zone(zone_name)
    try:
        # The text is kept as it was typed: the zone follows on the next line.
        typed = datetime.strptime(local, LOCAL_FORMAT)  # noqa: DTZ007
        instant = typed.replace(tzinfo=place, fold=int(is_end)).astimezone(UTC)
        back = instant.astimezone(place).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise ScheduleError("local_unreadable") from None
    if back != typed:
        raise ScheduleError("local_skipped", local=local.replace("T", " "))
    return instant
