"""Duplicate an event: a draft of its next edition, with the same words and dates moved by as many days as the first."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug, string_to_ascii

from ...authoring.questions import IdentifiedRow
from ...domain.clock import LOCAL_FORMAT
from ...models import GatheringStatus
from .mixins import EventPageMixin
from .rows import AbstractOccurrence

BLANK = {
    "status": GatheringStatus.PLANNED,
    "status_note": "",
    "report": [],
    "seo_title": "",
    "spoken_title": "",
    "go_live_at": None,
    "expire_at": None,
    "expired": False,
    "locked": False,
    "locked_at": None,
    "locked_by": None,
}
"""What belongs to one event alone."""


LONGEST_SLUG = 200
"""It leaves room for the number that a slug is given when another page has it already."""


def can_be_duplicated(page: Any) -> bool:
    """Say whether a page is an event of its own: an alias only shows another."""
    return isinstance(page, EventPageMixin) and not page.alias_of_id


def source_as_edited(page: EventPageMixin) -> EventPageMixin:
    """Return what an event says: as it is published, else as its editors left it."""
    return page if page.live else page.get_latest_revision_as_object()


def first_day(page: EventPageMixin) -> date | None:
    """Return the day of the first date of an event; None when it has none that can be read."""
    return min(filter(None, (_day_of(row.starts) for row in page.occurrences.all())), default=None)


def proposed_day(page: EventPageMixin) -> date | None:
    """Propose the same day of the week, the first one after the last date and after today."""
    first = first_day(page)
    if first is None:
        return None
    days = [_day_of(typed) for row in page.occurrences.all() for typed in (row.starts, row.ends)]
    after = max([*filter(None, days), timezone.localdate()])
    try:
        return first + timedelta(weeks=(after - first).days // 7 + 1)
    except OverflowError:
        return None


@transaction.atomic
def duplicate(page: EventPageMixin, *, title: str, day: date | None, by: Any = None) -> EventPageMixin:
    """Make a draft with the words of an event and its dates moved, below the same parent.

    Args:
        page: the event; of one that is not published, its newest draft.
        title: of the draft.
        day: that its first date is moved to; None for an event without dates.
        by: the user who duplicates.
    """
    first = first_day(page)
    by_days = day - first if day is not None and first is not None else timedelta()
    return page.copy(
        update_attrs={
            **BLANK,
            "title": title,
            "draft_title": title,
            "slug": find_available_slug(page.get_parent(), _slug_of(title) or page.slug[:LONGEST_SLUG]),
            "registration_closes": _moved(page.registration_closes, by_days),
        },
        copy_revisions=False,
        keep_live=False,
        process_child_object=lambda source, copy, relation, row: _renew(copy, row, by_days),
        user=by,
    )


def _slug_of(title: str) -> str:
    """Write a title in the letters of addresses: transliterated, because œ would be lost and other scripts too long."""
    return slugify(string_to_ascii(title))[:LONGEST_SLUG].strip("-")


def _renew(copy: Any, row: Any, by_days: timedelta) -> None:
    """Give dates and questions an identity of their own, and move the dates."""
    if isinstance(row, IdentifiedRow):
        row.uid = uuid5(copy.translation_key, str(row.uid))
    if isinstance(row, AbstractOccurrence):
        row.starts, row.ends = _moved(row.starts, by_days), _moved(row.ends, by_days)


def _moved(local: str, by_days: timedelta) -> str:
    """Return a local date some days later, at the same hour on the clock; nothing, or what means nothing, stays."""
    try:
        return (datetime.strptime(local, LOCAL_FORMAT) + by_days).strftime(LOCAL_FORMAT)  # noqa: DTZ007
    except (ValueError, OverflowError):
        return local


def _day_of(local: str) -> date | None:
    try:
        return datetime.strptime(local, LOCAL_FORMAT).date()  # noqa: DTZ007
    except ValueError:
        return None
