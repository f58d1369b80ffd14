"""Who of a structure is told that something waits."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model

from ..domain.deciding import DECIDABLE
from ..domain.policy import is_own
from ..models import CarrierQuestion, Issuer, ReviewerRhythm, Rhythm, Submission


def readers_of(issuer: Issuer) -> list[Any]:
    """Return the reviewers of a structure, or its managers when it has none.

    As long as something waits that its only reviewer may not decide on, they are told as well.
    """
    reviewers, managers = _members(issuer.reviewers), _members(issuer.managers)
    if len(reviewers) != 1 or not _has_own(issuer, reviewers[0]):
        return reviewers or managers
    return [*reviewers, *(user for user in managers if user != reviewers[0])]


def _has_own(issuer: Issuer, user: Any) -> bool:
    """Say whether a file or a question of a user herself waits at a structure."""
    files = Submission.objects.filter(issuer=issuer, state__in=DECIDABLE).select_related("holder")
    files = files.defer("answers", "draft_answers")
    questions = CarrierQuestion.objects.filter(opening__issuer=issuer, answered_at=None).select_related("holder")
    return any(is_own(user, about) for waiting in (files, questions) for about in waiting)


def reviewers_of(about: Submission | CarrierQuestion) -> list[Any]:
    """Return the users who may read a file or answer a question: reviewers, or managers when nobody else may.

    Whoever deposited the file or asked the question is not among them.
    """
    issuer = about.opening.issuer
    for group in (issuer.reviewers, issuer.managers):
        others = [user for user in _members(group) if not is_own(user, about)]
        if others:
            return others
    return []


def told_at_once(users: list[Any]) -> list[Any]:
    """Keep those who want a mail for each file; the others read of it in their digest, or in the admin."""
    eager = ReviewerRhythm.objects.filter(rhythm=Rhythm.AT_ONCE, user__in=users).values_list("user", flat=True)
    chosen = set(eager)
    return [user for user in users if user.pk in chosen]


def _members(group: Any) -> list[Any]:
    users = get_user_model().objects.filter(is_active=True, groups=group) if group is not None else ()
    return [user for user in users if user.email]
