"""What the pages that people can deposit to share: the opening that they lead to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import models
from django.http import HttpRequest, HttpResponse
from wagtail.contrib.routable_page.models import RoutablePageMixin

from ..authoring.shown import ShownMixin, source_of
from ..domain.publishing import close
from ..models import Opening
from . import previews
from .written import Written


class OpeningPageMixin(ShownMixin, RoutablePageMixin, models.Model):
    """A page that people can deposit to: the records follow what happens to it."""

    publish_to_records: Callable[..., Opening | None]
    """Hands what the page says to the act that publishes it; takes `by`, the user who published, if known."""

    get_written: Callable[[], Written]
    """Says what the page would be once it is published, for its previews."""

    shown_previews: tuple[str, ...] = ("form", "phone", "mail")
    """Besides the page itself: names of `previews.SHOWN`."""

    class Meta:
        abstract = True

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [(name, previews.LABELS[name]) for name in (previews.PAGE, *self.shown_previews)]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show the page for any mode that is not among its previews: addresses are typed, too."""
        if mode_name in self.shown_previews:
            return previews.serve(self, request, mode_name)
        return super().serve_preview(request, mode_name)

    @property
    def opening(self) -> Opening | None:
        """The door of this page's translation group; an alias has that of its source."""
        return Opening.objects.filter(translation_key=source_of(self).translation_key).first()

    def carry_records(self) -> None:
        """Publish what this page says, now that the page of another language left."""
        self.publish_to_records()

    @classmethod
    def close_records(cls, translation_key: UUID) -> None:
        """Close the opening of a translation group of which no page is left."""
        opening = Opening.objects.filter(translation_key=translation_key).first()
        if opening is not None:
            close(opening)
