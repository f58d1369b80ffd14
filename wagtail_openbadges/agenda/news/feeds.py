"""The feeds of news, with their whole text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from .mixins import NewsIndexPageMixin


def atom(index: NewsIndexPageMixin, request: HttpRequest) -> HttpResponse:
    """Write the Atom feed."""
    return HttpResponse()


def rss(index: NewsIndexPageMixin, request: HttpRequest) -> HttpResponse:
    """Write the RSS feed."""
    return HttpResponse()
