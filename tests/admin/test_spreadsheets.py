"""Cells that no spreadsheet runs, in both formats, from the queue and from the registers."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.admin.room import csv_rows, make_room, many_files, xlsx_rows
from tests.factories import accept
from wagtail_openbadges.admin.spreadsheets import safe_cell
from wagtail_openbadges.models import Assertion, Submission

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


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["openbadges_review:index", "openbadges_awards_modeladmin_index"])
def test_exports_hold_what_a_stranger_wrote_as_text(client, name):
    _issuer, reviewer, submission = make_room()
    accept(submission, reviewer)
    Submission.objects.update(printed_name="=cmd|' /C calc'!A0\x01")
    Assertion.objects.update(printed_name="=cmd|' /C calc'!A0\x01")
    client.force_login(reviewer)

    csv = csv_rows(client.get(reverse(name), {"export": "csv", "show": "all"}))
    rows, sheet = xlsx_rows(client.get(reverse(name), {"export": "xlsx", "show": "all"}))

    column = csv[0].index("Name to print")
    assert csv[1][column] == "'=cmd|' /C calc'!A0"
    assert rows[1][column] == "'=cmd|' /C calc'!A0"
    assert [cell.data_type for cell in sheet[2] if cell.value is not None].count("f") == 0
    assert len(csv) == len(rows) == 2


@pytest.mark.django_db
def test_export_holds_all_pages_and_keeps_the_filters(client):
    _issuer, reviewer, submission = make_room()
    many_files(40, submission)
    client.force_login(reviewer)

    everything = csv_rows(client.get(reverse("openbadges_review:index"), {"export": "csv", "show": "all"}))
    waiting = csv_rows(client.get(reverse("openbadges_review:index"), {"export": "csv"}))

    assert (len(everything), len(waiting)) == (42, 2)
    assert everything[0] == [
        "Reference",
        "Badge",
        "Name to print",
        "State",
        "Deposited on",
        "Answer promised before",
        "Decided on",
    ]
