"""In which languages a badge is written now, and in which of them a person receives it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import swapper

from ..models import AchievementVersion, Opening, OpeningKind, OpeningVersion
from .errors import StateConflictError


def live_pages(opening: Opening | None, languages: Iterable[str]) -> dict[str, Any]:
    """Return the page of an opening that everybody may read, in each of some languages; no alias speaks for itself.

    Args:
        opening: whose pages, if there is one.
        languages: their codes.
    """
    if opening is None:
        return {}
    pages = swapper.load_model("wagtailcore", "Page").objects.live().public()
    found = pages.filter(
        translation_key=opening.translation_key, alias_of=None, locale__language_code__in=list(languages)
    )
    return {page.locale.language_code: page for page in found.select_related("locale")}


def badge_versions(opening: Opening, form: OpeningVersion) -> dict[str, AchievementVersion]:
    """Return the versions among which a person chooses the words of her badge, by language; her form's comes first.

    Another language counts while its page is live: its words are the ones that everybody can read there.

    Args:
        opening: where she deposits; a call gives its badge in the language of its form.
        form: as she read it.
    """
    achievement_id = opening.achievement_id or form.awards_id
    if achievement_id is None:
        return {}
    versions = AchievementVersion.objects.filter(achievement=achievement_id).defer("image").order_by("number")
    newest = {version.language: version for version in versions}
    own = newest.get(form.language) or max(newest.values(), key=lambda version: version.number)
    others = {language: version for language, version in newest.items() if language != own.language}
    if opening.kind != OpeningKind.BADGE or not others:
        return {own.language: own}
    live = live_pages(opening, others)
    return {own.language: own} | {language: version for language, version in others.items() if language in live}


def chosen_version(opening: Opening, form: OpeningVersion, language: str) -> AchievementVersion | None:
    """Return the version of the badge in the language that a person chose; None when there is no badge to give.

    Args:
        opening: where she deposits.
        form: as she read it.
        language: one that `badge_versions` offers, empty for that of the form.

    Raises:
        StateConflictError: `language_gone`, the badge is no longer offered in this language.
    """
    offered = badge_versions(opening, form)
    if not language:
        return next(iter(offered.values()), None)
    if language not in offered:
        raise StateConflictError("language_gone")
    return offered[language]
