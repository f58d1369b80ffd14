"""Erase what nobody needs any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from .. import conf
from ..models import AccessLink, CarrierQuestion, Holder, State, Submission
from .submitting import erase_draft


@transaction.atomic
def purge(*, now: datetime) -> dict[str, int]:
    """Erase addresses that were never confirmed, dead links and drafts that nobody touched.

    Args:
        now: aware UTC.

    Returns:
        How many rows went, by subject.
    """
    settings_now = conf.current()
    stale = Submission.objects.filter(state=State.DRAFT, updated_at__lt=now - timedelta(days=settings_now.draft_days))
    drafts = list(stale)
    for draft in drafts:
        erase_draft(draft)
    never_used = Q(used_at__isnull=True, expires_at__lt=now)
    no_longer_known = Q(used_at__lt=now - timedelta(days=settings_now.device_days))
    links, _by_model = AccessLink.objects.filter(never_used | no_longer_known).delete()
    # Whoever waits for an answer is still to be written to.
    asking = CarrierQuestion.objects.filter(holder=OuterRef("pk"), answered_at=None)
    idle = Holder.objects.filter(
        ~Exists(asking),
        submissions__isnull=True,
        assertions__isnull=True,
        access_links__isnull=True,
        erased_at__isnull=True,
    )
    holders, _by_model = idle.delete()
    return {"drafts": len(drafts), "links": links, "holders": holders}
