"""A block that shows the next events on any page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class NextEventsBlock(blocks.StructBlock):
    """The events that come next."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    limit = blocks.IntegerBlock(label=_("How many events at most"), default=3, min_value=1, max_value=24)

    class Meta:
        icon = "date"
        label = _("Next events")
        template = "wagtail_openbadges/agenda/blocks/next_events.html"
