"""The dates of a round as its editor typed them, and the instants that they mean."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from ...domain.clock import instant_of
from ...domain.errors import ScheduleError

IS_END: Final = {"opens": False, "closes": True, "editable_until": True}
"""The fields that hold a date with an hour, and whether something ends then."""


def dates_of(page: Any) -> dict[str, str]:
    """Return what a page says of its dates, the zone included."""
    return {name: getattr(page, name) for name in ("zone_name", *IS_END)}


def instant(said: Mapping[str, str], name: str) -> datetime | None:
    """Return the instant that a field means on the clock of its round.

    Raises:
        ScheduleError: for a zone, a date or an hour that means nothing.
    """
    return instant_of(said.get(name, ""), said.get("zone_name", ""), is_end=IS_END[name])


def faults_of_dates(said: Mapping[str, str]) -> dict[str, ScheduleError]:
    """Return what is wrong with each field; a zone that nobody knows is wrong by itself."""
    faults = {}
    for name in IS_END:
        try:
            instant(said, name)
        except ScheduleError as error:
            faults["zone_name" if error.code == "unknown_zone" else name] = error
    return faults
