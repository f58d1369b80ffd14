"""Calls for interest: the thread that rounds hang on, who waits for the next one, and what the carrier is asked."""

from __future__ import annotations

import uuid

import swapper
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import Record

PAGE_MODEL = swapper.get_model_name("wagtailcore", "Page")


class Call(Record):
    """What is relaunched, whatever its languages and rounds: one for each translation group of its hub page."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    translation_key = models.UUIDField(unique=True)
    page = models.ForeignKey(PAGE_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("call for interest")
        verbose_name_plural = _("calls for interest")

    def __str__(self):
        return str(self.uuid)


class Subscription(Record):
    """An address that asked, and confirmed, to be told about the next round."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="subscriptions")
    address = models.EmailField(_("e-mail"), max_length=254)
    language = models.CharField(_("language"), max_length=20)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [models.UniqueConstraint(fields=["call", "address"], name="openbadges_one_subscription")]

    def __str__(self):
        return str(self.uuid)


class CarrierQuestion(Record):
    """A question that somebody asked the carrier of a round in private.

    What is published is written anew by the carrier in `public_text` and `public_answer`: it names nobody.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opening = models.ForeignKey("wagtail_openbadges.Opening", on_delete=models.PROTECT, related_name="questions_asked")
    holder = models.ForeignKey(
        "wagtail_openbadges.Holder", null=True, on_delete=models.SET_NULL, related_name="questions_asked"
    )
    language = models.CharField(_("language"), max_length=20)
    text = models.TextField(_("question"))
    asked_at = models.DateTimeField(_("asked on"))
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    public_text = models.TextField(_("question as it is published"), blank=True)
    public_answer = models.TextField(_("answer as it is published"), blank=True)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("question to the carrier")
        verbose_name_plural = _("questions to the carrier")

    def __str__(self):
        return str(self.uuid)
