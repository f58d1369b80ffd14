from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import factories
from wagtail_openbadges.domain import access
from wagtail_openbadges.domain.errors import AccessError, TooManyMailsError
from wagtail_openbadges.models import AccessLink, Holder, OutboxJob, Purpose
from wagtail_openbadges.standard.errors import OpenBadgesError

pytestmark = pytest.mark.django_db


def test_request_keeps_only_the_address_and_asks_for_one_mail():
    link = factories.make_link(address="  Lea@EXAMPLE.org ")

    assert (link.address, link.holder, link.used_at) == ("lea@example.org", None, None)
    assert not Holder.objects.exists()
    job = OutboxJob.objects.get(kind="mail")
    assert (job.key, job.payload) == (f"mail:{link.uuid}:confirm", {"notice": "confirm", "link": link.pk})


def test_request_stores_neither_token_nor_code():
    link = factories.make_link()

    stored = str(AccessLink.objects.filter(pk=link.pk).values().get())

    assert access.token_of(link) not in stored
    assert access.code_of(link) not in link.code_hash
    assert len(access.code_of(link)) == 6


def test_request_with_something_that_is_no_address_is_refused():
    with pytest.raises(OpenBadgesError) as refusal:
        factories.make_link(address="lea(at)example")

    assert refusal.value.code == "email_invalid"


def test_request_too_often_is_refused_until_an_hour_has_passed():
    opening = factories.make_opening()
    for _time in range(10):
        factories.make_link(opening)

    with pytest.raises(TooManyMailsError):
        factories.make_link(opening)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert factories.make_link(opening).address == "lea@example.org"


def test_link_used_once_confirms_the_address():
    link = factories.make_link()

    used = access.use_link(access.token_of(link))

    assert (used.holder.email, used.holder.locale) == ("lea@example.org", "fr")
    with pytest.raises(AccessError) as refusal:
        access.use_link(access.token_of(link))
    assert refusal.value.code == "link_used"


def test_link_of_a_known_person_leads_to_the_same_holder():
    holder = factories.make_holder()
    link = factories.make_link()

    assert access.use_link(access.token_of(link)).holder == holder


def test_link_expired_or_unknown_is_refused_by_name():
    link = factories.make_link()

    with time_machine.travel(timezone.now() + timedelta(days=8)), pytest.raises(AccessError) as expired:
        access.use_link(access.token_of(link))
    with pytest.raises(AccessError) as unknown:
        access.find("no such token")

    assert (expired.value.code, unknown.value.code) == ("link_expired", "link_unknown")


def test_renewed_link_goes_to_the_same_address_and_target():
    link = factories.make_link()

    fresh = access.renew(link)

    assert (fresh.address, fresh.opening, fresh.purpose) == (link.address, link.opening, Purpose.CLAIM)
    assert access.token_of(fresh) != access.token_of(link)


def test_code_typed_with_a_space_confirms_the_address():
    link = factories.make_link()
    code = access.code_of(link)

    used = access.use_code(link.uuid, f"{code[:3]} {code[3:]}", opening=link.opening)

    assert used.holder.email == "lea@example.org"
    with pytest.raises(AccessError) as refusal:
        access.use_code(link.uuid, code, opening=link.opening)
    assert refusal.value.code == "link_used"


def test_code_wrong_five_times_is_exhausted_even_when_right():
    link = factories.make_link()
    wrong = "000000" if access.code_of(link) != "000000" else "000001"
    left = []

    for _try in range(5):
        with pytest.raises(AccessError) as refusal:
            access.use_code(link.uuid, wrong, opening=link.opening)
        left.append((refusal.value.code, refusal.value.params["attempts_left"]))
    with pytest.raises(AccessError) as last:
        access.use_code(link.uuid, access.code_of(link), opening=link.opening)

    assert left == [("code_wrong", number) for number in (4, 3, 2, 1, 0)]
    assert last.value.code == "code_exhausted"


def test_code_after_fifteen_minutes_or_for_another_badge_is_refused():
    link = factories.make_link()

    with time_machine.travel(timezone.now() + timedelta(minutes=16)), pytest.raises(AccessError) as late:
        access.use_code(link.uuid, access.code_of(link), opening=link.opening)
    with pytest.raises(AccessError) as elsewhere:
        access.use_code(link.uuid, access.code_of(link), opening=factories.make_opening())

    assert (late.value.code, elsewhere.value.code) == ("code_expired", "link_unknown")


def test_link_to_a_file_has_no_code():
    submission = factories.make_submission()

    link = access.mint(
        purpose=Purpose.TRACK,
        address="lea@example.org",
        language="fr",
        holder=submission.holder,
        submission=submission,
    )

    assert (link.code_hash, link.attempts_left, str(link)) == ("", 0, str(link.uuid))


def test_link_used_by_two_at_once_opens_for_one_only():
    link = factories.make_link()
    stale = AccessLink.objects.get(pk=link.pk)
    access.use_link(access.token_of(link))

    with pytest.raises(AccessError) as refusal:
        access._consume(stale)

    assert refusal.value.code == "link_used"


def test_link_to_register_has_a_code_for_its_event_only():
    gathering = factories.make_gathering()
    link = access.request_access(
        purpose=Purpose.REGISTER, address="lea@example.org", language="fr", gathering=gathering
    )
    code = access.code_of(link)

    with pytest.raises(AccessError) as elsewhere:
        access.use_code(link.uuid, code, gathering=factories.make_gathering())
    used = access.use_code(link.uuid, code, gathering=gathering)

    assert elsewhere.value.code == "link_unknown"
    assert (used.holder.email, used.target, used.used_at is None) == (
        "lea@example.org",
        {"gathering": gathering},
        False,
    )


def test_link_to_a_registration_has_no_code_and_is_renewed_for_the_same_one():
    registration = factories.make_registration()
    link = AccessLink.objects.get(purpose=Purpose.ATTEND)

    fresh = access.renew(link)

    assert (link.code_hash, link.target) == ("", {"registration": registration})
    assert (fresh.purpose, fresh.target, fresh.code_hash) == (Purpose.ATTEND, {"registration": registration}, "")


@pytest.mark.parametrize("purpose", [Purpose.REGISTER, Purpose.ATTEND])
def test_link_of_an_event_without_its_target_is_refused_by_the_database(purpose):
    with pytest.raises(IntegrityError), transaction.atomic():
        access.mint(purpose=purpose, address="lea@example.org", language="fr", opening=factories.make_opening())
