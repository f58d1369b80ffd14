"""What search engines read about an event, in the words of schema.org."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone
from django.utils.text import capfirst

from ...authoring.json_ld import filled
from ...authoring.shown import social
from ...domain.registering import closed_to_registration
from ...models import Gathering, GatheringDate, GatheringStatus
from .facts import online_address, organiser_name

if TYPE_CHECKING:
    from .mixins import EventPageMixin

STATUSES = {
    GatheringStatus.MOVED: "EventRescheduled",
    GatheringStatus.POSTPONED: "EventPostponed",
    GatheringStatus.CANCELLED: "EventCancelled",
}
"""The words for a status; one that is full takes place as planned."""

MODES = {
    "on_site": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "both": "MixedEventAttendanceMode",
}


def described(
    page: EventPageMixin, gathering: Gathering | None, request: HttpRequest, *, image_url: str, left: int | None
) -> dict[str, Any]:
    """Describe an event; what is empty is left out.

    Args:
        page: says it in words.
        gathering: its record, which has the dates; None before the first publication.
        request: what addresses are completed with.
        image_url: of the picture; empty without one.
        left: how many seats are free; None without limit.
    """
    shared = social(page, request, image_url)
    dates = list(gathering.dates.all()) if gathering else []
    event = {
        "@context": "https://schema.org",
        **_one(page, gathering, dates, url=shared["url"]),
        "description": page.summary,
        "url": shared["url"],
        "image": shared["image"],
        "inLanguage": page.content_language,
        "organizer": _organizer(page),
        "audience": _audience(page),
        "maximumAttendeeCapacity": gathering and gathering.capacity,
        "offers": gathering and _offer(page, gathering, shared["url"], left),
        "subEvent": [_one(page, gathering, [row], url=shared["url"]) for row in dates] if len(dates) > 1 else [],
    }
    # Whether it is free is said in both cases: `filled` would take "no" for nothing.
    return {**filled(event), "isAccessibleForFree": page.is_free}


def _one(page: EventPageMixin, gathering: Gathering | None, dates: list[GatheringDate], *, url: str) -> dict[str, Any]:
    """Describe some dates as one event, from the first to the last."""
    first = min(dates, key=lambda row: row.starts_at, default=None)
    last = max(dates, key=lambda row: row.ends_at, default=None)
    zone_name = gathering.zone_name if gathering else ""
    status = STATUSES.get(GatheringStatus(gathering.status if gathering else page.status), "EventScheduled")
    return filled(
        {
            "@type": "Event",
            "name": page.title,
            "startDate": first and _begins(first, zone_name),
            "endDate": last and _ends(last, zone_name),
            "eventStatus": f"https://schema.org/{status}",
            "eventAttendanceMode": f"https://schema.org/{MODES[page.event_format]}",
            "location": _location(page, url),
        }
    )


def _begins(row: GatheringDate, zone_name: str) -> str:
    if row.is_all_day:
        return row.starts_local[:10]
    return row.starts_at.astimezone(ZoneInfo(zone_name)).isoformat()


def _ends(row: GatheringDate, zone_name: str) -> str:
    """Return the last day, or the instant of the end; empty when nobody knows it."""
    if row.is_all_day:
        return (row.ends_local or row.starts_local)[:10]
    return row.ends_at.astimezone(ZoneInfo(zone_name)).isoformat() if row.ends_local else ""


def _location(page: EventPageMixin, url: str) -> Any:
    """Return the place, the meeting online, or both. Who must register first finds the way to it on the page."""
    address = filled({"streetAddress": page.street, "postalCode": page.postcode, "addressLocality": page.town})
    place = filled({"name": page.place_name, "address": address and {"@type": "PostalAddress", **address}})
    places = [{"@type": "Place", **place}] if place and page.event_format != "online" else []
    if page.event_format != "on_site":
        places.append({"@type": "VirtualLocation", "url": online_address(page) or url})
    return places[0] if len(places) == 1 else places


def _organizer(page: EventPageMixin) -> dict[str, str]:
    name = organiser_name(page)
    url = page.organiser.url if page.organiser else ""
    return filled({"@type": "Organization", "name": name, "url": url}) if name else {}


def _audience(page: EventPageMixin) -> list[dict[str, str]]:
    labels = dict(page.lists_to_choose_from["publics"])
    return [
        {"@type": "Audience", "audienceType": str(capfirst(labels[value]))} for value in page.publics if value in labels
    ]


def _offer(page: EventPageMixin, gathering: Gathering, url: str, left: int | None) -> dict[str, Any]:
    """Say how one registers while one can, and whether there are seats left."""
    reason = closed_to_registration(gathering, now=timezone.now())
    if reason not in (None, "event_full", "registration_elsewhere"):
        return {}
    here = f"{url}{page.reverse_subpage('register')}"
    price = {"price": 0, "priceCurrency": "EUR"} if page.is_free else {}
    return {
        **filled(
            {
                "@type": "Offer",
                "url": gathering.elsewhere_url if reason == "registration_elsewhere" else here,
                "availability": f"https://schema.org/{'SoldOut' if left == 0 else 'InStock'}",
                "description": "" if page.is_free else page.price,
            }
        ),
        **price,
    }
