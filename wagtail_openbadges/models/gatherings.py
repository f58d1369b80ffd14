"""Events that people come to: the facts that agendas and calendars are made of, and who registered."""

from __future__ import annotations

import uuid

import swapper
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .base import Record
from .organisations import Issuer

PAGE_MODEL = swapper.get_model_name("wagtailcore", "Page")


class GatheringStatus(models.TextChoices):
    """Whether an event takes place as it was announced."""

    PLANNED = "planned", _("planned")
    FULL = "full", _("full")
    MOVED = "moved", _("moved")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


class RegistrationWay(models.TextChoices):
    NONE = "none", _("no registration: people just come")
    ELSEWHERE = "elsewhere", _("on another site")
    HERE = "here", _("here, without an account")


class Gathering(Record):
    """An event, whatever its languages: one for each translation group of its page.

    `sequence` counts the changes that calendars must learn of (RFC 5545, 3.8.7.4). Seats are counted while this row is
    locked.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    translation_key = models.UUIDField(unique=True)
    page = models.ForeignKey(PAGE_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    issuer = models.ForeignKey(
        Issuer,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="gatherings",
        verbose_name=_("structure that receives the registrations"),
    )
    is_published = models.BooleanField(_("published"), default=False)
    faults = models.JSONField(_("what is missing before one can register"), default=list, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=GatheringStatus, default=GatheringStatus.PLANNED)
    zone_name = models.CharField(_("time zone"), max_length=64)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    registration = models.CharField(
        _("registration"), max_length=12, choices=RegistrationWay, default=RegistrationWay.NONE
    )
    elsewhere_url = models.URLField(_("address where one registers, elsewhere"), max_length=500, blank=True)
    registration_closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    seats_at_most = models.PositiveSmallIntegerField(_("seats that one person may take"), default=1)
    has_waiting_list = models.BooleanField(_("waiting list"), default=True)
    reply_hours = models.PositiveSmallIntegerField(_("hours to take a seat that became free"), default=48)
    asks_food = models.BooleanField(_("asks about food"), default=False)
    asks_access = models.BooleanField(_("asks about accessibility"), default=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self):
        return str(self.uuid)


class GatheringDate(Record):
    """One date of an event: the instants, and the text that its editor typed on the clock of the place.

    `ends_at` is the first instant that no longer belongs to it; for a whole day, the midnight after.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="dates")
    uid = models.UUIDField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    starts_local = models.CharField(max_length=16)
    ends_local = models.CharField(max_length=16, blank=True)
    is_all_day = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("date of an event")
        verbose_name_plural = _("dates of events")
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="openbadges_date_span")]
        constraints = [models.UniqueConstraint(fields=["gathering", "uid"], name="openbadges_date_uid")]

    def __str__(self):
        return self.starts_local


class GatheringText(Record):
    """What an event says in one language: what mails and forms need of its page."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=20)
    title = models.CharField(_("title"), max_length=255)
    place = models.CharField(_("place"), max_length=255, blank=True)
    address = models.TextField(_("address"), blank=True)
    online_url = models.URLField(_("address of the meeting online"), max_length=500, blank=True)
    practical = models.TextField(_("what to know before coming"), blank=True)
    status_note = models.CharField(_("what to say about the status"), max_length=300, blank=True)
    questions = models.JSONField(_("questions"), default=list)
    privacy_notice = models.TextField(_("privacy notice"), blank=True)
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["gathering", "language"]
        verbose_name = _("text of an event")
        verbose_name_plural = _("texts of events")
        constraints = [models.UniqueConstraint(fields=["gathering", "language"], name="openbadges_one_text")]

    def __str__(self):
        return self.title


class RegistrationState(models.TextChoices):
    REGISTERED = "registered", _("registered")
    WAITING = "waiting", _("on the waiting list")
    OFFERED = "offered", _("a seat is offered")
    CANCELLED = "cancelled", pgettext_lazy("registration", "cancelled")
    LAPSED = "lapsed", _("offer not taken in time")


SEATED = (RegistrationState.REGISTERED, RegistrationState.OFFERED)
"""States that hold seats: an offered seat is kept until the reply is due."""

ALIVE = (*SEATED, RegistrationState.WAITING)


class Registration(Record):
    """Somebody who comes, or waits for a seat. `state` is written by `domain/` only, under the lock of the event.

    Needs are erased soon after the event, the person later; the row stays, for the figures.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="registrations")
    holder = models.ForeignKey(
        "wagtail_openbadges.Holder", null=True, on_delete=models.SET_NULL, related_name="registrations"
    )
    language = models.CharField(_("language"), max_length=20)
    name = models.CharField(_("name"), max_length=120, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)
    answers = models.JSONField(_("answers"), default=list, blank=True)
    food = models.TextField(_("food"), blank=True)
    access = models.TextField(_("accessibility"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=RegistrationState)
    created_at = models.DateTimeField(_("registered on"))
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    offered_until = models.DateTimeField(_("reply due"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended on"), null=True, blank=True)
    told_digest = models.CharField(max_length=64, blank=True, editable=False)
    needs_erased_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "holder"],
                condition=Q(state__in=["registered", "offered", "waiting"]),
                name="openbadges_one_registration",
            ),
        ]

    def __str__(self):
        return str(self.uuid)


class Audience(models.TextChoices):
    REGISTERED = "registered", _("those who have a seat")
    WAITING = "waiting", _("those on the waiting list")
    EVERYBODY = "everybody", _("both")


class GatheringMessage(Record):
    """What the organiser wrote to those who registered."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="messages")
    subject = models.CharField(pgettext_lazy("mail", "subject"), max_length=150)
    text = models.TextField(_("message"))
    audience = models.CharField(_("to whom"), max_length=12, choices=Audience, default=Audience.REGISTERED)
    sent_at = models.DateTimeField(_("sent on"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("message to those registered")
        verbose_name_plural = _("messages to those registered")

    def __str__(self):
        return str(self.uuid)
