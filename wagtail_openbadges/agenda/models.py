"""News and events for sites that have none of their own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.models import Page

from ..authoring.filtering import by_name
from .events.mixins import EventIndexPageMixin, EventPageMixin
from .events.rows import AbstractEventQuestion, AbstractOccurrence
from .news.mixins import NewsIndexPageMixin, NewsPageMixin
from .related import AbstractRelatedPage


class NewsIndexPage(NewsIndexPageMixin, Page):
    """A list of news."""

    search_fields = [*Page.search_fields, *NewsIndexPageMixin.search_fields]
    content_panels = [*Page.content_panels, *NewsIndexPageMixin.index_panels]
    subpage_types = ["openbadges_agenda.NewsPage"]

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")


class NewsPageTag(TaggedItemBase):
    """A topic of a news."""

    content_object = ParentalKey("openbadges_agenda.NewsPage", on_delete=models.CASCADE, related_name="tagged_items")


class NewsPage(NewsPageMixin, Page):
    """A news."""

    tags = ClusterTaggableManager(
        through=NewsPageTag,
        blank=True,
        verbose_name=_("topics"),
        help_text=_("A few words, for example: volunteering."),
    )

    search_fields = [*Page.search_fields, *NewsPageMixin.search_fields]
    content_panels = [*Page.content_panels, *NewsPageMixin.news_panels, FieldPanel("tags")]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("The news")),
            ObjectList(NewsPageMixin.dates_panels, heading=_("Dates and place in lists")),
            ObjectList(Page.promote_panels, heading=_("Promote")),
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ]
    )
    parent_page_types = ["openbadges_agenda.NewsIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = pgettext_lazy("plural", "news")

    def get_topics(self) -> dict[str, str]:
        return by_name({tag.slug: tag.name for tag in self.tags.all()})


class NewsRelatedPage(AbstractRelatedPage):
    """A page that goes with a news."""

    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="related")


class EventIndexPage(EventIndexPageMixin, Page):
    """An agenda."""

    search_fields = [*Page.search_fields, *EventIndexPageMixin.search_fields]
    content_panels = [*Page.content_panels, *EventIndexPageMixin.index_panels]
    subpage_types = ["openbadges_agenda.EventPage"]

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")


class EventPageTag(TaggedItemBase):
    """A topic of an event."""

    content_object = ParentalKey("openbadges_agenda.EventPage", on_delete=models.CASCADE, related_name="tagged_items")


class EventPage(EventPageMixin, Page):
    """An event."""

    tags = ClusterTaggableManager(
        through=EventPageTag, blank=True, verbose_name=_("topics"), help_text=_("A few words, for example: food.")
    )

    search_fields = [*Page.search_fields, *EventPageMixin.search_fields]
    content_panels = [
        *Page.content_panels,
        *EventPageMixin.event_panels,
        FieldPanel("tags"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("The event")),
            ObjectList(EventPageMixin.place_panels, heading=_("Place and people")),
            ObjectList(EventPageMixin.registration_panels, heading=_("Registration")),
            ObjectList(EventPageMixin.after_panels, heading=_("Afterwards")),
            ObjectList(Page.promote_panels, heading=_("Promote")),
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ]
    )
    parent_page_types = ["openbadges_agenda.EventIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def get_topics(self) -> dict[str, str]:
        return by_name({tag.slug: tag.name for tag in self.tags.all()})


class EventOccurrence(AbstractOccurrence):
    """A date of an event."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="occurrences")


class EventQuestion(AbstractEventQuestion):
    """A question of an event's registration."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="questions")


class EventRelatedPage(AbstractRelatedPage):
    """A page that goes with an event."""

    page = ParentalKey(EventPage, on_delete=models.CASCADE, related_name="related")
