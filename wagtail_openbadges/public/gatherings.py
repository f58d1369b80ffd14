"""An event in words for those who register: when and where it is, which seats there are, what becomes of their data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import conf
from ..domain.gatherings import is_over
from ..domain.registering import has_queue, seats_left
from ..models import Gathering, GatheringDate, GatheringStatus, GatheringText, RegistrationState
from ..spans import span_in_words
from ..templatetags.openbadges_tags import moment
from .wording import sentence

STATE_CLASSES = {
    RegistrationState.REGISTERED: "accepted",
    RegistrationState.WAITING: "submitted",
    RegistrationState.OFFERED: "changes_requested",
    RegistrationState.CANCELLED: "withdrawn",
    RegistrationState.LAPSED: "expired",
}
"""The look of a state: that of a file in which as much, or as little, is left to do."""


def about(gathering: Gathering, text: GatheringText, *, at: datetime) -> dict[str, Any]:
    """Say what every page around a registration tells of its event.

    Args:
        gathering: the event.
        text: what it says in the language of the page.
        at: when the request began; dates that are over then are left out while others are to come.
    """
    return {
        "title": text.title,
        "content_language": text.language,
        "issuer": gathering.issuer.organisation.name if gathering.issuer else "",
        "facts": _facts(gathering, text, at=at),
        "practical": text.practical,
        "status_note": text.status_note,
        "privacy_notice": text.privacy_notice,
        "kept": kept(gathering),
    }


def _facts(gathering: Gathering, text: GatheringText, *, at: datetime) -> list[dict[str, str]]:
    place = ", ".join(filter(None, (text.place, ", ".join(text.address.splitlines()))))
    where = {"label": _("Where"), "value": place, "lang": text.language, "icon": "place"}
    return [*_when(gathering, at=at), *([where] if place else [])]


def _when(gathering: Gathering, *, at: datetime) -> list[dict[str, str]]:
    dates = list(gathering.dates.all())
    dates = [date for date in dates if date.ends_at > at] or dates
    return [
        {
            "label": _("When") if len(dates) == 1 else _("Date %(number)s") % {"number": number},
            "value": _written(date, gathering.zone_name),
            "icon": "calendar",
        }
        for number, date in enumerate(dates, start=1)
    ]


def _written(date: GatheringDate, zone_name: str) -> str:
    return span_in_words(
        date.starts_at, date.ends_at, zone_name, is_all_day=date.is_all_day, has_end=bool(date.ends_local)
    )


def registering_facts(gathering: Gathering) -> list[dict[str, str]]:
    """Say which seats there are, until when one can register, and how long that takes."""
    rows = [
        {"label": _("Seats"), "value": seats_in_words(gathering), "icon": "people"},
        {
            "label": _("Registration until"),
            "value": moment(gathering.registration_closes_at, gathering.zone_name),
            "icon": "clock",
        },
        {
            "label": _("Filling in the form"),
            "value": ngettext("about %(count)s minute", "about %(count)s minutes", 1) % {"count": 1},
            "icon": "clock",
        },
    ]
    return [row for row in rows if row["value"]]


def seats_in_words(gathering: Gathering) -> str:
    """Say how many seats are left, or that one can wait; empty when there is room for everybody."""
    left = seats_left(gathering)
    if left == 0 or has_queue(gathering):
        if not gathering.has_waiting_list:
            return _("All seats are taken.")
        return _("All seats are taken. You can put yourself on the waiting list.")
    if left is None:
        return ""
    return ngettext("%(count)s seat is left", "%(count)s seats are left", left) % {"count": left}


def is_full(gathering: Gathering) -> bool:
    """Say whether nobody gets a seat at once."""
    return seats_left(gathering) == 0 or has_queue(gathering)


def kept(gathering: Gathering) -> list[str]:
    """Say how long what people say is kept."""
    settings = conf.current()
    sentences = []
    if gathering.asks_food or gathering.asks_access:
        sentences.append(
            ngettext(
                "What you say of your needs is erased %(count)s day after the event.",
                "What you say of your needs is erased %(count)s days after the event.",
                settings.needs_days,
            )
            % {"count": settings.needs_days}
        )
    sentences.append(
        ngettext(
            "Your name, your address and your answers are erased %(count)s day after the event.",
            "Your name, your address and your answers are erased %(count)s days after the event.",
            settings.registration_days,
        )
        % {"count": settings.registration_days}
    )
    return sentences


def warning(gathering: Gathering, *, at: datetime) -> str:
    """Say what people who registered must see first of an event; empty when it takes place as announced."""
    if gathering.status == GatheringStatus.CANCELLED:
        return sentence("event_cancelled", {})
    if is_over(gathering, at=at):
        return sentence("event_over", {})
    if gathering.status == GatheringStatus.POSTPONED:
        return sentence("event_postponed", {})
    if gathering.status == GatheringStatus.MOVED:
        return _("This event was moved. Look at its dates and its place below.")
    return ""
