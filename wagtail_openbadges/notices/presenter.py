"""The one presenter of mails: the review room previews with it the very mail that the job sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import select_template
from django.urls import reverse
from django.utils import timezone, translation

from .. import conf
from ..domain.access import code_of, token_of
from ..domain.publishing import current_version
from ..models import AccessLink, Assertion, Issuer, Purpose, Recommendation, Submission
from .letters import LETTERS, Letter, Occasion

REVIEW_ROOM = "openbadges_review:inspect"
NOT_YET = "…"
"""What a preview shows in the place of an identifier that the act will make."""


@dataclass(frozen=True)
class Mail:
    """A mail as it is read."""

    subject: str
    text: str
    html: str
    sender: str
    """Who writes: a name to show beside the site's own address."""
    reply_to: str


def present(
    notice: str,
    *,
    submission: Submission | None = None,
    assertion: Assertion | None = None,
    link: AccessLink | None = None,
    issuer: Issuer | None = None,
    message: str | None = None,
    language: str,
) -> Mail:
    """Write a mail in a language.

    Args:
        notice: One of `LETTERS`.
        submission: The file that it is about, else the one of the link.
        assertion: The award that it is about, else the one of the link or of the file.
        link: What the button opens. In a preview there is none yet, nor an award: the button leads nowhere.
        issuer: Who writes, else the issuer of what it is about.
        message: What a reviewer wrote, when it is not stored yet.
        language: Of the reader.
    """
    with translation.override(language), timezone.override(None):
        occasion = _occasion(notice, submission, assertion, link, issuer, message)
        return _render(notice, LETTERS[notice](occasion), occasion, language)


def _occasion(
    notice: str,
    submission: Submission | None,
    assertion: Assertion | None,
    link: AccessLink | None,
    issuer: Issuer | None,
    message: str | None,
) -> Occasion:
    submission = submission or (link.submission if link else None)
    assertion = assertion or (link.assertion if link else None) or getattr(submission, "assertion", None)
    issuer = issuer or _issuer(submission, assertion, link)
    now = timezone.now()
    return Occasion(
        issuer=issuer,
        badge=_badge(submission, assertion, link),
        href=_review_address(issuer, submission) if notice == "new_file" else _link_address(issuer, link),
        good_until=link.expires_at if link else now + timedelta(days=conf.current().link_days),
        page=assertion.verify_address if assertion else f"{issuer.base_url}assertions/{NOT_YET}/verify/",
        issued_at=assertion.issued_at if assertion else now,
        expires_at=assertion.expires_at if assertion else None,
        submission=submission,
        message=(_stored_message(notice, submission, assertion) if message is None else message).strip(),
        address=_address(submission, assertion, link),
        code=code_of(link) if link and link.purpose == Purpose.CLAIM else "",
        code_good_until=link.code_expires_at if link else None,
    )


def _issuer(submission: Submission | None, assertion: Assertion | None, link: AccessLink | None) -> Issuer:
    if submission is not None:
        return submission.issuer
    if assertion is not None:
        return assertion.issuer
    if link is not None and link.opening is not None:
        return link.opening.issuer
    raise ValueError("Say what the mail is about: a submission, an assertion or a link.")


def _badge(submission: Submission | None, assertion: Assertion | None, link: AccessLink | None) -> str:
    if assertion is not None:
        return assertion.achievement_version.name
    if submission is not None:
        return submission.opening_version.title
    form = current_version(link.opening, link.language) if link is not None and link.opening is not None else None
    return form.title if form is not None else ""


def _address(submission: Submission | None, assertion: Assertion | None, link: AccessLink | None) -> str:
    holder = submission.holder if submission else assertion.holder if assertion else None
    return link.address if link else (holder.email or "") if holder else ""


def _link_address(issuer: Issuer, link: AccessLink | None) -> str:
    return f"{issuer.base_url}links/{token_of(link) if link else NOT_YET}/"


def _review_address(issuer: Issuer, submission: Submission | None) -> str:
    path = reverse(REVIEW_ROOM, args=[submission.pk if submission else 0])
    return urljoin(getattr(settings, "WAGTAILADMIN_BASE_URL", None) or issuer.base_url, path)


def _stored_message(notice: str, submission: Submission | None, assertion: Assertion | None) -> str:
    """Return what was said to the person when the act was done."""
    if notice == "revoked" and assertion is not None:
        return assertion.revocation_reason
    if notice in ("accepted", "declined") and submission is not None:
        return getattr(getattr(submission, "decision", None), "message", "")
    if notice == "to_complete" and submission is not None:
        asked = submission.reviews.filter(recommendation=Recommendation.REQUEST_CHANGES).order_by("turn", "pk").last()
        return asked.note_to_holder if asked else ""
    return ""


def _render(notice: str, letter: Letter, occasion: Occasion, language: str) -> Mail:
    """Fill the templates; a site may restyle all mails (`letter`) or one of them (its notice)."""
    context = {
        "letter": letter,
        "issuer": occasion.issuer,
        "language": language,
        "name": occasion.submission.printed_name if occasion.submission and notice != "new_file" else "",
    }
    text, html = (
        select_template([f"wagtail_openbadges/mail/{name}.{kind}" for name in (notice, "letter")]).render(context)
        for kind in ("txt", "html")
    )
    organisation = occasion.issuer.organisation
    return Mail(
        subject=_header(letter.subject),
        text=text,
        html=html,
        sender=_header(organisation.name),
        reply_to=organisation.email,
    )


def _header(words: str) -> str:
    """Write on one line: a name with a line break in it must not become a header of its own."""
    return " ".join(words.split())
