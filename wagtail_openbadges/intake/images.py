"""Images drawn anew in a child process that can take neither our memory nor our time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from .. import conf
from . import child
from .errors import IntakeError
from .seats import seat
from .sniffing import HEAD, Kind, sniff

MEBIBYTE = 1024 * 1024
MEGAPIXEL = 1024 * 1024
"""Generous, because a camera sold as 50 megapixels makes 8192 × 6144."""
CPU_SECONDS = 10
WALL_SECONDS = 20
"""Below the 30 seconds after which common web servers give a request up."""
STOPPED = {-signal.SIGKILL, -signal.SIGXCPU}
"""Exit statuses of a child that used up its time."""


class Memory(NamedTuple):
    """What the child needs to read a format, measured by `tests/benchmarks/photos.py`."""

    fixed: int
    per_pixel: int


MEMORY = {
    Kind.JPEG: Memory(256 * MEBIBYTE, 6),
    Kind.PNG: Memory(256 * MEBIBYTE, 12),
    Kind.WEBP: Memory(256 * MEBIBYTE, 22),
    Kind.HEIC: Memory(256 * MEBIBYTE, 12),
}

MOST_WHOLE = 50
"""Megapixels of an image that is decoded whole: only JPEG is read at a part of its size, so only JPEG may be larger."""

FORMATS = {Kind.HEIC: "HEIF"}
"""What Pillow calls a format, where it is not our own name."""


@dataclass(frozen=True, kw_only=True)
class CleanFile:
    """An image of our own making, without metadata."""

    content: bytes
    kind: Kind
    width: int
    height: int


def clean_photo(source: bytes) -> CleanFile:
    """Make a photo of evidence: JPEG, or PNG where something is transparent, of at most 2560 pixels a side.

    Raises:
        IntakeError: it is no image that we take, it is too large, it cannot be read, or too many others are read now.
    """
    return _remade("photo", source)


def badge_png(source: bytes) -> bytes:
    """Make the square image of a badge: PNG of at most 1200 pixels a side and about half a megabyte.

    The same source gives the same bytes as long as Pillow stays the same.

    Raises:
        IntakeError: as for `clean_photo`.
    """
    return _remade("badge", source).content


def logo_png(source: bytes) -> bytes:
    """Make the logo of an organisation: PNG of at most 600 pixels a side, in its own proportions.

    Raises:
        IntakeError: as for `clean_photo`.
    """
    return _remade("logo", source).content


def job(recipe: str, kind: Kind) -> child.Job:
    """Say what the child is to do, and what that may cost at the largest size that the settings allow."""
    pixels = megapixels_of(kind) * MEGAPIXEL
    memory = MEMORY[kind]
    return {
        "recipe": recipe,
        "format": FORMATS.get(kind, kind.name),
        "pixels": pixels,
        "memory": memory.fixed + memory.per_pixel * pixels,
        "seconds": CPU_SECONDS,
    }


def megapixels_of(kind: Kind) -> int:
    """Return how large an image of a kind may be."""
    most = conf.current().max_photo_megapixels
    return most if kind is Kind.JPEG else min(most, MOST_WHOLE)


def _remade(recipe: str, source: bytes) -> CleanFile:
    kind = sniff(source[:HEAD])
    if kind is Kind.PDF:
        raise IntakeError("unsupported_image", format="PDF")
    try:
        with seat() as held:
            # The arguments are ours; what the stranger sent goes by standard input only.
            done = subprocess.run(  # noqa: S603
                [_python(), "-P", "-m", child.__name__, json.dumps(job(recipe, kind))],
                input=source,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=WALL_SECONDS,
                env={"PYTHONPATH": os.pathsep.join(sys.path)},
                pass_fds=(held,),
                check=False,
            )
    except subprocess.TimeoutExpired as error:
        raise IntakeError("image_timeout") from error
    if done.returncode == child.TOO_MANY_PIXELS:
        raise IntakeError("photo_too_many_pixels", megapixels=megapixels_of(kind))
    if done.returncode in STOPPED:
        raise IntakeError("image_timeout")
    if done.returncode:
        raise IntakeError("broken_image")
    facts, _, content = done.stdout.partition(b"\n")
    written, width, height = json.loads(facts)
    return CleanFile(content=content, kind=Kind[written], width=width, height=height)


def _python() -> str:
    """Return a Python of this environment: inside some web servers, `sys.executable` is the server."""
    if Path(sys.executable).name.startswith("python"):
        return sys.executable
    return str(Path(sys.exec_prefix, "bin", "python3"))
