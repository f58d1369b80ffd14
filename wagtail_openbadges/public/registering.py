"""Registering for an event, under the address of its page: the address first, then what the organiser must know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..domain import registering
from ..domain.errors import RegistrationError
from ..domain.gatherings import text_of
from ..models import ALIVE, AccessLink, Gathering, GatheringText, Holder, Purpose, Registration
from . import device
from .answers import read_questions
from .asked import question_row
from .confirming import confirm_address, confirm_url, take_address
from .gatherings import about, is_full, registering_facts
from .private import explained, masked, page, private
from .registering_forms import RegistrationForm, registration_form_class
from .wording import sentence

ROUTE = "register"
"""Where one registers, below the page of the event."""

CLOSED_STATUS = {"event_not_shown": 404}
"""What is not there says so; what is only shut is a page like others."""

STILL_HELD = ("registration_closed", "event_full", "event_postponed")
"""Where nobody new can register, but whoever did can still look at the seat and give it back."""


@private
def start(request: HttpRequest, gathering: Gathering | None, *, page_url: str, language: str) -> HttpResponse:
    """Take the address of somebody who wants to come, then what the organiser must know.

    Args:
        request: a GET or a POST of this page.
        gathering: of the page; None when it was never published.
        page_url: of the page itself; this view answers at `register/` below it.
        language: of the page.
    """
    with translation.override(language):
        text = text_of(gathering, language) if gathering else None
        if text is None:
            return closed(request, "event_incomplete", {"page_url": page_url})
        holder = _holder(request, gathering)
        known = _registration(request, gathering, holder)
        if known is not None:
            return _already(request, known)
        context = {"page_url": page_url, "elsewhere_url": gathering.elsewhere_url}
        context |= about(gathering, text, at=request.began_at)
        context["facts"] = context["facts"] + registering_facts(gathering)
        reason = _reason(request, gathering)
        if holder is None:
            return _ask_address(request, gathering, text, context, reason)
        if reason is not None:
            return closed(request, reason, context)
        return _ask_all(request, gathering, holder, text, context)


def _holder(request: HttpRequest, gathering: Gathering) -> Holder | None:
    """Return the person of this device, unless another address is about to be written."""
    wants_another = "other" in request.GET or "correct" in request.GET
    return None if wants_another else device.holder_for(request, gathering)


def _registration(request: HttpRequest, gathering: Gathering, holder: Holder | None) -> Registration | None:
    """Return the registration of the person; without one, that whose own link was followed on this device."""
    alive = gathering.registrations.filter(state__in=ALIVE)
    if holder is not None:
        return alive.filter(holder=holder).first()
    if "other" in request.GET or "correct" in request.GET:
        return None
    named = {link.registration_id for link in device.links(request)} - {None}
    opened = alive.filter(pk__in=named) if named else ()
    return next((one for one in opened if device.is_registered_as(request, one)), None)


def _already(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Lead to what exists; the second click on the button did what the first one did."""
    note = "done" if request.method == "POST" else "known"
    return redirect(f"{registration_url(registration)}?{note}=1")


def registration_url(registration: Registration) -> str:
    return reverse("openbadges:registration", args=[registration.uuid])


def _reason(request: HttpRequest, gathering: Gathering) -> str | None:
    """Say why this person cannot register now; without a waiting list, that the seats are taken is such a reason."""
    reason = registering.closed_to_registration(gathering, now=request.began_at)
    if reason is None and not gathering.has_waiting_list and is_full(gathering):
        # What was just sent is answered by the act itself, so that it is not lost.
        return "event_full" if request.method != "POST" else None
    return reason


def _ask_address(
    request: HttpRequest, gathering: Gathering, text: GatheringText, context: dict[str, Any], reason: str | None
) -> HttpResponse:
    """Take the address; what is shut still sends a code, for those who registered before."""
    if reason is not None and reason not in STILL_HELD:
        return closed(request, reason, context)
    form, link = take_address(request, gathering, purpose=Purpose.REGISTER, language=text.language)
    if link is not None:
        return redirect(confirm_url(f"{context['page_url']}{ROUTE}/", link))
    form.fields["address"].help_text = _("We send you a code at once. Mails about the event come to this address too.")
    context = {**context, "form": form}
    if reason is not None:
        return closed(request, reason, context)
    context |= {
        "questions": [question_row(question) for question in read_questions(text.questions)],
        "own_questions": _own_questions(gathering),
    }
    return page(request, "register/start", context, status=422 if form.errors else 200)


def _own_questions(gathering: Gathering) -> list[dict[str, Any]]:
    """Tell what is asked beside the editor's questions."""
    asked = [
        (True, _("Your name"), True),
        (registering.most_seats(gathering) > 1, _("How many seats, yours among them"), True),
        (gathering.asks_food, _("Food: allergies, diets"), False),
        (gathering.asks_access, _("What you need to take part: accessibility"), False),
    ]
    return [{"label": label, "required": required} for is_asked, label, required in asked if is_asked]


def _ask_all(
    request: HttpRequest, gathering: Gathering, holder: Holder, text: GatheringText, context: dict[str, Any]
) -> HttpResponse:
    """Draw the form, or register; a race that was lost loses nothing of what was written."""
    form = registration_form_class(gathering, text, says_left=True)(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            registration = registering.register(
                gathering, holder, form.wish(), language=text.language, at=request.began_at
            )
        except RegistrationError as error:
            if error.code not in ("event_full", "too_many_seats", "already_registered"):
                return closed(request, error.code, context, status=409)
            known = _registration(request, gathering, holder)
            if known is not None:
                return _already(request, known)
            _refuse(form, error, gathering)
            status = 409
        else:
            return redirect(f"{registration_url(registration)}?done=1")
    elif form.errors:
        status = 422
    context |= {
        "form": form,
        "known_address": masked(holder.email),
        "has_to_wait": gathering.has_waiting_list and is_full(gathering),
        "other_url": f"{context['page_url']}{ROUTE}/?other=1",
    }
    return page(request, "register/form", context, status=status)


def _refuse(form: RegistrationForm, error: RegistrationError, gathering: Gathering) -> None:
    """Put beside the seats what is wrong with their number; that none is left concerns the whole form."""
    left = registering.seats_left(gathering)
    if "seats" not in form.fields:
        form.add_error(None, explained(error))
    elif error.code == "event_full" and left and not registering.has_queue(gathering):
        said = ngettext(
            "Only %(count)s seat is left. Choose fewer.", "Only %(count)s seats are left. Choose fewer.", left
        )
        form.add_error("seats", said % {"count": left})
    else:
        form.add_error("seats", explained(error))


@private
def confirm(
    request: HttpRequest, gathering: Gathering | None, link_uuid: UUID, *, page_url: str, language: str
) -> HttpResponse:
    """Confirm the address by the code that was mailed; the link in the same mail does it as well.

    Args:
        request: a GET or a POST of this page.
        gathering: of the page.
        link_uuid: names the link that was mailed.
        page_url: of the page itself; this view answers at `register/confirm/<link_uuid>/` below it.
        language: of the page.
    """
    with translation.override(language):
        begin_url = f"{page_url}{ROUTE}/"
        link = AccessLink.objects.filter(uuid=link_uuid, gathering=gathering, purpose=Purpose.REGISTER).first()
        if gathering is None or link is None:
            return page(request, "access/unknown", {"begin_url": begin_url}, status=404)
        title = title_of(gathering, language)
        return confirm_address(
            request, link, title=title, begin_url=begin_url, go_on=lambda holder: redirect(begin_url)
        )


def title_of(gathering: Gathering, language: str) -> str:
    """Name an event in a language, or in the one that it was written in first."""
    text = text_of(gathering, language)
    return text.title if text else ""


def closed(request: HttpRequest, reason: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Explain why nobody can register; whoever registered before is led to what was kept."""
    form = context.get("form")
    status = CLOSED_STATUS.get(reason, 422 if form is not None and form.errors else status)
    context = {**context, "reason": reason, "sentence": sentence(reason, {})}
    return page(request, "register/closed", context, status=status)


def go_on(request: HttpRequest, link: AccessLink, page_url: str) -> HttpResponse:
    """Go to what a link that confirmed an address opens, though the page of the event may be gone.

    Args:
        request: the one that used the link.
        link: of the purpose `register`.
        page_url: of the event; empty when no page of it is live.
    """
    if page_url:
        return redirect(f"{page_url}{ROUTE}/")
    registration = link.gathering.registrations.filter(holder=link.holder, state__in=ALIVE).first()
    if registration is not None:
        return redirect(registration_url(registration))
    return closed(request, "event_not_shown", {"title": title_of(link.gathering, link.language)})
