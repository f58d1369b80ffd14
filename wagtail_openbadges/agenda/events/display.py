"""What the page of an event shows."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ...authoring import json_ld
from ...authoring.shown import social
from ...domain.clock import instant_of
from ...domain.errors import ScheduleError
from ...domain.gatherings import DateContent, gathering_faults, span_of
from ...domain.registering import closed_to_registration, has_queue, seats_left
from ...models import Gathering, GatheringDate, GatheringStatus, RegistrationWay
from ...public import wording
from ...templatetags.openbadges_tags import moment
from ...zones import zone_label
from ..related import related_links
from ..renditions import images_in, picture, prefetch
from .facts import email_in, organiser_email
from .json_ld import described
from .states import ends_last, for_programs, in_words, state_of, takes_place

if TYPE_CHECKING:
    from .mixins import EventPageMixin

MAP = "https://www.openstreetmap.org/search"
TELEPHONE = re.compile(r"\+?[0-9][0-9 .()/-]{4,}")


def event_context(page: EventPageMixin, request: HttpRequest) -> dict[str, Any]:
    """Say when and where an event is, whether it takes place, and how one comes."""
    now = timezone.now()
    gathering, dates = _as_shown(page, request)
    end = ends_last(dates)
    is_over = end is not None and end <= now
    prefetch([page.image, *images_in(page.body), *images_in(page.report)])
    head = picture(page.image, page.alt)
    image_url = head["src"] if head else ""
    left = seats_left(gathering) if gathering.pk else gathering.capacity
    agenda = page.get_agenda()
    agenda_href = (agenda.get_url(request) or "") if agenda else ""
    return {
        "foreign_language": page.foreign_language,
        "agenda": agenda and {"href": agenda_href, "label": agenda.title},
        "picture": head,
        "state": state_of(gathering.status, is_over=is_over),
        "is_over": is_over,
        "when": _when(page, gathering, dates, request, now=now),
        "place": _place(page),
        "online": _online(page, is_over=is_over),
        "registration": _registration(page, gathering, request, left=left, now=now),
        "organisers": _organisers(page),
        "contact": contact_link(page.contact.strip() or organiser_email(page)),
        "facts": _facts(page),
        "accessibility": [capfirst(name) for name in _names(page, "accessibility")],
        "topics": [
            {"label": name, "href": f"{agenda_href}?{urlencode({'topic': slug})}" if agenda else ""}
            for slug, name in page.get_topics().items()
        ],
        "related": related_links(page, request),
        "social": social(page, request, image_url),
        "json_ld": _described(page, gathering, request, image_url, left),
    }


def _described(
    page: EventPageMixin, gathering: Gathering, request: HttpRequest, image_url: str, left: int | None
) -> SafeString | str:
    """Describe the event to search engines, which read no preview."""
    if gathering.pk is None or getattr(request, "is_preview", False):
        return ""
    return json_ld.script(described(page, gathering, request, image_url=image_url, left=left))


def _as_shown(page: EventPageMixin, request: HttpRequest) -> tuple[Gathering, list[GatheringDate]]:
    """Return the record of an event and its dates; a preview shows what the page says, and stores nothing."""
    record = page.gathering
    if record is not None and not getattr(request, "is_preview", False):
        # Whoever else reads its dates for this page finds them there.
        prefetch_related_objects([record], "dates")
        return record, list(record.dates.all())
    content = page.get_gathering_content()
    gathering = record or Gathering(translation_key=content.translation_key)
    dates = [date for row in content.dates if (date := _date_as_written(row, content.zone_name))]
    gathering.is_published = True
    gathering.faults = gathering_faults(content)
    gathering.starts_at = min((date.starts_at for date in dates), default=None)
    gathering.ends_at = ends_last(dates)
    gathering.registration_closes_at = _closing(content.registration_closes, content.zone_name)
    for name in ("zone_name", "status", "registration", "elsewhere_url", "capacity", "has_waiting_list"):
        setattr(gathering, name, getattr(content, name))
    return gathering, sorted(dates, key=lambda date: date.starts_at)


def _date_as_written(row: DateContent, zone_name: str) -> GatheringDate | None:
    with suppress(ScheduleError):
        span = span_of(row, zone_name)
        return GatheringDate(
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            starts_local=row.start,
            ends_local=row.end,
            is_all_day=row.is_all_day,
        )
    return None


def _closing(local: str, zone_name: str) -> datetime | None:
    with suppress(ScheduleError):
        return instant_of(local, zone_name, is_end=True)
    return None


def _when(
    page: EventPageMixin, gathering: Gathering, dates: list[GatheringDate], request: HttpRequest, *, now: datetime
) -> dict[str, Any]:
    """Return the dates in words, those to come before those that are over; many of them name their zone once."""
    zone_name, is_one = gathering.zone_name, len(dates) == 1
    rows = [
        {
            "words": capfirst(in_words(date, zone_name, names_zone=is_one)),
            "datetime": for_programs(date, zone_name),
            "is_over": date.ends_at <= now,
        }
        for date in dates
    ]
    has_hours = any(not date.is_all_day for date in dates)
    is_on = takes_place(gathering.status)
    is_coming = is_on and not all(row["is_over"] for row in rows)
    planned = ngettext("Date that was planned", "Dates that were planned", len(rows))
    return {
        "title": ngettext("Date", "Dates", len(rows) or 1) if is_on else planned,
        "coming": [row for row in rows if not row["is_over"]],
        "past": [row for row in rows if row["is_over"]],
        "zone": zone_label(zone_name) if has_hours and not is_one else "",
        "calendar_href": f"{page.get_url(request) or ''}{page.reverse_subpage('calendar')}" if is_coming else "",
    }


def _place(page: EventPageMixin) -> dict[str, Any]:
    """Return where an event is and how to get there; nothing when nothing is known, or when it is online only."""
    if page.event_format == "online":
        return {}
    town = " ".join(filter(None, [page.postcode, page.town]))
    lines = [line for line in (page.place_name, page.street, town) if line.strip()]
    if not lines and not page.access_notes.strip():
        return {}
    searched = ", ".join(lines[-2:] if page.street else lines)
    return {
        "lines": lines,
        "map_href": f"{MAP}?{urlencode({'query': searched})}" if lines else "",
        "access": page.access_notes.strip(),
    }


def _online(page: EventPageMixin, *, is_over: bool) -> dict[str, str]:
    """Return the way to join online; with registration here, only those who registered learn the address."""
    if page.event_format == "on_site" or is_over:
        return {}
    if page.registration == RegistrationWay.HERE:
        return {"text": _("The address of the meeting is sent to those who registered.")}
    if not page.online_url:
        return {"text": _("This event takes place online.")}
    return {"text": _("This event takes place online."), "href": page.online_url}


def _registration(
    page: EventPageMixin, gathering: Gathering, request: HttpRequest, *, left: int | None, now: datetime
) -> dict[str, Any]:
    """Say what one can do now to come; nothing when the state of the event says it all."""
    reason = closed_to_registration(gathering, now=now)
    is_full = gathering.status == GatheringStatus.FULL
    if reason in ("event_not_shown", "event_cancelled", "event_postponed", "event_over"):
        return {}
    if reason == "registration_elsewhere":
        host = urlsplit(gathering.elsewhere_url).hostname
        button = {
            "label": _("Register on %(host)s") % {"host": host},
            "href": gathering.elsewhere_url,
            "external": True,
        }
        return {"sentence": _("Registration is taken on another site."), "button": button}
    if reason == "no_registration":
        return {} if is_full else {"sentence": _("There is no registration: just come.")}
    if reason == "registration_closed":
        closed_at = gathering.registration_closes_at or gathering.starts_at
        when = moment(closed_at, gathering.zone_name)
        return {"sentence": _("Registration has been closed since %(moment)s.") % {"moment": when}}
    if reason is not None:
        return {"sentence": wording.sentence(reason, {})}
    return _open_registration(page, gathering, request, left)


def _open_registration(
    page: EventPageMixin, gathering: Gathering, request: HttpRequest, left: int | None
) -> dict[str, Any]:
    """Say what a registration becomes: a seat, or a place on the waiting list."""
    href = f"{page.get_url(request) or ''}{page.reverse_subpage('register')}"
    closes_at = gathering.registration_closes_at
    closing = moment(closes_at, gathering.zone_name)
    detail = _("Registration closes on %(moment)s.") % {"moment": closing} if closes_at else ""
    if left == 0 and not gathering.has_waiting_list:
        return {"sentence": wording.sentence("event_full", {})}
    if left is not None and (left == 0 or (gathering.pk and has_queue(gathering))):
        button = {"label": _("Join the waiting list"), "href": href}
        return {
            "sentence": _("All seats are taken. Put yourself on the waiting list: we write to you when one is free."),
            "detail": detail,
            "button": button,
        }
    return {"sentence": _seats(left), "detail": detail, "button": {"label": _("Register"), "href": href}}


def _seats(left: int | None) -> str:
    if left is None:
        return _("You need an e-mail address, and no account.")
    if left == 1:
        return _("There is one last seat.")
    return ngettext("There is %(count)s seat left.", "There are %(count)s seats left.", left) % {"count": left}


def _organisers(page: EventPageMixin) -> list[dict[str, str]]:
    structure = page.organiser
    rows = [{"name": structure.name, "href": structure.url}] if structure else []
    return [*rows, {"name": page.organiser_name, "href": ""}] if page.organiser_name.strip() else rows


def contact_link(contact: str) -> dict[str, str]:
    """Return a contact with its address when it is an e-mail address or a telephone number; nothing without one."""
    contact = contact.strip()
    if not contact:
        return {}
    if email_in(contact):
        return {"label": contact, "href": f"mailto:{contact}", "icon": "mail"}
    if TELEPHONE.fullmatch(contact):
        return {"label": contact, "href": f"tel:{re.sub(r'[^0-9+]', '', contact)}", "icon": "person"}
    return {"label": contact, "href": "", "icon": "person"}


def _names(page: EventPageMixin, field: str) -> list[str]:
    """Return the names of what an editor ticked, in the order of the choices, as far as they are choices still."""
    ticked = set(getattr(page, field) or ())
    return [str(label) for value, label in page.lists_to_choose_from[field] if value in ticked]


def _facts(page: EventPageMixin) -> list[dict[str, str]]:
    price = _("Free of charge") if page.is_free else page.price.strip()
    rows = [
        {"label": _("Format"), "value": capfirst(page.get_event_format_display()), "icon": "info"},
        {
            "label": pgettext("event", "Whom it is for"),
            "value": capfirst(", ".join(_names(page, "publics"))),
            "icon": "people",
        },
        {"label": _("Price"), "value": price, "icon": "heart"},
    ]
    return [row for row in rows if row["value"]]
