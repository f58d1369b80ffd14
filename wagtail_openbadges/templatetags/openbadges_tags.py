"""What templates need and Django's own tags do not give."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from .. import sizes, zones

register = template.Library()


@register.filter(expects_localtime=True)
def date_and_time(value: datetime | None) -> str:
    """Write an instant as people say it: "28 August 2026 at 12:30", « 28 août 2026 à 12 h 30 »."""
    return "" if value is None else _written(timezone.template_localtime(value))


@register.filter
def moment(instant: datetime | None, zone_name: str) -> str:
    """Write an instant on the clock of a place: "30 September 2026 at 23:59, Paris time (UTC+2)".

    Whoever reads it may sit elsewhere, and so may the server: neither their zone nor the site's counts.
    """
    if instant is None:
        return ""
    local = instant.astimezone(ZoneInfo(zone_name))
    # Translators: for example “30 September 2026 at 23:59, Paris time (UTC+2)”.
    return gettext("%(moment)s, %(zone)s (%(offset)s)") % {
        "moment": _written(local),
        "zone": zones.zone_label(zone_name),
        "offset": zones.offset_label(local),
    }


@register.filter
def zone_label(zone_name: str) -> str:
    """Name a time zone as people do: "Paris time"."""
    return zones.zone_label(zone_name)


def _written(local: datetime) -> str:
    # Translators: Django's date format letters; in French « j F Y \à G \h i ».
    return formats.date_format(local, pgettext("date and time", r"j F Y \a\t H:i"))


@register.filter
def file_size(size: int) -> str:
    """Write the size of a file: "107 KB", « 107 Ko »."""
    return sizes.size_in_words(size)


@register.filter
def breakable(address: str) -> str:
    """Let a long address go on in the next line after its "@", dots and slashes, rather than anywhere."""
    parts = re.split(r"(?<=[@./])(?=\w)", str(address))
    return format_html_join(SafeString("<wbr>"), "{}", ((part,) for part in parts))
