"""What the page of an event shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from .mixins import EventPageMixin


def event_context(page: EventPageMixin, request: HttpRequest) -> dict[str, Any]:
    """Say when and where an event is, whether it takes place, and how one comes."""
    return {}
