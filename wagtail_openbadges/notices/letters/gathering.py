"""What letters say of an event: when and where it is, what becomes of a seat, and whom to ask."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...domain.registering import reply_due
from ...models import GatheringDate, GatheringStatus, RegistrationState
from ...spans import span_in_words
from ...zones import zone_label
from .parts import Fact, Occasion, Quote, quoted, with_contact


def _span(occasion: Occasion, date: GatheringDate, *, names_zone: bool = True) -> str:
    return span_in_words(
        date.starts_at,
        date.ends_at,
        occasion.zone_name,
        is_all_day=date.is_all_day,
        has_end=bool(date.ends_local),
        names_zone=names_zone,
    )


def _coming(occasion: Occasion) -> list[GatheringDate]:
    """Return the dates that it takes place on: none that it was postponed from."""
    return [] if occasion.event.status == GatheringStatus.POSTPONED else occasion.dates


def when(occasion: Occasion) -> str:
    """Say in a sentence when the event is."""
    dates = _coming(occasion)
    words = occasion.words
    if not dates:
        return _("The date of “%(event)s” is not known yet.") % words
    if len(dates) > 1:
        return _("“%(event)s” takes place on several dates. You find them below.") % words
    # Translators: the span is for example “Friday 28 August 2026 from 12:30 to 14:00, Paris time”.
    return _("“%(event)s” takes place %(span)s.") % {**words, "span": _span(occasion, dates[0])}


def written(occasion: Occasion, dates: list[GatheringDate], label: Callable[[str], str]) -> Fact:
    """Write dates one below the other, and the clock that they are on once."""
    if len(dates) == 1:
        return Fact(label=label(""), value=_span(occasion, dates[0]))
    has_hours = any(not date.is_all_day for date in dates)
    return Fact(
        label=label(zone_label(occasion.zone_name) if has_hours else ""),
        value="\n".join(_span(occasion, date, names_zone=False) for date in dates),
    )


def _when_label(zone: str) -> str:
    return _("When (%(zone)s)") % {"zone": zone} if zone else _("When")


def facts(occasion: Occasion) -> tuple[Fact, ...]:
    """Give what somebody who comes looks for on the day itself."""
    dates, text = _coming(occasion), occasion.event_text
    rows = [written(occasion, dates, _when_label)] if dates else []
    place = ", ".join(part for part in (text.place, *text.address.splitlines()) if part.strip()) if text else ""
    if place:
        rows.append(Fact(label=_("Where"), value=place))
    if text and text.online_url and has_seat(occasion):
        rows.append(Fact(label=_("Join online"), value=text.online_url, href=text.online_url))
    if occasion.registration is not None:
        rows.append(Fact(label=_("Seats"), value=str(occasion.seats)))
    if dates and occasion.calendar and has_seat(occasion):
        rows.append(Fact(label=_("Add to my calendar"), value=occasion.calendar, href=occasion.calendar))
    return (*rows, *page(occasion))


def page(occasion: Occasion) -> tuple[Fact, ...]:
    """Lead to the page of the event, where it has one."""
    address = occasion.event_page
    return (Fact(label=_("Page of the event"), value=address, href=address),) if address else ()


def has_seat(occasion: Occasion) -> bool:
    """Say whether the reader comes: whoever waits is told neither where to join online nor to note the date."""
    return occasion.registration is None or occasion.registration.state == RegistrationState.REGISTERED


def practical(occasion: Occasion) -> tuple[Quote, ...]:
    """Quote what to know before one comes."""
    text = occasion.event_text
    return quoted(_("Before you come"), text.practical.strip() if text else "")


def note(occasion: Occasion) -> tuple[Quote, ...]:
    """Quote what the organiser says of the status of the event: why, or what now."""
    text = occasion.event_text
    return quoted(_("A word from %(issuer)s") % occasion.words, text.status_note.strip() if text else "")


def standing(occasion: Occasion) -> str:
    """Say what becomes of a registration when its event changes: nothing."""
    registration = occasion.registration
    if registration is not None and registration.state == RegistrationState.WAITING:
        return _("You stay on the waiting list.")
    if registration is not None and registration.state == RegistrationState.OFFERED:
        return _("What is offered to you is yours until %(moment)s, if you take it by then.") % {
            "moment": occasion.moment(reply_due(registration))
        }
    return ngettext("You keep your seat.", "You keep your %(seats)d seats.", occasion.seats) % {"seats": occasion.seats}


def cannot_come(occasion: Occasion) -> str:
    """Say how to give a seat back."""
    return ngettext(
        "You cannot come? Open your registration and give your seat back: somebody else can take it.",
        "You cannot come? Open your registration and give your seats back: somebody else can take them.",
        occasion.seats,
    )


def no_longer(occasion: Occasion) -> str:
    """Say how to end a registration: a seat, or a place on the waiting list."""
    if not has_seat(occasion):
        return _("You do not want to come any more? Open your registration and tell us.")
    return cannot_come(occasion)


def again(occasion: Occasion) -> tuple[str, ...]:
    """Say how to come back, where there is a page to register on."""
    if not occasion.event_page:
        return ()
    return (_("You want to come after all? You can register again on the page of the event, while it is open."),)


def question(occasion: Occasion) -> tuple[str, ...]:
    """Say whom to ask, where the structure has an address."""
    return with_contact(occasion, _("A question? Write to %(issuer)s: %(contact)s."))
