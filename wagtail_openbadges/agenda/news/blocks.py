"""A block that shows the last news on any page."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ...authoring.below import types_of
from ...authoring.shown import locale_id_of
from ..related import public_pages
from . import listed
from .mixins import NewsPageMixin


class LastNewsBlock(blocks.StructBlock):
    """The news that came last, those put forward first."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    limit = blocks.IntegerBlock(label=_("How many news at most"), default=3, min_value=1, max_value=24)

    class Meta:
        icon = "doc-full-inverse"
        label = _("Last news")
        template = "wagtail_openbadges/agenda/blocks/last_news.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        if not types_of(NewsPageMixin):
            return {**context, "cards": []}
        news = listed.everywhere(public_pages(), NewsPageMixin, locale_id_of(context))
        shown = news.order_by(F("news_is_featured").desc(), *listed.newest_first())[: value["limit"]]
        context["cards"] = listed.cards(list(shown), context.get("request"))
        return context
