"""What templates need and Django's own tags do not give."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import formats, timezone
from django.utils.translation import pgettext

register = template.Library()


@register.filter(expects_localtime=True)
def date_and_time(value: datetime | None) -> str:
    """Write an instant as people say it: "28 August 2026 at 12:30", « 28 août 2026 à 12 h 30 »."""
    if value is None:
        return ""
    # Translators: Django's date format letters; in French « j F Y \à G \h i ».
    return formats.date_format(timezone.template_localtime(value), pgettext("date and time", r"j F Y \a\t H:i"))
