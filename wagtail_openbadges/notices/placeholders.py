"""What the words of an issuer may name in braces, and what each stands for in one mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from ..domain.registering import reply_due
from ..models import Purpose
from .letters import Occasion, calls, claims, gathering
from .letters.parts import promise


@dataclass(frozen=True)
class Placeholder:
    """What a text may name."""

    meaning: Any
    value: Callable[[Occasion], str]
    is_sentence: bool = False
    """Whether it stands for a whole sentence of ours, which has no place in a subject."""


def _delay(occasion: Occasion) -> str:
    sentences = calls.expected_answer(occasion) if occasion.round else promise(occasion.file)
    return " ".join(sentences)


def _until(occasion: Occasion) -> str:
    if occasion.registration is not None:
        return occasion.moment(reply_due(occasion.registration))
    if occasion.purpose == Purpose.LATE:
        return occasion.moment(occasion.good_until)
    return occasion.moment(occasion.form.closes_at if occasion.form else None)


def _hours(occasion: Occasion) -> str:
    return str(occasion.event.reply_hours) if occasion.event else ""


PLACEHOLDERS: Final = {
    "name": Placeholder(_("The name that the person gave"), lambda occasion: occasion.name),
    "badge": Placeholder(_("Name of the badge"), lambda occasion: occasion.badge),
    "round": Placeholder(_("Title of the round, as on its page"), lambda occasion: occasion.call),
    "call": Placeholder(_("Title of the call, whatever its round"), lambda occasion: occasion.hub),
    "event": Placeholder(_("Title of the event"), lambda occasion: occasion.words["event"]),
    "issuer": Placeholder(_("Name of your structure"), lambda occasion: occasion.words["issuer"]),
    "reference": Placeholder(_("Number of the file"), lambda occasion: occasion.words["reference"]),
    "code": Placeholder(_("The code of six digits"), lambda occasion: occasion.code),
    "seats": Placeholder(_("How many seats, in figures"), lambda occasion: str(occasion.seats)),
    "hours": Placeholder(_("How many hours the person has to take a seat, in figures"), _hours),
    "until": Placeholder(_("Until when one can act: date and hour"), _until),
    "delay": Placeholder(
        _("When the answer usually comes, in a sentence; nothing when no delay was promised"), _delay, is_sentence=True
    ),
    "declared": Placeholder(
        _("The sentence that says that the badge rests on a declaration that nobody checked"),
        claims.declared,
        is_sentence=True,
    ),
    "when": Placeholder(_("When the event is, in a sentence"), gathering.when, is_sentence=True),
    "standing": Placeholder(
        _("What becomes of the seat, or of the place on the waiting list, in a sentence"),
        gathering.standing,
        is_sentence=True,
    ),
}
