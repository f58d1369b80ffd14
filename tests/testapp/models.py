"""A site with page types of its own, made from the mixins."""

from __future__ import annotations

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from wagtail_openbadges.agenda.events.mixins import EventIndexPageMixin, EventPageMixin
from wagtail_openbadges.agenda.events.rows import AbstractEventQuestion, AbstractOccurrence
from wagtail_openbadges.agenda.news.mixins import NewsIndexPageMixin, NewsPageMixin
from wagtail_openbadges.agenda.related import AbstractRelatedPage
from wagtail_openbadges.authoring.questions import AbstractQuestion
from wagtail_openbadges.pages.calls.mixins import CallPageMixin, RoundPageMixin
from wagtail_openbadges.pages.calls.rows import (
    AbstractCallCarrier,
    AbstractCallTerritory,
    AbstractRoundAnswer,
    AbstractRoundCriterion,
    AbstractRoundDocument,
    AbstractRoundStep,
)
from wagtail_openbadges.pages.mixins import BadgeIndexPageMixin, BadgePageMixin
from wagtail_openbadges.pages.rows import AbstractBadgeAlignment, AbstractBadgeCriterion
from wagtail_openbadges.pages.support import AbstractSupport


class HouseBadgePage(BadgePageMixin, Page):
    content_panels = [*Page.content_panels, *BadgePageMixin.badge_panels, *BadgePageMixin.claim_panels]


class HouseCriterion(AbstractBadgeCriterion):
    page = ParentalKey(HouseBadgePage, on_delete=models.CASCADE, related_name="criteria")


class HouseSupport(AbstractSupport):
    page = ParentalKey(HouseBadgePage, on_delete=models.CASCADE, related_name="support")


class HouseAlignment(AbstractBadgeAlignment):
    page = ParentalKey(HouseBadgePage, on_delete=models.CASCADE, related_name="alignments")


class HouseQuestion(AbstractQuestion):
    page = ParentalKey(HouseBadgePage, on_delete=models.CASCADE, related_name="questions")


class HouseIndexPage(BadgeIndexPageMixin, Page):
    """A list whose themes are the kinds of badges: its badges have no tags."""

    content_panels = [*Page.content_panels, *BadgeIndexPageMixin.index_panels]

    def get_themes(self, pages):
        projects = HouseBadgePage.objects.filter(pk__in=pages, achievement_type="ext:Project")
        return {pk: {"project": "Projects"} for pk in projects.values_list("pk", flat=True)}


class HouseCallPage(CallPageMixin, Page):
    search_fields = [*Page.search_fields, *CallPageMixin.search_fields]
    content_panels = [*Page.content_panels, *CallPageMixin.call_panels]


class HouseCarrier(AbstractCallCarrier):
    page = ParentalKey(HouseCallPage, on_delete=models.CASCADE, related_name="carriers")


class HouseTerritory(AbstractCallTerritory):
    page = ParentalKey(HouseCallPage, on_delete=models.CASCADE, related_name="territories")


class HouseRoundPage(RoundPageMixin, Page):
    search_fields = [*Page.search_fields, *RoundPageMixin.search_fields]
    content_panels = [
        *Page.content_panels,
        *RoundPageMixin.round_panels,
        *RoundPageMixin.date_panels,
        *RoundPageMixin.apply_panels,
        *RoundPageMixin.support_panels,
        *RoundPageMixin.results_panels,
    ]


class HouseRoundCriterion(AbstractRoundCriterion):
    page = ParentalKey(HouseRoundPage, on_delete=models.CASCADE, related_name="criteria")


class HouseRoundDocument(AbstractRoundDocument):
    page = ParentalKey(HouseRoundPage, on_delete=models.CASCADE, related_name="documents")


class HouseRoundStep(AbstractRoundStep):
    page = ParentalKey(HouseRoundPage, on_delete=models.CASCADE, related_name="steps")


class HouseRoundSupport(AbstractSupport):
    page = ParentalKey(HouseRoundPage, on_delete=models.CASCADE, related_name="support")


class HouseRoundAnswer(AbstractRoundAnswer):
    page = ParentalKey(HouseRoundPage, on_delete=models.CASCADE, related_name="answers")


class HouseRoundQuestion(AbstractQuestion):
    page = ParentalKey(HouseRoundPage, on_delete=models.CASCADE, related_name="questions")


class HouseNewsIndexPage(NewsIndexPageMixin, Page):
    search_fields = [*Page.search_fields, *NewsIndexPageMixin.search_fields]
    content_panels = [*Page.content_panels, *NewsIndexPageMixin.index_panels]


class HouseNewsPage(NewsPageMixin, Page):
    """A news without topics."""

    search_fields = [*Page.search_fields, *NewsPageMixin.search_fields]
    content_panels = [*Page.content_panels, *NewsPageMixin.news_panels, *NewsPageMixin.dates_panels]


class HouseNewsRelated(AbstractRelatedPage):
    page = ParentalKey(HouseNewsPage, on_delete=models.CASCADE, related_name="related")


class HouseEventIndexPage(EventIndexPageMixin, Page):
    search_fields = [*Page.search_fields, *EventIndexPageMixin.search_fields]
    content_panels = [*Page.content_panels, *EventIndexPageMixin.index_panels]


class HouseEventPage(EventPageMixin, Page):
    """An event without topics."""

    search_fields = [*Page.search_fields, *EventPageMixin.search_fields]
    content_panels = [
        *Page.content_panels,
        *EventPageMixin.event_panels,
        *EventPageMixin.place_panels,
        *EventPageMixin.registration_panels,
        *EventPageMixin.after_panels,
    ]


class HouseOccurrence(AbstractOccurrence):
    page = ParentalKey(HouseEventPage, on_delete=models.CASCADE, related_name="occurrences")


class HouseEventQuestion(AbstractEventQuestion):
    page = ParentalKey(HouseEventPage, on_delete=models.CASCADE, related_name="questions")


class HouseEventRelated(AbstractRelatedPage):
    page = ParentalKey(HouseEventPage, on_delete=models.CASCADE, related_name="related")
