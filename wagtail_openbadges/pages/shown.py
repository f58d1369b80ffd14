"""What every page type of ours shares: its language, its template, and the opening that some of them lead to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from wagtail.contrib.routable_page.models import RoutablePageMixin

from ..models import Opening
from . import publishing


class ShownMixin(models.Model):
    """Show a page in its own language, with our template unless the site has one for this page type."""

    fallback_template: str
    kept_routes: tuple[str, ...] = ()
    """Sub-routes that a redirect must follow when the page moves: people keep those addresses too."""

    class Meta:
        abstract = True

    @property
    def content_language(self) -> str:
        """The language that the page is written in: an alias shows its source's words."""
        return publishing.source_of(self).locale.language_code

    @property
    def foreign_language(self) -> str:
        """The language to name beside the words of an alias; empty for a page that speaks for itself."""
        return self.content_language if self.alias_of_id else ""

    def get_route_paths(self) -> list[str]:
        return [*super().get_route_paths(), *self.kept_routes]

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> list[str]:
        """Put ours last: Wagtail gives every concrete page type a template named after it, and ignores a mixin's."""
        return [super().get_template(request, *args, **kwargs), self.fallback_template]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Render before the language of the request comes back: the words around a text are in its language."""
        with translation.override(self.locale.language_code):
            response = super().serve(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") else response

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        with translation.override(self.locale.language_code):
            response = super().serve_preview(request, mode_name)
            return response.render() if hasattr(response, "render") else response


class OpeningPageMixin(ShownMixin, RoutablePageMixin, models.Model):
    """A page that people can deposit to: the records follow what happens to it."""

    publish_to_records: Callable[..., Opening | None]
    """Hands what the page says to the act that publishes it; takes `by`, the user who published, if known."""

    class Meta:
        abstract = True

    @property
    def opening(self) -> Opening | None:
        """The door of this page's translation group; an alias has that of its source."""
        return Opening.objects.filter(translation_key=publishing.source_of(self).translation_key).first()
