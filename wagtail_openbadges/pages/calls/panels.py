"""How a call and its rounds are edited."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel

from ...authoring.panels import RowsPanel
from ...domain.admission import closed_reason
from ...domain.errors import ScheduleError
from ...public import wording
from ...templatetags.openbadges_tags import moment
from ..panels import OpeningPanel
from ..support import support_panel
from . import checking
from .dates import IS_END, dates_of, faults_of_dates, instant

STATES = {
    None: gettext_noop("This round is open: people can apply now."),
    "not_open_yet": gettext_noop("This round is published and opens at its date."),
    "closed": gettext_noop("This round is closed. Its page stays."),
    "elsewhere": gettext_noop("This round is published: people apply on another site."),
}

MOMENTS = {
    "opens": (
        gettext_noop("Opens on %(moment)s."),
        gettext_noop("No opening date: it opens as soon as it is published."),
    ),
    "closes": (
        gettext_noop("Closes on %(moment)s."),
        gettext_noop("No closing date: it stays open until you give one."),
    ),
    "editable_until": (
        gettext_noop("A deposit can be replaced until %(moment)s."),
        gettext_noop("A deposit can be replaced until the closing."),
    ),
}
"""What is said of each date: when it is given, and when it is not."""


class RoundStatePanel(OpeningPanel):
    """Tell the editor whether people can apply now, and what keeps the round shut."""

    class BoundPanel(OpeningPanel.BoundPanel):
        template_name = "wagtail_openbadges/pages/panels/round.html"
        fault_without_issuer = "missing_receiver"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            opening = context["opening"]
            reason = closed_reason(opening, now=timezone.now()) if opening else "not_published"
            return {**context, "state": gettext(STATES[reason]) if reason in STATES else ""}

        def say(self, fault: str) -> str:
            """Say a fault; what is wrong with a date is asked of the live page, because records keep the code alone."""
            live = type(self.instance)._default_manager.get(pk=self.instance.pk)
            of_dates = {error.code: error.params for error in faults_of_dates(dates_of(live)).values()}
            if fault in of_dates:
                return wording.sentence(fault, of_dates[fault])
            return wording.sentence(fault, {"local": ""})


class MomentsPanel(Panel):
    """Write out the dates that are saved, each with its time zone."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_openbadges/pages/panels/moments.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            said = dates_of(self.instance)
            return {
                **super().get_context_data(parent_context),
                "lines": [self.line(said, name) for name in IS_END],
            }

        def line(self, said: dict[str, str], name: str) -> str:
            try:
                at = instant(said, name)
            except ScheduleError as error:
                return wording.sentence(error.code, error.params)
            given, blank = MOMENTS[name]
            return gettext(given) % {"moment": moment(at, said["zone_name"])} if at else gettext(blank)


class ChecklistPanel(Panel):
    """Remind the editor of what a relaunched round needs before it is published."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_openbadges/pages/panels/checklist.html"

        def is_shown(self) -> bool:
            is_new = self.instance.pk is not None and self.instance.first_published_at is None
            return is_new and self.instance.number > 1 and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "checklist": checking.checklist(self.instance)}


index_panels = [FieldPanel("spoken_title"), FieldPanel("introduction")]

call_panels = [
    FieldPanel("spoken_title"),
    FieldPanel("promise"),
    FieldPanel("presentation"),
    FieldPanel(
        "image", help_text=_("It stands at the top of the page of the call. It only decorates: put no words in it.")
    ),
    InlinePanel(
        "carriers",
        heading=_("Carriers"),
        label=_("Structure"),
        help_text=_(
            "Who carries the call, examines, funds or supports. Structures are edited in the menu “Open badges”."
        ),
    ),
    InlinePanel(
        "territories",
        heading=_("Territories"),
        label=_("Territory"),
        help_text=_("Where the call applies. Leave it empty when it applies everywhere."),
    ),
    MultiFieldPanel(
        [FieldPanel("publics"), FieldPanel("help_types")],
        heading=_("For whom, and what it offers"),
        help_text=_("People find the call by these words, here and on sites that gather calls."),
    ),
    FieldPanel("recurrence"),
]

round_panels = [
    FieldPanel("spoken_title"),
    RoundStatePanel(heading=_("State of this round")),
    ChecklistPanel(heading=_("Before you publish this round")),
    FieldPanel("number"),
    FieldPanel("change_note", help_text=_("In a few lines. Leave it empty for the first round.")),
    FieldPanel("who", help_text=_("Which people or structures, where, and on which conditions.")),
    FieldPanel("offered", help_text=_("What those who are accepted receive, for example: money, a place, advice.")),
    RowsPanel(
        "criteria",
        heading=_("Criteria"),
        label=_("Criterion"),
        help_text=_("What the applications are judged on. People read them, with their weights, before they begin."),
    ),
    FieldPanel("regulation", help_text=_("Optional. The whole text of the rules of this round, best as a PDF.")),
]

date_panels = [
    MomentsPanel(heading=_("Dates in words")),
    FieldPanel("zone_name"),
    FieldRowPanel(
        [
            FieldPanel("opens", help_text=_("Leave it empty to open as soon as the page is published.")),
            FieldPanel("closes", help_text=_("Leave it empty when there is no closing date.")),
        ],
        heading=_("Opening and closing"),
    ),
    FieldPanel("editable_until"),
    FieldPanel("results_on", help_text=_("People see it. Leave it empty to show a delay instead.")),
    InlinePanel(
        "steps",
        heading=_("Timetable"),
        label=_("Moment"),
        help_text=_("Optional. What happens besides the opening and the closing, in the order of time."),
    ),
]

apply_panels = [
    FieldPanel("issuer", widget=forms.Select),
    FieldPanel("elsewhere_url"),
    RowsPanel(
        "questions",
        heading=_("Questions"),
        label=_("Question"),
        help_text=_(
            "People answer them when they apply. Ask only what you need to decide. The e-mail address and, optionally,"
            " the name are always asked: do not ask for them again."
        ),
    ),
    InlinePanel(
        "documents",
        heading=_("Documents to prepare"),
        label=_("Document"),
        help_text=_("What people should have at hand before they begin."),
    ),
    MultiFieldPanel(
        [
            FieldPanel("accepts_files"),
            FieldPanel("evidence_help", help_text=_("For example: an estimate, a letter from a partner.")),
        ],
        heading=_("Further documents"),
    ),
    FieldRowPanel(
        [FieldPanel("minutes"), FieldPanel("promised_days"), FieldPanel("ceiling")], heading=_("Time and number")
    ),
    FieldPanel("awards"),
    FieldPanel("privacy_notice"),
]

support_panels = [
    support_panel(),
    InlinePanel(
        "answers",
        heading=_("Questions and answers"),
        label=_("Question and answer"),
        help_text=_("What everybody asks. Answers to questions that people sent are published from “Open badges”."),
    ),
]

results_panels = [
    FieldPanel(
        "results", help_text=_("Write them once you have decided: they then come first on the page of the round.")
    )
]
