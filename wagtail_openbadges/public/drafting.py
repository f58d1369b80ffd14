"""The draft of a claim: one form that keeps whatever can be kept of what is sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import conf
from ..domain import admission, completeness, submitting
from ..domain.errors import EvidenceError, IncompleteError, StateConflictError
from ..intake.evidence import accept_upload
from ..models import Evidence, EvidenceKind, OpeningVersion, State, Submission
from ..standard.errors import OpenBadgesError
from ..templatetags.openbadges_tags import moment
from .access import of_holder
from .answers import is_empty, readable, shown
from .composites import draw_more_rows, is_repeated
from .forms import ClaimForm, claim_form_class, initial_from, kept_apart
from .negotiation import json_answer, wants_json
from .pieces import piece_item, piece_row
from .private import explained, masked, page, takes_files
from .showcase import criteria_rows, page_url_of
from .wording import sentence
from .words import words_of


@takes_files
@of_holder
def edit(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Show the form, or keep what was sent and say what is still wrong."""
    if not submission.is_editable_by_holder:
        return redirect("openbadges:submission", submission.uuid)
    reason = admission.read_only_reason(submission, at=request.began_at)
    if reason is not None:
        return _read_only(request, submission, reason)
    if request.method == "POST":
        return _keep(request, submission)
    if "saved" in request.GET:
        return _saved(request, submission)
    changes = submitting.move_to_newest(submission)
    if changes is not None:
        submission = Submission.objects.select_related("opening__page", "opening_version", "holder").get(
            pk=submission.pk
        )
    form = stored_form(submission) if "check" in request.GET else _blank(submission)
    draw_more_rows(form, request.GET.get("more", ""))
    return _draw(request, submission, form, changes=changes)


def _form_class(version: OpeningVersion, submission: Submission) -> type[ClaimForm]:
    return claim_form_class(version.questions, version.evidence_rules, words_of(submission.kind))


def _initial(submission: Submission, form_class: type[ClaimForm]) -> dict[str, Any]:
    text = _text_of_turn(submission)
    return initial_from(form_class.questions, submission.draft_answers) | {
        "printed_name": completeness.written_name(submission),
        "evidence_text": text.text if text else "",
    }


def _blank(submission: Submission) -> ClaimForm:
    """Draw the form with what was stored, without judging it."""
    form_class = _form_class(submission.opening_version, submission)
    return form_class(initial=_initial(submission, form_class))


def stored_form(submission: Submission) -> ClaimForm:
    """Judge what was stored as if it had just been sent."""
    form_class = _form_class(submission.opening_version, submission)
    form = form_class(_initial(submission, form_class))
    name_missing(form, completeness.missing(submission))
    return form


def name_missing(form: ClaimForm, missing: Iterable[completeness.Missing]) -> None:
    """Put beside its field whatever the deposit would lack, files above all."""
    names = {question.uid: question.clean_name for question in form.questions}
    evidence = [name for name in form.fields if name.startswith("evidence_")]
    for lacking in missing:
        name = names.get(lacking.uid) if lacking.uid else next(iter(evidence), None)
        if lacking.uid and not form.has_error(name):
            form.add_error(name, form.fields[name].error_messages["required"])
        elif not lacking.uid:
            form.add_error(name, explained(IncompleteError("missing_evidence")))


def _keep(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Store the files first, then the answers, then say what is wrong: nothing that was sent is asked again."""
    if request.refused_body is not None:
        error = request.refused_body
        if wants_json(request):
            return json_answer({"error": {"code": error.code, "message": explained(error)}}, status=error.status)
        errors = [{"message": explained(error)}]
        return _draw(request, submission, _blank(submission), errors=errors, status=error.status)
    try:
        form = _stored_from(request, submission)
    except (EvidenceError, StateConflictError):
        # Somebody decided or withdrew meanwhile: the page of the file says so.
        return redirect("openbadges:submission", (submission.replaces or submission).uuid)
    if wants_json(request):
        return _sent_ahead(form)
    if form.errors:
        submission.refresh_from_db()
        return _draw(request, submission, form, status=422)
    return redirect(_next_url(request, submission, form))


def _sent_ahead(form: ClaimForm) -> HttpResponse:
    """Tell the script that sends files ahead which of them were refused; the answers are judged when the form comes."""
    refused = [
        {"field": name, "messages": [str(message) for message in form.errors[name]]}
        for name in form.file_fields
        if form.has_error(name)
    ]
    return json_answer({"refused": refused}, status=422 if refused else 200)


def _next_url(request: HttpRequest, submission: Submission, form: ClaimForm) -> str:
    if "check" in request.POST:
        return reverse("openbadges:submission_check", args=[submission.uuid])
    edit_url = reverse("openbadges:submission_edit", args=[submission.uuid])
    wanted = request.POST.get("more", "")
    if is_repeated(form, wanted):
        return f"{edit_url}?{urlencode({'more': wanted})}#{form[wanted].next_id}"
    return f"{edit_url}?saved=1" if "later" in request.POST else f"{edit_url}#evidence"


def _stored_from(request: HttpRequest, submission: Submission) -> ClaimForm:
    """Store what was sent and return the form with what is wrong in it.

    The page may have been drawn from an older form than the one in force: it is read as it was drawn.

    Raises:
        EvidenceError: `not_editable`.
    """
    number = request.POST.get("form", "")
    version = submission.opening_version
    if number.isdecimal() and number != str(version.number):
        version = submission.opening.versions.filter(number=number[:9]).first() or version
    form = _form_class(version, submission)(request.POST, answers_may_wait="check" not in request.POST)
    uploads = [(name, upload) for name in form.file_fields for upload in request.FILES.getlist(name)]
    refused = [
        (name, message)
        for number, (name, upload) in enumerate(uploads, start=1)
        for message in _keep_file(submission, upload, form.file_fields[name], number)
    ]
    form.is_valid()
    saved = submitting.save_answers(
        submission, answers=form.answers(), printed_name=form.cleaned_data.get("printed_name")
    )
    _keep_statements(saved, form)
    refused += _remove(saved, request.POST.get("remove", ""))
    for name, message in refused:
        form.add_error(name, message)
    if "check" in request.POST:
        name_missing(form, completeness.missing(saved))
    return form


def _keep_file(submission: Submission, upload: Any, question: str, number: int) -> list[str]:
    """Store a file that is good, or return a sentence that says why not; one sent twice is stored once.

    Of one request no more files are opened than a file may hold: to read photographs costs seconds.
    """
    limit = conf.current().max_files
    try:
        if number > limit:
            raise EvidenceError("too_many_files", limit=limit)
        accepted = accept_upload(upload)
        twin = submission.evidence.filter(sha256=accepted.sha256, question=question, turn=submission.turn)
        if not twin.exists():
            submitting.add_file(submission, accepted=accepted, question=question)
    except OpenBadgesError as error:
        if error.code == "not_editable":
            raise
        return [refusal_of(upload, error)]
    return []


def refusal_of(upload: Any, error: OpenBadgesError) -> str:
    """Say which file is not taken, and why."""
    return _("%(file)s: %(sentence)s") % {"file": upload.name, "sentence": explained(error)}


def _keep_statements(submission: Submission, form: ClaimForm) -> None:
    """Add the link, and let the text of this turn be what the field says now."""
    url = form.cleaned_data.get("evidence_url")
    if url and "evidence_url_text" in form.cleaned_data:
        shows = form.cleaned_data["evidence_url_text"]
        if not submission.evidence.filter(url=url, turn=submission.turn).exists():
            submitting.add_statement(submission, kind=EvidenceKind.LINK, url=url, text=shows)
    if "evidence_text" in form.cleaned_data:
        before, now = _text_of_turn(submission), form.cleaned_data["evidence_text"]
        if before is not None and before.text != now:
            submitting.remove_evidence(submission, uuid=before.uuid)
        if now and (before is None or before.text != now):
            submitting.add_statement(submission, kind=EvidenceKind.TEXT, text=now)


def _text_of_turn(submission: Submission) -> Evidence | None:
    return submission.evidence.filter(kind=EvidenceKind.TEXT, turn=submission.turn).first()


def _remove(submission: Submission, name: str) -> list[tuple[None, str]]:
    """Remove a piece, or say why it stays."""
    try:
        submitting.remove_evidence(submission, uuid=UUID(name))
    except ValueError:
        return []
    except EvidenceError as error:
        return [(None, explained(error))]
    return []


def _draw(
    request: HttpRequest,
    submission: Submission,
    form: ClaimForm,
    *,
    status: int = 200,
    changes: submitting.FormChanges | None = None,
    errors: list[dict[str, str]] | None = None,
) -> HttpResponse:
    pieces = list(submission.evidence.all())
    now = [piece for piece in pieces if piece.turn == submission.turn and piece.kind != EvidenceKind.TEXT]
    is_correction = submission.state == State.CHANGES_REQUESTED or submission.replaces is not None
    context = (
        asked_context(submission.opening_version, submission.kind, form, now)
        | {
            "submission": submission,
            "errors": errors,
            "changes": changes,
            "pieces": [piece_row(piece) for piece in now if not piece.question],
            "deposited": [piece_row(piece) for piece in pieces if piece.turn < submission.turn],
            "apart": apart_rows(submission, form),
            "is_correction": is_correction,
            "message": _last_message(submission) if submission.state == State.CHANGES_REQUESTED else "",
            "is_first_visit": not submission.draft_answers,
        }
        | standing(submission, at=request.began_at)
    )
    return page(request, "claim/edit", context, status=status)


def asked_context(version: OpeningVersion, kind: str, form: ClaimForm, pieces: list[Evidence]) -> dict[str, Any]:
    """Lay out what a form asks, with the files that are kept for its questions."""
    return {
        "words": words_of(kind),
        "title": version.title,
        "form": form,
        "sections": _sections(form, pieces),
        "evidence_fields": form.evidence_fields,
        "evidence": version.evidence_rules,
        "criteria": criteria_rows(version),
    }


def standing(submission: Submission, *, at: datetime) -> dict[str, str]:
    """Say until when a correction or a late file can be deposited, or why a draft cannot be; the grace is not told."""
    if submission.state == State.CHANGES_REQUESTED:
        return {}
    opening = submission.opening
    form = admission.newest_form(opening)
    if submission.replaces is not None:
        until = admission.editable_until(opening)
        said = _("You can deposit your correction until %(moment)s.")
        return {"note": said % {"moment": moment(until, form.zone_name)}} if until else {}
    reason = admission.closed_reason(opening, now=at, version=form)
    if reason is None:
        return {}
    until = admission.late_until(opening, submission.holder, now=at) if reason == "closed" else None
    if until is None:
        return {"closed": sentence(reason, {})}
    said = _("The closing date has passed. You may deposit until %(moment)s.")
    return {"note": said % {"moment": moment(until, form.zone_name)}}


def _read_only(request: HttpRequest, draft: Submission, reason: str) -> HttpResponse:
    """Show a draft that can no longer be written; what was just sent is not stored, and shown to be copied."""
    was_sent = request.method == "POST"
    context = {
        "words": words_of(draft.kind),
        "submission": draft,
        "title": draft.opening_version.title,
        "sentence": sentence(reason, {}),
        "was_sent": was_sent,
        "sent": answer_rows(_sent_answers(request, draft)) if was_sent else [],
        "answers": answer_rows(draft.draft_answers),
        "pieces": [piece_item(piece) for piece in draft.evidence.all()],
        "kept_until": draft.updated_at + timedelta(days=conf.current().draft_days),
        "page_url": page_url_of(request, draft.opening),
    }
    return page(request, "claim/kept", context, status=409 if was_sent else 200)


def _sent_answers(request: HttpRequest, draft: Submission) -> list[dict[str, Any]]:
    if request.refused_body is not None:
        return []
    form = _form_class(draft.opening_version, draft)(request.POST, answers_may_wait=True)
    form.is_valid()
    return form.answers()


def answer_rows(answers: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Lay out the answers that were given."""
    return [shown(answer["label"], readable(answer)) for answer in answers if not is_empty(answer)]


def _sections(form: ClaimForm, pieces: list[Evidence]) -> list[dict[str, Any]]:
    return [
        {
            "title": title,
            "fields": [
                {
                    "field": field,
                    "files": [piece_row(piece) for piece in pieces if f"question-{piece.question}" == field.name],
                }
                for field in fields
            ],
        }
        for title, fields in form.sections
    ]


def apart_rows(submission: Submission, form: ClaimForm) -> list[dict[str, Any]]:
    return [shown(answer["label"], readable(answer)) for answer in kept_apart(form.questions, submission.draft_answers)]


def _last_message(submission: Submission) -> str:
    """Return what the reviewer asked for: it was written on the turn before."""
    review = submission.reviews.filter(turn=submission.turn - 1).order_by("-updated_at").first()
    return review.note_to_holder if review else ""


def _saved(request: HttpRequest, submission: Submission) -> HttpResponse:
    words = words_of(submission.kind)
    context = {
        "words": words,
        "title": submission.opening_version.title,
        "submission": submission,
        "is_first": submission.state == State.DRAFT and submission.replaces is None,
        "edit_url": reverse("openbadges:submission_edit", args=[submission.uuid]),
        "page_url": page_url_of(request, submission.opening),
        "come_back": words.come_back % {"address": masked(submission.holder.email)},
        "device_days": conf.current().device_days,
        "draft_days": conf.current().draft_days,
    }
    return page(request, "claim/saved", context)
