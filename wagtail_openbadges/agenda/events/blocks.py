"""A block that shows the next events on any page."""

from __future__ import annotations

from typing import Any

import swapper
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from . import below, listing


class NextEventsBlock(blocks.StructBlock):
    """The events that come next on the site, in the language of the page; nothing while there is none."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    limit = blocks.IntegerBlock(label=_("How many events at most"), default=3, min_value=1, max_value=24)

    class Meta:
        icon = "date"
        label = _("Next events")
        template = "wagtail_openbadges/agenda/blocks/next_events.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        page = context.get("page")
        language = page.locale.language_code if page else get_language()
        pages = swapper.load_model("wagtailcore", "Page").objects.live().public()
        coming = below.next_events(
            pages.filter(locale__language_code=language), limit=value["limit"], now=timezone.now()
        )
        context["cards"] = [listing.card(event, page.get_url(context.get("request"))) for event, page in coming]
        return context
