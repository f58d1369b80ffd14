"""The words of every mail: what happened, what to do next, until when, and who writes."""

from __future__ import annotations

from collections.abc import Callable

from ...models import OpeningKind
from . import calls, claims, events, reviewers
from .parts import Letter, Occasion

EVENT = "event"

LETTERS: dict[str, dict[str, Callable[[Occasion], Letter]]] = {
    OpeningKind.BADGE: {
        "confirm": claims.confirm,
        "deposited": claims.deposited,
        "to_complete": claims.to_complete,
        "accepted": claims.accepted,
        "declined": claims.declined,
        "withdrawn": claims.withdrawn,
        "revoked": claims.revoked,
        "awarded": claims.awarded,
        "new_file": reviewers.new_claim,
        "digest": reviewers.digest,
    },
    OpeningKind.CALL: {
        "confirm": calls.confirm,
        "deposited": calls.deposited,
        "replaced": calls.replaced,
        "to_complete": calls.to_complete,
        "accepted": calls.accepted,
        "declined": calls.declined,
        "withdrawn": calls.withdrawn,
        "reminder": calls.reminder,
        "round_open": calls.round_open,
        "answered": calls.answered,
        "late": calls.late,
        "new_file": reviewers.new_application,
        "new_question": reviewers.new_question,
    },
    EVENT: {
        "confirm": events.confirm,
        "registered": events.registered,
        "waiting": events.waiting,
        "offered": events.offered,
        "lapsed": events.lapsed,
        "unregistered": events.unregistered,
        "struck_off": events.struck_off,
        "changed": events.changed,
        "remind_event": events.remind_event,
        "message": events.message,
    },
}
"""Who writes a notice, for each kind of what can be deposited to or come to."""


def family_of(occasion: Occasion) -> str:
    """Say what a letter is about: a badge, a call, or an event."""
    if occasion.event is not None:
        return EVENT
    return OpeningKind.CALL if occasion.round else OpeningKind.BADGE


def write(notice: str, occasion: Occasion) -> Letter:
    """Write the letter of a notice in the words of what it is about."""
    return LETTERS[family_of(occasion)][notice](occasion)


__all__ = ["EVENT", "LETTERS", "Letter", "Occasion", "family_of", "write"]
