"""The forms of a claim: the address, the code, and the editor's questions with the evidence that goes with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.compat import URLField
from wagtail.contrib.forms.forms import BaseForm, FormBuilder

from ..domain.completeness import NAME
from ..domain.languages import choice_of
from ..intake.evidence import largest_upload
from ..models import AchievementVersion
from ..standard.errors import AddressError
from ..standard.identity import normalise_email
from .amounts import AmountField
from .answers import Question, is_empty, is_sensible, read_questions, typed
from .composites import BudgetRowForm, OrganisationForm, PartnerRowForm, PartsField
from .languages import own_name
from .wording import sentence
from .words import CLAIM, Words

ACCEPTED_TYPES = (
    ".pdf,.jpg,.jpeg,.png,.webp,.heic,.heif,application/pdf,image/jpeg,image/png,image/webp,image/heic,image/heif"
)
LONGEST_TEXT = 20_000
LONGEST_QUESTION = 3_000


class AddressForm(forms.Form):
    """The first question: the address at which the person is reached."""

    address = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We send you a code at once, and the rest to the same address. Choose one that you will keep."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("This is not an e-mail address. Write it like name@example.org."),
        },
    )

    def clean_address(self):
        try:
            return normalise_email(self.cleaned_data["address"])
        except AddressError as error:
            raise forms.ValidationError(sentence(error.code, error.params)) from error


class SubscriptionForm(AddressForm):
    """The address of somebody who wants to be told: a link confirms it, and there is no code."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["address"].help_text = _(
            "We write to you once so that you confirm it, then each time a round opens. One click ends it."
        )


class CodeForm(forms.Form):
    """The six digits that were mailed."""

    code = forms.CharField(
        label=_("Code of six digits"),
        max_length=20,
        help_text=_("It is in the message that we have just sent to you."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Write the code of six digits.")},
    )


class AskForm(forms.Form):
    """A question to the carrier of a round."""

    question = forms.CharField(
        label=_("Your question"),
        max_length=LONGEST_QUESTION,
        help_text=_("One question at a time. Leave out what nobody else needs to know."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your question.")},
    )


class BadgeLanguageForm(forms.Form):
    """The language of a badge that is written in several; each is named in itself."""

    badge_language = forms.ChoiceField(
        label=_("In which language is your badge written?"),
        help_text=_("It is the same badge, in other words. You cannot change this once you have deposited."),
        widget=forms.RadioSelect,
    )

    def __init__(self, versions: Mapping[str, AchievementVersion], **options: Any) -> None:
        super().__init__(initial={"badge_language": choice_of(next(iter(versions.values())))}, **options)
        self.fields["badge_language"].choices = [
            (choice_of(version), format_html('<span lang="{}">{}</span>', language, _said_in(language, version.name)))
            for language, version in versions.items()
        ]


def _said_in(language: str, name: str) -> str:
    """Name a language and a badge in that language."""
    with translation.override(language):
        return gettext("%(label)s: %(value)s") % {"label": own_name(language), "value": name}


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.Field):
    """Where files are chosen. They are taken in one by one and stored before anything else is looked at."""

    def __init__(self, **options):
        options.pop("initial", None)
        super().__init__(
            **options, widget=FilesInput(attrs={"accept": ACCEPTED_TYPES, "data-max-bytes": largest_upload()})
        )

    def clean(self, value):
        return []


def check_year(value: date) -> None:
    """Refuse a date that a slip of the finger made."""
    if not is_sensible(value):
        raise forms.ValidationError(_("Check the year of this date."), code="year")


class QuestionFormBuilder(FormBuilder):
    """Wagtail's form builder over frozen questions, extended with files and kinder controls."""

    def get_field_options(self, field):
        words = _("Choose a file.") if field.field_type == "file" else _("Answer this question.")
        gone = _("“%(value)s” is no longer offered. Choose again.")
        return {**super().get_field_options(field), "error_messages": {"required": words, "invalid_choice": gone}}

    def create_multiline_field(self, field, options):
        widget = forms.Textarea(attrs={"rows": 5})
        return super().create_multiline_field(field, {**options, "max_length": LONGEST_TEXT, "widget": widget})

    def create_number_field(self, field, options):
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        return forms.DecimalField(**options, widget=widget, localize=True, max_digits=30)

    def create_date_field(self, field, options):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(**options, widget=widget, validators=[check_year])

    def create_datetime_field(self, field, options):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        return forms.DateTimeField(**options, widget=widget, validators=[check_year])

    def create_dropdown_field(self, field, options):
        choices = [("", _("Choose an answer")), *self.get_formatted_field_choices(field)]
        return forms.ChoiceField(**options, choices=choices)

    def create_multiselect_field(self, field, options):
        """Draw checkboxes: a list where one has to hold a key down works neither on phones nor for everybody."""
        return self.create_checkboxes_field(field, options)

    def create_checkbox_field(self, field, options):
        return forms.BooleanField(**{**options, "initial": field.default_value.lower() in ("true", "1", "on")})

    def create_file_field(self, field, options):
        return FilesField(**options)

    def create_amount_field(self, field, options):
        return AmountField(**{**options, "help_text": options["help_text"] or _("In euros, such as 1200.50.")})

    def create_organisation_field(self, field, options):
        return PartsField(OrganisationForm, **options)

    def create_budget_field(self, field, options):
        return PartsField(BudgetRowForm, is_repeated=True, **options)

    def create_partners_field(self, field, options):
        return PartsField(PartnerRowForm, is_repeated=True, **options)

    def get_formatted_field_choices(self, field):
        return [(choice, choice) for choice in field.choices]

    def get_formatted_field_initial(self, field):
        return [line.strip() for line in field.default_value.splitlines() if line.strip()]


class ClaimForm(BaseForm):
    """What one opening asks. Made by `claim_form_class`."""

    questions: tuple[Question, ...] = ()

    def __init__(self, data=None, *args, answers_may_wait: bool = False, **kwargs):
        """Draw the form; with `answers_may_wait` only what would be lost is an error, for a draft that is saved."""
        super().__init__(_without_noise(data) if isinstance(data, QueryDict) else data, *args, **kwargs)
        self.answers_may_wait = answers_may_wait
        for question in self.questions:
            self._keep_showing_choices(question.clean_name)

    def _keep_showing_choices(self, name: str) -> None:
        """Show what was chosen although the editor removed it meanwhile: a draft keeps it, no deposit takes it."""
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            return
        value = self[name].value() if self.is_bound else self.initial.get(name)
        chosen = [str(item) for item in (value if isinstance(value, list) else [value]) if item]
        gone = [choice for choice in chosen if not field.valid_value(choice)]
        if gone:
            labels = [(choice, _("%(choice)s (no longer offered)") % {"choice": choice}) for choice in gone]
            # The field itself does not learn of them, so that it refuses them.
            field.widget.choices = [*field.choices, *labels]

    def full_clean(self):
        super().full_clean()
        if self.answers_may_wait:
            for question in self.questions:
                self._errors.pop(question.clean_name, None)

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The questions under the titles that the editor gave them, in the editor's order."""
        return [
            (title, [self[question.clean_name] for question in group])
            for title, group in groupby(self.questions, key=lambda question: question.section)
        ]

    @property
    def evidence_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("evidence_")]

    @property
    def file_fields(self) -> dict[str, str]:
        """The names of the fields that take files, each with the uid of its question, empty for free evidence."""
        asked = {question.clean_name: question.uid for question in self.questions if question.field_type == "file"}
        return {**asked, "evidence_files": ""} if "evidence_files" in self.fields else asked

    def answers(self) -> list[dict[str, Any]]:
        """Give every answer to store; one that is not valid yet is stored as it was typed."""
        return [
            question.answer(self._value_of(question)) for question in self.questions if question.field_type != "file"
        ]

    def _value_of(self, question: Question) -> Any:
        name = question.clean_name
        if name in self.cleaned_data:
            return self.cleaned_data[name]
        return self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))


def _without_noise(sent: QueryDict) -> QueryDict:
    """Drop what no person types and PostgreSQL cannot store, and count a new line as one character like browsers do."""
    data = sent.copy()
    for name, values in data.lists():
        data.setlist(name, [value.replace("\0", "").replace("\r\n", "\n") for value in values])
    return data


EVIDENCE_FIELDS = {
    "file": {
        "evidence_files": lambda: FilesField(
            label=_("Files"),
            required=False,
            help_text=_("Choose a PDF file or a photo. You can send several."),
        )
    },
    "link": {
        "evidence_url": lambda: URLField(
            label=_("Link"),
            required=False,
            max_length=2000,
            help_text=_("The address of a page that shows what you did."),
            widget=forms.URLInput(attrs={"autocomplete": "off"}),
        ),
        "evidence_url_text": lambda: forms.CharField(label=_("What this link shows"), required=False, max_length=300),
    },
    "text": {
        "evidence_text": lambda: forms.CharField(
            label=_("Text"),
            required=False,
            max_length=LONGEST_TEXT,
            help_text=_("Tell in your own words what you did and what you learnt."),
            widget=forms.Textarea(attrs={"rows": 6}),
        )
    },
}


def _printed_name(words: Words) -> forms.Field:
    return forms.CharField(
        label=words.name_label,
        required=False,
        max_length=120,
        help_text=words.name_help,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


def claim_form_class(
    questions: Iterable[Mapping[str, Any]], evidence_rules: Mapping[str, Any] | None = None, words: Words = CLAIM
) -> type[ClaimForm]:
    """Build the form of an opening from its frozen questions and from what it expects as evidence."""
    asked = read_questions(questions)
    fields: dict[str, Any] = {"questions": asked, **QuestionFormBuilder(asked).formfields}
    for kind in (evidence_rules or {}).get("kinds", ()):
        fields |= {name: make() for name, make in EVIDENCE_FIELDS.get(kind, {}).items()}
    fields["printed_name"] = _printed_name(words)
    return type("ClaimForm", (ClaimForm,), fields)


def initial_from(questions: Sequence[Question], answers: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Give the values of the form fields from stored answers; they also stand for what a browser would send back."""
    stored = {answer["uid"]: answer for answer in answers}
    return {
        question.clean_name: typed({**stored[question.uid], "type": question.field_type})
        for question in questions
        if question.uid in stored
    }


def kept_apart(questions: Sequence[Question], answers: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Give the answers whose question is no longer asked, so that moving to a newer form loses none."""
    asked = {question.uid for question in questions} | {NAME}
    return [answer for answer in answers if answer["uid"] not in asked and not is_empty(answer)]
