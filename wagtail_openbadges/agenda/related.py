"""What a news or an event is tied to: pages of the site, whichever app they belong to."""

from __future__ import annotations

from typing import Any

import swapper
from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Length, Substr
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import PageChooserPanel
from wagtail.models import Orderable


class AbstractRelatedPage(Orderable):
    """A badge, a call, an event, a news or a structure that goes with the page.

    Each page type makes its own, with a `ParentalKey` to itself named `page`.
    """

    related_page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("page"),
    )

    panels = [PageChooserPanel("related_page")]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("page that goes with it")
        verbose_name_plural = _("pages that go with it")

    def __str__(self):
        return str(self.related_page)


def public_pages() -> QuerySet:
    """Return the pages that everybody may read; it looks the restrictions up at once, and only once."""
    return swapper.load_model("wagtailcore", "Page").objects.live().public()


def related_links(page: Any, request: HttpRequest, readable: QuerySet | None = None) -> list[dict[str, str]]:
    """Return links to the pages that an editor tied to a page, as far as everybody may read them, in her order."""
    chosen = [row.related_page_id for row in page.related.all()]
    pages = _with_title_above(public_pages() if readable is None else readable).in_bulk(chosen)
    return [_link(pages[pk], request) for pk in chosen if pk in pages]


def _with_title_above(pages: QuerySet) -> QuerySet:
    """Bring the title of the page above along, without asking once more for it."""
    path = OuterRef("path")
    above = pages.model.objects.filter(path=Substr(path, 1, Length(path) - pages.model.steplen))
    return pages.annotate(title_above=Subquery(above.values("title")[:1]))


def _link(page: Any, request: HttpRequest) -> dict[str, str]:
    kind = page.cached_content_type.model_class()
    return {
        "kind": capfirst(kind._meta.verbose_name) if kind else "",
        "title": _title(page, kind),
        "href": page.get_url(request) or "",
    }


def _title(page: Any, kind: type | None) -> str:
    """Name a page; “Second round” alone says nothing without the call that it is below."""
    return f"{page.title_above} · {page.title}" if hasattr(kind, "hub") else page.title
