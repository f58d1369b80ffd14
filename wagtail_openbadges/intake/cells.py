"""Text that leaves in a table or a feed, whoever wrote it: safe against formulas, and without what no file can hold."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.utils import timezone

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that no spreadsheet file, feed or calendar can hold."""


def writable(text: str) -> str:
    """Return a text without the control characters that files refuse."""
    return UNWRITABLE.sub("", text)


def safe_cell(value: Any) -> Any:
    """Return what may be written in a cell.

    Text that a spreadsheet could take for a formula begins with an apostrophe; instants are written in the active
    time zone, because spreadsheets know none.
    """
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    if not isinstance(value, str):
        return value
    text = writable(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text
