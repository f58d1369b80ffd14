"""Our open data against the French schema « dispositif d’aide », as it is published.

It is no part of this project: OPENBADGES_VECTORS names the folder that holds it. Without it, this module is not
collected (see conftest.py).
"""

import json
import os
from pathlib import Path

import pytest
import time_machine
from frictionless import Schema
from frictionless.resources import TableResource

from tests.pages.calls_listed import NOW
from tests.pages.test_open_data import make_current_list

pytestmark = pytest.mark.django_db

SCHEMA = json.loads((Path(os.environ["OPENBADGES_VECTORS"]) / "dispositif-aide" / "schema.json").read_text())


def judged(**source):
    """Return how many rows another reader found, and what it found wrong in them."""
    report = TableResource(**source, schema=Schema.from_descriptor(SCHEMA)).validate()
    return report.task.stats["rows"], report.flatten(["rowNumber", "fieldName", "type"])


@time_machine.travel(NOW, tick=False)
def test_csv_is_valid_by_the_published_schema(client):
    index = make_current_list()

    content = client.get(f"{index.url}calls-csv/").content

    assert judged(data=content, format="csv") == (3, [])


@time_machine.travel(NOW, tick=False)
def test_json_is_valid_by_the_published_schema(client):
    index = make_current_list()

    content = client.get(f"{index.url}calls-json/").content

    assert judged(data=json.loads(content)) == (3, [])


@time_machine.travel(NOW, tick=False)
def test_reader_that_judges_them_finds_what_is_wrong(client):
    index = make_current_list()

    content = client.get(f"{index.url}calls-csv/").content.replace(b"EPCI-200093201|", b"Lille|")

    assert judged(data=content, format="csv") == (3, [[4, "eligibilite_geographique", "constraint-error"]])
