"""Read a file and ask for what is missing."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F

from ..models import Recommendation, Review, State, Submission, Verb
from .errors import IncompleteError
from .log import record
from .policy import check_may_decide
from .replacing import absorb_replacement
from .telling import tell_holder_of_file
from .transitions import locked, swap


def write_review(
    submission: Submission, by: Any, recommendation: Recommendation, message: str, private_note: str
) -> Review:
    """Store what a reviewer wrote on this turn, in the caller's transaction."""
    review, _created = Review.objects.update_or_create(
        submission=submission,
        turn=submission.turn,
        reviewer=by,
        defaults={
            "status": Review.Status.DONE,
            "recommendation": recommendation,
            "note_to_holder": message.strip(),
            "private_note": private_note.strip(),
        },
    )
    return review


@transaction.atomic
def start_review(submission: Submission, *, by: Any, version: int) -> Submission:
    """Say that somebody reads the file now; the person sees it.

    Args:
        submission: a deposited file.
        by: a user who may decide for its issuer.
        version: the counter that the form was drawn from.

    Returns:
        The file in review.

    Raises:
        NotAllowedError: when the user may not decide on it.
        StateConflictError: when somebody was faster.
    """
    submission = locked(submission)
    check_may_decide(by, submission)
    submission = swap(submission, allowed=[State.SUBMITTED], version=version, to=State.IN_REVIEW)
    record(Verb.REVIEW_STARTED, by=by, submission=submission)
    return submission


@transaction.atomic
def request_changes(
    submission: Submission, *, by: Any, version: int, message: str, private_note: str = ""
) -> Submission:
    """Ask the person for what is missing; until it is deposited, the file stays as it was deposited.

    Args:
        submission: the file.
        by: a user who may decide for its issuer.
        version: the counter that the form was drawn from.
        message: to the person, required: what is missing and how to give it.
        private_note: kept with the review, never shown to the person.

    Returns:
        The file, one turn further; its answers are copied to be corrected.

    Raises:
        NotAllowedError: when the user may not decide on it.
        IncompleteError: without a message.
        StateConflictError: when somebody was faster.
    """
    if not message.strip():
        raise IncompleteError("missing_message")
    submission = locked(submission)
    check_may_decide(by, submission)
    write_review(submission, by, Recommendation.REQUEST_CHANGES, message, private_note)
    submission = swap(
        submission,
        allowed=[State.SUBMITTED, State.IN_REVIEW],
        version=version,
        to=State.CHANGES_REQUESTED,
        turn=F("turn") + 1,
        draft_answers=submission.answers,
    )
    absorb_replacement(submission)
    record(Verb.CHANGES_REQUESTED, by=by, submission=submission)
    tell_holder_of_file("to_complete", submission)
    return submission
