"""The editor's forms of a call and of its rounds.

A round's dates are typed on the clock of the round, whatever the time zone of the editor's own profile.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from ...authoring.clocks import ClockField, zone_field
from ...authoring.forms import choice_of_many
from ...authoring.shown import source_of
from ...domain.rounds import RoundContent, round_faults
from ...models import Achievement, AchievementVersion
from ...public import wording
from ..forms import OpeningPageForm
from .dates import IS_END, faults_of_dates

DATE_FAULTS = ("closes_before_opens", "editable_before_opens", "results_before_closing", "overlapping_round")


class AchievementField(forms.ModelChoiceField):
    """A badge by the name that it has now; a page's own badge stays in the list."""

    def label_from_instance(self, obj: Achievement) -> str:
        return f"{obj.newest_name} · {obj.issuer}"


class CallPageForm(WagtailAdminPageForm):
    """Offer whom a call is for, and what it offers, as checkboxes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in self.instance.lists_to_choose_from.items():
            if name in self.fields:
                self.fields[name] = choice_of_many(self.fields[name], choices)


class RoundPageForm(OpeningPageForm):
    """Check a round on publication, never on a draft."""

    field_of_fault: ClassVar[Mapping[str, str]] = {
        "missing_receiver": "issuer",
        "issuer_fixed": "issuer",
        "number_taken": "number",
        "closes_before_opens": "closes",
        "editable_before_opens": "editable_until",
        "results_before_closing": "results_on",
        "overlapping_round": "opens",
        "missing_notice": "privacy_notice",
        "badge_of_other_issuer": "awards",
        "badge_not_published": "awards",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in IS_END:
            if name in self.fields:
                typed = self.fields[name]
                self.fields[name] = ClockField(required=False, label=typed.label, help_text=typed.help_text)
        if "zone_name" in self.fields:
            self.fields["zone_name"] = zone_field(self.fields["zone_name"], self.instance.zone_name)
        if "awards" in self.fields:
            self.fields["awards"] = self._awards_field(self.fields["awards"])

    def _awards_field(self, typed: forms.Field) -> AchievementField:
        newest = AchievementVersion.objects.filter(achievement=OuterRef("pk")).order_by("-number").values("name")[:1]
        badges = Achievement.objects.filter(versions__isnull=False, archived_at=None, issuer__in=self.issuers())
        offered = Achievement.objects.filter(Q(pk__in=badges.values("pk")) | Q(pk=self.instance.awards_id))
        return AchievementField(
            offered.annotate(newest_name=Subquery(newest))
            .select_related("issuer__organisation")
            .order_by("newest_name"),
            required=False,
            empty_label=_("No badge"),
            label=typed.label,
            help_text=typed.help_text,
        )

    def clean(self) -> dict[str, Any]:
        """Refuse what would keep the round shut, unless this is a draft."""
        cleaned = super().clean()
        if self.is_deferred_validation:
            return cleaned
        broken = [name for name in ("zone_name", *IS_END) if name in self.errors]
        if not broken:
            for name, error in faults_of_dates(cleaned).items():
                self.add_error(name, wording.sentence(error.code, error.params))
                broken.append(name)
        faults = [fault for fault in round_faults(self._content(cleaned)) if fault in self.field_of_fault]
        self.refuse(fault for fault in faults if not (broken and fault in DATE_FAULTS))
        return cleaned

    def _content(self, cleaned: dict[str, Any]) -> RoundContent:
        """Return as much of the content as `round_faults` looks at: the page itself is not filled in yet."""
        issuer, awards = cleaned.get("issuer"), cleaned.get("awards")
        return RoundContent(
            translation_key=self.instance.translation_key,
            page_id=self.instance.pk,
            language="",
            call_key=source_of(self.parent_page.specific).translation_key,
            call_page_id=None,
            number=cleaned.get("number") or 0,
            title=cleaned.get("title", ""),
            issuer_id=issuer.pk if issuer else None,
            zone_name=cleaned.get("zone_name", ""),
            results_on=cleaned.get("results_on"),
            elsewhere_url=cleaned.get("elsewhere_url", ""),
            awards_id=awards.pk if awards else None,
            privacy_notice=cleaned.get("privacy_notice", ""),
            **{name: cleaned.get(name) or "" for name in IS_END},
        )
