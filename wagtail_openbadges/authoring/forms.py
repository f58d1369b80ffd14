"""What the editor's forms of our pages share: rows that keep their identity, the issuer, and faults beside fields."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from ..domain import policy
from ..models import Issuer
from ..public import wording


def capitalised(choices: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Return choices as a form offers them: alone on their line, where sentences have them with a small letter."""
    return [(value, capfirst(label)) for value, label in choices]


def choice_of_many(field: forms.Field, choices: Any) -> forms.MultipleChoiceField:
    """Return checkboxes in the place of the field of a list that is stored as JSON."""
    return forms.MultipleChoiceField(
        choices=capitalised(choices),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=field.label,
        help_text=field.help_text,
    )


class RowForm(WagtailAdminModelForm):
    """Carry the identifier of a row through the browser.

    A row added to the draft of a live page has no primary key yet, so each save makes it anew; without this field its
    identifier would change each time, also after an earlier draft with it was published.
    """

    uid = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kwargs.get("instance") is None:
            self.initial["uid"] = None

    def clean_uid(self) -> uuid.UUID:
        """Give a new row its identifier."""
        return self.cleaned_data["uid"] or uuid.uuid4()


class QuestionForm(RowForm):
    """Refuse a list without anything to choose from, unless this is a draft."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        needs_choices = cleaned.get("field_type") in ("checkboxes", "dropdown", "multiselect", "radio")
        if needs_choices and not cleaned.get("choices", "").strip() and not self.is_deferred_validation:
            self.add_error("choices", _("Write the answers that people can choose from, one on each line."))
        return cleaned


class CheckedPageForm(WagtailAdminPageForm):
    """Show each fault of a page beside its field."""

    field_of_fault: ClassVar[Mapping[str, str]] = {}

    def refuse(self, faults: Iterable[str]) -> None:
        """Show faults, unless their field has an error already."""
        for fault in faults:
            field = self.field_of_fault.get(fault)
            if field not in self.errors:
                self.add_error(field if field in self.fields else None, wording.sentence(fault, {}))


class IssuerChoiceMixin:
    """Offer the issuers that the editor may use, in a form with a field `issuer`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "issuer" in self.fields:
            self.fields["issuer"].queryset = self.issuers().select_related("organisation")
            self.fields["issuer"].empty_label = _("Choose a structure")

    def issuers(self) -> QuerySet[Issuer]:
        """Return the issuers that the editor may use, and the one that the page has already."""
        issuers = policy.issuers_reviewed_by(self.for_user) if self.for_user else Issuer.objects.none()
        return issuers | Issuer.objects.filter(pk=self.instance.issuer_id)
