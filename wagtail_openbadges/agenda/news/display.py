"""What the page of a news shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from .mixins import NewsPageMixin


def news_context(page: NewsPageMixin, request: HttpRequest) -> dict[str, Any]:
    """Say what a news tells, who wrote it, and what goes with it."""
    return {}


def plain(page: NewsPageMixin, request: HttpRequest) -> HttpResponse:
    """Show a news alone."""
    return HttpResponse(page.title)
