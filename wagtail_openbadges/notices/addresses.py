"""Where the buttons of mails lead: never to the host of a request, for a mail has none."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from ..domain.access import token_of
from ..domain.subscribing import token_of_subscription
from ..models import Gathering, Issuer, Opening, Submission
from .subjects import Subject

REVIEW_ROOM = "openbadges_review:inspect"
QUESTIONS = "openbadges_questions:answer"
CALENDAR = "event-ics/"
"""What the page of an event answers its file for calendars at, whatever its type."""

NOT_YET = "…"
"""What a preview shows in the place of an identifier that the act will make."""


def button(notice: str, subject: Subject) -> str:
    """Return where the button of a notice leads."""
    if notice == "new_file":
        return _in_admin(subject, REVIEW_ROOM, subject.submission)
    if subject.digest is not None:
        return subject.digest.room
    if notice == "new_question":
        return _in_admin(subject, QUESTIONS, subject.question)
    if notice == "round_open" and subject.opening is not None:
        return page_of(subject.opening)
    return f"{subject.issuer.base_url}links/{token_of(subject.link) if subject.link else NOT_YET}/"


def file_in_admin(submission: Submission) -> str:
    """Return the screen of a file in the admin."""
    return of_admin(submission.issuer, reverse(REVIEW_ROOM, args=[submission.pk]))


def of_admin(issuer: Issuer, path: str) -> str:
    """Return the full address of a screen of the admin: on the host of the settings, else on that of a structure."""
    return urljoin(getattr(settings, "WAGTAILADMIN_BASE_URL", None) or issuer.base_url, path)


def _in_admin(subject: Subject, name: str, record) -> str:
    return of_admin(subject.issuer, reverse(name, args=[record.pk if record else 0]))


def page_of(about: Opening | Gathering) -> str:
    """Return the full address of a page, in the active language where it exists; empty when none is live.

    Args:
        about: the opening or the event that the page shows.
    """
    page = about.page.localized if about.page is not None else None
    return (page.full_url or "") if page is not None and page.live else ""


def calendar_of(gathering: Gathering) -> str:
    """Return where the file for calendars of an event is; empty when no page of it is live."""
    page = page_of(gathering)
    return urljoin(page, CALENDAR) if page else ""


def verification(subject: Subject) -> str:
    """Return where anybody verifies the award."""
    if subject.assertion is not None:
        return subject.assertion.verify_address
    return f"{subject.issuer.base_url}assertions/{NOT_YET}/verify/"


def unsubscribing(subject: Subject) -> str:
    """Return where a subscription is ended; empty when the mail is sent for none."""
    if subject.subscription is None:
        return ""
    return f"{subject.issuer.base_url}subscriptions/{token_of_subscription(subject.subscription)}/"
