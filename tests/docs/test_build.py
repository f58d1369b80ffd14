"""The documentation builds, and Sphinx has nothing to say against it."""

import os
import subprocess
import sys

import pytest

from .pages import DOCS, ROOT


def test_documentation_builds_without_a_warning(tmp_path):
    pytest.importorskip("sphinx_wagtail_theme", reason="the extra “docs” is not installed; `tox -e docs` builds them")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for name in [name for name in environment if name.startswith(("PYTEST_", "COV_"))]:
        del environment[name]
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", str(DOCS), str(tmp_path)]

    finished = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert (finished.returncode, finished.stderr) == (0, "")
    assert "openbadges_drain" in (tmp_path / "reference" / "commands.html").read_text()
