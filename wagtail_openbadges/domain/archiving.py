"""Put an opening away for good without deleting anything that people rely on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from ..models import Achievement, Assertion, Opening, Submission, Verb
from .log import record


def kept_by(translation_keys: Iterable[UUID]) -> Any:
    """Return the openings of some pages that hold files or awards, so that their pages must not be deleted.

    Args:
        translation_keys: of the pages, their descendants included.
    """
    files = Submission.objects.filter(opening=OuterRef("pk"))
    awards = Assertion.objects.filter(achievement_version__achievement__opening=OuterRef("pk"))
    openings = Opening.objects.filter(translation_key__in=list(translation_keys))
    return openings.filter(Q(Exists(files)) | Q(Exists(awards))).select_related("page").order_by("pk")


@transaction.atomic
def archive(opening: Opening, *, by: Any = None) -> Opening:
    """Shut an opening for good: it leaves the lists, its page, files and documents stay; twice changes nothing."""
    now = timezone.now()
    if Opening.objects.filter(pk=opening.pk, archived_at=None).update(archived_at=now):
        Achievement.objects.filter(opening=opening.pk).update(archived_at=now)
        record(Verb.OPENING_ARCHIVED, by=by, opening_id=opening.pk, issuer_id=opening.issuer_id)
    opening.refresh_from_db()
    return opening


@transaction.atomic
def unarchive(opening: Opening, *, by: Any = None) -> Opening:
    """Take an opening out of the archive: an editor may change her mind."""
    if Opening.objects.filter(pk=opening.pk, archived_at__isnull=False).update(archived_at=None):
        Achievement.objects.filter(opening=opening.pk).update(archived_at=None)
        record(Verb.OPENING_PUBLISHED, by=by, opening_id=opening.pk, issuer_id=opening.issuer_id)
    opening.refresh_from_db()
    return opening
