"""The list of news: topics, years, search and pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from .mixins import NewsIndexPageMixin


def index_context(index: NewsIndexPageMixin, request: HttpRequest) -> dict[str, Any]:
    """Lay out the list that a request asks for."""
    return {}
