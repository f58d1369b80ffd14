"""What the controls of the site are called in French, by their English source."""

from gettext import translation
from pathlib import Path

import wagtail.admin
import wagtail.images

import wagtail_openbadges


def _catalogue(package, domain="django"):
    return translation(domain, Path(package.__file__).parent / "locale", languages=["fr"])


OURS = _catalogue(wagtail_openbadges)
WAGTAILS = _catalogue(wagtail.admin)
WAGTAILS.add_fallback(_catalogue(wagtail.images))
WAGTAILS.add_fallback(_catalogue(wagtail.admin, "djangojs"))


def say(source, **values):
    """Return the French of one of our sentences, its places filled."""
    said = OURS.gettext(source)
    return said % values if values else said


def wagtail_says(source, **values):
    """Return the French of one of Wagtail's own sentences."""
    said = WAGTAILS.gettext(source)
    return said % values if values else said
