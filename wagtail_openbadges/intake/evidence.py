"""The one entry for files of evidence: a photo is drawn anew, a PDF is kept as it is and never opened."""

from __future__ import annotations

import hashlib
import unicodedata
import uuid
from dataclasses import dataclass
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from .. import conf
from ..models.submissions import ScanState
from .errors import IntakeError
from .images import MEBIBYTE, clean_photo
from .scanning import scan_state
from .sniffing import HEAD, TAIL, Kind, check_end_of_pdf, check_names, sniff

LONGEST_NAME = 150
LONGEST_EXTENSION = 10


@dataclass(frozen=True, kw_only=True)
class AcceptedFile:
    """A file that may be stored, under a name of ours: `original_name` is only shown."""

    content: ContentFile
    stored_name: str
    media_type: str
    kind: str
    """`photo` or `document`."""
    size: int
    sha256: str
    original_name: str
    extension: str
    scan_state: ScanState


def accept_upload(upload: UploadedFile) -> AcceptedFile:
    """Take a file of evidence from a form.

    Raises:
        IntakeError: it is not taken; its sentence tells the sender what to do.
    """
    chunks = upload.chunks()
    first = next(chunks, b"")
    kind = sniff(first[:HEAD])
    check_names(kind, upload.name or "", upload.content_type or "")
    source = _gathered(kind, first, chunks, upload.size or 0)
    if kind is Kind.PDF:
        check_end_of_pdf(source[-TAIL:])
        return _accepted(upload, "document", kind, source)
    photo = clean_photo(source)
    return _accepted(upload, "photo", photo.kind, photo.content)


def largest_upload() -> int:
    """Return the size in bytes of the largest file that we take."""
    settings = conf.current()
    return max(settings.max_document_megabytes, settings.max_photo_megabytes) * MEBIBYTE


def readable_name(name: str, *, fallback: str) -> str:
    """Return the name of a file as text to show: no path, no invisible character, at most 150 characters."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    visible = "".join(" " if character.isspace() else character for character in name)
    visible = "".join(character for character in visible if unicodedata.category(character)[0] != "C")
    visible = " ".join(visible.split()).lstrip(".")
    extension = PurePath(visible).suffix
    if len(extension) > LONGEST_EXTENSION:
        extension = ""
    stem = visible.removesuffix(extension)[: LONGEST_NAME - len(extension)].strip()
    return stem + extension if stem else fallback


def _accepted(upload: UploadedFile, use: str, kind: Kind, octets: bytes) -> AcceptedFile:
    content = ContentFile(octets)
    state = scan_state(content)
    if state == ScanState.INFECTED:
        raise IntakeError("infected_file")
    stored_name = f"evidence/{uuid.uuid4()}.{kind.extension}"
    return AcceptedFile(
        content=content,
        stored_name=stored_name,
        media_type=kind.media_type,
        kind=use,
        size=len(octets),
        sha256=hashlib.sha256(octets).hexdigest(),
        original_name=readable_name(upload.name or "", fallback=f"{use}.{kind.extension}"),
        extension=kind.extension,
        scan_state=state,
    )


def _gathered(kind: Kind, first: bytes, chunks, announced: int) -> bytes:
    """Read the rest, and stop as soon as there is too much of it, whatever size was announced."""
    settings = conf.current()
    code, megabytes = (
        ("document_too_large", settings.max_document_megabytes)
        if kind is Kind.PDF
        else ("photo_too_large", settings.max_photo_megabytes)
    )
    gathered = bytearray(first)
    while max(len(gathered), announced) <= megabytes * MEBIBYTE:
        chunk = next(chunks, b"")
        if not chunk:
            return bytes(gathered)
        gathered += chunk
    raise IntakeError(code, megabytes=megabytes)
