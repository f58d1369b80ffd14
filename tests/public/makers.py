"""What the tests of public addresses start from: an award, given by the acts."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests import factories
from wagtail_openbadges.domain import awarding, deciding, revoking
from wagtail_openbadges.models import Assertion, ClaimRule, Visibility

ADDRESS = "lea.secret@example.org"
NAME = "Léa Secrète"
TALE = "Voici mon récit."


def make_award(*, signed: bool = True, **changes) -> Assertion:
    """Return the award of a claim that a reviewer accepted, with evidence and answers that could leak."""
    submission = factories.make_submission(factories.make_opening(**changes), address=ADDRESS)
    if submission.opening_version.claim_rule == ClaimRule.ONE_REVIEW:
        reviewer = factories.make_reviewer(submission.issuer)
        submission = deciding.accept(submission, by=reviewer, version=submission.version)
    Assertion.objects.filter(submission=submission).update(printed_name=NAME)
    award = Assertion.objects.get(submission=submission)
    if signed:
        awarding.sign(award.pk)
    return Assertion.objects.get(pk=award.pk)


def make_bare_award(**details) -> Assertion:
    """Return a signed award that was given by hand."""
    version = make_award().achievement_version
    award = awarding.award(version, address=ADDRESS, **details)
    awarding.sign(award.pk)
    return Assertion.objects.get(pk=award.pk)


def publish(award: Assertion) -> Assertion:
    """Let everybody see the name of the person."""
    award.visibility = Visibility.PUBLIC
    award.save()
    return award


def revoke(award: Assertion, reason: str = "Donné par erreur.") -> Assertion:
    """Revoke an award; the status list is not signed anew."""
    return revoking.revoke(award, by=factories.make_reviewer(award.issuer), reason=reason)


def expire(award: Assertion) -> Assertion:
    """Give an award again, so that it expired yesterday."""
    yesterday = timezone.now().replace(microsecond=0) - timedelta(days=1)
    Assertion.objects.filter(pk=award.pk).update(
        issued_at=yesterday - timedelta(days=1), expires_at=yesterday, credential=None
    )
    awarding.sign(award.pk)
    return Assertion.objects.get(pk=award.pk)


def address_of(name: str, award: Assertion) -> str:
    """Return where one of the addresses of an award is on this host."""
    return reverse(f"openbadges:{name}", args=[award.uuid])
