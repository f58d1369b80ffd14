"""Replace a deposit while that is allowed: what was deposited stands until the correction is deposited too."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ..models import Evidence, Opening, State, Submission, Verb
from .admission import REPLACEABLE, Admission, editable_until, replacement_refusal
from .completeness import asked_answers, check_complete, name_row
from .errors import ClosedOpeningError, StateConflictError
from .files import delete_file_on_commit
from .log import record
from .receipts import write_receipt
from .telling import tell_holder_of_file, tell_reviewers
from .transitions import locked, swap


@transaction.atomic
def begin_replacement(submission: Submission, *, at: datetime) -> Submission:
    """Return the draft that may replace a deposit: the one that exists, or a copy of what was deposited.

    Args:
        submission: a deposited file.
        at: when the request began, aware.

    Raises:
        ClosedOpeningError: `not_replaceable`, `editable_over` or `archived`.
    """
    original = locked(submission)
    reason = replacement_refusal(original, at=at)
    if reason is not None:
        raise ClosedOpeningError(reason)
    existing: Submission | None = Submission.objects.filter(replaces=original).first()
    if existing is not None:
        return existing
    draft = Submission.objects.create(
        kind=original.kind,
        opening=original.opening,
        issuer=original.issuer,
        holder=original.holder,
        opening_version=original.opening_version,
        achievement_version=original.achievement_version,
        language=original.language,
        printed_name=original.printed_name,
        draft_answers=original.answers,
        turn=original.turn,
        replaces=original,
    )
    for piece in original.evidence.all():
        _copy(piece, draft)
    return draft


def _copy(piece: Evidence, draft: Submission) -> None:
    """Let a draft show the same piece; both rows name the one stored file."""
    Evidence.objects.create(
        submission=draft,
        **{
            name: getattr(piece, name)
            for name in (
                "turn",
                "kind",
                "criterion",
                "question",
                "text",
                "url",
                "sha256",
                "media_type",
                "size",
                "original_name",
                "scan_state",
            )
        },
        file=piece.file.name,
    )


@transaction.atomic
def replace(draft: Submission, *, version: int, at: datetime) -> Submission:
    """Deposit a correction in the place of what was deposited.

    Args:
        draft: made by `begin_replacement`.
        version: the counter that the page of answers was drawn from.
        at: when the request began, aware.

    Returns:
        The deposited file: the same reference, state and holder, with the new content.

    Raises:
        StateConflictError: the draft changed, or the file was decided meanwhile.
        ClosedOpeningError: `editable_over` or `archived`; the draft is kept.
        IncompleteError: something that is required is missing.
    """
    Opening.objects.select_for_update().get(pk=draft.opening_id)
    draft = locked(draft)
    if draft.replaces is None or draft.version != version:
        raise StateConflictError("state_conflict")
    original = locked(draft.replaces)
    reason = replacement_refusal(original, at=at)
    if reason == "not_replaceable":
        raise StateConflictError("state_conflict")
    if reason is not None:
        raise ClosedOpeningError(reason)
    check_complete(draft)
    original = swap(
        original,
        allowed=REPLACEABLE,
        version=original.version,
        to=State(original.state),
        answers=asked_answers(draft),
        printed_name=draft.printed_name,
    )
    for piece in original.evidence.all():
        delete_file_on_commit(piece)
        piece.delete()
    draft.evidence.update(submission=original)
    draft.delete()
    until = editable_until(original.opening)
    receipt = write_receipt(original, at=at, admission=Admission(in_grace=until is not None and at >= until))
    record(Verb.REPLACED, submission=original)
    tell_holder_of_file("replaced", original, occasion=str(receipt.number))
    if original.state == State.IN_REVIEW:
        tell_reviewers(original, occasion=f"{original.turn}:{receipt.number}")
    return original


def absorb_replacement(submission: Submission) -> None:
    """Turn a replacement that was being written into the correction that is asked for now; nothing of it is lost.

    Args:
        submission: the file, already on its new turn, in the caller's transaction.
    """
    draft = Submission.objects.filter(replaces=submission).first()
    if draft is None:
        return
    known = set(submission.evidence.values_list("file", "url", "text", "question"))
    for piece in draft.evidence.all():
        if (piece.file.name, piece.url, piece.text, piece.question) not in known:
            Evidence.objects.filter(pk=piece.pk).update(submission=submission, turn=submission.turn)
    named = [name_row(draft.printed_name)] if draft.printed_name != submission.printed_name else []
    Submission.objects.filter(pk=submission.pk).update(draft_answers=[*draft.draft_answers, *named])
    draft.delete()
