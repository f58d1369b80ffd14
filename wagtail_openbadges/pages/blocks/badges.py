"""Blocks that show badges: one that an editor chose, or a list of them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ...authoring.shown import locale_id_of
from .. import display, listed
from ..mixins import BadgeIndexPageMixin, BadgePageMixin
from .choosing import (
    MOST,
    PREVIEW,
    BadgeChooserBlock,
    BadgeIndexChooserBlock,
    identifiers,
    issuers_to_choose,
    themes_to_choose,
)


class BadgeBlock(blocks.StructBlock):
    """One badge; nothing while not everybody may read its page."""

    badge = BadgeChooserBlock(
        label=_("Badge"), help_text=_("A page in another language shows its translation, if there is one.")
    )

    class Meta:
        icon = "pick"
        label = _("Badge")
        description = _("A card that leads to the page of a badge.")
        template = "wagtail_openbadges/blocks/badge.html"
        preview_template = PREVIEW

    def get_preview_value(self) -> Any:
        """Show a badge of the site, if there is one."""
        return self.normalize({"badge": listed.badges_everywhere(BadgePageMixin, locale_id_of({})).first()})

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        pages = listed.in_language(value.get("badge"), listed.public_pages(BadgePageMixin), locale_id_of(context))
        context["cards"] = display.cards_of(list(pages.specific()), context.get("request"))
        return context


class BadgesBlock(blocks.StructBlock):
    """Badges in the language of the page, by title; nothing while there is none."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    structure = blocks.ChoiceBlock(
        label=_("Of a structure"),
        choices=issuers_to_choose,
        required=False,
        help_text=_("Leave it empty for the badges of all structures."),
    )
    theme = blocks.ChoiceBlock(
        label=_("With a tag"),
        choices=themes_to_choose,
        required=False,
        help_text=_("Leave it empty for all badges."),
    )
    limit = blocks.IntegerBlock(label=_("How many badges at most"), default=3, min_value=1, max_value=MOST)
    list_page = BadgeIndexChooserBlock(
        label=_("Link to a whole list"), required=False, help_text=_("It stands below the badges.")
    )
    list_label = blocks.CharBlock(
        label=_("Words of the link"),
        required=False,
        max_length=80,
        help_text=_("Leave it empty for the title of the list."),
    )

    class Meta:
        icon = "pick"
        label = _("List of badges")
        description = _("Cards of badges: all of them, those of a structure or those with a tag.")
        template = "wagtail_openbadges/blocks/badges.html"
        preview_template = PREVIEW
        preview_value = {"heading": _("Our badges"), "limit": 3}

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        locale_id, request = locale_id_of(context), context.get("request")
        pages = listed.badges_everywhere(BadgePageMixin, locale_id)
        if value.get("structure"):
            pages = listed.given_by(pages, identifiers([value.get("structure")]))
        if value.get("theme"):
            pages = listed.tagged(pages, BadgePageMixin, value.get("theme"))
        context["cards"] = display.cards_of(list(pages.specific()[: value["limit"] or MOST]), request)
        lists = listed.public_pages(BadgeIndexPageMixin)
        whole = listed.in_language(value.get("list_page"), lists, locale_id).first() if context["cards"] else None
        context["whole_list"] = {
            "href": whole.get_url(request) or "" if whole else "",
            "label": value.get("list_label") or (whole.title if whole else ""),
        }
        return context
