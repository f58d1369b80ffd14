"""In which languages a badge is written now, and in which of them a person receives it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import swapper

from ..models import AchievementVersion, Assertion, Opening, OpeningKind, OpeningVersion
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

    Another language counts while its page is live, where everybody can read its words, and while it asks for what
    the form asks: nobody reads or judges other criteria than those of the form.

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
    others = {
        language: version
        for language, version in newest.items()
        if language != own.language and _asked(version.criteria) == _asked(form.criteria)
    }
    if opening.kind != OpeningKind.BADGE or not others:
        return {own.language: own}
    live = live_pages(opening, others)
    return {own.language: own} | {language: version for language, version in others.items() if language in live}


def _asked(criteria: list[dict[str, Any]]) -> list[tuple[str, bool]]:
    """Return what stays the same of criteria in every language, whatever their order: a translation keeps the uids."""
    return sorted((criterion["uid"], criterion["required"]) for criterion in criteria)


def choice_of(version: AchievementVersion) -> str:
    """Return what a person sends to choose a version: its language, and what tells its words from later ones.

    Args:
        version: one that `badge_versions` offers. The number alone would not do: words are edited in place at first.
    """
    return f"{version.language}:{version.number}:{version.digest}"


def chosen_version(opening: Opening, form: OpeningVersion, choice: str) -> AchievementVersion | None:
    """Return the version of the badge that a person chose; None when there is no badge to give.

    Args:
        opening: where she deposits.
        form: as she read it.
        choice: what `choice_of` says of an offered version, empty for the language of the form.

    Raises:
        StateConflictError: `language_gone`, the badge is not offered in this language; `words_changed`, it says
            something else there by now.
    """
    offered = badge_versions(opening, form)
    if not choice:
        return next(iter(offered.values()), None)
    version = offered.get(choice.partition(":")[0])
    if version is None:
        raise StateConflictError("language_gone")
    if choice_of(version) != choice:
        raise StateConflictError("words_changed")
    return version


def reading_language(assertion: Assertion) -> str:
    """Return the language in which the holder of a badge reads: her badge may be written in another one.

    Args:
        assertion: her badge; the language of the file that it was given for comes first.
    """
    if assertion.submission is not None:
        return assertion.submission.language
    known = assertion.holder.locale if assertion.holder is not None else ""
    return known or assertion.achievement_version.language
