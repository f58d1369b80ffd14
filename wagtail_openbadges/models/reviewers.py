"""How often a reviewer is told what waits for her."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import Record


class Rhythm(models.TextChoices):
    AT_ONCE = "at_once", _("at once, for each file")
    DAILY = "daily", _("once a day, when something is new or late")
    WEEKLY = "weekly", _("once a week, on Monday, when something waits")
    NEVER = "never", _("never")


class ReviewerRhythm(Record):
    """The choice of one user; whoever has made none is told once a day."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="openbadges_rhythm")
    rhythm = models.CharField(_("mails about files that wait"), max_length=8, choices=Rhythm, default=Rhythm.DAILY)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("rhythm of a reviewer")
        verbose_name_plural = _("rhythms of reviewers")

    def __str__(self):
        return self.get_rhythm_display()
