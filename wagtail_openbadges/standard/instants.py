"""Instants as documents write them: UTC, whole seconds, `Z` at the end; and as foreign documents may write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from .errors import InstantError

DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})", re.ASCII)


def format_instant(instant: datetime) -> str:
    """Write an aware datetime in UTC with whole seconds.

    Raises:
        InstantError: `instant` is naive.
    """
    if instant.tzinfo is None:
        raise InstantError("instant_without_zone")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse_instant(text: object) -> datetime:
    """Read an xsd:dateTime that has a zone, as VC Data Model 2.0 (§2.1) and Open Badges 2.0 ask for.

    Returns:
        The instant in UTC.

    Raises:
        InstantError: `text` is anything else.
    """
    if not isinstance(text, str) or not DATE_TIME.fullmatch(text):
        raise InstantError("instant_unreadable", text=str(text)[:40])
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise InstantError("instant_unreadable", text=text) from error
