"""The mails to those who register for an event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext_lazy as _

from ...models import GatheringStatus, RegistrationState
from ..letters import Occasion, events
from .mail import Rewordable, is_coded


def _has_one_seat(occasion: Occasion) -> bool:
    return occasion.seats == 1


def _is_tomorrow(occasion: Occasion) -> bool:
    return events.days_until(occasion) == 1


def _has_status(status: GatheringStatus) -> Callable[[Occasion], bool]:
    return lambda occasion: occasion.event is not None and occasion.event.status == status


COMING = ("event", "issuer", "name")

EVENTS: Final = (
    Rewordable(
        kind="event.confirm",
        title=_("Code to begin a registration"),
        when=_("To whoever begins to register for an event: the code proves that the address is theirs."),
        names=("code", "event", "issuer"),
        case=is_coded,
        example={"code": True},
    ),
    Rewordable(
        kind="event.registered",
        title=_("A seat is kept"),
        when=_("To the person who has one seat, as soon as it is kept."),
        names=(*COMING, "when"),
        case=_has_one_seat,
    ),
    Rewordable(
        kind="event.registered.several",
        title=_("Several seats are kept"),
        when=_("To the person who has more than one seat, as soon as they are kept."),
        names=(*COMING, "seats", "when"),
        needed=("seats",),
        example={"seats": 3},
    ),
    Rewordable(
        kind="event.waiting",
        title=_("On the waiting list"),
        when=_("To the person for whom there was no seat left."),
        names=(*COMING, "hours"),
        needed=("hours",),
        example={"state": RegistrationState.WAITING},
    ),
    Rewordable(
        kind="event.offered",
        title=_("A seat became free"),
        when=_("To the person who waits for one seat, when it is their turn."),
        names=(*COMING, "until", "when"),
        needed=("until",),
        case=_has_one_seat,
        example={"state": RegistrationState.OFFERED},
    ),
    Rewordable(
        kind="event.offered.several",
        title=_("Several seats became free"),
        when=_("To the person who waits for more than one seat, when it is their turn."),
        names=(*COMING, "seats", "until", "when"),
        needed=("until",),
        example={"state": RegistrationState.OFFERED, "seats": 3},
    ),
    Rewordable(
        kind="event.lapsed",
        title=_("Seat not taken in time"),
        when=_("To the person who did not take an offered seat. It went to the next one."),
        names=COMING,
        example={"state": RegistrationState.LAPSED},
    ),
    Rewordable(
        kind="event.unregistered",
        title=_("Registration cancelled by the person"),
        when=_("To the person who gave the seat, or the place on the waiting list, back."),
        names=COMING,
        example={"state": RegistrationState.CANCELLED},
    ),
    Rewordable(
        kind="event.struck_off",
        title=_("Registration ended by you"),
        when=_("To the person whose registration you cancelled."),
        names=COMING,
        example={"state": RegistrationState.CANCELLED},
    ),
    Rewordable(
        kind="event.remind_event",
        title=_("The event is tomorrow"),
        when=_("To whoever has a seat, the day before. Should it leave later than that, it keeps our words."),
        names=(*COMING, "when"),
        case=_is_tomorrow,
        example={"in_days": 1},
    ),
    Rewordable(
        kind="event.changed.cancelled",
        title=_("Event cancelled"),
        when=_("To everybody who is registered or waits, when the event does not take place."),
        names=COMING,
        case=_has_status(GatheringStatus.CANCELLED),
        example={"status": GatheringStatus.CANCELLED},
    ),
    Rewordable(
        kind="event.changed.postponed",
        title=_("Event postponed"),
        when=_("To everybody who is registered or waits, when the new date is not known yet."),
        names=(*COMING, "standing"),
        case=_has_status(GatheringStatus.POSTPONED),
        example={"status": GatheringStatus.POSTPONED},
    ),
    Rewordable(
        kind="event.changed.moved",
        title=_("Event moved"),
        when=_("To everybody who is registered or waits, when the event takes place elsewhere or at another time."),
        names=(*COMING, "when", "standing"),
        case=_has_status(GatheringStatus.MOVED),
        example={"status": GatheringStatus.MOVED},
    ),
    Rewordable(
        kind="event.changed",
        title=_("Something changes for the event"),
        when=_("To everybody who is registered or waits, when what was announced is corrected."),
        names=(*COMING, "when", "standing"),
    ),
)
