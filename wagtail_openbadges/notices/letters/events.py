"""Letters to those who register for an event. What they said of their needs is in none of them."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...domain.registering import reply_due
from ...models import GatheringStatus
from . import gathering
from .parts import Fact, Letter, Occasion, Quote, contact, ignorable, not_you, quoted, until, with_code


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
            gathering.when(occasion),
        ),
        quotes=gathering.practical(occasion),
        closing=(gathering.cannot_come(occasion),),
        facts=gathering.facts(occasion),
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
        facts=gathering.facts(occasion),
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
            gathering.when(occasion),
            _("Open it and confirm by then. Otherwise it goes to the next person."),
        ),
        action=_("See the seat that is offered"),
        facts=(Fact(label=_("Yours until"), value=words["moment"]), *gathering.facts(occasion)),
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
        closing=gathering.again(occasion),
        facts=gathering.page(occasion),
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
        closing=(*gathering.again(occasion), *not_you(occasion)),
        facts=gathering.page(occasion),
        is_own_act=True,
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
        facts=gathering.page(occasion),
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
        quotes=gathering.note(occasion),
        closing=gathering.question(occasion),
        facts=(gathering.written(occasion, dates, lambda zone: _("It was planned for")),) if dates else (),
    )


def _postponed(occasion: Occasion) -> Letter:
    words = occasion.words
    return _letter(
        occasion,
        subject=_("“%(event)s” is postponed") % words,
        opening=(
            _("%(issuer)s postpones “%(event)s”. It does not take place on the date that was announced.") % words,
            _("The new date is not known yet. We write to you again when it is."),
            gathering.standing(occasion),
        ),
        quotes=gathering.note(occasion),
        closing=(gathering.no_longer(occasion), *gathering.question(occasion)),
        facts=gathering.page(occasion),
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
            gathering.when(occasion),
            gathering.standing(occasion),
        ),
        quotes=gathering.note(occasion) + gathering.practical(occasion),
        closing=(gathering.no_longer(occasion), *gathering.question(occasion)),
        facts=gathering.facts(occasion),
    )


def remind_event(occasion: Occasion) -> Letter:
    """The event is tomorrow, on the clock of its place; today, when the mail leaves late."""
    days = days_until(occasion)
    subject = {0: _("Today: “%(event)s”"), 1: _("Tomorrow: “%(event)s”")}.get(days, _("Soon: “%(event)s”"))
    return _letter(
        occasion,
        subject=subject % occasion.words,
        opening=(_("You are registered for “%(event)s” of %(issuer)s.") % occasion.words, gathering.when(occasion)),
        quotes=gathering.practical(occasion),
        closing=(gathering.cannot_come(occasion),),
        facts=gathering.facts(occasion),
    )


def days_until(occasion: Occasion) -> int | None:
    """Count the days to the next date of the event, None while it is not known; to its first one once all are over."""
    to_come = [date.starts_at for date in occasion.dates if date.starts_at > timezone.now()]
    begins = min(to_come, default=occasion.event.starts_at)
    return (timezone.localdate(begins) - timezone.localdate()).days if begins is not None else None


def message(occasion: Occasion) -> Letter:
    """The organiser writes; the subject is hers."""
    words = occasion.words
    return _letter(
        occasion,
        subject=occasion.heading,
        opening=(_("%(issuer)s writes to those who registered for “%(event)s”.") % words,),
        quotes=quoted(_("Message from %(issuer)s") % words, occasion.message),
        closing=gathering.question(occasion),
        facts=gathering.facts(occasion),
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
    is_own_act: bool = False,
) -> Letter:
    """Write to somebody who registered, with a button to the registration; an action of its own has its own end."""
    reason = (
        _("You receive this mail because the address %(address)s was used to register for “%(event)s” of %(issuer)s.")
        % occasion.words
    )
    return Letter(
        subject=subject,
        title=subject,
        opening=opening,
        quotes=quotes,
        action=action or _("Open my registration"),
        href=occasion.href,
        until="" if action else until(occasion),
        closing=closing,
        facts=facts,
        reason=reason if is_own_act else ignorable(reason),
    )
