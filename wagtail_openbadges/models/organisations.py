"""Structures, those among them that issue, and the keys that they sign with."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .base import Record


class Organisation(Record):
    """One structure, one row: issuers, carriers of calls, endorsers and applicants' structures point to it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    logo = models.BinaryField(_("logo"), blank=True, default=bytes, editable=False)
    url = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("contact e-mail"), blank=True)
    rna = models.CharField(_("RNA number"), max_length=10, blank=True)
    siret = models.CharField(_("SIRET number"), max_length=14, blank=True)
    territory = models.CharField(_("territory"), max_length=200, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self):
        return self.name


class Issuer(Record):
    """An organisation that may sign. Its address and DID are stored once and never change."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="issuer", verbose_name=_("organisation")
    )
    base_url = models.URLField(_("address of its documents"), editable=False)
    did = models.CharField("DID", max_length=500, unique=True, editable=False)
    description = models.TextField(_("presentation"), blank=True)
    reviewers = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("group of reviewers")
    )
    managers = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("group of managers")
    )
    promised_days = models.PositiveSmallIntegerField(_("promised delay in days"), default=21)
    closed_days = models.JSONField(_("closed days"), default=list, blank=True)
    linkedin_id = models.CharField(_("LinkedIn organisation number"), max_length=20, blank=True)

    class Meta:
        ordering = ["organisation__name", "pk"]
        verbose_name = _("issuer")
        verbose_name_plural = _("issuers")

    def __str__(self):
        return self.organisation.name

    @property
    def address(self) -> str:
        """Where its 2.0 profile answers."""
        return f"{self.base_url}issuers/{self.uuid}/"

    @property
    def image_address(self) -> str:
        return f"{self.address}image.png"


class KeyState(models.TextChoices):
    ACTIVE = "active", _("in use")
    RETIRED = "retired", _("retired")
    COMPROMISED = "compromised", _("compromised")


class SigningKey(Record):
    """A key pair. The public part is published for ever; the private part is ciphertext, or with a key service."""

    class Algorithm(models.TextChoices):
        ED25519 = "Ed25519", "Ed25519"
        RS256 = "RS256", "RS256"

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="keys", verbose_name=_("issuer"))
    kid = models.CharField(_("identifier"), max_length=100, unique=True)
    algorithm = models.CharField(_("algorithm"), max_length=10, choices=Algorithm, default=Algorithm.ED25519)
    public_part = models.TextField(_("public part"))
    private_part = models.TextField(_("encrypted private part"), blank=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=KeyState, default=KeyState.ACTIVE)
    created_at = models.DateTimeField(_("made on"), auto_now_add=True)
    retired_at = models.DateTimeField(_("retired on"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("signing key")
        verbose_name_plural = _("signing keys")
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "algorithm"], condition=Q(state="active"), name="openbadges_one_active_key"
            )
        ]

    def __str__(self):
        return self.kid

    @property
    def verification_method(self) -> str:
        return f"{self.issuer.did}#{self.kid}"
