"""From frozen questions to form fields, and from form fields to stored answers and back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import translation

from tests.public.claim_site import question
from wagtail_openbadges.public.answers import is_empty, read_questions, readable, typed
from wagtail_openbadges.public.forms import AddressForm, claim_form_class, initial_from, kept_apart

CHOICES = ["Kitchen", "Door, hall", "Office"]
QUESTIONS = [
    question("line"),
    question("story", "multiline"),
    question("mail", "email"),
    question("hours", "number"),
    question("site", "url"),
    question("sure", "checkbox"),
    question("places", "checkboxes", choices=CHOICES),
    question("place", "dropdown", choices=CHOICES),
    question("people", "multiselect", choices=CHOICES),
    question("main", "radio", choices=CHOICES),
    question("day", "date"),
    question("moment", "datetime"),
    question("photo", "file"),
]
SENT = {
    "question-line": "One line",
    "question-story": "Two\r\nlines",
    "question-mail": "lea@example.org",
    "question-hours": "3.50",
    "question-site": "example.org/me",
    "question-sure": "on",
    "question-places": ["Kitchen", "Door, hall"],
    "question-place": "Office",
    "question-people": ["Office"],
    "question-main": "Door, hall",
    "question-day": "2026-08-28",
    "question-moment": "2026-08-28T12:30",
}
STORED = {
    "line": "One line",
    "story": "Two\nlines",
    "mail": "lea@example.org",
    "hours": "3.50",
    "site": "https://example.org/me",
    "sure": True,
    "places": ["Kitchen", "Door, hall"],
    "place": "Office",
    "people": ["Office"],
    "main": "Door, hall",
    "day": "2026-08-28",
    "moment": "2026-08-28T12:30:00+02:00",
}


def sent(values: dict) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_every_type_of_answer_is_stored_as_plain_json_with_its_label():
    form = claim_form_class(QUESTIONS)(sent(SENT))

    assert form.errors == {}
    assert {answer["uid"]: answer["value"] for answer in form.answers()} == STORED
    assert form.answers()[0] == {"uid": "line", "label": "Question line", "type": "singleline", "value": "One line"}


def test_stored_answers_fill_the_form_that_they_came_from():
    form_class = claim_form_class(QUESTIONS)
    first = form_class(sent(SENT))
    first.is_valid()

    again = form_class(initial_from(form_class.questions, first.answers()))

    assert again.errors == {}
    assert again.answers() == first.answers()


def test_stored_answers_are_typed_again():
    form = claim_form_class(QUESTIONS)(sent(SENT))
    form.is_valid()

    values = {answer["uid"]: typed(answer) for answer in form.answers()}

    assert (values["hours"], values["day"]) == (Decimal("3.50"), date(2026, 8, 28))
    assert values["moment"] == datetime(2026, 8, 28, 10, 30, tzinfo=UTC)


def test_answers_are_written_for_people():
    form = claim_form_class(QUESTIONS)(sent(SENT))
    form.is_valid()

    shown = {answer["uid"]: readable(answer) for answer in form.answers()}

    assert shown == {
        "line": ["One line"],
        "story": ["Two\nlines"],
        "mail": ["lea@example.org"],
        "hours": ["3.50"],
        "site": ["https://example.org/me"],
        "sure": ["Yes"],
        "places": ["Kitchen", "Door, hall"],
        "place": ["Office"],
        "people": ["Office"],
        "main": ["Door, hall"],
        "day": ["28 August 2026"],
        "moment": ["28 August 2026 at 12:30"],
    }


def test_answers_that_are_not_valid_are_kept_as_they_were_typed():
    wrong = {
        "question-hours": "about ten",
        "question-day": "last summer",
        "question-mail": "lea at home",
        "question-place": "Elsewhere",
        "question-places": ["Kitchen", "Elsewhere"],
    }
    form_class = claim_form_class(QUESTIONS)
    form = form_class(sent({**SENT, **wrong}))

    form.is_valid()

    kept = {answer["uid"]: answer["value"] for answer in form.answers()}
    assert kept["hours"] == "about ten"
    assert kept["day"] == "last summer"
    assert kept["mail"] == "lea at home"
    assert kept["place"] == "Elsewhere"
    assert kept["places"] == ["Kitchen", "Elsewhere"]
    again = form_class(initial=initial_from(form_class.questions, form.answers()))
    assert [again[f"question-{uid}"].value() for uid in ("hours", "day", "mail")] == [
        "about ten",
        "last summer",
        "lea at home",
    ]
    assert {uid: readable(answer) for uid, answer in zip(kept, form.answers(), strict=True)}["hours"] == ["about ten"]


REMOVED = [
    question("place", "dropdown", choices=["Kitchen"]),
    question("main", "radio", choices=["Kitchen"]),
    question("places", "checkboxes", choices=["Kitchen"]),
]
CHOSEN = [
    {"uid": "place", "label": "Place", "type": "dropdown", "value": "Office"},
    {"uid": "main", "label": "Main", "type": "radio", "value": "Door, hall"},
    {"uid": "places", "label": "Places", "type": "checkboxes", "value": ["Kitchen", "Office"]},
]


def test_choice_that_was_removed_is_still_shown_as_chosen():
    form_class = claim_form_class(REMOVED)

    form = form_class(initial=initial_from(form_class.questions, CHOSEN))

    choices = {
        f"question-{uid}": [(option.data["label"], option.data["selected"]) for option in form[f"question-{uid}"]]
        for uid in ("place", "main", "places")
    }
    assert choices == {
        "question-place": [("Choose an answer", False), ("Kitchen", False), ("Office (no longer offered)", True)],
        "question-main": [("Kitchen", False), ("Door, hall (no longer offered)", True)],
        "question-places": [("Kitchen", True), ("Office (no longer offered)", True)],
    }


def test_choice_that_was_removed_is_kept_by_a_draft_and_refused_by_name_when_checked():
    form_class = claim_form_class(REMOVED)
    again = sent(initial_from(form_class.questions, CHOSEN))

    saved = form_class(again, answers_may_wait=True)
    checked = form_class(again)

    assert saved.errors == {}
    assert [answer["value"] for answer in saved.answers()] == [answer["value"] for answer in CHOSEN]
    assert checked.errors == {
        "question-place": ["“Office” is no longer offered. Choose again."],
        "question-main": ["“Door, hall” is no longer offered. Choose again."],
        "question-places": ["“Office” is no longer offered. Choose again."],
    }
    assert [answer["value"] for answer in checked.answers()] == [answer["value"] for answer in CHOSEN]


def test_default_that_is_no_choice_is_not_shown_as_one():
    form = claim_form_class([question("main", "radio", choices=["Kitchen"], default="Office")])()

    assert [option.choice_label for option in form["question-main"].subwidgets] == ["Kitchen"]


def test_form_of_a_draft_that_is_saved_asks_for_nothing():
    form = claim_form_class(QUESTIONS)(sent({"question-hours": "about ten"}), answers_may_wait=True)

    assert form.errors == {}
    assert {answer["uid"]: answer["value"] for answer in form.answers()} == {
        **dict.fromkeys(STORED, ""),
        "hours": "about ten",
        "sure": False,
        "places": [],
        "people": [],
    }


def test_form_that_is_checked_names_every_question_without_answer():
    form = claim_form_class(QUESTIONS)(sent({}))

    assert form.errors == {
        f"question-{question['uid']}": ["Answer this question."] for question in QUESTIONS if question["uid"] != "photo"
    }


def test_optional_questions_may_stay_empty():
    form = claim_form_class([{**row, "required": False} for row in QUESTIONS])(sent({}))

    assert form.errors == {}
    assert [readable(answer) for answer in form.answers() if answer["uid"] != "sure"] == [[]] * 11
    assert [is_empty(answer) for answer in form.answers()] == [True] * 12


def test_fields_carry_help_choices_and_kind_controls():
    rows = [
        question("story", "multiline", help="Two <b>sentences</b>."),
        question("place", "dropdown", choices=CHOICES, required=False),
        question("people", "multiselect", choices=CHOICES, default="Office\nKitchen"),
        question("sure", "checkbox", default="true"),
        question("hours", "number"),
        question("day", "date"),
        question("moment", "datetime"),
        question("photo", "file"),
    ]

    form = claim_form_class(rows)()

    assert form["question-story"].help_text == "Two &lt;b&gt;sentences&lt;/b&gt;."
    assert [label for _value, label in form["question-place"].field.choices] == ["Choose an answer", *CHOICES]
    assert form["question-people"].field.widget.input_type == "checkbox"
    assert form["question-people"].value() == ["Office", "Kitchen"]
    assert form["question-sure"].value() is True
    controls = {name: form[f"question-{name}"].build_widget_attrs({}) for name in ("hours",)}
    assert controls == {"hours": {"required": True}}
    assert 'inputmode="decimal"' in str(form["question-hours"])
    assert 'type="date"' in str(form["question-day"])
    assert 'type="datetime-local"' in str(form["question-moment"])
    assert "multiple" in str(form["question-photo"])
    assert "image/jpeg" in str(form["question-photo"])
    assert 'data-max-bytes="41943040"' in str(form["question-photo"])


def test_number_is_read_as_the_language_writes_it():
    with translation.override("fr"):
        form = claim_form_class([question("hours", "number")])(sent({"question-hours": "3,5"}))
        form.is_valid()

        assert form.answers()[0]["value"] == "3.5"
        assert readable(form.answers()[0]) == ["3,5"]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e999999999", "9" * 31])
def test_number_that_cannot_be_counted_with_is_refused(value):
    form = claim_form_class([question("hours", "number")])(sent({"question-hours": value}))

    assert list(form.errors) == ["question-hours"]
    assert form.answers()[0]["value"] == value


@pytest.mark.parametrize(
    ("field_type", "value"),
    [
        ("datetime", "0001-01-01T00:00"),
        ("datetime", "9999-12-31T23:59"),
        ("date", "0026-08-28"),
        ("date", "9999-12-31"),
    ],
)
def test_date_in_a_year_that_nobody_means_is_refused_and_kept_as_it_was_typed(field_type, value):
    form = claim_form_class([question("when", field_type)])(sent({"question-when": value}))

    assert form.errors == {"question-when": ["Check the year of this date."]}
    assert form.answers()[0]["value"] == value


@pytest.mark.parametrize("value", ["0001-01-01T00:00", "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00"])
def test_stored_instant_that_no_clock_could_show_is_written_as_it_was_typed(value):
    assert readable({"uid": "when", "label": "When", "type": "datetime", "value": value}) == [value]


def test_questions_stand_under_their_sections_in_order():
    rows = [
        question("a", section="Mission"),
        question("b", section="Mission"),
        question("c"),
        question("d", section="You"),
    ]

    sections = claim_form_class(rows)().sections

    assert [(title, [field.name for field in fields]) for title, fields in sections] == [
        ("Mission", ["question-a", "question-b"]),
        ("", ["question-c"]),
        ("You", ["question-d"]),
    ]


def test_evidence_fields_follow_the_kinds_that_are_expected():
    names = {
        kinds: [field.name for field in claim_form_class([], {"kinds": list(kinds)})().evidence_fields]
        for kinds in [(), ("file",), ("link", "text"), ("voice",)]
    }

    assert names == {
        (): [],
        ("file",): ["evidence_files"],
        ("link", "text"): ["evidence_url", "evidence_url_text", "evidence_text"],
        ("voice",): [],
    }


def test_hostile_text_stays_text_and_nul_is_dropped():
    hostile = "<script>alert(1)</script>\0{{ 7*7 }}\u202egnp.exe"
    form = claim_form_class([question("line")])(sent({"question-line": hostile}))

    form.is_valid()

    assert form.answers()[0]["value"] == "<script>alert(1)</script>{{ 7*7 }}\u202egnp.exe"
    assert "<script>" not in str(form["question-line"])


def test_link_that_is_no_web_address_is_refused():
    form = claim_form_class([], {"kinds": ["link"]})(sent({"evidence_url": "javascript:alert(1)"}))

    assert list(form.errors) == ["evidence_url"]


def test_answers_to_questions_no_longer_asked_are_kept_apart():
    answers = [
        {"uid": "line", "label": "Question line", "type": "singleline", "value": "here"},
        {"uid": "old", "label": "Old question", "type": "number", "value": "3"},
        {"uid": "older", "label": "Older question", "type": "checkboxes", "value": []},
    ]

    apart = kept_apart(read_questions([question("line")]), answers)

    assert apart == [answers[1]]


def test_answer_is_read_in_the_type_that_is_asked_now():
    answers = [
        {"uid": "a", "label": "A", "type": "singleline", "value": "Kitchen"},
        {"uid": "b", "label": "B", "type": "checkboxes", "value": ["Kitchen", "Office"]},
        {"uid": "c", "label": "C", "type": "singleline", "value": "yes"},
    ]
    questions = read_questions(
        [question("a", "checkboxes", choices=CHOICES), question("b", "singleline"), question("c", "checkbox")]
    )

    assert initial_from(questions, answers) == {
        "question-a": ["Kitchen"],
        "question-b": "Kitchen, Office",
        "question-c": False,
    }


def test_address_that_passes_django_and_not_our_rules_is_refused():
    form = AddressForm({"address": f"{'l' * 65}@example.org"})

    assert form.errors == {"address": ["This is not an e-mail address. Write it like name@example.org."]}


def test_address_is_given_its_one_spelling():
    form = AddressForm({"address": " Lea@Exämple.ORG "})

    assert form.is_valid()
    assert form.cleaned_data["address"] == "lea@xn--exmple-cua.org"
