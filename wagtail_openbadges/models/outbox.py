"""Work that must happen after a transaction, written inside it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import Record


class JobState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class OutboxJob(Record):
    """One thing to do at least once. `key` names the occasion, `payload` holds ids only."""

    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=8, choices=JobState, default=JobState.WAITING)
    run_after = models.DateTimeField(_("not before"))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_token = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("made on"), auto_now_add=True)
    done_at = models.DateTimeField(_("done on"), null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [models.Index(fields=["state", "run_after"], name="openbadges_due")]

    def __str__(self):
        return self.key
