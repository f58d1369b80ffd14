"""Our open data against the French schema « dispositif d’aide », as it is published.

It is no part of this project: OPENBADGES_VECTORS names the folder that holds it. Without it, this module is not
collected (see conftest.py).
"""

import os
from pathlib import Path

import pytest
import time_machine
from frictionless import Resource, Schema

from tests.pages.calls_listed import NOW, OPEN
from tests.pages.test_open_data import make_current_list

pytestmark = pytest.mark.django_db

SCHEMA = Path(os.environ["OPENBADGES_VECTORS"]) / "dispositif-aide" / "schema.json"


def faults(content, format_):
    resource = Resource(content, format=format_, schema=Schema.from_descriptor(str(SCHEMA)))
    report = resource.validate()
    return report.stats["rows"], report.flatten(["rowNumber", "fieldName", "type", "note"])


@time_machine.travel(NOW, tick=False)
def test_csv_is_valid_by_the_published_schema(client):
    index = make_current_list()

    content = client.get(f"{index.url}calls-csv/").content

    assert faults(content, "csv") == (3, [])


@time_machine.travel(NOW, tick=False)
def test_json_is_valid_by_the_published_schema(client):
    index = make_current_list()

    content = client.get(f"{index.url}calls-json/").content

    assert faults(content, "json") == (3, [])


@time_machine.travel(NOW, tick=False)
def test_validation_finds_what_is_wrong(client):
    index = make_current_list()

    content = client.get(f"{index.url}calls-csv/").content.replace(b"EPCI-200093201", b"Lille")

    rows, found = faults(content, "csv")
    assert (rows, {(row[1], row[2]) for row in found}) == (3, {("eligibilite_geographique", "constraint-error")})
    assert OPEN["closes"][:10] in content.decode()
