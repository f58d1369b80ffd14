"""What the documentation names in code exists in the code."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import global_settings
from django.core.management import get_commands

import wagtail_openbadges

from .pages import PAGES, ROOT, codes_of, name_of, snippets_of
from .rules import CSS, import_dotted
from .shell import faults_of_shell

PACKAGE = Path(wagtail_openbadges.__file__).parent
CHECK = re.compile(r"^wagtail_openbadges\.[EW]\d{3}$")
DOTTED = re.compile(r"^wagtail_openbadges(\.\w+)+$")
FILE = re.compile(r"^wagtail_openbadges/[\w./-]*$")
PROPERTY = re.compile(r"^--openbadges-[\w-]+$")
OURS = re.compile(r"^openbadges_\w+$")
CAPITALS = re.compile(r"^[A-Z][A-Z0-9]*_[A-Z0-9_]+$")
COMMAND = re.compile(r"^(python|manage\.py) ")
SOURCES = [PACKAGE, ROOT / "example_project"]


@cache
def source():
    """Return the code of the app and of the example as one text: what only a test names is not there."""
    files = [path for root in SOURCES for suffix in ("py", "html") for path in root.rglob(f"*.{suffix}")]
    return "\n".join(path.read_text() for path in files)


def exists(code):
    """Say whether what a word in code names is there; a word that names nothing of ours is not judged."""
    if CHECK.match(code):
        return f'"{code}"' in source()
    if DOTTED.match(code):
        return import_dotted(code) is not None
    if FILE.match(code):
        return any((PACKAGE / folder / code).exists() for folder in ("templates", "static")) or (ROOT / code).exists()
    if PROPERTY.match(code):
        return f"{code}:" in CSS.read_text()
    if OURS.match(code):
        return code in get_commands() or re.search(rf"\b{code}\b", source()) is not None
    if CAPITALS.match(code):
        return (
            hasattr(global_settings, code) or code.startswith("WAGTAIL") or code.lower() in source() or code in source()
        )
    if COMMAND.match(code):
        return faults_of_shell(code.replace("…", "")) == []
    return True


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_names_of_a_page_exist(page):
    assert [code for code in codes_of(page) if not exists(code)] == []


def test_name_that_is_gone_is_noticed():
    gone = ["wagtail_openbadges.E999", "wagtail_openbadges/gone.html", "--openbadges-gone", "openbadges_gone"]

    assert [exists(code) for code in [*gone, "python manage.py gone"]] == [False] * 5
    with pytest.raises(AttributeError):
        exists("wagtail_openbadges.conf.gone")


def test_checks_that_pages_show_are_those_of_the_code():
    shown = {name for page in PAGES for name in re.findall(r"wagtail_openbadges\.[EW]\d{3}", page.read_text())}

    assert [name for name in shown if f'"{name}"' not in source()] == []


def test_snippets_name_their_language():
    assert [str(snippet) for page in PAGES for snippet in snippets_of(page) if not snippet.language] == []
