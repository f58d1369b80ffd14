"""What templates need and Django's own tags do not give."""

from __future__ import annotations

import re
from datetime import datetime

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

register = template.Library()


@register.filter(expects_localtime=True)
def date_and_time(value: datetime | None) -> str:
    """Write an instant as people say it: "28 August 2026 at 12:30", « 28 août 2026 à 12 h 30 »."""
    if value is None:
        return ""
    # Translators: Django's date format letters; in French « j F Y \à G \h i ».
    return formats.date_format(timezone.template_localtime(value), pgettext("date and time", r"j F Y \a\t H:i"))


@register.filter
def breakable(address: str) -> str:
    """Let a long address go on in the next line after its "@", dots and slashes, rather than anywhere."""
    parts = re.split(r"(?<=[@./])(?=\w)", str(address))
    return format_html_join(SafeString("<wbr>"), "{}", ((part,) for part in parts))
