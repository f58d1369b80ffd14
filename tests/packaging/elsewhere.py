"""A site that is not ours: made by `wagtail start`, in an environment that holds the wheel and no more."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.packaging.pasting import ROOT

WAGTAILS = {"7.4": ("wagtail>=7.4.3,<7.5", "django>=5.2,<5.3"), "8.0": ("wagtail>=8.0,<8.1", "django>=5.2,<5.3")}
SPOKEN = Path(__file__).parent / "visits"
CODE = re.compile(r"\(wagtail_openbadges\.([EW]\d{3})\)")
NOT_BUILT = shutil.ignore_patterns(".git", ".*cache", "__pycache__", "node_modules", "var", "artefacts", "dist")


def call(*command: Any, **details: Any) -> str:
    """Run a command, say how long it took, and return all that it printed; its failure shows that too."""
    begun = time.monotonic()
    done = subprocess.run(
        [str(word) for word in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **details,
    )
    print(f"{time.monotonic() - begun:6.1f} s  {' '.join(Path(str(word)).name for word in command)[:80]}")  # noqa: T201
    if done.returncode:
        raise CommandFailedError(done.stdout)
    return done.stdout


def codes_in(output: str) -> list[str]:
    """Return which of our findings an output of `check` names."""
    return sorted(set(CODE.findall(output)))


class CommandFailedError(Exception):
    """A command that ended with a fault; its only argument is what it printed."""


def build_wheel(folder: Path) -> Path:
    """Build the wheel from a copy, so that nothing is left in the repository."""
    copy = folder / "copy"
    shutil.copytree(ROOT, copy, ignore=NOT_BUILT)
    call("uv", "build", "--wheel", "--quiet", "--out-dir", folder / "dist", copy)
    (wheel,) = (folder / "dist").glob("*.whl")
    return wheel


def make_environment(folder: Path, wheel: Path, version: str) -> Path:
    """Return the folder of commands of a new environment with the wheel and a version of Wagtail."""
    call("uv", "venv", "--quiet", "--python", sys.executable, folder)
    call("uv", "pip", "install", "--quiet", "--python", folder / "bin" / "python", wheel, *WAGTAILS[version])
    return folder / "bin"


class Site:
    """A project with its settings, addresses and commands."""

    def __init__(self, folder: Path, commands: Path) -> None:
        self.folder = folder
        self.commands = commands
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DJANGO"))},
            "DJANGO_SETTINGS_MODULE": "mysite.settings.dev",
        }
        folder.mkdir()
        call(commands / "wagtail", "start", "mysite", ".", cwd=folder, env=self.environment)
        self.places = {
            "settings.py": folder / "mysite" / "settings" / "base.py",
            "urls.py": folder / "mysite" / "urls.py",
            "base.html": folder / "mysite" / "templates" / "base.html",
        }

    def paste(self, place: str, lines: str) -> None:
        """Put lines at the end of a file, or set what stands in the environment."""
        if place == "the environment":
            name, _, value = lines.partition("=")
            self.environment[name] = value
        else:
            with self.places[place].open("a") as file:
                file.write(f"\n{lines}\n")

    def paste_all(self, found: dict[str, list[str]]) -> None:
        """Paste what `check` printed."""
        for place, blocks in found.items():
            for lines in blocks:
                self.paste(place, lines)

    def write(self, name: str, text: str) -> None:
        """Write a file of the site's own code."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text)

    def manage(self, *arguments: str) -> str:
        """Run a command of the site."""
        return call(self.commands / "python", "manage.py", *arguments, cwd=self.folder, env=self.environment)

    def check(self, *arguments: str) -> str:
        """Return what `check` prints, whether it finds errors or not."""
        try:
            return self.manage("check", *arguments)
        except CommandFailedError as error:
            return str(error)

    def found(self, *arguments: str) -> list[str]:
        """Return which of our findings `check` makes."""
        return codes_in(self.check(*arguments))

    def visit(self, name: str, **wanted: Any) -> dict[str, Any]:
        """Run one of our visits inside the site; it answers JSON in its last line."""
        command = [self.commands / "python", SPOKEN / f"{name}.py", json.dumps(wanted)]
        environment = {**self.environment, "PYTHONPATH": str(self.folder)}
        return json.loads(call(*command, cwd=self.folder, env=environment).splitlines()[-1])
