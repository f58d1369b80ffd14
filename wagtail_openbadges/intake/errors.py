"""Why a file is not taken, in words for the person who sent it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from ..standard.errors import OpenBadgesError


class IntakeError(OpenBadgesError):
    """A file that we do not take."""

    messages: ClassVar[Mapping[str, str]] = {
        "empty_file": "This file is empty. Choose another file.",
        "not_a_pdf_or_photo": "Choose a PDF file or a photo (JPEG, HEIC, PNG or WebP).",
        "unsupported_image": "We do not take {format} images. Save this image as JPEG or PNG, then send it again.",
        "type_mismatch": (
            "The name of this file announces another type, but its content is {format}. "
            "Save it again as {format}, then send the new file."
        ),
        "document_too_large": (
            "This PDF is too large: the limit is {megabytes} MB. Reduce it, or send its pages in several files."
        ),
        "photo_too_large": "This photo is too large: the limit is {megabytes} MB. Send a smaller copy.",
        "photo_too_many_pixels": (
            "This photo has too many pixels: the limit is {megapixels} million. Send a smaller copy."
        ),
        "broken_document": "This PDF is damaged or cut short. Open it, save it again as PDF, then send the new file.",
        "broken_image": "This image cannot be read. Open it, save it again as JPEG, then send the new file.",
        "image_timeout": "This image takes too long to read. Save it again as JPEG, then send the new file.",
        "images_busy": (
            "Many images are arriving at the moment, so this one was not read. Send it again in a minute: everything "
            "else is kept."
        ),
        "infected_file": (
            "The virus scanner found something in this file, so we did not keep it. Send a copy from another device."
        ),
    }
