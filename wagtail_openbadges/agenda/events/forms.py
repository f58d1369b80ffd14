"""The editor's forms of an event and of its dates, typed on the clock of the event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django import forms

from ...authoring.clocks import ClockField, zone_field
from ...authoring.forms import IssuerChoiceMixin, RowForm, capitalised, choice_of_many
from ...domain.clock import instant_of, zone
from ...domain.errors import ScheduleError
from ...domain.gatherings import DATE_FAULTS, DateContent, GatheringContent, gathering_faults, span_of
from ...models import GatheringStatus
from ...public import wording
from ..checking import PictureForm


class OccurrenceForm(RowForm):
    """The dates of a row are texts: no time zone has a hand in them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("starts", "ends"):
            if name in self.fields:
                typed = self.fields[name]
                self.fields[name] = ClockField(required=typed.required, label=typed.label, help_text=typed.help_text)


class EventPageForm(IssuerChoiceMixin, PictureForm):
    """Check an event on publication, never on a draft."""

    field_of_fault: ClassVar[Mapping[str, str]] = {
        **PictureForm.field_of_fault,
        "missing_registrar": "issuer",
        "issuer_fixed": "issuer",
        "missing_notice": "privacy_notice",
        "missing_elsewhere": "elsewhere_url",
        "unknown_zone": "zone_name",
        "status_of_other_language": "status",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "registration_closes" in self.fields:
            typed = self.fields["registration_closes"]
            self.fields["registration_closes"] = ClockField(
                required=False, label=typed.label, help_text=typed.help_text
            )
        if "zone_name" in self.fields:
            self.fields["zone_name"] = zone_field(self.fields["zone_name"], self.instance.zone_name)
        for name in ("status", "event_format", "registration"):
            if name in self.fields:
                self.fields[name].choices = capitalised(self.fields[name].choices)
        for name, choices in self.instance.lists_to_choose_from.items():
            if name in self.fields:
                self.fields[name] = choice_of_many(self.fields[name], choices)

    def clean(self) -> dict[str, Any]:
        """Refuse what lists, calendars and registration cannot do without, unless this is a draft."""
        cleaned = super().clean()
        if self.is_deferred_validation:
            return cleaned
        rows = self._kept_rows()
        faults = gathering_faults(self._content(cleaned, rows))
        self.refuse(fault for fault in faults if fault not in DATE_FAULTS)
        if self._would_undo_status(cleaned.get("status", "")):
            self.refuse(["status_of_other_language"])
        self._refuse_dates(cleaned, rows)
        return cleaned

    def _would_undo_status(self, status: str) -> bool:
        """Say whether publishing would give the event back a status that its page in another language changed.

        An editor who chooses another status here means it; one who leaves it alone does not know.
        """
        record = self.instance.gathering if self.instance.pk and self.instance.live else None
        if record is None or not record.is_published or status == record.status:
            return False
        return type(self.instance)._default_manager.get(pk=self.instance.pk).status == status

    def _kept_rows(self) -> list[forms.Form]:
        """Return the forms of the dates that can be read and are not ticked for deletion."""
        formset = self.formsets["occurrences"]
        formset.is_valid()
        readable = [row for row in formset.forms if {"starts", "uid"} <= row.cleaned_data.keys()]
        return [row for row in readable if row.cleaned_data["starts"] and not row.cleaned_data.get("DELETE")]

    def _refuse_dates(self, cleaned: dict[str, Any], rows: list[forms.Form]) -> None:
        """Show what is wrong with a date beside it; without a zone, no date means anything."""
        formset = self.formsets["occurrences"]
        if not rows and formset.is_valid() and cleaned.get("status") != GatheringStatus.POSTPONED:
            formset.non_form_errors().append(wording.sentence("missing_date", {}))
        zone_name = cleaned.get("zone_name", self.instance.zone_name)
        try:
            zone(zone_name)
        except ScheduleError as error:
            self.refuse([error.code])
            return
        for row in rows:
            _refuse_row(row, zone_name)
        try:
            instant_of(cleaned.get("registration_closes", ""), zone_name, is_end=True)
        except ScheduleError as error:
            self.add_error("registration_closes", wording.sentence(error.code, error.params))

    def _content(self, cleaned: dict[str, Any], rows: list[forms.Form]) -> GatheringContent:
        """Return as much of the content as `gathering_faults` looks at: the page itself is not filled in yet."""
        issuer = cleaned.get("issuer")
        return GatheringContent(
            translation_key=self.instance.translation_key,
            page_id=self.instance.pk,
            language="",
            title=cleaned.get("title", ""),
            zone_name=cleaned.get("zone_name", ""),
            dates=tuple(_date(row) for row in rows),
            status=cleaned.get("status", ""),
            registration=cleaned.get("registration", ""),
            issuer_id=issuer.pk if issuer else None,
            elsewhere_url=cleaned.get("elsewhere_url", ""),
            privacy_notice=cleaned.get("privacy_notice", ""),
        )


def _refuse_row(row: forms.Form, zone_name: str) -> None:
    """Show beside a date what is wrong with it: with its end when its beginning means an instant."""
    date = _date(row)
    try:
        span_of(replace(date, end=""), zone_name)
    except ScheduleError as error:
        row.add_error("starts", wording.sentence(error.code, error.params))
        return
    try:
        span_of(date, zone_name)
    except ScheduleError as error:
        row.add_error("ends", wording.sentence(error.code, error.params))


def _date(row: forms.Form) -> DateContent:
    said = row.cleaned_data
    return DateContent(
        uid=said["uid"], start=said["starts"], end=said.get("ends", ""), is_all_day=said.get("is_all_day", False)
    )
