"""Whether one may deposit, write or replace is decided at the instant when the request began."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests import factories
from tests.domain.race import race
from wagtail_openbadges.domain import admission, archiving, lateness, publishing, rounds, submitting
from wagtail_openbadges.domain.admission import Admission
from wagtail_openbadges.domain.errors import ClosedOpeningError, DuplicateClaimError, StateConflictError
from wagtail_openbadges.models import AccessLink, Deposit, Opening, State, Submission

SECOND = timedelta(seconds=1)
GRACE = timedelta(minutes=5)


def closing_of(opening):
    return admission.newest_form(opening).closes_at


def late_link(opening, *, address="lea@example.org", days=10):
    manager = factories.UserFactory()
    manager.groups.add(opening.issuer.managers)
    until = closing_of(opening) + timedelta(days=days)
    return lateness.give_late_link(opening, by=manager, address=address, until=until, language="fr")


@pytest.mark.django_db
def test_deposit_that_began_before_the_closing_counts_however_late_it_arrives():
    draft = factories.make_draft(factories.make_round())
    closes = closing_of(draft.opening)

    with time_machine.travel(closes + timedelta(hours=2)):
        deposited = submitting.submit(draft, version=draft.version, at=closes - SECOND)

    receipt = deposited.deposits.get()
    assert (deposited.state, deposited.submitted_at) == (State.SUBMITTED, closes - SECOND)
    assert (receipt.at, receipt.in_grace, receipt.is_late) == (closes - SECOND, False, False)


@pytest.mark.django_db
@pytest.mark.parametrize("after", [timedelta(0), GRACE - SECOND])
def test_deposit_within_the_grace_is_taken_and_says_so(after):
    draft = factories.make_draft(factories.make_round())
    closes = closing_of(draft.opening)

    deposited = submitting.submit(draft, version=draft.version, at=closes + after)

    assert list(deposited.deposits.values_list("in_grace", "is_late")) == [(True, False)]


@pytest.mark.django_db
def test_deposit_after_the_grace_is_refused_and_the_draft_kept():
    draft = factories.make_draft(factories.make_round())

    with pytest.raises(ClosedOpeningError) as refusal:
        submitting.submit(draft, version=draft.version, at=closing_of(draft.opening) + GRACE)

    draft.refresh_from_db()
    assert refusal.value.code == "closed"
    assert (draft.state, draft.draft_answers) == (State.DRAFT, [factories.ANSWER])


@pytest.mark.django_db
def test_draft_is_not_begun_within_the_grace():
    opening = factories.make_round()

    with pytest.raises(ClosedOpeningError) as refusal:
        submitting.open_draft(opening, holder=factories.make_holder(), language="fr", at=closing_of(opening))

    assert refusal.value.code == "closed"


@pytest.mark.django_db
def test_deposit_before_the_opening_is_refused():
    opening = factories.make_round()

    reason = admission.admit(
        opening, factories.make_holder(), at=admission.newest_form(opening).opens_at - SECOND
    ).reason

    assert reason == "not_open_yet"


@pytest.mark.django_db
def test_grace_of_a_round_that_is_answered_elsewhere_is_none():
    opening = factories.make_round(elsewhere_url="https://example.org/apply")

    admitted = [
        admission.admit(opening, factories.make_holder(), at=closing_of(opening) + moment)
        for moment in (-SECOND, SECOND)
    ]

    assert admitted == [Admission(reason="elsewhere"), Admission(reason="closed")]


@pytest.mark.django_db
def test_late_link_lets_its_address_deposit_until_it_ends():
    opening = factories.make_round()
    draft = factories.make_draft(opening)
    late_link(opening)
    closes = closing_of(opening)

    in_time = admission.admit(opening, draft.holder, at=closes + timedelta(days=10) - SECOND)
    too_late = admission.admit(opening, draft.holder, at=closes + timedelta(days=10))
    deposited = submitting.submit(draft, version=draft.version, at=closes + timedelta(days=9))

    assert (in_time, too_late) == (Admission(is_late=True), Admission(reason="closed"))
    assert list(deposited.deposits.values_list("in_grace", "is_late")) == [(False, True)]


@pytest.mark.django_db
def test_late_link_of_somebody_else_lets_nobody_in():
    opening = factories.make_round()
    late_link(opening, address="ali@example.org")

    admitted = admission.admit(opening, factories.make_holder(), at=closing_of(opening) + GRACE)

    assert admitted == Admission(reason="closed")


@pytest.mark.django_db
def test_late_link_for_another_confirmed_address_of_the_person_lets_her_in():
    opening = factories.make_round()
    late_link(opening, address="lea@work.example.org")
    holder = factories.make_holder()
    holder.further_addresses = ["lea@work.example.org"]

    draft = submitting.open_draft(opening, holder=holder, language="fr", at=closing_of(opening) + GRACE)

    assert draft.state == State.DRAFT


@pytest.mark.django_db
def test_late_link_to_an_archived_round_opens_nothing():
    opening = factories.make_round()
    late_link(opening)
    archived = archiving.archive(opening)

    admitted = admission.admit(archived, factories.make_holder(), at=closing_of(opening) + GRACE)

    assert admitted == Admission(reason="archived")


@pytest.mark.django_db
def test_ceiling_of_one_refuses_a_second_application_until_the_first_is_withdrawn():
    opening = factories.make_round(ceiling=1)
    first = factories.make_submission(opening)

    with pytest.raises(DuplicateClaimError) as refusal:
        factories.make_draft(opening)
    submitting.withdraw(first, version=first.version)
    second = factories.make_submission(opening)

    assert (refusal.value.code, refusal.value.params) == ("ceiling_reached", {"limit": 1})
    assert (first.reference, second.reference) == ("AMI1-0001", "AMI1-0002")


@pytest.mark.django_db
def test_ceiling_that_was_lowered_meanwhile_refuses_the_deposit_and_keeps_the_draft():
    content = factories.round_content(factories.make_issuer(), ceiling=2)
    opening = rounds.publish_round(content)
    factories.make_submission(opening)
    draft = factories.make_draft(opening)
    rounds.publish_round(replace(content, ceiling=1))
    submitting.move_to_newest(draft)
    draft.refresh_from_db()

    with pytest.raises(DuplicateClaimError) as refusal:
        submitting.submit(draft, version=draft.version)

    assert refusal.value.code == "ceiling_reached"
    assert Submission.objects.filter(state=State.DRAFT).count() == 1


@pytest.mark.django_db
def test_ceiling_of_none_takes_all_that_a_person_deposits():
    opening = factories.make_round(ceiling=None)

    references = [factories.make_submission(opening).reference for _time in range(3)]

    assert references == ["AMI1-0001", "AMI1-0002", "AMI1-0003"]


@pytest.mark.django_db
def test_deposit_of_a_draft_that_was_thrown_away_meanwhile_is_a_conflict():
    draft = factories.make_draft(factories.make_round())
    gone = Submission.objects.get(pk=draft.pk)
    submitting.discard(draft)

    with pytest.raises(StateConflictError) as refusal:
        submitting.submit(gone, version=gone.version)

    assert refusal.value.code == "state_conflict"


@pytest.mark.django_db
def test_draft_of_a_call_can_be_written_as_long_as_it_can_be_deposited():
    draft = factories.make_draft(factories.make_round())
    closes = closing_of(draft.opening)

    reasons = [admission.read_only_reason(draft, at=closes + moment) for moment in (-SECOND, GRACE - SECOND, GRACE)]

    assert reasons == [None, None, "closed"]


@pytest.mark.django_db
def test_draft_of_a_round_that_is_unpublished_for_a_while_can_be_written():
    draft = factories.make_draft(factories.make_round())
    publishing.close(draft.opening)

    reason = admission.read_only_reason(Submission.objects.get(), at=timezone.now())

    assert reason is None


@pytest.mark.django_db
def test_draft_of_an_archived_round_can_only_be_read():
    draft = factories.make_draft(factories.make_round())
    archiving.archive(draft.opening)

    reason = admission.read_only_reason(Submission.objects.get(), at=timezone.now())

    assert reason == "archived"


@pytest.mark.django_db
def test_draft_of_a_badge_and_a_file_to_complete_can_always_be_written():
    badge = factories.make_draft()
    deposited = factories.make_submission(factories.make_round())
    archiving.archive(badge.opening)

    reasons = [admission.read_only_reason(file, at=timezone.now()) for file in (badge, deposited)]

    assert reasons == [None, None]


@pytest.mark.django_db
def test_editable_until_is_the_date_that_the_round_says_else_its_closing():
    said = factories.make_round(editable_until=f"{timezone.now() + timedelta(days=9):%Y-%m-%d}T12:00")
    closing = factories.make_round()
    endless = factories.make_round(closes="")
    never_sound = factories.make_round(privacy_notice="")

    assert admission.editable_until(said) == admission.newest_form(said).editable_until_at
    assert admission.editable_until(closing) == closing_of(closing)
    assert [admission.editable_until(opening) for opening in (endless, never_sound)] == [None, None]


@pytest.mark.django_db(transaction=True)
def test_two_depositors_at_the_closing_second_are_treated_alike(site_after_flush):
    opening = factories.make_round()
    drafts = [factories.make_draft(opening, address=address) for address in ("lea@example.org", "ali@example.org")]
    closes = closing_of(opening)

    with time_machine.travel(closes + timedelta(hours=1)):
        in_time = race(
            *(lambda draft=draft: submitting.submit(draft, version=draft.version, at=closes) for draft in drafts)
        )

    assert in_time == ["done", "done"]
    assert list(Deposit.objects.values_list("at", "in_grace")) == [(closes, True), (closes, True)]
    assert sorted(Submission.objects.values_list("reference", flat=True)) == ["AMI1-0001", "AMI1-0002"]


@pytest.mark.django_db(transaction=True)
def test_two_deposits_of_one_draft_at_once_make_one_application_and_one_conflict(site_after_flush):
    draft = factories.make_draft(factories.make_round())

    results = race(*[lambda: submitting.submit(draft, version=draft.version)] * 2)

    assert results == ["done", "state_conflict"]
    assert (Deposit.objects.count(), Opening.objects.get().last_reference) == (1, 1)
    assert AccessLink.objects.count() == 1
