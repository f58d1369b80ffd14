"""What an editor looks at before a relaunched round is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing to look at; `is_blank` is None as long as there is no round to look into."""

    label: str
    advice: str
    is_blank: bool | None = None


def checklist(page: Any = None) -> list[Check]:
    """Return what to look at, each with whether it is still blank in a round."""
    return [
        Check(label=label, advice=advice, is_blank=None if page is None else is_blank(page, names))
        for names, label, advice in _things()
    ]


def is_blank(page: Any, names: tuple[str, ...]) -> bool:
    """Say whether any of some fields or rows of a page says nothing."""
    return not all(_says_something(getattr(page, name)) for name in names)


def _says_something(value: Any) -> bool:
    """Say whether a field or rows hold words; the moments of a timetable need their dates too."""
    if hasattr(value, "all"):
        rows = value.all()
        return bool(rows) and all(getattr(row, "when", "-") for row in rows)
    return bool(strip_tags(value).strip() if isinstance(value, str) else value)


def _things() -> list[tuple[tuple[str, ...], str, str]]:
    return [
        (("opens", "closes"), _("Dates"), _("Opening and closing, and the time zone that they are in.")),
        (("change_note",), _("What changed"), _("What is new since the last round, in a few lines.")),
        (("who", "offered"), _("Conditions"), _("Who may answer, and what is offered this time.")),
        (("criteria",), _("Criteria and weights"), _("What applications are judged on, and how much each counts.")),
        (("questions",), _("Questions"), _("What you ask, and what you no longer need.")),
        (("regulation",), _("Regulation"), _("The file of this round; the one of the last round is not taken over.")),
        (("steps",), _("Timetable"), _("Its moments are taken over without their dates.")),
        (("support",), _("Support contacts"), _("Whether the people and structures are still the same.")),
        (("privacy_notice",), _("Privacy notice"), _("Who receives the data, and how long you keep them.")),
    ]
