"""Every code has its sentence, and no sentence outlives its code."""

from __future__ import annotations

import importlib
import pkgutil
import re
from string import Formatter

import pytest
from django.utils import translation

import wagtail_openbadges
from wagtail_openbadges.public.wording import CHECKS, SENTENCES, check_label, sentence
from wagtail_openbadges.standard import credential_checks, hosted_checks
from wagtail_openbadges.standard.errors import OpenBadgesError
from wagtail_openbadges.standard.report import CHECK_MESSAGES


def known() -> dict[str, set[str]]:
    """Return every code with the English sentences that it has anywhere, all rooms loaded."""
    for module in pkgutil.walk_packages(wagtail_openbadges.__path__, "wagtail_openbadges."):
        if not re.search(r"\.(__main__|migrations)\b", module.name):
            importlib.import_module(module.name)
    sentences: dict[str, set[str]] = {}
    for code, english in (*OpenBadgesError.catalogue(), *CHECK_MESSAGES.items()):
        sentences.setdefault(code, set()).add(english)
    return sentences


def test_every_code_has_the_sentence_of_its_error():
    assert {code: {english} for code, english in SENTENCES.items()} == known()


def test_sentences_name_their_values_and_never_count_them():
    for english in SENTENCES.values():
        names = [name for _text, name, _spec, _conversion in Formatter().parse(english) if name is not None]

        assert all(name.isidentifier() for name in names)


def test_every_row_of_a_report_has_a_label():
    rows = {*credential_checks.ROWS, *hosted_checks.ROWS, "input", "parts"}

    assert set(CHECKS) == rows
    assert check_label("proof") == "Signature"


def test_sentence_keeps_braces_of_foreign_text():
    with translation.override("en"):
        said = sentence("term_undefined", {"name": "{0}{x}%s"})

    assert said == "The word “{0}{x}%s” is not defined by the contexts of this document, so it cannot be signed."


@pytest.mark.parametrize(
    ("instant", "shown"),
    [("2026-01-02T10:00:00Z", "2 January 2026 at 11:00"), ("once upon a time", "once upon a time")],
)
def test_sentence_writes_instants_as_people_read_them(instant, shown):
    with translation.override("en"):
        assert sentence("expired", {"instant": instant}) == f"This badge expired on {shown}."
