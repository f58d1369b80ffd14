"""The deadlines of the rounds below a list of calls, for calendars (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone

from ...intake.cells import writable
from . import below
from .below import ListedRound

if TYPE_CHECKING:
    from .mixins import CallIndexPageMixin

KEPT = timedelta(days=365)
"""How long a deadline stays in the calendar."""

LIMIT = 500
"""How many deadlines the calendar holds, those that come last first."""


def deadlines(
    index: CallIndexPageMixin, rounds: list[ListedRound], request: HttpRequest, *, now: datetime
) -> HttpResponse:
    """Write one event for each closing, at the clock of its round."""
    kept = [row for row in rounds if row.form.closes_at and row.form.closes_at > now - KEPT]
    kept = sorted(kept, key=lambda row: row.form.closes_at, reverse=True)[:LIMIT]
    pages = below.pages_of(index, kept)
    calendar = Calendar()
    calendar.add("prodid", "-//wagtail-openbadges//calls//EN")
    calendar.add("version", "2.0")
    calendar.add("name", writable(index.title))
    calendar.add("x-wr-calname", writable(index.title))
    for zone in _zones(kept):
        calendar.add_component(zone)
    for row in kept:
        calendar.add_component(_closing(row, below.address_of(pages[row.page_id], request)))
    return HttpResponse(
        calendar.to_ical(),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="deadlines.ics"'},
    )


def _closing(row: ListedRound, address: str) -> Event:
    form = row.form
    event = Event()
    event.add("uid", str(form.opening.uuid))
    event.add("dtstamp", row.updated_at.astimezone(UTC))
    event.add("sequence", form.number)
    event.add("dtstart", _on_the_clock(form.closes_at, form.zone_name))
    event.add("summary", _("Closing of %(call)s") % {"call": row.name})
    event.add("description", writable("\n".join(filter(None, [row.state.sentence, row.call.promise, address]))))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event


def _on_the_clock(instant: datetime, zone_name: str) -> datetime:
    """Return an instant as the clock of a place shows it.

    An hour that happens twice is the first one for calendars (RFC 5545, 3.3.5): the second one is written in UTC.
    """
    local = instant.astimezone(ZoneInfo(zone_name))
    return instant.astimezone(UTC) if local.fold else local


def _zones(rounds: list[ListedRound]) -> list[Timezone]:
    """Describe the clocks of some rounds, as far as their closings reach."""
    closings: dict[str, list[datetime]] = {}
    for row in rounds:
        closings.setdefault(row.form.zone_name, []).append(row.form.closes_at)
    return [
        Timezone.from_tzinfo(
            ZoneInfo(name),
            name,
            first_date=(min(instants) - KEPT).date(),
            last_date=(max(instants) + KEPT).date(),
        )
        for name, instants in sorted(closings.items())
    ]
