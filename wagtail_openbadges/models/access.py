"""Links and codes that open one thing to one address."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .assertions import Assertion
from .base import Record
from .calls import Call
from .gatherings import Gathering, Registration
from .openings import Opening
from .submissions import Holder, Submission


class Purpose(models.TextChoices):
    CLAIM = "claim", _("start or continue a claim")
    TRACK = "track", _("follow a file")
    AWARD = "award", _("take a badge away")
    ASK = "ask", _("ask the carrier of a round")
    SUBSCRIBE = "subscribe", _("be told about the next round")
    LATE = "late", _("deposit after the closing")
    REGISTER = "register", _("register for an event")
    ATTEND = "attend", _("follow a registration")


TARGETS = {
    "opening": (Purpose.CLAIM, Purpose.ASK, Purpose.LATE),
    "submission": (Purpose.TRACK,),
    "assertion": (Purpose.AWARD,),
    "call": (Purpose.SUBSCRIBE,),
    "gathering": (Purpose.REGISTER,),
    "registration": (Purpose.ATTEND,),
}
"""What a link of each purpose leads to, by the name of its column."""

LASTING = (Purpose.TRACK, Purpose.AWARD, Purpose.ATTEND)
"""Links to what somebody has: once over, they offer a fresh one for as long as it is there."""


def _one_target() -> Q:
    """Match the links that have the one target of their purpose, and no other."""
    right = Q()
    for target, purposes in TARGETS.items():
        others = {f"{name}__isnull": name != target for name in TARGETS}
        right |= Q(purpose__in=[purpose.value for purpose in purposes], **others)
    return right


class AccessLink(Record):
    """One target for one address. Following the link shows a button; pressing it opens a session for that target.

    A late link opens nothing by itself: it lets its address deposit until it expires, once that address is confirmed.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(max_length=12, choices=Purpose)
    opening = models.ForeignKey(Opening, null=True, on_delete=models.CASCADE, related_name="+")
    submission = models.ForeignKey(Submission, null=True, on_delete=models.CASCADE, related_name="+")
    assertion = models.ForeignKey(Assertion, null=True, on_delete=models.CASCADE, related_name="+")
    call = models.ForeignKey(Call, null=True, on_delete=models.CASCADE, related_name="+")
    gathering = models.ForeignKey(Gathering, null=True, on_delete=models.CASCADE, related_name="+")
    registration = models.ForeignKey(Registration, null=True, on_delete=models.CASCADE, related_name="+")
    address = models.EmailField(max_length=254)
    holder = models.ForeignKey(Holder, null=True, on_delete=models.CASCADE, related_name="access_links")
    language = models.CharField(max_length=20)
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField(null=True)
    attempts_left = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="openbadges_one_target", condition=_one_target())]

    def __str__(self):
        return str(self.uuid)

    @property
    def target(self) -> dict[str, models.Model]:
        """What it leads to, under the name of its column."""
        name = next(name for name, purposes in TARGETS.items() if self.purpose in purposes)
        return {name: getattr(self, name)}
