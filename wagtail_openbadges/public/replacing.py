"""Correct what was deposited to a call: it stays deposited until the correction is deposited too."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ..domain import admission, replacing
from ..domain.errors import ClosedOpeningError
from ..models import OpeningKind, Submission
from ..templatetags.openbadges_tags import moment
from . import claiming
from .access import of_holder
from .depositing import deposit
from .words import words_of


@of_holder
def replace(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Begin or go on with a correction; with the counter of the page to check, deposit it."""
    if request.method != "POST":
        return redirect("openbadges:submission", submission.uuid)
    if "version" in request.POST:
        correction = correction_of(submission)
        # Also the second click on the button: the first one deposited.
        return deposit(request, correction) if correction else redirect("openbadges:submission", submission.uuid)
    try:
        correction = replacing.begin_replacement(submission, at=request.began_at)
    except ClosedOpeningError as error:
        context = {"title": submission.opening_version.title, "words": words_of(submission.kind)}
        return claiming.closed(request, error.code, context)
    return redirect("openbadges:submission_edit", correction.uuid)


def correction_of(submission: Submission) -> Submission | None:
    """Return the correction of a deposit that is being written, if any."""
    parts = ("holder", "opening__page", "opening_version", "issuer__organisation", "replaces")
    return Submission.objects.select_related(*parts).filter(replaces=submission).first()


def replacement(submission: Submission, *, at: datetime) -> dict[str, Any] | None:
    """Say until when a deposit can be replaced, and whether a correction was begun; None when neither matters."""
    if submission.kind != OpeningKind.CALL:
        return None
    correction = correction_of(submission)
    refusal = admission.replacement_refusal(submission, at=at)
    form = admission.newest_form(submission.opening)
    until = admission.editable_until(submission.opening)
    # After that instant only what was sent in time may still arrive: nothing new is offered.
    is_offered = refusal is None and (until is None or at < until)
    if correction is None and not is_offered:
        return None
    return {
        "correction": correction,
        "is_offered": is_offered,
        "until": moment(until, form.zone_name) if until and is_offered else "",
    }
