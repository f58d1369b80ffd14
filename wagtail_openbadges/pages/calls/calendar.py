"""The deadlines of the rounds below a list of calls, for calendars (RFC 5545)."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from icalendar import Event

from ...authoring.below import address_of
from ...authoring.calendars import answer, new_calendar, on_the_clock, zones
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
    closings = defaultdict(list)
    for row in kept:
        closings[row.form.zone_name].append(row.form.closes_at)
    calendar = new_calendar(index.title, "calls")
    for zone in zones(closings):
        calendar.add_component(zone)
    for row in kept:
        calendar.add_component(_closing(row, address_of(pages[row.page_id], request)))
    return answer(calendar, "deadlines.ics")


def _closing(row: ListedRound, address: str) -> Event:
    form = row.form
    event = Event()
    event.add("uid", str(form.opening.uuid))
    event.add("dtstamp", row.updated_at.astimezone(UTC))
    event.add("sequence", form.number)
    event.add("dtstart", on_the_clock(form.closes_at, form.zone_name))
    event.add("summary", _("Closing of %(call)s") % {"call": row.name})
    event.add("description", writable("\n".join(filter(None, [row.state.sentence, row.call.promise, address]))))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event
