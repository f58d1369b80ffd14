"""What the controls of the site are called in French, by their English source."""

import re
from gettext import translation
from pathlib import Path

import wagtail.admin
import wagtail.contrib.simple_translation
import wagtail.images

import wagtail_openbadges


def _catalogue(package, domain="django"):
    return translation(domain, Path(package.__file__).parent / "locale", languages=["fr"])


OURS = _catalogue(wagtail_openbadges)
WAGTAILS = _catalogue(wagtail.admin)
WAGTAILS.add_fallback(_catalogue(wagtail.images))
WAGTAILS.add_fallback(_catalogue(wagtail.contrib.simple_translation))
WAGTAILS.add_fallback(_catalogue(wagtail.admin, "djangojs"))

MONTHS = [
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
]


def say(source, *, context=None, **values):
    """Return the French of one of our sentences, its places filled."""
    said = OURS.pgettext(context, source) if context else OURS.gettext(source)
    return said % values if values else said


def say_number(one, many, number, **values):
    """Return the French of one of our sentences about a number of things, its places filled."""
    return OURS.ngettext(one, many, number) % values


def wagtail_says(source, **values):
    """Return the French of one of Wagtail's own sentences."""
    said = WAGTAILS.gettext(source)
    return said % values if values else said


def moment_in_french(local):
    """Write an instant of Paris as the pages do, with the place of its clock."""
    day = f"{local.day}{'er' if local.day == 1 else ''} {MONTHS[local.month - 1]} {local.year}"
    return f"{day} à {local.hour} h{f' {local:%M}' if local.minute else ''}, {say('Paris time')}"


def english_in(text):
    """Return those of our sentences that stand in a text in English: untranslated, they would be found here."""
    return [source for source in SOURCES if re.search(rf"(?<!\w){re.escape(source)}(?!\w)", text)]


# The library offers no public list. A single word may be the same in both languages.
SOURCES = [
    source
    for source, said in OURS._catalog.items()
    if isinstance(source, str) and " " in source and "%" not in source and source != said
]
