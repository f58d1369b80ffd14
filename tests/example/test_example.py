"""The example site has tests of its own, which need its settings: they run in a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

EXAMPLE = Path(__file__).resolve().parents[2] / "example_project"


def test_example_site_passes_its_own_tests(tmp_path):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--ds=settings", "home/tests"]
    environment = {**os.environ, "PYTHONPATH": str(EXAMPLE), "OPENBADGES_DEMO_VAR": str(tmp_path)}
    for name in [name for name in environment if name.startswith(("PYTEST_", "COV_"))]:
        del environment[name]

    finished = subprocess.run(command, cwd=EXAMPLE, env=environment, capture_output=True, text=True, check=False)

    assert finished.returncode == 0, finished.stdout[-5000:]
