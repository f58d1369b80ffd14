"""Questions answered in several fields: a structure, a budget, partners. Each part is a small form of its own.

Nothing needs a script: blank rows wait to be filled, a row that is emptied is gone, a button draws more of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..intake.identifiers import clean_rna, clean_siret
from .amounts import AmountField, write_amount
from .answers import as_part, as_rows, total_of

MOST_ROWS: Final = 50
BLANK_ROWS: Final = 3
MORE_ROWS: Final = 5
ROW = re.compile(r"([0-9]{1,4})-(\w+)")


def _line(label: str, missing: str = "", **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=200, error_messages={"required": missing}, **options)


class OrganisationForm(forms.Form):
    """The structure in whose name somebody answers."""

    name = _line(gettext_lazy("Name of the structure"), gettext_lazy("Write the name of the structure."))
    rna = _line(
        gettext_lazy("RNA number of the association"),
        required=False,
        help_text=gettext_lazy("The letter W and nine figures, such as W595001234."),
    )
    siret = _line(
        gettext_lazy("SIRET number of the structure"),
        required=False,
        help_text=gettext_lazy("Fourteen figures, if the structure has one."),
    )
    role = _line(gettext_lazy("Your role there"), gettext_lazy("Write what you do in this structure."))

    def clean_rna(self) -> str:
        return clean_rna(self.cleaned_data["rna"])

    def clean_siret(self) -> str:
        return clean_siret(self.cleaned_data["siret"])


class BudgetRowForm(forms.Form):
    """One line of a budget."""

    label = _line(gettext_lazy("What for"), gettext_lazy("Write what this amount is for."))
    amount = AmountField(
        label=gettext_lazy("Amount in euros"), error_messages={"required": gettext_lazy("Write the amount.")}
    )


class PartnerRowForm(forms.Form):
    """One partner, and what it brings."""

    name = _line(gettext_lazy("Name of the partner"), gettext_lazy("Write the name of the partner."))
    role = _line(gettext_lazy("Role"), required=False)
    amount = AmountField(label=gettext_lazy("Contribution in euros"), required=False)


class PartsInput(forms.Widget):
    """Gather what was sent for the parts of one question; pages draw the parts themselves."""

    def __init__(self, part_class: type[forms.Form], *, is_repeated: bool):
        super().__init__()
        self.part_class, self.is_repeated = part_class, is_repeated

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        stored = data.get(name)
        if isinstance(stored, (dict, list)):
            return as_rows(stored) if self.is_repeated else as_part(stored)
        rows = self._sent_rows(data, name) if self.is_repeated else {0: self._sent_part(data, f"{name}-")}
        filled = [rows[number] for number in sorted(rows) if any(rows[number].values())]
        if self.is_repeated:
            # One row too many is enough to say so; nobody ever draws thousands.
            return filled[: MOST_ROWS + 1]
        return filled[0] if filled else {}

    def _sent_part(self, data: Mapping[str, Any], prefix: str) -> dict[str, str]:
        return {part: data.get(f"{prefix}{part}", "").strip() for part in self.part_class.base_fields}

    def _sent_rows(self, data: Mapping[str, Any], name: str) -> dict[int, dict[str, str]]:
        found = (ROW.fullmatch(key.removeprefix(f"{name}-")) for key in data if key.startswith(f"{name}-"))
        numbers = {int(match[1]) for match in found if match}
        return {number: self._sent_part(data, f"{name}-{number}-") for number in numbers}

    def id_for_label(self, id_: str) -> str:
        """Point at the first part."""
        first = next(iter(self.part_class.base_fields))
        return f"{id_}-0-{first}" if self.is_repeated else f"{id_}-{first}"


class PartsField(forms.Field):
    """A question answered in several fields, kept as plain JSON: a dict, or a list of them when it is repeated."""

    def __init__(self, part_class: type[forms.Form], *, is_repeated: bool = False, **options: Any):
        widget = PartsInput(part_class, is_repeated=is_repeated)
        super().__init__(**{**options, "widget": widget})
        self.part_class, self.is_repeated = part_class, is_repeated
        self.blank_rows = BLANK_ROWS

    def clean(self, value: Any) -> Any:
        rows = value if self.is_repeated else [value] if value else []
        if not rows:
            if self.required:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return value
        if len(rows) > MOST_ROWS:
            raise forms.ValidationError(
                _("There are more than %(limit)s lines. Empty some, or put several into one."),
                code="too_many_rows",
                params={"limit": MOST_ROWS},
            )
        parts = [self.part_class(row) for row in rows]
        if not all(part.is_valid() for part in parts):
            raise forms.ValidationError(_("Look at what is marked below."), code="parts")
        cleaned = [part.cleaned_data for part in parts]
        return cleaned if self.is_repeated else cleaned[0]

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundParts:
        return BoundParts(form, self, field_name)


class BoundParts(forms.BoundField):
    """The parts of one question on a page: the rows that are filled and some blank ones, each a form to draw."""

    @cached_property
    def parts(self) -> list[forms.Form]:
        """The forms to draw, judged only where the question is."""
        values = self.value() or ([] if self.field.is_repeated else {})
        if not self.field.is_repeated:
            return [self._part(as_part(values), self.html_name)]
        rows = as_rows(values)[: MOST_ROWS + 1]
        blank = max(0, min(self.field.blank_rows, MOST_ROWS - len(rows)))
        return [self._part(row, f"{self.html_name}-{number}") for number, row in enumerate([*rows, *[{}] * blank])]

    def _part(self, value: Mapping[str, str], prefix: str) -> forms.Form:
        shared = {"prefix": prefix, "auto_id": self.form.auto_id, "use_required_attribute": False}
        if not (self.errors and value):
            return self.field.part_class(initial=value, **shared)
        return self.field.part_class({f"{prefix}-{name}": typed for name, typed in value.items()}, **shared)

    @property
    def next_id(self) -> str:
        """The id of the first control of the first blank row."""
        first = next(iter(self.field.part_class.base_fields))
        return f"{self.auto_id}-{len(as_rows(self.value() or []))}-{first}"

    @property
    def total(self) -> str:
        """The sum of what was kept, for people; empty when there is nothing to add up."""
        amount = total_of(as_rows(self.value() or [])) if self.field.is_repeated else None
        return "" if amount is None else write_amount(amount)

    @property
    def faults(self) -> list[dict[str, str]]:
        """What is wrong in the parts, each with the id of its control."""
        return [
            {"id": cell.id_for_label, "message": self._located(number, cell.label, message)}
            for number, part in enumerate(self.parts, start=1)
            for cell in part
            for message in cell.errors
        ]

    def _located(self, number: int, label: str, message: str) -> str:
        if not self.field.is_repeated:
            return _("%(label)s: %(message)s") % {"label": label, "message": message}
        said = {"number": number, "label": label, "message": message}
        return _("line %(number)s, %(label)s: %(message)s") % said


def is_repeated(form: forms.BaseForm, name: str) -> bool:
    """Say whether a field of a form has rows."""
    return getattr(form.fields.get(name), "is_repeated", False)


def draw_more_rows(form: forms.BaseForm, name: str) -> None:
    """Let one question show more blank rows than usual, because somebody asked for them."""
    if is_repeated(form, name):
        form.fields[name].blank_rows = BLANK_ROWS + MORE_ROWS
