"""Checks of the settings dict: its keys, their types, and what they must hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from textwrap import dedent
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.module_loading import import_string

from .. import conf
from ..hints import paste
from ..standard.errors import OpenBadgesError
from ..standard.keys import did_web

LOOPBACK = ("localhost", "127.0.0.1", "::1")
LINE_BASE_URL = f'{conf.NAME}["BASE_URL"] = "https://www.example.org/openbadges/"  # credentials keep it for ever'
LINES_KEYS = f'import os\n\n{conf.NAME}["KEY_ENCRYPTION_KEYS"] = [os.environ.get("OPENBADGES_KEY", "")]'
LINES_ALL = dedent(
    f"""\
    import os

    {conf.NAME} = {{
        "BASE_URL": "https://www.example.org/openbadges/",  # credentials keep it for ever
        "KEY_ENCRYPTION_KEYS": [os.environ.get("OPENBADGES_KEY", "")],
        "JOBS": "inline",  # or "queue", with django-q2's workers
    }}"""
)
MOST = 30_000
"""No limit is ever set so high, and every column of a number takes it."""
LEAST = {"grace_minutes": 0, "needs_days": 0, "proxies": 0}


def check_settings(**kwargs: object) -> list[CheckMessage]:
    """Report wrong keys and values of the settings dict."""
    if not hasattr(settings, conf.NAME):
        hint = f"{_fresh_key()}\n{paste('settings.py', LINES_ALL)}"
        return [Error(f"{conf.NAME} is not set.", hint=hint, id="wagtail_openbadges.E012")]
    given = getattr(settings, conf.NAME)
    if not isinstance(given, Mapping):
        return [_wrong(conf.NAME, "a dict", given)]
    wrong = list(_wrong_values(given))
    found = [*_unknown_keys(given), *wrong]
    # What follows reads the values, so their types must be right.
    return found if wrong else [*found, *_check_base_url(), *_check_keys(), *_check_seams()]


def _unknown_keys(given: Mapping[str, Any]) -> Iterator[CheckMessage]:
    names = conf.Settings.names()
    for key in given:
        if key not in names:
            yield Error(
                f"{conf.NAME} has an unknown key: {key}.",
                hint=f"Known keys: {', '.join(sorted(names))}.",
                id="wagtail_openbadges.E001",
            )


def _wrong_values(given: Mapping[str, Any]) -> Iterator[CheckMessage]:
    for item in fields(conf.Settings):
        key = item.name.upper()
        if key not in given:
            continue
        value, usual = given[key], item.default
        if type(usual) is int:
            least = LEAST.get(item.name, 1)
            if type(value) is not int or not least <= value <= MOST:
                yield _wrong(key, f"a whole number from {least} to {MOST}", value)
        elif isinstance(usual, tuple):
            if not isinstance(value, (list, tuple)):
                yield _wrong(key, "a list", value)
        elif type(value) is not type(usual):
            yield _wrong(key, f"of type {type(usual).__name__}", value)


def _wrong(key: str, wanted: str, value: object) -> CheckMessage:
    """Name the type only, never the value: it may be a secret."""
    message = f"{key} must be {wanted}."
    hint = f"It is of type {type(value).__name__} now" + (f": {value}." if type(value) is int else ".")
    return Error(message, hint=hint, id="wagtail_openbadges.E011")


def _check_base_url() -> list[CheckMessage]:
    if _can_last(conf.current().base_url):
        return []
    return [
        Error(
            "BASE_URL must be the absolute https address of the wagtail_openbadges.urls include, ending in a slash.",
            hint=paste("settings.py", LINE_BASE_URL),
            id="wagtail_openbadges.E002",
        )
    ]


def _can_last(base_url: str) -> bool:
    try:
        did_web(base_url, "issuers")
        address = urlsplit(base_url)
    except (OpenBadgesError, ValueError):
        return False
    secure = address.scheme == "https" or address.hostname in LOOPBACK
    return secure and address.path.endswith("/")


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
            hint=f"{_fresh_key()}\n{paste('settings.py', LINES_KEYS)}",
            id="wagtail_openbadges.E003",
        )
    ]


def _fresh_key() -> str:
    words = "Here is a fresh key. Keep it secret: outside the code, and outside the backups of the database."
    return f"{words}\n{paste('the environment', f'OPENBADGES_KEY={Fernet.generate_key().decode()}')}"


def _check_seams() -> list[CheckMessage]:
    current = conf.current()
    found: list[CheckMessage] = []
    if current.jobs not in ("queue", "inline"):
        hint = paste("settings.py", f'{conf.NAME}["JOBS"] = "inline"  # or "queue", with django-q2\'s workers')
        found.append(Error('JOBS must be "queue" or "inline".', hint=hint, id="wagtail_openbadges.E004"))
    for key, paths in (("SIGNER", (current.signer,)), ("SCANNERS", current.scanners)):
        for dotted in paths:
            reason = _unusable(str(dotted))
            if reason:
                message = f"{key} names something that cannot be used: {dotted}."
                found.append(Error(message, hint=reason, id="wagtail_openbadges.E005"))
    return found


def _unusable(dotted: str) -> str:
    try:
        return "" if callable(import_string(dotted)) else "It cannot be called: name a function or a class."
    except ImportError as error:
        return str(error)
