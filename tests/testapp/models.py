"""A site with page types of its own, made from the mixins."""

from __future__ import annotations

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from wagtail_openbadges.pages.mixins import BadgeIndexPageMixin, BadgePageMixin
from wagtail_openbadges.pages.rows import AbstractBadgeAlignment, AbstractBadgeCriterion, AbstractBadgeQuestion


class HouseBadgePage(BadgePageMixin, Page):
    content_panels = [*Page.content_panels, *BadgePageMixin.badge_panels, *BadgePageMixin.claim_panels]


class HouseCriterion(AbstractBadgeCriterion):
    page = ParentalKey(HouseBadgePage, on_delete=models.CASCADE, related_name="criteria")


class HouseAlignment(AbstractBadgeAlignment):
    page = ParentalKey(HouseBadgePage, on_delete=models.CASCADE, related_name="alignments")


class HouseQuestion(AbstractBadgeQuestion):
    page = ParentalKey(HouseBadgePage, on_delete=models.CASCADE, related_name="questions")


class HouseIndexPage(BadgeIndexPageMixin, Page):
    content_panels = [*Page.content_panels, *BadgeIndexPageMixin.index_panels]
