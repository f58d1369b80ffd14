"""Languages by their names, and the same badge in another language."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ..domain.languages import live_pages
from ..models import AchievementVersion, Opening


def name_of(code: str) -> str:
    """Name a language in the language in force; one that Django does not know goes by its code."""
    return _known(code, "name_translated")


def own_name(code: str) -> str:
    """Name a language in itself, to begin a line with."""
    return str(capfirst(_known(code, "name_local")))


def _known(code: str, how: str) -> str:
    try:
        return str(translation.get_language_info(code)[how])
    except KeyError:
        return code


def in_other_languages(request: HttpRequest, version: AchievementVersion) -> list[dict[str, str]]:
    """Return where a badge is told in each other language: on its page, else in its newest frozen version.

    Returns:
        Rows of label, href and lang, the label in the language that it leads to.
    """
    versions = AchievementVersion.objects.filter(achievement=version.achievement_id).exclude(language=version.language)
    rows = versions.order_by("number").values_list("language", "number", "frozen_at")
    frozen = {language: number for language, number, frozen_at in rows if frozen_at is not None}
    languages = sorted({language for language, _number, _frozen_at in rows})
    opening = Opening.objects.filter(achievement=version.achievement_id).first() if languages else None
    urls = {language: page.get_url(request) for language, page in live_pages(opening, languages).items()}
    own = version.achievement.uuid
    urls = {
        language: reverse("openbadges:achievement_version", args=[own, number]) for language, number in frozen.items()
    } | {language: url for language, url in urls.items() if url}
    return [
        {"label": _this_badge_in(language), "href": urls[language], "lang": language}
        for language in languages
        if language in urls
    ]


def _this_badge_in(language: str) -> str:
    with translation.override(language):
        return _("This badge in %(language)s") % {"language": _known(language, "name_local")}
