"""Checks of our addresses: they are there once, for every language, and nothing else answers them."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.core.checks import CheckMessage, Error, Warning
from django.urls import LocalePrefixPattern, NoReverseMatch, Resolver404, URLResolver, get_resolver, resolve, reverse
from django.urls.base import get_script_prefix

from .. import conf
from ..hints import paste
from ..urls import app_name

HINT_URLS = "They go before Wagtail's own, and outside i18n_patterns.\n" + paste(
    "urls.py",
    """\
urlpatterns = [
    path("openbadges/", include("wagtail_openbadges.urls")),
    path("", include("wagtail_openbadges.well_known")),
    *urlpatterns,
]""",
)
VERIFIER, KEYS = f"{app_name}:verifier", "openbadges_jwks"
KEYS_AT = ".well-known/jwks.json"


def check_urls(**kwargs: object) -> list[CheckMessage]:
    """Report addresses that are missing, or that change with the language of the visitor."""
    try:
        path, keys = reverse(VERIFIER), reverse(KEYS)
    except NoReverseMatch:
        message = "The addresses of documents are not included."
        return [Error(message, hint=HINT_URLS, id="wagtail_openbadges.E008")]
    included = list(_inclusions(get_resolver()))
    if any(included):
        message = "wagtail_openbadges.urls is inside i18n_patterns: the addresses of documents would change."
        return [Error(message, hint=HINT_URLS, id="wagtail_openbadges.E014")]
    if len(included) > 1:
        message = f"wagtail_openbadges.urls is included {len(included)} times: one document has one address."
        hint = f"Keep the include that BASE_URL names ({conf.current().base_url}), and take the others away."
        return [Error(message, hint=hint, id="wagtail_openbadges.E013")]
    return [*_elsewhere(path), *_far_from_root(keys), *_hidden(path, keys)]


def _inclusions(resolver: URLResolver, has_language: bool = False) -> Iterator[bool]:
    """Say for each include of our addresses whether a language stands before it."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            is_below_language = has_language or isinstance(pattern.pattern, LocalePrefixPattern)
            if pattern.app_name == app_name:
                yield is_below_language
            else:
                yield from _inclusions(pattern, is_below_language)


def _elsewhere(path: str) -> Iterator[CheckMessage]:
    base_path = _base_path()
    if path != f"{base_path}verify/":
        yield Error(
            f"BASE_URL ends in {base_path} but the include answers at {path.removesuffix('verify/')}.",
            hint="Make both the same, and keep the include out of i18n_patterns.",
            id="wagtail_openbadges.E009",
        )


def _base_path() -> str:
    try:
        return urlsplit(str(conf.current().base_url)).path
    except ValueError:
        # E002 says so.
        return ""


def _far_from_root(keys: str) -> Iterator[CheckMessage]:
    if keys != f"{get_script_prefix()}{KEYS_AT}":
        yield Warning(
            f"The keys of the site answer at {keys}, and verifiers look for them at /{KEYS_AT}.",
            hint=paste("urls.py", 'urlpatterns = [path("", include("wagtail_openbadges.well_known")), *urlpatterns]'),
            id="wagtail_openbadges.W015",
        )


def _hidden(path: str, keys: str) -> Iterator[CheckMessage]:
    for name, address in ((VERIFIER, path), (KEYS, keys)):
        if _answers(address) != name:
            message = f"Another view answers {address}: an include that stands before ours catches it."
            yield Error(message, hint=HINT_URLS, id="wagtail_openbadges.E016")


def _answers(address: str) -> str:
    """Name the view that answers, by its app: the site may include ours under a namespace of its own."""
    try:
        match = resolve(f"/{address.removeprefix(get_script_prefix())}")
    except Resolver404:
        return ""
    return ":".join([*match.app_names, match.url_name or ""])
