"""The mails of a claim, and of the badge that comes of it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from ...models import ClaimRule
from ..letters import claims
from .mail import Rewordable, is_coded, is_first

CLAIM = ("reference", "badge", "issuer")
AWARD = ("badge", "issuer")

BADGES: Final = (
    Rewordable(
        kind="badge.confirm",
        title=_("Code to begin a claim"),
        when=_("To whoever begins to ask for a badge: the code proves that the address is theirs."),
        names=("code", *AWARD),
        case=is_coded,
        example={"code": True},
    ),
    Rewordable(
        kind="badge.deposited",
        title=_("Claim deposited"),
        when=_("To the person, as soon as the file has arrived."),
        names=(*CLAIM, "delay"),
        case=is_first,
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
