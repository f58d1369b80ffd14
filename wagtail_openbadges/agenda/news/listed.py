"""Which news lists show, whatever their page types, with as much of each as a card tells.

Rows are pages of the site's base type: a list of a thousand news costs as many queries as one of ten, and no text is
loaded that is not shown.
"""

from __future__ import annotations

import datetime
import logging
from typing import Any

import swapper
from django.db import transaction
from django.db.models import Count, F, Model, Q, QuerySet
from django.db.models.functions import Coalesce, ExtractYear
from django.http import HttpRequest
from django.utils import timezone

from ...authoring.below import has_tags, pages_below, types_of
from ...authoring.filtering import by_name
from ..renditions import card_pictures

logger = logging.getLogger(__name__)

MOST_FOUND = 1000
"""How many news a search finds at most: databases bound what one question may hold."""


def below(index: Any, news_type: type[Model]) -> QuerySet:
    """Return the news below a list; an alias of a news that is below it too is left out."""
    twice = Q(alias_of__path__startswith=index.path, alias_of__live=True)
    return _listed(pages_below(index).exclude(twice), news_type)


def everywhere(pages: QuerySet, news_type: type[Model], locale_id: int) -> QuerySet:
    """Return the news of a language among some pages, whichever list they are below."""
    return _listed(pages.filter(locale=locale_id), news_type)


def _listed(pages: QuerySet, news_type: type[Model]) -> QuerySet:
    """Return the news among some pages that are still shown in lists, the last ones first."""
    columns = {
        "news_date": "date",
        "news_summary": "summary",
        "news_is_featured": "is_featured",
        "news_shown_until": "shown_until",
        "news_image": "image_id",
    }
    annotated = (
        pages.type(news_type)
        .select_related("locale")
        .annotate(
            written_in=F("alias_of__locale__language_code"),
            **{name: _column(news_type, column) for name, column in columns.items()},
        )
    )
    is_shown = Q(news_shown_until=None) | Q(news_shown_until__gte=timezone.localdate())
    return annotated.filter(is_shown).order_by(*newest_first())


def newest_first() -> list[Any]:
    """Return the order of news: by the day that readers see, then by the instant of publication."""
    return [F("news_date").desc(), F("first_published_at").desc(nulls_last=True), F("pk").desc()]


def _column(news_type: type[Model], name: str) -> Any:
    columns = [F(f"{_road(model)}__{name}") for model in types_of(news_type)]
    return Coalesce(*columns) if len(columns) > 1 else columns[0]


def _road(model: type[Model]) -> str:
    """Return the way of a query from a page of the base type to one of its types."""
    base = swapper.load_model("wagtailcore", "Page")
    return "__".join(step.join_field.name for step in model._meta.get_path_from_parent(base))


def topics_of(news: QuerySet, news_type: type[Model]) -> dict[str, str]:
    """Return the names of the topics of some news by their slugs, in alphabetical order."""
    pages = news.order_by().values("pk")
    found: dict[str, str] = {}
    for model in filter(has_tags, types_of(news_type)):
        tagged = model.objects.filter(pk__in=pages, tags__slug__isnull=False).order_by()
        found |= dict(tagged.values_list("tags__slug", "tags__name").distinct())
    return by_name(found)


def about(news: QuerySet, topic: str, news_type: type[Model]) -> QuerySet:
    """Return those among some news that have a topic."""
    chosen = Q(pk__in=[])
    for model in filter(has_tags, types_of(news_type)):
        chosen |= Q(pk__in=model.objects.filter(tags__slug=topic).values("pk"))
    return news.filter(chosen)


def related(news: QuerySet, slugs: list[str], news_type: type[Model], *, limit: int) -> list[Any]:
    """Return those among some news that share topics with a news: those that share most, then the last ones."""
    roads = [f"{_road(model)}__tags" for model in filter(has_tags, types_of(news_type))]
    if not slugs or not roads:
        return []
    shared = sum(Count(road, filter=Q(**{f"{road}__slug__in": slugs}), distinct=True) for road in roads)
    return list(news.annotate(shared=shared).filter(shared__gt=0).order_by("-shared", *newest_first())[:limit])


def years_of(news: QuerySet) -> dict[int, int]:
    """Count some news by year, the last year first."""
    years = news.annotate(news_year=ExtractYear("news_date")).order_by("-news_year")
    return dict(years.values("news_year").annotate(count=Count("pk")).values_list("news_year", "count"))


def of_year(news: QuerySet, year: int) -> QuerySet:
    """Return those among some news that are of a year."""
    return news.filter(news_date__range=(datetime.date(year, 1, 1), datetime.date(year, 12, 31)))


def holding(news: QuerySet, words: str, index: Any, news_type: type[Model]) -> QuerySet:
    """Return those among some news that hold all the words, as the search engine of the site understands them.

    Words that an engine cannot read, or an engine that does not answer, are no reason for an error: then the titles
    and the summaries are looked through.
    """
    pages = pages_below(index).type(news_type)
    try:
        with transaction.atomic():
            found = {page.pk for page in pages.search(words, operator="and", order_by_relevance=True)[:MOST_FOUND]}
    except Exception as error:  # noqa: BLE001 - engines have errors of their own, which we cannot name
        logger.warning("The search engine did not answer (%s): titles are looked through", type(error).__name__)
        return news.filter(Q(title__icontains=words) | Q(news_summary__icontains=words))
    return news.filter(pk__in=found)


def cards(pages: list[Any], request: HttpRequest | None) -> list[dict[str, Any]]:
    """Lay out some news of a list as cards."""
    pictures = card_pictures(page.news_image for page in pages)
    return [
        {
            "title": page.title,
            "href": page.get_url(request) or "",
            "date": page.news_date,
            "summary": page.news_summary,
            "picture": pictures.get(page.news_image),
            "is_featured": page.news_is_featured,
            "lang": page.written_in or "",
        }
        for page in pages
    ]
