"""A block that leads to the page that verifies badges."""

from __future__ import annotations

import secrets
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ...public.verifier import VerifierForm
from .choosing import PREVIEW


class ShortVerifierForm(VerifierForm):
    """What one can give on any page: the rest is asked by the page that verifies."""

    file = None
    address = None


class VerifyBlock(blocks.StructBlock):
    """A form that leads to the page that verifies badges."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120, default=_("Verify a badge"))
    text = blocks.TextBlock(label=_("Introduction"), required=False, max_length=500)

    class Meta:
        icon = "check"
        label = _("Verify a badge")
        description = _("A form for the address or the text of a badge: it says whether the badge holds.")
        template = "wagtail_openbadges/blocks/verify.html"
        preview_template = PREVIEW
        preview_value = {"heading": _("Verify a badge"), "text": ""}

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Name the fields anew each time: a page may have the block twice."""
        context = super().get_context(value, parent_context=parent_context)
        form = ShortVerifierForm(auto_id=f"verify-{secrets.token_hex(4)}-%s", use_required_attribute=False)
        return {**context, "form": form, "verifier_url": reverse("openbadges:verifier")}
