"""What would change in a badge, in words: field by field, each with how it reads before and after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..authoring.questions import QUESTION_TYPES
from ..domain.versions import Difference, Row, RowChange
from ..models import AchievementType, ClaimRule, EvidenceKind

FIELDS: Mapping[str, Promise] = {
    "name": gettext_lazy("title"),
    "description": gettext_lazy("what this badge says"),
    "achievement_type": gettext_lazy("kind of badge"),
    "criteria": gettext_lazy("criteria"),
    "alignments": gettext_lazy("Links to lists of skills and trades"),
    "tags": gettext_lazy("tags"),
    "image": gettext_lazy("image of the badge"),
    "claim_rule": gettext_lazy("how people obtain it"),
    "evidence_rules": gettext_lazy("Evidence"),
    "questions": gettext_lazy("questions"),
    "minutes": gettext_lazy("minutes that the form takes"),
    "promised_days": gettext_lazy("answer within how many days"),
    "privacy_notice": gettext_lazy("privacy notice"),
}
PARTS: Mapping[str, Mapping[str, Promise]] = {
    "criteria": {"text": gettext_lazy("criterion"), "required": gettext_lazy("always needed")},
    "alignments": {
        "name": gettext_lazy("skill or trade"),
        "url": gettext_lazy("address"),
        "framework": gettext_lazy("name of the list"),
        "code": gettext_lazy("code in that list"),
    },
    "questions": {
        "label": gettext_lazy("question"),
        "help": gettext_lazy("Help"),
        "required": gettext_lazy("An answer is needed"),
        "field_type": gettext_lazy("kind of answer"),
        "choices": gettext_lazy("Answers to choose from"),
        "section": gettext_lazy("part of the form"),
    },
    "evidence_rules": {
        "required": gettext_lazy("at least one piece of evidence is needed"),
        "help": gettext_lazy("what you expect as evidence"),
        "kinds": gettext_lazy("kinds of evidence that people may send"),
    },
}
WORDS: Mapping[str, Mapping[str, Any]] = {
    "achievement_type": dict(AchievementType.choices),
    "claim_rule": dict(ClaimRule.choices),
    "field_type": dict(QUESTION_TYPES),
    "kinds": dict(EvidenceKind.choices),
}
"""What the values of a field are called."""

ALIKE = 0.4
"""How much of two texts must be the same for their words to be compared: otherwise it is another text."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Some words of a text, whether they are new in it or leave it, and the blank that follows them."""

    text: str
    is_marked: bool
    blank: str = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One thing as it reads before and after; nothing on the side where it is not."""

    label: str
    before: list[Piece]
    after: list[Piece]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What happened to a field, or to one of its rows: in words, and part by part."""

    words: list[str]
    parts: list[Part]
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Change:
    """A field that changes."""

    label: str
    entries: list[Entry]
    is_image: bool = False


def described(differences: Iterable[Difference]) -> list[Change]:
    """Say some differences in words."""
    return [
        Change(label=label_of(row), entries=list(_entries(row)), is_image=row.field == "image") for row in differences
    ]


def label_of(difference: Difference) -> str:
    """Name the field that changes."""
    return capfirst(str(FIELDS[difference.field]))


def _entries(difference: Difference) -> Iterable[Entry]:
    """Say a field row by row where it has rows, part by part where it has parts."""
    field, old, new = difference.field, difference.old, difference.new
    if difference.rows:
        return [_row_entry(field, row) for row in difference.rows]
    if field in PARTS:
        return [Entry(words=[_("changed")], parts=_parts(field, old, new))]
    if field == "image":
        return [Entry(words=[_("changed")], parts=[])]
    return [_plain_entry(_in_words(field, old), _in_words(field, new))]


def _plain_entry(old: str, new: str) -> Entry:
    words = _("changed") if old and new else _("added") if new else _("removed")
    return Entry(words=[words], parts=[_part("", old, new)])


def _row_entry(field: str, row: RowChange) -> Entry:
    words = []
    if row.old is None:
        words.append(_("added, as number %(place)s") % {"place": row.new_place})
    elif row.new is None:
        words.append(_("removed, it was number %(place)s") % {"place": row.old_place})
    elif row.old != row.new:
        words.append(_("changed"))
    if row.is_moved:
        places = {"old": row.old_place, "new": row.new_place}
        words.append(_("moved from number %(old)s to number %(new)s") % places)
    return Entry(words=words, title=_name_of(field, row), parts=_parts(field, row.old, row.new))


def _name_of(field: str, row: RowChange) -> str:
    """Say which row it is by its first part, where that stays the same and so is not told among what differs."""
    main = next(iter(PARTS[field]))
    return str(row.new[main]) if row.old and row.new and row.old[main] == row.new[main] else ""


def _parts(field: str, old: Row | None, new: Row | None) -> list[Part]:
    """Return the parts of a row that differ; of a row that came or went, those that say something."""
    pairs = [
        (label, _in_words(name, (old or {}).get(name)), _in_words(name, (new or {}).get(name)))
        for name, label in PARTS[field].items()
    ]
    return [_part(capfirst(str(label)), before, after) for label, before, after in pairs if before != after]


def _part(label: str, old: str, new: str) -> Part:
    before, after = _marked(old, new)
    return Part(label=label, before=before, after=after)


def _in_words(name: str, value: Any) -> str:
    """Say a value as people do."""
    words = WORDS.get(name, {})
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return "\n".join(str(words.get(item, item)) for item in value)
    return str(words.get(value, value))


def _marked(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Return two texts in pieces: those that the other has not are marked; blanks go with the word before them."""
    before, after = re.findall(r"\S+\s*", old), re.findall(r"\S+\s*", new)
    matcher = SequenceMatcher(None, [word.strip() for word in before], [word.strip() for word in after])
    if matcher.ratio() < ALIKE:
        return _whole(old), _whole(new)
    codes = matcher.get_opcodes()
    return (
        [_piece(before[start:end], tag) for tag, start, end, _from, _to in codes if end > start],
        [_piece(after[start:end], tag) for tag, _from, _to, start, end in codes if end > start],
    )


def _piece(words: list[str], tag: str) -> Piece:
    text = "".join(words)
    bare = text.rstrip()
    return Piece(text=bare, is_marked=tag != "equal", blank=text[len(bare) :])


def _whole(text: str) -> list[Piece]:
    return [Piece(text=text, is_marked=True)] if text else []
