"""A site may leave the agenda app out: each such site runs in a process of its own, on a database of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "optional"
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("site", "walk"),
    [("tests.settings_without_agenda", "own_pages.py"), ("tests.settings_badges_only", "no_events.py")],
)
def test_site_without_the_agenda_app_passes_its_own_tests(site, walk):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--ds={site}", str(HERE / walk)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    # On SQLite, whatever the tests around it use: a server would already have a database of this name.
    for name in [name for name in environment if name.startswith(("PYTEST_", "COV_", "OPENBADGES_TEST_DATABASE"))]:
        del environment[name]

    finished = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert finished.returncode == 0, finished.stdout[-5000:] + finished.stderr[-5000:]
