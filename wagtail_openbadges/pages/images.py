"""The image that an editor chose, as bytes for the badge and as a rendition for pages."""

from __future__ import annotations

from typing import Any

from wagtail.images.models import AbstractImage, SourceImageIOError
from wagtail.images.shortcuts import get_rendition_or_not_found

BADGE_FILTER = "max-600x600|format-png"


def read_image(image: AbstractImage | None) -> bytes:
    """Return the bytes of an image; none when there is no image or its file is lost."""
    if image is None:
        return b""
    try:
        with image.open_file() as file:
            return file.read()
    except SourceImageIOError:
        return b""


def badge_image_url(image: AbstractImage | None) -> str:
    """Return the address of the badge's picture on pages; empty without image."""
    return get_rendition_or_not_found(image, BADGE_FILTER).url if image else ""


def prefetch_badge_images(images: Any) -> Any:
    """Have the renditions of many images fetched at once."""
    return images.prefetch_renditions(BADGE_FILTER)
