"""Who may see and decide what. Every list, screen, file, export and bulk act asks here."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from ..models import (
    UNDECIDED,
    Assertion,
    CarrierQuestion,
    ClaimRule,
    Gathering,
    Issuer,
    Opening,
    OpeningKind,
    OpeningVersion,
    Registration,
    SigningKey,
    State,
    Submission,
)
from ..standard.errors import OpenBadgesError
from ..standard.identity import normalise_email
from .errors import NotAllowedError

REVIEWED = (ClaimRule.ONE_REVIEW, ClaimRule.QUORUM)
"""The rules by which somebody of the issuer decides."""


def issuers_reviewed_by(user: Any) -> QuerySet[Issuer]:
    """Return the issuers that a user may decide for: as reviewer or manager; a superuser for all."""
    if not user.is_active:
        return Issuer.objects.none()
    if user.is_superuser:
        return Issuer.objects.all()
    groups = user.groups.all()
    return Issuer.objects.filter(Q(reviewers__in=groups) | Q(managers__in=groups))


def issuers_managed_by(user: Any) -> QuerySet[Issuer]:
    """Return the issuers whose own record a user may change."""
    if not user.is_active:
        return Issuer.objects.none()
    if user.is_superuser:
        return Issuer.objects.all()
    return Issuer.objects.filter(managers__in=user.groups.all())


def unread_issuers(user: Any) -> QuerySet[Issuer]:
    """Return the issuers that a user manages for which nobody can decide although files wait, or may come.

    Managers decide as reviewers do, so that superusers alone are told. A group may be empty, or deleted.
    """
    people = get_user_model().objects.filter(is_active=True)
    has_people = Exists(people.filter(Q(groups=OuterRef("reviewers")) | Q(groups=OuterRef("managers"))))
    has_files = Exists(Submission.objects.filter(issuer=OuterRef("pk"), state__in=UNDECIDED))
    return issuers_managed_by(user).filter(has_files | Exists(_reviewed_forms(timezone.now())), ~has_people)


def _reviewed_forms(now: datetime) -> QuerySet[OpeningVersion]:
    """Return the newest forms of an outer issuer that bring files to decide on, now or once they open."""
    newer = OpeningVersion.objects.filter(opening=OuterRef("opening"), number__gt=OuterRef("number"))
    return OpeningVersion.objects.filter(
        ~Exists(newer),
        Q(closes_at=None) | Q(closes_at__gt=now),
        opening__issuer=OuterRef("pk"),
        opening__is_published=True,
        opening__archived_at=None,
        opening__faults=[],
        claim_rule__in=REVIEWED,
    )


def submissions_for(user: Any) -> QuerySet[Submission]:
    """Return the deposited files of the issuers that a user may decide for, never her own."""
    files = Submission.objects.exclude(state=State.DRAFT).filter(issuer__in=issuers_reviewed_by(user))
    return files.exclude(_held_by(user))


def assertions_for(user: Any) -> QuerySet[Assertion]:
    """Return the awards of the issuers that a user may decide for, never her own."""
    awards = Assertion.objects.filter(achievement_version__achievement__issuer__in=issuers_reviewed_by(user))
    return awards.exclude(_held_by(user))


def rounds_for(user: Any) -> QuerySet[Opening]:
    """Return the rounds of calls whose applications a user may decide on."""
    return Opening.objects.filter(kind=OpeningKind.CALL, issuer__in=issuers_reviewed_by(user))


def rounds_managed_by(user: Any) -> QuerySet[Opening]:
    """Return the rounds that a user may archive, and let somebody in late to."""
    return Opening.objects.filter(kind=OpeningKind.CALL, issuer__in=issuers_managed_by(user))


def questions_for(user: Any) -> QuerySet[CarrierQuestion]:
    """Return the questions that were asked about the rounds of a user's issuers."""
    return CarrierQuestion.objects.filter(opening__issuer__in=issuers_reviewed_by(user))


def gatherings_for(user: Any) -> QuerySet[Gathering]:
    """Return the events whose registrations a user may see: those that her issuers receive."""
    return Gathering.objects.filter(issuer__in=issuers_reviewed_by(user))


def registrations_for(user: Any) -> QuerySet[Registration]:
    """Return the registrations for the events of a user's issuers."""
    return Registration.objects.filter(gathering__issuer__in=issuers_reviewed_by(user))


def keys_for(user: Any) -> QuerySet[SigningKey]:
    """Return the keys of the issuers that a user manages."""
    return SigningKey.objects.filter(issuer__in=issuers_managed_by(user))


def _address_of(user: Any) -> str:
    try:
        return normalise_email(user.email)
    except OpenBadgesError:
        return ""


def _held_by(user: Any) -> Q:
    """Match the files, or the awards, for which `is_own` holds."""
    address = _address_of(user)
    if not address:
        return Q(pk__in=())
    # SQLite cannot look into a JSON list, so its text is searched for the address as JSON writes it.
    return Q(holder__email=address) | Q(holder__further_addresses__icontains=json.dumps(address))


def is_own(user: Any, record: Submission | Assertion | CarrierQuestion) -> bool:
    """Say whether a file, an award or a question is a user's own: the same address, or another that she confirmed."""
    address, holder = _address_of(user), record.holder
    return bool(address) and holder is not None and (address == holder.email or address in holder.further_addresses)


def check_may_decide(user: Any, submission: Submission) -> None:
    """Refuse whoever may not decide on a file.

    Raises:
        NotAllowedError: `own_file` or `not_your_issuer`.
    """
    if is_own(user, submission):
        raise NotAllowedError("own_file")
    if not issuers_reviewed_by(user).filter(pk=submission.issuer_id).exists():
        raise NotAllowedError("not_your_issuer")


def check_may_revoke(user: Any, assertion: Assertion) -> None:
    """Refuse whoever may not revoke an award.

    Raises:
        NotAllowedError: `own_award` or `not_your_issuer`.
    """
    if is_own(user, assertion):
        raise NotAllowedError("own_award")
    if not issuers_reviewed_by(user).filter(pk=assertion.issuer.pk).exists():
        raise NotAllowedError("not_your_issuer")


def check_may_manage(user: Any, issuer: Issuer) -> None:
    """Refuse whoever may not change what is an issuer's own.

    Raises:
        NotAllowedError: `not_your_issuer`.
    """
    if not issuers_managed_by(user).filter(pk=issuer.pk).exists():
        raise NotAllowedError("not_your_issuer")


def can_decide(user: Any, submission: Submission) -> bool:
    """Say whether a user may decide on a file."""
    try:
        check_may_decide(user, submission)
    except NotAllowedError:
        return False
    return True
