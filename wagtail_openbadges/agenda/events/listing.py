"""The agenda as a list: what comes and what is over, by topic, place and public."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from ...authoring.below import pages_below
from ...authoring.clocks import site_zone
from ...authoring.filtering import Options, by_name, query_of, rows_of, with_capitals
from ...models import GatheringDate
from ...spans import short_month
from . import below
from .below import ListedEvent
from .states import first_day, for_programs, in_words, place_in_words, state_of

if TYPE_CHECKING:
    from .mixins import EventIndexPageMixin

EVERYBODY = "everybody"
"""Who is for everybody is for each public that a reader chooses."""


def index_context(index: EventIndexPageMixin, request: HttpRequest) -> dict[str, Any]:
    """Lay out the list that a request asks for; filters that mean nothing are ignored."""
    now = timezone.now()
    events = below.events_below(index, now=now)
    options = options_of(events, index)
    chosen = {"when": "past" if request.GET.get("when") == "past" else "", **choices(request, options)}
    is_past = chosen["when"] == "past"
    fitting = [event for event in events if fits(event, chosen)]
    coming = [event for event in fitting if event.is_coming]
    wanted = [event for event in fitting if not event.is_coming] if is_past else coming
    listing = Paginator(_in_order(wanted, is_past=is_past, now=now), index.per_page).get_page(request.GET.get("page"))
    query = query_of(chosen)
    return {
        "listing": listing,
        "query": query,
        "social_url": social_url(request, query + (f"page={listing.number}" if listing.number > 1 else "")),
        "heading": _heading(len(wanted), chosen, options),
        "times": _times(chosen, coming=len(coming), past=len(fitting) - len(coming)),
        "when": chosen["when"],
        "filters": filters(options, chosen),
        "reset_href": "?when=past" if is_past else "?",
        "is_filtered": any(chosen[name] for name in options),
        "groups": _groups(listing.object_list, request, index, now=now),
        "empty": None if wanted else _empty(events, chosen),
        "month_href": _month_href(index, coming, chosen, request, now=now),
        "follow": follow_links(index, chosen, options, request),
    }


def options_of(events: Iterable[ListedEvent], index: EventIndexPageMixin) -> Options:
    """Return what one can choose among some events: places by their names, whatever their capitals."""
    publics = dict(index.lists_of_choices["publics"])
    used = {public for event in events for public in event.publics}
    topics = {slug: name for event in events for slug, name in event.topics.items()}
    places: dict[str, str] = {}
    for event in events:
        if town := event.town.strip():
            places.setdefault(town.casefold(), town)
    return {
        "topic": by_name(topics),
        "place": by_name(places),
        "public": {value: str(label) for value, label in publics.items() if value in used},
    }


def choices(request: HttpRequest, options: Options) -> dict[str, str]:
    """Return what a request chooses of the options; a value that none of them has counts as no choice."""
    asked = {name: request.GET.get(name, "") for name in options}
    asked["place"] = asked["place"].strip().casefold()
    return {name: value if value in options[name] else "" for name, value in asked.items()}


def fits(event: ListedEvent, chosen: dict[str, str]) -> bool:
    """Say whether an event passes the filters, whenever it is."""
    topic, place, public = chosen["topic"], chosen["place"], chosen["public"]
    return (
        (not topic or topic in event.topics)
        and (not place or place == event.town.strip().casefold())
        and (not public or public in event.publics or EVERYBODY in event.publics)
    )


def social_url(request: HttpRequest, query: str) -> str:
    """Return the address of a page of the agenda for those who share it: the choices that mean something, no other."""
    return request.build_absolute_uri(f"{request.path}?{query}".rstrip("?&"))


def filters(options: Options, chosen: dict[str, str]) -> list[dict[str, Any]]:
    """Return the lists of choices that have something to choose."""
    labels = {
        "topic": (_("Topic"), _("All topics")),
        "place": (_("Place"), _("All places")),
        "public": (_("For whom"), _("All audiences")),
    }
    return rows_of(with_capitals(options), chosen, labels)


def tails(chosen: dict[str, str], options: Options) -> list[str]:
    """Return the ends of a heading that say what was chosen: "for families on “Food” in Lille"."""
    # Translators: these follow each other after “3 events to come”, in this order; each may be absent.
    words = {
        "public": pgettext("events", "for %(name)s"),
        "topic": pgettext("events", "on “%(name)s”"),
        "place": pgettext("events in a town", "in %(name)s"),
    }
    return [said % {"name": options[name][chosen[name]]} for name, said in words.items() if chosen[name]]


def follow_links(
    index: EventIndexPageMixin, chosen: dict[str, str], options: Options, request: HttpRequest
) -> list[dict[str, str]]:
    """Return the addresses of the calendars to follow: of all events, and of the topic that was chosen."""
    href = f"{index.get_url(request) or ''}{index.reverse_subpage('calendar')}"
    help_text = _("shows the events in your calendar and keeps them up to date.")
    rows = [{"type": "text/calendar", "label": _("Calendar of all events (.ics)"), "help": help_text, "href": href}]
    if topic := chosen["topic"]:
        label = _("Calendar of events on “%(name)s” (.ics)") % {"name": options["topic"][topic]}
        rows.append({**rows[0], "label": label, "href": f"{href}?{urlencode({'topic': topic})}"})
    return rows


def month_href(index: EventIndexPageMixin, month: date, chosen: dict[str, str], request: HttpRequest) -> str:
    """Return the address of the month of a day, with the filters that were chosen."""
    path = index.reverse_subpage("month", kwargs={"year": month.year, "month": month.month})
    return f"{index.get_url(request) or ''}{path}?{query_of(chosen, when='')}".rstrip("?&")


def _month_href(
    index: EventIndexPageMixin,
    coming: list[ListedEvent],
    chosen: dict[str, str],
    request: HttpRequest,
    *,
    now: datetime,
) -> str:
    """Lead to the month of the event that comes next, to this month when none does."""
    days = [_place(event, now)[:2] for event in coming if event.coming]
    year, month = min(days, default=(timezone.localdate().year, timezone.localdate().month))
    return month_href(index, date(year, month, 1), chosen, request)


def _place(event: ListedEvent, now: datetime) -> tuple[int, int, datetime]:
    """Return the month under which an event to come is listed, on its clock, and what orders it there.

    One that has begun is under the month of today: a list of what comes does not begin last year.
    """
    instant = max(event.coming[0].starts_at, now)
    local = instant.astimezone(ZoneInfo(event.gathering.zone_name))
    return local.year, local.month, instant


def _past_place(event: ListedEvent) -> tuple[int, int, datetime]:
    """Return the month under which an event that is over is listed: that of its last date."""
    day = first_day(event.dates[-1], event.gathering.zone_name)
    return day.year, day.month, event.dates[-1].starts_at


def _in_order(events: list[ListedEvent], *, is_past: bool, now: datetime) -> list[ListedEvent]:
    """Put first what comes first, and last what has no date yet; of what is over, the latest first."""
    if is_past:
        return sorted(events, key=_past_place, reverse=True)
    dated = sorted((event for event in events if event.coming), key=lambda event: _place(event, now))
    return [*dated, *(event for event in events if not event.coming)]


def _times(chosen: dict[str, str], *, coming: int, past: int) -> list[dict[str, Any]]:
    """Return what comes and what is over as links, each with the number of events that the filters leave."""
    rows = [("", pgettext("events", "To come"), coming), ("past", pgettext("events", "Over"), past)]
    return [
        {
            "label": label,
            "count": count,
            "href": f"?{query_of(chosen, when=when)}".rstrip("&"),
            "is_current": when == chosen["when"],
        }
        for when, label, count in rows
    ]


def _heading(count: int, chosen: dict[str, str], options: Options) -> str:
    """Say what is shown: "3 events to come in Lille"."""
    coming = ngettext("%(count)s event to come", "%(count)s events to come", count)
    past = ngettext("%(count)s past event", "%(count)s past events", count)
    said = (past if chosen["when"] == "past" else coming) % {"count": count}
    return " ".join([said, *tails(chosen, options)])


def _groups(
    events: list[ListedEvent], request: HttpRequest, index: EventIndexPageMixin, *, now: datetime
) -> list[dict[str, Any]]:
    pages = below.pages_of(events, pages_below(index)) if events else {}
    return [
        {"title": title, "cards": [card(event, pages[event.page_id].get_url(request)) for event in group]}
        for title, group in groupby(events, key=lambda event: _month_of(event, now))
    ]


def _month_of(event: ListedEvent, now: datetime) -> str:
    if not event.dates:
        return _("Date to come")
    year, month, _instant = _place(event, now) if event.coming else _past_place(event)
    return capfirst(date_format(date(year, month, 1), "YEAR_MONTH_FORMAT"))


def card(event: ListedEvent, href: str | None) -> dict[str, Any]:
    """Return what a card shows of an event: its next date, or its last one once it is over."""
    zone_name = event.gathering.zone_name
    state = state_of(event.gathering.status, is_over=False)
    shown = event.coming[:1] or event.dates[-1:]
    others = len(event.coming or event.dates) - 1
    return {
        "name": event.title,
        "href": href or "",
        "summary": event.summary,
        "place": place_in_words(event.event_format, event.place_name, event.town),
        "state": state.key if state else "",
        "state_label": state.label if state else "",
        "lang": event.language if event.language != get_language() else "",
        **(_dated(shown[0], zone_name) if shown else {"when": _("Date to come")}),
        "others": _others(others) if others > 0 else "",
    }


def _dated(occurrence: GatheringDate, zone_name: str) -> dict[str, str]:
    """Write a date; its zone is named where it is not that of the site."""
    day = first_day(occurrence, zone_name)
    return {
        "when": in_words(occurrence, zone_name, names_zone=zone_name != site_zone()),
        "datetime": for_programs(occurrence, zone_name),
        "day": date_format(day, "j"),
        "month": short_month(day),
    }


def _others(count: int) -> str:
    # Translators: it follows the next date of an event: “Friday 28 August 2026 from 12:30 to 14:00”.
    return ngettext("and one other date", "and %(count)s other dates", count) % {"count": count}


def _empty(events: list[ListedEvent], chosen: dict[str, str]) -> dict[str, str]:
    """Say that nothing is shown, and what one can do about it."""
    is_past = chosen["when"] == "past"
    if any(value for name, value in chosen.items() if name != "when"):
        return {
            "title": _("No event matches these choices."),
            "text": _("Remove a choice, or look at all of them."),
            "href": "?when=past" if is_past else "?",
            "label": _("Show all past events") if is_past else _("Show all events to come"),
        }
    if is_past:
        return {"title": _("No event is over yet.")}
    if events:
        return {
            "title": _("No event is announced at the moment."),
            "text": _("Follow the calendar below: it tells you when there is one."),
            "href": "?when=past",
            "label": _("Look at past events"),
        }
    return {
        "title": _("There is no event here yet."),
        "text": _("Follow the calendar below: it tells you when there is one."),
    }
