"""The parts of the reference that the code says itself, written as Markdown.

Each function of `SUBJECTS` is one argument of the directive `from-code` (see `conf.py`); the tests call them as well.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "wagtail_openbadges"
TEMPLATES = PACKAGE / "templates" / "wagtail_openbadges"
COMMANDS = PACKAGE / "management" / "commands"
INSIDE = ("admin", "panels", "versions")
"""Folders of templates that belong to the admin: not for sites to replace."""

HEAD = re.compile(r"{% comment %}(.*?){% endcomment %}", re.DOTALL)
BLOCK = re.compile(r"{% block (\w+) %}")
PARENT = re.compile(r'{% extends "wagtail_openbadges/([^"]+)" %}')


def settings_table() -> str:
    """Write each key of the settings dict, its default and its meaning: the docstrings of `conf.Settings`."""
    rows = "\n".join(f"| `{key}` | {default} | {meaning} |" for key, default, meaning in settings_rows())
    return f"| key | default | meaning |\n|---|---|---|\n{rows}"


def settings_rows() -> Iterator[tuple[str, str, str]]:
    """Yield key, default and docstring of each field of the settings, in their order."""
    settings = import_module("wagtail_openbadges.conf").Settings()
    tree = ast.parse((PACKAGE / "conf.py").read_text())
    body = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Settings").body
    for field, docstring in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            is_said = isinstance(docstring, ast.Expr) and isinstance(docstring.value, ast.Constant)
            meaning = " ".join(str(docstring.value.value).split()) if is_said else ""
            yield field.target.id.upper(), _default(getattr(settings, field.target.id)), meaning


def _default(value: Any) -> str:
    return "none" if value in ("", ()) else f"`{value!r}`".replace("'", '"')


def commands() -> str:
    """Write what each command does and what it takes, from its own help."""
    described = [_described(f"python manage.py {name}", parser) for name, parser in management_parsers()]
    verify = _subcommand(import_module("wagtail_openbadges.standard.__main__")._parser(), "verify")
    return "\n\n".join([*described, _described("python -m wagtail_openbadges.standard verify", verify)])


def management_parsers() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield each of our management commands with the parser of its arguments."""
    _set_django_up()
    load = import_module("django.core.management").load_command_class
    for path in sorted(COMMANDS.glob("[a-z]*.py")):
        yield path.stem, load("wagtail_openbadges", path.stem).create_parser("manage.py", path.stem)


def _described(name: str, parser: argparse.ArgumentParser) -> str:
    """Write a command, its help, and the arguments that are its own."""
    base = {"-h", "--version", "-v", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color"}
    own = [action for action in parser._actions if not base & set(action.option_strings) and not _is_common(action)]
    rows = [f"- `{_shape(action)}`: {_sentence(action.help or '')}" for action in own]
    text = " ".join((parser.description or "").split())
    return "\n".join([f"`{name}`", f": {text}", *(["", *(f"  {row}" for row in rows)] if rows else [])])


def _is_common(action: argparse.Action) -> bool:
    return action.dest in ("skip_checks",)


def _shape(action: argparse.Action) -> str:
    name = action.option_strings[-1] if action.option_strings else str(action.metavar)
    takes = "" if action.nargs == 0 or not action.option_strings else f" {action.metavar or action.dest.upper()}"
    return f"{name}{takes}"


def _sentence(text: str) -> str:
    return text.replace("%%", "%").replace("|", "or")


def _subcommand(parser: argparse.ArgumentParser, name: str) -> argparse.ArgumentParser:
    return next(action.choices[name] for action in parser._actions if isinstance(action, argparse._SubParsersAction))


def _set_django_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import_module("django").setup()


def templates(folder: str = ".") -> str:
    """Write each template of a folder, what its head says and which blocks it opens."""
    return "\n\n".join(_template(path) for path in templates_of(folder))


def templates_of(folder: str) -> list[Path]:
    """Return the templates that lie directly in a folder."""
    return sorted(path for path in (TEMPLATES / folder).iterdir() if path.is_file())


def folders_of_templates() -> list[str]:
    """Return every folder of templates that a site may replace."""
    folders = {path.parent.relative_to(TEMPLATES) for path in TEMPLATES.rglob("*") if path.is_file()}
    return sorted(str(folder) for folder in folders if not set(INSIDE) & set(folder.parts))


def head(path: Path) -> str:
    """Return what a template says of itself, as one line."""
    found = HEAD.search(path.read_text())
    return " ".join(found[1].split()) if found else ""


def blocks(path: Path) -> list[str]:
    """Return the blocks that a template opens for others: those that it does not itself fill for its parent."""
    text = path.read_text()
    parent = PARENT.search(text)
    inherited = BLOCK.findall((TEMPLATES / parent[1]).read_text()) if parent else []
    return [name for name in dict.fromkeys(BLOCK.findall(text)) if name not in inherited]


def _template(path: Path) -> str:
    opened = ", ".join(f"`{name}`" for name in blocks(path))
    lines = [f"`{path.relative_to(TEMPLATES)}`", f": {_escaped(head(path))}"]
    return "\n".join([*lines, *(["", f"  Blocks: {opened}."] if opened else [])])


def _escaped(text: str) -> str:
    """Keep brackets and stars as they are; what stands between backticks is code already."""
    parts = text.split("`")
    return "`".join(part if number % 2 else re.sub(r"([\[\]*<])", r"\\\1", part) for number, part in enumerate(parts))


SUBJECTS: dict[str, Callable[..., str]] = {"settings": settings_table, "commands": commands, "templates": templates}
