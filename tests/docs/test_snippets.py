"""Every snippet of the documentation is executed by a rule: a page that lies fails."""

import json
import os
import subprocess
import sys

import pytest

from .compiling import BEGINNING
from .pages import PAGES, ROOT, name_of, snippets_of
from .rules import TEXT_RULES, faults_of_settings, rule_of

SNIPPETS = [snippet for page in PAGES for snippet in snippets_of(page)]
IN_A_PROCESS = ("app", "plain")
PAGES_OF_PYTHON = [page for page in PAGES if any(rule_of(snippet) in IN_A_PROCESS for snippet in snippets_of(page))]


def label_of(page):
    """Name the app, or the namespace, of a page."""
    return "page_" + "".join(letter if letter.isalnum() else "_" for letter in name_of(page.with_suffix("")))


@pytest.fixture(scope="session")
def faults_of_python(tmp_path_factory):
    """Execute the Python of all pages in one process, and return what fails by page."""
    folder = tmp_path_factory.mktemp("snippets")
    plain = {}
    for page in PAGES_OF_PYTHON:
        snippets = [snippet for snippet in snippets_of(page) if rule_of(snippet) in IN_A_PROCESS]
        if any(rule_of(snippet) == "app" for snippet in snippets):
            app = folder / label_of(page)
            app.mkdir()
            (app / "__init__.py").touch()
            (app / "models.py").write_text(BEGINNING + "\n".join(snippet.text for snippet in snippets))
        else:
            plain[label_of(page)] = [(str(snippet), snippet.text) for snippet in snippets]
    (folder / "plain.json").write_text(json.dumps(plain))
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for name in [name for name in environment if name.startswith(("PYTEST_", "COV_", "OPENBADGES_TEST_DATABASE"))]:
        del environment[name]
    command = [sys.executable, "-m", "tests.docs.compiling", str(folder)]
    finished = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    faults = folder / "faults.json"
    return json.loads(faults.read_text()) if faults.exists() else {"all": finished.stderr}


@pytest.mark.parametrize("page", PAGES_OF_PYTHON, ids=name_of)
def test_python_of_a_page_runs(page, faults_of_python):
    assert faults_of_python.get("all", "") == ""
    assert faults_of_python.get(label_of(page), "") == ""


def test_encryption_key_is_changed_as_told_and_the_old_one_is_no_longer_needed(faults_of_python):
    was_needed, fault = faults_of_python["old key"]

    assert was_needed
    assert fault == ""


@pytest.mark.parametrize("snippet", [one for one in SNIPPETS if rule_of(one) == "settings"], ids=str)
def test_settings_of_a_snippet_pass_the_checks(snippet, tmp_path, monkeypatch):
    assert faults_of_settings(snippet.text, tmp_path, monkeypatch) == []


@pytest.mark.parametrize("snippet", [one for one in SNIPPETS if rule_of(one) in TEXT_RULES], ids=str)
def test_snippet_of_another_language_is_right(snippet, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert TEXT_RULES[rule_of(snippet)](snippet.text) == []


def test_snippets_all_have_a_rule():
    ruled = {*TEXT_RULES, "settings", *IN_A_PROCESS}

    assert [f"{snippet}: {snippet.language!r}" for snippet in SNIPPETS if rule_of(snippet) not in ruled] == []
    assert {rule_of(snippet) for snippet in SNIPPETS} >= {"sh", "settings", "app", "plain"}
