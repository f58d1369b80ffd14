"""The beginning of a claim or an application, under the address of its page: what is asked, the address, the code.

Pages call these views from their sub-routes `claim/` or `apply/`, and `…/confirm/<uuid>/` below; nothing here knows a
page class.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from ..domain.admission import admit, closed_reason
from ..domain.errors import ClosedOpeningError, DuplicateClaimError
from ..domain.publishing import current_version
from ..domain.rounds import current_round
from ..domain.submitting import check_ceiling, open_draft
from ..models import UNDECIDED, AccessLink, Holder, Opening, OpeningVersion, Purpose, State, Submission
from . import device
from .asked import about
from .confirming import confirm_address, confirm_url, take_address
from .private import masked, page, private
from .showcase import page_url_of
from .wording import sentence
from .words import words_at

CLOSED_STATUS = {"not_published": 404, "archived": 410}
"""What is not there, or no more, says so; what is only shut at this hour is a page like others."""


@private
def start(
    request: HttpRequest,
    opening: Opening | None,
    *,
    page_url: str,
    language: str,
    image_url: str = "",
    route: str = "claim",
    documents: Iterable[Mapping[str, str]] = (),
) -> HttpResponse:
    """Show all that will be asked and ask the first question, the address.

    Args:
        request: a GET or a POST of this page.
        opening: of the page; None when it never opened.
        page_url: of the page itself; this view answers at `<route>/` below it.
        language: of the page.
        image_url: of the badge, to show.
        route: `claim` or `apply`.
        documents: what to have at hand, rows of `text` and `help`.
    """
    with translation.override(language):
        context = {"page_url": page_url, "begin_url": f"{page_url}{route}/", "words": words_at(route)}
        version = current_version(opening, language) if opening else None
        if version is None:
            return closed(request, "incomplete", context)
        holder = device.holder_for(request, opening)
        context |= about(opening, version) | {"image_url": image_url, "documents": documents}
        context |= _known(opening, holder, version)
        reason = _reason(opening, holder, at=request.began_at)
        if reason == "no_claims":
            return closed(request, reason, context)
        if request.method == "POST" and "continue" in request.POST and holder:
            return _go_on(request, opening, holder, language, context, anew=True)
        return _ask_address(request, opening, language, context, reason)


def _reason(opening: Opening, holder: Holder | None, *, at: datetime) -> str | None:
    """Say why this person cannot begin now: a late link opens what is closed for all others, the grace does not."""
    reason = closed_reason(opening, now=at)
    is_late = reason == "closed" and holder is not None and admit(opening, holder, at=at).is_late
    return None if is_late else reason


def _ask_address(
    request: HttpRequest, opening: Opening, language: str, context: dict[str, Any], reason: str | None
) -> HttpResponse:
    """Take the address; what is shut still sends a link, for those who have a draft there."""
    form, link = take_address(request, opening, purpose=Purpose.CLAIM, language=language)
    if link is not None:
        return redirect(confirm_url(context["begin_url"], link))
    context = {**context, "form": form}
    if reason is not None:
        return closed(request, reason, context | _open_round(request, opening))
    return page(request, "claim/start", context, status=422 if form.errors else 200)


def _open_round(request: HttpRequest, opening: Opening) -> dict[str, str]:
    """Lead from a round that is shut to the one of the same call that people can answer now, if there is one."""
    current = current_round(opening.call, now=request.began_at) if opening.call else None
    if current is None or current.pk == opening.pk:
        return {}
    if closed_reason(current, now=request.began_at) not in (None, "elsewhere"):
        return {}
    return {"open_url": page_url_of(request, current)}


@private
def confirm(
    request: HttpRequest,
    opening: Opening | None,
    link_uuid: UUID,
    *,
    page_url: str,
    language: str,
    route: str = "claim",
) -> HttpResponse:
    """Confirm the address by the code that was mailed; the link in the same mail does it as well.

    Args:
        request: a GET or a POST of this page.
        opening: of the page.
        link_uuid: names the link that was mailed.
        page_url: of the page itself; this view answers at `<route>/confirm/<link_uuid>/` below it.
        language: of the page.
        route: `claim` or `apply`.
    """
    with translation.override(language):
        begin_url = f"{page_url}{route}/"
        link = AccessLink.objects.filter(uuid=link_uuid, opening=opening, purpose=Purpose.CLAIM).first()
        if opening is None or link is None:
            return page(request, "access/unknown", {"begin_url": begin_url}, status=404)
        title = current_version(opening, language).title
        context = {"title": title, "page_url": page_url, "begin_url": begin_url, "words": words_at(route)}
        return confirm_address(
            request,
            link,
            title=title,
            begin_url=begin_url,
            go_on=lambda holder: _go_on(request, opening, holder, language, context),
        )


def destination(opening: Opening, holder: Holder, language: str, *, at: datetime, anew: bool = False) -> str:
    """Return where a person goes on: the file that waits or was accepted, the draft, or a new draft.

    Args:
        opening: the opening whose link was used.
        holder: whose address was confirmed.
        language: of a new draft.
        at: when the request began.
        anew: the person asks for a new file beside those that were deposited.

    Raises:
        ClosedOpeningError: there is nothing of this person yet, and nobody can begin now.
    """
    latest = opening.submissions.filter(holder=holder, replaces=None).first()
    if latest is not None and not anew and latest.state in (*UNDECIDED, State.ACCEPTED):
        return reverse("openbadges:submission", args=[latest.uuid])
    try:
        draft = open_draft(opening, holder=holder, language=language, at=at)
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
        return redirect(destination(opening, holder, language, at=request.began_at, anew=anew))
    except (ClosedOpeningError, DuplicateClaimError) as error:
        return closed(request, error.code, context, error.params)


def closed(
    request: HttpRequest, reason: str, context: Mapping[str, Any], params: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Explain why nothing can be deposited; whoever began before is led to what was kept."""
    form = context.get("form")
    status = 422 if form is not None and form.errors else CLOSED_STATUS.get(reason, 200)
    said = {"reason": reason, "sentence": sentence(reason, params or {})}
    return page(request, "claim/closed", {**context, **said}, status=status)


def may_begin_another(opening: Opening, holder: Holder, version: OpeningVersion) -> bool:
    """Say whether a person may have one more file here, as far as those that exist are concerned."""
    if opening.submissions.filter(holder=holder, state=State.DRAFT, replaces=None).exists():
        return False
    try:
        check_ceiling(opening, holder, version)
    except DuplicateClaimError:
        return False
    return True


def _known(opening: Opening, holder: Holder | None, version: OpeningVersion) -> dict[str, Any]:
    """Say what this device already holds of its person here."""
    if holder is None:
        return {}
    files = list(opening.submissions.filter(holder=holder, replaces=None).defer("answers", "draft_answers"))
    return {
        "known_address": masked(holder.email),
        "draft": next((file for file in files if file.state == State.DRAFT), None),
        "files": [_file_row(file) for file in files if file.state != State.DRAFT],
        "may_begin": may_begin_another(opening, holder, version),
    }


def _file_row(submission: Submission) -> dict[str, str]:
    return {
        "label": f"{submission.reference} · {submission.get_state_display()}",
        "href": reverse("openbadges:submission", args=[submission.uuid]),
    }
