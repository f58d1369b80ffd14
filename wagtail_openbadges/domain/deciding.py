"""Decide on a file, once for ever."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from ..models import Decision, Outcome, Recommendation, State, Submission, Verb, Way
from .awarding import issue
from .errors import IncompleteError
from .log import record
from .policy import check_may_decide
from .reviewing import write_review
from .telling import tell_holder_of_file
from .transitions import locked, swap

DECIDABLE = (State.SUBMITTED, State.IN_REVIEW)


@transaction.atomic
def accept(submission: Submission, *, by: Any, version: int, message: str = "", private_note: str = "") -> Submission:
    """Accept a file: decision, award, signature and mail follow from this one transaction.

    Args:
        submission: the file.
        by: a user who may decide for its issuer.
        version: the counter that the form was drawn from.
        message: to the person, optional.
        private_note: kept with the review, never shown to the person.

    Returns:
        The file as accepted.

    Raises:
        NotAllowedError: when the user may not decide on it.
        StateConflictError: when somebody was faster.
        AwardError: when no slot could be found.
    """
    submission = _decide(submission, by, version, Outcome.ACCEPTED, message, private_note)
    _award(submission, Way.REVIEWED, by)
    tell_holder_of_file("accepted", submission)
    return submission


def accept_declaration(submission: Submission) -> Submission:
    """Accept a declaration in the transaction of its deposit: nobody decides, the person declares."""
    submission = _swap_and_decide(submission, None, submission.version, Outcome.ACCEPTED, "")
    _award(submission, Way.DECLARED, None)
    tell_holder_of_file("accepted", submission)
    return submission


@transaction.atomic
def decline(submission: Submission, *, by: Any, version: int, message: str, private_note: str = "") -> Submission:
    """Decline a file, with a message that says why and what the person can do.

    Args:
        submission: the file.
        by: a user who may decide for its issuer.
        version: the counter that the form was drawn from.
        message: to the person, required.
        private_note: kept with the review, never shown to the person.

    Returns:
        The file as declined; the person may deposit a new one.

    Raises:
        NotAllowedError: when the user may not decide on it.
        IncompleteError: without a message.
        StateConflictError: when somebody was faster.
    """
    if not message.strip():
        raise IncompleteError("missing_message")
    submission = _decide(submission, by, version, Outcome.DECLINED, message, private_note)
    tell_holder_of_file("declined", submission)
    return submission


def _decide(
    submission: Submission, by: Any, version: int, outcome: Outcome, message: str, private_note: str
) -> Submission:
    submission = locked(submission)
    check_may_decide(by, submission)
    submission = _swap_and_decide(submission, by, version, outcome, message)
    recommendation = Recommendation.ACCEPT if outcome == Outcome.ACCEPTED else Recommendation.DECLINE
    write_review(submission, by, recommendation, message, private_note)
    return submission


def _swap_and_decide(submission: Submission, by: Any, version: int, outcome: Outcome, message: str) -> Submission:
    now = timezone.now()
    submission = swap(submission, allowed=DECIDABLE, version=version, to=State(outcome.value), decided_at=now)
    Decision.objects.create(
        submission=submission, outcome=outcome, message=message.strip(), by=by, at=now, published_at=now
    )
    record(Verb.ACCEPTED if outcome == Outcome.ACCEPTED else Verb.DECLINED, by=by, submission=submission)
    return submission


def _award(submission: Submission, way: Way, by: Any) -> None:
    """Award what the file claims, as its holder read it; a call that names no badge awards none."""
    if submission.achievement_version is not None:
        issue(
            submission.achievement_version,
            holder=submission.holder,
            way=way,
            by=by,
            submission=submission,
            printed_name=submission.printed_name,
        )
