"""Events as files for calendars (RFC 5545)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from .mixins import EventIndexPageMixin, EventPageMixin


def of_event(page: EventPageMixin, request: HttpRequest) -> HttpResponse:
    """Write one event."""
    return HttpResponse()


def of_index(index: EventIndexPageMixin, request: HttpRequest) -> HttpResponse:
    """Write the events below an agenda."""
    return HttpResponse()
