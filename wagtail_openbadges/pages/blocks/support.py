"""A block that says who helps people on their way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from ...authoring.shown import locale_id_of
from ...models import Organisation
from ...public import wording
from ..mixins import OrganisationPageMixin
from ..support import support_rows
from .choosing import PREVIEW, identifiers, organisations_to_choose


@dataclass(frozen=True, kw_only=True)
class Supporter:
    """Somebody who helps, as the rows of pages say it too."""

    organisation: Organisation | None
    organisation_id: int | None
    name: str
    text: str
    email: str
    telephone: str
    url: str


class SupporterBlock(blocks.StructBlock):
    """A structure or a person, and how to reach them."""

    organisation = blocks.ChoiceBlock(label=_("Structure"), choices=organisations_to_choose, required=False)
    name = blocks.CharBlock(
        label=_("Name"),
        required=False,
        max_length=200,
        help_text=_("Of a person, or of a structure that is not in the list."),
    )
    text = blocks.TextBlock(label=_("What they can do for you"), required=False, max_length=500)
    email = blocks.EmailBlock(label=_("E-mail"), required=False)
    telephone = blocks.CharBlock(label=_("Telephone"), required=False, max_length=30)
    url = blocks.URLBlock(label=_("Link"), required=False, max_length=500)

    class Meta:
        icon = "user"
        label = _("Support")
        label_format = "{name}"

    def clean(self, value: Any) -> Any:
        """Refuse a row that names nobody, unless this is a draft."""
        cleaned = super().clean(value)
        if not self.is_deferred_validation and not cleaned["organisation"] and not cleaned["name"]:
            error = ValidationError(wording.sentence("support_without_name", {}), code="support_without_name")
            raise StructBlockValidationError(block_errors={"name": error})
        return cleaned


class SupportBlock(blocks.StructBlock):
    """Who helps people on their way; nothing while nobody does."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120, default=_("Find support"))
    rows = blocks.ListBlock(SupporterBlock(), label=_("Who helps"), min_num=1)

    class Meta:
        icon = "group"
        label = _("Find support")
        description = _("Structures or people who help, and how to reach them.")
        template = "wagtail_openbadges/blocks/support.html"
        preview_template = PREVIEW
        preview_value = {
            "heading": _("Find support"),
            "rows": [{"name": "Léa Exemple", "text": _("Helps you to tell what you did."), "email": "lea@example.org"}],
        }

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        supporters = _supporters(value.get("rows") or [])
        organisations = [supporter.organisation for supporter in supporters if supporter.organisation]
        addresses = OrganisationPageMixin.addresses_of(organisations, locale_id_of(context), context.get("request"))
        return {**context, "support": support_rows(supporters, addresses)}


def _supporters(rows: Any) -> list[Supporter]:
    """Return the rows of a block that name somebody: a structure may be gone since they were written."""
    keys = identifiers(row.get("organisation") for row in rows)
    found = {str(row.uuid): row for row in Organisation.objects.filter(uuid__in=keys)}
    supporters = []
    for row in rows:
        organisation = found.get(row.get("organisation"))
        if organisation or row.get("name"):
            words = {name: row.get(name) or "" for name in ("name", "text", "email", "telephone", "url")}
            organisation_id = organisation.pk if organisation else None
            supporters.append(Supporter(organisation=organisation, organisation_id=organisation_id, **words))
    return supporters
