"""Where a deposited file stands, what was deposited, and the badge to take away."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..domain import submitting
from ..domain.admission import closed_reason, newest_form
from ..domain.errors import StateConflictError
from ..domain.promising import due_day
from ..domain.receipts import deposited_evidence
from ..intake.delivery import attachment
from ..models import Assertion, Decision, EvidenceKind, OpeningKind, State, Submission
from ..spans import day_in_words
from ..standard.errors import OpenBadgesError
from .access import of_award_holder, of_holder
from .answers import readable, shown
from .claiming import may_begin_another
from .languages import in_other_languages, name_of
from .pieces import piece_item
from .private import explained, masked, page
from .replacing import replacement
from .showcase import page_url_of, version_image
from .words import Words, words_for, words_of

WITHDRAWABLE = (State.SUBMITTED, State.IN_REVIEW, State.CHANGES_REQUESTED)
PASSPORT = "https://openbadgepassport.com/"
LINKEDIN = "https://www.linkedin.com/profile/add"


@of_holder
def submission(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Show where a file stands."""
    if submission.state == State.DRAFT:
        return redirect("openbadges:submission_edit", submission.uuid)
    assertion = _assertion_of(submission)
    words = words_for(submission)
    context = {
        "submission": submission,
        "words": words,
        "title": submission.opening_version.title,
        "image_url": _image_url(submission),
        "badge_written_in": _badge_written_in(submission),
        "sentence": words.sentences[State(submission.state)],
        "due": _due(submission),
        "message": _message(submission),
        "replacement": replacement(submission, at=request.began_at),
        "timeline": _timeline(submission, words),
        "answers": [shown(row["label"], readable(row)) for row in submission.answers],
        "pieces": [piece_item(piece) for piece in deposited_evidence(submission)],
        "has_proof": submission.deposits.exists(),
        "can_withdraw": submission.state in WITHDRAWABLE,
        "again_url": _again_url(request, submission, words),
    }
    if assertion is not None:
        context |= take_away(request, assertion)
    return page(request, "track/submission", context)


def _assertion_of(submission: Submission) -> Assertion | None:
    return (
        Assertion.objects.filter(submission=submission)
        .select_related("holder", "achievement_version__achievement__issuer__organisation")
        .first()
    )


def _image_url(submission: Submission) -> str:
    """Show the badge that is claimed; the one that a call may give is shown once it is given."""
    version = submission.achievement_version
    return version_image(version) if version is not None and submission.kind == OpeningKind.BADGE else ""


def _badge_written_in(submission: Submission) -> str:
    """Name the language of the badge that is asked for, when it is not the one of the form."""
    version = submission.achievement_version
    if submission.state not in WITHDRAWABLE or version is None or version.language == submission.language:
        return ""
    return name_of(version.language)


def _again_url(request: HttpRequest, submission: Submission, words: Words) -> str:
    """Return where another file may be begun; empty when none may, or there is no page to begin it on."""
    opening = submission.opening
    if submission.kind == OpeningKind.BADGE:
        may_begin = submission.state in (State.DECLINED, State.WITHDRAWN, State.EXPIRED)
    else:
        form = newest_form(opening)
        may_begin = closed_reason(opening, now=request.began_at, version=form) is None and may_begin_another(
            opening, submission.holder, form
        )
    page_url = page_url_of(request, opening) if may_begin else ""
    return f"{page_url}{words.route}/" if page_url else ""


def _due(submission: Submission) -> str:
    if submission.state not in (State.SUBMITTED, State.IN_REVIEW) or submission.due_at is None:
        return ""
    results_on = submission.kind == OpeningKind.CALL and newest_form(submission.opening).results_on
    if results_on:
        return _("Results are expected on %(date)s.") % {"date": day_in_words(results_on)}
    return _("You will have an answer by %(date)s.") % {"date": day_in_words(due_day(submission))}


def _message(submission: Submission) -> str:
    """Return what the reader wrote to the person last, for the state in which it matters."""
    if submission.state == State.CHANGES_REQUESTED:
        review = submission.reviews.filter(turn=submission.turn - 1).order_by("-updated_at").first()
        return review.note_to_holder if review else ""
    decision = Decision.objects.filter(submission=submission, published_at__isnull=False).first()
    return decision.message if decision else ""


def _timeline(submission: Submission, words: Words) -> list[dict[str, Any]]:
    told = words.told
    events = [{"at": event.at, "label": told[event.verb]} for event in submission.events.all() if event.verb in told]
    if events:
        events[-1]["current"] = True
    return events


def take_away(request: HttpRequest, assertion: Assertion) -> dict[str, Any]:
    """Give what a holder needs to look at a badge and to carry it elsewhere."""
    version = assertion.achievement_version
    own = [assertion.uuid]
    verify_url = reverse("openbadges:assertion_verify", args=own)
    return {
        "assertion": assertion,
        "is_expired": assertion.expires_at is not None and assertion.expires_at <= timezone.now(),
        "badge_name": version.name,
        "badge_language": version.language,
        "other_languages": in_other_languages(request, version),
        "issuer": version.achievement.issuer.organisation.name,
        "contact": version.achievement.issuer.organisation.email,
        "badge_image_url": version_image(version),
        "verify_url": verify_url,
        "verify_address": assertion.verify_address,
        "png_url": reverse("openbadges:badge_png", args=own),
        "holder_address": masked(assertion.holder.email) if assertion.holder and assertion.holder.email else "",
        "passport_url": PASSPORT,
        "links": [
            {
                "label": _("The signed document (Open Badges 3.0)"),
                "detail": _("For digital wallets."),
                "href": reverse("openbadges:credential", args=own),
                "kind": "download",
                "download": True,
            },
            {
                "label": _("Add to my LinkedIn profile"),
                "detail": _("LinkedIn opens with the form filled in. You decide there."),
                "href": linkedin_url(assertion),
                "kind": "linkedin",
                "external": True,
            },
        ],
    }


def linkedin_url(assertion: Assertion) -> str:
    """Fill in LinkedIn's "add to profile" form; it imports no badge, it links to the page that proves it."""
    issuer = assertion.achievement_version.achievement.issuer
    organisation = (
        {"organizationId": issuer.linkedin_id} if issuer.linkedin_id else {"organizationName": issuer.organisation.name}
    )
    issued = timezone.localtime(assertion.issued_at)
    said = {
        "startTask": "CERTIFICATION_NAME",
        "name": assertion.achievement_version.name,
        **organisation,
        "issueYear": issued.year,
        "issueMonth": issued.month,
    }
    if assertion.expires_at is not None:
        expires = timezone.localtime(assertion.expires_at)
        said |= {"expirationYear": expires.year, "expirationMonth": expires.month}
    said |= {"certUrl": assertion.verify_address, "certId": str(assertion.uuid)}
    return f"{LINKEDIN}?{urlencode(said)}"


@of_award_holder
def award(request: HttpRequest, assertion: Assertion) -> HttpResponse:
    """Show a badge to its holder, however it was given, and how to take it away."""
    context = take_away(request, assertion) | {"title": assertion.achievement_version.name}
    return page(request, "track/award", context)


@of_holder
def withdraw(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Ask once more, then take the file back; a draft is erased."""
    is_draft = submission.state == State.DRAFT
    if not is_draft and submission.state not in WITHDRAWABLE:
        return redirect("openbadges:submission", submission.uuid)
    context = {
        "submission": submission,
        "words": words_of(submission.kind),
        "title": submission.opening_version.title,
        "is_draft": is_draft,
    }
    if request.method != "POST":
        return page(request, "track/withdraw", context)
    if is_draft:
        try:
            submitting.discard(submission)
        except OpenBadgesError:
            # Another window was faster: it threw the draft away, or deposited it.
            if Submission.objects.filter(pk=submission.pk).exists():
                return redirect("openbadges:submission", submission.uuid)
        page_url = page_url_of(request, submission.opening)
        return page(request, "track/discarded", {**context, "page_url": page_url, "original": submission.replaces})
    drawn_from = request.POST.get("version", "")
    try:
        submitting.withdraw(submission, version=int(drawn_from[:9]) if drawn_from.isdecimal() else 0)
    except StateConflictError as error:
        submission.refresh_from_db()
        return page(request, "track/withdraw", {**context, "errors": [{"message": explained(error)}]}, status=409)
    return redirect("openbadges:submission", submission.uuid)


@of_holder
def evidence(request: HttpRequest, submission: Submission, evidence_uuid: UUID) -> HttpResponseBase:
    """Give a file back to its holder, as attachment only."""
    piece = submission.evidence.filter(uuid=evidence_uuid, kind=EvidenceKind.FILE).first()
    if piece is None:
        raise Http404
    return attachment(piece.file, name=piece.original_name, media_type=piece.media_type)
