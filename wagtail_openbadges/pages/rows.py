"""The rows that an editor adds to a badge page: criteria and alignments.

They are abstract: each page type makes its own, with a `ParentalKey` to itself.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from ..authoring.questions import IdentifiedRow


class AbstractBadgeCriterion(IdentifiedRow, Orderable):
    """One thing that a person must have done, known or shown."""

    text = models.TextField(
        _("criterion"),
        max_length=500,
        help_text=_("One thing in one sentence, for example: “took part in at least three meetings”."),
    )
    required = models.BooleanField(
        _("always needed"),
        default=True,
        help_text=_("Untick it when somebody may receive the badge without this criterion."),
    )

    panels = [FieldPanel("text"), FieldPanel("required")]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")

    def __str__(self):
        return self.text

    def as_row(self) -> dict[str, Any]:
        """Return the row as records keep it."""
        return {"uid": str(self.uid), "text": self.text, "required": self.required}


class AbstractBadgeAlignment(Orderable):
    """A word of somebody else's list of skills or trades that the badge speaks of too."""

    name = models.CharField(_("skill or trade"), max_length=200, help_text=_("As the other list writes it."))
    url = models.URLField(_("address"), max_length=500, help_text=_("The page where that list describes it."))
    framework = models.CharField(
        _("name of the list"), max_length=200, blank=True, help_text=_("For example: ROME, ESCO, RECTEC.")
    )
    code = models.CharField(_("code in that list"), max_length=100, blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("url"),
        FieldPanel("framework"),
        FieldPanel("code", help_text=_("For example: K1201. Leave it empty when you do not know it.")),
    ]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("alignment")
        verbose_name_plural = _("alignments")

    def __str__(self):
        return self.name

    def as_row(self) -> dict[str, str]:
        """Return the row as records keep it."""
        return {"name": self.name, "url": self.url, "framework": self.framework, "code": self.code}
