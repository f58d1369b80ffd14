"""What the editor's forms of news and events check on publication."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from ..authoring.forms import CheckedPageForm


class PictureForm(CheckedPageForm):
    """Refuse a picture that says nothing to those who do not see it."""

    field_of_fault: ClassVar[Mapping[str, str]] = {"missing_alt": "image_alt"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_deferred_validation:
            return cleaned
        says_nothing = not cleaned.get("image_alt", "").strip() and not cleaned.get("image_is_decorative")
        if cleaned.get("image") and says_nothing:
            self.refuse(["missing_alt"])
        return cleaned
