"""Pictures made for the tests."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from io import BytesIO

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()

GPS_INFO = 0x8825
MAKE = 0x010F


def written(image: Image.Image, form: str, **options) -> bytes:
    content = BytesIO()
    image.save(content, form, **options)
    return content.getvalue()


def read(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


def two_halves(mode: str = "RGB") -> Image.Image:
    """Draw red on the left, blue on the right."""
    image = Image.new("RGB", (64, 32), "red")
    image.paste("blue", (32, 0, 64, 32))
    return image.convert(mode)


def exif(*, orientation: int = 1) -> Image.Exif:
    """Say where a photo was taken, by which phone and how it was held."""
    data = Image.Exif()
    data[MAKE] = "Telephone of Lea"
    data[0x0112] = orientation
    data.get_ifd(GPS_INFO).update({1: "N", 2: (50.0, 43.0, 26.0), 3: "E", 4: (3.0, 9.0, 40.0)})
    return data


@cache
def noise(size: tuple[int, int]) -> Image.Image:
    """Draw something as hard to compress as a photograph."""
    band = Image.effect_noise((size[0] // 8, size[1] // 8), 60).resize(size)
    return Image.merge("RGB", (band, band.transpose(Image.Transpose.FLIP_LEFT_RIGHT), band))


@cache
def photo_of_48_megapixels() -> bytes:
    return written(noise((8000, 6000)), "JPEG", quality=80, exif=exif(orientation=6))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))


def announced_png(width: int, height: int) -> bytes:
    """Write a small PNG that announces a size and does not keep its word."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def png_with(*extra: bytes) -> bytes:
    """Write a sound PNG with more chunks after its header."""
    sound = written(two_halves(), "PNG")
    return sound[:33] + b"".join(extra) + sound[33:]


def scan_bomb() -> bytes:
    """Write a JPEG of 48 megapixels whose last scan comes two hundred times, which takes a decoder minutes."""
    jpeg = written(Image.new("L", (8000, 6000)), "JPEG", progressive=True)
    last = jpeg[jpeg.rindex(b"\xff\xda") : -2]
    return jpeg[:-2] + last * 200 + jpeg[-2:]
