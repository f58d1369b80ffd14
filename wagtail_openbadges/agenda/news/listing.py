"""The list of news: topics, years, search and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db.models import F, Model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from ...authoring.filtering import asked_words, query_of, rows_of, with_capitals
from . import listed

if TYPE_CHECKING:
    from .mixins import NewsIndexPageMixin


def index_context(index: NewsIndexPageMixin, request: HttpRequest, news_type: type[Model]) -> dict[str, Any]:
    """Lay out the list that a request asks for; choices that mean nothing are ignored.

    Args:
        index: the page of the list.
        request: its GET parameters choose: topic, year, q, page.
        news_type: the mixin of news.
    """
    news = listed.below(index, news_type)
    topics, years = listed.topics_of(news, news_type), listed.years_of(news)
    chosen = {
        "q": asked_words(request),
        "topic": asked_topic(request, topics),
        "year": _known(request.GET.get("year", ""), [str(year) for year in years]),
    }
    fitting = listed.about(news, chosen["topic"], news_type) if chosen["topic"] else news
    fitting = listed.holding(fitting, chosen["q"], index, news_type) if chosen["q"] else fitting
    counts = listed.years_of(fitting) if fitting is not news else years
    wanted = listed.of_year(fitting, int(chosen["year"])) if chosen["year"] else fitting
    if not any(chosen.values()):
        wanted = wanted.order_by(F("news_is_featured").desc(), *listed.newest_first())
    listing = Paginator(wanted, index.per_page).get_page(request.GET.get("page"))
    query = query_of(chosen)
    here = query + (f"page={listing.number}" if listing.number > 1 else "")
    return {
        "listing": listing,
        "query": query,
        "social_url": request.build_absolute_uri(f"{request.path}?{here}".rstrip("?&")),
        "heading": _heading(listing.paginator.count, chosen, topics),
        "filters": rows_of(with_capitals({"topic": topics}), chosen, {"topic": (_("Topic"), _("All topics"))}),
        "years": _years(counts, chosen),
        "year": chosen["year"],
        "words": chosen["q"],
        "is_filtered": any(chosen.values()),
        "cards": listed.cards(list(listing.object_list), request),
        "empty": None if listing.paginator.count else _empty(is_filtered=any(chosen.values())),
        "follow": follow_links(index, request, chosen["topic"]),
    }


def asked_topic(request: HttpRequest, topics: dict[str, str]) -> str:
    """Return the slug of the topic that a request names, if some news has it."""
    return _known(request.GET.get("topic", ""), topics)


def _known(value: str, values: Any) -> str:
    return value if value in values else ""


def follow_links(index: NewsIndexPageMixin, request: HttpRequest, topic: str) -> list[dict[str, str]]:
    """Return the addresses of the feeds with what each is for, of the chosen topic if there is one."""
    page_url, query = index.get_url(request) or "", query_of({"topic": topic}).rstrip("&")
    ways = [
        ("atom", "application/atom+xml", _("Feed (Atom)"), _("tells your feed reader about each news item.")),
        ("rss", "application/rss+xml", _("Feed (RSS)"), _("is for programs that do not read Atom.")),
    ]
    return [
        {
            "type": kind,
            "label": label,
            "help": help_text,
            "href": f"{page_url}{index.reverse_subpage(name)}{'?' if query else ''}{query}",
        }
        for name, kind, label, help_text in ways
    ]


def _years(counts: dict[int, int], chosen: dict[str, str]) -> list[dict[str, Any]]:
    """Return the years that one can choose, each with the number of news that the other choices leave."""
    rows = [("", _("All years"), sum(counts.values()))]
    rows += [(str(year), str(year), count) for year, count in counts.items()]
    return [
        {
            "label": label,
            "count": count,
            "href": f"?{query_of(chosen, year=year)}".rstrip("&"),
            "is_current": year == chosen["year"],
        }
        for year, label, count in rows
    ]


def _heading(count: int, chosen: dict[str, str], topics: dict[str, str]) -> str:
    """Say what is shown: "3 news items on “food” in 2026"."""
    words = ngettext("%(count)s news item", "%(count)s news items", count) % {"count": count}
    # Translators: these follow each other after “3 news items”, in this order; each may be absent.
    tails = {
        "topic": _("on “%(name)s”") % {"name": topics.get(chosen["topic"], "")},
        "year": pgettext("news of a year", "in %(name)s") % {"name": chosen["year"]},
        "q": _("with “%(name)s”") % {"name": chosen["q"]},
    }
    return " ".join([words, *(tail for name, tail in tails.items() if chosen[name])])


def _empty(*, is_filtered: bool) -> dict[str, str]:
    """Say that nothing is shown, and what one can do about it."""
    if is_filtered:
        return {
            "title": _("No news matches these choices."),
            "text": _("Remove a choice, or look at all the news."),
            "href": "?",
            "label": _("Show all news"),
        }
    return {
        "title": _("There is no news here yet."),
        "text": _("Follow this list with a feed reader: the addresses are below."),
    }
