"""Pieces of evidence as their holder sees them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.text import Truncator

from ..models import Evidence, EvidenceKind


def piece_row(piece: Evidence) -> dict[str, Any]:
    """Describe a piece for a list of files: what it is, how to look at it, how to name it when it is removed."""
    row = {"value": str(piece.uuid), "kind": piece.kind, "kind_label": piece.get_kind_display()}
    if piece.kind == EvidenceKind.FILE:
        href = reverse("openbadges:submission_evidence", args=[piece.submission.uuid, piece.uuid])
        return {**row, "name": piece.original_name, "size": piece.size, "href": href}
    if piece.kind == EvidenceKind.LINK:
        return {**row, "name": piece.url, "detail": piece.text, "href": piece.url}
    return {**row, "name": Truncator(piece.text).chars(120), "text": piece.text}
