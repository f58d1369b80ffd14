"""What people can deposit to: a badge or a call, and the form as it stood at each moment."""

from __future__ import annotations

import uuid

import swapper
from django.db import models
from django.utils.translation import gettext_lazy as _

from .achievements import Achievement
from .base import Record
from .calls import Call
from .organisations import Issuer

PAGE_MODEL = swapper.get_model_name("wagtailcore", "Page")


class OpeningKind(models.TextChoices):
    BADGE = "badge", _("badge")
    CALL = "call", _("call for interest")


class ClaimRule(models.TextChoices):
    DECLARED = "declared", _("on declaration: the person declares, with evidence, and receives the badge at once")
    ONE_REVIEW = "one_review", _("confirmed: one reviewer of the issuer reads the claim and decides")
    QUORUM = "quorum", _("confirmed by several reviewers")
    NO_CLAIMS = "no_claims", _("not claimed here: the issuer gives it itself")


class Opening(Record):
    """The door of one translation group of pages; it alone decides whether one can deposit, at that instant."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=OpeningKind)
    translation_key = models.UUIDField(unique=True)
    page = models.ForeignKey(PAGE_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="openings", verbose_name=_("issuer"))
    achievement = models.OneToOneField(
        Achievement, null=True, blank=True, on_delete=models.PROTECT, related_name="opening"
    )
    call = models.ForeignKey(Call, null=True, blank=True, on_delete=models.PROTECT, related_name="rounds")
    round_number = models.PositiveSmallIntegerField(_("number of the round"), null=True, blank=True)
    is_published = models.BooleanField(_("published"), default=False)
    faults = models.JSONField(_("what is missing before it can open"), default=list, blank=True)
    archived_at = models.DateTimeField(_("archived on"), null=True, blank=True)
    reference_prefix = models.CharField(_("beginning of references"), max_length=12, unique=True)
    last_reference = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("opening")
        verbose_name_plural = _("openings")

    def __str__(self):
        return self.reference_prefix


class OpeningVersion(Record):
    """The rule, questions and notice that a person reads before depositing: append-only."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    language = models.CharField(_("language"), max_length=20)
    created_at = models.DateTimeField(auto_now_add=True)
    title = models.CharField(_("title"), max_length=520)
    claim_rule = models.CharField(_("claim rule"), max_length=12, choices=ClaimRule)
    questions = models.JSONField(_("questions"), default=list)
    criteria = models.JSONField(_("criteria"), default=list)
    evidence_rules = models.JSONField(_("what is expected as evidence"), default=dict)
    minutes = models.PositiveSmallIntegerField(_("minutes that the form takes"), default=10)
    promised_days = models.PositiveSmallIntegerField(_("promised delay in days"), default=21)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    opens_local = models.CharField(max_length=19, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    closes_local = models.CharField(max_length=19, blank=True)
    zone_name = models.CharField(_("time zone"), max_length=64, blank=True)
    editable_until_at = models.DateTimeField(_("can be replaced until"), null=True, blank=True)
    editable_until_local = models.CharField(max_length=19, blank=True)
    results_on = models.DateField(_("results expected on"), null=True, blank=True)
    ceiling = models.PositiveSmallIntegerField(_("applications of one person at most"), null=True, blank=True)
    elsewhere_url = models.URLField(_("address where one applies, elsewhere"), max_length=500, blank=True)
    awards = models.ForeignKey(
        Achievement,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("badge that acceptance awards"),
    )
    privacy_notice = models.TextField(_("privacy notice"))
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["opening", "number"]
        verbose_name = _("version of an opening")
        verbose_name_plural = _("versions of openings")
        constraints = [
            models.UniqueConstraint(fields=["opening", "number"], name="openbadges_opening_version_number"),
        ]

    def __str__(self):
        return f"{self.title} ({self.number})"
