"""What was issued, and the lists that say what was revoked."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .achievements import AchievementVersion
from .base import Record
from .organisations import Issuer
from .submissions import Holder, Submission


class StatusList(Record):
    """One published list of bits. Slots are drawn at random, so that a restored backup never gives one twice."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="status_lists")
    purpose = models.CharField(max_length=20, default="revocation")
    epoch = models.PositiveIntegerField(default=1)
    size = models.PositiveIntegerField(default=131072)
    bits = models.BinaryField(default=bytes)
    used = models.PositiveIntegerField(default=0)
    signed = models.BinaryField(default=bytes)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "purpose", "epoch"], name="openbadges_status_list_epoch")
        ]

    def __str__(self):
        return str(self.uuid)

    @property
    def address(self) -> str:
        return f"{self.issuer.base_url}status/{self.uuid}/"


class Way(models.TextChoices):
    """How a badge was obtained: a fact of each award."""

    DECLARED = "declared", _("declared")
    REVIEWED = "reviewed", _("confirmed by a reviewer")
    QUORUM = "quorum", _("confirmed by several reviewers")
    CODE = "code", _("by a code")
    ATTENDANCE = "attendance", _("by attendance")
    SELECTION = "selection", _("by selection")
    BY_HAND = "by_hand", _("given by the issuer")
    LIST = "list", _("given to a list of people")


class Reception(models.TextChoices):
    OFFERED = "offered", _("offered")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    LAPSED = "lapsed", _("lapsed")


class Visibility(models.TextChoices):
    UNLISTED = "unlisted", _("unlisted")
    PUBLIC = "public", _("public")


class Assertion(Record):
    """One award. Signed bytes are stored once; what is shown beside them is the holder's choice."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    achievement_version = models.ForeignKey(
        AchievementVersion, on_delete=models.PROTECT, related_name="assertions", verbose_name=_("badge")
    )
    holder = models.ForeignKey(Holder, null=True, blank=True, on_delete=models.SET_NULL, related_name="assertions")
    submission = models.OneToOneField(
        Submission, null=True, blank=True, on_delete=models.SET_NULL, related_name="assertion"
    )
    way = models.CharField(_("how it was obtained"), max_length=12, choices=Way)
    reception = models.CharField(_("reception"), max_length=8, choices=Reception, default=Reception.ACCEPTED)
    printed_name = models.CharField(_("name to print"), max_length=120, blank=True)
    visibility = models.CharField(_("visibility"), max_length=8, choices=Visibility, default=Visibility.UNLISTED)
    identity_hash = models.CharField(max_length=64)
    identity_salt = models.CharField(max_length=64)
    evidence = models.JSONField(default=list)
    issued_at = models.DateTimeField(_("issued on"))
    expires_at = models.DateTimeField(_("expires on"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked on"), null=True, blank=True)
    revocation_reason = models.CharField(_("reason of the revocation"), max_length=300, blank=True)
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="assertions")
    status_index = models.PositiveIntegerField()
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )
    credential = models.BinaryField(null=True, editable=False)

    class Meta:
        ordering = ["-issued_at", "-pk"]
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        constraints = [
            models.UniqueConstraint(fields=["status_list", "status_index"], name="openbadges_one_status_slot")
        ]

    def __str__(self):
        return str(self.uuid)

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @property
    def is_signed(self) -> bool:
        return self.credential is not None

    @property
    def issuer(self) -> Issuer:
        return self.achievement_version.achievement.issuer

    @property
    def address(self) -> str:
        """The 2.0 Assertion."""
        return f"{self.issuer.base_url}assertions/{self.uuid}/"

    @property
    def credential_address(self) -> str:
        return f"{self.address}credential.json"

    @property
    def verify_address(self) -> str:
        return f"{self.address}verify/"

    @property
    def image_address(self) -> str:
        return f"{self.address}badge.png"
