"""The one settings dict, `WAGTAIL_OPENBADGES`, read into a frozen dataclass.

Every key is the upper-case name of a field below. Wrong keys and values are reported by `checks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed

NAME = "WAGTAIL_OPENBADGES"
PRIVATE_STORAGE = "openbadges_private"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an integrator may set."""

    base_url: str = ""
    """Absolute address of the `wagtail_openbadges.urls` include; new issuers keep it for ever."""
    key_encryption_keys: tuple[str, ...] = field(default=(), repr=False)
    """Fernet keys that encrypt private signing keys at rest; the first encrypts, all decrypt."""
    signer: str = "wagtail_openbadges.domain.keys.local_signer"
    """Who signs: the dotted path of `(SigningKey) -> Signer`, the seam for a key service."""
    jobs: str = "queue"
    """`"queue"` hands the work to django-q2; `"inline"` lets a request do its own jobs."""
    scanners: tuple[str, ...] = ()
    """Dotted paths of evidence scanners; none means that files are marked as not scanned."""
    max_files: int = 5
    """Evidence files of one turn."""
    max_document_megabytes: int = 10
    """Largest PDF."""
    max_photo_megabytes: int = 40
    """Largest photograph as it is sent."""
    max_photo_megapixels: int = 110
    """Largest JPEG in pixels; HEIC, PNG and WebP are taken up to 50. All are reduced when stored."""
    images_at_once: int = 2
    """Images that one machine reads at the same time, each in a process of its own; another one waits for 4 seconds,
    then the person is asked to send it again. Web processes and workers count together when they share their user and
    their temporary folder."""
    link_days: int = 7
    """Life of a link in a mail."""
    code_minutes: int = 15
    """Life of a six-digit code."""
    code_attempts: int = 5
    """Wrong codes that one link forgives."""
    device_days: int = 30
    """How long a confirmed device stays known."""
    mails_per_hour: int = 10
    """Confirmation mails that one address, or one network address times five, may ask for in an hour."""
    proxies: int = 0
    """Reverse proxies before the site that add to `X-Forwarded-For`: limits then count visitors and not the proxy."""
    grace_minutes: int = 5
    """How long after the closing a deposit is still taken. It is shown nowhere before it is used."""
    draft_days: int = 180
    """An untouched draft is erased after so many days."""
    needs_days: int = 7
    """What people said of food and accessibility is erased so many days after the event."""
    registration_days: int = 180
    """Who was registered for an event is erased so many days after it."""

    @classmethod
    def names(cls) -> dict[str, str]:
        """Map each key of the settings dict to its field."""
        return {item.name.upper(): item.name for item in fields(cls)}


@lru_cache(maxsize=1)
def current() -> Settings:
    """Return the settings in force; what is unknown or of a wrong type is left to the system check."""
    given: Any = getattr(settings, NAME, None)
    names = Settings.names()
    known = {names[key]: value for key, value in given.items() if key in names} if isinstance(given, Mapping) else {}
    for key in ("key_encryption_keys", "scanners"):
        if isinstance(known.get(key), list):
            known[key] = tuple(known[key])
    return Settings(**known)


def _forget(*, setting: str, **kwargs: Any) -> None:
    if setting == NAME:
        current.cache_clear()


setting_changed.connect(_forget)
