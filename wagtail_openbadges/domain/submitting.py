"""Write a draft, add evidence, deposit, correct, withdraw: all that the person does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction
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
    OpeningKind,
    OpeningVersion,
    State,
    Submission,
    Verb,
)
from .admission import Admission, admit
from .completeness import NAME, asked_answers, check_complete, name_row, written_name
from .deciding import accept_declaration
from .errors import ClosedOpeningError, DuplicateClaimError, EvidenceError, StateConflictError
from .files import delete_file_on_commit
from .languages import chosen_version
from .log import record
from .promising import due_at
from .publishing import current_version, freeze
from .receipts import write_receipt
from .telling import tell_holder_of_file, tell_reviewers
from .transitions import locked, swap


@dataclass(frozen=True, kw_only=True)
class FormChanges:
    """What is new in a newer form: labels of questions, and whether the badge itself asks something else."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    criteria_changed: bool


READ_IN_QUESTION = ("label", "help", "field_type", "choices", "required")
"""What a person reads of a question: it is another one to her when one of these changes."""


@transaction.atomic
def open_draft(opening: Opening, *, holder: Holder, language: str, at: datetime | None = None) -> Submission:
    """Return the one draft of a person for an opening, made when there is none and the opening is open.

    Args:
        opening: where it will be deposited.
        holder: whose address was confirmed.
        language: of the form.
        at: when the request began, now if not given.

    Raises:
        ClosedOpeningError: when there is no draft and nobody can deposit now.
        DuplicateClaimError: when there is no draft and this person may deposit no more here.
    """
    Opening.objects.select_for_update().get(pk=opening.pk)
    draft: Submission | None = opening.submissions.filter(
        holder=holder, state=State.DRAFT, replaces__isnull=True
    ).first()
    if draft is not None:
        return draft
    admission = admit(opening, holder, at=at or timezone.now())
    if admission.reason is not None:
        raise ClosedOpeningError(admission.reason)
    if admission.in_grace:
        raise ClosedOpeningError("closed")
    version = _form(opening, language)
    check_ceiling(opening, holder, version)
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


def check_ceiling(opening: Opening, holder: Holder, form: OpeningVersion) -> None:
    """Refuse one application more than the round takes of a person, or a second claim that would wait for a decision.

    Args:
        opening: where one would deposit.
        holder: who.
        form: the form in force.

    Raises:
        DuplicateClaimError: `already_deposited` or `ceiling_reached`.
    """
    deposited = opening.submissions.filter(holder=holder).exclude(state__in=(State.DRAFT, State.WITHDRAWN))
    if opening.kind == OpeningKind.BADGE:
        if deposited.filter(state__in=UNDECIDED).exists():
            raise DuplicateClaimError("already_deposited")
    elif form.ceiling is not None and deposited.count() >= form.ceiling:
        raise DuplicateClaimError("ceiling_reached", limit=form.ceiling)


@transaction.atomic
def move_to_newest(draft: Submission) -> FormChanges | None:
    """Move a draft to the form in force; what it already answers is kept.

    Returns:
        What changed for the person, or None when the draft was drawn from the form in force.
    """
    draft = locked(draft)
    newest = _form(draft.opening, draft.language)
    if draft.state != State.DRAFT or draft.replaces_id or newest.pk == draft.opening_version_id:
        return None
    Submission.objects.filter(pk=draft.pk).update(opening_version=newest, version=F("version") + 1)
    return _changes(draft.opening_version, newest)


def _changes(old: OpeningVersion, new: OpeningVersion) -> FormChanges:
    before = {question["uid"]: question for question in old.questions}
    after = {question["uid"]: question for question in new.questions}
    return FormChanges(
        added=tuple(after[uid]["label"] for uid in after if uid not in before),
        changed=tuple(
            after[uid]["label"]
            for uid in after
            if uid in before and any(before[uid].get(part) != after[uid].get(part) for part in READ_IN_QUESTION)
        ),
        removed=tuple(before[uid]["label"] for uid in before if uid not in after),
        criteria_changed=old.criteria != new.criteria,
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
    fields: dict[str, Any] = {}
    if printed_name is not None and submission.state == State.DRAFT:
        fields["printed_name"] = printed_name
    elif printed_name is not None:
        # The deposited name stands until the correction is deposited, like everything else.
        given.add(NAME)
        answers = [*answers, name_row(printed_name)] if printed_name != submission.printed_name else answers
    kept = [answer for answer in submission.draft_answers if answer["uid"] not in given]
    _touch(submission, draft_answers=[*answers, *kept], **fields)
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
    delete_file_on_commit(evidence)
    evidence.delete()
    _touch(submission)


@transaction.atomic
def submit(submission: Submission, *, version: int, at: datetime | None = None, badge_language: str = "") -> Submission:
    """Deposit a draft.

    The file is pinned to the form and to the achievement as its holder read them. On a declaration, the badge is
    awarded in the same transaction.

    Args:
        submission: the draft.
        version: the counter that the page of answers was drawn from.
        at: when the request began, now if not given: it alone decides whether the opening was open.
        badge_language: what `languages.choice_of` says of the version that she chose to have, in the language of the
            form if empty; it stays so for this file.

    Returns:
        The file: deposited, or accepted when a declaration is enough.

    Raises:
        ClosedOpeningError: when nobody can deposit now; the draft is kept.
        StateConflictError: when the draft, its form or the chosen words of the badge changed meanwhile.
        IncompleteError: when something that is required is missing.
        DuplicateClaimError: when a claim of the same person waits for a decision, or the round takes no more of hers.
    """
    opening = Opening.objects.select_for_update().get(pk=submission.opening_id)
    submission = locked(submission)
    at = at or timezone.now()
    if submission.state != State.DRAFT or submission.replaces_id is not None or submission.version != version:
        raise StateConflictError("state_conflict")
    admission = admit(opening, submission.holder, at=at)
    if admission.reason is not None:
        raise ClosedOpeningError(admission.reason)
    form = _form_in_force(submission)
    check_ceiling(opening, submission.holder, form)
    check_complete(submission)
    said = chosen_version(opening, form, badge_language)
    submission = _deposit(submission, version, opening, form, said, at)
    record(Verb.SUBMITTED, submission=submission)
    write_receipt(submission, at=at, admission=admission)
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


def _deposit(
    submission: Submission,
    version: int,
    opening: Opening,
    form: OpeningVersion,
    said: AchievementVersion | None,
    now: datetime,
) -> Submission:
    """Write the deposit: number, pinned achievement, answers."""
    Opening.objects.filter(pk=opening.pk).update(last_reference=F("last_reference") + 1)
    opening.refresh_from_db()
    return swap(
        submission,
        allowed=[State.DRAFT],
        version=version,
        to=State.SUBMITTED,
        reference=f"{opening.reference_prefix}-{opening.last_reference:04d}",
        achievement_version=freeze(said) if said is not None else None,
        answers=asked_answers(submission),
        submitted_at=now,
        due_at=due_at(form, opening.issuer, now),
    )


@transaction.atomic
def resubmit(submission: Submission, *, version: int, at: datetime | None = None) -> Submission:
    """Deposit the corrected file; it goes back to whoever reads it, also when the badge closed meanwhile.

    Args:
        submission: a file to complete.
        version: the counter that the page of answers was drawn from.
        at: when the request began, now if not given.

    Raises:
        StateConflictError: when the file changed meanwhile.
        IncompleteError: when something that is required is missing.
    """
    at = at or timezone.now()
    submission = locked(submission)
    check_complete(submission)
    submission = swap(
        submission,
        allowed=[State.CHANGES_REQUESTED],
        version=version,
        to=State.IN_REVIEW,
        answers=asked_answers(submission),
        printed_name=written_name(submission),
        due_at=due_at(submission.opening_version, submission.issuer, at),
    )
    record(Verb.RESUBMITTED, submission=submission)
    write_receipt(submission, at=at, admission=Admission())
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
        delete_file_on_commit(evidence)
    submission.delete()
