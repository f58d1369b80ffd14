"""Instants as documents write them: UTC, whole seconds, `Z` at the end; and as foreign documents may write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import ClassVar

from wagtail_openbadges.standard.errors import OpenBadgesError

DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})", re.ASCII)


class InstantError(OpenBadgesError):
    """A date that cannot be written or read."""

    messages: ClassVar[Mapping[str, str]] = {
        "instant_without_zone": "This date has no time zone. Give an aware datetime.",
        "instant_unreadable": "“{text}” is not a date with a time and a time zone, such as 2026-05-04T10:00:00Z.",
    }


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
