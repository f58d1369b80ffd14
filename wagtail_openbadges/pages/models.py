"""Page types for sites that have none of their own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.models import Page

from ..authoring.questions import AbstractQuestion
from .calls.mixins import CallIndexPageMixin, CallPageMixin, RoundPageMixin
from .calls.rows import (
    AbstractCallCarrier,
    AbstractCallTerritory,
    AbstractRoundAnswer,
    AbstractRoundCriterion,
    AbstractRoundDocument,
    AbstractRoundStep,
)
from .mixins import BadgeIndexPageMixin, BadgePageMixin, OrganisationPageMixin
from .rows import AbstractBadgeAlignment, AbstractBadgeCriterion
from .support import AbstractSupport


class BadgeIndexPage(BadgeIndexPageMixin, Page):
    """A list of badges."""

    content_panels = [*Page.content_panels, *BadgeIndexPageMixin.index_panels]
    subpage_types = ["openbadges_pages.BadgePage"]

    class Meta:
        verbose_name = _("list of badges")
        verbose_name_plural = _("lists of badges")


class BadgePageTag(TaggedItemBase):
    """A word under which a badge is filed."""

    content_object = ParentalKey("openbadges_pages.BadgePage", on_delete=models.CASCADE, related_name="tagged_items")


class BadgePage(BadgePageMixin, Page):
    """A badge."""

    tags = ClusterTaggableManager(
        through=BadgePageTag, blank=True, verbose_name=_("tags"), help_text=_("A few words, for example: volunteering.")
    )

    search_fields = [*Page.search_fields, *BadgePageMixin.search_fields]
    content_panels = [
        *Page.content_panels,
        *BadgePageMixin.badge_panels,
        FieldPanel("tags"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("The badge")),
            ObjectList(BadgePageMixin.claim_panels, heading=_("How people obtain it")),
            ObjectList(Page.promote_panels, heading=_("Promote")),
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ]
    )
    subpage_types = []

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")

    def get_badge_tags(self) -> list[str]:
        return sorted(tag.name for tag in self.tags.all())


class BadgeCriterion(AbstractBadgeCriterion):
    """A criterion of a badge page."""

    page = ParentalKey(BadgePage, on_delete=models.CASCADE, related_name="criteria")


class BadgeAlignment(AbstractBadgeAlignment):
    """An alignment of a badge page."""

    page = ParentalKey(BadgePage, on_delete=models.CASCADE, related_name="alignments")


class BadgeQuestion(AbstractQuestion):
    """A question of a badge page's form."""

    page = ParentalKey(BadgePage, on_delete=models.CASCADE, related_name="questions")


class BadgeSupport(AbstractSupport):
    """Who helps people to obtain the badge of a page."""

    page = ParentalKey(BadgePage, on_delete=models.CASCADE, related_name="support")


class OrganisationPage(OrganisationPageMixin, Page):
    """The page of an organisation."""

    search_fields = [*Page.search_fields, *OrganisationPageMixin.search_fields]
    content_panels = [
        *Page.content_panels,
        *OrganisationPageMixin.organisation_panels,
    ]

    class Meta:
        verbose_name = _("page of an organisation")
        verbose_name_plural = _("pages of organisations")


class CallIndexPage(CallIndexPageMixin, Page):
    """A list of calls for interest."""

    search_fields = [*Page.search_fields, *CallIndexPageMixin.search_fields]
    content_panels = [*Page.content_panels, *CallIndexPageMixin.index_panels]
    subpage_types = ["openbadges_pages.CallPage"]

    class Meta:
        verbose_name = _("list of calls")
        verbose_name_plural = _("lists of calls")


class CallPageTag(TaggedItemBase):
    """A theme of a call."""

    content_object = ParentalKey("openbadges_pages.CallPage", on_delete=models.CASCADE, related_name="tagged_items")


class CallPage(CallPageMixin, Page):
    """The hub of a call."""

    tags = ClusterTaggableManager(
        through=CallPageTag, blank=True, verbose_name=_("themes"), help_text=_("A few words, for example: food.")
    )

    search_fields = [*Page.search_fields, *CallPageMixin.search_fields]
    content_panels = [*Page.content_panels, *CallPageMixin.call_panels, FieldPanel("tags")]
    subpage_types = ["openbadges_pages.RoundPage"]

    class Meta:
        verbose_name = _("call for interest")
        verbose_name_plural = _("calls for interest")

    def get_call_tags(self) -> list[str]:
        return sorted(tag.name for tag in self.tags.all())


class CallCarrier(AbstractCallCarrier):
    """A carrier of a call."""

    page = ParentalKey(CallPage, on_delete=models.CASCADE, related_name="carriers")


class CallTerritory(AbstractCallTerritory):
    """A territory of a call."""

    page = ParentalKey(CallPage, on_delete=models.CASCADE, related_name="territories")


class RoundPage(RoundPageMixin, Page):
    """A round of a call."""

    search_fields = [*Page.search_fields, *RoundPageMixin.search_fields]
    content_panels = [*Page.content_panels, *RoundPageMixin.round_panels]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("The round")),
            ObjectList(RoundPageMixin.date_panels, heading=_("Dates")),
            ObjectList(RoundPageMixin.apply_panels, heading=_("How people apply")),
            ObjectList(RoundPageMixin.support_panels, heading=_("Support and answers")),
            ObjectList(RoundPageMixin.results_panels, heading=_("Results")),
            ObjectList(Page.promote_panels, heading=_("Promote")),
            ObjectList(Page.settings_panels, heading=_("Settings")),
        ]
    )
    parent_page_types = ["openbadges_pages.CallPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("round of a call")
        verbose_name_plural = _("rounds of a call")


class RoundCriterion(AbstractRoundCriterion):
    """A criterion of a round."""

    page = ParentalKey(RoundPage, on_delete=models.CASCADE, related_name="criteria")


class RoundDocument(AbstractRoundDocument):
    """A document to prepare for a round."""

    page = ParentalKey(RoundPage, on_delete=models.CASCADE, related_name="documents")


class RoundStep(AbstractRoundStep):
    """A moment of a round."""

    page = ParentalKey(RoundPage, on_delete=models.CASCADE, related_name="steps")


class RoundSupport(AbstractSupport):
    """Somebody who helps people to apply."""

    page = ParentalKey(RoundPage, on_delete=models.CASCADE, related_name="support")


class RoundAnswer(AbstractRoundAnswer):
    """A question and its answer on the page of a round."""

    page = ParentalKey(RoundPage, on_delete=models.CASCADE, related_name="answers")


class RoundQuestion(AbstractQuestion):
    """A question of a round's form."""

    page = ParentalKey(RoundPage, on_delete=models.CASCADE, related_name="questions")
