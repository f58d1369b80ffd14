"""What the controls of the site are called in French, by their English source."""

from gettext import translation
from pathlib import Path

import wagtail

import wagtail_openbadges


def _catalogue(package):
    return translation("django", Path(package.__file__).parent / "locale", languages=["fr"], fallback=True)


OURS = _catalogue(wagtail_openbadges)


def say(source, **values):
    """Return the French of one of our sentences, its places filled."""
    said = OURS.gettext(source)
    return said % values if values else said


def say_count(source, plural, count, **values):
    """Return the French of one of our sentences that counts."""
    return OURS.ngettext(source, plural, count) % {"count": count, **values}
