"""Write the event log."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ..models import Assertion, Event, Registration, Submission, Verb


def record(
    verb: Verb,
    *,
    by: Any = None,
    submission: Submission | None = None,
    assertion: Assertion | None = None,
    registration: Registration | None = None,
    **ids: Any,
) -> Event:
    """Append one event in the caller's transaction: a verb and ids, never a name or a text."""
    if submission is not None:
        ids.setdefault("turn", submission.turn)
        ids.setdefault("opening_id", submission.opening_id)
        ids.setdefault("issuer_id", submission.issuer_id)
    if registration is not None:
        ids.setdefault("gathering_id", registration.gathering_id)
    return Event.objects.create(
        verb=verb,
        at=timezone.now(),
        actor=by,
        submission=submission,
        assertion=assertion,
        registration=registration,
        **ids,
    )
