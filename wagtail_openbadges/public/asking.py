"""Questions to the carrier of a round, under the address of its page: the address first, then the question."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from ..domain import asking
from ..domain.errors import QuestionError
from ..domain.publishing import current_version
from ..domain.rounds import is_open_to_questions
from ..models import AccessLink, CarrierQuestion, Holder, Opening, Purpose
from . import device
from .confirming import confirm_address, confirm_url, take_address
from .forms import AskForm
from .private import explained, masked, page, private
from .wording import sentence

ROUTE = "ask"
"""Where questions are asked, below the page of the round."""


@private
def ask_view(request: HttpRequest, opening: Opening | None, *, page_url: str, language: str) -> HttpResponse:
    """Take the address of somebody who is not known here, else a question.

    Args:
        request: a GET or a POST of this page.
        opening: of the page; None when it never opened.
        page_url: of the page itself; this view answers at `ask/` below it.
        language: of the page.
    """
    with translation.override(language):
        version = current_version(opening, language) if opening else None
        if version is None:
            return page(request, "ask/ask", {"page_url": page_url, "reason": sentence("questions_not_taken", {})})
        holder = device.holder_for(request, opening)
        context = {"page_url": page_url, "title": version.title, **_known(opening, holder)}
        if not is_open_to_questions(opening, now=request.began_at):
            return page(request, "ask/ask", {**context, "reason": sentence("questions_not_taken", {})})
        if holder is None:
            return _ask_address(request, opening, language, context)
        return _ask_question(request, opening, holder, language, context)


def _known(opening: Opening, holder: Holder | None) -> dict[str, Any]:
    """Say what this device already holds of its person here."""
    if holder is None:
        return {}
    asked = CarrierQuestion.objects.filter(opening=opening, holder=holder).order_by("-asked_at", "-pk")
    return {"known_address": masked(holder.email), "asked": asked}


def _ask_address(request: HttpRequest, opening: Opening, language: str, context: dict[str, Any]) -> HttpResponse:
    form, link = take_address(request, opening, purpose=Purpose.ASK, language=language)
    if link is not None:
        return redirect(confirm_url(f"{context['page_url']}{ROUTE}/", link))
    return page(request, "ask/ask", {**context, "form": form}, status=422 if form.errors else 200)


def _ask_question(
    request: HttpRequest, opening: Opening, holder: Holder, language: str, context: dict[str, Any]
) -> HttpResponse:
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            asking.ask(
                opening, holder=holder, text=form.cleaned_data["question"], language=language, at=request.began_at
            )
        except QuestionError as error:
            form.add_error("question", explained(error))
        else:
            return redirect(f"{context['page_url']}{ROUTE}/?sent=1")
    was_sent = "sent" in request.GET and not form.is_bound
    return page(request, "ask/ask", {**context, "form": form, "was_sent": was_sent}, status=422 if form.errors else 200)


@private
def confirm_view(
    request: HttpRequest, opening: Opening | None, link_uuid: UUID, *, page_url: str, language: str
) -> HttpResponse:
    """Confirm the address by the code that was mailed; the link in the same mail does it as well.

    Args:
        request: a GET or a POST of this page.
        opening: of the page.
        link_uuid: names the link that was mailed.
        page_url: of the page itself; this view answers at `ask/confirm/<link_uuid>/` below it.
        language: of the page.
    """
    with translation.override(language):
        begin_url = f"{page_url}{ROUTE}/"
        link = AccessLink.objects.filter(uuid=link_uuid, opening=opening, purpose=Purpose.ASK).first()
        if opening is None or link is None:
            return page(request, "access/unknown", {"begin_url": begin_url}, status=404)
        title = current_version(opening, language).title
        return confirm_address(
            request, link, title=title, begin_url=begin_url, go_on=lambda holder: redirect(begin_url)
        )
