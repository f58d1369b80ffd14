"""Cells that no spreadsheet runs, and text that every file can hold."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from wagtail_openbadges.intake.cells import safe_cell, writable

FORMULAS = ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_cell_that_could_be_a_formula_begins_with_an_apostrophe(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Léa", "", " =1", 3, -3, None, True])
def test_other_cell_is_left_as_it_is(value):
    assert safe_cell(value) == value


def test_cell_loses_what_no_file_can_hold_before_it_is_judged():
    assert safe_cell("\x01=1\x0b") == "'=1"


def test_cell_of_an_instant_is_written_in_the_active_zone():
    instant = datetime(2026, 7, 1, 22, 30, 15, 999, tzinfo=UTC)

    with timezone.override("Europe/Paris"):
        cell = safe_cell(instant)

    assert cell == datetime(2026, 7, 2, 0, 30, 15)  # noqa: DTZ001 - spreadsheets know no zone


def test_text_that_can_be_written_keeps_its_lines():
    assert writable("un\x00\x0b\ndeux\x1f") == "un\ndeux"
