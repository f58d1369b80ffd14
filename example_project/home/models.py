"""The pages that the example site has beside the badges."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from wagtail_openbadges.pages.display import page_of_cards
from wagtail_openbadges.pages.models import BadgePage


class HomePage(Page):
    """The front door."""

    promise = models.CharField("promesse", max_length=300, blank=True)
    body = RichTextField("texte", blank=True)

    content_panels = [*Page.content_panels, FieldPanel("promise"), FieldPanel("body")]
    max_count = 1

    class Meta:
        verbose_name = "page d’accueil"
        verbose_name_plural = "pages d’accueil"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["doors"] = self.get_children().live().in_menu().order_by("-path").specific()
        return {**context, **page_of_cards(BadgePage.objects.descendant_of(self).live(), request, per_page=6)}


class ContentPage(Page):
    """A page of text."""

    introduction = models.TextField("chapô", blank=True)
    body = RichTextField("texte", blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]

    class Meta:
        verbose_name = "page de texte"
        verbose_name_plural = "pages de texte"
