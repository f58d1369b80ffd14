"""Page types for sites that have none of their own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.models import Page

from .mixins import BadgeIndexPageMixin, BadgePageMixin, OrganisationPageMixin
from .rows import AbstractBadgeAlignment, AbstractBadgeCriterion, AbstractBadgeQuestion


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
    content_panels = [*Page.content_panels, *BadgePageMixin.badge_panels, FieldPanel("tags")]
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


class BadgeQuestion(AbstractBadgeQuestion):
    """A question of a badge page's form."""

    page = ParentalKey(BadgePage, on_delete=models.CASCADE, related_name="questions")


class OrganisationPage(OrganisationPageMixin, Page):
    """The page of an organisation."""

    search_fields = [*Page.search_fields, *OrganisationPageMixin.search_fields]
    content_panels = [*Page.content_panels, *OrganisationPageMixin.organisation_panels]

    class Meta:
        verbose_name = _("page of an organisation")
        verbose_name_plural = _("pages of organisations")
