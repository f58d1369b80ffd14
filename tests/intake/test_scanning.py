from __future__ import annotations

from io import BytesIO

import pytest

from tests.intake.scanners import EICAR
from wagtail_openbadges.intake.scanning import scan_state
from wagtail_openbadges.models.submissions import ScanState

EICAR_SCANNER = "tests.intake.scanners.EicarScanner"
ABSENT_SCANNER = "tests.intake.scanners.AbsentScanner"


@pytest.mark.parametrize(
    ("scanners", "content", "state"),
    [
        ([], EICAR, ScanState.NOT_SCANNED),
        ([EICAR_SCANNER], b"harmless", ScanState.CLEAN),
        ([EICAR_SCANNER], b"before " + EICAR, ScanState.INFECTED),
        ([ABSENT_SCANNER], b"harmless", ScanState.NOT_SCANNED),
        ([EICAR_SCANNER, ABSENT_SCANNER], b"harmless", ScanState.NOT_SCANNED),
        ([ABSENT_SCANNER, EICAR_SCANNER], EICAR, ScanState.INFECTED),
        ([EICAR_SCANNER, EICAR_SCANNER], EICAR, ScanState.INFECTED),
    ],
)
def test_scan_state_says_what_the_scanners_found(settings, scanners, content, state):
    settings.WAGTAIL_OPENBADGES = {"SCANNERS": scanners}

    assert scan_state(BytesIO(content)) == state
