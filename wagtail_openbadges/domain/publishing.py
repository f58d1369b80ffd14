"""What publishing a badge page does to its achievement and its opening."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from ..intake.errors import IntakeError
from ..intake.images import badge_png
from ..models import Achievement, AchievementVersion, ClaimRule, Opening, OpeningKind, OpeningVersion, State, Verb
from .log import record


@dataclass(frozen=True, kw_only=True)
class BadgeContent:
    """What a badge page says, in one language, as plain values; `image` is the source image's bytes."""

    translation_key: UUID
    page_id: int | None
    language: str
    issuer_id: int | None
    name: str
    description: str
    achievement_type: str = ""
    criteria: tuple[dict[str, Any], ...] = ()
    alignments: tuple[dict[str, Any], ...] = ()
    tags: tuple[str, ...] = ()
    image: bytes = b""
    claim_rule: str = ClaimRule.ONE_REVIEW
    questions: tuple[dict[str, Any], ...] = ()
    evidence_rules: dict[str, Any] | None = None
    minutes: int = 10
    promised_days: int = 21
    privacy_notice: str = ""


LISTS = ("dropdown", "radio", "checkboxes", "multiselect")
"""Kinds of answers that are chosen."""


def faults_of(content: BadgeContent) -> list[str]:
    """Say what keeps a badge from opening, as codes of `PublishingError`, in the order of the form."""
    faults = []
    if content.issuer_id is None:
        faults.append("missing_issuer")
    elif _issuer_is_fixed(content):
        faults.append("issuer_fixed")
    if not content.description.strip():
        faults.append("missing_description")
    if not content.image:
        faults.append("missing_image")
    if not content.criteria:
        faults.append("missing_criteria")
    if not content.privacy_notice.strip() and content.claim_rule != ClaimRule.NO_CLAIMS:
        faults.append("missing_notice")
    if content.claim_rule != ClaimRule.NO_CLAIMS:
        rules = content.evidence_rules or {}
        if rules.get("required") and not rules.get("kinds"):
            faults.append("missing_evidence_kind")
        faults += faults_of_questions(content.questions)
    return faults


def faults_of_questions(questions: Iterable[dict[str, Any]]) -> list[str]:
    """Say what keeps a form from being answered: a list without anything to choose."""
    has_empty_list = any(row["field_type"] in LISTS and not row.get("choices") for row in questions)
    return ["missing_choices"] if has_empty_list else []


def _issuer_is_fixed(content: BadgeContent) -> bool:
    opening = Opening.objects.filter(translation_key=content.translation_key).first()
    if opening is None or opening.issuer_id == content.issuer_id:
        return False
    return (
        opening.submissions.exclude(state=State.DRAFT).exists()
        or AchievementVersion.objects.filter(achievement=opening.achievement_id, frozen_at__isnull=False).exists()
    )


@transaction.atomic
def publish_badge(content: BadgeContent, *, by: Any = None) -> Opening | None:
    """Bring achievement and opening in line with a published page.

    Publishing never fails for what is missing: the opening stays shut and keeps the reasons, which editors see.

    Args:
        content: what the page says.
        by: the user who published, if known.

    Returns:
        The opening of the page's translation group; None when it has none yet and no issuer was chosen.
    """
    opening = Opening.objects.select_for_update().filter(translation_key=content.translation_key).first()
    if opening is None:
        if content.issuer_id is None:
            return None
        opening = _new_opening(content, content.issuer_id)
    faults = faults_of(content)
    if content.issuer_id is not None and not faults:
        try:
            _align(opening, content, content.issuer_id, by)
        except IntakeError as error:
            faults = ["image_waiting" if error.code == "images_busy" else "unreadable_image"]
    opening.faults = faults
    if opening.page is None or not opening.page.live:
        opening.page_id = content.page_id
    opening.is_published = True
    opening.save()
    record(Verb.OPENING_PUBLISHED, by=by, opening_id=opening.pk, issuer_id=opening.issuer_id)
    return opening


def _new_opening(content: BadgeContent, issuer_id: int) -> Opening:
    opening = Opening.objects.create(
        kind=OpeningKind.BADGE,
        translation_key=content.translation_key,
        page_id=content.page_id,
        issuer_id=issuer_id,
        reference_prefix=content.translation_key.hex[:12],
    )
    opening.reference_prefix = f"B{opening.pk}"
    return opening


def _align(opening: Opening, content: BadgeContent, issuer_id: int, by: Any) -> None:
    """Store what changed: the achievement's version first, then the form that points to it."""
    if opening.achievement is None:
        opening.achievement = Achievement.objects.create(issuer_id=issuer_id)
    if opening.issuer_id != issuer_id:
        opening.issuer_id = issuer_id
        opening.submissions.update(issuer_id=issuer_id)
        Achievement.objects.filter(pk=opening.achievement.pk).update(issuer_id=issuer_id)
    version = _align_achievement(opening.achievement, content, by)
    _align_form(opening, content, version)


def digest_of(value: Any) -> str:
    """Return a digest of plain values, whatever the order of their members."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def said_by(content: BadgeContent) -> dict[str, Any]:
    """Return what a badge page says in the badge itself, but its image, as a version keeps it."""
    return {
        "language": content.language,
        "name": content.name,
        "description": content.description,
        "achievement_type": content.achievement_type,
        "criteria": list(content.criteria),
        "alignments": list(content.alignments),
        "tags": list(content.tags),
    }


def source_of_image(content: BadgeContent) -> str:
    """Return what tells the image that an editor chose from another one."""
    return hashlib.sha256(content.image).hexdigest()


def digest_of_version(said: dict[str, Any], image: bytes) -> str:
    """Return the digest over all that a version says; two versions that say the same have the same."""
    return digest_of({**said, "image": hashlib.sha256(image).hexdigest()})


def next_number(versions: Any) -> int:
    """Return the number that the next of some versions gets, whatever its language."""
    return (versions.aggregate(last=Max("number"))["last"] or 0) + 1


def _align_achievement(achievement: Achievement, content: BadgeContent, by: Any) -> AchievementVersion:
    """Return the version that says what the page says: the same, one edited in place, or a new one."""
    Achievement.objects.select_for_update().get(pk=achievement.pk)
    latest = current_achievement_version(achievement, content.language)
    source = source_of_image(content)
    image = bytes(latest.image) if latest and latest.image_source == source else badge_png(content.image)
    said = said_by(content)
    digest = digest_of_version(said, image)
    if latest and latest.digest == digest:
        if latest.image_source != source:
            # Another file of the same drawing: what the version says is the same, frozen or not.
            AchievementVersion.objects.filter(pk=latest.pk).update(image_source=source)
        return latest
    if latest is None or latest.is_frozen:
        latest = AchievementVersion(achievement=achievement, number=next_number(achievement.versions))
        record(Verb.VERSION_CREATED, by=by, achievement_id=achievement.pk, issuer_id=achievement.issuer_id)
    for name, value in said.items():
        setattr(latest, name, value)
    latest.image, latest.image_source, latest.digest = image, source, digest
    latest.save()
    return latest


def asked_by(content: BadgeContent) -> dict[str, Any]:
    """Return what the form of a badge asks, as a version of its opening keeps it."""
    return {
        "title": content.name,
        "claim_rule": str(content.claim_rule),
        "questions": list(content.questions),
        "criteria": list(content.criteria),
        "evidence_rules": content.evidence_rules or {},
        "minutes": content.minutes,
        "promised_days": content.promised_days,
        "privacy_notice": content.privacy_notice,
    }


def digest_of_form(asked: dict[str, Any], version: AchievementVersion) -> str:
    """Return the digest over all that a form asks, and the version that it leads to."""
    return digest_of({**asked, "achievement": version.digest})


def _align_form(opening: Opening, content: BadgeContent, version: AchievementVersion) -> OpeningVersion:
    """Return the newest form of this language; a form that says something else is appended."""
    asked = asked_by(content)
    return append_form(opening, content.language, asked, digest_of_form(asked, version))


def append_form(opening: Opening, language: str, asked: dict[str, Any], digest: str) -> OpeningVersion:
    """Return the form in force in a language; one that says something else, by its digest, is appended."""
    latest = opening.versions.filter(language=language).last()
    if latest and latest.digest == digest:
        return latest
    number = next_number(opening.versions)
    return OpeningVersion.objects.create(opening=opening, number=number, language=language, digest=digest, **asked)


def current_achievement_version(achievement: Achievement, language: str) -> AchievementVersion | None:
    """Return what the achievement says now in a language."""
    return achievement.versions.filter(language=language).last()


def current_version(opening: Opening, language: str) -> OpeningVersion | None:
    """Return the form in force in a language, else in the language that was published last."""
    return opening.versions.filter(language=language).last() or opening.versions.last()


@transaction.atomic
def freeze(version: AchievementVersion) -> AchievementVersion:
    """Freeze a version at its first deposit, award or endorsement; afterwards it never changes.

    Publishing takes the same lock on the achievement, so that no edit slips in between.
    """
    Achievement.objects.select_for_update().get(pk=version.achievement_id)
    frozen = AchievementVersion.objects.filter(pk=version.pk, frozen_at__isnull=True).update(frozen_at=timezone.now())
    if frozen:
        record(Verb.VERSION_FROZEN, achievement_id=version.achievement_id)
    version.refresh_from_db()
    return version


@transaction.atomic
def close(opening: Opening, *, by: Any = None) -> Opening:
    """Shut an opening because none of its pages is published any more; files and drafts stay."""
    if Opening.objects.filter(pk=opening.pk, is_published=True).update(is_published=False):
        record(Verb.OPENING_CLOSED, by=by, opening_id=opening.pk, issuer_id=opening.issuer_id)
    opening.refresh_from_db()
    return opening
