"""The mails that an issuer may word: who receives each and when, and what its text may name.

A notice whose words depend on what happened is a mail for each case, so that no text is ever read where it is untrue.
"""

from __future__ import annotations

from typing import Final

from ...models import OpeningKind
from ..letters import EVENT, Occasion, family_of
from .badges import BADGES
from .calls import CALLS
from .events import EVENTS
from .mail import Rewordable

__all__ = ["FAMILIES", "KEPT", "MAILS", "Rewordable", "mail_of"]

KEPT: Final = {
    OpeningKind.BADGE: ("new_file", "digest"),
    OpeningKind.CALL: ("new_file", "new_question"),
    EVENT: ("message",),
}
"""Notices that keep our words: what reviewers are told, and what an organiser words each time."""

FAMILIES: Final = {OpeningKind.BADGE: BADGES, OpeningKind.CALL: CALLS, EVENT: EVENTS}
"""The mails of each family, a case before the one that stands for the others."""

MAILS: Final = {mail.kind: mail for mails in FAMILIES.values() for mail in mails}


def mail_of(notice: str, occasion: Occasion) -> Rewordable | None:
    """Return the mail that a notice is on an occasion; None when it keeps our words."""
    mails = FAMILIES[family_of(occasion)]
    return next((mail for mail in mails if mail.notice == notice and mail.case(occasion)), None)
