"""What a file is, from its first and last bytes; what its sender says of it must agree."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

from .errors import IntakeError

HEAD = 1024
"""How much of the start of a file is looked at."""
TAIL = 2048
"""How much of the end of a PDF is searched for its end mark: some writers pad their files."""


class Kind(StrEnum):
    """The types of file that we take, by the name that people know."""

    PDF = "PDF"
    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WebP"
    HEIC = "HEIC"

    @property
    def media_type(self) -> str:
        return "application/pdf" if self is Kind.PDF else f"image/{self.lower()}"

    @property
    def extension(self) -> str:
        return "jpg" if self is Kind.JPEG else self.lower()


EXTENSIONS = {
    Kind.PDF: {".pdf"},
    Kind.JPEG: {".jpg", ".jpeg", ".jpe", ".jfif"},
    Kind.PNG: {".png"},
    Kind.WEBP: {".webp"},
    Kind.HEIC: {".heic", ".heif", ".hif"},
}
DECLARED = {
    Kind.PDF: {"application/pdf", "application/x-pdf"},
    Kind.JPEG: {"image/jpeg", "image/jpg", "image/pjpeg"},
    Kind.PNG: {"image/png", "image/x-png"},
    Kind.WEBP: {"image/webp"},
    Kind.HEIC: {"image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"},
}
UNSAID = {"", "application/octet-stream", "binary/octet-stream"}
"""What browsers declare when they do not know."""

HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}


def sniff(head: bytes) -> Kind:
    """Tell what a file is from its first bytes, which no other type may precede.

    Raises:
        IntakeError: the file is empty, or of a type that we do not take.
    """
    if not head:
        raise IntakeError("empty_file")
    if head.startswith((b"%PDF-1.", b"%PDF-2.")):
        return Kind.PDF
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Kind.WEBP
    if _brands(head) & HEIC_BRANDS and not _brands(head) & AVIF_BRANDS:
        return Kind.HEIC
    raise _refusal(head)


def _brands(head: bytes) -> set[bytes]:
    """Return the brands that a file of the ISO base media format names first."""
    if head[4:8] != b"ftyp":
        return set()
    end = min(len(head), int.from_bytes(head[:4]), 64)
    return {head[8:12], *(head[place : place + 4] for place in range(16, end, 4))}


def check_names(kind: Kind, name: str, declared: str) -> None:
    """Refuse a file whose extension or declared type contradicts its content; what is left unsaid does not.

    Raises:
        IntakeError: the sender says something else.
    """
    extension = PurePath(name.rstrip(". ")).suffix.lower()
    media_type = declared.partition(";")[0].strip().lower()
    if extension not in EXTENSIONS[kind] | {""} or media_type not in DECLARED[kind] | UNSAID:
        raise IntakeError("type_mismatch", format=kind.value)


def check_end_of_pdf(tail: bytes) -> None:
    """Refuse a PDF that lost its end on the way.

    Raises:
        IntakeError: its end mark is not there.
    """
    if b"%%EOF" not in tail:
        raise IntakeError("broken_document")


def _refusal(head: bytes) -> IntakeError:
    if b"%PDF-" in head:
        return IntakeError("broken_document")
    if _brands(head) & AVIF_BRANDS:
        return IntakeError("unsupported_image", format="AVIF")
    if head.startswith(b"GIF8"):
        return IntakeError("unsupported_image", format="GIF")
    if head.startswith((b"II*\0", b"MM\0*")):
        return IntakeError("unsupported_image", format="TIFF")
    if b"<svg" in head.lower():
        return IntakeError("unsupported_image", format="SVG")
    return IntakeError("not_a_pdf_or_photo")
