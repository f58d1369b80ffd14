"""Enqueue the mails of an act, in its transaction; what they say is written by `notices`."""

from __future__ import annotations

from ..jobs.outbox import enqueue, is_enqueued
from ..models import Assertion, Holder, Purpose, Registration, Submission
from .access import mint
from .languages import reading_language


def tell_holder_of_file(notice: str, submission: Submission, *, occasion: str = "") -> None:
    """Write to the holder of a file, with a link to follow it: one of each for a notice and occasion, or turn."""
    holder = submission.holder
    key = f"mail:{submission.uuid}:{notice}:{occasion or submission.turn}"
    if holder.email is None or is_enqueued(key):
        return
    link = mint(
        purpose=Purpose.TRACK,
        address=holder.email,
        language=submission.language,
        holder=holder,
        submission=submission,
    )
    enqueue(
        "mail",
        key,
        {"notice": notice, "submission": submission.pk, "link": link.pk},
    )


def tell_holder_of_award(notice: str, assertion: Assertion, holder: Holder | None) -> None:
    """Write to the holder of a badge, with a link to take it away."""
    if holder is None or holder.email is None:
        return
    link = mint(
        purpose=Purpose.AWARD,
        address=holder.email,
        language=reading_language(assertion),
        holder=holder,
        assertion=assertion,
    )
    enqueue("mail", f"mail:{assertion.uuid}:{notice}", {"notice": notice, "assertion": assertion.pk, "link": link.pk})


def tell_registered(notice: str, registration: Registration, *, occasion: str = "", **about: int) -> None:
    """Write to somebody who registered, with a link to the registration: one of each for a notice and occasion.

    Args:
        notice: which letter.
        registration: whose.
        occasion: what makes a second one of the same notice another letter.
        about: further ids that the letter is about.
    """
    holder = registration.holder
    key = f"mail:{registration.uuid}:{notice}:{occasion}"
    if holder is None or holder.email is None or is_enqueued(key):
        return
    link = mint(
        purpose=Purpose.ATTEND,
        address=holder.email,
        language=registration.language,
        holder=holder,
        registration=registration,
    )
    enqueue("mail", key, {"notice": notice, "registration": registration.pk, "link": link.pk, **about})


def tell_reviewers(submission: Submission, *, occasion: str = "") -> None:
    """Tell the reviewers of the issuer that a file waits for them, once for each occasion, the turn if none."""
    enqueue(
        "mail",
        f"mail:{submission.uuid}:new_file:{occasion or submission.turn}",
        {"notice": "new_file", "submission": submission.pk},
    )
