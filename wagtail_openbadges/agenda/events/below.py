"""The events below an agenda, or next on a whole site, as plain values: what lists, months and calendars are made of.

Pages give the words, records give the dates. Everything is read in a few queries, however many events there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from django.db.models import F, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from ...authoring.below import has_tags, pages_below, pairs_of, types_of
from ...domain.gatherings import DATE_FAULTS, GatheringContent
from ...models import Gathering, GatheringDate, GatheringStatus

if TYPE_CHECKING:
    from .mixins import EventIndexPageMixin

WORDS = (
    "title",
    "summary",
    "status_note",
    "event_format",
    "place_name",
    "street",
    "postcode",
    "town",
    "contact",
    "is_free",
    "publics",
)
"""What lists and calendars say of an event, by the names of its page's fields."""


@runtime_checkable
class GatheringPage(Protocol):
    """What page types of events offer and no other does: the mixins themselves are made with this module."""

    def get_gathering_content(self) -> GatheringContent:
        """Hand over what the page says, as the acts understand it."""


@dataclass(frozen=True, kw_only=True)
class ListedEvent:
    """A published event, and which of its dates are still to come at the instant of the request."""

    page_id: int
    gathering: Gathering
    """The record: its status, its zone, and what calendars count."""
    dates: tuple[GatheringDate, ...]
    """All its dates, the first one first; none while it is postponed to a day that nobody knows."""
    coming: tuple[GatheringDate, ...]
    """Those that have not ended."""
    language: str
    """The one that its words are written in."""
    title: str
    summary: str
    status_note: str
    event_format: str
    place_name: str
    street: str
    postcode: str
    town: str
    contact: str
    is_free: bool
    publics: tuple[str, ...]
    topics: dict[str, str]
    """Names by their slugs."""
    published_at: datetime
    updated_at: datetime

    @property
    def is_coming(self) -> bool:
        """Whether one of its dates has not ended, or its date is still to come."""
        return bool(self.coming) or not self.dates or self.gathering.status == GatheringStatus.POSTPONED


def events_below(index: EventIndexPageMixin, *, now: datetime) -> list[ListedEvent]:
    """Return the published events below a page, in the order of the tree.

    An alias stands for its source; an event that is there twice counts once. Left out are those whose dates mean
    nothing.

    Args:
        index: the page.
        now: the instant that decides what is to come, aware.
    """
    rows = list(
        _with_source(pages_below(index))
        .order_by("path")
        .values("pk", "source_key", "source_language", "first_published_at", "last_published_at")
    )
    # What was found is named: as queries within queries, PostgreSQL plans them badly until it knows the tables.
    gatherings = list(
        Gathering.objects.filter(is_published=True, translation_key__in={row["source_key"] for row in rows}).order_by()
    )
    dates = _dates_of(gatherings)
    records = {record.translation_key: record for record in gatherings if _is_sound(record, dates[record.pk])}
    words: dict[int, dict[str, Any]] = {}
    for model in types_of(GatheringPage):
        words |= _words_of(model.objects.filter(pk__in=[row["pk"] for row in rows]))
    found: dict[int, ListedEvent] = {}
    for row in rows:
        record, said = records.get(row["source_key"]), words.get(row["pk"])
        if record is not None and said is not None and record.pk not in found:
            found[record.pk] = _listed(row, record, dates[record.pk], said, now)
    return list(found.values())


def next_events(pages: QuerySet, *, limit: int, now: datetime) -> list[tuple[ListedEvent, Any]]:
    """Return the events that come next among some pages, each with its page; they are listed without topics.

    Left out are those that do not take place on the day that was announced.

    Args:
        pages: live pages that everybody may see, of one language.
        limit: how many at most.
        now: the instant, aware.
    """
    stopped = (GatheringStatus.CANCELLED, GatheringStatus.POSTPONED)
    coming = [
        record
        for record in Gathering.objects.filter(is_published=True)
        .exclude(status__in=stopped)
        .annotate(next_at=Min("dates__starts_at", filter=Q(dates__ends_at__gt=now)))
        .filter(next_at__isnull=False)
        .order_by("next_at", "pk")
        if _has_sound_dates(record)
    ]
    of_coming = _with_source(pages).filter(source_key__in=[record.translation_key for record in coming])
    shown = {page.source_key: page for page in of_coming.order_by("-path")}
    chosen = [record for record in coming if record.translation_key in shown][:limit]
    records = {record.translation_key: record for record in chosen}
    shown = {key: page for key, page in shown.items() if key in records}
    dates = _dates_of(records.values())
    words: dict[int, dict[str, Any]] = {}
    for model in {page.specific_class for page in shown.values()}:
        words |= _words_of(model.objects.filter(pk__in=[page.pk for page in shown.values()]), with_topics=False)
    return [
        (_listed(vars(page), record, dates[record.pk], words[page.pk], now), page)
        for record in records.values()
        for page in [shown[record.translation_key]]
    ]


def _with_source(pages: QuerySet) -> QuerySet:
    """Keep events only, and name the translation group and the language of the page whose words an alias shows."""
    return (
        pages.type(GatheringPage)
        .select_related("locale")
        .annotate(
            source_key=Coalesce(F("alias_of__translation_key"), F("translation_key")),
            source_language=Coalesce(F("alias_of__locale__language_code"), F("locale__language_code")),
        )
    )


def _dates_of(gatherings: Iterable[Gathering]) -> dict[int, list[GatheringDate]]:
    dates: dict[int, list[GatheringDate]] = defaultdict(list)
    for date in GatheringDate.objects.filter(gathering__in=list(gatherings)):
        dates[date.gathering_id].append(date)
    return dates


def _has_sound_dates(gathering: Gathering) -> bool:
    return not set(gathering.faults) & set(DATE_FAULTS)


def _is_sound(gathering: Gathering, dates: list[GatheringDate]) -> bool:
    return _has_sound_dates(gathering) and (bool(dates) or gathering.status == GatheringStatus.POSTPONED)


def _words_of(pages: QuerySet, *, with_topics: bool = True) -> dict[int, dict[str, Any]]:
    """Return what pages of one type say, by their primary keys, in two queries."""
    has_topics = with_topics and has_tags(pages.model)
    topics = pairs_of(pages, "tags__slug", "tags__name", order="tags__name") if has_topics else {}
    said = pages.order_by().values("pk", *WORDS)
    return {row["pk"]: {**row, "topics": topics.get(row["pk"], {})} for row in said}


def _listed(
    row: dict[str, Any], gathering: Gathering, dates: list[GatheringDate], said: dict[str, Any], now: datetime
) -> ListedEvent:
    return ListedEvent(
        page_id=said["pk"],
        gathering=gathering,
        dates=tuple(dates),
        coming=tuple(date for date in dates if date.ends_at > now),
        language=row["source_language"],
        published_at=row["first_published_at"] or gathering.created_at,
        updated_at=max(filter(None, [row["last_published_at"], gathering.changed_at])),
        publics=tuple(said["publics"] or ()),
        topics=said["topics"],
        **{name: said[name] for name in WORDS if name != "publics"},
    )


def pages_of(events: list[ListedEvent], pages: QuerySet) -> dict[int, Any]:
    """Return the pages of some events by their primary keys, in one query: they know their addresses."""
    return pages.select_related("locale").in_bulk([event.page_id for event in events])
