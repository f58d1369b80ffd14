"""What a mail is about: one record is given, and whatever else its letter names follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ..domain.admission import newest_form
from ..domain.gatherings import text_of
from ..domain.publishing import current_version
from ..models import (
    AccessLink,
    Assertion,
    CarrierQuestion,
    Gathering,
    GatheringMessage,
    GatheringText,
    Issuer,
    Opening,
    OpeningKind,
    OpeningVersion,
    Recommendation,
    Registration,
    Submission,
    Subscription,
)
from .letters.parts import Digest


@dataclass(frozen=True)
class Subject:
    """The records of a mail, those that follow from others included."""

    link: AccessLink | None
    submission: Submission | None
    assertion: Assertion | None
    question: CarrierQuestion | None
    subscription: Subscription | None
    opening: Opening | None
    registration: Registration | None
    gathering: Gathering | None
    gathering_message: GatheringMessage | None
    digest: Digest | None
    issuer: Issuer

    @cached_property
    def round(self) -> Opening | None:
        """The round that it is about, unless it is about a badge."""
        return self.opening if self.opening is not None and self.opening.kind == OpeningKind.CALL else None

    @cached_property
    def form(self) -> OpeningVersion | None:
        """The form in force of the round; of one that is not stored yet, the form that its file was written in."""
        if self.round is None:
            return None
        if self.round.pk is None and self.submission is not None:
            return self.submission.opening_version
        return newest_form(self.round)

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

    def event_text(self, language: str) -> GatheringText | None:
        """Return what the event says in a language, else in the one that it was written in first."""
        return text_of(self.gathering, language) if self.gathering is not None else None

    @property
    def address(self) -> str:
        """The address that is written to, as far as it is known."""
        for known in (self.link, self.subscription):
            if known is not None:
                return known.address
        about = self.submission or self.assertion or self.question or self.registration
        return (about.holder.email or "") if about is not None and about.holder is not None else ""

    def message(self, notice: str) -> str:
        """Return what was said to the person when the act was done."""
        if notice == "message" and self.gathering_message is not None:
            return self.gathering_message.text
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
    registration: Registration | None = None,
    gathering: Gathering | None = None,
    gathering_message: GatheringMessage | None = None,
    digest: Digest | None = None,
    issuer: Issuer | None = None,
) -> Subject:
    """Complete what is given: one record is enough, where a link counts as its target."""
    submission = submission or (link.submission if link else None)
    assertion = assertion or (link.assertion if link else None) or getattr(submission, "assertion", None)
    opening = opening or _opening(link, submission, question)
    registration = registration or (link.registration if link else None)
    gathering = gathering or _gathering(link, registration, gathering_message)
    return Subject(
        link=link,
        submission=submission,
        assertion=assertion,
        question=question,
        subscription=subscription,
        opening=opening,
        registration=registration,
        gathering=gathering,
        gathering_message=gathering_message,
        digest=digest,
        issuer=issuer or _issuer(submission or assertion or opening or gathering),
    )


def _opening(
    link: AccessLink | None, submission: Submission | None, question: CarrierQuestion | None
) -> Opening | None:
    about = submission or question or link
    if link is not None and link.call is not None:
        return link.call.rounds.last()
    return about.opening if about is not None else None


def _gathering(
    link: AccessLink | None, registration: Registration | None, message: GatheringMessage | None
) -> Gathering | None:
    about = registration or message or link
    return about.gathering if about is not None else None


def _issuer(about: Submission | Assertion | Opening | Gathering | None) -> Issuer:
    """Return who writes: whoever receives the registrations of an event."""
    if about is None or about.issuer is None:
        raise ValueError(
            "Say what the mail is about: a submission, an award, a round, an event with a structure, a question or a "
            "link."
        )
    return about.issuer
