"""Baking: an image that carries its badge, as Open Badges 2.0 (Baking 2.0) and 3.0 (§5.3.2) each ask for.

Chunks are spliced around the image data, which is never decoded nor encoded again.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .errors import BakingError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
V2_KEYWORD = b"openbadges"
V3_KEYWORD = b"openbadgecredential"
MAXIMUM_IMAGE = 16 * 1024 * 1024
MAXIMUM_TEXT = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Baked:
    """What an image carries: for 2.0 an address or JSON, for 3.0 JSON or a JWT."""

    v2: str | None = None
    v3: str | None = None


class Chunk(NamedTuple):
    """One part of a PNG file."""

    kind: bytes
    data: bytes


def bake_png(png: bytes, *, v2: str | None = None, v3: str | None = None) -> bytes:
    """Make an image carry exactly these badges, in place of any that it carried.

    Args:
        png: a PNG file; whatever follows its end is left out.
        v2: the address of a 2.0 Assertion, or its JSON.
        v3: a signed 3.0 credential as JSON, or as a compact JWS.

    Raises:
        BakingError: the file is not a sound PNG, or a text is too long.
    """
    head, *tail = _chunks(png)
    baked = [_text_chunk(keyword, text) for keyword, text in ((V2_KEYWORD, v2), (V3_KEYWORD, v3)) if text is not None]
    kept = (chunk for chunk in tail if _keyword(chunk) not in (V2_KEYWORD, V3_KEYWORD))
    return SIGNATURE + b"".join(_written([head, *baked, *kept]))


def unbake_png(png: bytes) -> Baked:
    """Read the badges that an image carries, also those of other software: compressed, or in the older tEXt form.

    Raises:
        BakingError: the file is not a sound PNG, or a badge is there twice or cannot be read.
    """
    texts: dict[bytes, str] = {}
    for chunk in _chunks(png):
        keyword = _keyword(chunk)
        if keyword in texts:
            raise BakingError("image_badge_twice", keyword=keyword.decode("ascii"))
        if keyword in (V2_KEYWORD, V3_KEYWORD):
            texts[keyword] = _text(chunk)
    return Baked(v2=texts.get(V2_KEYWORD), v3=texts.get(V3_KEYWORD))


def _chunks(png: bytes) -> list[Chunk]:
    if not png.startswith(SIGNATURE):
        raise BakingError("image_not_png")
    if len(png) > MAXIMUM_IMAGE:
        raise BakingError("image_too_large", maximum=MAXIMUM_IMAGE)
    chunks = list(_walk(png))
    if chunks[0].kind != b"IHDR":
        raise BakingError("image_not_png")
    return chunks


def _walk(png: bytes) -> Iterator[Chunk]:
    place = len(SIGNATURE)
    kind = b""
    while kind != b"IEND":
        if len(png) < place + 12:
            raise BakingError("image_truncated")
        length, kind = struct.unpack_from(">I4s", png, place)
        end = place + 8 + length
        if len(png) < end + 4:
            raise BakingError("image_truncated")
        if zlib.crc32(png[place + 4 : end]) != int.from_bytes(png[end : end + 4]):
            raise BakingError("image_chunk_damaged", chunk=kind.decode("ascii", "replace"))
        yield Chunk(kind, png[place + 8 : end])
        place = end + 4


def _written(chunks: Iterable[Chunk]) -> Iterator[bytes]:
    for kind, data in chunks:
        yield struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))


def _text_chunk(keyword: bytes, text: str) -> Chunk:
    try:
        octets = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BakingError("image_text_unreadable") from error
    if len(octets) > MAXIMUM_TEXT:
        raise BakingError("image_text_too_large", maximum=MAXIMUM_TEXT)
    return Chunk(b"iTXt", keyword + b"\0" + b"\0\0" + b"\0" + b"\0" + octets)


def _keyword(chunk: Chunk) -> bytes:
    return chunk.data.partition(b"\0")[0] if chunk.kind in (b"iTXt", b"tEXt") else b""


def _text(chunk: Chunk) -> str:
    rest = chunk.data.partition(b"\0")[2]
    if chunk.kind == b"tEXt":
        octets = rest
    else:
        compression, fields = rest[:2], rest[2:].split(b"\0", 2)
        if len(fields) != 3 or compression not in (b"\0\0", b"\1\0"):
            raise BakingError("image_text_unreadable")
        octets = _unpacked(fields[2]) if compression[0] else fields[2]
    if len(octets) > MAXIMUM_TEXT:
        raise BakingError("image_text_too_large", maximum=MAXIMUM_TEXT)
    try:
        return octets.decode("utf-8" if chunk.kind == b"iTXt" else "latin-1")
    except UnicodeDecodeError as error:
        raise BakingError("image_text_unreadable") from error


def _unpacked(packed: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        octets = unpacking.decompress(packed, MAXIMUM_TEXT + 1)
    except zlib.error as error:
        raise BakingError("image_text_unreadable") from error
    if len(octets) <= MAXIMUM_TEXT and not unpacking.eof:
        raise BakingError("image_text_unreadable")
    return octets
