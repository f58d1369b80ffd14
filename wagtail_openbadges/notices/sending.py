"""The job that sends mails. Nothing personal is in its arguments or in its logs."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from ..domain.gatherings import REMINDER, is_over, reminded_dates
from ..domain.registering import reply_due
from ..jobs import Fence, enqueue
from ..models import (
    ALIVE,
    AccessLink,
    CarrierQuestion,
    Gathering,
    GatheringMessage,
    GatheringStatus,
    Issuer,
    Opening,
    OutboxJob,
    Registration,
    RegistrationState,
    State,
    Submission,
    Subscription,
)
from . import addresses
from .digests import digest_on
from .presenter import TO_REVIEWERS, Mail, present
from .readers import readers_of, reviewers_of, told_at_once


def send(payload: dict[str, Any], fence: Fence) -> None:
    """Send the mail of a job to the address of its link or subscription, or tell the reviewers.

    What was erased meanwhile is written to nobody, and so is what is no longer true.
    """
    if payload["notice"] == "digest":
        _send_digest(payload, fence)
    elif payload["notice"] in TO_REVIEWERS:
        _tell_reviewers(payload, fence)
    elif payload["notice"] == "round_open":
        _tell_subscriber(payload, fence)
    elif "registration" in payload:
        _tell_registered(payload, fence)
    else:
        _follow_link(payload, fence)


def _follow_link(payload: dict[str, Any], fence: Fence) -> None:
    notice = payload["notice"]
    link = AccessLink.objects.filter(pk=payload["link"]).first()
    if link is None or (notice == "reminder" and link.submission.state != State.DRAFT) or _has_no_sender(link):
        return
    about = {"question": CarrierQuestion.objects.get(pk=payload["question"])} if "question" in payload else {}
    _deliver(present(notice, link=link, language=link.language, **about), link.address, fence)


def _has_no_sender(link: AccessLink) -> bool:
    """Say whether a link leads to an event that no structure receives registrations of."""
    gathering = link.registration.gathering if link.registration is not None else link.gathering
    return gathering is not None and gathering.issuer_id is None


def _tell_registered(payload: dict[str, Any], fence: Fence) -> None:
    """Write to somebody who registered for an event, unless she was erased or what it says is no longer true."""
    notice = payload["notice"]
    links = AccessLink.objects.select_related("registration__gathering__issuer__organisation")
    link = links.filter(pk=payload["link"], registration__holder__isnull=False).first()
    if link is None or _has_no_sender(link) or not _is_true(notice, link.registration, timezone.now()):
        return
    if notice == "changed" and _is_told_anew(link.registration, fence):
        return
    about = {}
    if "message" in payload:
        about["gathering_message"] = GatheringMessage.objects.get(pk=payload["message"])
    _deliver(present(notice, link=link, language=link.language, **about), link.address, fence)


def _is_true(notice: str, registration: Registration, now: datetime) -> bool:
    """Say whether a notice still holds of a registration; what ended it holds for ever."""
    state, gathering = registration.state, registration.gathering
    is_called_off = gathering.status == GatheringStatus.CANCELLED
    is_coming = not is_over(gathering, at=now)
    takes_place = is_coming and not is_called_off
    if notice == "registered":
        return state == RegistrationState.REGISTERED and takes_place
    if notice == "waiting":
        return state == RegistrationState.WAITING and takes_place
    if notice == "offered":
        due = reply_due(registration)
        return takes_place and due is not None and now < due
    if notice == "changed":
        return state in ALIVE and (is_coming or is_called_off)
    if notice == "remind_event":
        return state == RegistrationState.REGISTERED and _is_near(gathering, now)
    return state in ALIVE if notice == "message" else True


def _is_near(gathering: Gathering, now: datetime) -> bool:
    """Say whether a date of an event is within a day: one that was moved is reminded of by another job."""
    return any(now < begins <= now + REMINDER for begins in reminded_dates(gathering))


def _is_told_anew(registration: Registration, fence: Fence) -> bool:
    """Say whether a later mail tells the same facts: they are read when a mail leaves, and nobody is told twice."""
    later = OutboxJob.objects.filter(key__startswith=f"mail:{registration.uuid}:changed:", pk__gt=fence.job)
    return later.exists()


def _tell_subscriber(payload: dict[str, Any], fence: Fence) -> None:
    """Tell somebody about a round, unless they unsubscribed or nobody could read its page any more."""
    subscription = Subscription.objects.filter(pk=payload["subscription"]).first()
    opening = Opening.objects.select_related("page", "call__page").get(pk=payload["opening"])
    is_shown = opening.is_published and opening.archived_at is None and not opening.faults
    if subscription is None or not is_shown or not addresses.page_of(opening):
        return
    mail = present("round_open", opening=opening, subscription=subscription, language=subscription.language)
    _deliver(mail, subscription.address, fence)


def _tell_reviewers(payload: dict[str, Any], fence: Fence) -> None:
    """Write to one reviewer, or make a job for each: one address that fails neither stops nor repeats the others."""
    about = _waiting(payload)
    reviewers = told_at_once(reviewers_of(about))
    if "reviewer" in payload:
        for reviewer in (user for user in reviewers if user.pk == payload["reviewer"]):
            _send_to_reviewer(payload["notice"], about, reviewer, fence)
        return
    with transaction.atomic():
        fence.check()
        for reviewer in reviewers:
            enqueue("mail", f"{fence.key}:{reviewer.pk}", {**payload, "reviewer": reviewer.pk})


def _waiting(payload: dict[str, Any]) -> Submission | CarrierQuestion:
    """Return what waits for a reviewer."""
    if payload["notice"] == "new_question":
        return CarrierQuestion.objects.select_related("opening__issuer__organisation", "holder").get(
            pk=payload["question"]
        )
    return Submission.objects.select_related("issuer__organisation", "holder").get(pk=payload["submission"])


def _send_to_reviewer(notice: str, about: Submission | CarrierQuestion, reviewer: Any, fence: Fence) -> None:
    name = "submission" if isinstance(about, Submission) else "question"
    _deliver(present(notice, language=_language_of(reviewer), **{name: about}), reviewer.email, fence)


def _send_digest(payload: dict[str, Any], fence: Fence) -> None:
    """Tell a reviewer what waits, as it is when the mail leaves; nothing when it was read meanwhile, or she left."""
    issuer = Issuer.objects.select_related("organisation", "reviewers", "managers").get(pk=payload["issuer"])
    day = date.fromisoformat(payload["day"])
    for reviewer in (user for user in readers_of(issuer) if user.pk == payload["reviewer"]):
        digest = digest_on(issuer, reviewer, day)
        if digest is not None:
            mail = present("digest", language=_language_of(reviewer), issuer=issuer, digest=digest)
            _deliver(mail, reviewer.email, fence)


def _language_of(user: Any) -> str:
    profile = getattr(user, "wagtail_userprofile", None)
    return getattr(profile, "preferred_language", "") or settings.LANGUAGE_CODE


def message_id(key: str, sender: str) -> str:
    """Derive the Message-ID from the job, so that two copies of a mail can be recognised."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{sender.rpartition('@')[2]}>"


def _deliver(mail: Mail, address: str, fence: Fence) -> None:
    """Send one mail. A worker that dies before it can say so sends it again, with the same Message-ID."""
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    headers = {"Message-ID": message_id(fence.key, sender), "Auto-Submitted": "auto-generated"}
    if mail.unsubscribe:
        # RFC 8058: a mail program ends the subscription by one POST, when its button is pressed.
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=formataddr((mail.sender, sender)),
        to=[address],
        reply_to=[mail.reply_to] if mail.reply_to else [],
        headers=headers,
    )
    message.attach_alternative(mail.html, "text/html")
    fence.check()
    message.send()
