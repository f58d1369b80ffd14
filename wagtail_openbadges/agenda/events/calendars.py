"""Events as files for calendars (RFC 5545): one entry for each date, which keeps its identity when it changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from ...authoring.below import address_of, pages_below
from ...authoring.calendars import answer, new_calendar, on_the_clock, zones
from ...intake.cells import writable
from ...models import Gathering, GatheringDate, GatheringStatus
from . import below
from .below import ListedEvent
from .facts import email_in, online_address, organiser_email, organiser_name, place_of

if TYPE_CHECKING:
    from .mixins import EventIndexPageMixin, EventPageMixin

KEPT = timedelta(days=365)
"""How long a date stays in the calendar of an agenda."""

LIMIT = 500
"""How many dates the calendar of an agenda holds, those that come last first."""

STATUSES = {GatheringStatus.CANCELLED: "CANCELLED", GatheringStatus.POSTPONED: "TENTATIVE"}
"""What calendars know of a status; everything else takes place for them."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What calendars say of an event besides its dates; what is empty is left out."""

    title: str
    url: str
    summary: str = ""
    note: str = ""
    """What the editor says of the status."""
    place: str = ""
    online_url: str = ""
    topics: list[str] = field(default_factory=list)
    organiser: str = ""
    organiser_email: str = ""


def of_event(page: EventPageMixin, request: HttpRequest) -> HttpResponse:
    """Write the dates of one event.

    A calendar holds at least one entry, so an event whose dates nobody knows yet has none: the answer says where they
    will be read.
    """
    gathering = page.gathering
    if gathering is None or not gathering.is_published:
        raise Http404
    dates = list(gathering.dates.all())
    words = _words_of(page, request)
    if not dates:
        sentence = _("This event has no date yet. Its page will say it: %(url)s") % {"url": words.url}
        return HttpResponse(sentence, status=404, content_type="text/plain; charset=utf-8")
    calendar = new_calendar(page.title, "events")
    _fill(calendar, [(gathering, date, words) for date in dates])
    return answer(calendar, "event.ics")


def of_index(index: EventIndexPageMixin, request: HttpRequest) -> HttpResponse:
    """Write the dates of the events below an agenda, of one topic when the request names one.

    A topic that no event has any more gives an empty calendar: who follows one topic must not receive all.
    """
    now = timezone.now()
    topic = request.GET.get("topic", "")
    events = [event for event in below.events_below(index, now=now) if not topic or topic in event.topics]
    entries = [(event, row) for event in events for row in event.dates if row.ends_at > now - KEPT]
    entries = sorted(entries, key=lambda entry: entry[1].starts_at, reverse=True)[:LIMIT]
    pages = below.pages_of([event for event, _row in entries], pages_below(index))
    name = next((event.topics[topic] for event in events), "") if topic else ""
    calendar = new_calendar(" · ".join(filter(None, [index.title, name])), "events")
    _fill(
        calendar,
        [
            (event.gathering, row, _listed_words(event, address_of(pages[event.page_id], request)))
            for event, row in entries
        ],
    )
    return answer(calendar, "events.ics")


def _listed_words(event: ListedEvent, url: str) -> Words:
    """Return what an agenda says of an event; how one joins it online is on its page."""
    return Words(
        title=event.title,
        url=url,
        summary=event.summary,
        note=event.status_note,
        place=place_of(event),
        topics=list(event.topics.values()),
        organiser_email=email_in(event.contact),
    )


def _words_of(page: EventPageMixin, request: HttpRequest) -> Words:
    return Words(
        title=page.title,
        url=address_of(page, request),
        summary=page.summary,
        note=page.status_note,
        place=place_of(page),
        online_url=online_address(page),
        topics=list(page.get_topics().values()),
        organiser=organiser_name(page),
        organiser_email=organiser_email(page),
    )


def _fill(calendar: Calendar, entries: Iterable[tuple[Gathering, GatheringDate, Words]]) -> None:
    """Add an entry for each date, after the clocks that they are written on."""
    entries = list(entries)
    instants: dict[str, list[datetime]] = {}
    for gathering, row, _words in entries:
        if not row.is_all_day:
            instants.setdefault(gathering.zone_name, []).extend([row.starts_at, row.ends_at])
    for zone in zones(instants):
        calendar.add_component(zone)
    for gathering, row, words in entries:
        calendar.add_component(_entry(gathering, row, words))


def _entry(gathering: Gathering, row: GatheringDate, words: Words) -> Event:
    event = Event()
    changed_at = gathering.changed_at.astimezone(UTC)
    event.add("uid", f"{gathering.uuid}-{row.uid}@openbadges")
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", gathering.sequence)
    event.add("status", STATUSES.get(GatheringStatus(gathering.status), "CONFIRMED"))
    for name, moment in _span(gathering, row).items():
        event.add(name, moment)
    event.add("summary", _line(words.title))
    event.add("description", _description(gathering, words))
    event.add("url", words.url)
    if words.place or words.online_url:
        event.add("location", _line(words.place or words.online_url))
    if words.topics:
        event.add("categories", [_line(topic) for topic in words.topics])
    if words.organiser_email:
        event.add("organizer", _organiser(words))
    return event


def _span(gathering: Gathering, row: GatheringDate) -> dict[str, date | datetime]:
    """Return when a date begins and ends: whole days as such, and no end that nobody knows."""
    if row.is_all_day:
        first, last = (
            date.fromisoformat(local[:10]) for local in (row.starts_local, row.ends_local or row.starts_local)
        )
        return {"dtstart": first, "dtend": last + timedelta(days=1)}
    span = {"dtstart": on_the_clock(row.starts_at, gathering.zone_name)}
    if row.ends_local:
        span["dtend"] = on_the_clock(row.ends_at, gathering.zone_name)
    return span


def _description(gathering: Gathering, words: Words) -> str:
    """Say whether it takes place, what happens, and where to read more."""
    is_told = gathering.status != GatheringStatus.PLANNED
    status = f"{capfirst(gathering.get_status_display())}." if is_told else ""
    said = [" ".join(filter(None, [status, words.note])), words.summary, words.online_url, words.url]
    return "\n".join(writable(line).replace("\r\n", "\n").replace("\r", "\n") for line in said if line)


def _line(text: str) -> str:
    """Return a text on one line, as titles and places are written."""
    return " ".join(writable(text).split())


def _organiser(words: Words) -> vCalAddress:
    organiser = vCalAddress(f"mailto:{words.organiser_email}")
    if words.organiser:
        organiser.params["CN"] = _line(words.organiser).replace('"', "”")
    return organiser
