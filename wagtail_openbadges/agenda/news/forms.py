"""The editor's form of a news."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from ..checking import PictureForm


class NewsPageForm(PictureForm):
    """Check a news on publication, never on a draft."""

    field_of_fault: ClassVar[Mapping[str, str]] = {**PictureForm.field_of_fault, "missing_summary": "summary"}

    def clean(self) -> dict[str, Any]:
        """Refuse a news that lists and feeds could say nothing of, unless this is a draft."""
        cleaned = super().clean()
        if not self.is_deferred_validation and not cleaned.get("summary"):
            self.refuse(["missing_summary"])
        return cleaned
