"""Checks of the private storage: it is there, and no web server hands its files out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage, storages

from .. import conf
from ..hints import paste
from ..intake.storage import UNUSABLE, is_served, place_of

HINT_STORAGE = paste(
    "settings.py",
    f"""STORAGES["{conf.PRIVATE_STORAGE}"] = {{
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {{"location": BASE_DIR / "private", "base_url": None}},
}}""",
)


def check_storage(**kwargs: object) -> list[CheckMessage]:
    """Report a private storage that is missing or that a web server could serve."""
    try:
        storage = storages[conf.PRIVATE_STORAGE]
    except UNUSABLE as error:
        hint = HINT_STORAGE if conf.PRIVATE_STORAGE not in settings.STORAGES else str(error)
        message = f'STORAGES has no usable "{conf.PRIVATE_STORAGE}".'
        return [Error(message, hint=hint, id="wagtail_openbadges.E006")]
    if is_served(storage) or (isinstance(storage, FileSystemStorage) and (_has_address() or _is_linked(storage))):
        return [
            Error(
                f'The storage "{conf.PRIVATE_STORAGE}" can be served by the web server: evidence would be public.',
                hint=f"Its location must be outside MEDIA_ROOT and STATIC_ROOT, with base_url None.\n{HINT_STORAGE}",
                id="wagtail_openbadges.E007",
            )
        ]
    return []


def _has_address() -> bool:
    """Say whether the site gave the private files an address of their own: somebody means to serve them."""
    return bool(settings.STORAGES[conf.PRIVATE_STORAGE].get("OPTIONS", {}).get("base_url"))


def _is_linked(storage: FileSystemStorage) -> bool:
    """Say whether a link in a folder that is served leads to the private files, or to a folder around them."""
    place = place_of(storage.location)
    return any(place.is_relative_to(target) for target in _links())


def _links() -> Iterator[Path]:
    for root in filter(None, (settings.MEDIA_ROOT, settings.STATIC_ROOT)):
        # A folder that may not be listed tells nothing of its links.
        with suppress(OSError), os.scandir(root) as entries:
            yield from [place_of(entry.path) for entry in entries if entry.is_symlink()]
