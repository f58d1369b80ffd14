"""The sections of the front page: blocks of the library, each with a way to its whole list.

A site of yours may use the blocks as they are. These show how to add fields and words around what a block draws.
"""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from wagtail import blocks
from wagtail.models import Page, PageViewRestriction

from wagtail_openbadges.agenda.events.blocks import NextEventsBlock
from wagtail_openbadges.agenda.models import EventIndexPage, NewsIndexPage
from wagtail_openbadges.agenda.news.blocks import LastNewsBlock
from wagtail_openbadges.models import ClaimRule
from wagtail_openbadges.pages.blocks import OpenCallsBlock
from wagtail_openbadges.pages.images import badge_image_url
from wagtail_openbadges.pages.models import BadgeIndexPage, BadgePage, CallIndexPage

MOST = 24


class SectionBlock(blocks.StructBlock):
    """Draws what the block that it is mixed with draws, or says that there is nothing; then leads to the list."""

    nothing = blocks.CharBlock(label="Ce que l’on dit quand il n’y a rien", required=False, max_length=200)
    list_label = blocks.CharBlock(
        label="Texte du lien vers la liste",
        required=False,
        max_length=80,
        help_text="Le lien mène à la liste qui est dans le menu du site.",
    )

    list_type: type[Page]

    def render(self, value, context=None):
        context = context or {}
        list_page = context["menu"].first_of(self.list_type) if "menu" in context else None
        return render_to_string(
            "home/blocks/section.html",
            {
                "shown": mark_safe(super().render(value, context).strip()),  # noqa: S308 - a rendered template
                "heading": value["heading"],
                "nothing": value["nothing"],
                "list_url": list_page.get_url(context.get("request")) if list_page else "",
                "list_label": value["list_label"] or (list_page.title if list_page else ""),
            },
        )


class BadgesBlock(blocks.StructBlock):
    """The badges that one can ask for."""

    heading = blocks.CharBlock(label="Titre", required=False, max_length=120)
    limit = blocks.IntegerBlock(label="Nombre de badges au plus", default=3, min_value=1, max_value=MOST)

    class Meta:
        icon = "pick"
        label = "Badges à demander"
        template = "home/blocks/badges.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        pages = _for_everybody(BadgePage.objects.live()).exclude(claim_rule=ClaimRule.NO_CLAIMS)
        pages = pages.filter(locale__language_code=get_language()).select_related("issuer__organisation", "image")
        context["cards"] = [
            {
                "name": page.title,
                "href": page.get_url(context.get("request")),
                "image": badge_image_url(page.image),
                "issuer": page.issuer.organisation.name if page.issuer else "",
                "description": page.description,
            }
            for page in pages[: value["limit"]]
        ]
        return context


def _for_everybody(pages):
    """Leave out the pages that a view restriction keeps, in the same query: a front page asks many."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    kept = PageViewRestriction.objects.annotate(path=path).filter(path__startswith=F("page__path"))
    return pages.exclude(Exists(kept))


class EventsSection(SectionBlock, NextEventsBlock):
    list_type = EventIndexPage


class NewsSection(SectionBlock, LastNewsBlock):
    list_type = NewsIndexPage


class CallsSection(SectionBlock, OpenCallsBlock):
    list_type = CallIndexPage


class BadgesSection(SectionBlock, BadgesBlock):
    list_type = BadgeIndexPage


class FrontBlock(blocks.StreamBlock):
    """What the front page is made of, in the order that its editor chooses."""

    events = EventsSection()
    news = NewsSection()
    calls = CallsSection()
    badges = BadgesSection()
    text = blocks.RichTextBlock(
        label="Texte",
        features=["h2", "h3", "bold", "italic", "ol", "ul", "link"],
        template="home/blocks/text.html",
    )
