"""Checks of Django's and Wagtail's own settings, as far as we depend on them."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core.cache import InvalidCacheBackendError, caches
from django.core.cache.backends.dummy import DummyCache
from django.core.checks import CheckMessage, Error, Warning
from django.middleware.locale import LocaleMiddleware
from django.utils.module_loading import import_string

from .. import conf
from ..hints import paste
from ..intake.sniffing import EXTENSIONS, Kind

HANDLER = "wagtail_openbadges.intake.uploads.StrangersLimitHandler"
HINT_HANDLERS = paste(
    "settings.py",
    f"""FILE_UPLOAD_HANDLERS = [
    "{HANDLER}",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]""",
)
HINT_LOCALE = paste(
    "settings.py",
    """MIDDLEWARE.insert(
    MIDDLEWARE.index("django.contrib.sessions.middleware.SessionMiddleware") + 1,
    "django.middleware.locale.LocaleMiddleware",
)""",
)
HINT_CACHE = paste(
    "settings.py",
    """CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}  # then: createcachetable
}""",
)
DRAWN = {extension.lstrip(".") for kind, names in EXTENSIONS.items() if kind is not Kind.PDF for extension in names}
USUAL_IMAGES = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
"""What Wagtail takes when the site does not say."""


def check_time(**kwargs: object) -> list[CheckMessage]:
    """Report a site without time zones: closings and dates of credentials are instants."""
    if settings.USE_TZ:
        return []
    message = "USE_TZ is off: closings of calls and dates of credentials would be wrong by hours."
    return [Error(message, hint=paste("settings.py", "USE_TZ = True"), id="wagtail_openbadges.E020")]


def check_language(**kwargs: object) -> list[CheckMessage]:
    """Report a site that cannot speak the language of its readers."""
    if not settings.USE_I18N:
        message = "USE_I18N is off: forms and mails of wagtail-openbadges would be English on every site."
        return [Warning(message, hint=paste("settings.py", "USE_I18N = True"), id="wagtail_openbadges.W022")]
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False) or _chooses_language():
        return []
    message = "The site has several languages and no LocaleMiddleware: the verifier would know one only."
    return [Warning(message, hint=HINT_LOCALE, id="wagtail_openbadges.W021")]


def _chooses_language() -> bool:
    for dotted in settings.MIDDLEWARE:
        try:
            middleware = import_string(dotted)
        except ImportError:
            # Django stops at the first request and names it.
            continue
        if isinstance(middleware, type) and issubclass(middleware, LocaleMiddleware):
            return True
    return False


def check_upload_order(**kwargs: object) -> list[CheckMessage]:
    """Report a limit for strangers that comes after the handlers that store."""
    if HANDLER not in settings.FILE_UPLOAD_HANDLERS[1:]:
        return []
    message = "FILE_UPLOAD_HANDLERS: our limit must stand first, or what it cuts is stored already."
    return [Warning(message, hint=HINT_HANDLERS, id="wagtail_openbadges.W023")]


def check_limits(**kwargs: object) -> list[CheckMessage]:
    """Report limits of Django below what our forms send: people would get an error page in place of an answer."""
    files = conf.current().max_files
    least = {
        "DATA_UPLOAD_MAX_NUMBER_FILES": files if type(files) is int else 0,
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": 1000,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 2_621_440,
    }
    return [message for name, number in least.items() for message in _too_low(name, number)]


def _too_low(name: str, least: int) -> Iterator[CheckMessage]:
    limit, hint = getattr(settings, name), paste("settings.py", f"{name} = {least}")
    if limit is None:
        return
    if type(limit) is not int:
        message = f"{name} must be a whole number or None: Django would fail at every form that is sent."
        yield Error(message, hint=hint, id="wagtail_openbadges.E033")
    elif limit < least:
        message = f"{name} is less than the forms of wagtail-openbadges may send."
        yield Warning(message, hint=hint, id="wagtail_openbadges.W025")


def check_cache(**kwargs: object) -> list[CheckMessage]:
    """Report a cache that counts nothing."""
    try:
        is_empty = isinstance(caches["default"], DummyCache)
    except InvalidCacheBackendError:
        # Django names it.
        return []
    if not is_empty:
        return []
    message = "CACHES[“default”] forgets at once: nothing limits how many mails strangers make the site send."
    return [Warning(message, hint=HINT_CACHE, id="wagtail_openbadges.W026")]


def check_images(**kwargs: object) -> list[CheckMessage]:
    """Report a site whose editors cannot upload an image that a badge may have."""
    taken = {str(name).lower() for name in getattr(settings, "WAGTAILIMAGES_EXTENSIONS", USUAL_IMAGES)}
    if "png" in taken:
        return []
    hint = paste("settings.py", f"WAGTAILIMAGES_EXTENSIONS = {sorted(taken | {'png'})}")
    if taken & DRAWN:
        message = "WAGTAILIMAGES_EXTENSIONS has no “png”: badges look best with a transparent background."
        return [Warning(message, hint=hint, id="wagtail_openbadges.W029")]
    message = "WAGTAILIMAGES_EXTENSIONS holds no type that the image of a badge may have."
    return [Error(message, hint=hint, id="wagtail_openbadges.E028")]
