"""Scanners for the tests."""

from __future__ import annotations

from wagtail_openbadges.models.submissions import ScanState

# The test string of virus scanners is put together here, so that no scanner takes this file for a virus.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-" + b"TEST-FILE!$H+H*"


class EicarScanner:
    """Find the test string, and nothing else."""

    def scan(self, file):
        return ScanState.INFECTED if EICAR in file.read() else ScanState.CLEAN


class AbsentScanner:
    """A scanner that cannot be reached."""

    def scan(self, file):
        return ScanState.NOT_SCANNED
