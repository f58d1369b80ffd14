"""The editor's form of a page that people deposit to: it refuses to publish what could not open, and says why."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from ..domain import policy
from ..domain.publishing import BadgeContent, faults_of
from ..models import Issuer
from ..public import wording
from .images import read_image


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


class OpeningPageForm(WagtailAdminPageForm):
    """Offer the issuers that the editor may use, and show each fault beside its field."""

    field_of_fault: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "issuer" in self.fields:
            self.fields["issuer"].queryset = self.issuers().select_related("organisation")
            self.fields["issuer"].empty_label = _("Choose a structure")

    def issuers(self) -> QuerySet[Issuer]:
        """Return the issuers that the editor may use, and the one that the page has already."""
        issuers = policy.issuers_reviewed_by(self.for_user) if self.for_user else Issuer.objects.none()
        return issuers | Issuer.objects.filter(pk=self.instance.issuer_id)

    def refuse(self, faults: Iterable[str]) -> None:
        """Show faults, unless their field has an error already."""
        for fault in faults:
            field = self.field_of_fault.get(fault)
            if field not in self.errors:
                self.add_error(field if field in self.fields else None, wording.sentence(fault, {}))


class BadgePageForm(OpeningPageForm):
    """Check a badge on publication, never on a draft."""

    field_of_fault: ClassVar[Mapping[str, str]] = {
        "missing_issuer": "issuer",
        "issuer_fixed": "issuer",
        "missing_description": "description",
        "missing_image": "image",
        "missing_notice": "privacy_notice",
    }

    def clean(self) -> dict[str, Any]:
        """Refuse what would keep the badge shut, unless this is a draft."""
        cleaned = super().clean()
        if self.is_deferred_validation:
            return cleaned
        self.refuse(faults_of(self._content(cleaned)))
        kinds = [cleaned.get(name) for name in ("accepts_files", "accepts_links", "accepts_texts")]
        if cleaned.get("evidence_required") and not any(kinds):
            self.add_error("evidence_required", _("Tick at least one kind of evidence that people may send."))
        return cleaned

    def _content(self, cleaned: dict[str, Any]) -> BadgeContent:
        """Return as much of the content as `faults_of` looks at: the page itself is not filled in yet."""
        issuer = cleaned.get("issuer")
        return BadgeContent(
            translation_key=self.instance.translation_key,
            page_id=self.instance.pk,
            language="",
            issuer_id=issuer.pk if issuer else None,
            name=cleaned.get("title", ""),
            description=cleaned.get("description", ""),
            criteria=tuple(self._kept_criteria()),
            image=read_image(cleaned.get("image")),
            claim_rule=cleaned.get("claim_rule", ""),
            privacy_notice=cleaned.get("privacy_notice", ""),
        )

    def _kept_criteria(self) -> list[dict[str, Any]]:
        """Return the criteria that say something and are not ticked for deletion."""
        formset = self.formsets["criteria"]
        formset.is_valid()
        rows = [form.cleaned_data for form in formset.forms]
        return [row for row in rows if row.get("text") and not row.get("DELETE")]
