"""How an event and the list of events are edited."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Q, Sum
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel

from ...authoring.panels import RowsPanel
from ...domain import policy
from ...domain.clock import instant_of
from ...domain.errors import ScheduleError
from ...domain.gatherings import DATE_FAULTS, DateContent, span_of
from ...domain.registering import closed_to_registration
from ...models import SEATED, Gathering, RegistrationState
from ...public import wording
from ...spans import span_in_words
from ...templatetags.openbadges_tags import moment
from ..pictures import PictureMixin
from .pending import told_by_publishing


class EventStatePanel(Panel):
    """Tell the editor who registered, what keeps people from it, and whom the next publication is told to."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_openbadges/agenda/panels/state.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            gathering = self.instance.gathering
            if gathering is None:
                return context
            content = self.instance.get_gathering_content()
            return {
                **context,
                "gathering": gathering,
                "state": _state(gathering),
                "is_hidden": bool(set(gathering.faults) & set(DATE_FAULTS)),
                "faults": self.faults_of(gathering),
                "numbers": _numbers(gathering, content.capacity),
                "registrations_href": _registrations_href(gathering, self.request.user),
                "told": told_by_publishing(content, gathering),
            }

        def faults_of(self, gathering: Gathering) -> list[str]:
            """Say the faults; what is wrong with a date is asked of the live page: records keep the code alone."""
            live = type(self.instance)._default_manager.get(pk=self.instance.pk) if gathering.faults else None
            params = _params_of_dates(live) if live else {}
            return [wording.sentence(fault, params.get(fault, {"local": ""})) for fault in gathering.faults]


class DatesPanel(Panel):
    """Write out the dates that are saved, on the clock of the event."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_openbadges/agenda/panels/dates.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk is not None and self.instance.occurrences.all()) and super().is_shown()

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            page = self.instance
            lines = [_line(row.as_date(), page.zone_name) for row in page.occurrences.all()]
            closing = _closing(page.registration_closes, page.zone_name)
            return {**super().get_context_data(parent_context), "lines": [*lines, *([closing] if closing else [])]}


def _state(gathering: Gathering) -> str:
    reason = closed_to_registration(gathering, now=timezone.now())
    return wording.sentence(reason, {}) if reason else gettext("People can register now.")


def _numbers(gathering: Gathering, capacity: int | None) -> dict[str, int | None]:
    """Count the people and their seats, and the seats that are taken beyond those that the page gives."""
    numbers = gathering.registrations.aggregate(
        people=Count("pk", filter=Q(state__in=SEATED)),
        seats=Sum("seats", filter=Q(state__in=SEATED), default=0),
        waiting=Count("pk", filter=Q(state=RegistrationState.WAITING)),
    )
    beyond = 0 if capacity is None else max(numbers["seats"] - capacity, 0)
    return {**numbers, "capacity": capacity, "beyond": beyond}


def _registrations_href(gathering: Gathering, user: Any) -> str:
    """Return where the registrations are read, by those who may; empty where the site has no such screen."""
    if not policy.gatherings_for(user).filter(pk=gathering.pk).exists():
        return ""
    try:
        return reverse("openbadges_registrations:event", args=[gathering.pk])
    except NoReverseMatch:
        return ""


def _params_of_dates(page: Any) -> dict[str, dict[str, Any]]:
    """Return what the sentences about the dates of a page need, by their codes."""
    params = {}
    for row in page.occurrences.all():
        try:
            span_of(row.as_date(), page.zone_name)
        except ScheduleError as error:
            params[error.code] = error.params
    try:
        instant_of(page.registration_closes, page.zone_name, is_end=True)
    except ScheduleError as error:
        params.setdefault(error.code, error.params)
    return params


def _line(date: DateContent, zone_name: str) -> str:
    try:
        span = span_of(date, zone_name)
    except ScheduleError as error:
        return wording.sentence(error.code, error.params)
    return span_in_words(span.starts_at, span.ends_at, zone_name, is_all_day=date.is_all_day, has_end=bool(date.end))


def _closing(local: str, zone_name: str) -> str:
    try:
        closes_at = instant_of(local, zone_name, is_end=True)
    except ScheduleError as error:
        return wording.sentence(error.code, error.params)
    return gettext("Registration closes on %(moment)s.") % {"moment": moment(closes_at, zone_name)} if closes_at else ""


index_panels = [FieldPanel("spoken_title"), FieldPanel("introduction")]

event_panels = [
    FieldPanel("spoken_title"),
    EventStatePanel(heading=_("State of this event")),
    FieldPanel("summary"),
    MultiFieldPanel([FieldPanel("status"), FieldPanel("status_note")], heading=_("Does it take place?")),
    DatesPanel(heading=_("Dates in words")),
    FieldPanel("zone_name"),
    RowsPanel(
        "occurrences",
        heading=_("Dates"),
        label=_("Date"),
        help_text=_("One for each day or evening of the same event. An event that one joins on another day is a copy."),
    ),
    PictureMixin.picture_panel,
    FieldPanel("body"),
    InlinePanel(
        "related",
        heading=_("Pages that go with it"),
        label=_("Page"),
        help_text=_("The news, the call, the badge or the structure that this event belongs to."),
    ),
]

place_panels = [
    FieldPanel("event_format"),
    MultiFieldPanel(
        [
            FieldPanel("place_name"),
            FieldPanel("street"),
            FieldRowPanel([FieldPanel("postcode"), FieldPanel("town")]),
            FieldPanel("access_notes"),
        ],
        heading=_("Place"),
    ),
    FieldPanel("online_url"),
    FieldPanel("accessibility", help_text=_("Tick only what is sure: people count on it.")),
    MultiFieldPanel(
        [FieldPanel("organiser", widget=forms.Select), FieldPanel("organiser_name"), FieldPanel("contact")],
        heading=_("Organiser"),
        help_text=_("Choose a structure of this site, or write the name of somebody else."),
    ),
    FieldPanel("publics", help_text=_("People find the event in the agenda by these words.")),
    FieldRowPanel(
        [FieldPanel("is_free", help_text=_("Untick it to show a price.")), FieldPanel("price")],
        heading=_("Free or paid"),
    ),
]

registration_panels = [
    FieldPanel("registration", widget=forms.RadioSelect),
    FieldPanel("elsewhere_url", help_text=_("Only when people register on another site.")),
    FieldPanel("issuer", widget=forms.Select),
    FieldRowPanel(
        [FieldPanel("capacity", heading=_("Number of seats")), FieldPanel("seats_at_most")], heading=_("Seats")
    ),
    FieldPanel("registration_closes"),
    FieldRowPanel(
        [
            FieldPanel(
                "has_waiting_list",
                heading=_("Waiting list"),
                help_text=_("People wait there in order, and are told when a seat is free."),
            ),
            FieldPanel("reply_hours"),
        ],
        heading=_("When the event is full"),
    ),
    MultiFieldPanel(
        [FieldPanel("asks_food"), FieldPanel("asks_access")],
        heading=_("Needs"),
        help_text=_("Ask only what you can answer. What people say of their needs is erased soon after the event."),
    ),
    RowsPanel(
        "questions",
        heading=_("Questions"),
        label=_("Question"),
        help_text=_("The name and the e-mail address are always asked: do not ask for them again."),
    ),
    FieldPanel("privacy_notice"),
]

after_panels = [FieldPanel("report")]
