"""Spans of time in words; no room owns them, because pages and mails both write them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from .zones import offset_label, zone_label


def span_in_words(
    starts_at: datetime,
    ends_at: datetime,
    zone_name: str,
    *,
    is_all_day: bool = False,
    has_end: bool = True,
    names_zone: bool = True,
) -> str:
    """Write from when to when something goes, on the clock of its place.

    "Friday 28 August 2026 from 12:30 to 14:00, Paris time"; "from Friday 28 to Sunday 30 August 2026".

    Args:
        starts_at: the first instant, aware.
        ends_at: the first instant that no longer belongs to it, aware: of a whole day, the midnight after.
        zone_name: IANA name of the zone of its place.
        is_all_day: whether hours mean nothing; then the zone is not named either.
        has_end: whether it is known when it ends.
        names_zone: whether its clock is named: not in a list that names it once.
    """
    place = ZoneInfo(zone_name)
    starts, ends = starts_at.astimezone(place), ends_at.astimezone(place)
    if is_all_day:
        # Its last day is that of its last instant; the subtraction is done on instants, where no clock jumps.
        return _days(starts.date(), (ends_at - timedelta(microseconds=1)).astimezone(place).date())
    said = _hours(starts, ends) if has_end else _beginning(starts)
    if not names_zone:
        return said
    # Translators: for example “Friday 28 August 2026 from 12:30 to 14:00, Paris time”.
    return pgettext("span of time", "%(span)s, %(zone)s") % {"span": said, "zone": zone_label(zone_name)}


def _beginning(starts: datetime) -> str:
    # Translators: for example “Friday 28 August 2026 at 12:30”; in French « vendredi 28 août 2026 à 12 h 30 ».
    return pgettext("span of time", "%(day)s at %(start)s") % {"day": _day(starts), "start": hour_in_words(starts)}


def _hours(starts: datetime, ends: datetime) -> str:
    """Write hours of one day, or those of two. Who stays until midnight does not come home the next day."""
    is_midnight = ends.time() == time() and ends.date() == starts.date() + timedelta(days=1)
    if is_midnight or ends.date() == starts.date():
        # Translators: for example “Friday 28 August 2026 from 12:30 to 14:00”; in French « …, de 12 h 30 à 14 h ».
        return pgettext("span of time", "%(day)s from %(start)s to %(end)s") % {
            "day": _day(starts),
            "start": hour_in_words(starts),
            "end": gettext("midnight") if is_midnight else hour_in_words(ends),
        }
    # Translators: for example “Friday 28 August 2026 at 20:00 until Saturday 29 August at 02:00”; in French
    # « du vendredi 28 août 2026 à 20 h au samedi 29 août à 2 h ».
    return pgettext("span of time", "%(first)s at %(start)s until %(last)s at %(end)s") % {
        "first": _day(starts),
        "start": hour_in_words(starts),
        "last": _day(ends) if ends.year != starts.year else _day_of_month(ends),
        "end": hour_in_words(ends),
    }


def _days(first: date, last: date) -> str:
    """Write one whole day, or several: what both share is said once."""
    if first == last:
        return _day(first)
    if first.year != last.year:
        begins = _day(first)
    elif first.month != last.month:
        begins = _day_of_month(first)
    else:
        # Translators: Django's date format letters, for a day whose month is said nearby: “Friday 28”.
        begins = date_format(first, pgettext("day of the week and number", "l j"))
    # Translators: two days, for example “from Friday 28 to Sunday 30 August 2026”; in French « du … au … ».
    return pgettext("span of time", "from %(first)s to %(last)s") % {"first": begins, "last": _day(last)}


def _day(day: date) -> str:
    # Translators: Django's date format letters: “Friday 28 August 2026”.
    return date_format(day, pgettext("day of the week and date", "l j F Y"))


def _day_of_month(day: date) -> str:
    # Translators: Django's date format letters: “Friday 28 August”, where the year is said nearby.
    return date_format(day, pgettext("day of the week and date without year", "l j F"))


def hour_in_words(local: datetime) -> str:
    """Write an hour of a local clock; one that comes twice in an autumn night, with its distance from UTC."""
    # Translators: Django's date format letters: “12:30”; in French « G \h i ».
    hour_and_minutes = pgettext("hour and minutes", "H:i")
    # Translators: Django's date format letters, for an hour without minutes: “14:00”; in French « G \h ».
    hour = pgettext("full hour", "H:i")
    said = date_format(local, hour_and_minutes if local.minute else hour)
    if local.replace(fold=1).utcoffset() == local.replace(fold=0).utcoffset():
        return said
    return f"{said} ({offset_label(local)})"
