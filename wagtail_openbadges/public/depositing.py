"""The page to check, and the deposit: once, whatever the number of clicks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ..domain import submitting
from ..domain.errors import ClosedOpeningError, DuplicateClaimError, IncompleteError, StateConflictError
from ..domain.publishing import current_version
from ..models import ClaimRule, Evidence, State, Submission
from ..standard.errors import OpenBadgesError
from . import claiming
from .access import of_holder
from .answers import readable, shown
from .drafting import apart_rows, stored_form
from .forms import ClaimForm
from .private import explained, page


@of_holder
def check(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Show all that will be deposited, and deposit it."""
    if not submission.is_editable_by_holder:
        # Also the second click on the button: the first one deposited.
        return redirect("openbadges:submission", submission.uuid)
    edit_url = reverse("openbadges:submission_edit", args=[submission.uuid])
    if request.method == "POST":
        return _deposit(request, submission, edit_url)
    newest = current_version(submission.opening, submission.language)
    if submission.state == State.DRAFT and newest != submission.opening_version:
        return redirect(edit_url)
    form = stored_form(submission)
    if form.errors:
        return redirect(f"{edit_url}?check=1")
    context = {
        "title": submission.opening_version.title,
        "issuer": submission.issuer.organisation.name,
        "submission": submission,
        "edit_url": edit_url,
        "sections": _rows(form, submission, edit_url),
        "apart": apart_rows(submission, form),
        "address": submission.holder.email,
        "promised_days": submission.opening_version.promised_days,
        "is_declared": submission.opening_version.claim_rule == ClaimRule.DECLARED,
        "is_correction": submission.state == State.CHANGES_REQUESTED,
        "privacy_notice": submission.opening_version.privacy_notice,
    }
    return page(request, "claim/check", context)


def _rows(form: ClaimForm, submission: Submission, edit_url: str) -> list[dict[str, Any]]:
    """Lay out answers and evidence, each with the way to change it."""
    answers = {answer["uid"]: answer for answer in submission.draft_answers}
    pieces = list(submission.evidence.all())
    uids = {question.clean_name: question.uid for question in form.questions}
    sections = [
        {
            "title": title or _("Your answers"),
            "rows": [
                shown(field.label, _texts(uids[field.name], answers, pieces))
                | {"change_href": f"{edit_url}#{field.id_for_label or field.subwidgets[0].id_for_label}"}
                for field in fields
            ],
        }
        for title, fields in form.sections
    ]
    free = [piece.original_name or piece.url or piece.text for piece in pieces if not piece.question]
    own = [
        shown(_("Evidence"), free) | {"change_href": f"{edit_url}#evidence"},
        {"label": _("Your name"), "value": submission.printed_name, "change_href": f"{edit_url}#id_printed_name"},
    ]
    return [*sections, {"title": _("Evidence and name"), "rows": own}]


def _texts(uid: str, answers: dict[str, Any], pieces: list[Evidence]) -> list[str]:
    files = [piece.original_name for piece in pieces if piece.question == uid]
    return files or (readable(answers[uid]) if uid in answers else [])


def _deposit(request: HttpRequest, submission: Submission, edit_url: str) -> HttpResponse:
    act = submitting.submit if submission.state == State.DRAFT else submitting.resubmit
    drawn_from = request.POST.get("version", "")
    try:
        act(submission, version=int(drawn_from[:9]) if drawn_from.isdecimal() else 0)
    except ClosedOpeningError as error:
        context = {"title": submission.opening_version.title, "draft": submission}
        return claiming.closed(request, error.code, context)
    except IncompleteError:
        return redirect(f"{edit_url}?check=1")
    except OpenBadgesError as error:
        return _conflict(request, submission, error)
    return redirect("openbadges:submission", submission.uuid)


def _conflict(request: HttpRequest, submission: Submission, error: OpenBadgesError) -> HttpResponse:
    """Explain that something came between; whoever was faster with the same deposit did what was wanted."""
    submission.refresh_from_db()
    if isinstance(error, StateConflictError) and not submission.is_editable_by_holder:
        return redirect("openbadges:submission", submission.uuid)
    context = {
        "title": submission.opening_version.title,
        "sentence": explained(error),
        "check_url": reverse("openbadges:submission_check", args=[submission.uuid]),
        "waiting": isinstance(error, DuplicateClaimError)
        and submission.opening.submissions.undecided().filter(holder=submission.holder).first(),
    }
    return page(request, "claim/conflict", context, status=409)
