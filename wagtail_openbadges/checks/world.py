"""Checks of how the site meets the world; most of them wait for `check --deploy`."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import global_settings, settings
from django.core.cache import InvalidCacheBackendError, caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.checks import CheckMessage, Warning
from django.http.request import validate_host

from .. import conf
from ..hints import paste
from .site import HANDLER, HINT_CACHE, HINT_HANDLERS
from .values import LINE_BASE_URL, LOOPBACK

EXAMPLES = ("example.org", "example.com", "example.net")


def check_host(**kwargs: object) -> list[CheckMessage]:
    """Report a site that refuses the host which its documents name."""
    host = _host()
    if settings.DEBUG or not host or validate_host(host, settings.ALLOWED_HOSTS):
        return []
    message = f"ALLOWED_HOSTS lacks {host}, the host of BASE_URL: every document would answer 400."
    hint = paste("settings.py", f'ALLOWED_HOSTS += ["{host}"]')
    return [Warning(message, hint=hint, id="wagtail_openbadges.W031")]


def _host() -> str:
    try:
        return urlsplit(str(conf.current().base_url)).hostname or ""
    except ValueError:
        # E002 says so.
        return ""


def check_address_of_site(**kwargs: object) -> list[CheckMessage]:
    """Report an address that no reader of a credential will ever reach."""
    host = _host()
    if host not in LOOPBACK and not any(host == name or host.endswith(f".{name}") for name in EXAMPLES):
        return []
    message = f"BASE_URL names {host}, which is not this site: the first issuer will keep it for ever."
    hint = f"Write the address of your own site in place of www.example.org.\n{paste('settings.py', LINE_BASE_URL)}"
    return [Warning(message, hint=hint, id="wagtail_openbadges.W030")]


def check_deployment(**kwargs: object) -> list[CheckMessage]:
    """Report what does no harm on one's own machine, and does in the open."""
    return [*_unlimited_uploads(), *_cache_of_one_process(), *_no_sender()]


def _unlimited_uploads() -> Iterator[CheckMessage]:
    if HANDLER not in settings.FILE_UPLOAD_HANDLERS:
        message = "FILE_UPLOAD_HANDLERS: nothing cuts the uploads of strangers, which can fill the disk."
        yield Warning(message, hint=HINT_HANDLERS, id="wagtail_openbadges.W024")


def _cache_of_one_process() -> Iterator[CheckMessage]:
    try:
        is_local = isinstance(caches["default"], LocMemCache)
    except InvalidCacheBackendError:
        return
    if is_local:
        message = "CACHES[“default”] counts in each process apart: limits against floods are as many times too high."
        yield Warning(message, hint=HINT_CACHE, id="wagtail_openbadges.W027")


def _no_sender() -> Iterator[CheckMessage]:
    if settings.DEFAULT_FROM_EMAIL == global_settings.DEFAULT_FROM_EMAIL:
        message = f"DEFAULT_FROM_EMAIL is {settings.DEFAULT_FROM_EMAIL}: mail servers refuse codes and answers from it."
        hint = paste("settings.py", 'DEFAULT_FROM_EMAIL = "Your association <badges@your-own-site.org>"')
        yield Warning(message, hint=hint, id="wagtail_openbadges.W032")
