"""Blocks for the bodies of news and events."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from ..public import wording
from .renditions import picture

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

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        image = value["image"]
        shown = picture(image, image.contextual_alt_text or "") if image else None
        return {**super().get_context(value, parent_context=parent_context), "picture": shown}


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

    text = blocks.TextBlock(label=_("What was said"))
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

    def clean(self, value: Any) -> Any:
        """Refuse a button that leads nowhere or to two places, unless this is a draft."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        if cleaned["page"] and cleaned["url"]:
            raise _refused("url", "button_with_two_targets")
        if not cleaned["page"] and not cleaned["url"]:
            raise _refused("page", "button_without_target")
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Show no button to a page that is not published, or not any more."""
        context = super().get_context(value, parent_context=parent_context)
        page, request = value["page"], context.get("request")
        context["href"] = value["url"] if page is None else (page.get_url(request) or "" if page.live else "")
        return context


def _refused(field: str, code: str) -> StructBlockValidationError:
    return StructBlockValidationError(block_errors={field: ValidationError(wording.sentence(code, {}), code=code)})


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
