"""The rows that keep their identity, and the questions that an editor adds to a page.

They are abstract: each page type makes its own, with a `ParentalKey` to itself.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.forms.models import FORM_FIELD_CHOICES, AbstractFormField
from wagtail.models import Orderable

from .forms import QuestionForm

QUESTION_TYPES = [
    *((name, label) for name, label in FORM_FIELD_CHOICES if name != "hidden"),
    ("file", _("File: a document or a photograph")),
    ("organisation", _("Structure: name, RNA, SIRET, role of the person")),
    ("amount", _("Amount in euros")),
    ("budget", _("Budget: lines with amounts and their total")),
    ("partners", _("Partners: names, roles, contributions and their total")),
]


class IdentifiedRow(models.Model):
    """A row that keeps its identity through edits, so that answers and results still find it.

    The identifier counts inside one opening only: translations must share it, and the copy of a page may.
    """

    uid = models.UUIDField(default=uuid.uuid4)

    class Meta:
        abstract = True


class AbstractQuestion(IdentifiedRow, AbstractFormField):
    """A question that people answer in the form of a page."""

    field_type = models.CharField(_("kind of answer"), max_length=16, choices=QUESTION_TYPES, default="multiline")
    field_type.required_on_save = True
    section = models.CharField(
        _("part of the form"),
        max_length=120,
        blank=True,
        help_text=_("Questions that follow each other with the same words here are shown under this heading."),
    )

    base_form_class = QuestionForm
    panels = [
        FieldPanel("label", heading=_("Question"), help_text=_("As people read it: short, one thing at a time.")),
        FieldPanel("help_text", heading=_("Help"), help_text=_("A sentence or an example shown under the question.")),
        FieldPanel("required", heading=_("An answer is needed")),
        FieldPanel("field_type"),
        FieldPanel(
            "choices",
            heading=_("Answers to choose from"),
            help_text=_("One on each line; only for lists, checkboxes and radio buttons."),
        ),
        FieldPanel("section"),
    ]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self):
        return self.label

    def as_row(self) -> dict[str, Any]:
        """Return the row as records keep it."""
        return {
            "uid": str(self.uid),
            "label": self.label,
            "help": self.help_text,
            "field_type": self.field_type,
            "required": self.required,
            "choices": [line.strip() for line in self.choices.splitlines() if line.strip()],
            "default": self.default_value,
            "section": self.section,
        }
