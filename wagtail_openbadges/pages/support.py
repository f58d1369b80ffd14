"""Who helps people on their way: the rows of an editor, and what a page shows of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from ..models import Organisation


class AbstractSupport(Orderable):
    """Somebody who helps people on their way to a badge or to an application."""

    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("structure")
    )
    name = models.CharField(
        _("name"), max_length=200, blank=True, help_text=_("Of a person, or of a structure that is not in the list.")
    )
    text = models.TextField(_("what they can do for you"), max_length=500, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=30, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)

    panels = [
        FieldPanel("organisation"),
        FieldPanel("name"),
        FieldPanel("text"),
        FieldPanel("email"),
        FieldPanel("telephone"),
        FieldPanel("url"),
    ]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("support")
        verbose_name_plural = _("support")

    def __str__(self):
        return self.name or str(self.organisation or "")


def support_panel() -> InlinePanel:
    """Return the panel in which an editor says who helps."""
    return InlinePanel(
        "support",
        heading=_("Who helps people on their way"),
        label=_("Support"),
        help_text=_("A structure or a person, and how to reach them."),
    )


def support_rows(rows: Iterable[Any], pages: dict[int, str]) -> list[dict[str, Any]]:
    """Return those who help people, and how to reach them.

    Args:
        rows: of the page, with their organisations.
        pages: addresses of the pages of organisations.
    """
    return [
        {
            "title": row.name or str(row.organisation or ""),
            "organisation": row.organisation.name if row.organisation and row.name else "",
            "href": pages.get(row.organisation_id) or (row.organisation.url if row.organisation else ""),
            "is_external": row.organisation_id not in pages,
            "text": row.text,
            "contacts": _contacts(row),
        }
        for row in rows
    ]


def _contacts(row: Any) -> list[dict[str, str]]:
    contacts = [
        {"label": row.email, "href": f"mailto:{row.email}", "icon": "mail"},
        {"label": row.telephone, "href": _dialled(row.telephone), "icon": "person"},
        {"label": row.url, "href": row.url, "icon": "link"},
    ]
    return [contact for contact in contacts if contact["label"]]


def _dialled(telephone: str) -> str:
    """Return what a telephone dials; nothing for words. The zero in “+33 (0)6” is for those inside the country."""
    from_abroad = telephone.strip().startswith(("+", "00"))
    digits = re.sub(r"[^0-9+]", "", telephone.replace("(0)", "") if from_abroad else telephone)
    return f"tel:{digits}" if re.search(r"[0-9]", digits) else ""
