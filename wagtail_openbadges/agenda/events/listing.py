"""The agenda as a list: what comes and what is over, by topic, place and public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from .mixins import EventIndexPageMixin


def index_context(index: EventIndexPageMixin, request: HttpRequest) -> dict[str, Any]:
    """Lay out the list that a request asks for."""
    return {}
