"""What a page type needs to be a news, or a list of news.

They are abstract, for sites that have a base page of their own; `agenda.models` holds page types made from them. A news
also needs children named `related`, made from `AbstractRelatedPage`, and may have a field `tags`: its topics.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from ...authoring.shown import ShownMixin
from ...models import Organisation
from ..blocks import BodyBlock
from ..pictures import PictureMixin
from . import display, feeds, listing
from .forms import NewsPageForm
from .panels import dates_panels, index_panels, news_panels


def today() -> datetime.date:
    """Return the day of the site: that of a news until its editor chooses another."""
    return timezone.localdate()


class NewsIndexPageMixin(ShownMixin, RoutablePageMixin, models.Model):
    """A list of the news below it, the last ones first."""

    introduction = RichTextField(
        _("introduction"), blank=True, features=["bold", "italic", "ol", "ul", "link"], help_text=_("In a few lines.")
    )

    fallback_template = "wagtail_openbadges/agenda/news_index_page.html"
    index_panels = index_panels
    kept_routes = ("/feed-atom/", "/feed-rss/")
    search_fields = [index.SearchField("introduction")]
    per_page = 12

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **listing.index_context(self, request, NewsPageMixin)}

    @path("feed-atom/", name="atom")
    def atom(self, request: HttpRequest) -> HttpResponse:
        """Answer the Atom feed, of one topic when the request names one; Wagtail's addresses hold no dot."""
        return feeds.atom(self, request, NewsPageMixin)

    @path("feed-rss/", name="rss")
    def rss(self, request: HttpRequest) -> HttpResponse:
        """Answer the RSS feed."""
        return feeds.rss(self, request, NewsPageMixin)


class NewsPageMixin(ShownMixin, RoutablePageMixin, PictureMixin, models.Model):
    """A news."""

    date = models.DateField(_("date"), default=today, help_text=_("The day that readers see."))
    summary = models.TextField(
        _("summary"),
        max_length=400,
        blank=True,
        help_text=_("Two or three sentences: who, what, when, where. Lists and feeds show them. Needed to publish."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    author = models.CharField(
        _("author"), max_length=120, blank=True, help_text=_("As it is shown. Empty: the person chosen below, if any.")
    )
    author_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("author, a person of this site"),
        help_text=_("Her name is shown."),
    )
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("structure"),
        help_text=_("The structure that publishes this news."),
    )
    is_featured = models.BooleanField(
        _("put forward"), default=False, help_text=_("It comes before the others in lists and blocks.")
    )
    shown_until = models.DateField(
        _("in lists until"),
        null=True,
        blank=True,
        help_text=_("After this day it leaves lists and feeds; its page stays, for those who have its address."),
    )

    base_form_class = NewsPageForm
    fallback_template = "wagtail_openbadges/agenda/news_page.html"
    news_panels = news_panels
    dates_panels = dates_panels
    kept_routes = ("/plain/",)
    shown_with = ("locale", "image", "organisation", "author_user")
    search_fields = [index.SearchField("summary"), index.SearchField("body"), index.FilterField("date")]

    class Meta:
        abstract = True

    def get_topics(self) -> dict[str, str]:
        """Return the names of the topics by their slugs; a page type with tags answers them here."""
        return {}

    def get_index(self) -> Any:
        """Return the list that the news is below; None elsewhere in the tree, and before the first save."""
        return self.get_ancestors().type(NewsIndexPageMixin).last() if self.pk else None

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **display.news_context(self, request, NewsPageMixin)}

    @path("plain/", name="plain")
    def plain(self, request: HttpRequest) -> HttpResponse:
        """Show the news alone, ready to be copied into a newsletter."""
        return display.plain(self, request)
