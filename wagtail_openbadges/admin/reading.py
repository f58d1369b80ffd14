"""What the screen of a file shows, gathered in a bounded number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..domain import policy
from ..domain.receipts import deposited_evidence
from ..models import (
    AchievementVersion,
    Assertion,
    Deposit,
    Event,
    Evidence,
    EvidenceKind,
    OpeningKind,
    OpeningVersion,
    Review,
    Submission,
    Verb,
)
from ..public.answers import readable
from ..public.languages import name_of
from ..sizes import size_in_words
from .words import file_url


@dataclass(frozen=True)
class Answer:
    """One question and what the person wrote."""

    label: str
    texts: list[str]


@dataclass(frozen=True)
class Section:
    """Answers under the heading that the form had."""

    title: str
    answers: list[Answer]


@dataclass(frozen=True)
class Piece:
    """One piece of evidence; `host` says where a link leads before one follows it, and is empty without one."""

    evidence: Evidence
    caption: str
    host: str


@dataclass(frozen=True)
class OtherFile:
    """Another file of the same person, which may be of the other kind."""

    submission: Submission
    url: str


@dataclass(frozen=True)
class Reading:
    """Everything on one screen."""

    sections: list[Section]
    pieces: list[Piece]
    criteria: list[dict[str, Any]]
    criteria_language: str
    events: QuerySet[Event]
    reviews: QuerySet[Review]
    others: list[OtherFile]
    deposits: QuerySet[Deposit]
    award: Assertion | None
    badge_language: str


def read_file(submission: Submission, user: Any) -> Reading:
    """Gather a file for a reviewer: what was deposited, never the draft of a correction."""
    judged = _judged_by(submission)
    return Reading(
        sections=_sections(submission),
        pieces=_pieces(submission),
        criteria=judged.criteria,
        criteria_language=judged.language,
        events=submission.events.exclude(verb__in=(Verb.DRAFT_STARTED, Verb.SIGNED)).select_related("actor"),
        reviews=submission.reviews.select_related("reviewer").order_by("turn", "pk"),
        others=_others(submission, user),
        deposits=submission.deposits.all(),
        award=Assertion.objects.filter(submission=submission).defer("credential").first(),
        badge_language=_badge_language(submission),
    )


def _judged_by(submission: Submission) -> AchievementVersion | OpeningVersion:
    """Return whose criteria decide: those that the badge will say; a call judges by its own, whatever it awards."""
    if submission.kind == OpeningKind.BADGE and submission.achievement_version is not None:
        return submission.achievement_version
    return submission.opening_version


def _badge_language(submission: Submission) -> str:
    """Name the language in which the person has her badge, when there was a choice."""
    version = submission.achievement_version
    if version is None:
        return ""
    others = AchievementVersion.objects.filter(achievement=version.achievement_id).exclude(language=version.language)
    return name_of(version.language) if others.exists() else ""


def _others(submission: Submission, user: Any) -> list[OtherFile]:
    files = policy.submissions_for(user).filter(holder=submission.holder_id).exclude(pk=submission.pk)
    return [OtherFile(other, file_url(other)) for other in files.select_related("opening_version")[:20]]


def _pieces(submission: Submission) -> list[Piece]:
    labels = {question["uid"]: question["label"] for question in submission.opening_version.questions}
    return [
        Piece(evidence, _caption(evidence, labels.get(evidence.question, "")), _host(evidence))
        for evidence in deposited_evidence(submission)
    ]


def _caption(evidence: Evidence, question: str) -> str:
    """Say which question a piece answers, or else its kind where one does not see it; and what is known of a file."""
    said = [question or ("" if evidence.kind == EvidenceKind.TEXT else evidence.get_kind_display())]
    if evidence.file:
        name = evidence.original_name if evidence.is_image else ""
        said += [name, size_in_words(evidence.size), evidence.get_scan_state_display()]
    if evidence.turn > 1:
        said.append(_("added at turn %(turn)s") % {"turn": evidence.turn})
    return capfirst(" · ".join(filter(None, said)))


def _host(evidence: Evidence) -> str:
    if evidence.kind != EvidenceKind.LINK:
        return ""
    try:
        address = urlsplit(evidence.url)
    except ValueError:
        return ""
    return address.hostname or "" if address.scheme in ("http", "https") else ""


def _sections(submission: Submission) -> list[Section]:
    given = {answer["uid"]: answer for answer in submission.answers}
    questions = [question for question in submission.opening_version.questions if question["uid"] in given]
    return [
        Section(
            title,
            [Answer(given[question["uid"]]["label"], readable(given[question["uid"]])) for question in group],
        )
        for title, group in groupby(questions, key=lambda question: question.get("section", ""))
    ]
