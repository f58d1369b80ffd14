"""How a hint of `manage.py check` shows lines to paste: under the name of the place they go to, indented by four."""

from __future__ import annotations

from textwrap import indent


def paste(place: str, lines: str) -> str:
    """Return lines under the place where they are to be pasted."""
    return f"Paste into {place}:\n{indent(lines, '    ')}"
