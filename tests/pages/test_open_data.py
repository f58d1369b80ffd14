"""Calls as open data: the rules of the French schema « dispositif d’aide » 0.2.0, written as our own tests."""

import csv
import io
import json
import re
from datetime import datetime
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from tests.factories import OrganisationFactory, make_issuer
from tests.pages.call_house import make_call_index, make_round_page
from tests.pages.calls_listed import CLOSED, CLOSING, NOW, OPEN, TO_COME, make_call, make_list
from tests.pages.house import opening_of
from wagtail_openbadges.pages.models import CallCarrier, CallPage, CallTerritory, RoundPage

pytestmark = pytest.mark.django_db

UUID_TEXT = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
INSTANT = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z"
TARGET = "(professionnels|particuliers|associations|secteur public)"
CODES = r"[A-Z]+-\d+(\|[A-Z]+-\d+)*"
RULES = {
    # The name of each field in order: whether it is required, its longest text, and its form.
    "id": (True, None, UUID_TEXT),
    "titre": (True, None, r"(?s).+"),
    "promesse": (False, 180, r"(?s).+"),
    "description": (True, 5000, r"(?s).+"),
    "eligibilite": (True, None, r"(?s).+"),
    "types_aides": (True, None, r"[^|]+(\|[^|]+)*"),
    "porteurs": (True, None, r"\[.+\]"),
    "programmes_parents": (False, None, r"[^|]+(\|[^|]+)*"),
    "url_source": (False, None, r"https?://.+"),
    "cibles": (True, None, rf"{TARGET}(\|{TARGET})*"),
    "eligibilite_geographique": (True, None, CODES),
    "eligibilite_geographique_exclusions": (False, None, CODES),
    "date_ouverture": (False, None, INSTANT),
    "date_cloture": (False, None, INSTANT),
    "date_mise_a_jour": (True, None, INSTANT),
}


@pytest.fixture(autouse=True)
def _here_and_now():
    """Read pages in the language of the source strings, at one instant."""
    Locale.objects.filter(language_code="fr").update(language_code="en")
    with time_machine.travel(NOW, tick=False):
        yield


def make_current_list():
    """Return a list with three current rounds, whose texts are long, unusual or like formulas, and a closed one."""
    index = make_list(CLOSED, OPEN, presentation=f"<p>{'Très long. ' * 900}</p>")
    make_list(TO_COME, index=index, title="=HYPERLINK(1)", promise="", territories=[("DEP-59", "Nord")])
    make_list(
        {**CLOSING, "who": '<ul><li>Être une « association »</li><li>Agir ; ici, "là"</li></ul>'},
        index=index,
        publics=["associations", "secteur public"],
        help_types=["financement", "mise en réseau"],
        territories=[("EPCI-200093201", "MEL"), ("COM-59599", "Tourcoing")],
    )
    return index


def csv_rows(client, index):
    response = client.get(f"{index.url}calls-csv/")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="calls.csv"'
    return list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))


def json_rows(client, index):
    response = client.get(f"{index.url}calls-json/")
    assert response["Content-Type"] == "application/json"
    return response.json()


def broken_rules(row):
    """Return the fields of a row that break a rule of the schema."""
    return [
        name
        for name, (required, longest, form) in RULES.items()
        if (required and not row[name])
        or (row[name] and (not re.fullmatch(form, row[name]) or len(row[name]) > (longest or len(row[name]))))
    ]


def test_rows_of_both_formats_keep_the_rules_of_the_schema(client):
    index = make_current_list()

    table, objects = csv_rows(client, index), json_rows(client, index)

    assert [list(row) for row in [*table, *objects]] == [list(RULES)] * 6
    assert [broken_rules(row) for row in [*table, *objects]] == [[]] * 6
    assert len({row["id"] for row in table}) == 3


def test_row_says_what_the_pages_say(client):
    index = make_list(OPEN, presentation="<h3>Pourquoi</h3><p>Bien&nbsp;manger &amp; <b>mieux</b><br/>ici</p>")
    page = RoundPage.objects.get()

    (row,) = json_rows(client, index)

    assert row == {
        "id": str(opening_of(page).uuid),
        "titre": "Bien-être alimentaire · Édition 1",
        "promesse": "Développer un projet d’alimentation saine, locale et durable",
        "description": "Pourquoi\nBien manger & mieux\nici",
        "eligibilite": "• Les associations du territoire.",
        "types_aides": "accompagnement",
        "porteurs": '[{"nom": "Métropole Européenne de Lille", "siren": "200093201", "roles": ["porteur"]}]',
        "programmes_parents": None,
        "url_source": f"http://localhost{page.url}",
        "cibles": "associations",
        "eligibilite_geographique": "EPCI-200093201",
        "eligibilite_geographique_exclusions": None,
        "date_ouverture": "2026-09-01T06:00:00Z",
        "date_cloture": "2026-11-30T22:59:00Z",
        "date_mise_a_jour": "2026-09-20T12:00:00Z",
    }


def test_row_gathers_the_roles_of_a_structure_and_leaves_an_unknown_number_out(client):
    index = make_list(OPEN)
    hub = CallPage.objects.get()
    lead, other = hub.carriers.get().organisation, OrganisationFactory(name="Maillage", siret="")
    hub.carriers.add(CallCarrier(organisation=other, role="accompagnateur"))
    hub.carriers.add(CallCarrier(organisation=lead, role="financeur"))
    hub.save_revision().publish()

    (row,) = json_rows(client, index)

    assert json.loads(row["porteurs"]) == [
        {"nom": "Métropole Européenne de Lille", "siren": "200093201", "roles": ["porteur", "financeur"]},
        {"nom": "Maillage", "siren": None, "roles": ["accompagnateur"]},
    ]


def test_conditions_become_one_bullet_for_each_line(client):
    index = make_list({**OPEN, "who": "<p>Il faut :</p><ul><li>être ici<ul><li>ou là</li></ul></li><li>agir</li></ul>"})

    (row,) = json_rows(client, index)

    assert row["eligibilite"] == "• Il faut :\n• être ici\n• ou là\n• agir"


def test_long_texts_are_cut_where_the_schema_ends(client):
    index = make_list(OPEN, presentation=f"<p>{'é' * 6000}</p>")

    (row,) = json_rows(client, index)

    assert row["description"] == "é" * 4999 + "…"


def test_table_holds_what_looks_like_a_formula_as_text_and_json_as_it_is(client):
    index = make_list(OPEN, title="=HYPERLINK(1)", promise="+1\x0b", presentation="<p>-1</p>")

    (cells,), (row,) = csv_rows(client, index), json_rows(client, index)

    assert (cells["titre"], cells["promesse"], cells["description"]) == ("'=HYPERLINK(1) · Édition 1", "'+1", "'-1")
    assert (row["titre"], row["promesse"], row["description"]) == ("=HYPERLINK(1) · Édition 1", "+1", "-1")


def test_rows_are_the_rounds_that_are_open_or_to_come(client):
    index = make_list(CLOSED, OPEN, TO_COME)

    rows = csv_rows(client, index)

    assert [row["titre"] for row in rows] == ["Bien-être alimentaire · Édition 2", "Bien-être alimentaire · Édition 3"]


def test_round_that_is_taken_elsewhere_leads_to_its_page_here(client):
    index = make_list({**OPEN, "elsewhere_url": "https://demarches.example.org/", "privacy_notice": ""})

    (row,) = csv_rows(client, index)

    assert row["url_source"] == f"http://localhost{RoundPage.objects.get().url}"


@pytest.mark.parametrize(
    "missing",
    [
        {"presentation": ""},
        {"presentation": "<p> </p>"},
        {"help_types": []},
        {"publics": []},
        {"publics": ["everybody"]},
        {"territories": [("Lille", "Lille")]},
    ],
)
def test_row_that_would_be_invalid_is_not_published(client, missing):
    index = make_list(OPEN, title="Incomplet", **missing)
    make_list(OPEN, index=index, title="Complet")

    table, objects = csv_rows(client, index), json_rows(client, index)

    assert [row["titre"] for row in [*table, *objects]] == ["Complet · Édition 1"] * 2


def test_row_without_carrier_territory_or_condition_is_not_published(client):
    index, issuer = make_call_index(), make_issuer()
    alone, nowhere = make_call(index), make_call(index)
    alone.carriers.all().delete()
    CallTerritory.objects.filter(page=nowhere).delete()
    make_round_page(issuer, hub=alone, **OPEN)
    make_round_page(issuer, hub=nowhere, **OPEN)
    make_round_page(issuer, hub=make_call(index), who="", **OPEN)

    rows = csv_rows(client, index)

    assert rows == []


def test_dates_of_rows_are_instants_and_may_be_absent(client):
    index = make_list({"opens": "", "closes": "", "zone_name": "Indian/Reunion"})
    make_list({"opens": "2026-09-01T00:00", "closes": "2026-10-25T02:30"}, index=index)

    endless, paris = json_rows(client, index)

    assert (endless["date_ouverture"], endless["date_cloture"]) == (None, None)
    assert (paris["date_ouverture"], paris["date_cloture"]) == ("2026-08-31T22:00:00Z", "2026-10-25T01:30:00Z")
    assert datetime.fromisoformat(paris["date_mise_a_jour"]) == NOW


def test_row_keeps_its_identity_when_its_page_changes(client):
    index = make_list(OPEN)
    (before,) = json_rows(client, index)
    page = RoundPage.objects.get()
    page.slug, page.title, page.closes = "autre", "Autre", "2026-12-24T12:00"
    page.save_revision().publish()

    (after,) = json_rows(client, index)

    assert UUID(before["id"]) == UUID(after["id"])
    assert after["titre"] == "Bien-être alimentaire · Autre"


def test_queries_of_the_open_data_are_as_many_for_many_calls(client):
    index = make_list(OPEN)
    csv_rows(client, index)
    with CaptureQueriesContext(connection) as few:
        csv_rows(client, index)
    for number in range(4):
        make_list(OPEN, index=index, title=f"Appel {number}")

    with CaptureQueriesContext(connection) as many:
        rows = csv_rows(client, index)

    assert len(rows) == 5
    assert len(many) == len(few)
    # Two page types are calls here, the project's and a house's own, and each is asked apart.
    assert len(many) <= 24
