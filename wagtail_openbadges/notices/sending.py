"""The job that sends mails. Nothing personal is in its arguments or in its logs."""

from __future__ import annotations

import hashlib
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from ..domain.policy import is_own
from ..jobs import Fence, enqueue
from ..models import AccessLink, Submission
from .presenter import Mail, present


def send(payload: dict[str, Any], fence: Fence) -> None:
    """Send the mail of a job to the address of its link, or tell the reviewers of its file.

    What was erased meanwhile is written to nobody.
    """
    if payload["notice"] != "new_file":
        link = AccessLink.objects.filter(pk=payload["link"]).first()
        if link is not None:
            _deliver(present(payload["notice"], link=link, language=link.language), link.address, fence)
        return
    submission = Submission.objects.select_related("issuer__organisation", "holder").get(pk=payload["submission"])
    if "reviewer" in payload:
        _send_to_reviewer(submission, payload, fence)
    else:
        _share_among_reviewers(submission, payload, fence)


def _share_among_reviewers(submission: Submission, payload: dict[str, Any], fence: Fence) -> None:
    """Make one job for each reviewer, so that one address that fails neither stops nor repeats the others."""
    with transaction.atomic():
        fence.check()
        for reviewer in reviewers_of(submission):
            enqueue("mail", f"{fence.key}:{reviewer.pk}", {**payload, "reviewer": reviewer.pk})


def reviewers_of(submission: Submission) -> list[Any]:
    """Return the users who are told of a file: its issuer's reviewers, or its managers when nobody else may decide."""
    for group in (submission.issuer.reviewers, submission.issuer.managers):
        members = get_user_model().objects.filter(is_active=True, groups=group).exclude(email="") if group else ()
        others = [user for user in members if not is_own(user, submission)]
        if others:
            return others
    return []


def _send_to_reviewer(submission: Submission, payload: dict[str, Any], fence: Fence) -> None:
    reviewer = next((user for user in reviewers_of(submission) if user.pk == payload["reviewer"]), None)
    if reviewer is not None:
        profile = getattr(reviewer, "wagtail_userprofile", None)
        language = getattr(profile, "preferred_language", "") or settings.LANGUAGE_CODE
        _deliver(present("new_file", submission=submission, language=language), reviewer.email, fence)


def message_id(key: str, sender: str) -> str:
    """Derive the Message-ID from the job, so that two copies of a mail can be recognised."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{sender.rpartition('@')[2]}>"


def _deliver(mail: Mail, address: str, fence: Fence) -> None:
    """Send one mail. A worker that dies before it can say so sends it again, with the same Message-ID."""
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=formataddr((mail.sender, sender)),
        to=[address],
        reply_to=[mail.reply_to] if mail.reply_to else [],
        headers={
            "Message-ID": message_id(fence.key, sender),
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(mail.html, "text/html")
    fence.check()
    message.send()
