"""The elements of the public pages, as browsers and screen readers get them."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils.translation import override

import wagtail_openbadges
from tests.public.claim_site import question
from wagtail_openbadges.public.forms import claim_form_class

TEMPLATES = Path(wagtail_openbadges.__file__).parent / "templates" / "wagtail_openbadges"
ELEMENTS = sorted((TEMPLATES / "elements").glob("*.html"))


class MissionForm(forms.Form):
    name = forms.CharField(label="Mission", help_text="In a few words.")
    since = forms.DateField(label="Since", required=False)
    rhythm = forms.ChoiceField(label="How often", choices=[("w", "Weekly"), ("m", "Monthly")], widget=forms.RadioSelect)
    proof = forms.FileField(label="Proof", required=False, widget=forms.FileInput(attrs={"accept": ".pdf"}))
    agreed = forms.BooleanField(label="I have read how my data is used")


def element(name, **context):
    with override("en"):
        html = render_to_string(f"wagtail_openbadges/elements/{name}.html", context)
    return re.sub(r"\s+", " ", html).strip()


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_templates_hold_no_inline_script_style_or_handler(path):
    text = path.read_text()

    found = re.findall(r"<style\b|\sstyle=|\son[a-z]+=|<script(?![^>]*(?:src=|type=\"application/ld\+json\"))", text)

    assert found == []


@pytest.mark.parametrize("path", ELEMENTS, ids=lambda path: path.stem)
def test_elements_say_first_what_they_take(path):
    text = path.read_text()

    assert text.startswith("{% comment %}")


def test_field_with_help_and_error_ties_both_to_its_control():
    form = MissionForm({"name": ""})

    html = element("field", field=form["name"])

    assert re.findall(r'(?<= )id="(\w+)"', html) == ["id_name_helptext", "id_name_error", "id_name"]
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert "<strong>Error:</strong> This field is required." in html


def test_field_that_is_optional_says_so_in_its_label():
    html = element("field", field=MissionForm()["since"])

    label = re.search(r"<label.*?</label>", html).group()
    assert re.sub(r"<[^>]+>", "", label) == "Since (optional)"


def test_field_of_choices_becomes_a_fieldset_with_a_label_for_each_choice():
    html = element("field", field=MissionForm({})["rhythm"])

    assert re.findall(r"<(?:fieldset|legend|label)\b", html) == ["<fieldset", "<legend", "<label", "<label"]
    assert re.findall(r'<label for="(\w+)"', html) == ["id_rhythm_0", "id_rhythm_1"]
    assert '<fieldset class="openbadges-field openbadges-field--error" aria-describedby="id_rhythm_error">' in html


def test_field_of_a_file_keeps_what_it_accepts_and_has_a_polite_live_region():
    html = element("field", field=MissionForm()["proof"])

    assert 'accept=".pdf"' in html
    assert '<p class="openbadges-upload__status" role="status"></p>' in html


def test_field_of_one_checkbox_puts_the_label_after_the_box():
    html = element("field", field=MissionForm()["agreed"])

    assert html.index('type="checkbox"') < html.index('<label for="id_agreed">I have read how my data is used</label>')


def test_error_summary_of_an_invalid_form_links_each_error_to_its_control():
    form = MissionForm({"since": "tomorrow"})

    html = element("error_summary", form=form)

    assert re.findall(r'<a href="#(\w+)">([^<]+)</a>', html) == [
        ("id_name", "Mission – This field is required."),
        ("id_since", "Since – Enter a valid date."),
        ("id_rhythm_0", "How often – This field is required."),
        ("id_agreed", "I have read how my data is used – This field is required."),
    ]
    assert 'role="alert" tabindex="-1" autofocus' in html


def test_error_summary_of_a_valid_form_is_empty():
    form = MissionForm({"name": "Welcome desk", "rhythm": "w", "agreed": "on"})

    html = element("error_summary", form=form)

    assert html == ""


def test_alert_of_an_error_is_announced_at_once_and_others_politely():
    roles = [re.findall(r'role="(\w+)"', element("alert", text="x", level=level)) for level in ("error", "success", "")]

    assert roles == [["alert"], ["status"], ["status"]]


def test_file_list_names_the_file_in_each_remove_button():
    files = [{"name": "story.pdf", "size": 2048, "value": "a1"}]

    html = element("file_list", files=files, remove_name="remove")

    button = re.search(r"<button.*?</button>", html).group()
    assert 'name="remove" value="a1" formnovalidate' in button
    assert " ".join(re.sub(r"<[^>]+>", "", button).split()) == "Remove story.pdf"


def test_language_note_names_the_language_in_the_readers_own():
    html = element("language_note", language="fr")

    assert "This text exists in one language only: French." in html


def test_timeline_writes_instants_for_people_and_for_machines():
    events = [{"at": datetime(2026, 8, 28, 10, 30, tzinfo=UTC), "label": "Deposited"}]

    html = element("timeline", events=events)

    assert '<time datetime="2026-08-28T12:30:00+02:00">28 August 2026 at 12:30</time>' in html


def test_verdict_that_is_indeterminate_says_what_could_not_be_checked():
    rows = [{"label": "Status", "outcome": "unknown", "message": "The list did not answer."}]

    html = element("verdict", verdict="indeterminate", title="We cannot tell", rows=rows)

    assert re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip() == (
        "We cannot tell What was checked Status Could not be checked The list did not answer."
    )


def test_fact_that_is_a_long_address_breaks_after_its_signs_only():
    rows = [
        {"label": "E-mail", "value": "la.maison@example.org", "href": "mailto:la.maison@example.org"},
        {"label": "Website", "value": "https://example.org/a?b&c", "href": "https://example.org/a?b&c"},
        {"label": "Version", "value": "1.2"},
    ]

    html = element("facts", rows=rows)

    assert '<a href="mailto:la.maison@example.org">la.<wbr>maison@<wbr>example.<wbr>org</a>' in html
    assert ">https://<wbr>example.<wbr>org/<wbr>a?b&amp;c</a>" in html
    assert "<dd>1.2</dd>" in html


def test_question_of_several_parts_is_a_fieldset_whose_rows_are_named_and_whose_cells_have_labels():
    form = claim_form_class([question("money", "budget")])(initial={"question-money": [{"label": "Rent"}]})

    html = element("field", field=form["question-money"])

    assert re.findall(r"<legend[^>]*>(.*?)</legend>", html) == ["Question money", *(f"Line {n}" for n in range(1, 5))]
    labelled = re.findall(r'<label[^>]*for="([^"]+)"', html)
    assert labelled == re.findall(r'<input[^>]*id="([^"]+)"', html)
    assert len(labelled) == 8
    assert 'name="more" value="question-money"' in html


def test_error_summary_links_each_wrong_part_to_its_own_control():
    form = claim_form_class([question("money", "budget")])({"question-money-0-label": "Rent"})

    html = element("error_summary", form=form)

    assert re.findall(r'<a href="#([^"]+)">(.*?)</a>', html) == [
        ("id_question-money-0-amount", "Question money – line 1, Amount in euros: Write the amount.")
    ]


def test_print_button_waits_for_a_script():
    assert "data-openbadges-print hidden" in element("print_button")
