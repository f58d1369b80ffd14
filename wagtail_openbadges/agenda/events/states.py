"""Whether an event takes place as announced, and when, in words: the same on its page, on cards and in months."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ...models import GatheringDate, GatheringStatus
from ...public import wording
from ...spans import span_in_words

LABELS = {
    GatheringStatus.FULL: GatheringStatus.FULL.label,
    GatheringStatus.MOVED: GatheringStatus.MOVED.label,
    GatheringStatus.POSTPONED: GatheringStatus.POSTPONED.label,
    GatheringStatus.CANCELLED: GatheringStatus.CANCELLED.label,
    "over": pgettext_lazy("event", "over"),
}

_known = lazy(wording.sentence, str)

SENTENCES = {
    GatheringStatus.FULL: gettext_lazy("There is no seat left."),
    GatheringStatus.MOVED: gettext_lazy(
        "Look at the date and the place: they are not those that were announced first."
    ),
    GatheringStatus.POSTPONED: _known("event_postponed", {}),
    GatheringStatus.CANCELLED: _known("event_cancelled", {}),
    "over": _known("event_over", {}),
}

ICONS = {
    GatheringStatus.FULL: "people",
    GatheringStatus.MOVED: "arrow-right",
    GatheringStatus.POSTPONED: "clock",
    GatheringStatus.CANCELLED: "cross",
    "over": "calendar",
}


@dataclass(frozen=True, kw_only=True)
class EventState:
    """What is special about an event: a key of `LABELS`."""

    key: str

    @property
    def label(self) -> str:
        """The state in one word."""
        return str(LABELS[self.key])

    @property
    def sentence(self) -> str:
        """What it means for people."""
        return str(SENTENCES[self.key])

    @property
    def icon(self) -> str:
        """The drawing that goes with the word."""
        return ICONS[self.key]


def state_of(status: str, *, is_over: bool) -> EventState | None:
    """Say what is special about an event; None when it takes place as announced.

    That it is over says more than what changed before it began, except that it never took place.
    """
    stopped = (GatheringStatus.CANCELLED, GatheringStatus.POSTPONED)
    if is_over and status not in stopped:
        return EventState(key="over")
    return EventState(key=status) if status in LABELS else None


def takes_place(status: str) -> bool:
    """Say whether people may come on the dates that were announced."""
    return status not in (GatheringStatus.CANCELLED, GatheringStatus.POSTPONED)


def first_day(occurrence: GatheringDate, zone_name: str) -> date:
    """Return the day on which a date begins, on the clock of its event."""
    return occurrence.starts_at.astimezone(ZoneInfo(zone_name)).date()


def last_day(occurrence: GatheringDate, zone_name: str) -> date:
    """Return the last day of a date: that of its last instant, not that of the midnight after."""
    return (occurrence.ends_at - timedelta(microseconds=1)).astimezone(ZoneInfo(zone_name)).date()


def in_words(occurrence: GatheringDate, zone_name: str, *, names_zone: bool = True) -> str:
    """Write from when to when a date goes, on the clock of its event."""
    return span_in_words(
        occurrence.starts_at,
        occurrence.ends_at,
        zone_name,
        is_all_day=occurrence.is_all_day,
        has_end=bool(occurrence.ends_local),
        names_zone=names_zone,
    )


def for_programs(occurrence: GatheringDate, zone_name: str) -> str:
    """Return the beginning of a date as `<time>` wants it: a day, or an instant with its distance from UTC."""
    starts: date | datetime = occurrence.starts_at.astimezone(ZoneInfo(zone_name))
    return first_day(occurrence, zone_name).isoformat() if occurrence.is_all_day else starts.isoformat()


def ends_last(dates: Iterable[GatheringDate]) -> datetime | None:
    """Return the instant when the last of some dates ends; None without any."""
    return max((occurrence.ends_at for occurrence in dates), default=None)


def place_in_words(event_format: str, *names: str) -> str:
    """Name where an event is on one line, and that one may join it online; empty when nothing is known.

    A name that one before it says already is left out: “Maison des Associations de Tourcoing” needs no “Tourcoing”.

    Args:
        event_format: a value of `EventFormat`.
        names: of the place and of its town, each may be empty.
    """
    said: list[str] = []
    for name in filter(None, names):
        if not any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", other, re.IGNORECASE) for other in said):
            said.append(name)
    place = ", ".join(said)
    if event_format == "online":
        return _("Online")
    if event_format == "both":
        return _("%(place)s and online") % {"place": place} if place else _("Online")
    return place
