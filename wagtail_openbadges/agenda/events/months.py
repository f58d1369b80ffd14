"""A month of the agenda: its weeks, and the events of each day on the clock of their place."""

from __future__ import annotations

from calendar import MONDAY, Calendar
from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ...authoring.below import pages_below
from ...authoring.filtering import Options, query_of
from ...models import GatheringDate
from ...spans import day_of_month, hour_in_words
from . import below, listing
from .below import ListedEvent
from .states import first_day, last_day, state_of

if TYPE_CHECKING:
    from .mixins import EventIndexPageMixin

FIRST_YEAR, LAST_YEAR = 1970, 2100
"""The years that have pages: robots follow the link to the next month for ever."""

Entry = dict[str, Any]


def month_context(index: EventIndexPageMixin, request: HttpRequest, year: int, month: int) -> dict[str, Any]:
    """Lay out the weeks of a month.

    Args:
        index: the agenda.
        request: its GET parameters choose: topic, place, public.
        year: as it is written in the address.
        month: as it is written in the address.

    Raises:
        Http404: for a month that does not exist, or is too far away.
    """
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise Http404
    first = date(year, month, 1)
    events = below.events_below(index, now=timezone.now())
    options = listing.options_of(events, index)
    chosen = listing.choices(request, options)
    fitting = [event for event in events if listing.fits(event, chosen)]
    shown = [event for event in fitting if any(_is_in(date, event, first) for date in event.dates)]
    query = query_of(chosen)
    return {
        "month_title": _name(first),
        "heading": _heading(len(shown), first, chosen, options),
        "social_url": listing.social_url(request, query),
        "has_events": bool(shown),
        "filters": listing.filters(options, chosen),
        "is_filtered": any(chosen.values()),
        "weekdays": _weekdays(first),
        "weeks": _weeks(first, _entries(shown, first, index, request)),
        "previous": _neighbour(index, first - timedelta(days=1), chosen, request),
        "next": _neighbour(index, _month_after(first), chosen, request),
        "empty": None if shown else _empty(fitting, first, index, chosen, request),
        "list_href": f"{index.get_url(request) or ''}?{query}".rstrip("?&"),
        "follow": listing.follow_links(index, chosen, options, request),
    }


def _month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _name(day: date) -> str:
    return date_format(day, "YEAR_MONTH_FORMAT")


def _is_in(occurrence: GatheringDate, event: ListedEvent, first: date) -> bool:
    zone_name = event.gathering.zone_name
    return first_day(occurrence, zone_name) < _month_after(first) and last_day(occurrence, zone_name) >= first


def _heading(count: int, first: date, chosen: dict[str, str], options: Options) -> str:
    """Say what is shown: "3 events in August 2026 for families"."""
    said = ngettext("%(count)s event in %(month)s", "%(count)s events in %(month)s", count)
    return " ".join([said % {"count": count, "month": _name(first)}, *listing.tails(chosen, options)])


def _weekdays(first: date) -> list[dict[str, str]]:
    """Return the days of a week from Monday on: a short name to see, the whole one to hear."""
    monday = first - timedelta(days=first.weekday())
    days = [monday + timedelta(days=number) for number in range(7)]
    return [{"short": date_format(day, "D"), "name": capfirst(date_format(day, "l"))} for day in days]


def _weeks(first: date, entries: dict[date, list[Entry]]) -> list[list[dict[str, Any]]]:
    """Return the days of each week; those of other months are empty."""
    today = timezone.localdate()
    return [
        [
            {
                "date": day,
                # What small screens read before and after the number.
                "words": day_of_month(day).partition(str(day.day)),
                "is_in_month": day.month == first.month,
                "is_today": day == today,
                "entries": entries[day] if day.month == first.month else [],
            }
            for day in week
        ]
        for week in Calendar(MONDAY).monthdatescalendar(first.year, first.month)
    ]


def _entries(
    events: list[ListedEvent], first: date, index: EventIndexPageMixin, request: HttpRequest
) -> dict[date, list[Entry]]:
    """Return what each day of a month holds, what has begun before first."""
    pages = below.pages_of(events, pages_below(index)) if events else {}
    entries: dict[date, list[Entry]] = defaultdict(list)
    for event in events:
        href = pages[event.page_id].get_url(request)
        for occurrence in event.dates:
            for day in _days(occurrence, event.gathering.zone_name, first):
                entries[day].append(_entry(event, occurrence, day, href))
    for day in entries:
        entries[day].sort(key=lambda entry: (entry["order"], entry["title"]))
    return entries


def _days(occurrence: GatheringDate, zone_name: str, first: date) -> list[date]:
    """Return the days of a date that are in a month."""
    begins = max(first_day(occurrence, zone_name), first)
    ends = min(last_day(occurrence, zone_name), _month_after(first) - timedelta(days=1))
    return [begins + timedelta(days=number) for number in range((ends - begins).days + 1)]


def _entry(event: ListedEvent, occurrence: GatheringDate, day: date, href: str) -> Entry:
    state = state_of(event.gathering.status, is_over=False)
    zone_name = event.gathering.zone_name
    begins = occurrence.starts_at.astimezone(ZoneInfo(zone_name))
    has_hour = not occurrence.is_all_day and day == begins.date()
    return {
        "title": event.title,
        "href": href,
        "hour": _hour_on(occurrence, day, zone_name),
        "order": f"{begins:%H:%M}" if has_hour else "",
        "state": state.key if state else "",
        "state_label": state.label if state else "",
        "lang": event.language if event.language != get_language() else "",
    }


def _hour_on(occurrence: GatheringDate, day: date, zone_name: str) -> str:
    """Say when an event is on one of its days: from when on the first, until when on the last."""
    if occurrence.is_all_day:
        return _("all day")
    if day == first_day(occurrence, zone_name):
        return hour_in_words(occurrence.starts_at.astimezone(ZoneInfo(zone_name)))
    if day < last_day(occurrence, zone_name):
        return _("all day")
    return _("until %(hour)s") % {"hour": hour_in_words(occurrence.ends_at.astimezone(ZoneInfo(zone_name)))}


def _neighbour(
    index: EventIndexPageMixin, day: date, chosen: dict[str, str], request: HttpRequest
) -> dict[str, str] | None:
    """Return the link to the month of a day; None where the agenda ends."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None
    return {"label": capfirst(_name(day)), "href": listing.month_href(index, day, chosen, request)}


def _empty(
    events: list[ListedEvent],
    first: date,
    index: EventIndexPageMixin,
    chosen: dict[str, str],
    request: HttpRequest,
) -> dict[str, str]:
    """Lead from a month without events to the nearest one that has some, a later one if there is one."""
    days = [first_day(occurrence, event.gathering.zone_name) for event in events for occurrence in event.dates]
    later = min((day for day in days if day >= first), default=None)
    nearest = later or max(days, default=None)
    title = _("There is no event in %(month)s.") % {"month": _name(first)}
    link = _neighbour(index, nearest, chosen, request) if nearest else None
    if link is None:
        return {"title": title}
    return {"title": title, "href": link["href"], "label": _("Go to %(month)s") % {"month": _name(nearest)}}
