"""Time zones in words that people know; no room owns them, because pages, mails and the admin all write them."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any, Final
from zoneinfo import available_timezones

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

KNOWN: Final = {
    "Europe/Paris": _("Paris time"),
    "Indian/Reunion": _("Réunion time"),
    "Indian/Mayotte": _("Mayotte time"),
    "America/Guadeloupe": _("Guadeloupe time"),
    "America/Martinique": _("Martinique time"),
    "America/Cayenne": _("French Guiana time"),
    "America/Miquelon": _("Saint-Pierre and Miquelon time"),
    "America/St_Barthelemy": _("Saint-Barthélemy time"),
    "America/Marigot": _("Saint-Martin time"),
    "Pacific/Noumea": _("New Caledonia time"),
    "Pacific/Tahiti": _("Tahiti time"),
    "Pacific/Marquesas": _("Marquesas Islands time"),
    "Pacific/Gambier": _("Gambier Islands time"),
    "Pacific/Wallis": _("Wallis and Futuna time"),
    "Indian/Kerguelen": _("Kerguelen time"),
}
"""The zones of France by their IANA names, the most used first."""


def zone_label(zone_name: str) -> str:
    """Name a zone as people do: one of France by its territory, any other by the city of its IANA name."""
    if zone_name in KNOWN:
        return str(KNOWN[zone_name])
    city = zone_name.rpartition("/")[2].replace("_", " ")
    # Translators: the city is as the list of time zones writes it, such as “Montreal”.
    return gettext("%(city)s time") % {"city": city}


def zone_choices() -> list[Any]:
    """Return every zone for a list of choices: those of France first, then the others by their IANA names."""
    others = [(name, name.replace("_", " ")) for name in _other_zones()]
    return [(_("France"), list(KNOWN.items())), (_("Other time zones"), others)]


@cache
def _other_zones() -> list[str]:
    """Read the names once: they are files of the system."""
    return sorted(available_timezones() - KNOWN.keys())


def offset_label(local: datetime) -> str:
    """Write how far a local time is from UTC: it alone tells apart the two same hours of an autumn night."""
    minutes = int(local.utcoffset().total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}{f':{rest:02}' if rest else ''}"
