"""Answers of several parts: a structure, a budget, partners; without a script, at most fifty lines, nothing lost."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.utils import translation

from tests.public.call_site import english_round
from tests.public.claim_site import claimant, errors_of, file_url, question, text_of
from wagtail_openbadges.domain import completeness, publishing
from wagtail_openbadges.models import OpeningVersion
from wagtail_openbadges.public.answers import is_empty, readable, typed
from wagtail_openbadges.public.forms import claim_form_class, initial_from

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.public.call_site")]

QUESTIONS = (
    question("who", "organisation"),
    question("sum", "amount"),
    question("money", "budget"),
    question("with", "partners", required=False),
)
SENT = {
    "question-who-name": "Maillage",
    "question-who-rna": "w595 001 234",
    "question-who-siret": "732 829 320 00074",
    "question-who-role": "President",
    "question-sum": "1 200,50 €",
    "question-money-0-label": "Rent",
    "question-money-0-amount": "0,10",
    "question-money-2-label": "Pots",
    "question-money-2-amount": "0.20",
    "question-with-0-name": "City",
    "question-with-0-role": "Lends the hall",
    "question-with-1-name": "Lidl",
    "question-with-1-amount": "300",
}
STORED = {
    "who": {"name": "Maillage", "rna": "W595001234", "siret": "73282932000074", "role": "President"},
    "sum": "1200.50",
    "money": [{"label": "Rent", "amount": "0.10"}, {"label": "Pots", "amount": "0.20"}],
    "with": [
        {"name": "City", "role": "Lends the hall", "amount": ""},
        {"name": "Lidl", "role": "", "amount": "300.00"},
    ],
}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def form_of(values: dict, questions=QUESTIONS, **options):
    data = QueryDict(mutable=True)
    data.update(values)
    return claim_form_class(questions)(data, **options)


def answers_of(form) -> dict:
    return {answer["uid"]: answer["value"] for answer in form.answers()}


def texts_of(uid: str, field_type: str, value) -> list[str]:
    return readable({"uid": uid, "label": uid, "type": field_type, "value": value})


def stored_in(draft) -> dict:
    draft.refresh_from_db()
    return {answer["uid"]: answer["value"] for answer in draft.draft_answers}


def test_answers_of_parts_are_stored_as_plain_json_without_the_blank_rows():
    form = form_of(SENT)

    assert form.errors == {}
    assert answers_of(form) == STORED


def test_stored_answers_of_parts_judge_as_when_they_were_sent():
    questions = claim_form_class(QUESTIONS).questions
    stored = [
        {"uid": row["uid"], "label": "", "type": row["field_type"], "value": STORED[row["uid"]]} for row in QUESTIONS
    ]

    form = claim_form_class(QUESTIONS)(initial_from(questions, stored))

    assert form.errors == {}
    assert answers_of(form) == STORED


def test_answers_of_parts_are_readable_with_an_exact_total():
    assert texts_of("who", "organisation", STORED["who"]) == [
        "Maillage",
        "RNA: W595001234",
        "SIRET: 732\u00a0829\u00a0320\u00a000074",
        "Role: President",
    ]
    assert texts_of("sum", "amount", "1200.50") == ["€1,200.50"]
    assert texts_of("money", "budget", STORED["money"]) == ["Rent: €0.10", "Pots: €0.20", "Total: €0.30"]
    assert texts_of("with", "partners", STORED["with"]) == ["City, Lends the hall", "Lidl: €300.00", "Total: €300.00"]


def test_amount_that_cannot_be_read_is_shown_as_typed_and_leaves_the_total_out():
    rows = [{"label": "Rent", "amount": "a lot"}, {"label": "Pots", "amount": "2.00"}]

    assert texts_of("money", "budget", rows) == ["Rent: a lot", "Pots: €2.00"]
    assert texts_of("sum", "amount", "a lot") == ["a lot"]


@pytest.mark.parametrize("field_type", ["organisation", "budget", "partners", "amount"])
@pytest.mark.parametrize("value", ["", None, {}, []])
def test_empty_answer_of_parts_is_empty_and_says_nothing(field_type, value):
    answer = {"uid": "x", "label": "x", "type": field_type, "value": value}

    assert (is_empty(answer), readable(answer)) == (True, [])


@pytest.mark.parametrize(
    ("field_type", "value", "shown"),
    [
        ("budget", "Rent", [{"label": "Rent", "name": "Rent"}]),
        ("budget", ["Rent", "Pots"], [{"label": "Rent, Pots", "name": "Rent, Pots"}]),
        ("partners", {"name": "City"}, [{"name": "City"}]),
        ("organisation", "Maillage", {"name": "Maillage"}),
        ("organisation", [{"name": "Maillage"}], {"name": "Maillage"}),
        ("singleline", {"name": "Maillage", "role": "President"}, "Maillage, President"),
        ("multiline", [{"label": "Rent", "amount": "5.00"}, {"label": "Pots", "amount": ""}], "Rent, 5.00, Pots"),
        ("amount", True, "Yes"),
        ("date", True, "Yes"),
        ("number", False, ""),
    ],
)
def test_answer_whose_question_became_of_another_kind_is_kept_in_words(field_type, value, shown):
    assert typed({"type": field_type, "value": value}) == shown


def test_structure_needs_a_name_and_a_role_and_its_numbers_are_checked():
    opening = english_round(questions=(question("who", "organisation"),))
    client, draft = claimant(opening)

    response = client.post(
        file_url(draft, "edit/"),
        {"question-who-rna": "595", "question-who-siret": "73282932000075", "check": "1"},
    )

    assert response.status_code == 422
    assert errors_of(response) == [
        "Question who – Name of the structure: Write the name of the structure.",
        "Question who – RNA number of the association: "
        "An RNA number is the letter W and nine figures, such as W595001234.",
        "Question who – SIRET number of the structure: One of the figures of this SIRET number is wrong."
        " Compare it with the official one.",
        "Question who – Your role there: Write what you do in this structure.",
    ]
    html = response.content.decode()
    assert 'href="#id_question-who-siret"' in html
    assert 'id="id_question-who-siret"' in html
    assert stored_in(draft) == {"who": {"name": "", "rna": "595", "siret": "73282932000075", "role": ""}}


def test_wrong_cells_are_named_by_their_line_and_everything_typed_is_kept():
    opening = english_round(questions=(question("money", "budget"),))
    client, draft = claimant(opening)

    response = client.post(
        file_url(draft, "edit/"),
        {
            "question-money-0-label": "Rent",
            "question-money-0-amount": "500",
            "question-money-1-label": "Pots",
            "question-money-1-amount": "1,200",
            "question-money-2-amount": "7",
            "check": "1",
        },
    )

    assert errors_of(response) == [
        "Question money – line 2, Amount in euros: "
        "Write an amount in euros with two decimals at most, such as 1200.50.",
        "Question money – line 3, What for: Write what this amount is for.",
    ]
    assert stored_in(draft)["money"] == [
        {"label": "Rent", "amount": "500"},
        {"label": "Pots", "amount": "1,200"},
        {"label": "", "amount": "7"},
    ]
    assert 'aria-invalid="true"' in response.content.decode()


def test_required_answer_of_parts_that_is_all_empty_is_missing():
    opening = english_round(questions=(question("who", "organisation"), question("money", "budget")))
    client, draft = claimant(opening)

    response = client.post(
        file_url(draft, "edit/"), {"question-who-name": "  ", "question-money-0-label": "", "check": "1"}
    )

    assert errors_of(response) == ["Question who – Answer this question.", "Question money – Answer this question."]
    draft.refresh_from_db()
    assert [lacking.uid for lacking in completeness.missing(draft)] == ["who", "money"]


def test_form_draws_three_blank_rows_after_those_that_are_filled_with_their_total():
    opening = english_round(questions=(question("money", "budget"),))
    client, draft = claimant(opening)
    client.post(
        file_url(draft, "edit/"),
        {"question-money-0-label": "Rent", "question-money-0-amount": "500", "later": "1"},
    )

    response = client.get(file_url(draft, "edit/"))

    assert response.content.decode().count("openbadges-part--row") == 1 + 3
    assert "Total: €500.00" in text_of(response)


def test_button_saves_what_was_typed_and_draws_more_rows():
    opening = english_round(questions=(question("money", "budget"),))
    client, draft = claimant(opening)

    saved = client.post(
        file_url(draft, "edit/"),
        {"question-money-1-label": "Rent", "question-money-1-amount": "x", "more": "question-money"},
    )
    shown = client.get(saved.url)

    assert saved.url == file_url(draft, "edit/?more=question-money#id_question-money-1-label")
    assert stored_in(draft)["money"] == [{"label": "Rent", "amount": "x"}]
    html = shown.content.decode()
    assert html.count("openbadges-part--row") == 1 + 8
    assert 'id="id_question-money-1-label"' in html


@pytest.mark.parametrize("more", ["", "question-who", "question-nothing", "../evil"])
def test_button_of_no_question_with_rows_only_saves(more):
    client, draft = claimant(english_round(questions=QUESTIONS))

    saved = client.post(file_url(draft, "edit/"), {"question-who-name": "Maillage", "more": more})

    assert saved.url == file_url(draft, "edit/#evidence")
    assert client.get(f"{file_url(draft, 'edit/')}?more={more}").status_code == 200


def rows(count: int) -> dict:
    return {f"question-money-{number}-label": f"Line {number}" for number in range(count)}


def test_fifty_lines_are_taken_and_one_more_is_an_error_by_name():
    opening = english_round(questions=(question("money", "budget"),))
    client, draft = claimant(opening)
    amounts = {f"question-money-{number}-amount": "1" for number in range(51)}

    too_many = client.post(file_url(draft, "edit/"), {**rows(51), **amounts, "check": "1"})
    enough = client.post(
        file_url(draft, "edit/"), {**rows(50), **amounts, "question-money-50-amount": "", "check": "1"}
    )

    assert errors_of(too_many) == [
        "Question money – There are more than 50 lines. Empty some, or put several into one."
    ]
    assert too_many.content.decode().count("openbadges-part--row") == 51
    assert enough.url == file_url(draft, "check/")
    assert "Total: €50.00" in text_of(client.get(enough.url))


def test_thousands_of_rows_are_neither_stored_nor_drawn(settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
    opening = english_round(questions=(question("money", "budget"),))
    client, draft = claimant(opening)

    response = client.post(file_url(draft, "edit/"), {**rows(5_000), "check": "1"})

    assert len(stored_in(draft)["money"]) == 51
    assert response.content.decode().count("openbadges-part--row") == 51


HOSTILE = [
    "<script>alert(1)</script>",
    "\0nul",
    "\u202eevil",
    "=cmd|'/C calc'!A0",
    "{{ 7|add:7 }}",
    "a" * 100_000,
    "\ud7ff",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_cell_is_an_error_or_harmless(text):
    client, draft = claimant(english_round(questions=QUESTIONS))
    cells = dict.fromkeys(SENT, text) | {"question-money-9999-label": text, "question-money-00-label": text}

    saved = client.post(file_url(draft, "edit/"), {**cells, "later": "1"})
    checked = client.post(file_url(draft, "edit/"), {**cells, "check": "1"})

    assert (saved.status_code, checked.status_code) == (302, 422)
    html = client.get(file_url(draft, "edit/")).content.decode()
    assert [words for words in ("<script>alert", ">14<") if words in html] == []


def test_words_in_the_place_of_stored_parts_are_not_taken_for_them():
    form = form_of({"question-who": "evil", "question-money": "[]", **SENT})

    assert form.errors == {}
    assert answers_of(form) == STORED


def test_draft_keeps_its_rows_when_their_question_is_no_longer_asked():
    opening = english_round(questions=QUESTIONS)
    client, draft = claimant(opening)
    client.post(file_url(draft, "edit/"), {**SENT, "later": "1"})
    form = OpeningVersion.objects.get(opening=opening)
    publishing.append_form(
        opening,
        "en",
        {
            name: getattr(form, name)
            for name in (
                "title",
                "claim_rule",
                "evidence_rules",
                "criteria",
                "zone_name",
                "privacy_notice",
                "closes_at",
            )
        }
        | {"questions": [question("sum", "amount")]},
        "other",
    )

    text = text_of(client.get(file_url(draft, "edit/")))

    assert "No longer asked: Question who Question money Question with" in text
    assert "Your answers to questions that are no longer asked" in text
    assert "Rent: €0.10 Pots: €0.20 Total: €0.30" in text
    assert stored_in(draft) == STORED
