"""Remind the owners of drafts that a round closes soon."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..jobs import Fence
from ..models import Opening, State, Submission
from .admission import closed_reason, newest_form
from .telling import tell_holder_of_file

CHUNK = 500


def remind_drafts(payload: dict[str, Any], fence: Fence) -> None:
    """Write to the owner of each draft of a round, once for each closing and each number of days.

    A round whose closing was moved since, or that was shut, is left alone: the reminders of its new date have their
    own jobs.
    """
    opening = Opening.objects.get(pk=payload["opening"])
    form = newest_form(opening)
    closes_at = datetime.fromisoformat(payload["closes_at"])
    if form is None or form.closes_at != closes_at or closed_reason(opening, now=timezone.now(), version=form):
        return
    drafts = Submission.objects.filter(opening=opening, state=State.DRAFT, replaces=None).select_related("holder")
    occasion = f"{payload['days']}:{payload['closes_at']}"
    last = 0
    while True:
        with transaction.atomic():
            fence.check()
            chunk = list(drafts.filter(pk__gt=last).order_by("pk")[:CHUNK])
            if not chunk:
                return
            for draft in chunk:
                tell_holder_of_file("reminder", draft, occasion=occasion)
            last = chunk[-1].pk
