"""The size of a file in words, in the units in which the limits of files are said."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.html import avoid_wrapping
from django.utils.translation import gettext as _


def size_in_words(size: int) -> str:
    """Write a size in bytes: "107 KB", "2.4 MB", « 107 Ko », « 2,4 Mo »; Django's French has « Kio »."""
    kilobytes = max(1, round(size / 1024))
    if kilobytes < 1000:
        # Translators: the size of a file, for example “107 KB”.
        return avoid_wrapping(_("%(number)s KB") % {"number": number_format(kilobytes)})
    # Translators: the size of a file, for example “2.4 MB”.
    return avoid_wrapping(_("%(number)s MB") % {"number": number_format(round(size / 1024**2, 1), 1)})
