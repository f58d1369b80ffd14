"""Relaunch a call: its next round as a draft made from an earlier one, which stays as it is."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID, uuid4, uuid5

import swapper
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext
from wagtail.coreutils import cautious_slugify, find_available_slug

from ...authoring.questions import IdentifiedRow
from ...domain.errors import RelaunchError
from .mixins import CallPageMixin, RoundPageMixin
from .rows import AbstractRoundStep

BLANK = {
    "opens": "",
    "closes": "",
    "editable_until": "",
    "results_on": None,
    "change_note": "",
    "results": "",
    "regulation": None,
    "seo_title": "",
    "go_live_at": None,
    "expire_at": None,
    "expired": False,
    "locked": False,
    "locked_at": None,
    "locked_by": None,
}
"""What belongs to one round alone."""


def relaunch(page: Any, *, by: Any = None) -> RoundPageMixin:
    """Return the draft of the next round of a call; it is made unless one waits already.

    Args:
        page: the hub of a call, whose newest round is copied, or the round to copy.
        by: the user who relaunches.

    Raises:
        RelaunchError: `no_round_yet`.
    """
    return find_or_relaunch(page, by=by)[0]


@transaction.atomic
def find_or_relaunch(page: Any, *, by: Any = None) -> tuple[RoundPageMixin, bool]:
    """Do as `relaunch`, and say whether the draft was made just now: two editors may have pressed the button."""
    hub = hub_of(page)
    swapper.load_model("wagtailcore", "Page").objects.select_for_update().get(pk=hub.pk)
    rounds = rounds_below(hub)
    waiting = _waiting(rounds)
    if waiting is not None:
        return waiting, False
    source = page if isinstance(page, RoundPageMixin) else _newest(rounds)
    if source is None:
        raise RelaunchError("no_round_yet")
    return _copy(source, hub, number=_last_number(rounds) + 1, by=by), True


def hub_of(page: Any) -> Any:
    """Return the hub of a call, from itself or from one of its rounds."""
    return page if isinstance(page, CallPageMixin) else page.hub


def rounds_below(hub: Any) -> list[Any]:
    """Return the rounds of a call in the language of its hub, aliases left out."""
    return list(hub.get_children().type(RoundPageMixin).filter(alias_of__isnull=True).specific())


def waiting_draft(hub: Any) -> RoundPageMixin | None:
    """Return the draft of the next round, if there is one."""
    return _waiting(rounds_below(hub))


def _waiting(rounds: list[Any]) -> RoundPageMixin | None:
    """Return the first round after those that were published, as its editors see it."""
    last = _last_number(rounds)
    drafts = [page.get_latest_revision_as_object() for page in rounds if page.first_published_at is None]
    return min((page for page in drafts if page.number > last), key=lambda page: page.number, default=None)


def _last_number(rounds: list[Any]) -> int:
    return max((page.number for page in rounds if page.first_published_at is not None), default=0)


def _newest(rounds: list[Any]) -> Any:
    return max(rounds, key=lambda page: (page.number, page.pk), default=None)


def _copy(source: Any, hub: Any, *, number: int, by: Any) -> RoundPageMixin:
    title = next_title(source, number)
    attributes = {
        **BLANK,
        "number": number,
        "title": title,
        "draft_title": title,
        "slug": find_available_slug(hub, cautious_slugify(title)),
        "translation_key": _key_of_next(hub, number),
    }
    return source.copy(
        to=hub,
        update_attrs=attributes,
        copy_revisions=False,
        keep_live=False,
        reset_translation_key=False,
        process_child_object=_renew_row,
        user=by,
    )


def _key_of_next(hub: Any, number: int) -> UUID:
    """Return a new translation key, or that of the same round where the call was relaunched in another language."""
    for other in hub.get_translations().filter(alias_of__isnull=True):
        for page in rounds_below(other):
            if page.number == number and not page.has_translation(hub.locale):
                return page.translation_key
    return uuid4()


def _renew_row(source: Any, copy: Any, relation: Any, row: Any) -> None:
    """Give each question and criterion an identifier of its own, and leave the dates of the timetable blank.

    The identifiers are made from the new round's key, so that the same rows relaunched in two languages share theirs.
    """
    if isinstance(row, IdentifiedRow):
        row.uid = uuid5(copy.translation_key, str(row.uid))
    if isinstance(row, AbstractRoundStep):
        row.when = ""


def next_title(source: Any, number: int) -> str:
    """Propose a title: the old one with its number and its years counted on, else “Round 2”."""
    by = number - source.number
    title = re.sub(rf"(?<!\w){source.number}(?!\w)", str(number), source.title)
    title = re.sub(r"\b(?:19|20)\d\d\b", lambda year: str(int(year[0]) + by), title)
    if title != source.title:
        return title
    with translation.override(source.locale.language_code):
        return gettext("Round %(number)s") % {"number": number}
