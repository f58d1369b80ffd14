"""The mails of a call: applications, questions, and rounds that are announced."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext_lazy as _

from ...models import Purpose
from ..letters import Occasion, calls
from .mail import Rewordable, is_first


def _has_badge(occasion: Occasion) -> bool:
    return bool(occasion.badge)


def _is_about(purpose: Purpose) -> Callable[[Occasion], bool]:
    return lambda occasion: occasion.purpose == purpose


APPLICATION = ("reference", "round", "call", "issuer")
ROUND = ("round", "call", "issuer")

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
        case=is_first,
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
        example={"purpose": Purpose.ASK},
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
