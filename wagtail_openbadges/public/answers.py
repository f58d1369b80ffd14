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

from ..templatetags.openbadges_tags import date_and_time

SEVERAL_CHOICES = ("checkboxes", "multiselect")


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
    if answer["type"] in SEVERAL_CHOICES:
        return value if isinstance(value, list) else [value] if value else []
    if answer["type"] == "checkbox":
        return value is True
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    reader = READERS.get(answer["type"])
    return _read(reader, value) if reader and isinstance(value, str) else value


def _read(reader: Any, text: str) -> Any:
    try:
        value = reader(text)
    except (ValueError, InvalidOperation):
        return text
    return text if value is None else value


READERS = {"number": Decimal, "date": parse_date, "datetime": parse_datetime}


def is_empty(answer: Mapping[str, Any]) -> bool:
    return answer["value"] in ("", [], None, False)


def readable(answer: Mapping[str, Any]) -> list[str]:
    """Write an answer for people: one text, several for several choices, none when nothing was answered."""
    value = typed(answer)
    if answer["type"] == "checkbox":
        return [_("Yes") if value else _("No")]
    if answer["type"] in SEVERAL_CHOICES:
        return [str(item) for item in value]
    if value in ("", None):
        return []
    if isinstance(value, datetime):
        return [date_and_time(value)]
    if isinstance(value, date):
        return [formats.date_format(value)]
    if isinstance(value, Decimal):
        return [formats.number_format(value)]
    return [str(value)]


def shown(label: str, texts: list[str]) -> dict[str, Any]:
    """Make a row of a summary list: several texts are a list, one keeps its paragraphs."""
    return {"label": label, "texts": texts} if len(texts) > 1 else {"label": label, "value": "".join(texts)}
