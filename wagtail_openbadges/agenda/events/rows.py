"""The rows that an editor adds to the page of an event.

They are abstract: each page type makes its own, with a `ParentalKey` to itself named `page`.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from ...authoring.questions import QUESTION_TYPES, AbstractQuestion, IdentifiedRow
from ...domain.gatherings import DateContent
from .forms import OccurrenceForm

SIMPLE = ("singleline", "multiline", "number", "checkbox", "checkboxes", "dropdown", "radio", "date")
SIMPLE_QUESTION_TYPES = [(name, label) for name, label in QUESTION_TYPES if name in SIMPLE]


class AbstractOccurrence(IdentifiedRow, Orderable):
    """One date of an event, on the clock of the event."""

    starts = models.CharField(_("begins"), max_length=16)
    ends = models.CharField(
        _("ends"),
        max_length=16,
        blank=True,
        help_text=_("Leave it empty when nobody knows: the event then takes up the rest of the day."),
    )
    is_all_day = models.BooleanField(
        _("the whole day, or several"), default=False, help_text=_("The hours above are then not shown.")
    )

    base_form_class = OccurrenceForm
    panels = [FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]), FieldPanel("is_all_day")]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("date")
        verbose_name_plural = _("dates")

    def __str__(self):
        return self.starts

    def as_date(self) -> DateContent:
        """Return the row as acts understand it."""
        return DateContent(uid=self.uid, start=self.starts, end=self.ends, is_all_day=self.is_all_day)


class AbstractEventQuestion(AbstractQuestion):
    """A question that people answer when they register."""

    field_type = models.CharField(
        _("kind of answer"), max_length=16, choices=SIMPLE_QUESTION_TYPES, default="singleline"
    )
    field_type.required_on_save = True

    class Meta(AbstractQuestion.Meta):
        abstract = True
