"""The seam for virus scanners: classes named by the setting `SCANNERS`."""

from __future__ import annotations

from typing import IO, Protocol

from django.utils.module_loading import import_string

from .. import conf
from ..models.submissions import ScanState


class Scanner(Protocol):
    """Something that reads a file and judges it. It is made without arguments."""

    def scan(self, file: IO[bytes]) -> ScanState:
        """Judge a file, from its start; `NOT_SCANNED` when the scanner cannot be reached."""
        ...


def scan_state(file: IO[bytes]) -> ScanState:
    """Ask every scanner: one that finds a virus is enough, and clean means that none was missing."""
    states = {_asked(path, file) for path in conf.current().scanners}
    if ScanState.INFECTED in states:
        return ScanState.INFECTED
    return ScanState.CLEAN if states == {ScanState.CLEAN} else ScanState.NOT_SCANNED


def _asked(path: str, file: IO[bytes]) -> ScanState:
    scanner: Scanner = import_string(path)()
    file.seek(0)
    state = scanner.scan(file)
    file.seek(0)
    return state
