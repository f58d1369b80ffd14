import json

import pytest
from django.utils import timezone

from tests import factories
from wagtail_openbadges.domain import awarding, revoking
from wagtail_openbadges.domain.errors import AwardError, IncompleteError, NotAllowedError
from wagtail_openbadges.domain.hosting import RecordLoader
from wagtail_openbadges.models import Holder, OutboxJob, StatusList
from wagtail_openbadges.standard.status_list import StatusBits
from wagtail_openbadges.standard.verification import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def assertion():
    opening = factories.make_opening()
    assertion = awarding.award(opening.achievement.versions.get(), address="lea@example.org")
    awarding.sign(assertion.pk)
    assertion.refresh_from_db()
    return assertion


@pytest.fixture
def reviewer(assertion):
    return factories.make_reviewer(assertion.issuer)


def test_revoked_award_fails_in_both_versions_and_keeps_its_bytes(assertion, reviewer):
    before = bytes(assertion.credential)

    revoked = revoking.revoke(assertion, by=reviewer, reason=" Attribué par erreur. ")
    awarding.sign_status_list(assertion.status_list_id)

    assert (revoked.is_revoked, revoked.revocation_reason) == (True, "Attribué par erreur.")
    assert bytes(revoked.credential) == before
    reports = [verify(subject, load=RecordLoader(), now=timezone.now()) for subject in (before, assertion.address)]
    assert [report.verdict for report in reports] == ["invalid", "invalid"]
    hosted = RecordLoader().load(assertion.address)
    assert (hosted.status, json.loads(hosted.body)["revoked"]) == (410, True)


def test_revoking_sets_one_bit_and_enqueues_a_signature_and_a_mail(assertion, reviewer):
    revoking.revoke(assertion, by=reviewer, reason="Erreur")

    status_list = StatusList.objects.get()
    bits = StatusBits(bytes(status_list.bits))
    assert [index for index in range(len(bits)) if bits.get(index)] == [assertion.status_index]
    assert list(OutboxJob.objects.order_by("pk").values_list("key", flat=True))[-2:] == [
        f"status:{status_list.uuid}:{assertion.uuid}",
        f"mail:{assertion.uuid}:revoked",
    ]


def test_revoking_twice_is_refused(assertion, reviewer):
    revoking.revoke(assertion, by=reviewer, reason="Erreur")

    with pytest.raises(AwardError) as refusal:
        revoking.revoke(assertion, by=reviewer, reason="Erreur")

    assert refusal.value.code == "already_revoked"


def test_revoking_without_reason_is_refused(assertion, reviewer):
    with pytest.raises(IncompleteError) as refusal:
        revoking.revoke(assertion, by=reviewer, reason=" ")

    assert refusal.value.code == "missing_reason"


def test_revoking_for_another_issuer_is_refused(assertion):
    with pytest.raises(NotAllowedError) as refusal:
        revoking.revoke(assertion, by=factories.make_reviewer(factories.make_issuer()), reason="Erreur")

    assert refusal.value.code == "not_your_issuer"


@pytest.mark.parametrize("rights", [{}, {"is_superuser": True}])
def test_revoking_an_award_of_ones_own_is_refused(assertion, rights):
    holder = factories.make_reviewer(assertion.issuer, email="Lea@example.org", **rights)

    with pytest.raises(NotAllowedError) as refusal:
        revoking.revoke(assertion, by=holder, reason="Je n’en veux plus")

    assertion.refresh_from_db()
    assert (refusal.value.code, assertion.is_revoked) == ("own_award", False)


@pytest.mark.parametrize("change", ["no holder", "erased holder"])
def test_revoking_the_badge_of_somebody_who_left_writes_to_nobody(assertion, reviewer, change):
    if change == "no holder":
        type(assertion).objects.update(holder=None)
    else:
        Holder.objects.update(email=None)
    assertion.refresh_from_db()

    revoking.revoke(assertion, by=reviewer, reason="Erreur")

    assert not OutboxJob.objects.filter(key__endswith=":revoked").exists()
