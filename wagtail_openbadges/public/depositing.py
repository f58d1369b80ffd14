"""The page to check, and the deposit: once, whatever the number of clicks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ..domain import admission, replacing, submitting
from ..domain.completeness import written_name
from ..domain.errors import ClosedOpeningError, DuplicateClaimError, IncompleteError, StateConflictError
from ..domain.languages import badge_versions
from ..domain.publishing import current_achievement_version, current_version
from ..models import ClaimRule, Evidence, OpeningKind, State, Submission
from ..standard.errors import OpenBadgesError
from . import claiming
from .access import of_holder
from .answers import readable, shown
from .drafting import apart_rows, standing, stored_form
from .forms import BadgeLanguageForm, ClaimForm
from .languages import in_other_languages
from .private import explained, page
from .words import Words, words_of


@of_holder
def check(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Show all that will be deposited, and deposit it."""
    if not submission.is_editable_by_holder:
        # Also the second click on the button: the first one deposited.
        return redirect("openbadges:submission", submission.uuid)
    if request.method == "POST":
        return deposit(request, submission)
    edit_url = reverse("openbadges:submission_edit", args=[submission.uuid])
    if admission.read_only_reason(submission, at=request.began_at) or _is_drawn_from_an_older_form(submission):
        return redirect(edit_url)
    form = stored_form(submission)
    if form.errors:
        return redirect(f"{edit_url}?check=1")
    context = _to_check(request, submission, form, edit_url=edit_url)
    return page(request, "claim/check", context | standing(submission, at=request.began_at))


def _to_check(request: HttpRequest, submission: Submission, form: ClaimForm, *, edit_url: str) -> dict[str, Any]:
    """Say all that will be deposited, and what becomes of it."""
    words = words_of(submission.kind)
    return {
        "words": words,
        "title": submission.opening_version.title,
        "issuer": submission.issuer.organisation.name,
        "submission": submission,
        "edit_url": edit_url,
        # The correction is gone once it is deposited: a second click must still lead to the file.
        "deposit_url": submission.replaces
        and reverse("openbadges:submission_replace", args=[submission.replaces.uuid]),
        "sections": rows_to_check(
            form,
            words,
            answers=submission.draft_answers,
            pieces=list(submission.evidence.all()),
            name=written_name(submission),
            edit_url=edit_url,
        ),
        "apart": apart_rows(submission, form),
        "published": _published(submission, words),
        "promised_days": submission.opening_version.promised_days,
        "results_on": submission.opening_version.results_on,
        "is_declared": submission.opening_version.claim_rule == ClaimRule.DECLARED,
        "is_correction": submission.state == State.CHANGES_REQUESTED or submission.replaces is not None,
        "privacy_notice": submission.opening_version.privacy_notice,
        **_badge_languages(request, submission),
    }


def _is_drawn_from_an_older_form(submission: Submission) -> bool:
    """Say whether a draft has to move to the form in force; the correction of a deposit stays with its own."""
    newest = current_version(submission.opening, submission.language)
    return submission.state == State.DRAFT and submission.replaces is None and newest != submission.opening_version


def _badge_languages(request: HttpRequest, submission: Submission) -> dict[str, Any]:
    """Ask for the language of the badge at the first deposit, when there is a choice, and lead to the other words."""
    is_asked = submission.state == State.DRAFT and submission.kind == OpeningKind.BADGE
    versions = badge_versions(submission.opening, submission.opening_version) if is_asked else {}
    if len(versions) < 2:
        return {"language_form": None}
    rows = in_other_languages(request, next(iter(versions.values())))
    return {
        "language_form": BadgeLanguageForm(versions),
        "other_languages": [row for row in rows if row["lang"] in versions],
    }


def _published(submission: Submission, words: Words) -> list[str]:
    """Say what becomes public of a file, and of the badge that acceptance gives."""
    awards = submission.opening_version.awards
    said = {"issuer": submission.issuer.organisation.name, "address": submission.holder.email}
    sentences = [text % said for text in words.published]
    if awards is not None:
        version = current_achievement_version(awards, submission.language) or awards.versions.latest("number")
        sentences.append(words.published_award % {**said, "badge": version.name})
    return sentences


def rows_to_check(
    form: ClaimForm,
    words: Words,
    *,
    answers: Iterable[dict[str, Any]],
    pieces: list[Evidence],
    name: str,
    edit_url: str = "",
) -> list[dict[str, Any]]:
    """Lay out answers and evidence, each with the way to change it where there is an address for that."""
    given = {answer["uid"]: answer for answer in answers}
    uids = {question.clean_name: question.uid for question in form.questions}
    sections = [
        {
            "title": title or _("Your answers"),
            "rows": [
                shown(field.label, _texts(uids[field.name], given, pieces))
                | _change(edit_url, field.id_for_label or field.subwidgets[0].id_for_label)
                for field in fields
            ],
        }
        for title, fields in form.sections
    ]
    free = [piece.original_name or piece.url or piece.text for piece in pieces if not piece.question]
    own = [{"label": _("Your name"), "value": name} | _change(edit_url, "id_printed_name")]
    if form.evidence_fields or free:
        none = words.no_other_evidence if pieces else words.no_evidence
        own.insert(0, shown(words.your_evidence, free) | {"none": none} | _change(edit_url, "evidence"))
    return [*sections, {"title": words.evidence_and_name, "rows": own}]


def _change(edit_url: str, anchor: str) -> dict[str, str]:
    return {"change_href": f"{edit_url}#{anchor}"} if edit_url else {}


def _texts(uid: str, answers: dict[str, Any], pieces: list[Evidence]) -> list[str]:
    files = [piece.original_name for piece in pieces if piece.question == uid]
    return files or (readable(answers[uid]) if uid in answers else [])


def deposit(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Deposit what the page to check has shown, or explain what came between."""
    drawn_from = request.POST.get("version", "")
    version = int(drawn_from[:9]) if drawn_from.isdecimal() else 0
    to_correct = f"{reverse('openbadges:submission_edit', args=[submission.uuid])}?check=1"
    if not admission.read_only_reason(submission, at=request.began_at) and stored_form(submission).errors:
        # The page to check is not shown then: somebody pressed an older one.
        return redirect(to_correct)
    try:
        file = _act_for(submission, request.POST.get("badge_language", ""))(version=version, at=request.began_at)
    except ClosedOpeningError as error:
        context = {
            "title": submission.opening_version.title,
            "draft": submission,
            "words": words_of(submission.kind),
        }
        return claiming.closed(request, error.code, context)
    except IncompleteError:
        return redirect(to_correct)
    except OpenBadgesError as error:
        return _conflict(request, submission, error)
    return redirect("openbadges:submission", file.uuid)


def _act_for(submission: Submission, badge_language: str) -> Callable[..., Submission]:
    """Choose the act: a first deposit, one in the place of another, or what was asked to be completed."""
    if submission.replaces is not None:
        return partial(replacing.replace, submission)
    if submission.state == State.DRAFT:
        return partial(submitting.submit, submission, badge_language=badge_language)
    return partial(submitting.resubmit, submission)


def _conflict(request: HttpRequest, submission: Submission, error: OpenBadgesError) -> HttpResponse:
    """Explain that something came between; whoever was faster with the same deposit did what was wanted."""
    now = Submission.objects.filter(pk=submission.pk).first()
    if isinstance(error, StateConflictError) and (now is None or not now.is_editable_by_holder):
        # A correction that is gone was deposited, or thrown away, in another window: its file stands.
        return redirect("openbadges:submission", (submission.replaces or submission).uuid)
    context = {
        "words": words_of(submission.kind),
        "title": submission.opening_version.title,
        "sentence": explained(error),
        "check_url": reverse("openbadges:submission_check", args=[submission.uuid]),
        "waiting": _deposited_already(submission, error),
    }
    return page(request, "claim/conflict", context, status=409)


def _deposited_already(submission: Submission, error: OpenBadgesError) -> Submission | None:
    """Return the file that stands in the way: one that waits, or the one that a correction can no longer replace."""
    if isinstance(error, DuplicateClaimError):
        return submission.opening.submissions.deposited().filter(holder=submission.holder).first()
    original = Submission.objects.filter(pk=submission.replaces_id).first()
    return original if original is not None and original.state not in admission.REPLACEABLE else None
