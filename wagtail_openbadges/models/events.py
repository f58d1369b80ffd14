"""The append-only log: verbs and ids, never names or text."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .achievements import Achievement
from .assertions import Assertion
from .base import Record
from .gatherings import Gathering, Registration
from .openings import Opening
from .organisations import Issuer
from .submissions import Submission


class Verb(models.TextChoices):
    ISSUER_CREATED = "issuer_created", _("Issuer created")
    KEY_CREATED = "key_created", _("Key created")
    OPENING_PUBLISHED = "opening_published", _("Form published")
    OPENING_CLOSED = "opening_closed", _("Form closed")
    VERSION_CREATED = "version_created", _("New version of the badge")
    VERSION_FROZEN = "version_frozen", _("Version of the badge frozen")
    DRAFT_STARTED = "draft_started", _("Draft started")
    SUBMITTED = "submitted", _("Deposited")
    RESUBMITTED = "resubmitted", _("Corrected file deposited")
    REPLACED = "replaced", _("Deposit replaced")
    REVIEW_STARTED = "review_started", _("Reading started")
    CHANGES_REQUESTED = "changes_requested", _("Changes asked")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    AWARDED = "awarded", _("Badge awarded")
    SIGNED = "signed", _("Credential signed")
    REVOKED = "revoked", _("Badge revoked")
    EVIDENCE_READ = "evidence_read", _("Evidence downloaded")
    OPENING_ARCHIVED = "opening_archived", _("Archived")
    ROUND_ANNOUNCED = "round_announced", _("Round announced to those who asked")
    LATE_LINK_GIVEN = "late_link_given", _("Late link given")
    QUESTION_ASKED = "question_asked", _("Question asked")
    QUESTION_ANSWERED = "question_answered", _("Question answered")
    QUESTION_PUBLISHED = "question_published", _("Question published")
    GATHERING_PUBLISHED = "gathering_published", _("Event published")
    GATHERING_CLOSED = "gathering_closed", _("Event taken off the site")
    GATHERING_TOLD = "gathering_told", _("Those registered told of a change")
    REGISTERED = "registered", _("Registered")
    WAIT_BEGUN = "wait_begun", _("Put on the waiting list")
    SEAT_OFFERED = "seat_offered", _("Seat offered")
    SEAT_TAKEN = "seat_taken", _("Offered seat taken")
    OFFER_LAPSED = "offer_lapsed", _("Offer not taken in time")
    REGISTRATION_CHANGED = "registration_changed", _("Registration changed")
    REGISTRATION_CANCELLED = "registration_cancelled", _("Registration cancelled")
    MESSAGE_SENT = "message_sent", _("Message sent to those registered")
    NOTICE_REWORDED = "notice_reworded", _("Mail given words of its own")
    NOTICE_RESTORED = "notice_restored", _("Mail given our words again")
    GROUPS_RESTORED = "groups_restored", _("Deleted groups made again")


class Event(Record):
    """One thing that happened. Nobody changes or removes a row."""

    verb = models.CharField(max_length=40, choices=Verb)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    issuer = models.ForeignKey(Issuer, null=True, on_delete=models.SET_NULL, related_name="+")
    achievement = models.ForeignKey(Achievement, null=True, on_delete=models.SET_NULL, related_name="+")
    opening = models.ForeignKey(Opening, null=True, on_delete=models.SET_NULL, related_name="+")
    submission = models.ForeignKey(Submission, null=True, on_delete=models.SET_NULL, related_name="events")
    assertion = models.ForeignKey(Assertion, null=True, on_delete=models.SET_NULL, related_name="events")
    gathering = models.ForeignKey(Gathering, null=True, on_delete=models.SET_NULL, related_name="events")
    registration = models.ForeignKey(Registration, null=True, on_delete=models.SET_NULL, related_name="events")
    turn = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self):
        return self.get_verb_display()
