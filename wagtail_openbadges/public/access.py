"""The links of our mails: a GET shows a button, a POST uses the link, and none is ever a dead end."""

from __future__ import annotations

from contextlib import suppress
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..domain import access
from ..domain.errors import AccessError, ClosedOpeningError, DuplicateClaimError, TooManyMailsError
from ..domain.languages import reading_language
from ..domain.publishing import current_version
from ..models import (
    AccessLink,
    Assertion,
    CarrierQuestion,
    Holder,
    Purpose,
    Registration,
    RegistrationState,
    State,
    Submission,
)
from ..standard.errors import OpenBadgesError
from . import asking, claiming, device, lateness, registering, subscribing
from .errors import TooManyRequestsError
from .private import View, check_network, explained, masked, page, private
from .showcase import page_url_of
from .words import words_of

REFERRER_OF_SECRETS = "strict-origin"
"""The address of such a page holds a token: it is told to nobody, while a POST still says which site it comes from."""

SUBMISSION_PARTS = (
    "holder",
    "opening__page",
    "opening_version",
    "achievement_version__achievement",
    "issuer__organisation",
    "replaces",
)
REGISTRATION_PARTS = ("holder", "gathering__page", "gathering__issuer__organisation")
ASSERTION_PARTS = ("holder", "submission", "achievement_version__achievement__issuer__organisation")


@private
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a link opens, and open it when the button is pressed: programs that read mail follow links too."""
    try:
        found = access.find(token)
    except AccessError:
        return _unknown(request)
    with translation.override(found.language):
        if found.purpose == Purpose.LATE:
            return _secret(lateness.late(request, found))
        if device.has_used(request, found):
            return _open(request, found)
        if request.method == "POST":
            return _use(request, token, found)
        try:
            access.check_usable(found)
        except AccessError as error:
            return _spent(request, found, error)
        return _token_page(request, "access/link", _button_of(found))


def _button_of(found: AccessLink) -> dict[str, Any]:
    """Say what a good link opens."""
    if found.purpose == Purpose.AWARD:
        heading, label = _("Open your badge"), _open_badge(found.assertion)
    elif _is_given(found):
        heading, label = _("Open your badge"), _("Take my badge away")
    elif found.purpose == Purpose.TRACK:
        words = words_of(found.submission.kind)
        heading, label = words.open_title, words.open
    elif found.purpose == Purpose.ATTEND:
        heading, label = _of_registration(found.registration)
    elif found.purpose == Purpose.SUBSCRIBE:
        heading, label = _("Do you want to be told about the next round?"), _("Yes, tell me")
    elif _has_asked(found):
        heading, label = _("Your questions and the answers"), _("See my questions and the answers")
    else:
        heading, label = _("Confirm your address"), _("Confirm and go on")
    is_remembered = found.purpose != Purpose.SUBSCRIBE
    return {"heading": heading, "label": label, "title": _name_of(found), "is_remembered": is_remembered}


def _open_badge(assertion: Assertion) -> str:
    is_over = assertion.is_revoked or (assertion.expires_at is not None and assertion.expires_at <= timezone.now())
    return _("Open my badge") if is_over else _("Take my badge away")


def _of_registration(registration: Registration) -> tuple[str, str]:
    """Say what the link of a registration opens: a seat that is offered waits for an answer."""
    if registration.state == RegistrationState.OFFERED:
        return _("A seat is offered to you"), _("See the seat that is offered")
    return _("Open your registration"), _("Open my registration")


def _use(request: HttpRequest, token: str, found: AccessLink) -> HttpResponse:
    try:
        with transaction.atomic():
            used = access.use_link(token)
            if used.purpose == Purpose.SUBSCRIBE:
                subscribing.subscribe(used)
    except AccessError as error:
        return _spent(request, found, error)
    response = _open(request, used)
    if used.holder is not None:
        device.remember(request, response, used)
    return response


def _open(request: HttpRequest, used: AccessLink) -> HttpResponse:
    """Go to what a used link opens."""
    if used.purpose == Purpose.AWARD:
        return redirect("openbadges:award", used.assertion.uuid)
    if used.purpose == Purpose.TRACK:
        is_draft = used.submission.state == State.DRAFT
        return redirect("openbadges:submission_edit" if is_draft else "openbadges:submission", used.submission.uuid)
    if used.purpose == Purpose.SUBSCRIBE:
        return subscribing.subscribed(request, used)
    if used.purpose == Purpose.ATTEND:
        return redirect("openbadges:registration", used.registration.uuid)
    if used.purpose == Purpose.REGISTER:
        return registering.go_on(request, used, page_url_of(request, used.gathering))
    page_url = page_url_of(request, used.opening)
    if used.purpose == Purpose.ASK and page_url:
        return redirect(f"{page_url}{asking.ROUTE}/")
    try:
        return redirect(claiming.destination(used.opening, used.holder, used.language, at=request.began_at))
    except (ClosedOpeningError, DuplicateClaimError) as error:
        context = {"title": _name_of(used), "page_url": page_url, "words": words_of(used.opening.kind)}
        return claiming.closed(request, error.code, context, error.params)


@private
@require_POST
def link_fresh(request: HttpRequest, token: str) -> HttpResponse:
    """Send a fresh link to the address of a spent one, which is never shown in full."""
    try:
        found = access.find(token)
    except AccessError:
        return _unknown(request)
    with translation.override(found.language):
        try:
            check_network(request)
            access.renew(found)
        except OpenBadgesError as error:
            return _token_page(request, "access/refused", {"sentence": explained(error)}, status=429)
        return _token_page(request, "access/sent", {"address": masked(found.address)})


def _unknown(request: HttpRequest) -> HttpResponse:
    with translation.override(translation.get_language_from_request(request)):
        return _token_page(request, "access/unknown", {}, status=404)


def _spent(request: HttpRequest, found: AccessLink, error: AccessError) -> HttpResponse:
    if found.purpose == Purpose.SUBSCRIBE and subscribing.is_subscribed(found):
        return _secret(subscribing.subscribed(request, found))
    context = {
        "sentence": explained(error),
        "fresh_url": reverse("openbadges:link_fresh", args=[access.token_of(found)]),
        "address": masked(found.address),
    }
    return _token_page(request, "access/spent", context, status=410)


def _token_page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return _secret(page(request, template, context, status=status))


def _secret(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Referrer-Policy", REFERRER_OF_SECRETS)
    return response


def _is_given(found: AccessLink) -> bool:
    """Say whether a link leads to a file whose badge was given: it opens to take that away, as its mail says."""
    return (
        found.purpose == Purpose.TRACK
        and found.submission.state == State.ACCEPTED
        and Assertion.objects.filter(submission=found.submission, revoked_at=None).exists()
    )


def _has_asked(found: AccessLink) -> bool:
    """Say whether a link leads to questions that were asked: the mail of an answer opens them."""
    return (
        found.purpose == Purpose.ASK
        and found.holder is not None
        and CarrierQuestion.objects.filter(opening=found.opening, holder=found.holder).exists()
    )


def _name_of(found: AccessLink) -> str:
    """Name the badge, the call or the event that a link is about."""
    if found.purpose == Purpose.AWARD:
        return found.assertion.achievement_version.name
    if found.purpose == Purpose.TRACK:
        return found.submission.opening_version.title
    if found.purpose == Purpose.SUBSCRIBE:
        return subscribing.title_of(found.call)
    if found.purpose in (Purpose.REGISTER, Purpose.ATTEND):
        gathering = found.gathering or found.registration.gathering
        return registering.title_of(gathering, found.language)
    return current_version(found.opening, found.language).title


def of_holder(view: View) -> View:
    """Open a submission to its holder only, in its language."""

    @private
    @wraps(view)
    def answer(request: HttpRequest, uuid: UUID, **kwargs: Any) -> HttpResponseBase:
        submission = Submission.objects.select_related(*SUBMISSION_PARTS).filter(uuid=uuid).first()
        if submission is None or not device.holder_of(request, submission):
            return _stranger(request, "openbadges:submission_link", uuid)
        with translation.override(submission.language):
            return view(request, submission, **kwargs)

    return answer


def of_award_holder(view: View) -> View:
    """Open the page of an award to its holder only, in the holder's language."""

    @private
    @wraps(view)
    def answer(request: HttpRequest, uuid: UUID, **kwargs: Any) -> HttpResponseBase:
        assertion = Assertion.objects.select_related(*ASSERTION_PARTS).filter(uuid=uuid).first()
        if assertion is None or not device.holder_of_award(request, assertion):
            return _stranger(request, "openbadges:award_link", uuid)
        with translation.override(reading_language(assertion)):
            return view(request, assertion, **kwargs)

    return answer


def of_registered(view: View) -> View:
    """Open a registration only to the person whose it is, in the language in which she registered."""

    @private
    @wraps(view)
    def answer(request: HttpRequest, uuid: UUID, **kwargs: Any) -> HttpResponseBase:
        registration = Registration.objects.select_related(*REGISTRATION_PARTS).filter(uuid=uuid).first()
        if registration is None or not device.is_registered_as(request, registration):
            return _stranger(request, "openbadges:registration_link", uuid)
        with translation.override(registration.language):
            return view(request, registration, **kwargs)

    return answer


def _stranger(request: HttpRequest, ask: str, uuid: UUID) -> HttpResponse:
    """Offer a link by mail to a device that is not known; what does not exist is answered in the same way."""
    with translation.override(translation.get_language_from_request(request)):
        return page(request, "access/stranger", {"ask_url": reverse(ask, args=[uuid])}, status=403)


@private
@require_POST
def submission_link(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send a link to the holder of a submission, if there is one."""
    submission = Submission.objects.select_related("holder").filter(uuid=uuid).first()
    if submission is None:
        return _told(request)
    return _told(request, submission.holder, purpose=Purpose.TRACK, language=submission.language, submission=submission)


@private
@require_POST
def award_link(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send a link to the holder of an award, if there is one."""
    parts = ("holder", "submission", "achievement_version")
    assertion = Assertion.objects.select_related(*parts).filter(uuid=uuid).first()
    if assertion is None:
        return _told(request)
    language = reading_language(assertion)
    return _told(request, assertion.holder, purpose=Purpose.AWARD, language=language, assertion=assertion)


@private
@require_POST
def registration_link(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send a link to the person of a registration, if there is one."""
    registration = Registration.objects.select_related("holder").filter(uuid=uuid).first()
    if registration is None:
        return _told(request)
    language = registration.language
    return _told(request, registration.holder, purpose=Purpose.ATTEND, language=language, registration=registration)


def _told(request: HttpRequest, holder: Holder | None = None, **asked: Any) -> HttpResponse:
    """Answer in the same words whether a mail left or not; only a network that asks too often is told so."""
    with translation.override(translation.get_language_from_request(request)):
        try:
            check_network(request)
        except TooManyRequestsError as error:
            return page(request, "access/refused", {"sentence": explained(error)}, status=error.status)
        if holder is not None and holder.email:
            # To say that this person was written to too often would be to say that there is such a person.
            with suppress(TooManyMailsError):
                access.request_access(address=holder.email, **asked)
        return page(request, "access/sent")


@private
@require_POST
def forget_device(request: HttpRequest) -> HttpResponse:
    """Make this device a stranger again: for a computer that several people use."""
    with translation.override(translation.get_language_from_request(request)):
        response = page(request, "access/forgotten")
    device.forget(response)
    return response
