"""Questions and answers as records keep them: plain JSON on one side, typed values and readable text on the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils import formats
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from ..intake.identifiers import spaced_siret
from ..spans import day_in_words
from ..templatetags.openbadges_tags import date_and_time
from .amounts import read_amount, write_amount

SEVERAL_CHOICES = ("checkboxes", "multiselect")
REPEATED = ("budget", "partners")
FIRST_YEAR, LAST_YEAR = 1000, 9000
PARTS = ("organisation", *REPEATED)
"""Answered in several fields: a dict of texts, or a list of such dicts."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """A frozen question, with the attributes that Wagtail's form builder reads."""

    uid: str
    label: str
    field_type: str
    help_text: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    default_value: str = ""
    section: str = ""

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Question:
        return cls(
            uid=row["uid"],
            label=row["label"],
            field_type=row["field_type"],
            help_text=row.get("help", ""),
            required=row.get("required", False),
            choices=tuple(row.get("choices", ())),
            default_value=row.get("default", ""),
            section=row.get("section", ""),
        )

    @property
    def clean_name(self) -> str:
        """The name of its form field."""
        return f"question-{self.uid}"

    def answer(self, value: Any) -> dict[str, Any]:
        """Make the row that is stored: the label stays as the person read it."""
        return {"uid": self.uid, "label": self.label, "type": self.field_type, "value": _plain(value)}


def read_questions(rows: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    return tuple(Question.read(row) for row in rows)


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return "" if value is None else value


def typed(answer: Mapping[str, Any]) -> Any:
    """Give an answer back as its form field knows it; what cannot be read stays the text that was typed."""
    value = answer["value"]
    if answer["type"] in REPEATED:
        return as_rows(value)
    if answer["type"] in PARTS:
        return as_part(value)
    if answer["type"] in SEVERAL_CHOICES:
        return value if isinstance(value, list) else [value] if value else []
    if answer["type"] == "checkbox":
        return value is True
    if isinstance(value, bool):
        value = _("Yes") if value else ""
    if isinstance(value, (dict, list)):
        return _as_text(value)
    reader = READERS.get(answer["type"])
    return _read(reader, value) if reader and isinstance(value, str) else value


def as_part(value: Any) -> dict[str, str]:
    """Give the parts of an answer; one that was typed for another kind of question becomes its name."""
    if isinstance(value, list):
        value = value[0] if len(value) == 1 and isinstance(value[0], dict) else _as_text(value)
    if isinstance(value, dict):
        return value
    return {"name": str(value)} if value not in ("", None, False) else {}


def as_rows(value: Any) -> list[dict[str, str]]:
    """Give the rows of an answer; one that was typed for another kind of question becomes the words of one row."""
    if isinstance(value, dict):
        value = [value] if value else []
    if isinstance(value, list) and all(isinstance(row, dict) for row in value):
        return value
    text = _as_text(value)
    return [{"label": text, "name": text}] if text else []


def _as_text(value: Any) -> str:
    """Write an answer that has parts for a question that has none, so that nothing is lost."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return ", ".join(text for text in map(_as_text, value) if text)
    return "" if value in (None, False) else str(value)


def total_of(rows: Iterable[Mapping[str, str]]) -> Decimal | None:
    """Add the amounts up, exactly; None when there is none, or one of them cannot be read."""
    amounts = [row["amount"] for row in rows if row.get("amount")]
    try:
        return sum((read_amount(amount) for amount in amounts), Decimal(0)) if amounts else None
    except ValueError:
        return None


def _read(reader: Any, text: str) -> Any:
    try:
        value = reader(text)
    except (ValueError, InvalidOperation):
        return text
    return text if value is None else value


def _number(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite():
        raise ValueError(text)
    return value


def _moment(text: str) -> datetime | None:
    """Read an instant; at the very edges of the calendar no clock could show it."""
    value = parse_datetime(text)
    if value is not None and not is_sensible(value):
        raise ValueError(text)
    return value


def is_sensible(value: date) -> bool:
    """Say whether a date can be meant: its year has four figures, and so have those around it."""
    return FIRST_YEAR <= value.year <= LAST_YEAR


READERS = {"number": _number, "date": parse_date, "datetime": _moment}


def is_empty(answer: Mapping[str, Any]) -> bool:
    return answer["value"] in ("", [], {}, None, False)


def readable(answer: Mapping[str, Any]) -> list[str]:
    """Write an answer for people: one text, several for several choices, none when nothing was answered."""
    value = typed(answer)
    if answer["type"] == "checkbox":
        return [_("Yes") if value else _("No")]
    if answer["type"] in SEVERAL_CHOICES:
        return [str(item) for item in value]
    if value in ("", None, {}, []):
        return []
    if answer["type"] in WRITERS:
        return WRITERS[answer["type"]](value)
    if isinstance(value, datetime):
        return [date_and_time(value)]
    if isinstance(value, date):
        return [day_in_words(value)]
    if isinstance(value, Decimal):
        return [formats.number_format(value)]
    return [str(value)]


def _amount(typed: str) -> str:
    """Write an amount; one that cannot be read stays as it was typed, for a draft."""
    try:
        return write_amount(read_amount(typed))
    except ValueError:
        return typed


def _organisation(parts: Mapping[str, str]) -> list[str]:
    said = [
        parts.get("name", ""),
        _said(_("RNA"), parts.get("rna", "")),
        _said(_("SIRET"), spaced_siret(parts.get("siret", ""))),
        _said(_("Role"), parts.get("role", "")),
    ]
    return [text for text in said if text]


def _budget(rows: list[dict[str, str]]) -> list[str]:
    return [_said(row.get("label", ""), _amount(row.get("amount", ""))) for row in rows] + _total(rows)


def _partners(rows: list[dict[str, str]]) -> list[str]:
    said = [", ".join(filter(None, (row.get("name", ""), row.get("role", "")))) for row in rows]
    amounts = [_amount(row.get("amount", "")) for row in rows]
    lines = [_said(text, amount) if amount else text for text, amount in zip(said, amounts, strict=True)]
    return lines + _total(rows)


def _total(rows: list[dict[str, str]]) -> list[str]:
    total = total_of(rows)
    return [] if total is None else [_said(_("Total"), write_amount(total))]


def _said(label: str, value: str) -> str:
    # Translators: a name and what it stands for, such as “RNA: W595001234” or “Rent: €1,200.50”.
    return _("%(label)s: %(value)s") % {"label": label, "value": value} if value else ""


WRITERS = {
    "amount": lambda typed: [_amount(typed)],
    "organisation": _organisation,
    "budget": _budget,
    "partners": _partners,
}


def shown(label: str, texts: list[str]) -> dict[str, Any]:
    """Make a row of a summary list: several texts are a list, one keeps its paragraphs."""
    return {"label": label, "texts": texts} if len(texts) > 1 else {"label": label, "value": "".join(texts)}
