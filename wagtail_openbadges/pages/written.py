"""What a page would be once it is published, in records that are never stored, and who would come to it first.

The person is made up: her address is of a domain that nobody can own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from ..domain import publishing
from ..models import (
    Achievement,
    AchievementVersion,
    Assertion,
    Call,
    ClaimRule,
    Holder,
    Issuer,
    Opening,
    OpeningKind,
    OpeningVersion,
    Submission,
    Visibility,
    Way,
)
from .images import badge_image_url

if TYPE_CHECKING:
    from .mixins import BadgePageMixin

NAME = "Léa Exemple"
ADDRESS = "lea.exemple@example.org"

WAY_OF_RULE = {
    ClaimRule.DECLARED: Way.DECLARED,
    ClaimRule.ONE_REVIEW: Way.REVIEWED,
    ClaimRule.QUORUM: Way.QUORUM,
    ClaimRule.NO_CLAIMS: Way.BY_HAND,
}


@dataclass(frozen=True, kw_only=True)
class Written:
    """A page as it is written now."""

    kind: OpeningKind
    issuer: Issuer | None
    form: OpeningVersion
    reference: str
    """Of the file that somebody would deposit."""
    call: Call | None = None
    badge: AchievementVersion | None = None
    """What acceptance gives."""
    image_url: str = ""
    faults: tuple[str, ...] = ()
    """What would keep it shut, as codes of `PublishingError`."""


def written_badge(page: BadgePageMixin) -> Written:
    """Return what a badge page says."""
    content = page.get_badge_content()
    achievement = Achievement(issuer=page.issuer)
    return Written(
        kind=OpeningKind.BADGE,
        issuer=page.issuer,
        form=OpeningVersion(language=content.language, **publishing.asked_by(content)),
        reference="B1-0042",
        badge=AchievementVersion(achievement=achievement, **publishing.said_by(content)),
        image_url=badge_image_url(page.image),
        faults=tuple(publishing.faults_of(content)),
    )


def file_of(written: Written) -> Submission:
    """Return a file of the person who is made up, as it is when it was just accepted."""
    opening = Opening(kind=written.kind, issuer=written.issuer, call=written.call)
    return Submission(
        kind=written.kind,
        reference=written.reference,
        opening=opening,
        issuer=written.issuer,
        holder=Holder(email=ADDRESS),
        opening_version=written.form,
        achievement_version=written.badge,
        language=written.form.language,
        printed_name=NAME,
    )


def award_of(written: Written) -> Assertion:
    """Return a badge of the person who is made up, who lets everybody see her name."""
    return Assertion(
        achievement_version=written.badge,
        way=WAY_OF_RULE[written.form.claim_rule],
        printed_name=NAME,
        visibility=Visibility.PUBLIC,
        issued_at=timezone.now(),
        # What is signed is not shown here, but a page without it says that it is being made.
        credential=b"",
    )
