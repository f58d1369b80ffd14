"""The feeds of news, with their whole text: one who reads them elsewhere misses nothing."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin
from uuid import uuid5

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, SyndicationFeed
from django.utils.http import http_date, quote_etag
from wagtail.models import Site

from ... import __version__
from ...authoring.below import address_of, has_tags, pairs_of, types_of
from ...intake.cells import writable
from ..renditions import enclosure, images_in, prefetch
from . import listed
from .display import author_of
from .portable import portable

if TYPE_CHECKING:
    from .mixins import NewsIndexPageMixin

LIMIT = 30
"""How many news a feed holds: readers keep what they have read."""


class AtomFeed(Atom1Feed):
    """Atom with the whole text beside the summary (RFC 4287, 4.1.3)."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], {"type": "html"})


class RSSFeed(Rss201rev2Feed):
    """RSS 2.0 with the whole text in the module made for it."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])


def atom(index: NewsIndexPageMixin, request: HttpRequest, news_type: type[Model]) -> HttpResponse:
    """Write the Atom feed."""
    return _answer(AtomFeed, index, request, news_type)


def rss(index: NewsIndexPageMixin, request: HttpRequest, news_type: type[Model]) -> HttpResponse:
    """Write the RSS feed."""
    return _answer(RSSFeed, index, request, news_type)


def _answer(
    kind: type[SyndicationFeed], index: NewsIndexPageMixin, request: HttpRequest, news_type: type[Model]
) -> HttpResponse:
    """Answer a feed, or that nothing changed since the reader came last."""
    news = listed.below(index, news_type)
    topics = listed.topics_of(news, news_type)
    # A topic that no news has any more is a feed without news: whoever follows it is not sent all the others.
    topic = request.GET.get("topic", "").replace("\x00", "")[:100]
    rows = list((listed.about(news, topic, news_type) if topic else news)[:LIMIT])
    tag = quote_etag(_fingerprint(index, rows, request))
    changes = [page.last_published_at for page in (index, *rows) if page.last_published_at]
    modified = int(max(changes).timestamp()) if changes else None
    response = get_conditional_response(request, etag=tag, last_modified=modified)
    if response is None:
        feed = _feed(kind, index, request, topic, topics)
        for item in _items(rows, request, news_type):
            feed.add_item(**item)
        response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    response["ETag"] = tag
    if modified is not None:
        response["Last-Modified"] = http_date(modified)
    return response


def _fingerprint(index: NewsIndexPageMixin, rows: list[Any], request: HttpRequest) -> str:
    """Tell one state of a feed from another, also when a news leaves it or when we learn to write it better."""
    parts = [__version__, request.get_host(), index.title, *(f"{page.pk} {page.last_published_at}" for page in rows)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _feed(
    kind: type[SyndicationFeed], index: NewsIndexPageMixin, request: HttpRequest, topic: str, topics: dict[str, str]
) -> SyndicationFeed:
    """Begin a feed. Its identifier never changes, whatever happens to titles, slugs and hosts."""
    site, language = Site.find_for_request(request), index.locale.language_code
    title = f"{index.title} – {topics.get(topic, topic)}" if topic else index.title
    return kind(
        title=writable(title),
        link=address_of(index, request),
        description=writable(index.search_description or title),
        language=language,
        author_name=writable((site and site.site_name) or index.title),
        feed_url=request.build_absolute_uri(f"{request.path}?{urlencode({'topic': topic})}" if topic else request.path),
        feed_guid=uuid5(index.translation_key, f"{language} {topic}".strip()).urn,
    )


def _items(rows: list[Any], request: HttpRequest, news_type: type[Model]) -> Iterator[dict[str, Any]]:
    """Lay out the news of a feed; everything that they hold is read in a few queries."""
    pages, topics = _loaded(rows, news_type), _topics(rows, news_type)
    prefetch(image for page in pages.values() for image in (page.image, *images_in(page.body)))
    for row in rows:
        page, address = pages[row.pk], address_of(row, request)
        image = enclosure(page.image)
        published = _published(page)
        yield {
            "title": writable(page.title),
            "link": address,
            "description": writable(page.summary),
            "content": writable(portable(page, request, address)),
            "unique_id": uuid5(row.translation_key, row.locale.language_code).urn,
            "unique_id_is_permalink": False,
            "author_name": writable(author_of(page)["name"]) or None,
            "pubdate": published,
            "updateddate": max(published, page.last_published_at or published),
            "categories": [writable(name) for name in topics.get(row.pk, {}).values()],
            "enclosures": [Enclosure(urljoin(address, image["url"]), image["length"], image["type"])] if image else [],
        }


def _loaded(rows: list[Any], news_type: type[Model]) -> dict[int, Any]:
    """Return whole news by their primary keys; the pictures, files and pages in their texts are fetched at once."""
    found: dict[int, Any] = {}
    for model in types_of(news_type):
        pages = list(
            model.objects.filter(pk__in=[row.pk for row in rows]).select_related("image", "author_user", "organisation")
        )
        texts = model._meta.get_field("body").stream_block.bulk_to_python([list(page.body.raw_data) for page in pages])
        for page, text in zip(pages, texts, strict=True):
            page.body = text
            found[page.pk] = page
    return found


def _topics(rows: list[Any], news_type: type[Model]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for model in filter(has_tags, types_of(news_type)):
        pages = model.objects.filter(pk__in=[row.pk for row in rows])
        found |= pairs_of(pages, "tags__slug", "tags__name", order="tags__name")
    return found


def _published(page: Any) -> datetime.datetime:
    """Return the instant of publication when it is of the day that readers see, else the beginning of that day."""
    first = page.first_published_at
    if first is not None and timezone.localdate(first) == page.date:
        return first
    return timezone.make_aware(datetime.datetime.combine(page.date, datetime.time.min))
