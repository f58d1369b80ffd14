"""How an event and the list of events are edited."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from ...authoring.panels import RowsPanel
from ..pictures import PictureMixin

index_panels = [FieldPanel("introduction")]

event_panels = [
    FieldPanel("summary"),
    MultiFieldPanel([FieldPanel("status"), FieldPanel("status_note")], heading=_("Does it take place?")),
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
    FieldPanel("accessibility"),
    MultiFieldPanel(
        [FieldPanel("organiser", widget=forms.Select), FieldPanel("organiser_name"), FieldPanel("contact")],
        heading=_("Organiser"),
    ),
    FieldPanel("publics"),
    FieldRowPanel([FieldPanel("is_free"), FieldPanel("price")], heading=_("Price")),
]

registration_panels = [
    FieldPanel("registration", widget=forms.RadioSelect),
    FieldPanel("elsewhere_url"),
    FieldPanel("issuer", widget=forms.Select),
    FieldRowPanel([FieldPanel("capacity"), FieldPanel("seats_at_most")], heading=_("Seats")),
    FieldPanel("registration_closes"),
    FieldRowPanel([FieldPanel("has_waiting_list"), FieldPanel("reply_hours")], heading=_("Waiting list")),
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
