"""The words of each kind of file, all in one place: a claim asks for a badge, an application answers a call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from ..domain.admission import closed_reason
from ..models import BadgeClaim, CallApplication, Opening, OpeningKind, OpeningVersion, Submission


@dataclass(frozen=True, kw_only=True)
class Acceptance:
    """What the page of an acceptance says; `badge` and `reference` may stand in its sentences."""

    button: Any
    hint: Any
    done: Any


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is said of the files of one kind, and where they are."""

    kind: OpeningKind
    namespace: str
    """Of the addresses of their list and screens."""
    icon: str
    export_filename: str
    title: Any
    singular: Any
    plural: Any
    opening: Any
    everything: Any
    back: Any
    nothing_waits: Any
    waiting: Any
    """How many wait, after which it is said that they do."""
    there_is_none: Any
    evidence: Any
    no_evidence: Any
    decline_hint: Any
    acceptance: Acceptance
    acceptance_without_badge: Acceptance

    @property
    def index_url(self) -> str:
        return reverse(f"{self.namespace}:index")

    @property
    def everything_url(self) -> str:
        return f"{self.index_url}?show=all"


_WITH_BADGE: Final = _(
    "The person receives a mail, with your message if you write one, and the badge. This decision is for good: "
    "afterwards the badge can only be revoked."
)

_CLAIM_ACCEPTED: Final = Acceptance(
    button=_("Accept and give the badge"),
    hint=_WITH_BADGE,
    done=_("%(reference)s is accepted: the badge is on its way."),
)

CLAIMS: Final = Words(
    kind=OpeningKind.BADGE,
    namespace="openbadges_review",
    icon="clipboard-list",
    export_filename="claims",
    title=_("Claims"),
    singular=BadgeClaim._meta.verbose_name,
    plural=BadgeClaim._meta.verbose_name_plural,
    opening=_("Badge"),
    everything=_("All claims"),
    back=_("Back to the claims"),
    nothing_waits=_(
        "No claim waits for you. New ones appear here. You choose in your account how often a mail tells you."
    ),
    waiting=ngettext_lazy("%(count)s claim", "%(count)s claims", "count"),
    there_is_none=_("Nobody has asked your structures for a badge yet."),
    evidence=_("Evidence"),
    no_evidence=_("No evidence was given."),
    decline_hint=_(
        "Say why, and what the person can do now. This decision is for good, but the person may ask for the badge "
        "again."
    ),
    acceptance=_CLAIM_ACCEPTED,
    acceptance_without_badge=_CLAIM_ACCEPTED,
)

APPLICATIONS: Final = Words(
    kind=OpeningKind.CALL,
    namespace="openbadges_applications",
    icon="folder-inverse",
    export_filename="applications",
    title=_("Applications"),
    singular=CallApplication._meta.verbose_name,
    plural=CallApplication._meta.verbose_name_plural,
    opening=_("Call and round"),
    everything=_("All applications"),
    back=_("Back to the applications"),
    nothing_waits=_(
        "No application waits for you. New ones appear here. You choose in your account how often a mail tells you."
    ),
    waiting=ngettext_lazy("%(count)s application", "%(count)s applications", "count"),
    there_is_none=_("Nobody has applied to a call of your structures yet."),
    evidence=_("Documents"),
    no_evidence=_("No document was given."),
    decline_hint=_("Say why, and what the person can do now. This decision is for good."),
    acceptance=Acceptance(
        button=_("Accept and give the badge “%(badge)s”"),
        hint=_WITH_BADGE,
        done=_("%(reference)s is accepted: the badge “%(badge)s” is on its way."),
    ),
    acceptance_without_badge=Acceptance(
        button=_("Accept this application"),
        hint=_("The person receives a mail, with your message if you write one. This decision is for good."),
        done=_("%(reference)s is accepted, and the person was told."),
    ),
)

WORDS: Final = {words.kind: words for words in (CLAIMS, APPLICATIONS)}

ROUND_STATES: Final = {
    None: pgettext_lazy("round", "Open"),
    "elsewhere": pgettext_lazy("round", "Open on another site"),
    "not_open_yet": pgettext_lazy("round", "Opening soon"),
    "closed": pgettext_lazy("round", "Closed"),
    "archived": pgettext_lazy("round", "Archived"),
    "not_published": pgettext_lazy("round", "Not published"),
    "incomplete": pgettext_lazy("round", "Not open: something is missing"),
}


def words_of(submission: Submission) -> Words:
    """Return the words of the kind of a file."""
    return WORDS[OpeningKind(submission.kind)]


def person_of(submission: Submission) -> str:
    """Return the name that somebody gave, or else the address that they are known by."""
    return submission.printed_name or submission.holder.email or ""


def file_url(submission: Submission, step: str = "inspect") -> str:
    """Return the address of the screen of a file, or of a step from there."""
    return reverse(f"{words_of(submission).namespace}:{step}", args=[submission.pk])


def acceptance_of(submission: Submission) -> Acceptance:
    """Return what is said where a file is accepted: a badge is named only when one is given."""
    words = words_of(submission)
    return words.acceptance if submission.achievement_version else words.acceptance_without_badge


def round_state(opening: Opening, form: OpeningVersion | None, *, now: datetime) -> Any:
    """Say in words whether a round takes applications at an instant.

    Args:
        opening: the round.
        form: its newest form, None when none was ever complete.
        now: the instant, aware.
    """
    if form is None:
        return ROUND_STATES["incomplete" if opening.archived_at is None else "archived"]
    return ROUND_STATES[closed_reason(opening, now=now, version=form)]
