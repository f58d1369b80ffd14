"""What a news or an event is tied to: pages of the site, whichever app they belong to."""

from __future__ import annotations

import swapper
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import PageChooserPanel
from wagtail.models import Orderable


class AbstractRelatedPage(Orderable):
    """A badge, a call, an event, a news or a structure that goes with the page.

    Each page type makes its own, with a `ParentalKey` to itself named `page`.
    """

    related_page = models.ForeignKey(
        swapper.get_model_name("wagtailcore", "Page"),
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("page"),
    )

    panels = [PageChooserPanel("related_page")]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("page that goes with it")
        verbose_name_plural = _("pages that go with it")

    def __str__(self):
        return str(self.related_page)
