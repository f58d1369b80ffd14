"""Seats for the children that open images: so many at once on one machine, whichever process starts them.

A seat is a lock on a small file in the temporary folder, which the system gives back however its holders end.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .. import conf
from .errors import IntakeError

WAIT_SECONDS = 4
"""So short that a form whose five photos all wait in vain is answered before common web servers give it up."""
PAUSE_SECONDS = 0.05


@contextmanager
def seat() -> Iterator[int]:
    """Hold a seat, and give its file to hand to the child: a child that outlives this process still takes it.

    Raises:
        IntakeError: `images_busy` when none became free in time.
    """
    held = _taken()
    try:
        yield held
    finally:
        os.close(held)


def _taken() -> int:
    end = time.monotonic() + WAIT_SECONDS
    while True:
        for number in range(conf.current().images_at_once):
            held = _locked(number)
            if held is not None:
                return held
        if time.monotonic() >= end:
            raise IntakeError("images_busy")
        time.sleep(PAUSE_SECONDS)


def _locked(number: int) -> int | None:
    path = Path(tempfile.gettempdir(), f"openbadges-images-{os.getuid()}-{number}")
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    with suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return file
    os.close(file)
    return None
