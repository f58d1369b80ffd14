"""The child process that opens an image, so that a hostile image harms nothing else.

The image comes by standard input and the job, as JSON, by the only argument. A line of JSON and the new image leave by
standard output. Of most wrong images this process just dies: `images` reads its exit status. No Django here.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys
from io import BytesIO
from typing import NamedTuple, TypedDict

from PIL import Image, ImageCms

TOO_MANY_PIXELS = 3
"""Exit status for an image that announces more pixels than the job allows."""

ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What each EXIF orientation needs to stand upright without it."""


class Recipe(NamedTuple):
    """What becomes of an image."""

    sides: tuple[int, ...]
    """The longest side in pixels; the next one is tried while the new image is heavier than `weight`."""
    weight: float = float("inf")
    is_square: bool = False
    may_be_jpeg: bool = False


RECIPES = {
    "photo": Recipe((2560,), may_be_jpeg=True),
    "badge": Recipe((1200, 800, 600, 400), weight=500_000, is_square=True),
    "logo": Recipe((600, 400), weight=250_000),
}


class Job(TypedDict):
    """Which image to make, and what it may cost."""

    recipe: str
    format: str
    pixels: int
    memory: int
    seconds: int


class Remade(NamedTuple):
    """The new image."""

    content: bytes
    format: str
    width: int
    height: int


def confine(job: Job) -> None:
    """Let this process take no more than its share, write no file and leave no core behind."""
    for resource_kind, most in (
        (resource.RLIMIT_AS, job["memory"]),
        (resource.RLIMIT_CPU, job["seconds"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # It is refused where a stricter limit holds already, and for RLIMIT_AS on macOS.
        with contextlib.suppress(ValueError):
            resource.setrlimit(resource_kind, (most, most))


def remake(source: bytes, job: Job) -> Remade:
    """Draw the image on a new canvas: upright, in sRGB, reduced, and without any metadata."""
    recipe = RECIPES[job["recipe"]]
    image = _drawn(_opened(source, job), recipe.sides[0])
    if recipe.is_square:
        image = _squared(image)
    for side in recipe.sides:
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        remade = _encoded(image, may_be_jpeg=recipe.may_be_jpeg)
        if len(remade.content) <= recipe.weight:
            break
    return remade


def _opened(source: bytes, job: Job) -> Image.Image:
    if job["format"] == "HEIF":
        # It is loaded for those photos alone: its libraries cost memory and time. One thread, as the limits count it.
        import pillow_heif  # noqa: PLC0415

        pillow_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    try:
        image = Image.open(BytesIO(source), formats=[job["format"]])
    except Image.DecompressionBombError:
        sys.exit(TOO_MANY_PIXELS)
    # Nothing but the head was read until now.
    if image.width * image.height > job["pixels"]:
        sys.exit(TOO_MANY_PIXELS)
    return image


def _drawn(image: Image.Image, side: int) -> Image.Image:
    orientation = None
    # Exif data fail in ways without number, and a good photo must not be lost for them.
    with contextlib.suppress(Exception):
        orientation = image.getexif().get(ORIENTATION)
    profile = image.info.get("icc_profile")
    # Only JPEG knows drafts: it is decoded at a half, a quarter or an eighth, in a third of the memory.
    image.draft(None, (side, side))
    image = _plain(image)
    image.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    image = _in_srgb(image, profile)
    if orientation in UPRIGHT:
        image = image.transpose(UPRIGHT[orientation])
    if image.mode == "RGBA" and image.getextrema()[3] == (255, 255):
        image = image.convert("RGB")
    canvas = Image.new(image.mode, image.size)
    canvas.paste(image)
    return canvas


def _plain(image: Image.Image) -> Image.Image:
    """Leave only modes that can be reduced well: L, RGB, RGBA and, until its colours are converted, CMYK."""
    if image.mode == "I;16":
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    # A profile that cannot be applied costs exact colours, not the photo.
    with contextlib.suppress(Exception):
        if profile:
            return ImageCms.profileToProfile(image, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=mode)
    return image.convert("RGB") if image.mode == "CMYK" else image


def _squared(image: Image.Image) -> Image.Image:
    if image.width == image.height:
        return image
    side = max(image.size)
    canvas = Image.new("RGBA", (side, side))
    canvas.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    return canvas


def _encoded(image: Image.Image, *, may_be_jpeg: bool) -> Remade:
    content = BytesIO()
    if may_be_jpeg and image.mode != "RGBA":
        written = "JPEG"
        image.save(content, written, quality=85, optimize=True)
    else:
        written = "PNG"
        image.save(content, written, optimize=True)
    return Remade(content.getvalue(), written, *image.size)


def main(job: Job) -> None:
    """Read an image, write it anew."""
    confine(job)
    # Pillow warns from 89 million pixels on, which is no more than a camera makes: the job says how many there may be.
    Image.MAX_IMAGE_PIXELS = job["pixels"]
    content, *facts = remake(sys.stdin.buffer.read(), job)
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + content)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
