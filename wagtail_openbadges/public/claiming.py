"""The beginning of a claim, under the address of its page: what will be asked, the address, its confirmation.

Pages call these views from their sub-routes `claim/` and `claim/confirm/<uuid>/`; nothing here knows a page class.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import conf
from ..domain import access
from ..domain.admission import closed_reason
from ..domain.errors import AccessError, ClosedOpeningError, DuplicateClaimError
from ..domain.publishing import current_version
from ..domain.submitting import open_draft
from ..models import UNDECIDED, AccessLink, ClaimRule, Holder, Opening, OpeningVersion, Purpose, State, Submission
from ..standard.errors import OpenBadgesError
from . import device
from .answers import read_questions
from .forms import AddressForm, CodeForm
from .private import check_network, explained, masked, page, private
from .showcase import criteria_rows
from .wording import sentence

CLOSED_STATUS = {"not_published": 404, "archived": 410}
"""What is not there, or no more, says so; a badge that is only shut at this hour is a page like others."""


@private
def start(
    request: HttpRequest, opening: Opening | None, *, page_url: str, language: str, image_url: str = ""
) -> HttpResponse:
    """Show all that will be asked and ask the first question, the address.

    Args:
        request: a GET or a POST of this page.
        opening: of the page; None when it never opened.
        page_url: of the page itself; this view answers at `claim/` below it.
        language: of the page.
        image_url: of the badge, to show.
    """
    with translation.override(language):
        version = current_version(opening, language) if opening else None
        if version is None:
            return closed(request, "incomplete", {"page_url": page_url})
        holder = device.holder_for(request, opening)
        context = _about(opening, version, page_url, image_url) | _known(opening, holder)
        reason = closed_reason(opening, now=timezone.now())
        if reason == "no_claims":
            return closed(request, reason, context)
        if request.method == "POST" and "continue" in request.POST and holder:
            return _go_on(request, opening, holder, language, context, anew=True)
        return _ask_address(request, opening, language, context, reason)


def _ask_address(
    request: HttpRequest, opening: Opening, language: str, context: dict[str, Any], reason: str | None
) -> HttpResponse:
    """Take the address; a badge that is shut still sends a link, for those who have a draft there."""
    form = AddressForm(request.POST or None, initial={"address": _typed_before(request, opening)})
    if form.is_valid():
        try:
            check_network(request)
            link = access.request_access(
                purpose=Purpose.CLAIM, address=form.cleaned_data["address"], language=language, opening=opening
            )
        except OpenBadgesError as error:
            form.add_error("address", explained(error))
        else:
            return redirect(_confirm_url(context["page_url"], link))
    context = {**context, "form": form}
    if reason is not None:
        return closed(request, reason, context)
    return page(request, "claim/start", context, status=422 if form.errors else 200)


def _typed_before(request: HttpRequest, opening: Opening) -> str:
    """Return the address to correct, named by its link: an address of the web never holds one of a person."""
    try:
        uuid = UUID(request.GET.get("correct", ""))
    except ValueError:
        return ""
    link = AccessLink.objects.filter(uuid=uuid, opening=opening, used_at__isnull=True).first()
    return link.address if link else ""


@private
def confirm(
    request: HttpRequest, opening: Opening | None, link_uuid: UUID, *, page_url: str, language: str
) -> HttpResponse:
    """Confirm the address by the code that was mailed; the link in the same mail does it as well.

    Args:
        request: a GET or a POST of this page.
        opening: of the page.
        link_uuid: names the link that was mailed.
        page_url: of the page itself; this view answers at `claim/confirm/<link_uuid>/` below it.
        language: of the page.
    """
    with translation.override(language):
        link = AccessLink.objects.filter(uuid=link_uuid, opening=opening, purpose=Purpose.CLAIM).first()
        if opening is None or link is None:
            return page(request, "access/unknown", {"page_url": page_url}, status=404)
        context = {
            "title": current_version(opening, language).title,
            "page_url": page_url,
            "claim_url": f"{page_url}claim/",
            "correct_url": f"{page_url}claim/?correct={link.uuid}",
            "address": link.address if link.used_at is None else masked(link.address),
            "was_used": link.used_at is not None,
            "was_sent_again": "again" in request.GET,
            "minutes": conf.current().code_minutes,
        }
        if request.method == "POST" and "resend" in request.POST:
            return _send_again(request, link, context)
        if device.has_used(request, link):
            return _go_on(request, opening, link.holder, language, context)
        return _ask_code(request, opening, link, language, context)


def _send_again(request: HttpRequest, link: AccessLink, context: dict[str, Any]) -> HttpResponse:
    try:
        check_network(request)
        fresh = access.renew(link)
    except OpenBadgesError as error:
        context |= {"form": CodeForm(), "errors": [{"message": explained(error)}]}
        return page(request, "claim/confirm", context, status=429)
    return redirect(f"{_confirm_url(context['page_url'], fresh)}?again=1")


def _ask_code(
    request: HttpRequest, opening: Opening, link: AccessLink, language: str, context: dict[str, Any]
) -> HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            used = access.use_code(link.uuid, form.cleaned_data["code"], opening=opening)
        except AccessError as error:
            form.add_error("code", _refused_code(error))
        else:
            response = _go_on(request, opening, used.holder, language, context)
            device.remember(request, response, used)
            return response
    return page(request, "claim/confirm", {**context, "form": form}, status=422 if form.errors else 200)


def _refused_code(error: AccessError) -> str:
    left = error.params.get("attempts_left")
    if not left:
        return sentence("code_exhausted", {}) if left == 0 else explained(error)
    return ngettext(
        "This code is not the right one. You can try once more.",
        "This code is not the right one. You can try %(count)s more times.",
        left,
    ) % {"count": left}


def destination(opening: Opening, holder: Holder, language: str, *, anew: bool = False) -> str:
    """Return where a person goes on: the file that waits or was accepted, the draft, or a new draft.

    Args:
        opening: the opening whose link was used.
        holder: whose address was confirmed.
        language: of a new draft.
        anew: the person asks for a new claim beside those that are decided.

    Raises:
        ClosedOpeningError: there is nothing of this person yet, and nobody can begin now.
    """
    latest = opening.submissions.filter(holder=holder).first()
    if latest is not None and not anew and latest.state in (*UNDECIDED, State.ACCEPTED):
        return reverse("openbadges:submission", args=[latest.uuid])
    try:
        draft = open_draft(opening, holder=holder, language=language)
    except (ClosedOpeningError, DuplicateClaimError):
        if latest is None:
            raise
        return reverse("openbadges:submission", args=[latest.uuid])
    return reverse("openbadges:submission_edit", args=[draft.uuid])


def _go_on(
    request: HttpRequest,
    opening: Opening,
    holder: Holder,
    language: str,
    context: Mapping[str, Any],
    *,
    anew: bool = False,
) -> HttpResponse:
    try:
        return redirect(destination(opening, holder, language, anew=anew))
    except ClosedOpeningError as error:
        return closed(request, error.code, context)


def closed(request: HttpRequest, reason: str, context: Mapping[str, Any]) -> HttpResponse:
    """Explain why nothing can be deposited; whoever began before is led to what was kept."""
    form = context.get("form")
    status = 422 if form is not None and form.errors else CLOSED_STATUS.get(reason, 200)
    return page(request, "claim/closed", {**context, "reason": reason, "sentence": sentence(reason, {})}, status=status)


def _confirm_url(page_url: str, link: AccessLink) -> str:
    return f"{page_url}claim/confirm/{link.uuid}/"


def _about(opening: Opening, version: OpeningVersion, page_url: str, image_url: str) -> dict[str, Any]:
    """Say what the first page tells about the claim."""
    questions = read_questions(version.questions)
    return {
        "title": version.title,
        "issuer": opening.issuer.organisation.name,
        "page_url": page_url,
        "image_url": image_url,
        "questions": questions,
        "facts": _facts(version, len(questions)),
        "criteria": criteria_rows(version),
        "evidence": evidence_expected(version),
        "privacy_notice": version.privacy_notice,
        "is_declared": version.claim_rule == ClaimRule.DECLARED,
        "promised_days": version.promised_days,
        "content_language": version.language,
    }


def _facts(version: OpeningVersion, count: int) -> list[dict[str, str]]:
    minutes = ngettext("about %(count)s minute", "about %(count)s minutes", version.minutes) % {
        "count": version.minutes
    }
    answer = ngettext("within %(count)s day", "within %(count)s days", version.promised_days) % {
        "count": version.promised_days
    }
    questions = ngettext("%(count)s question", "%(count)s questions", count) % {"count": count}
    is_declared = version.claim_rule == ClaimRule.DECLARED
    return [
        {"label": _("Time it takes"), "value": minutes, "icon": "clock"},
        {"label": _("What is asked"), "value": questions, "icon": "question"},
        {"label": _("Answer"), "value": _("at once") if is_declared else answer, "icon": "mail"},
    ]


def evidence_expected(version: OpeningVersion) -> dict[str, Any] | None:
    """Say which evidence a form expects, in words; None when it takes none."""
    rules = version.evidence_rules
    settings = conf.current()
    words = {
        "file": _(
            "files: PDF up to %(document)s MB, photos (JPEG, PNG, WebP) up to %(photo)s MB, %(count)s files at most"
        )
        % {
            "document": settings.max_document_megabytes,
            "photo": settings.max_photo_megabytes,
            "count": settings.max_files,
        },
        "link": _("links to pages that show what you did"),
        "text": _("a text of yours"),
    }
    kinds = [words[kind] for kind in rules.get("kinds", ()) if kind in words]
    return {"kinds": kinds, "help": rules.get("help", ""), "required": rules.get("required")} if kinds else None


def _known(opening: Opening, holder: Holder | None) -> dict[str, Any]:
    """Say what this device already holds of its person here."""
    if holder is None:
        return {}
    files = list(opening.submissions.filter(holder=holder).only("uuid", "state", "reference", "opening", "holder"))
    return {
        "known_address": masked(holder.email),
        "draft": next((file for file in files if file.state == State.DRAFT), None),
        "files": [_file_row(file) for file in files if file.state != State.DRAFT],
        "may_begin": not any(file.state in (*UNDECIDED, State.DRAFT) for file in files),
    }


def _file_row(submission: Submission) -> dict[str, str]:
    return {
        "label": f"{submission.reference} · {submission.get_state_display()}",
        "href": reverse("openbadges:submission", args=[submission.uuid]),
    }
