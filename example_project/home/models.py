"""The pages that the example site has beside those of the library."""

from django.db import models
from home.blocks import FrontBlock
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from wagtail_openbadges.pages.images import badge_image_url


class HomePageQuerySet(PageQuerySet):
    """Leaves the image out where only some fields are asked for, as Wagtail's own lists do."""

    def only(self, *fields):
        return super(HomePageQuerySet, self.select_related(None)).only(*fields)

    def defer(self, *fields):
        return super(HomePageQuerySet, self.select_related(None)).defer(*fields)


class HomePageManager(PageManager.from_queryset(HomePageQuerySet)):
    def get_queryset(self):
        """Bring along what the template asks for, instead of asking once more for each."""
        return super().get_queryset().select_related("image", "locale")


class HomePage(Page):
    """The front door."""

    promise = models.CharField("promesse", max_length=300, blank=True)
    image = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="image",
        help_text="Elle décore : elle ne dit rien que le texte ne dise.",
    )
    body = StreamField(FrontBlock(), verbose_name="sections", blank=True)

    objects = HomePageManager()

    content_panels = [*Page.content_panels, FieldPanel("promise"), FieldPanel("image"), FieldPanel("body")]
    max_count = 1

    class Meta:
        verbose_name = "page d’accueil"
        verbose_name_plural = "pages d’accueil"

    def get_context(self, request, *args, **kwargs):
        return {**super().get_context(request, *args, **kwargs), "image_url": badge_image_url(self.image)}


class ContentPage(Page):
    """A page of text."""

    introduction = models.TextField("chapô", blank=True)
    body = RichTextField("texte", blank=True)

    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]

    class Meta:
        verbose_name = "page d’information"
        verbose_name_plural = "pages d’information"
