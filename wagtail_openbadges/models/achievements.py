"""What a badge says, version by version: once somebody relied on a version, it never changes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .base import Record
from .organisations import Issuer


class Achievement(Record):
    """One achievement, whatever its languages and versions (BadgeClass in 2.0)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="achievements", verbose_name=_("issuer"))
    archived_at = models.DateTimeField(_("archived on"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("achievement")
        verbose_name_plural = _("achievements")

    def __str__(self):
        return str(self.uuid)


class AchievementType(models.TextChoices):
    """The standard's list, as far as our users need it, and our own after `ext:`."""

    COMMUNITY_SERVICE = "CommunityService", _("volunteering")
    MEMBERSHIP = "Membership", _("belonging")
    COMPETENCY = "Competency", _("skill")
    AWARD = "Award", _("laureate of a call")
    PARTICIPATION = "ext:Participation", _("participation")
    PROJECT = "ext:Project", _("project")


class AchievementVersion(Record):
    """What an achievement says in one language.

    It is edited in place until its first deposit, award or endorsement, then frozen for ever. The number counts
    through all languages of the achievement, because the address carries the number alone.
    """

    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=20)
    frozen_at = models.DateTimeField(_("frozen on"), null=True, blank=True)
    name = models.CharField(_("name"), max_length=255)
    description = models.TextField(_("description"))
    achievement_type = models.CharField(_("kind of badge"), max_length=40, choices=AchievementType, blank=True)
    criteria = models.JSONField(_("criteria"), default=list)
    alignments = models.JSONField(_("alignments"), default=list)
    tags = models.JSONField(_("tags"), default=list)
    image = models.BinaryField(_("image"), default=bytes)
    image_source = models.CharField(max_length=64, blank=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["achievement", "number"]
        verbose_name = _("version of an achievement")
        verbose_name_plural = _("versions of achievements")
        constraints = [
            models.UniqueConstraint(fields=["achievement", "number"], name="openbadges_version_number"),
            models.UniqueConstraint(
                fields=["achievement", "language"],
                condition=Q(frozen_at__isnull=True),
                name="openbadges_one_unfrozen_version",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def address(self) -> str:
        """The BadgeClass id of 2.0 and the achievement id of 3.0."""
        achievement = self.achievement
        return f"{achievement.issuer.base_url}achievements/{achievement.uuid}/versions/{self.number}/"

    @property
    def image_address(self) -> str:
        return f"{self.address}image.png"

    @property
    def criteria_address(self) -> str:
        return f"{self.address}#criteria"
