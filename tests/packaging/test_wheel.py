"""The wheel holds what a site needs, and nothing of our workshop."""

from __future__ import annotations

import zipfile
from email import message_from_string
from pathlib import PurePosixPath

import pytest

from tests.packaging.pasting import ROOT

pytestmark = pytest.mark.packaging

PACKAGE = "wagtail_openbadges"
NOT_SHIPPED = {".pyc"}


@pytest.fixture(scope="module")
def names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return [PurePosixPath(name) for name in archive.namelist()]


def in_repository():
    """Return the files of the package in the repository."""
    files = [path.relative_to(ROOT) for path in (ROOT / PACKAGE).rglob("*") if path.is_file()]
    return sorted(str(path) for path in files if path.suffix not in NOT_SHIPPED)


def test_wheel_holds_the_package_as_it_is_and_its_papers(names):
    ours = sorted(str(name) for name in names if name.parts[0] == PACKAGE)
    others = sorted(str(PurePosixPath(*name.parts[1:])) for name in names if name.parts[0] != PACKAGE)

    assert ours == in_repository()
    assert others == ["METADATA", "RECORD", "WHEEL", "licenses/LICENSE"]


def test_wheel_holds_each_kind_of_file_in_its_place(names):
    inner = [name for name in names if name.parts[0] == PACKAGE and len(name.parts) > 2]

    assert {(name.parts[1], name.suffix) for name in inner if name.suffix != ".py"} == {
        ("locale", ".mo"),
        ("locale", ".po"),
        ("standard", ".json"),
        ("standard", ".md"),
        ("static", ".css"),
        ("static", ".js"),
        ("templates", ".html"),
        ("templates", ".txt"),
    }
    assert PurePosixPath(PACKAGE, "py.typed") in names


@pytest.mark.parametrize("app", ["", "pages/", "agenda/"])
def test_wheel_holds_the_migrations_of_each_app(names, app):
    assert PurePosixPath(f"{PACKAGE}/{app}migrations/0001_initial.py") in names


@pytest.mark.parametrize("language", ["en", "fr"])
def test_wheel_holds_the_compiled_words_of_each_language(names, language):
    assert PurePosixPath(f"{PACKAGE}/locale/{language}/LC_MESSAGES/django.mo") in names


def test_wheel_says_what_it_needs_and_shows_the_readme(wheel, names):
    (metadata,) = (str(name) for name in names if name.name == "METADATA")
    with zipfile.ZipFile(wheel) as archive:
        said = message_from_string(archive.read(metadata).decode())

    assert (said["Name"], said["Requires-Python"], said["License-Expression"]) == (
        "wagtail-openbadges",
        ">=3.11",
        "BSD-3-Clause",
    )
    assert said.get_payload().strip() == (ROOT / "README.md").read_text().strip()
