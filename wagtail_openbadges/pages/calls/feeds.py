"""The Atom feed of the rounds below a list of calls: those published last come first."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid5

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from wagtail.models import Site

from ...authoring.below import address_of
from ...intake.cells import writable
from . import below
from .below import ListedRound

if TYPE_CHECKING:
    from .mixins import CallIndexPageMixin

LIMIT = 50
"""How many rounds the feed holds: readers keep what they have read."""


def atom(index: CallIndexPageMixin, rounds: list[ListedRound], request: HttpRequest) -> HttpResponse:
    """Write the feed. Its identifiers never change, whatever happens to titles, slugs and hosts."""
    newest = sorted(rounds, key=lambda row: row.published_at, reverse=True)[:LIMIT]
    pages = below.pages_of(index, newest)
    site, language = Site.find_for_request(request), index.locale.language_code
    feed = Atom1Feed(
        title=writable(index.title),
        link=address_of(index, request),
        description="",
        language=language,
        author_name=writable((site and site.site_name) or index.title),
        feed_url=request.build_absolute_uri(request.path),
        feed_guid=uuid5(index.translation_key, language).urn,
    )
    for row in newest:
        sentences = [row.state.sentence, row.call.promise]
        feed.add_item(
            title=row.name,
            link=address_of(pages[row.page_id], request),
            description=writable(" ".join(filter(None, sentences))),
            unique_id=row.form.opening.uuid.urn,
            pubdate=row.published_at,
            updateddate=row.updated_at,
            categories=[writable(theme) for theme in row.call.themes.values()],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
