"""Whether a storage keeps its files from the world."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage, Storage, storages

UNUSABLE = (ImproperlyConfigured, KeyError, TypeError)
"""What Django raises for an entry of STORAGES that is missing, has no class, or an option that its class lacks."""


def is_served(storage: Storage) -> bool:
    """Say whether a web server may hand out the files of this storage, as far as one can see from here."""
    if isinstance(storage, FileSystemStorage):
        place = place_of(storage.location)
        return any(place.is_relative_to(folder) for folder in _served_folders())
    # The storages of django-storages say so by these two.
    is_public = str(getattr(storage, "default_acl", None)).startswith("public")
    return is_public or getattr(storage, "querystring_auth", True) is False


def place_of(folder: str | os.PathLike[str]) -> Path:
    """Return where links lead; those that lead in a circle lead nowhere, which `Path.resolve` fails at."""
    return Path(os.path.realpath(folder))


def _served_folders() -> list[Path]:
    roots = (settings.MEDIA_ROOT, _folder_of_media(), settings.STATIC_ROOT, *settings.STATICFILES_DIRS)
    return [place_of(root[1] if isinstance(root, (list, tuple)) else root) for root in roots if root]


def _folder_of_media() -> str | None:
    """Return the folder that the storage of media was told; a bucket has none, whatever it calls its location."""
    try:
        storage = storages["default"]
    except UNUSABLE:
        # Django names it at the first upload.
        return None
    return storage.base_location if isinstance(storage, FileSystemStorage) else None
