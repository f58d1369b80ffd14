"""A block that shows the last news on any page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class LastNewsBlock(blocks.StructBlock):
    """The news that came last, those put forward first."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    limit = blocks.IntegerBlock(label=_("How many news at most"), default=3, min_value=1, max_value=24)

    class Meta:
        icon = "doc-full-inverse"
        label = _("Last news")
        template = "wagtail_openbadges/agenda/blocks/last_news.html"
