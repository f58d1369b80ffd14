"""Cells that no spreadsheet runs, in both formats, from the queue and from the registers."""

import pytest
from django.urls import reverse

from tests.admin.room import csv_rows, make_room, many_files, xlsx_rows
from tests.factories import accept
from wagtail_openbadges.models import Assertion, Submission


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
        "Answer promised by",
        "Decided on",
    ]
