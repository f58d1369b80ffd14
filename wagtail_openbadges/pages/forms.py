"""The editor's form of a page that people deposit to: it refuses to publish what could not open, and says why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from ..authoring.forms import CheckedPageForm, IssuerChoiceMixin, capitalised
from ..domain.publishing import BadgeContent, faults_of
from ..models import ClaimRule
from .images import read_image


class OpeningPageForm(IssuerChoiceMixin, CheckedPageForm):
    """Offer the issuers that the editor may use, and show each fault beside its field."""


class BadgePageForm(OpeningPageForm):
    """Check a badge on publication, never on a draft."""

    field_of_fault: ClassVar[Mapping[str, str]] = {
        "missing_issuer": "issuer",
        "issuer_fixed": "issuer",
        "missing_description": "description",
        "missing_image": "image",
        "missing_notice": "privacy_notice",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "achievement_type" in self.fields:
            self.fields["achievement_type"].choices = capitalised(self.fields["achievement_type"].choices)

    def clean(self) -> dict[str, Any]:
        """Refuse what would keep the badge shut, unless this is a draft."""
        cleaned = super().clean()
        if self.is_deferred_validation:
            return cleaned
        self.refuse(faults_of(self._content(cleaned)))
        kinds = [cleaned.get(name) for name in ("accepts_files", "accepts_links", "accepts_texts")]
        is_claimed = cleaned.get("claim_rule") != ClaimRule.NO_CLAIMS
        if is_claimed and cleaned.get("evidence_required") and not any(kinds):
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
