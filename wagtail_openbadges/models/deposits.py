"""What proves that something was deposited, and when."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .base import Record
from .submissions import Submission


class Deposit(Record):
    """One act of depositing a file: first, corrected or replaced. Nobody changes a row.

    `sha256` is over the very bytes that `domain.receipts` makes of what was sent.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="deposits")
    number = models.PositiveSmallIntegerField(_("deposit"))
    at = models.DateTimeField(_("deposited on"))
    zone_name = models.CharField(_("time zone"), max_length=64)
    in_grace = models.BooleanField(_("within the grace after closing"), default=False)
    is_late = models.BooleanField(_("by a late link"), default=False)
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        ordering = ["submission", "number"]
        verbose_name = _("deposit")
        verbose_name_plural = _("deposits")
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="openbadges_deposit_number")]

    def __str__(self):
        return f"{self.submission} · {self.number}"
