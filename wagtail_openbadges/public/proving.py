"""The proof of a deposit: to print, and the very bytes whose SHA-256 it names."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ..domain.receipts import deposited_bytes, deposited_evidence
from ..models import Deposit, EvidenceKind, Submission
from ..spans import moment_in_words
from ..standard.instants import format_instant
from .access import of_holder
from .answers import readable, shown
from .pieces import piece_item
from .private import page
from .words import words_of


@of_holder
def proof(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Show what was deposited, when, and by which hash it is known again."""
    deposits = list(submission.deposits.all())
    if not deposits:
        return redirect("openbadges:submission", submission.uuid)
    context = {
        "submission": submission,
        "words": words_of(submission.kind),
        "title": submission.opening_version.title,
        "issuer": submission.issuer.organisation,
        "deposits": [_row(deposit, is_current=deposit is deposits[-1]) for deposit in reversed(deposits)],
        "answers": [shown(row["label"], readable(row)) for row in submission.answers],
        "pieces": [_piece(piece) for piece in deposited_evidence(submission)],
    }
    return page(request, "track/proof", context)


def _row(deposit: Deposit, *, is_current: bool) -> dict[str, Any]:
    return {
        "number": deposit.number,
        "is_current": is_current,
        "at": deposit.at,
        "moment": moment_in_words(deposit.at, deposit.zone_name, to_the_second=True),
        "utc": format_instant(deposit.at),
        "in_grace": deposit.in_grace,
        "is_late": deposit.is_late,
        "sha256": deposit.sha256,
    }


def _piece(piece: Any) -> dict[str, Any]:
    """Describe a piece; a file also by its hash, because two files may have one name."""
    item = piece_item(piece)
    return {**item, "sha256": piece.sha256} if piece.kind == EvidenceKind.FILE else item


@of_holder
def deposited(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Give the bytes that were hashed, as a file."""
    if not submission.deposits.exists():
        return redirect("openbadges:submission", submission.uuid)
    return HttpResponse(
        deposited_bytes(submission),
        headers={
            "Content-Type": "application/json",
            "Content-Disposition": f'attachment; filename="{submission.reference}.json"',
            "X-Content-Type-Options": "nosniff",
        },
    )
