"""What `manage.py check` says about settings, with the very lines to paste."""

from __future__ import annotations

from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import InvalidStorageError, storages
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from . import conf
from .intake.storage import is_served
from .jobs.checks import check_mail, check_queue, check_sqlite

HINT_STORAGE = """Add to STORAGES:
    "openbadges_private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": BASE_DIR / "private", "base_url": None},
    },"""
HINT_URLS = """Add to the urlpatterns, outside i18n_patterns and before Wagtail's:
    path("openbadges/", include("wagtail_openbadges.urls")),
    path("", include("wagtail_openbadges.well_known")),"""
LOOPBACK = ("localhost", "127.0.0.1", "::1")


def check_settings(**kwargs: object) -> list[CheckMessage]:
    """Report wrong keys and values of the settings dict."""
    given = getattr(settings, conf.NAME, {})
    names = conf.Settings.names()
    unknown = [
        Error(
            f"{conf.NAME} has an unknown key: {key}.",
            hint=f"Known keys: {', '.join(sorted(names))}.",
            id="wagtail_openbadges.E001",
        )
        for key in given
        if key not in names
    ]
    return unknown + _check_base_url() + _check_keys() + _check_seams()


def _check_base_url() -> list[CheckMessage]:
    address = urlsplit(conf.current().base_url)
    secure = address.scheme == "https" or (address.scheme == "http" and address.hostname in LOOPBACK)
    if secure and address.hostname and address.path.endswith("/") and not address.query and not address.fragment:
        return []
    return [
        Error(
            "BASE_URL must be the absolute https address of the wagtail_openbadges.urls include, ending in a slash.",
            hint=f'{conf.NAME} = {{"BASE_URL": "https://www.example.org/openbadges/", …}}: documents keep it for ever.',
            id="wagtail_openbadges.E002",
        )
    ]


def _check_keys() -> list[CheckMessage]:
    keys = conf.current().key_encryption_keys
    try:
        usable = bool(keys) and all(Fernet(key) for key in keys)
    except (TypeError, ValueError):
        usable = False
    if usable:
        return []
    return [
        Error(
            "KEY_ENCRYPTION_KEYS must hold at least one Fernet key: it encrypts the keys that sign badges.",
            hint=f'Keep it secret, outside the code: "KEY_ENCRYPTION_KEYS": ["{Fernet.generate_key().decode()}"]',
            id="wagtail_openbadges.E003",
        )
    ]


def _check_seams() -> list[CheckMessage]:
    current = conf.current()
    found: list[CheckMessage] = []
    if current.jobs not in ("queue", "inline"):
        found.append(Error('JOBS must be "queue" or "inline".', id="wagtail_openbadges.E004"))
    for key, paths in (("SIGNER", (current.signer,)), ("SCANNERS", current.scanners)):
        for dotted in paths:
            try:
                import_string(dotted)
            except ImportError as error:
                found.append(
                    Error(
                        f"{key} names something that cannot be imported: {dotted}.",
                        hint=str(error),
                        id="wagtail_openbadges.E005",
                    )
                )
    return found


def check_storage(**kwargs: object) -> list[CheckMessage]:
    """Report a private storage that is missing or that a web server could serve."""
    try:
        storage = storages[conf.PRIVATE_STORAGE]
    except (InvalidStorageError, ImproperlyConfigured):
        return [Error(f'STORAGES has no "{conf.PRIVATE_STORAGE}".', hint=HINT_STORAGE, id="wagtail_openbadges.E006")]
    if is_served(storage):
        return [
            Error(
                f'The storage "{conf.PRIVATE_STORAGE}" can be served by the web server: evidence would be public.',
                hint="Give it a location outside MEDIA_ROOT and STATIC_ROOT, and base_url None.",
                id="wagtail_openbadges.E007",
            )
        ]
    return []


def check_urls(**kwargs: object) -> list[CheckMessage]:
    """Report addresses that are missing, or that change with the language of the visitor."""
    try:
        path = reverse("openbadges:verifier")
        reverse("openbadges_jwks")
    except NoReverseMatch:
        return [Error("The addresses of documents are not included.", hint=HINT_URLS, id="wagtail_openbadges.E008")]
    base_path = urlsplit(conf.current().base_url).path
    if not path.startswith(base_path):
        return [
            Error(
                f"BASE_URL ends in {base_path} but the include answers at {path}.",
                hint="Make both the same, and keep the include out of i18n_patterns.",
                id="wagtail_openbadges.E009",
            )
        ]
    return []


def register_all() -> None:
    """Register every check; the databases' own are the business of `jobs`."""
    for check in (check_settings, check_storage, check_queue, check_sqlite, check_mail):
        register(check)
    register(check_urls, Tags.urls)
