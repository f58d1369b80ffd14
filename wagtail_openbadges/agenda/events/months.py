"""A month of the agenda."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from .mixins import EventIndexPageMixin


def month_context(index: EventIndexPageMixin, request: HttpRequest, year: int, month: int) -> dict[str, Any]:
    """Lay out the weeks of a month."""
    return {}
