"""People, the files that they deposit, and the evidence inside."""

from __future__ import annotations

import uuid

from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import InvalidStorageError, Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .. import conf
from .achievements import AchievementVersion
from .base import Record
from .openings import Opening, OpeningKind, OpeningVersion
from .organisations import Issuer


class MissingStorage(Storage):
    """Stand for a private storage that the settings forgot, until the system check has said so."""

    def _refuse(self, *args, **kwargs):
        raise ImproperlyConfigured(f'STORAGES has no "{conf.PRIVATE_STORAGE}": run `manage.py check`.')

    _open = _save = delete = exists = listdir = size = url = _refuse


def private_storage() -> Storage:
    """Return the storage of evidence, which no web server may serve."""
    try:
        return storages[conf.PRIVATE_STORAGE]
    except InvalidStorageError:
        return MissingStorage()


class Holder(Record):
    """A person, known by a confirmed address and nothing else."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254, null=True, unique=True)
    further_addresses = models.JSONField(_("further confirmed addresses"), default=list, blank=True)
    locale = models.CharField(_("language"), max_length=20, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("holder")
        verbose_name_plural = _("holders")

    def __str__(self):
        return str(self.uuid)


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Deposited")
    IN_REVIEW = "in_review", _("Being read")
    CHANGES_REQUESTED = "changes_requested", _("To complete")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Closed without follow-up")
    ERASED = "erased", _("Erased")


UNDECIDED = (State.SUBMITTED, State.IN_REVIEW, State.CHANGES_REQUESTED)


class SubmissionQuerySet(models.QuerySet):
    def deposited(self):
        """Leave drafts out: a reviewer never sees one."""
        return self.exclude(state=State.DRAFT)

    def undecided(self):
        return self.filter(state__in=UNDECIDED)


class Submission(Record):
    """One file: what a person deposits to an opening, and where it stands.

    `answers` is what was deposited; `draft_answers` is what is being written, so that a corrected file leaves the
    deposited one untouched until it is deposited too. A deposit that may still be replaced is replaced by a draft of
    its own, which names it in `replaces`. `state` is written by `domain/` only.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reference = models.CharField(_("reference"), max_length=20, null=True, unique=True)
    kind = models.CharField(max_length=8, choices=OpeningKind, default=OpeningKind.BADGE)
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="submissions")
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("issuer"))
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="submissions")
    opening_version = models.ForeignKey(OpeningVersion, on_delete=models.PROTECT, related_name="+")
    achievement_version = models.ForeignKey(
        AchievementVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replacement", editable=False
    )
    language = models.CharField(_("language"), max_length=20)
    printed_name = models.CharField(_("name to print"), max_length=120, blank=True)
    answers = models.JSONField(_("answers"), default=list)
    draft_answers = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    turn = models.PositiveSmallIntegerField(_("turn"), default=1)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("started on"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)
    submitted_at = models.DateTimeField(_("deposited on"), null=True, blank=True)
    due_at = models.DateTimeField(_("answer promised by"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided on"), null=True, blank=True)
    retain_until = models.DateField(_("kept until"), null=True, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.UniqueConstraint(
                fields=["opening", "holder"],
                condition=Q(kind=OpeningKind.BADGE, state__in=UNDECIDED),
                name="openbadges_one_undecided_claim",
            ),
            models.UniqueConstraint(
                fields=["opening", "holder"],
                condition=Q(state=State.DRAFT, replaces__isnull=True),
                name="openbadges_one_draft",
            ),
        ]
        indexes = [
            models.Index(fields=["issuer", "state", "submitted_at"], name="openbadges_queue"),
        ]

    def __str__(self):
        return self.reference or str(self.uuid)

    @property
    def is_editable_by_holder(self) -> bool:
        return self.state in (State.DRAFT, State.CHANGES_REQUESTED)


class BadgeClaimManager(models.Manager.from_queryset(SubmissionQuerySet)):
    def get_queryset(self):
        return super().get_queryset().filter(kind=OpeningKind.BADGE)


class BadgeClaim(Submission):
    """A submission to a badge."""

    objects = BadgeClaimManager()

    class Meta:
        proxy = True
        verbose_name = _("badge claim")
        verbose_name_plural = _("badge claims")


class CallApplicationManager(models.Manager.from_queryset(SubmissionQuerySet)):
    def get_queryset(self):
        return super().get_queryset().filter(kind=OpeningKind.CALL)


class CallApplication(Submission):
    """A submission to a call for interest."""

    objects = CallApplicationManager()

    class Meta:
        proxy = True
        verbose_name = _("application")
        verbose_name_plural = _("applications")


class EvidenceKind(models.TextChoices):
    FILE = "file", _("file")
    LINK = "link", _("link")
    TEXT = "text", _("text")
    VOICE = "voice", _("voice recording")
    WITNESS = "witness", _("witness")


class ScanState(models.TextChoices):
    NOT_SCANNED = "not_scanned", _("not scanned")
    CLEAN = "clean", _("no virus found")
    INFECTED = "infected", _("virus found")


class Evidence(Record):
    """One piece of evidence of one turn. Files live in the private storage under a name of ours."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="evidence")
    turn = models.PositiveSmallIntegerField(_("turn"), default=1)
    kind = models.CharField(_("kind"), max_length=8, choices=EvidenceKind)
    criterion = models.CharField(_("criterion"), max_length=36, blank=True)
    question = models.CharField(_("question"), max_length=36, blank=True)
    text = models.TextField(_("text"), blank=True)
    url = models.URLField(_("link"), max_length=2000, blank=True)
    file = models.FileField(_("file"), storage=private_storage, max_length=100, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    media_type = models.CharField(_("type"), max_length=60, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    original_name = models.CharField(_("name of the file as sent"), max_length=150, blank=True)
    scan_state = models.CharField(_("virus scan"), max_length=12, choices=ScanState, default=ScanState.NOT_SCANNED)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("pieces of evidence")

    def __str__(self):
        return str(self.uuid)

    @property
    def is_image(self) -> bool:
        return self.media_type in ("image/jpeg", "image/png")
