"""How a page of ours is shown: in its language, with our template, and under one address for those who share it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale


class ShownMixin(models.Model):
    """Show a page in its own language, with our template unless the site has one for this page type."""

    spoken_title = models.CharField(
        _("spoken title"),
        max_length=255,
        blank=True,
        help_text=_(
            "Optional. Fill it in when a screen reader, which reads the page aloud, says the title badly:"
            " “engagé ou engagée” for “engagé·e”."
        ),
    )

    fallback_template: str
    kept_routes: tuple[str, ...] = ()
    """Sub-routes that a redirect must follow when the page moves: people keep those addresses too."""
    shown_with: tuple[str, ...] = ("locale",)
    """Foreign keys to what a page shows beside itself: it is fetched together."""

    class Meta:
        abstract = True

    @property
    def content_language(self) -> str:
        """The language that the page is written in: an alias shows its source's words."""
        return source_of(self).locale.language_code

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
        self._bring_along()
        with translation.override(self.locale.language_code):
            response = super().serve(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") else response

    def _bring_along(self) -> None:
        """Ask once for all that stands beside the page, instead of once for each; what a draft chose stays as it is."""
        rows = type(self)._base_manager.select_related(*self.shown_with).only("pk", *self.shown_with)
        found = rows.filter(pk=self.pk).first()
        for name in self.shown_with if found else ():
            column = self._meta.get_field(name).attname
            if getattr(found, column) == getattr(self, column):
                setattr(self, name, getattr(found, name))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        with translation.override(self.locale.language_code):
            response = super().serve_preview(request, mode_name)
            return response.render() if hasattr(response, "render") else response


def source_of(page: Any) -> Any:
    """Return the page whose content an alias shows; a page that is no alias is its own source."""
    while page.alias_of_id:
        page = page.alias_of.specific
    return page


def locale_id_of(context: dict[str, Any]) -> int:
    """Return the language of the page that holds a block; that of the request where no page does."""
    return getattr(context.get("page"), "locale_id", None) or Locale.get_active().pk


def social(page: ShownMixin, request: HttpRequest, image_url: str) -> dict[str, str]:
    """Say where the page is for those who share or index it: an alias names its source."""
    return {
        "url": request.build_absolute_uri(source_of(page).get_url(request) or "/"),
        "image": request.build_absolute_uri(image_url) if image_url else "",
    }
