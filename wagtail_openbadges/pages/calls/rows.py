"""The rows that an editor adds to the page of a call or of a round.

They are abstract: each page type makes its own, with a `ParentalKey` to itself named `page`.
"""

from __future__ import annotations

from typing import Any

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from ...authoring.questions import IdentifiedRow
from ...models import Organisation


class CarrierRole(models.TextChoices):
    """What a structure does in a call: the words of the open-data schema."""

    LEAD = "porteur", _("carries the call")
    EXAMINER = "instructeur", _("examines the applications")
    FUNDER = "financeur", _("funds")
    PARTNER = "partenaire", _("partner")
    SUPPORT = "accompagnateur", _("supports project leads")


class AbstractCallCarrier(Orderable):
    """A structure that carries the call, and its role."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("structure")
    )
    role = models.CharField(_("role"), max_length=20, choices=CarrierRole, default=CarrierRole.LEAD)

    panels = [FieldPanel("organisation"), FieldPanel("role")]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("carrier")
        verbose_name_plural = _("carriers")

    def __str__(self):
        return f"{self.organisation} · {self.get_role_display()}"


class AbstractCallTerritory(Orderable):
    """A place where the call applies, by its official code."""

    code = models.CharField(
        _("code"),
        max_length=20,
        validators=[RegexValidator(r"^[A-Z]+-\d+$", _("Write the code like EPCI-200093201, DEP-59 or COM-59599."))],
        help_text=_(
            "Town: COM- and its INSEE code (COM-59599 for Tourcoing). Group of towns: EPCI- and its SIREN number"
            " (EPCI-200093201). Département: DEP-59. Region: REG-32. Country: PAYS-99100."
        ),
    )
    name = models.CharField(_("name"), max_length=120, help_text=_("As people say it: Métropole Européenne de Lille."))

    panels = [FieldPanel("name"), FieldPanel("code")]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("territory")
        verbose_name_plural = _("territories")

    def __str__(self):
        return self.name


class AbstractRoundCriterion(IdentifiedRow, Orderable):
    """One thing that the applications are judged on; people read it before they begin."""

    text = models.TextField(_("criterion"), max_length=500)
    help_text = models.TextField(_("what is looked at"), max_length=1000, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How much it counts beside the others, for example 30. Leave it empty when all count the same."),
    )

    panels = [
        FieldPanel("text"),
        FieldPanel("help_text", help_text=_("One or two sentences, shown under the criterion.")),
        FieldPanel("weight"),
    ]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")

    def __str__(self):
        return self.text

    def as_row(self) -> dict[str, Any]:
        """Return the row as records keep it."""
        return {
            "uid": str(self.uid),
            "text": self.text,
            "required": True,
            "help": self.help_text,
            "weight": self.weight,
        }


class AbstractRoundDocument(Orderable):
    """Something to have at hand before one begins."""

    text = models.CharField(_("document"), max_length=200)
    help_text = models.CharField(_("where to find it"), max_length=300, blank=True)

    panels = [FieldPanel("text"), FieldPanel("help_text", help_text=_("For example: your bank gives it to you."))]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("document to prepare")
        verbose_name_plural = _("documents to prepare")

    def __str__(self):
        return self.text


class AbstractRoundStep(Orderable):
    """A moment of the round, in words."""

    when = models.CharField(_("when"), max_length=120, help_text=_("For example: from 1 to 15 October."))
    text = models.CharField(_("what happens"), max_length=300)

    panels = [FieldPanel("when"), FieldPanel("text")]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("moment of the timetable")
        verbose_name_plural = _("timetable")

    def __str__(self):
        return self.text


class AbstractRoundAnswer(Orderable):
    """A question that everybody asks, and its answer, written by the editor."""

    question = models.CharField(_("question"), max_length=300)
    answer = models.TextField(_("answer"), max_length=3000)

    panels = [FieldPanel("question"), FieldPanel("answer")]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("question and answer")
        verbose_name_plural = _("questions and answers")

    def __str__(self):
        return self.question
