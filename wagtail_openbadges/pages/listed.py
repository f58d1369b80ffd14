"""Which badges lists show, as plain values: what a reader can choose among, and look for.

Everything is read in a few queries, however many badges there are: no page is loaded that is not shown. The words of a
search are looked for here and not by the engine of the site: half of the engines take accents to matter, and none of
them is told that a structure has changed its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import swapper
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, F, Model, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from wagtail.coreutils import string_to_ascii

from ..authoring.below import has_tags, pairs_of, types_of
from ..models import Opening, OpeningKind

Themes = dict[int, dict[str, str]]
"""For each page, by its primary key, the names of its themes by their slugs."""

MIDDLE_DOT = re.compile(r"(?<=\w)[·•](?=\w)")


@dataclass(frozen=True, kw_only=True)
class ListedBadge:
    """A published badge, with as much of it as filters and a search ask for."""

    page_id: int
    title: str
    description: str
    claim_rule: str
    minutes: int
    issuer: str
    """The UUID of who gives it; "" while nobody does."""
    structure: str
    """The name of that issuer."""
    themes: dict[str, str]
    """Names by their slugs."""

    def holds(self, words: list[str]) -> bool:
        """Say whether each of some words, as `words_of` returns them, begins a word of the badge."""
        return _all_begin(words, [self.title, self.description, self.structure, *self.themes.values()])

    def names(self, words: list[str]) -> bool:
        """Say whether each of some words begins a word of the title."""
        return _all_begin(words, [self.title])


def badges_among(pages: QuerySet, themes_of: Callable[[list[int]], Themes]) -> list[ListedBadge]:
    """Return the badges among some pages, in their order; those that are archived are left out.

    Args:
        pages: of badges, whatever their page types.
        themes_of: returns the themes of some pages.
    """
    archived = archived_keys()
    rows = [
        row
        for row in _with_source(pages).values("pk", "title", "content_type_id", "source_key")
        if row["source_key"] not in archived
    ]
    said: dict[int, dict[str, Any]] = {}
    for content_type_id in {row["content_type_id"] for row in rows}:
        # The keys are named: as a query within the query, PostgreSQL plans it badly until it knows the tables.
        keys = [row["pk"] for row in rows if row["content_type_id"] == content_type_id]
        model = ContentType.objects.get_for_id(content_type_id).model_class()
        columns = ("pk", "description", "claim_rule", "minutes", "issuer__uuid", "issuer__organisation__name")
        said |= {words["pk"]: words for words in model.objects.filter(pk__in=keys).values(*columns)}
    themes = themes_of(list(said))
    return [_listed(row, said[row["pk"]], themes.get(row["pk"], {})) for row in rows]


def _listed(row: dict[str, Any], said: dict[str, Any], themes: dict[str, str]) -> ListedBadge:
    return ListedBadge(
        page_id=row["pk"],
        title=row["title"],
        description=said["description"],
        claim_rule=said["claim_rule"],
        minutes=said["minutes"],
        issuer=str(said["issuer__uuid"] or ""),
        structure=said["issuer__organisation__name"] or "",
        themes=themes,
    )


def themes_by_tags(keys: Iterable[int], badge_type: type[Model]) -> Themes:
    """Return the tags of some pages; page types without tags have none."""
    found: Themes = {}
    for model in filter(has_tags, types_of(badge_type)):
        found |= pairs_of(model.objects.filter(pk__in=keys), "tags__slug", "tags__name", order="tags__name")
    return found


def tags_in_use(badge_type: type[Model]) -> dict[str, str]:
    """Return the names of the tags that published badges have, by their slugs."""
    found: dict[str, str] = {}
    for model in filter(has_tags, types_of(badge_type)):
        of_pages = model.objects.live().filter(tags__slug__isnull=False).order_by()
        found |= dict(of_pages.values_list("tags__slug", "tags__name").distinct())
    return found


def public_pages(page_type: type[Model]) -> QuerySet:
    """Return the pages made from a mixin that everybody may read."""
    return swapper.load_model("wagtailcore", "Page").objects.live().public().type(page_type)


def badges_everywhere(badge_type: type[Model], locale_id: int) -> QuerySet:
    """Return the pages of badges of a language that everybody may read, wherever they are on the site, by title.

    An alias of a badge that is shown itself is left out, and so is a badge that is archived.
    """
    pages = public_pages(badge_type).filter(locale=locale_id)
    sources = list(pages.exclude(alias_of=None).values_list("alias_of", flat=True))
    if sources:
        pages = pages.exclude(alias_of__in=list(pages.filter(pk__in=sources).values_list("pk", flat=True)))
    return _with_source(pages).exclude(source_key__in=archived_keys()).order_by("title", "pk")


def given_by(badges: QuerySet, issuers: set[UUID]) -> QuerySet:
    """Return those among some badges of `badges_everywhere` that issuers give."""
    return badges.filter(source_key__in=keys_of(issuer__uuid__in=issuers))


def tagged(badges: QuerySet, badge_type: type[Model], theme: str) -> QuerySet:
    """Return those among some badges that have a tag, by its slug."""
    pages = [model.objects.filter(tags__slug=theme) for model in filter(has_tags, types_of(badge_type))]
    return badges.filter(pk__in=[pk for found in pages for pk in found.values_list("pk", flat=True)])


def in_language(page: Any, pages: QuerySet, locale_id: int) -> QuerySet:
    """Return a chosen page as far as it is among some pages: its translation in a language, else the page itself."""
    if page is None:
        return pages.none()
    translated = Q(translation_key=page.translation_key, locale=locale_id)
    is_other = Case(When(locale=locale_id, then=Value(0)), default=Value(1))
    return pages.filter(Q(pk=page.pk) | translated).order_by(is_other, "pk")[:1]


def keys_of(**conditions: Any) -> list[UUID]:
    """Return the translation keys of the badges whose openings meet conditions, the archived ones left out."""
    openings = Opening.objects.filter(kind=OpeningKind.BADGE, archived_at=None, **conditions)
    return list(openings.values_list("translation_key", flat=True))


def archived_keys() -> set[UUID]:
    """Return the translation keys of the badges that left the lists."""
    openings = Opening.objects.filter(kind=OpeningKind.BADGE, archived_at__isnull=False)
    return set(openings.values_list("translation_key", flat=True))


def words_of(text: str) -> list[str]:
    """Return the words of a text without accents, capitals and the sign of the plural.

    A letter alone, as in “l’appel”, says nothing beside other words.
    """
    words = _plain_words(text)
    wanted = [word for word in words if len(word) > 1] or words
    return [word[:-1] if len(word) > 3 and word.endswith("s") else word for word in wanted]


def _plain_words(text: str) -> list[str]:
    """Write a text in plain letters: “engagé·e” is one word, whose first half is a way to find it."""
    return re.findall(r"\w+", string_to_ascii(MIDDLE_DOT.sub("", text)).casefold())


def _all_begin(words: list[str], texts: list[str]) -> bool:
    if not words:
        return True
    said = _plain_words(" ".join(texts))
    return all(any(known.startswith(word) for known in said) for word in words)


def _with_source(pages: QuerySet) -> QuerySet:
    """Name the translation group whose words a page shows: an alias has that of its source."""
    return pages.annotate(source_key=Coalesce(F("alias_of__translation_key"), F("translation_key")))
