"""Pictures as pages show them: in several widths, and all those of a page fetched at once."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, Filter, SourceImageIOError

PLAIN_FILTER = "width-960"
"""One width for those who cannot choose: feeds, letters, sites where a page is shared."""

FILTERS = ("width-480", PLAIN_FILTER, "width-1600")
CARD_FILTER = "fill-640x400"


def images_in(value: Any) -> Iterator[AbstractImage]:
    """Find the images in the value of a block, however deep."""
    if isinstance(value, AbstractImage):
        yield value
    elif isinstance(value, StreamValue):
        for child in value:
            yield from images_in(child.value)
    elif isinstance(value, (StructValue, ListValue)):
        for child in value.values() if isinstance(value, StructValue) else value:
            yield from images_in(child)


def prefetch(images: Iterable[AbstractImage | None]) -> None:
    """Fetch the renditions of many images at once."""
    renditions = get_image_model().get_rendition_model().objects.filter(filter_spec__in=FILTERS)
    found = [image for image in images if image is not None]
    prefetch_related_objects(found, Prefetch("renditions", queryset=renditions, to_attr="prefetched_renditions"))


def picture(image: AbstractImage | None, alt: str) -> dict[str, Any] | None:
    """Return a picture in several widths, none of them twice; None without image or when its file is lost."""
    if image is None:
        return None
    try:
        renditions = image.get_renditions(*FILTERS)
    except SourceImageIOError:
        return None
    widths = {rendition.width: rendition for rendition in renditions.values()}
    shown = renditions.get(PLAIN_FILTER) or widths[max(widths)]
    return {
        "src": shown.url,
        "width": shown.width,
        "height": shown.height,
        "alt": alt,
        "srcset": ", ".join(f"{widths[width].url} {width}w" for width in sorted(widths)) if len(widths) > 1 else "",
    }


def card_pictures(image_ids: Iterable[int | None]) -> dict[int, dict[str, Any]]:
    """Return the small pictures of some cards by the images' primary keys; one query, once they were made."""
    chosen = {pk for pk in image_ids if pk is not None}
    if not chosen:
        return {}
    made = get_image_model().get_rendition_model().objects.filter(image__in=chosen, filter_spec=CARD_FILTER)
    key = Filter(spec=CARD_FILTER).get_cache_key
    found = {row.image_id: row for row in made.select_related("image") if row.focal_point_key == key(row.image)}
    for pk, image in get_image_model().objects.in_bulk(chosen - set(found)).items() if chosen - set(found) else ():
        with suppress(SourceImageIOError):
            found[pk] = image.get_rendition(CARD_FILTER)
    return {pk: {"src": row.url, "width": row.width, "height": row.height} for pk, row in found.items()}


def enclosure(image: AbstractImage | None) -> dict[str, str] | None:
    """Return a picture as readers of feeds fetch it: its address, its length in bytes and its media type."""
    if image is None:
        return None
    try:
        rendition = image.get_rendition(PLAIN_FILTER)
        length = rendition.file.size
    except (SourceImageIOError, OSError):
        return None
    return {
        "url": rendition.url,
        "length": str(length),
        "type": mimetypes.guess_type(rendition.file.name)[0] or "image/jpeg",
    }
