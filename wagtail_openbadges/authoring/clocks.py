"""Dates that an editor types on the clock of a place, and the choice of that place."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from wagtail.admin.widgets import AdminDateTimeInput

from ..domain.clock import LOCAL_FORMAT
from ..public import wording
from ..zones import zone_choices


def site_zone() -> str:
    """Return the time zone of the site: that of a new page until its editor chooses another."""
    return settings.TIME_ZONE


class ClockField(forms.DateTimeField):
    """A date and an hour as text, on a clock that another field names: no time zone has a hand in it."""

    widget = AdminDateTimeInput
    default_error_messages = {"invalid": lazy(wording.sentence, str)("local_unreadable", {})}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.input_formats = [self.widget.format, "%Y-%m-%d %H:%M", LOCAL_FORMAT, "%d/%m/%Y %H:%M"]

    def prepare_value(self, value: Any) -> Any:
        """Hand a stored text to the widget as a date; what was typed goes back as it was typed."""
        try:
            return datetime.strptime(value or "", LOCAL_FORMAT)  # noqa: DTZ007
        except ValueError:
            return value

    def to_python(self, value: Any) -> str:
        """Read what was typed, without the time zone in force that the parent would apply."""
        if not (value or "").strip():
            return ""
        return super(forms.DateTimeField, self).to_python(value).isoformat(timespec="minutes")


def zone_field(typed: forms.Field, stored: str) -> forms.ChoiceField:
    """Offer every zone; one that this system does not know stays chosen, so that nothing changes unseen.

    Args:
        typed: the field of a text whose label and help are kept.
        stored: the zone that the page has.
    """
    choices = zone_choices()
    known = {name for _group, zones in choices for name, _label in zones}
    if stored not in known:
        choices = [(stored, stored), *choices]
    return forms.ChoiceField(choices=choices, label=typed.label, help_text=typed.help_text)
