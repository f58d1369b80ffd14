"""Pieces of evidence as their holder sees them: in the form, and once deposited."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.text import Truncator, capfirst

from ..models import Evidence, EvidenceKind
from ..sizes import size_in_words


def file_url(piece: Evidence) -> str:
    """Return where the holder gets a file back."""
    return reverse("openbadges:submission_evidence", args=[piece.submission.uuid, piece.uuid])


def piece_row(piece: Evidence) -> dict[str, Any]:
    """Describe a piece for the list of files of the form, with the value that removes it."""
    row = {"value": str(piece.uuid)}
    if piece.kind == EvidenceKind.FILE:
        return {**row, "name": piece.original_name, "size": piece.size, "href": file_url(piece)}
    if piece.kind == EvidenceKind.LINK:
        return {**row, "name": piece.url, "detail": piece.text, "href": piece.url}
    return {**row, "name": Truncator(piece.text).chars(120)}


def piece_item(piece: Evidence) -> dict[str, Any]:
    """Describe a piece in full, for the list of what was deposited."""
    kind_label = capfirst(piece.get_kind_display())
    item = {"kind": piece.kind, "kind_label": kind_label}
    if piece.kind == EvidenceKind.FILE:
        name, size = piece.original_name, size_in_words(piece.size)
        return {**item, "label": name, "detail": size, "href": file_url(piece)}
    if piece.kind == EvidenceKind.LINK:
        return {**item, "label": piece.url, "href": piece.url, "text": piece.text}
    return {**item, "label": kind_label, "kind_label": "", "text": piece.text}
