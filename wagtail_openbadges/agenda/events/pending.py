"""What publishing the page of an event as it is now would do to those who registered."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from ...domain.errors import ScheduleError
from ...domain.gatherings import DATE_FAULTS, GatheringContent, gathering_faults, span_of
from ...models import ALIVE, Gathering, GatheringStatus, Registration


def told_by_publishing(content: GatheringContent, gathering: Gathering) -> int:
    """Count those who would be told of what a page says, because it is not what its record says.

    A new place is told to those who read it in the language of the page; what is over is told to nobody.
    """
    if _is_over(content, gathering):
        return 0
    alive = gathering.registrations.filter(state__in=ALIVE, holder__email__isnull=False)
    if _status(content.status) != _status(gathering.status) or _has_other_dates(content, gathering):
        return alive.count()
    return _readers_of_a_new_place(content, gathering, alive).count()


def _status(status: str) -> str:
    """Return a status as those who come know it: that it is full is no news to them."""
    return GatheringStatus.PLANNED if status == GatheringStatus.FULL else status


def _has_other_dates(content: GatheringContent, gathering: Gathering) -> bool:
    """Say whether the record would get other dates; dates that mean nothing change none."""
    if any(fault in DATE_FAULTS for fault in gathering_faults(content)):
        return False
    rows = gathering.dates.values_list("starts_local", "ends_local", "is_all_day")
    known = sorted((gathering.zone_name, *row) for row in rows)
    return known != sorted((content.zone_name, date.start, date.end, date.is_all_day) for date in content.dates)


def _is_over(content: GatheringContent, gathering: Gathering) -> bool:
    if content.status == GatheringStatus.POSTPONED:
        return False
    try:
        ends = [span_of(date, content.zone_name).ends_at for date in content.dates]
    except ScheduleError:
        ends = [gathering.ends_at] if gathering.ends_at else []
    return bool(ends) and max(ends) <= timezone.now()


def _readers_of_a_new_place(
    content: GatheringContent, gathering: Gathering, alive: QuerySet[Registration]
) -> QuerySet[Registration]:
    text = gathering.texts.filter(language=content.language).first()
    said: list[Any] = [content.place, content.address, content.online_url]
    if text is None or [text.place, text.address, text.online_url] == said:
        return alive.none()
    return alive.filter(language=content.language)
