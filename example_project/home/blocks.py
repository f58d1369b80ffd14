"""The sections of the front page: blocks of the library, each with a way to its whole list.

A site of yours may use the blocks as they are. These show how to add fields and words around what a block draws.
"""

from django.template.loader import render_to_string
from django.utils.translation import get_language
from wagtail import blocks

from wagtail_openbadges.agenda.events.blocks import NextEventsBlock
from wagtail_openbadges.agenda.news.blocks import LastNewsBlock
from wagtail_openbadges.models import ClaimRule
from wagtail_openbadges.pages.blocks import OpenCallsBlock
from wagtail_openbadges.pages.display import page_of_cards
from wagtail_openbadges.pages.models import BadgePage

MOST = 24


class SectionBlock(blocks.StructBlock):
    """Draws what the block that it is mixed with draws, or says that there is nothing; then leads to the list."""

    nothing = blocks.CharBlock(label="Ce que l’on dit quand il n’y a rien", required=False, max_length=200)
    list_page = blocks.PageChooserBlock(label="Page de la liste", required=False)
    list_label = blocks.CharBlock(label="Texte du lien vers la liste", required=False, max_length=80)

    def render(self, value, context=None):
        request = (context or {}).get("request")
        list_page = value["list_page"]
        return render_to_string(
            "home/blocks/section.html",
            {
                "shown": super().render(value, context).strip(),
                "heading": value["heading"],
                "nothing": value["nothing"],
                "list_url": list_page.get_url(request) if list_page and list_page.live else "",
                "list_label": value["list_label"] or (list_page.title if list_page else ""),
            },
        )


class BadgesBlock(blocks.StructBlock):
    """The badges that one can ask for."""

    heading = blocks.CharBlock(label="Titre", required=False, max_length=120)
    limit = blocks.IntegerBlock(label="Nombre de badges au plus", default=3, min_value=1, max_value=MOST)

    class Meta:
        icon = "tick"
        label = "Badges à demander"
        template = "home/blocks/badges.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        pages = BadgePage.objects.live().public().exclude(claim_rule=ClaimRule.NO_CLAIMS)
        pages = pages.filter(locale__language_code=get_language())
        if request := context.get("request"):
            context["cards"] = page_of_cards(pages, request, per_page=value["limit"])["cards"]
        return context


class EventsSection(SectionBlock, NextEventsBlock):
    pass


class NewsSection(SectionBlock, LastNewsBlock):
    pass


class CallsSection(SectionBlock, OpenCallsBlock):
    pass


class BadgesSection(SectionBlock, BadgesBlock):
    pass


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
