"""The proof of a deposit: what was sent, as bytes that anybody can hash again."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from django.conf import settings

from ..models import Deposit, State, Submission
from .admission import Admission, newest_form


def deposited_bytes(submission: Submission) -> bytes:
    """Write what a file holds as deposited: JSON in UTF-8, members sorted, no white space.

    Files stand there by name, size and SHA-256. The holder downloads these very bytes beside the proof.

    Args:
        submission: a deposited file.
    """
    evidence = submission.evidence.all()
    if submission.state == State.CHANGES_REQUESTED:
        # What is added to complete the file is not deposited yet.
        evidence = evidence.filter(turn__lt=submission.turn)
    said = {
        "reference": submission.reference,
        "name": submission.printed_name,
        "language": submission.language,
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
            for piece in evidence.order_by("turn", "pk")
        ],
    }
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


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
