"""What waits for a reviewer, told once a day or once a week instead of file by file."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from ..domain import policy
from ..domain.deciding import DECIDABLE
from ..domain.promising import due_day
from ..jobs import Fence, enqueue
from ..jobs.daily import MORNING
from ..models import CarrierQuestion, Issuer, OpeningKind, ReviewerRhythm, Rhythm, Submission
from . import addresses
from .letters.parts import Digest, WaitingFile
from .letters.reviewers import DEPOSITS
from .readers import readers_of

MONDAY = 0
NAMED = 5
"""How many files a digest names; the review room has them all."""


def rhythm_of(user: Any) -> str:
    """Return how often a user wants to be told."""
    choice = ReviewerRhythm.objects.filter(user=user).first()
    return choice.rhythm if choice is not None else Rhythm.DAILY


def digest_of(issuer: Issuer, user: Any, *, since: datetime) -> Digest:
    """Count what waits for a reviewer, her own files left out.

    Args:
        issuer: whose files.
        user: the reviewer.
        since: what came later is new, aware; a corrected or replaced file is new again.
    """
    files = policy.submissions_for(user).filter(issuer=issuer, state__in=DECIDABLE)
    questions = [
        question
        for question in policy.questions_for(user)
        .filter(opening__issuer=issuer, answered_at=None)
        .select_related("holder")
        if not policy.is_own(user, question)
    ]
    named = files.select_related("opening_version", "issuer").order_by("due_at", "pk")[:NAMED]
    deposited = files.filter(events__verb__in=DEPOSITS, events__at__gte=since).distinct()
    return Digest(
        files=tuple(_named(file) for file in named),
        waiting=files.count(),
        new=deposited.count() + sum(question.asked_at >= since for question in questions),
        overdue=files.filter(due_at__lt=timezone.now()).count(),
        questions=len(questions),
        room=addresses.of_admin(issuer, reverse(_room(files, questions))),
        account=addresses.of_admin(issuer, reverse("wagtailadmin_account")),
    )


def _named(file: Submission) -> WaitingFile:
    return WaitingFile(
        reference=file.reference or "",
        title=file.opening_version.title,
        due_day=due_day(file),
        href=addresses.file_in_admin(file),
    )


def _room(files: QuerySet[Submission], questions: list[CarrierQuestion]) -> str:
    """Return the name of the list where most of it waits: claims, else applications, else questions."""
    kinds = set(files.order_by().values_list("kind", flat=True).distinct())
    if not kinds and questions:
        return "openbadges_questions:index"
    return "openbadges_applications:index" if kinds == {OpeningKind.CALL} else "openbadges_review:index"


def write_digests(payload: dict[str, Any], fence: Fence) -> None:
    """Make a mail job for each reviewer who wants a digest on a day, as the daily job `digest`."""
    day = date.fromisoformat(payload["day"])
    for issuer in Issuer.objects.select_related("reviewers", "managers").order_by("pk"):
        with transaction.atomic():
            fence.check()
            for user in readers_of(issuer):
                if digest_on(issuer, user, day) is not None:
                    enqueue(
                        "mail",
                        f"mail:{issuer.uuid}:digest:{user.pk}:{day.isoformat()}",
                        {"notice": "digest", "issuer": issuer.pk, "reviewer": user.pk, "day": payload["day"]},
                    )


def digest_on(issuer: Issuer, user: Any, day: date) -> Digest | None:
    """Return what a user is told of a structure on a day; None when she wants nothing then, or nothing is new."""
    days = _days_of(rhythm_of(user), day)
    if not days:
        return None
    digest = digest_of(issuer, user, since=_since(day, days))
    return digest if digest.new or digest.overdue else None


def _days_of(rhythm: str, day: date) -> int:
    """Return how many days a digest of that day covers; none when there is no digest that day."""
    if rhythm == Rhythm.DAILY:
        return 1
    return 7 if rhythm == Rhythm.WEEKLY and day.weekday() == MONDAY else 0


def _since(day: date, days: int) -> datetime:
    """Return the morning from which on something is new in the digest of a day."""
    return timezone.make_aware(datetime.combine(day - timedelta(days=days), MORNING))
