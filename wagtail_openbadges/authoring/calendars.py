"""Files for calendars (RFC 5545), with the clocks of the places that they speak of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from icalendar import Calendar, Component, Timezone, vDDDLists, vDDDTypes

from ..intake.cells import writable

MARGIN = timedelta(days=365)
"""How far around its instants a clock is described."""

EARLIEST = datetime.min.replace(tzinfo=UTC) + MARGIN
LATEST = datetime.max.replace(tzinfo=UTC) - 2 * MARGIN
"""The instants around which a clock can be described: beyond, no date has a year before or after it."""


def new_calendar(title: str, kind: str) -> Calendar:
    """Begin a calendar.

    Args:
        title: what readers call it.
        kind: what it holds, in one word for programs: `calls`.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//wagtail-openbadges//{kind}//EN")
    calendar.add("version", "2.0")
    calendar.add("name", writable(title))
    calendar.add("x-wr-calname", writable(title))
    return calendar


def on_the_clock(instant: datetime, zone_name: str) -> datetime:
    """Return an instant as the clock of a place shows it.

    An hour that happens twice is the first one for calendars (RFC 5545, 3.3.5): the second one is written in UTC.
    """
    local = instant.astimezone(ZoneInfo(zone_name))
    return instant.astimezone(UTC) if local.fold else local


def zones(instants_by_zone: Mapping[str, Iterable[datetime]]) -> list[Timezone]:
    """Describe the clock of each zone, as far as its instants reach; each zone has at least one."""
    described = []
    for name, instants in sorted(instants_by_zone.items()):
        ordered = sorted(instants)
        first, last = max(ordered[0], EARLIEST) - MARGIN, min(ordered[-1], LATEST) + MARGIN
        zone = Timezone.from_tzinfo(ZoneInfo(name), name, first_date=first.date(), last_date=last.date())
        for part in zone.subcomponents:
            _begin_on_the_old_clock(part, ZoneInfo(name))
        described.append(zone)
    return described


def _begin_on_the_old_clock(part: Component, place: ZoneInfo) -> None:
    """Write when clocks change as the clock shows it that is changed (RFC 5545, 3.6.5): icalendar takes the new one."""
    before, after = part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td

    def begun(typed: datetime) -> datetime:
        just_before = (typed - before - timedelta(seconds=1)).replace(tzinfo=UTC).astimezone(place)
        return typed - (after - before) if just_before.utcoffset() == after else typed

    if before == after:
        return
    part["DTSTART"] = vDDDTypes(begun(part["DTSTART"].dt))
    if "RDATE" in part:
        rows = part["RDATE"] if isinstance(part["RDATE"], list) else [part["RDATE"]]
        part["RDATE"] = vDDDLists([begun(value.dt) for row in rows for value in row.dts])


def answer(calendar: Calendar, filename: str) -> HttpResponse:
    """Answer a calendar as a file."""
    return HttpResponse(
        calendar.to_ical(),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
