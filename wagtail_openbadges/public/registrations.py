"""A registration, for the person whose it is: where it stands, and the ways to change it or to give it back."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..domain.errors import RegistrationError
from ..domain.gatherings import is_over, text_of
from ..domain.registering import (
    cancel_registration,
    change_registration,
    closed_to_registration,
    queue_of,
    reply_due,
    take_seat,
)
from ..models import ALIVE, Gathering, GatheringStatus, GatheringText, Registration, RegistrationState
from ..notices.letters.events import what_to_wait_for
from ..templatetags.openbadges_tags import moment
from .access import of_registered
from .answers import readable, shown
from .gatherings import STATE_CLASSES, about, warning
from .private import explained, masked, page
from .registering import ROUTE, registration_url
from .registering_forms import RegistrationForm, initial_of, registration_form_class
from .showcase import page_url_of
from .wording import sentence

CALENDAR = "event-ics"
"""Where an event answers as a file for calendars, below its page."""


@of_registered
def registration(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Show where a registration stands."""
    return _draw(request, registration)


def _draw(
    request: HttpRequest, registration: Registration, *, errors: list[dict[str, str]] | None = None, status: int = 200
) -> HttpResponse:
    gathering, text, at = registration.gathering, _text(registration), request.began_at
    page_url = page_url_of(request, gathering)
    said = _where_it_stands(registration, at=at)
    context = about(gathering, text, at=at) | {
        "registration": registration,
        "errors": errors,
        "note": _note(request, registration),
        "warning": warning(gathering, at=at),
        "state_class": _state_class(registration),
        "sentence": said[0],
        "detail": said[1],
        "is_offered": _is_offered(registration, at=at),
        "can_change": _can_change(registration, at=at),
        "is_alive": registration.state in ALIVE,
        "online_url": text.online_url if _comes(registration) else "",
        "practical": text.practical if _may_come(registration) else "",
        "answers": _answers(registration),
        "known_address": masked(registration.holder.email),
        "page_url": page_url,
        "calendar_url": f"{page_url}{CALENDAR}/" if page_url and _comes(registration) else "",
        "again_url": _again_url(registration, page_url, at=at),
    }
    return page(request, "registration/registration", context, status=status)


def _text(registration: Registration) -> GatheringText:
    return text_of(registration.gathering, registration.language)


def _note(request: HttpRequest, registration: Registration) -> str:
    """Say what was just done; an address that was kept says nothing of what ended since or waits."""
    if registration.state not in (RegistrationState.REGISTERED, RegistrationState.WAITING):
        return ""
    notes = {
        "done": _("It is done. We confirm it by e-mail."),
        "changed": _("Your changes are kept."),
        "known": _("You had already registered: here is your registration."),
    }
    return next((said for name, said in notes.items() if name in request.GET), "")


def _state_class(registration: Registration) -> str:
    """Give the look of a state; where nothing takes place, no seat looks like good news."""
    if registration.state in ALIVE and registration.gathering.status == GatheringStatus.CANCELLED:
        return "withdrawn"
    return STATE_CLASSES[RegistrationState(registration.state)]


def _where_it_stands(registration: Registration, *, at: datetime) -> tuple[str, str]:
    """Say what a state means for the person, and what comes next."""
    seats, state = registration.seats, registration.state
    if state == RegistrationState.REGISTERED and registration.gathering.status == GatheringStatus.CANCELLED:
        return _("You have nothing to do."), ""
    if state == RegistrationState.REGISTERED:
        said = ngettext("You are registered: %(count)s seat.", "You are registered: %(count)s seats.", seats)
        return said % {"count": seats}, ""
    if state == RegistrationState.CANCELLED:
        return _("Your registration is cancelled."), ""
    if state == RegistrationState.LAPSED:
        return _("You did not take the seat in time: it was offered to the next person."), ""
    if not _takes_place(registration.gathering, at=at):
        return _("You were waiting for a seat."), ""
    if state == RegistrationState.WAITING:
        said = _("You are on the waiting list: place %(place)s.") % {"place": _place(registration)}
        return said, what_to_wait_for(seats, registration.gathering.reply_hours)
    if not _is_offered(registration, at=at):
        return sentence("offer_over", {}), ""
    until = moment(reply_due(registration), registration.gathering.zone_name)
    said = ngettext("A seat is yours until %(until)s.", "%(count)s seats are yours until %(until)s.", seats)
    return said % {"count": seats, "until": until}, _("Take it before. Otherwise it goes to the next person.")


def _place(registration: Registration) -> int:
    """Count who is offered a seat before; whoever waits outside the order is told who came before."""
    gathering = registration.gathering
    is_in_order = gathering.capacity is None or registration.seats <= gathering.capacity
    waiting = gathering.registrations.filter(state=RegistrationState.WAITING)
    since = registration.waiting_since
    before = Q(waiting_since__lt=since) | Q(waiting_since=since, pk__lt=registration.pk)
    return (queue_of(gathering) if is_in_order else waiting).filter(before).count() + 1


def _takes_place(gathering: Gathering, *, at: datetime) -> bool:
    return gathering.status != GatheringStatus.CANCELLED and not is_over(gathering, at=at)


def _comes(registration: Registration) -> bool:
    """Say whether the person has a seat at an event that was not called off."""
    is_registered = registration.state == RegistrationState.REGISTERED
    return is_registered and registration.gathering.status != GatheringStatus.CANCELLED


def _may_come(registration: Registration) -> bool:
    """Say whether the person has a seat, or hopes for one, at an event that was not called off."""
    return registration.state in ALIVE and registration.gathering.status != GatheringStatus.CANCELLED


def _is_offered(registration: Registration, *, at: datetime) -> bool:
    """Say whether a seat can be taken now."""
    due = reply_due(registration)
    return due is not None and at < due and _takes_place(registration.gathering, at=at)


def _can_change(registration: Registration, *, at: datetime) -> bool:
    return registration.state in ALIVE and _takes_place(registration.gathering, at=at)


def _again_url(registration: Registration, page_url: str, *, at: datetime) -> str:
    """Return where the person can register once more; empty when she is, or nobody can."""
    if registration.state in ALIVE or not page_url:
        return ""
    reason = closed_to_registration(registration.gathering, now=at)
    return f"{page_url}{ROUTE}/" if reason is None else ""


def _answers(registration: Registration) -> list[dict[str, Any]]:
    """Lay out what was said; what was erased, or never asked, is left out."""
    rows = [
        {"label": _("Your name"), "value": registration.name},
        {"label": _("Seats"), "value": str(registration.seats)},
        *(shown(row["label"], readable(row)) | {"lang": registration.language} for row in registration.answers),
        {"label": _("Food: allergies, diets"), "value": registration.food},
        {"label": _("What you need to take part: accessibility"), "value": registration.access},
    ]
    return [row for row in rows if row.get("value") or row.get("texts")]


@of_registered
def edit(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Show what was said, or write it anew; what cannot be kept is said, and nothing that was typed is lost."""
    if not _can_change(registration, at=request.began_at):
        return redirect("openbadges:registration", registration.uuid)
    form_class = registration_form_class(registration.gathering, _text(registration), seats=registration.seats)
    if request.method != "POST":
        return _draw_form(request, registration, form_class(initial=initial_of(form_class, registration)))
    form = form_class(request.POST)
    if not form.is_valid():
        return _draw_form(request, registration, form, status=422)
    try:
        change_registration(registration, form.wish(registration), at=request.began_at)
    except RegistrationError as error:
        if error.code not in ("seats_gone", "too_many_seats"):
            # It was cancelled or the event ended meanwhile: the page of the registration says so.
            return redirect("openbadges:registration", registration.uuid)
        form.add_error("seats", explained(error))
        return _draw_form(request, registration, form, status=409)
    return redirect(f"{registration_url(registration)}?changed=1")


def _draw_form(
    request: HttpRequest, registration: Registration, form: RegistrationForm, *, status: int = 200
) -> HttpResponse:
    text = _text(registration)
    context = about(registration.gathering, text, at=request.began_at) | {"registration": registration, "form": form}
    return page(request, "registration/edit", context, status=status)


@of_registered
def cancel(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Ask once more, then give the seat back; a second time changes nothing."""
    if not _can_change(registration, at=request.began_at):
        return redirect("openbadges:registration", registration.uuid)
    if request.method != "POST":
        context = {"registration": registration, "title": _text(registration).title}
        return page(request, "registration/cancel", context)
    # What was cancelled meanwhile is as the person wants it.
    with suppress(RegistrationError):
        cancel_registration(registration, at=request.began_at)
    return redirect("openbadges:registration", registration.uuid)


@of_registered
def take(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Take the seat that is offered; a second time changes nothing."""
    if request.method != "POST":
        return redirect("openbadges:registration", registration.uuid)
    try:
        take_seat(registration, at=request.began_at)
    except RegistrationError as error:
        registration.refresh_from_db()
        return _draw(request, registration, errors=[{"message": explained(error)}], status=409)
    return redirect(f"{registration_url(registration)}?done=1")
