"""What a mail is about: one record is given, and whatever else its letter names follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ..domain.admission import newest_form
from ..domain.publishing import current_version
from ..models import (
    AccessLink,
    Assertion,
    CarrierQuestion,
    Issuer,
    Opening,
    OpeningKind,
    OpeningVersion,
    Recommendation,
    Submission,
    Subscription,
)


@dataclass(frozen=True)
class Subject:
    """The records of a mail, those that follow from others included."""

    link: AccessLink | None
    submission: Submission | None
    assertion: Assertion | None
    question: CarrierQuestion | None
    subscription: Subscription | None
    opening: Opening | None
    issuer: Issuer

    @cached_property
    def round(self) -> Opening | None:
        """The round that it is about, unless it is about a badge."""
        return self.opening if self.opening is not None and self.opening.kind == OpeningKind.CALL else None

    @cached_property
    def form(self) -> OpeningVersion | None:
        """The form in force of the round."""
        return newest_form(self.round) if self.round is not None else None

    def title(self, language: str) -> str:
        """Name what one deposits to: a file says what its holder read."""
        if self.submission is not None:
            return self.submission.opening_version.title
        form = current_version(self.opening, language) if self.opening is not None else None
        return form.title if form is not None else ""

    def badge(self, language: str) -> str:
        """Name the badge: of a round, the one that acceptance gives, if any."""
        if self.assertion is not None:
            return self.assertion.achievement_version.name
        if self.round is None:
            return self.title(language)
        version = self.submission.achievement_version if self.submission is not None else None
        return version.name if version is not None else ""

    def hub(self, language: str) -> str:
        """Name the call, whatever its round, in the active language where its page has it."""
        call = self.round.call if self.round is not None else None
        page = call.page if call is not None else None
        return page.localized.title if page is not None else self.title(language)

    @property
    def address(self) -> str:
        """The address that is written to, as far as it is known."""
        for known in (self.link, self.subscription):
            if known is not None:
                return known.address
        about = self.submission or self.assertion or self.question
        return (about.holder.email or "") if about is not None and about.holder is not None else ""

    def message(self, notice: str) -> str:
        """Return what was said to the person when the act was done."""
        if notice == "revoked" and self.assertion is not None:
            return self.assertion.revocation_reason
        if notice == "answered" and self.question is not None:
            return self.question.answer
        if notice in ("accepted", "declined") and self.submission is not None:
            return getattr(getattr(self.submission, "decision", None), "message", "")
        if notice == "to_complete" and self.submission is not None:
            asked = self.submission.reviews.filter(recommendation=Recommendation.REQUEST_CHANGES)
            last = asked.order_by("turn", "pk").last()
            return last.note_to_holder if last else ""
        return ""


def subject_of(
    *,
    link: AccessLink | None = None,
    submission: Submission | None = None,
    assertion: Assertion | None = None,
    question: CarrierQuestion | None = None,
    subscription: Subscription | None = None,
    opening: Opening | None = None,
    issuer: Issuer | None = None,
) -> Subject:
    """Complete what is given: one record is enough, where a link counts as its target."""
    submission = submission or (link.submission if link else None)
    assertion = assertion or (link.assertion if link else None) or getattr(submission, "assertion", None)
    opening = opening or _opening(link, submission, question)
    issuer = issuer or _issuer(submission, assertion, opening)
    return Subject(link, submission, assertion, question, subscription, opening, issuer)


def _opening(
    link: AccessLink | None, submission: Submission | None, question: CarrierQuestion | None
) -> Opening | None:
    about = submission or question or link
    if link is not None and link.call is not None:
        return link.call.rounds.last()
    return about.opening if about is not None else None


def _issuer(submission: Submission | None, assertion: Assertion | None, opening: Opening | None) -> Issuer:
    about = submission or assertion or opening
    if about is None:
        raise ValueError("Say what the mail is about: a submission, an award, a round, a question or a link.")
    return about.issuer
