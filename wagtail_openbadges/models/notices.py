"""What an issuer writes in its mails in the place of our words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .base import Record
from .organisations import Issuer


class NoticeText(Record):
    """The words of one issuer for one notice in one language; without a row a notice keeps our own words."""

    issuer = models.ForeignKey(Issuer, on_delete=models.CASCADE, related_name="notice_texts", verbose_name=_("issuer"))
    kind = models.CharField(_("mail"), max_length=40)
    """What it is about and which notice, as in `badge.deposited`."""
    language = models.CharField(_("language"), max_length=20)
    subject = models.CharField(pgettext_lazy("mail", "subject"), max_length=200)
    body = models.TextField(_("text"), max_length=4000)

    class Meta:
        ordering = ["issuer", "kind", "language"]
        verbose_name = _("text of a mail")
        verbose_name_plural = _("texts of mails")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "kind", "language"], name="openbadges_one_text_of_a_notice"),
        ]

    def __str__(self):
        return f"{self.kind} ({self.language})"
