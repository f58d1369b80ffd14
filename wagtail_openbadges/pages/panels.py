"""How a badge page is edited: what it says, then how people obtain it; and the panels that rounds share with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel

from ..authoring.panels import RowsPanel
from ..models import Opening
from ..public import wording
from .criteria_elsewhere import CriteriaElsewherePanel
from .support import support_panel
from .versions import VersionPanel


class OpeningPanel(Panel):
    """Tell the editor whether people can ask for the badge now, and what keeps it shut."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_openbadges/pages/panels/opening.html"
        fault_without_issuer = "missing_issuer"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            opening = self.instance.opening
            return {
                **super().get_context_data(parent_context),
                "opening": opening,
                "faults": [self.say(fault) for fault in self.faults_of(opening)],
                "can_unarchive": self.instance.permissions_for_user(self.request.user).can_publish(),
            }

        def faults_of(self, opening: Opening | None) -> list[str]:
            """Return what keeps the page shut; one that was published without issuer has no opening to say it."""
            if opening is None:
                return [self.fault_without_issuer] if self.instance.live else []
            return opening.faults

        def say(self, fault: str) -> str:
            return wording.sentence(fault, {})


badge_panels = [
    FieldPanel("spoken_title"),
    OpeningPanel(heading=_("State of this badge")),
    VersionPanel(heading=_("What publishing does")),
    FieldPanel("issuer", widget=forms.Select),
    FieldPanel("image"),
    FieldPanel("description"),
    CriteriaElsewherePanel(heading=_("Criteria in another language")),
    RowsPanel(
        "criteria",
        heading=_("Criteria"),
        label=_("Criterion"),
        help_text=_("What a person must have done, known or shown. Write at least one; needed to publish."),
    ),
    FieldPanel("body"),
    FieldPanel("achievement_type"),
    support_panel(),
    InlinePanel(
        "alignments",
        heading=_("Links to lists of skills and trades"),
        label=_("Link"),
        help_text=_("Optional. They help an employer or a training body to place the badge."),
    ),
]

claim_panels = [
    FieldPanel("claim_rule", widget=forms.RadioSelect),
    MultiFieldPanel(
        [
            FieldPanel("evidence_required"),
            FieldPanel("evidence_help"),
            FieldPanel("accepts_files"),
            FieldPanel("accepts_links"),
            FieldPanel("accepts_texts"),
        ],
        heading=_("Evidence"),
        help_text=_("Tick the kinds of evidence that people may send, and say what you expect."),
    ),
    RowsPanel(
        "questions",
        heading=_("Questions"),
        label=_("Question"),
        help_text=_(
            "Optional. People answer them when they ask for the badge. Ask only what you need to decide. The e-mail"
            " address and, optionally, the name are always asked: do not ask for them again."
        ),
    ),
    FieldRowPanel([FieldPanel("minutes"), FieldPanel("promised_days")], heading=_("How long it takes")),
    FieldPanel("privacy_notice"),
]
