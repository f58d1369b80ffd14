"""The one writer of tables that leave the admin: safe against formulas, whoever wrote the cells."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.utils import timezone

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that no spreadsheet file can hold."""


def safe_cell(value: Any) -> Any:
    """Return what may be written in a cell.

    Text that a spreadsheet could take for a formula begins with an apostrophe; instants are written in the active
    time zone, because spreadsheets know none.
    """
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if not isinstance(value, str):
        return value
    text = UNWRITABLE.sub("", value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


class SafeExportMixin:
    """Make Wagtail's exports safe: it writes cells as they are."""

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {name: safe_cell(value) for name, value in super().to_row_dict(item).items()}
