"""Letters to those who register for an event. What they said of their needs is in none of them."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...domain.registering import reply_due
from ...models import GatheringDate, GatheringStatus, RegistrationState
from ...spans import span_in_words
from ...zones import zone_label
from .parts import Fact, Letter, Occasion, Quote, contact, quoted, until, with_code


def confirm(occasion: Occasion) -> Letter:
    """Prove an address, or open a registration again."""
    words = occasion.words
    if occasion.code:
        return with_code(
            occasion,
            opening=_("You want to register for “%(event)s” of %(issuer)s with this address.") % words,
            reason=_(
                "Somebody gave this address to register for “%(event)s” of %(issuer)s. If it was not you, you can "
                "ignore this mail: nothing is kept but the address, which is erased when the link is no longer good."
            )
            % words,
        )
    return _letter(
        occasion,
        subject=_("Your link to your registration for “%(event)s”") % words,
        opening=(_("Here is the new link that you asked for. It opens your registration for “%(event)s”.") % words,),
    )


def registered(occasion: Occasion) -> Letter:
    """Somebody has a seat."""
    words = occasion.words
    return _letter(
        occasion,
        subject=_("You are registered for “%(event)s”") % words,
        opening=(
            ngettext(
                "A seat is kept for you at “%(event)s” of %(issuer)s.",
                "%(seats)d seats are kept for you at “%(event)s” of %(issuer)s.",
                occasion.seats,
            )
            % {**words, "seats": occasion.seats},
            when(occasion),
        ),
        quotes=_practical(occasion),
        closing=(_cannot_come(occasion),),
        facts=_facts(occasion),
    )


def waiting(occasion: Occasion) -> Letter:
    """Somebody waits for a seat. No place in the order is promised: people before her come and go."""
    words = occasion.words
    return _letter(
        occasion,
        subject=_("You are on the waiting list for “%(event)s”") % words,
        opening=(
            _("All the seats of “%(event)s” are taken. You are on the waiting list, not registered yet.") % words,
            what_to_wait_for(occasion.seats, occasion.event.reply_hours),
            _("Those who have waited longest are asked first. It is not sure that a seat becomes free."),
        ),
        closing=(_("You do not want to wait any more? Open your registration and leave the list."),),
        facts=_facts(occasion),
    )


def what_to_wait_for(seats: int, hours: int) -> str:
    """Say when we write to somebody who waits, and how long she then has."""
    written = ngettext(
        "We write to you when a seat is free for you.",
        "We write to you when %(seats)d seats are free for you.",
        seats,
    )
    kept = ngettext(
        "You then have %(hours)d hour to take what is offered.",
        "You then have %(hours)d hours to take what is offered.",
        hours,
    )
    return f"{written} {kept}" % {"seats": seats, "hours": hours}


def offered(occasion: Occasion) -> Letter:
    """A seat became free, and it is hers if she takes it in time."""
    due = reply_due(occasion.registration) if occasion.registration else None
    words = {**occasion.words, "seats": occasion.seats, "moment": occasion.moment(due)}
    return _letter(
        occasion,
        subject=ngettext(
            "A seat is free for you: “%(event)s”", "%(seats)d seats are free for you: “%(event)s”", occasion.seats
        )
        % words,
        opening=(
            ngettext(
                "You waited for a seat at “%(event)s”. Now one is free, and it is yours until %(moment)s.",
                "You waited for %(seats)d seats at “%(event)s”. Now they are free, and they are yours until "
                "%(moment)s.",
                occasion.seats,
            )
            % words,
            when(occasion),
            _("Press the button to take what is offered. Otherwise it goes to the next person."),
        ),
        action=ngettext("Take my seat", "Take my seats", occasion.seats),
        facts=(Fact(label=_("Yours until"), value=words["moment"]), *_facts(occasion)),
    )


def lapsed(occasion: Occasion) -> Letter:
    """An offer was not taken in time."""
    words = occasion.words
    return _letter(
        occasion,
        subject=_("The seat for “%(event)s” is no longer kept for you") % words,
        opening=(
            _("A seat at “%(event)s” was offered to you, and it was not taken in time. It goes to the next person.")
            % words,
            _("You have nothing to do. You are no longer on the waiting list."),
        ),
        closing=_again(occasion),
        facts=_page(occasion),
    )


def unregistered(occasion: Occasion) -> Letter:
    """They gave their seat, or their place on the waiting list, back."""
    words = occasion.words
    return _letter(
        occasion,
        subject=_("Your registration for “%(event)s” is cancelled") % words,
        opening=(
            _("As you asked, your registration for “%(event)s” is cancelled. Thank you for telling us.") % words,
            _("You have nothing to do."),
        ),
        closing=_again(occasion),
        facts=_page(occasion),
    )


def struck_off(occasion: Occasion) -> Letter:
    """The organiser ended a registration."""
    words = occasion.words
    return _letter(
        occasion,
        subject=_("Your registration for “%(event)s” is ended") % words,
        opening=(
            _("%(issuer)s has ended your registration for “%(event)s”. No seat is kept for you any more.") % words,
        ),
        closing=contact(occasion),
        facts=_page(occasion),
    )


def changed(occasion: Occasion) -> Letter:
    """Something is no longer what was said to those who registered: whether it takes place, when, or where."""
    write = {GatheringStatus.CANCELLED: _cancelled, GatheringStatus.POSTPONED: _postponed}
    return write.get(GatheringStatus(occasion.event.status), _takes_place_otherwise)(occasion)


def _cancelled(occasion: Occasion) -> Letter:
    words = occasion.words
    dates = occasion.dates
    return _letter(
        occasion,
        subject=_("“%(event)s” is cancelled") % words,
        opening=(
            _("%(issuer)s cancels “%(event)s”. It does not take place.") % words,
            _("You have nothing to do."),
        ),
        quotes=_note(occasion),
        closing=_question(occasion),
        facts=(_written(occasion, dates, lambda zone: _("It was planned for")),) if dates else (),
    )


def _postponed(occasion: Occasion) -> Letter:
    words = occasion.words
    return _letter(
        occasion,
        subject=_("“%(event)s” is postponed") % words,
        opening=(
            _("%(issuer)s postpones “%(event)s”. It does not take place on the date that was announced.") % words,
            _("The new date is not known yet. We write to you again when it is."),
            standing(occasion),
        ),
        quotes=_note(occasion),
        closing=(_no_longer(occasion), *_question(occasion)),
        facts=_page(occasion),
    )


def _takes_place_otherwise(occasion: Occasion) -> Letter:
    words = occasion.words
    is_moved = occasion.event.status == GatheringStatus.MOVED
    return _letter(
        occasion,
        subject=(_("“%(event)s” is moved") if is_moved else _("What changes for “%(event)s”")) % words,
        opening=(
            (
                _("%(issuer)s has moved “%(event)s”.")
                if is_moved
                else _("%(issuer)s has changed what was announced of “%(event)s”.")
            )
            % words,
            when(occasion),
            standing(occasion),
        ),
        quotes=_note(occasion) + _practical(occasion),
        closing=(_no_longer(occasion), *_question(occasion)),
        facts=_facts(occasion),
    )


def remind_event(occasion: Occasion) -> Letter:
    """The event is tomorrow, on the clock of its place; today, when the mail leaves late."""
    days = days_until(occasion)
    subject = {0: _("Today: “%(event)s”"), 1: _("Tomorrow: “%(event)s”")}.get(days, _("Soon: “%(event)s”"))
    return _letter(
        occasion,
        subject=subject % occasion.words,
        opening=(_("You are registered for “%(event)s” of %(issuer)s.") % occasion.words, when(occasion)),
        quotes=_practical(occasion),
        closing=(_cannot_come(occasion),),
        facts=_facts(occasion),
    )


def days_until(occasion: Occasion) -> int | None:
    """Count the days to the event on the clock of its place; None while its date is not known."""
    begins = occasion.event.starts_at
    return (timezone.localdate(begins) - timezone.localdate()).days if begins is not None else None


def message(occasion: Occasion) -> Letter:
    """The organiser writes; the subject is hers."""
    words = occasion.words
    return _letter(
        occasion,
        subject=occasion.heading,
        opening=(_("%(issuer)s writes to those who registered for “%(event)s”.") % words,),
        quotes=quoted(_("Message from %(issuer)s") % words, occasion.message),
        closing=_question(occasion),
        facts=_facts(occasion),
    )


def _letter(
    occasion: Occasion,
    *,
    subject: str,
    opening: tuple[str, ...],
    quotes: tuple[Quote, ...] = (),
    action: str = "",
    closing: tuple[str, ...] = (),
    facts: tuple[Fact, ...] = (),
) -> Letter:
    """Write to somebody who registered, with a button to the registration."""
    return Letter(
        subject=subject,
        title=subject,
        opening=opening,
        quotes=quotes,
        action=action or _("Open my registration"),
        href=occasion.href,
        until=until(occasion),
        closing=closing,
        facts=facts,
        reason=_(
            "You receive this mail because the address %(address)s was used to register for “%(event)s” of "
            "%(issuer)s. If it was not you, you can ignore it."
        )
        % occasion.words,
    )


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


def _written(occasion: Occasion, dates: list[GatheringDate], label: Callable[[str], str]) -> Fact:
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


def _facts(occasion: Occasion) -> tuple[Fact, ...]:
    """Give what somebody who comes looks for on the day itself."""
    dates, text = _coming(occasion), occasion.event_text
    facts = [_written(occasion, dates, _when_label)] if dates else []
    place = ", ".join(part for part in (text.place, *text.address.splitlines()) if part.strip()) if text else ""
    if place:
        facts.append(Fact(label=_("Where"), value=place))
    if text and text.online_url and _has_seat(occasion):
        facts.append(Fact(label=_("Join online"), value=text.online_url, href=text.online_url))
    if occasion.registration is not None:
        facts.append(Fact(label=_("Seats"), value=str(occasion.seats)))
    if dates and occasion.calendar and _has_seat(occasion):
        facts.append(Fact(label=_("Add to my calendar"), value=occasion.calendar, href=occasion.calendar))
    return (*facts, *_page(occasion))


def _page(occasion: Occasion) -> tuple[Fact, ...]:
    address = occasion.event_page
    return (Fact(label=_("Page of the event"), value=address, href=address),) if address else ()


def _has_seat(occasion: Occasion) -> bool:
    """Say whether the reader comes: whoever waits is told neither where to join online nor to note the date."""
    return occasion.registration is None or occasion.registration.state == RegistrationState.REGISTERED


def _practical(occasion: Occasion) -> tuple[Quote, ...]:
    text = occasion.event_text
    return quoted(_("Before you come"), text.practical.strip() if text else "")


def _note(occasion: Occasion) -> tuple[Quote, ...]:
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


def _cannot_come(occasion: Occasion) -> str:
    return ngettext(
        "You cannot come? Open your registration and give your seat back: somebody else can take it.",
        "You cannot come? Open your registration and give your seats back: somebody else can take them.",
        occasion.seats,
    )


def _no_longer(occasion: Occasion) -> str:
    if not _has_seat(occasion):
        return _("You do not want to come any more? Open your registration and tell us.")
    return _cannot_come(occasion)


def _again(occasion: Occasion) -> tuple[str, ...]:
    """Say how to come back, where there is a page to register on."""
    if not occasion.event_page:
        return ()
    return (_("You want to come after all? You can register again on the page of the event, while it is open."),)


def _question(occasion: Occasion) -> tuple[str, ...]:
    """Say whom to ask, where the structure has an address."""
    address = occasion.issuer.organisation.email
    if not address:
        return ()
    return (_("A question? Write to %(issuer)s: %(contact)s.") % {**occasion.words, "contact": address},)
