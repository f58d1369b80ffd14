"""Erase what nobody needs any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils import timezone

from .. import conf
from ..jobs import Fence
from ..models import LASTING, AccessLink, CarrierQuestion, GatheringStatus, Holder, Registration, State, Submission
from .submitting import erase_draft


def purge_daily(payload: dict[str, Any], fence: Fence) -> None:
    """Erase what is to be erased by a day, as the daily job `purge`."""
    with transaction.atomic():
        fence.check()
        purge(now=timezone.now())


@transaction.atomic
def purge(*, now: datetime) -> dict[str, int]:
    """Erase addresses that were never confirmed, dead links and drafts that nobody touched.

    The link to a file, a badge or a registration goes with that: until then it offers a fresh one, as its mail says.

    Args:
        now: aware UTC.

    Returns:
        How many rows went, by subject.
    """
    settings_now = conf.current()
    stale = Submission.objects.filter(state=State.DRAFT, updated_at__lt=now - timedelta(days=settings_now.draft_days))
    # Locked, they are what they were found to be: a draft that is deposited at this moment stays.
    drafts = list(stale.select_for_update(skip_locked=True))
    for draft in drafts:
        erase_draft(draft)
    never_used = Q(used_at__isnull=True, expires_at__lt=now)
    no_longer_known = Q(used_at__lt=now - timedelta(days=settings_now.device_days))
    links, _by_model = AccessLink.objects.filter(never_used | no_longer_known).exclude(purpose__in=LASTING).delete()
    needs, registrations = _purge_registrations(now)
    # Whoever waits for an answer is still to be written to.
    asking = CarrierQuestion.objects.filter(holder=OuterRef("pk"), answered_at=None)
    idle = Holder.objects.filter(
        ~Exists(asking),
        submissions__isnull=True,
        assertions__isnull=True,
        registrations__isnull=True,
        access_links__isnull=True,
        erased_at__isnull=True,
    )
    holders, _by_model = idle.delete()
    return {
        "drafts": len(drafts),
        "links": links,
        "needs": needs,
        "registrations": registrations,
        "holders": holders,
    }


def _purge_registrations(now: datetime) -> tuple[int, int]:
    """Erase what was said of needs soon after an event, and later who was registered; the rows stay for the figures.

    An event without a date, or whose date no longer counts because it is postponed, is over when nothing was changed
    of it for as long.
    """
    settings_now = conf.current()
    without_date = Q(gathering__ends_at=None) | Q(gathering__status=GatheringStatus.POSTPONED)
    over_at = Case(When(without_date, then="gathering__changed_at"), default="gathering__ends_at")
    rows = Registration.objects.annotate(over_at=over_at)
    needs = rows.filter(needs_erased_at=None, over_at__lt=now - timedelta(days=settings_now.needs_days))
    people = rows.filter(erased_at=None, over_at__lt=now - timedelta(days=settings_now.registration_days))
    AccessLink.objects.filter(registration__in=people.values("pk")).delete()
    # What spans two tables cannot be updated: the rows are chosen by the database, however many there are.
    without_needs = {"food": "", "access": "", "needs_erased_at": now}
    without_person = {**without_needs, "holder": None, "name": "", "answers": [], "erased_at": now}
    return (
        Registration.objects.filter(pk__in=needs.values("pk")).update(**without_needs),
        Registration.objects.filter(pk__in=people.values("pk")).update(**without_person),
    )
