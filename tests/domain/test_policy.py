from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tests import factories
from wagtail_openbadges.domain import asking, awarding, gatherings, policy, publishing, replacing
from wagtail_openbadges.models import ClaimRule, Opening

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_issuers():
    return factories.make_issuer(), factories.make_issuer()


def test_reviewer_sees_the_files_and_awards_of_her_issuers_only(two_issuers):
    ours, theirs = two_issuers
    file = factories.make_submission(factories.make_opening(ours))
    factories.make_submission(factories.make_opening(theirs))
    award = awarding.award(file.achievement_version, address="autre@example.org")
    reviewer = factories.make_reviewer(ours)

    assert list(policy.issuers_reviewed_by(reviewer)) == [ours]
    assert list(policy.submissions_for(reviewer)) == [file]
    assert list(policy.assertions_for(reviewer)) == [award]
    assert policy.can_decide(reviewer, file) is True
    assert (list(policy.issuers_managed_by(reviewer)), list(policy.keys_for(reviewer))) == ([], [])


def test_manager_also_sees_keys(two_issuers):
    ours, _theirs = two_issuers
    manager = factories.UserFactory()
    manager.groups.add(ours.managers)

    assert list(policy.issuers_managed_by(manager)) == list(policy.issuers_reviewed_by(manager)) == [ours]
    assert list(policy.keys_for(manager)) == list(ours.keys.all())


def test_reviewer_sees_the_rounds_and_questions_of_her_issuers_only(two_issuers):
    ours, _theirs = two_issuers
    rounds = [factories.make_round(issuer) for issuer in two_issuers]
    factories.make_opening(ours)
    questions = [
        asking.ask(opening, holder=factories.make_holder(), text="Peut-on venir à deux ?", language="fr")
        for opening in rounds
    ]
    reviewer = factories.make_reviewer(ours)

    assert list(policy.rounds_for(reviewer)) == rounds[:1]
    assert list(policy.questions_for(reviewer)) == questions[:1]
    assert list(policy.rounds_managed_by(reviewer)) == []


def test_reviewer_sees_the_events_and_registrations_of_her_issuers_only(two_issuers):
    ours, _theirs = two_issuers
    events = [factories.make_gathering(issuer) for issuer in two_issuers]
    registrations = [factories.make_registration(gathering) for gathering in events]
    reviewer = factories.make_reviewer(ours)
    gone = factories.make_reviewer(ours, is_active=False)

    assert list(policy.gatherings_for(reviewer)) == events[:1]
    assert list(policy.registrations_for(reviewer)) == registrations[:1]
    assert (list(policy.gatherings_for(gone)), list(policy.registrations_for(gone))) == ([], [])


def test_event_without_a_structure_is_seen_by_nobody():
    gatherings.publish_gathering(factories.gathering_content(None))

    assert list(policy.gatherings_for(factories.UserFactory(is_superuser=True))) == []


def test_manager_manages_the_rounds_of_her_issuers_only(two_issuers):
    ours, theirs = two_issuers
    opening = factories.make_round(ours)
    factories.make_round(theirs)
    manager = factories.UserFactory()
    manager.groups.add(ours.managers)

    assert list(policy.rounds_managed_by(manager)) == list(policy.rounds_for(manager)) == [opening]


CLOSED = {"opens": "2020-01-01T09:00", "closes": "2020-02-01T12:00"}


@pytest.mark.parametrize(
    ("make", "said", "is_told"),
    [
        (factories.make_opening, {}, True),
        (factories.make_opening, {"claim_rule": ClaimRule.QUORUM}, True),
        (factories.make_opening, {"claim_rule": ClaimRule.DECLARED}, False),
        (factories.make_opening, {"claim_rule": ClaimRule.NO_CLAIMS}, False),
        (factories.make_opening, {"image": b""}, False),
        (factories.make_round, {}, True),
        (factories.make_round, {"opens": "", "closes": ""}, True),
        (factories.make_round, CLOSED, False),
        (factories.make_round, {"elsewhere_url": "https://ailleurs.example.org/"}, False),
    ],
)
def test_structure_that_nobody_can_decide_for_is_told_when_files_may_come(two_issuers, make, said, is_told):
    ours, _theirs = two_issuers
    make(ours, **said)

    told = policy.unread_issuers(factories.UserFactory(is_superuser=True))

    assert list(told) == ([ours] if is_told else [])


@pytest.mark.parametrize(("before", "after"), [("one_review", "declared"), ("declared", "one_review")])
def test_structure_that_nobody_can_decide_for_is_judged_by_its_newest_form(two_issuers, before, after):
    ours, _theirs = two_issuers
    content = factories.badge_content(ours, claim_rule=before)
    publishing.publish_badge(content)
    publishing.publish_badge(replace(content, claim_rule=after))

    told = policy.unread_issuers(factories.UserFactory(is_superuser=True))

    assert list(told) == ([ours] if after == "one_review" else [])


def test_structure_that_nobody_can_decide_for_is_told_while_a_file_waits_and_not_after(two_issuers):
    ours, _theirs = two_issuers
    opening = factories.make_round(ours)
    file = factories.make_submission(opening)
    Opening.objects.update(is_published=False)
    superuser = factories.UserFactory(is_superuser=True)
    while_it_waits = list(policy.unread_issuers(superuser))

    factories.accept(file, superuser)

    assert (while_it_waits, list(policy.unread_issuers(superuser))) == ([ours], [])


@pytest.mark.parametrize("group", ["reviewers", "managers"])
def test_structure_that_somebody_can_decide_for_is_not_told(two_issuers, group):
    ours, theirs = two_issuers
    person = factories.UserFactory()
    for issuer in two_issuers:
        factories.make_submission(factories.make_opening(issuer))
    person.groups.add(getattr(ours, group))
    superuser = factories.UserFactory(is_superuser=True)

    assert [list(policy.unread_issuers(user)) for user in (superuser, person)] == [[theirs], []]


def test_draft_that_replaces_an_application_is_not_shown(two_issuers):
    ours, _theirs = two_issuers
    application = factories.make_submission(factories.make_round(ours))
    replacing.begin_replacement(application, at=timezone.now())

    assert list(policy.submissions_for(factories.make_reviewer(ours))) == [application]


def test_superuser_sees_all_but_her_own_file(two_issuers):
    ours, theirs = two_issuers
    file = factories.make_submission(factories.make_opening(ours))
    factories.make_submission(factories.make_opening(theirs), address="chef@example.org")
    superuser = factories.UserFactory(is_superuser=True, email="chef@example.org")

    assert set(policy.issuers_reviewed_by(superuser)) == set(policy.issuers_managed_by(superuser)) == {ours, theirs}
    assert list(policy.submissions_for(superuser)) == [file]


def test_drafts_are_nobodys_business(two_issuers):
    ours, _theirs = two_issuers
    factories.make_draft(factories.make_opening(ours))

    assert list(policy.submissions_for(factories.make_reviewer(ours))) == []


def test_account_without_address_is_nobody_elses_file(two_issuers):
    ours, _theirs = two_issuers
    file = factories.make_submission(factories.make_opening(ours))
    reviewer = factories.make_reviewer(ours, email="")

    assert policy.is_own(reviewer, file) is False
    assert list(policy.submissions_for(reviewer)) == [file]


@pytest.mark.parametrize("user", [AnonymousUser(), None])
def test_whoever_is_not_logged_in_or_no_longer_active_sees_nothing(two_issuers, user):
    ours, _theirs = two_issuers
    user = user or factories.make_reviewer(ours, is_active=False)

    assert list(policy.issuers_reviewed_by(user)) == list(policy.issuers_managed_by(user)) == []


def test_reviewer_of_another_issuer_cannot_decide(two_issuers):
    ours, theirs = two_issuers
    file = factories.make_submission(factories.make_opening(ours))

    assert policy.can_decide(factories.make_reviewer(theirs), file) is False


def test_file_of_a_further_address_of_hers_is_not_shown_to_a_reviewer(two_issuers):
    ours, _theirs = two_issuers
    file = factories.make_submission(factories.make_opening(ours))
    other = factories.make_submission(file.opening, address="autre@example.org")
    reviewer = factories.make_reviewer(ours, email="nadia@example.org")
    file.holder.further_addresses = ["Xnadia@example.org", "nadia@example.org"]
    file.holder.save()
    other.holder.further_addresses = ["xnadia@example.org"]
    other.holder.save()

    assert list(policy.submissions_for(reviewer)) == [other]


def test_award_of_her_own_is_not_shown_to_a_reviewer_nor_to_a_superuser(two_issuers):
    ours, _theirs = two_issuers
    version = factories.make_opening(ours).achievement.versions.get()
    own = awarding.award(version, address="nadia@example.org")
    further = awarding.award(version, address="ancienne@example.org")
    further.holder.further_addresses = ["nadia@example.org"]
    further.holder.save()
    of_nobody = awarding.award(version, address="partie@example.org")
    type(of_nobody).objects.filter(pk=of_nobody.pk).update(holder=None)
    of_nobody.refresh_from_db()
    reviewer = factories.make_reviewer(ours, email="Nadia@example.org")
    superuser = factories.UserFactory(is_superuser=True, email="nadia@example.org")

    seen = [
        list(policy.assertions_for(user)) for user in (reviewer, superuser, factories.make_reviewer(ours, email=""))
    ]

    assert seen == [[of_nobody], [of_nobody], [of_nobody, further, own]]
    assert [policy.is_own(reviewer, award) for award in (own, further, of_nobody)] == [True, True, False]
