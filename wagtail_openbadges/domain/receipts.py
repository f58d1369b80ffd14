"""The proof of a deposit: what was sent, as bytes that anybody can hash again."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from django.conf import settings
from django.db.models import Max, QuerySet

from ..models import Deposit, Evidence, OpeningKind, Submission, Verb
from .admission import Admission, newest_form

DEPOSITS = (Verb.SUBMITTED, Verb.RESUBMITTED)


def deposited_evidence(submission: Submission) -> QuerySet[Evidence]:
    """Return the pieces of the turns that were deposited: what a correction gathers is not deposited yet.

    Args:
        submission: a deposited file.
    """
    last = submission.events.filter(verb__in=DEPOSITS).aggregate(turn=Max("turn"))["turn"] or 1
    pieces: QuerySet[Evidence] = submission.evidence.filter(turn__lte=last).order_by("turn", "pk")
    return pieces


def deposited_bytes(submission: Submission) -> bytes:
    """Write what a file holds as deposited: JSON in UTF-8, members sorted, no white space.

    Files stand there by name, size and SHA-256. The holder downloads these very bytes beside the proof.

    Args:
        submission: a deposited file.
    """
    said = {
        "reference": submission.reference,
        "name": submission.printed_name,
        "language": submission.language,
        **_badge_language(submission),
        "answers": submission.answers,
        "evidence": [
            {
                "kind": piece.kind,
                "question": piece.question,
                "name": piece.original_name,
                "size": piece.size,
                "sha256": piece.sha256,
                "url": piece.url,
                "text": piece.text,
            }
            for piece in deposited_evidence(submission)
        ],
    }
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _badge_language(submission: Submission) -> dict[str, str]:
    """Name the language of the badge when its holder chose another one than that of her form."""
    version = submission.achievement_version
    if submission.kind != OpeningKind.BADGE or version is None or version.language == submission.language:
        return {}
    return {"badge_language": version.language}


def write_receipt(submission: Submission, *, at: datetime, admission: Admission) -> Deposit:
    """Store the proof of a deposit, in the caller's transaction.

    Args:
        submission: the file as it is deposited now.
        at: when the request that deposited it began.
        admission: how it was let in.
    """
    form = newest_form(submission.opening)
    return Deposit.objects.create(
        submission=submission,
        number=submission.deposits.count() + 1,
        at=at,
        zone_name=(form.zone_name if form else "") or settings.TIME_ZONE,
        in_grace=admission.in_grace,
        is_late=admission.is_late,
        sha256=hashlib.sha256(deposited_bytes(submission)).hexdigest(),
    )
