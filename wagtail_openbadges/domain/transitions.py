"""The one place where the state of a submission is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.utils import timezone

from ..models import State, Submission
from .errors import StateConflictError


def locked(submission: Submission) -> Submission:
    """Return the row as it is now, locked until the end of the transaction where the database can.

    Raises:
        StateConflictError: when the row is gone: a draft was thrown away, or has taken the place of a deposit.
    """
    row: Submission | None = Submission.objects.select_for_update().filter(pk=submission.pk).first()
    if row is None:
        raise StateConflictError("state_conflict")
    return row


def swap(submission: Submission, *, allowed: Iterable[State], version: int, to: State, **fields: Any) -> Submission:
    """Write a new state by compare-and-swap on (state, version).

    Args:
        submission: the file as the caller knows it.
        allowed: the states that it may leave.
        version: the counter that the form was drawn from.
        to: the new state.
        fields: what else is written with it.

    Returns:
        The file as stored now.

    Raises:
        StateConflictError: when the row has another state or counter: somebody was faster.
    """
    changed = Submission.objects.filter(pk=submission.pk, state__in=list(allowed), version=version).update(
        state=to, version=F("version") + 1, updated_at=timezone.now(), **fields
    )
    if changed != 1:
        raise StateConflictError("state_conflict")
    files = Submission.objects.select_related("opening_version", "holder", "issuer__organisation")
    row: Submission = files.get(pk=submission.pk)
    return row
