"""The mails that an issuer may word: who receives each and when, and what its text may name.

A notice whose words depend on what happened is a mail for each case, so that no text is ever read where it is untrue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from ..domain.rewording import Grammar
from ..models import ClaimRule, GatheringStatus, OpeningKind, Purpose, RegistrationState
from .letters import EVENT, Occasion, calls, claims, events, family_of
from .placeholders import PLACEHOLDERS

KEPT: Final = {
    OpeningKind.BADGE: ("new_file", "digest"),
    OpeningKind.CALL: ("new_file", "new_question"),
    EVENT: ("message",),
}
"""Notices that keep our words: what reviewers are told, and what an organiser words each time."""


def _is_coded(occasion: Occasion) -> bool:
    return bool(occasion.code)


def _is_first(occasion: Occasion) -> bool:
    return occasion.file.turn == 1


def _has_badge(occasion: Occasion) -> bool:
    return bool(occasion.badge)


def _has_one_seat(occasion: Occasion) -> bool:
    return occasion.seats == 1


def _is_tomorrow(occasion: Occasion) -> bool:
    return events.days_until(occasion) == 1


def _is_about(purpose: Purpose) -> Callable[[Occasion], bool]:
    return lambda occasion: occasion.purpose == purpose


def _has_status(status: GatheringStatus) -> Callable[[Occasion], bool]:
    return lambda occasion: occasion.event is not None and occasion.event.status == status


@dataclass(frozen=True, kw_only=True)
class Rewordable:
    """A mail that an issuer may word."""

    kind: str
    """What it is about, which notice, and which case of it where there are several."""
    title: Any
    when: Any
    """Who receives it, and when, for those who run the structure."""
    names: tuple[str, ...]
    """Placeholders that it knows, none of which is ever empty but a sentence."""
    needed: tuple[str, ...] = ()
    case: Callable[[Occasion], bool] = lambda occasion: True
    """When it is this one, among several of the same notice: the first that holds."""
    example: Mapping[str, Any] = field(default_factory=dict)
    """What makes an occasion that never was one of this mail."""

    @property
    def family(self) -> str:
        """What it is about: a key of `LETTERS`."""
        return self.kind.split(".")[0]

    @property
    def notice(self) -> str:
        return self.kind.split(".")[1]

    @property
    def grammar(self) -> Grammar:
        short = tuple(name for name in self.names if not PLACEHOLDERS[name].is_sentence)
        return Grammar(subject=short, body=self.names, needed=self.needed)

    def values(self, occasion: Occasion) -> dict[str, str]:
        """Return what its placeholders stand for."""
        return {name: PLACEHOLDERS[name].value(occasion) for name in self.names}


CLAIM = ("reference", "badge", "issuer")
AWARD = ("badge", "issuer")
APPLICATION = ("reference", "round", "call", "issuer")
ROUND = ("round", "call", "issuer")
COMING = ("event", "issuer", "name")

BADGES: Final = (
    Rewordable(
        kind="badge.confirm",
        title=_("Code to begin a claim"),
        when=_("To whoever begins to ask for a badge: the code proves that the address is theirs."),
        names=("code", *AWARD),
        case=_is_coded,
        example={"code": True},
    ),
    Rewordable(
        kind="badge.deposited",
        title=_("Claim deposited"),
        when=_("To the person, as soon as the file has arrived."),
        names=(*CLAIM, "delay"),
        case=_is_first,
    ),
    Rewordable(
        kind="badge.deposited.corrected",
        title=_("Correction of a claim deposited"),
        when=_("To the person, as soon as what was asked to be completed has arrived."),
        names=(*CLAIM, "delay"),
        example={"turn": 2},
    ),
    Rewordable(
        kind="badge.to_complete",
        title=_("Claim to be completed"),
        when=_("To the person, when a reviewer asks for changes. What the reviewer asks stands below your text."),
        names=CLAIM,
    ),
    Rewordable(
        kind="badge.accepted.declared",
        title=_("Badge given on declaration"),
        when=_("To the person, as soon as a badge that nobody checks is declared."),
        names=(*CLAIM, "declared"),
        needed=("declared",),
        case=claims.is_declared,
        example={"rule": ClaimRule.DECLARED},
    ),
    Rewordable(
        kind="badge.accepted",
        title=_("Claim accepted"),
        when=_("To the person, when the badge is theirs after a review."),
        names=CLAIM,
    ),
    Rewordable(
        kind="badge.declined",
        title=_("Claim not accepted"),
        when=_("To the person, when a reviewer says no. The reason that the reviewer wrote stands below your text."),
        names=CLAIM,
    ),
    Rewordable(
        kind="badge.withdrawn",
        title=_("Claim withdrawn"),
        when=_("To the person who took the claim back."),
        names=CLAIM,
    ),
    Rewordable(
        kind="badge.awarded",
        title=_("Badge given without a claim"),
        when=_("To the person whom you give a badge that they did not ask for."),
        names=AWARD,
        example={"has_file": False},
    ),
    Rewordable(
        kind="badge.revoked",
        title=_("Badge revoked"),
        when=_("To the person, when a badge is taken back. The reason stands below your text."),
        names=AWARD,
        example={"has_file": False},
    ),
)

CALLS: Final = (
    Rewordable(
        kind="call.confirm",
        title=_("Code to begin an application"),
        when=_("To whoever begins to apply to a call: the code proves that the address is theirs."),
        names=("code", *ROUND),
        case=_is_about(Purpose.CLAIM),
        example={"code": True, "purpose": Purpose.CLAIM},
    ),
    Rewordable(
        kind="call.confirm.question",
        title=_("Code to ask a question"),
        when=_("To whoever begins to ask a question about a call: the code proves that the address is theirs."),
        names=("code", *ROUND),
        case=_is_about(Purpose.ASK),
        example={"code": True, "purpose": Purpose.ASK},
    ),
    Rewordable(
        kind="call.confirm.subscription",
        title=_("Address to confirm, for the next round"),
        when=_("To whoever wants to be told about the next round of a call."),
        names=("call", "issuer"),
        case=_is_about(Purpose.SUBSCRIBE),
        example={"purpose": Purpose.SUBSCRIBE},
    ),
    Rewordable(
        kind="call.deposited",
        title=_("Application deposited"),
        when=_("To the person, as soon as the application has arrived."),
        names=(*APPLICATION, "delay"),
        case=_is_first,
    ),
    Rewordable(
        kind="call.deposited.corrected",
        title=_("Correction of an application deposited"),
        when=_("To the person, as soon as what was asked to be completed has arrived."),
        names=(*APPLICATION, "delay"),
        example={"turn": 2},
    ),
    Rewordable(
        kind="call.replaced",
        title=_("Application replaced"),
        when=_("To the person who deposited a new application in the place of the earlier one."),
        names=(*APPLICATION, "delay"),
    ),
    Rewordable(
        kind="call.to_complete",
        title=_("Application to be completed"),
        when=_("To the person, when a reviewer asks for changes. What the reviewer asks stands below your text."),
        names=APPLICATION,
    ),
    Rewordable(
        kind="call.accepted.badge",
        title=_("Application accepted, with a badge"),
        when=_("To the person, when the round gives a badge to those whom it accepts."),
        names=(*APPLICATION, "badge"),
        case=_has_badge,
        example={"has_badge": True},
    ),
    Rewordable(
        kind="call.accepted",
        title=_("Application accepted"),
        when=_("To the person, when the round gives no badge."),
        names=APPLICATION,
    ),
    Rewordable(
        kind="call.declined",
        title=_("Application not accepted"),
        when=_("To the person, when a reviewer says no. The reason that the reviewer wrote stands below your text."),
        names=APPLICATION,
    ),
    Rewordable(
        kind="call.withdrawn",
        title=_("Application withdrawn"),
        when=_("To the person who took the application back."),
        names=APPLICATION,
    ),
    Rewordable(
        kind="call.reminder",
        title=_("Draft that is not deposited"),
        when=_("To whoever began an application and did not deposit it, before the round closes."),
        names=(*ROUND, "until"),
    ),
    Rewordable(
        kind="call.round_open.announced",
        title=_("New round announced"),
        when=_("To whoever asked to be told, when the page of a round is published before the round opens."),
        names=ROUND,
        case=calls.is_to_come,
        example={"is_to_come": True},
    ),
    Rewordable(
        kind="call.round_open",
        title=_("New round open"),
        when=_("To whoever asked to be told, when the page of a round that is open is published."),
        names=ROUND,
    ),
    Rewordable(
        kind="call.answered",
        title=_("Answer to a question"),
        when=_("To whoever asked a question. Question and answer stand below your text."),
        names=ROUND,
    ),
    Rewordable(
        kind="call.late",
        title=_("More time to apply"),
        when=_("To the person whom you let apply after the closing."),
        names=(*ROUND, "until"),
        needed=("until",),
        example={"purpose": Purpose.LATE},
    ),
)

EVENTS: Final = (
    Rewordable(
        kind="event.confirm",
        title=_("Code to begin a registration"),
        when=_("To whoever begins to register for an event: the code proves that the address is theirs."),
        names=("code", "event", "issuer"),
        case=_is_coded,
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

FAMILIES: Final = {OpeningKind.BADGE: BADGES, OpeningKind.CALL: CALLS, EVENT: EVENTS}
"""The mails of each family, a case before the one that stands for the others."""

MAILS: Final = {mail.kind: mail for mails in FAMILIES.values() for mail in mails}


def mail_of(notice: str, occasion: Occasion) -> Rewordable | None:
    """Return the mail that a notice is on an occasion; None when it keeps our words."""
    mails = FAMILIES[family_of(occasion)]
    return next((mail for mail in mails if mail.notice == notice and mail.case(occasion)), None)
