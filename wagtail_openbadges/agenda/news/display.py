"""What the page of a news shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from ...authoring.json_ld import script
from ...authoring.shown import social
from ...spans import day_in_words
from ..related import public_pages, related_links
from ..renditions import images_in, picture, prefetch
from . import json_ld, listed
from .portable import portable

if TYPE_CHECKING:
    from .mixins import NewsPageMixin

LINKEDIN = "https://www.linkedin.com/sharing/share-offsite/"
MOST_RELATED = 3


def news_context(page: NewsPageMixin, request: HttpRequest, news_type: type[Model]) -> dict[str, Any]:
    """Say what a news tells, who wrote it, and what goes with it."""
    prefetch([page.image, *images_in(page.body)])
    index, topics, author = page.get_index(), page.get_topics(), author_of(page)
    index_url = (index.get_url(request) or "") if index else ""
    head = picture(page.image, page.alt)
    shared = social(page, request, head["src"] if head else "")
    readable = public_pages()
    links = related_links(page, request, readable)
    return {
        "foreign_language": page.foreign_language,
        "index": index and {"href": index_url, "label": index.title},
        "author": author,
        "topics": [
            {"label": name, "href": index and f"{index_url}?{urlencode({'topic': slug})}"}
            for slug, name in topics.items()
        ],
        "picture": head,
        "links": links,
        "related": _related(page, list(topics), readable, {row["href"] for row in links}, request, news_type),
        "past": _past(page),
        "share": _share(page.title, shared["url"]),
        "social": shared,
        "json_ld": script(_described(page, request, shared, author, list(topics.values()))),
    }


def author_of(page: NewsPageMixin) -> dict[str, Any]:
    """Return who signs a news: the words of the editor, else the full name of a person, else the structure.

    The name with which somebody logs in is never shown.
    """
    person = page.author.strip() or getattr(page.author_user, "get_full_name", str)().strip()
    structure = page.organisation.name if page.organisation else ""
    return {"name": person or structure, "is_person": bool(person), "structure": structure if person else ""}


def _related(
    page: NewsPageMixin,
    slugs: list[str],
    readable: QuerySet,
    tied: set[str],
    request: HttpRequest,
    news_type: type[Model],
) -> list[dict[str, Any]]:
    """Return cards of other news that share topics with this one, except those that its editor tied to it already."""
    own = [pk for pk in (page.pk, page.alias_of_id) if pk]
    others = listed.everywhere(readable, news_type, page.locale_id).exclude(pk__in=own)
    others = others.exclude(alias_of__in=own) if own else others
    found = listed.related(others, slugs, news_type, limit=MOST_RELATED + len(tied))
    return [card for card in listed.cards(found, request) if card["href"] not in tied][:MOST_RELATED]


def _past(page: NewsPageMixin) -> str:
    """Say that a news left the lists; nothing while it is shown there."""
    if page.shown_until is None or page.shown_until >= timezone.localdate():
        return ""
    day = day_in_words(page.shown_until)
    return _("This news left our lists after %(day)s: what it says may no longer be true.") % {"day": day}


def _share(title: str, url: str) -> list[dict[str, Any]]:
    """Return plain links: nothing of another site is loaded before somebody follows one."""
    body = f"{title}\n{url}"
    return [
        {
            "label": _("Send it by e-mail"),
            "href": f"mailto:?subject={quote(title)}&body={quote(body, safe='')}",
            "kind": "mail",
        },
        {
            "label": _("Share it on LinkedIn"),
            "href": f"{LINKEDIN}?{urlencode({'url': url})}",
            "kind": "linkedin",
            "external": True,
        },
    ]


def _described(
    page: NewsPageMixin, request: HttpRequest, shared: dict[str, str], author: dict[str, Any], topics: list[str]
) -> dict[str, Any]:
    site = Site.find_for_request(request)
    changed = page.last_published_at
    return json_ld.news(
        headline=page.title,
        description=page.search_description or page.summary,
        url=shared["url"],
        image=shared["image"],
        language=page.content_language,
        published=page.date.isoformat(),
        modified=timezone.localtime(changed).isoformat(timespec="seconds") if changed else "",
        author=author,
        publisher=page.organisation.name if page.organisation else (site.site_name if site else ""),
        topics=topics,
    )


def plain(page: NewsPageMixin, request: HttpRequest) -> HttpResponse:
    """Show a news alone, with nothing that a mail program would lose."""
    prefetch([page.image, *images_in(page.body)])
    address = social(page, request, "")["url"]
    context = {
        "page": page,
        "foreign_language": page.foreign_language,
        "author": author_of(page),
        "text": portable(page, request, address),
        "address": address,
    }
    response = render(request, "wagtail_openbadges/agenda/plain.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
