"""Blocks for the bodies of news and events."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

TEXT_FEATURES = ["h3", "h4", "bold", "italic", "ol", "ul", "link", "document-link"]


class PictureBlock(blocks.StructBlock):
    """A picture with its words, its caption and its credit."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)
    credit = blocks.CharBlock(label=_("Credit"), required=False, max_length=120)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "wagtail_openbadges/agenda/blocks/picture.html"


class GalleryBlock(blocks.StructBlock):
    """Several pictures."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    pictures = blocks.ListBlock(PictureBlock(), label=_("Pictures"), min_num=1)

    class Meta:
        icon = "image"
        label = _("Photographs")
        template = "wagtail_openbadges/agenda/blocks/gallery.html"


class QuoteBlock(blocks.StructBlock):
    """What somebody said."""

    text = blocks.TextBlock(label=_("Words"))
    author = blocks.CharBlock(label=_("Who said it"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "wagtail_openbadges/agenda/blocks/quote.html"


class ButtonBlock(blocks.StructBlock):
    """A link that one should not miss: to a page of the site or elsewhere."""

    label = blocks.CharBlock(label=_("Words of the button"), max_length=80)
    page = blocks.PageChooserBlock(label=_("Page of the site"), required=False)
    url = blocks.URLBlock(label=_("Address elsewhere"), required=False)

    class Meta:
        icon = "link"
        label = _("Button")
        template = "wagtail_openbadges/agenda/blocks/button.html"


class VideoBlock(blocks.StructBlock):
    """A video on another site, as a link: nothing of that site is loaded before somebody follows it."""

    url = blocks.URLBlock(label=_("Address of the video"))
    title = blocks.CharBlock(label=_("What one sees"), max_length=200)
    duration = blocks.CharBlock(label=_("How long it is"), required=False, max_length=40)

    class Meta:
        icon = "media"
        label = _("Video")
        template = "wagtail_openbadges/agenda/blocks/video.html"


class DocumentsBlock(blocks.StructBlock):
    """Files to download."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    documents = blocks.ListBlock(DocumentChooserBlock(), label=_("Documents"), min_num=1)

    class Meta:
        icon = "doc-full"
        label = _("Documents")
        template = "wagtail_openbadges/agenda/blocks/documents.html"


class NoteBlock(blocks.StructBlock):
    """Something that one should not miss."""

    title = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "link"])

    class Meta:
        icon = "info-circle"
        label = _("To be noted")
        template = "wagtail_openbadges/agenda/blocks/note.html"


class BodyBlock(blocks.StreamBlock):
    """What a news or an event is told with."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=120,
        icon="title",
        template="wagtail_openbadges/agenda/blocks/heading.html",
    )
    text = blocks.RichTextBlock(
        label=_("Text"), features=TEXT_FEATURES, template="wagtail_openbadges/agenda/blocks/text.html"
    )
    picture = PictureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    button = ButtonBlock()
    video = VideoBlock()
    documents = DocumentsBlock()
    note = NoteBlock()
