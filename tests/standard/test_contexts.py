from __future__ import annotations

import re
from importlib import resources

import pytest

from wagtail_openbadges.standard import contexts
from wagtail_openbadges.standard.contexts import PINNED, VENDORED, Contexts, pinned_document
from wagtail_openbadges.standard.errors import ContextError

FOLDER = resources.files(contexts)


def test_vendored_contexts_are_the_pinned_ones():
    assert set(VENDORED) == set(PINNED)
    assert len(VENDORED) == len(PINNED)
    assert all("@context" in VENDORED[url] for url in VENDORED)


def test_provenance_names_every_file_with_its_url_and_digest():
    page = FOLDER.joinpath("PROVENANCE.md").read_text()

    rows = re.findall(r"^\| `([^`]+\.json)` \| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", page, re.MULTILINE)

    assert {url: (file, digest) for file, url, digest in rows} == dict(PINNED)
    assert {file for file, _, _ in rows} == {entry.name for entry in FOLDER.iterdir() if entry.name.endswith(".json")}


def test_context_whose_bytes_changed_is_refused():
    file, digest = PINNED[contexts.OPEN_BADGES_3]

    with pytest.raises(ContextError) as refused:
        pinned_document(file, digest.replace("3", "4"))

    assert (refused.value.code, refused.value.params) == ("context_altered", {"file": file})


def test_context_that_is_not_held_is_refused_by_name():
    with pytest.raises(ContextError) as refused:
        VENDORED["https://example.org/context"]

    assert (refused.value.code, refused.value.params) == ("context_unknown", {"url": "https://example.org/context"})
    assert "https://example.org/context" not in VENDORED


def test_two_sets_of_contexts_are_never_taken_for_each_other():
    twins = [Contexts(VENDORED), Contexts(VENDORED)]

    assert twins[0] != twins[1]
    assert len(set(twins)) == 2
