"""What publishing a badge page would do to its versions, asked before it is published: nothing is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q

from ..models import UNDECIDED, Achievement, AchievementVersion, Opening, OpeningVersion, State
from .publishing import (
    BadgeContent,
    asked_by,
    current_achievement_version,
    digest_of_form,
    digest_of_version,
    faults_of,
    next_number,
    said_by,
    source_of_image,
)

Row = dict[str, Any]

IN_THE_BADGE = ("name", "description", "achievement_type", "criteria", "alignments", "tags")
IN_THE_FORM = ("claim_rule", "evidence_rules", "questions", "minutes", "promised_days", "privacy_notice")
"""What the form says beyond the badge: its title and criteria are those of the badge."""
ROWS = ("criteria", "alignments", "questions")


class Effect(StrEnum):
    """What publishing does to what the badge itself says."""

    SHUT = "shut"
    SAME = "same"
    FIRST = "first"
    IN_PLACE = "in_place"
    NEW = "new"


@dataclass(frozen=True, kw_only=True)
class RowChange:
    """What happens to one row of a list: its places count from 1 and are None where it is not."""

    old: Row | None
    new: Row | None
    old_place: int | None
    new_place: int | None
    is_moved: bool = False


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What changes in one field; `rows` says it row by row where the field is a list of rows."""

    field: str
    old: Any
    new: Any
    rows: tuple[RowChange, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reliance:
    """How much relies on what people read now, in its language.

    `badges` and `files` hold to the version, `earlier` files to another one of its language, whatever the language
    of their form; `files_in_language` hold to the form in this language that they were deposited with; `drafts` move
    to a newer form. Files count while they wait for a decision.
    """

    badges: int = 0
    files: int = 0
    earlier: int = 0
    files_in_language: int = 0
    drafts: int = 0


@dataclass(frozen=True, kw_only=True)
class Foresight:
    """What publishing would do: `number` is the version that people read afterwards, `kept` the one before."""

    effect: Effect
    faults: tuple[str, ...] = ()
    number: int | None = None
    kept: AchievementVersion | None = None
    form: OpeningVersion | None = None
    makes_form: bool = False
    badge_changes: tuple[Difference, ...] = ()
    form_changes: tuple[Difference, ...] = ()
    reliance: Reliance = Reliance()

    @property
    def makes_another_version(self) -> bool:
        """Whether a version that people rely on is followed by a new one."""
        return self.effect is Effect.NEW


def foresee(content: BadgeContent) -> Foresight:
    """Say what publishing a badge would do, without doing it.

    An image counts as another one when its file is another one: whether both are drawn alike shows only when
    publishing draws it, which takes a while.

    Args:
        content: what the page says.

    Returns:
        The effect, the difference field by field, and how much keeps the version before.
    """
    faults = tuple(faults_of(content))
    if faults:
        return Foresight(effect=Effect.SHUT, faults=faults)
    opening = (
        Opening.objects.select_related("achievement")
        .filter(translation_key=content.translation_key, achievement__isnull=False)
        .first()
    )
    if opening is None or opening.achievement is None:
        return Foresight(effect=Effect.FIRST, number=1, makes_form=True)
    kept = current_achievement_version(opening.achievement, content.language)
    if kept is None:
        return Foresight(effect=Effect.FIRST, number=next_number(opening.achievement.versions), makes_form=True)
    return _compared(opening, opening.achievement, kept, content)


def _compared(opening: Opening, achievement: Achievement, kept: AchievementVersion, content: BadgeContent) -> Foresight:
    """Say what follows the version that people read now, in its language."""
    form = opening.versions.filter(language=content.language).last()
    effect = _effect(kept, content)
    asked = asked_by(content)
    return Foresight(
        effect=effect,
        number=next_number(achievement.versions) if effect is Effect.NEW else kept.number,
        kept=kept,
        form=form,
        # The digest of a form holds the version's: a version that changes brings a form.
        makes_form=effect is not Effect.SAME or form is None or form.digest != digest_of_form(asked, kept),
        badge_changes=_badge_changes(kept, content),
        form_changes=_differences(form, asked, IN_THE_FORM) if form else (),
        reliance=_reliance(opening, kept),
    )


def _effect(kept: AchievementVersion, content: BadgeContent) -> Effect:
    is_same_image = kept.image_source == source_of_image(content)
    if is_same_image and kept.digest == digest_of_version(said_by(content), bytes(kept.image)):
        return Effect.SAME
    return Effect.NEW if kept.is_frozen else Effect.IN_PLACE


def _reliance(opening: Opening, kept: AchievementVersion) -> Reliance:
    """Count what relies on what people read now: one query for the awards, one for the files."""
    undecided = Q(state__in=UNDECIDED)
    in_its_words = undecided & Q(achievement_version__language=kept.language)
    on_its_form = Q(language=kept.language)
    counts = opening.submissions.aggregate(
        files=Count("pk", filter=undecided & Q(achievement_version=kept)),
        earlier=Count("pk", filter=in_its_words & ~Q(achievement_version=kept)),
        files_in_language=Count("pk", filter=undecided & on_its_form),
        drafts=Count("pk", filter=Q(state=State.DRAFT, replaces=None) & on_its_form),
    )
    return Reliance(badges=kept.assertions.filter(revoked_at=None).count(), **counts)


def _badge_changes(kept: AchievementVersion, content: BadgeContent) -> tuple[Difference, ...]:
    """Return what changes in the badge itself; that its image is another one is all that is said of it."""
    changes = _differences(kept, said_by(content), IN_THE_BADGE)
    if kept.image_source == source_of_image(content):
        return changes
    return (*changes, Difference(field="image", old=None, new=None))


def _differences(before: Any, after: dict[str, Any], fields: Iterable[str]) -> tuple[Difference, ...]:
    """Compare what a record says with what follows it, in the order of the fields."""
    pairs = [(field, getattr(before, field), after[field]) for field in fields]
    return tuple(
        Difference(field=field, old=old, new=new, rows=_row_changes(old, new) if field in ROWS else ())
        for field, old, new in pairs
        if old != new
    )


def _row_changes(old: list[Row], new: list[Row]) -> tuple[RowChange, ...]:
    """Say what happened to each row that is not what and where it was; those that went come last."""
    before, after = _identified(old), _identified(new)
    old_places = {name: place for place, name in enumerate(before, start=1)}
    new_places = {name: place for place, name in enumerate(after, start=1)}
    moved = _moved([name for name in before if name in after], [name for name in after if name in before])
    return tuple(
        RowChange(
            old=before.get(name),
            new=after.get(name),
            old_place=old_places.get(name),
            new_place=new_places.get(name),
            is_moved=name in moved,
        )
        for name in [*after, *(name for name in before if name not in after)]
        if before.get(name) != after.get(name) or name in moved
    )


def _identified(rows: list[Row]) -> dict[tuple[str, int], Row]:
    """Name rows by their identifier, or by the address that they point to; the same name twice is numbered."""
    seen: Counter[str] = Counter()
    named = {}
    for row in rows:
        name = row.get("uid") or row["url"]
        seen[name] += 1
        named[name, seen[name]] = row
    return named


def _moved(before: list[tuple[str, int]], after: list[tuple[str, int]]) -> set[tuple[str, int]]:
    """Return which of the same names stand elsewhere: one that is carried to the top does not move all others."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    stayed = {name for block in blocks for name in before[block.a : block.a + block.size]}
    return set(before) - stayed
