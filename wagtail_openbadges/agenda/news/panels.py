"""How a news and the list of news are edited."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from ..pictures import PictureMixin

index_panels = [FieldPanel("spoken_title"), FieldPanel("introduction")]

news_panels = [
    FieldPanel("spoken_title"),
    FieldPanel("summary"),
    PictureMixin.picture_panel,
    FieldPanel("body"),
    MultiFieldPanel(
        [FieldPanel("author"), FieldPanel("author_user"), FieldPanel("organisation", widget=forms.Select)],
        heading=_("Who writes"),
    ),
    InlinePanel(
        "related",
        heading=_("Pages that go with it"),
        label=_("Page"),
        help_text=_("The badge, the call, the event or the structure that this news speaks of."),
    ),
]

dates_panels = [
    FieldRowPanel([FieldPanel("date"), FieldPanel("shown_until")], heading=_("Dates")),
    FieldPanel("is_featured"),
]
