"""What reviewers write, and the one decision that closes a file."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import Record
from .submissions import Submission


class Recommendation(models.TextChoices):
    ACCEPT = "accept", _("accept")
    REQUEST_CHANGES = "request_changes", _("ask for changes")
    DECLINE = "decline", _("do not accept")


class Review(Record):
    """One reviewer's reading of one turn."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        DONE = "done", _("done")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="reviews")
    turn = models.PositiveSmallIntegerField(_("turn"))
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    status = models.CharField(max_length=5, choices=Status, default=Status.DRAFT)
    recommendation = models.CharField(_("recommendation"), max_length=16, choices=Recommendation, blank=True)
    note_to_holder = models.TextField(_("message to the person"), blank=True)
    private_note = models.TextField(_("private note"), blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(fields=["submission", "turn", "reviewer"], name="openbadges_one_review_a_turn")
        ]

    def __str__(self):
        return f"{self.submission} · {self.turn}"


class Outcome(models.TextChoices):
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("not accepted")


class Decision(Record):
    """The outcome of a file: one for ever. `by` is empty when a declaration was enough."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="decision")
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    message = models.TextField(_("message"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("decided on"))
    published_at = models.DateTimeField(_("told on"), null=True, blank=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self):
        return f"{self.submission} · {self.get_outcome_display()}"
