"""Days, hours and spans of time in words, decided here alone; no room owns them: pages and mails both write them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext, pgettext_lazy

from .zones import offset_label, zone_label

SHORT_MONTHS = {1: pgettext_lazy("short month", "Jan."), 2: pgettext_lazy("short month", "Feb.")}
"""Those that Django shortens otherwise than printers do: « janv. », « févr. »."""


def day_in_words(day: date) -> str:
    """Write a day, or that of an instant on the clock in force: "28 August 2026", « 1er mars 2027 »."""
    return _date(timezone.template_localtime(day))


def instant_in_words(local: datetime) -> str:
    """Write an instant of a local clock: "28 August 2026 at 12:30", « 28 août 2026 à 12 h 30 »."""
    return _at(_date(local), hour_in_words(local))


def moment_in_words(instant: datetime, zone_name: str, *, to_the_second: bool = False) -> str:
    """Write an instant on the clock of a place: "30 September 2026 at 23:59, Paris time".

    Whoever reads it may sit elsewhere, and so may the server: neither their zone nor the site's counts. How far that
    clock is from UTC is said where it cannot be guessed: away from the site's own, and in an hour that comes twice.

    Args:
        instant: aware.
        zone_name: IANA name of the zone of the place.
        to_the_second: for a proof, which always says the distance from UTC.
    """
    local = instant.astimezone(ZoneInfo(zone_name))
    hour = _hour_and_seconds(local) if to_the_second else _hour(local)
    said = _on_clock(_at(_date(local), hour), zone_name)
    says_offset = to_the_second or zone_name != settings.TIME_ZONE or _comes_twice(local)
    return f"{said} ({offset_label(local)})" if says_offset else said


def short_month(day: date) -> str:
    """Write the month of a day where there is little room: "Jan.", « janv. »."""
    return str(SHORT_MONTHS.get(day.month) or date_format(day, "N"))


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
    return _on_clock(said, zone_name) if names_zone else said


def _on_clock(said: str, zone_name: str) -> str:
    # Translators: for example “Friday 28 August 2026 from 12:30 to 14:00, Paris time”.
    return pgettext("span of time", "%(span)s, %(zone)s") % {"span": said, "zone": zone_label(zone_name)}


def _beginning(starts: datetime) -> str:
    return _at(_day(starts), hour_in_words(starts))


def _at(day: str, hour: str) -> str:
    # Translators: for example “Friday 28 August 2026 at 12:30”; in French « vendredi 28 août 2026 à 12 h 30 ».
    return pgettext("span of time", "%(day)s at %(start)s") % {"day": day, "start": hour}


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
        "last": _day(ends) if ends.year != starts.year else day_of_month(ends),
        "end": hour_in_words(ends),
    }


def _days(first: date, last: date) -> str:
    """Write one whole day, or several: what both share is said once."""
    if first == last:
        return _day(first)
    if first.year != last.year:
        begins = _day(first)
    elif first.month != last.month:
        begins = day_of_month(first)
    else:
        # Translators: Django's date format letters, for a day whose month is said nearby: “Friday 28”.
        begins = _written(first, pgettext("day of the week and number", "l j"))
    # Translators: two days, for example “from Friday 28 to Sunday 30 August 2026”; in French « du … au … ».
    return pgettext("span of time", "from %(first)s to %(last)s") % {"first": begins, "last": _day(last)}


def _date(day: date) -> str:
    # Translators: Django's date format letters: “28 August 2026”; in French with no-break spaces.
    return _written(day, pgettext("date", "j F Y"))


def _day(day: date) -> str:
    # Translators: Django's date format letters: “Friday 28 August 2026”.
    return _written(day, pgettext("day of the week and date", "l j F Y"))


def day_of_month(day: date) -> str:
    """Write a day whose year is said nearby: "Friday 28 August"."""
    # Translators: Django's date format letters: “Friday 28 August”, where the year is said nearby.
    return _written(day, pgettext("day of the week and date without year", "l j F"))


def _written(day: date, letters: str) -> str:
    """Write a day by Django's letters, the first of a month as the language counts it."""
    if day.day == 1:
        # Translators: Django's date format letters for the first of a month, in the place of “j” in all others; in
        # French « j\e\r ».
        first = pgettext("first of a month", "j")
        letters = re.sub(r"(?<!\\)j", lambda _found: first, letters)
    return date_format(day, letters)


def hour_in_words(local: datetime) -> str:
    """Write an hour of a local clock; one that comes twice in an autumn night, with its distance from UTC."""
    return f"{_hour(local)} ({offset_label(local)})" if _comes_twice(local) else _hour(local)


def _hour(local: datetime) -> str:
    # Translators: Django's date format letters: “12:30”; in French « G \h i ».
    hour_and_minutes = pgettext("hour and minutes", "H:i")
    # Translators: Django's date format letters, for an hour without minutes: “14:00”; in French « G \h ».
    hour = pgettext("full hour", "H:i")
    return date_format(local, hour_and_minutes if local.minute else hour)


def _hour_and_seconds(local: datetime) -> str:
    # Translators: Django's date format letters: “12:30:07”; in French « G \h i \m\i\n s \s ».
    return date_format(local, pgettext("hour to the second", "H:i:s"))


def _comes_twice(local: datetime) -> bool:
    return local.replace(fold=1).utcoffset() != local.replace(fold=0).utcoffset()
