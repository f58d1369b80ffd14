"""Write a draft, add evidence, deposit, correct, withdraw: all that the person does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from .. import conf
from ..intake.evidence import AcceptedFile
from ..models import (
    UNDECIDED,
    AchievementVersion,
    ClaimRule,
    Evidence,
    EvidenceKind,
    Holder,
    Opening,
    OpeningVersion,
    State,
    Submission,
    Verb,
)
from .completeness import asked_answers, check_complete
from .deciding import accept_declaration
from .errors import ClosedOpeningError, DuplicateClaimError, EvidenceError, StateConflictError
from .log import record
from .publishing import current_version, freeze
from .telling import tell_holder_of_file, tell_reviewers
from .transitions import locked, swap


@dataclass(frozen=True, kw_only=True)
class FormChanges:
    """What a newer form asks that the draft's form did not, and what it no longer asks: labels of questions."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


def closed_reason(opening: Opening, *, now: datetime, version: OpeningVersion | None = None) -> str | None:
    """Say why nobody can deposit at an instant, as a code of `ClosedOpeningError`; None when it is open.

    Args:
        opening: where one would deposit.
        now: the instant.
        version: the newest form, by whoever holds it already.
    """
    if opening.archived_at is not None:
        return "archived"
    if not opening.is_published:
        return "not_published"
    version = version or opening.versions.last()
    if opening.faults or version is None:
        return "incomplete"
    if version.claim_rule == ClaimRule.NO_CLAIMS:
        return "no_claims"
    if version.opens_at is not None and now < version.opens_at:
        return "not_open_yet"
    if version.closes_at is not None and now >= version.closes_at:
        return "closed"
    return None


@transaction.atomic
def open_draft(opening: Opening, *, holder: Holder, language: str) -> Submission:
    """Return the one draft of a person for an opening, made when there is none and the opening is open.

    Args:
        opening: where it will be deposited.
        holder: whose address was confirmed.
        language: of the form.

    Raises:
        ClosedOpeningError: when there is no draft and nobody can deposit now.
        DuplicateClaimError: when there is no draft and a claim of the same person waits for a decision.
    """
    Opening.objects.select_for_update().get(pk=opening.pk)
    draft: Submission | None = opening.submissions.filter(holder=holder, state=State.DRAFT).first()
    if draft is not None:
        return draft
    reason = closed_reason(opening, now=timezone.now())
    if reason is not None:
        raise ClosedOpeningError(reason)
    if opening.submissions.filter(holder=holder, state__in=UNDECIDED).exists():
        raise DuplicateClaimError("already_deposited")
    version = _form(opening, language)
    draft = Submission.objects.create(
        kind=opening.kind,
        opening=opening,
        issuer=opening.issuer,
        holder=holder,
        opening_version=version,
        language=version.language,
    )
    record(Verb.DRAFT_STARTED, submission=draft)
    return draft


@transaction.atomic
def move_to_newest(draft: Submission) -> FormChanges | None:
    """Move a draft to the form in force; what it already answers is kept.

    Returns:
        What changed for the person, or None when the draft was drawn from the form in force.
    """
    draft = locked(draft)
    newest = _form(draft.opening, draft.language)
    if draft.state != State.DRAFT or newest.pk == draft.opening_version_id:
        return None
    before = {question["uid"]: question["label"] for question in draft.opening_version.questions}
    after = {question["uid"]: question["label"] for question in newest.questions}
    Submission.objects.filter(pk=draft.pk).update(opening_version=newest, version=F("version") + 1)
    return FormChanges(
        added=tuple(label for uid, label in after.items() if uid not in before),
        removed=tuple(label for uid, label in before.items() if uid not in after),
    )


def _editable(submission: Submission) -> Submission:
    submission = locked(submission)
    if not submission.is_editable_by_holder:
        raise EvidenceError("not_editable")
    return submission


def _touch(submission: Submission, **fields: Any) -> None:
    Submission.objects.filter(pk=submission.pk).update(version=F("version") + 1, updated_at=timezone.now(), **fields)


@transaction.atomic
def save_answers(
    submission: Submission, *, answers: Sequence[dict[str, Any]], printed_name: str | None = None
) -> Submission:
    """Keep what the person wrote, complete or not; answers to questions that are no longer asked stay.

    Args:
        submission: a draft, or a file to complete.
        answers: rows of uid, label, type and value.
        printed_name: None leaves it.

    Raises:
        EvidenceError: `not_editable`.
    """
    submission = _editable(submission)
    given = {answer["uid"] for answer in answers}
    kept = [answer for answer in submission.draft_answers if answer["uid"] not in given]
    fields: dict[str, Any] = {"draft_answers": [*answers, *kept]}
    if printed_name is not None:
        fields["printed_name"] = printed_name
    _touch(submission, **fields)
    submission.refresh_from_db()
    return submission


@transaction.atomic
def add_file(submission: Submission, *, accepted: AcceptedFile, question: str = "", criterion: str = "") -> Evidence:
    """Add a file that `intake` accepted; it is stored under a name of ours, whatever happens to the form.

    Raises:
        EvidenceError: `not_editable` or `too_many_files`.
    """
    submission = _editable(submission)
    limit = conf.current().max_files
    files = submission.evidence.filter(kind=EvidenceKind.FILE, turn=submission.turn)
    if files.count() >= limit:
        raise EvidenceError("too_many_files", limit=limit)
    evidence = Evidence(
        submission=submission,
        turn=submission.turn,
        kind=EvidenceKind.FILE,
        question=question,
        criterion=criterion,
        sha256=accepted.sha256,
        media_type=accepted.media_type,
        size=accepted.size,
        original_name=accepted.original_name,
        scan_state=accepted.scan_state,
    )
    evidence.file.save(accepted.stored_name, accepted.content, save=False)
    evidence.save()
    _touch(submission)
    return evidence


@transaction.atomic
def add_statement(submission: Submission, *, kind: EvidenceKind, text: str = "", url: str = "") -> Evidence:
    """Add a link, a text or the words of a witness as evidence.

    Raises:
        EvidenceError: `not_editable`.
    """
    submission = _editable(submission)
    evidence = Evidence.objects.create(submission=submission, turn=submission.turn, kind=kind, text=text, url=url)
    _touch(submission)
    return evidence


@transaction.atomic
def remove_evidence(submission: Submission, *, uuid: UUID) -> None:
    """Remove a piece of the present turn; one that is gone already is no error (a second click).

    Raises:
        EvidenceError: `not_editable`, or `evidence_deposited` for a piece of an earlier turn.
    """
    submission = _editable(submission)
    evidence = submission.evidence.filter(uuid=uuid).first()
    if evidence is None:
        return
    if evidence.turn != submission.turn:
        raise EvidenceError("evidence_deposited")
    _delete_file_on_commit(evidence)
    evidence.delete()
    _touch(submission)


@transaction.atomic
def submit(submission: Submission, *, version: int) -> Submission:
    """Deposit a draft.

    The file is pinned to the form and to the achievement as its holder read them. On a declaration, the badge is
    awarded in the same transaction.

    Args:
        submission: the draft.
        version: the counter that the page of answers was drawn from.

    Returns:
        The file: deposited, or accepted when a declaration is enough.

    Raises:
        ClosedOpeningError: when nobody can deposit now; the draft is kept.
        StateConflictError: when the draft or its form changed meanwhile.
        IncompleteError: when something that is required is missing.
        DuplicateClaimError: when a claim of the same person waits for a decision.
    """
    opening = Opening.objects.select_for_update().get(pk=submission.opening_id)
    submission = locked(submission)
    now = timezone.now()
    if submission.state != State.DRAFT or submission.version != version:
        raise StateConflictError("state_conflict")
    reason = closed_reason(opening, now=now)
    if reason is not None:
        raise ClosedOpeningError(reason)
    form = _form_in_force(submission)
    check_complete(submission)
    submission = _deposit(submission, version, opening, form, now)
    record(Verb.SUBMITTED, submission=submission)
    if form.claim_rule == ClaimRule.DECLARED:
        return accept_declaration(submission)
    tell_holder_of_file("deposited", submission)
    tell_reviewers(submission)
    return submission


def _form(opening: Opening, language: str) -> OpeningVersion:
    """Return the form of an opening that was complete at least once, so that there is one."""
    return cast(OpeningVersion, current_version(opening, language))


def _form_in_force(draft: Submission) -> OpeningVersion:
    newest = _form(draft.opening, draft.language)
    if newest.pk != draft.opening_version_id:
        raise StateConflictError("form_changed")
    return newest


def _deposit(submission: Submission, version: int, opening: Opening, form: OpeningVersion, now: datetime) -> Submission:
    """Write the deposit: number, pinned achievement, answers."""
    achievement_version = None
    if opening.achievement is not None:
        said = AchievementVersion.objects.filter(achievement=opening.achievement, language=form.language)
        achievement_version = freeze(said.latest("number"))
    Opening.objects.filter(pk=opening.pk).update(last_reference=F("last_reference") + 1)
    opening.refresh_from_db()
    try:
        with transaction.atomic():
            return swap(
                submission,
                allowed=[State.DRAFT],
                version=version,
                to=State.SUBMITTED,
                reference=f"{opening.reference_prefix}-{opening.last_reference:04d}",
                achievement_version=achievement_version,
                answers=asked_answers(submission),
                submitted_at=now,
                due_at=now + timedelta(days=form.promised_days),
            )
    except IntegrityError:
        raise DuplicateClaimError("already_deposited") from None


@transaction.atomic
def resubmit(submission: Submission, *, version: int) -> Submission:
    """Deposit the corrected file; it goes back to whoever reads it, also when the badge closed meanwhile.

    Args:
        submission: a file to complete.
        version: the counter that the page of answers was drawn from.

    Raises:
        StateConflictError: when the file changed meanwhile.
        IncompleteError: when something that is required is missing.
    """
    submission = locked(submission)
    check_complete(submission)
    submission = swap(
        submission,
        allowed=[State.CHANGES_REQUESTED],
        version=version,
        to=State.IN_REVIEW,
        answers=asked_answers(submission),
        due_at=timezone.now() + timedelta(days=submission.opening_version.promised_days),
    )
    record(Verb.RESUBMITTED, submission=submission)
    tell_holder_of_file("deposited", submission)
    tell_reviewers(submission)
    return submission


@transaction.atomic
def withdraw(submission: Submission, *, version: int) -> Submission:
    """Take a deposited file back before its decision.

    Raises:
        StateConflictError: when it changed or was decided meanwhile.
    """
    submission = swap(locked(submission), allowed=UNDECIDED, version=version, to=State.WITHDRAWN)
    record(Verb.WITHDRAWN, submission=submission)
    tell_holder_of_file("withdrawn", submission)
    return submission


@transaction.atomic
def discard(submission: Submission) -> None:
    """Erase a draft and its files because its holder says so.

    Raises:
        EvidenceError: `not_editable` when it was deposited.
    """
    submission = locked(submission)
    if submission.state != State.DRAFT:
        raise EvidenceError("not_editable")
    erase_draft(submission)


def erase_draft(submission: Submission) -> None:
    """Delete a draft in the caller's transaction, and its files once that is committed."""
    for evidence in submission.evidence.all():
        _delete_file_on_commit(evidence)
    submission.delete()


def _delete_file_on_commit(evidence: Evidence) -> None:
    """Delete the stored file once the row is gone for good; a rolled back act keeps both."""
    if evidence.file.name:
        transaction.on_commit(partial(evidence.file.storage.delete, evidence.file.name))
