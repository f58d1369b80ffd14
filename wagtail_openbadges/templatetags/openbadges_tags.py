"""What templates need and Django's own tags do not give."""

from __future__ import annotations

import re
from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from .. import sizes, spans, zones

register = template.Library()


@register.filter(expects_localtime=True)
def day(value: date | None) -> str:
    """Write a day as people say it: "28 August 2026", « 1er mars 2027 »."""
    return spans.day_in_words(value) if value else ""


@register.filter(expects_localtime=True)
def date_and_time(value: datetime | None) -> str:
    """Write an instant as people say it: "28 August 2026 at 12:30", « 28 août 2026 à 12 h 30 »."""
    return "" if value is None else spans.instant_in_words(timezone.template_localtime(value))


@register.filter
def moment(instant: datetime | None, zone_name: str) -> str:
    """Write an instant on the clock of a place: "30 September 2026 at 23:59, Paris time"."""
    return "" if instant is None else spans.moment_in_words(instant, zone_name)


@register.filter
def zone_label(zone_name: str) -> str:
    """Name a time zone as people do: "Paris time"."""
    return zones.zone_label(zone_name)


@register.filter
def file_size(size: int) -> str:
    """Write the size of a file: "107 KB", « 107 Ko »."""
    return sizes.size_in_words(size)


@register.filter
def breakable(address: str) -> str:
    """Let a long address go on in the next line after its "@", dots and slashes, rather than anywhere."""
    parts = re.split(r"(?<=[@./])(?=\w)", str(address))
    return format_html_join(SafeString("<wbr>"), "{}", ((part,) for part in parts))
