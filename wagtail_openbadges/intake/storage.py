"""Whether a storage keeps its files from the world."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage


def is_served(storage: Storage) -> bool:
    """Say whether a web server may hand out the files of this storage, as far as one can see from here."""
    if isinstance(storage, FileSystemStorage):
        place = Path(storage.location).resolve()
        return any(place.is_relative_to(folder) for folder in _served_folders())
    # The storages of django-storages say so by these two.
    is_public = str(getattr(storage, "default_acl", None)).startswith("public")
    return is_public or getattr(storage, "querystring_auth", True) is False


def _served_folders() -> list[Path]:
    of_media = settings.STORAGES.get("default", {}).get("OPTIONS", {}).get("location")
    roots = (settings.MEDIA_ROOT, of_media, settings.STATIC_ROOT, *settings.STATICFILES_DIRS)
    return [Path(root[1] if isinstance(root, (list, tuple)) else root).resolve() for root in roots if root]
