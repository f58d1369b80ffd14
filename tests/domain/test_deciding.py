import threading

import pytest
from django.db import connection

from tests import factories
from wagtail_openbadges.domain import deciding, reviewing
from wagtail_openbadges.domain.errors import IncompleteError, NotAllowedError, OpenBadgesError, StateConflictError
from wagtail_openbadges.models import Assertion, Decision, OutboxJob, Review, State, Submission


@pytest.mark.django_db
def test_accepted_file_has_a_decision_an_award_and_its_jobs():
    submission = factories.make_submission()
    reviewer = factories.make_reviewer(submission.issuer)

    accepted = deciding.accept(submission, by=reviewer, version=submission.version, message="Bravo")

    assert (accepted.state, accepted.decision.outcome, accepted.decision.by) == (State.ACCEPTED, "accepted", reviewer)
    assert (accepted.decision.message, str(accepted.decision)) == ("Bravo", f"{accepted.reference} · accepté")
    assertion = accepted.assertion
    assert (assertion.way, assertion.holder, assertion.achievement_version) == (
        "reviewed",
        submission.holder,
        submission.achievement_version,
    )
    assert set(OutboxJob.objects.values_list("key", flat=True)) >= {
        f"sign:{assertion.uuid}",
        f"mail:{submission.uuid}:accepted:1",
    }


@pytest.mark.django_db
def test_file_is_awarded_on_what_its_holder_read():
    content = factories.badge_content(factories.make_issuer())
    opening = factories.publishing.publish_badge(content)
    submission = factories.make_submission(opening)
    factories.publishing.publish_badge(
        factories.badge_content(opening.issuer, translation_key=content.translation_key, description="Autre chose.")
    )

    accepted = deciding.accept(submission, by=factories.make_reviewer(opening.issuer), version=submission.version)

    assert accepted.assertion.achievement_version.description == content.description


@pytest.mark.django_db
def test_declined_file_says_why_and_awards_nothing():
    submission = factories.make_submission()
    reviewer = factories.make_reviewer(submission.issuer)

    declined = deciding.decline(
        submission, by=reviewer, version=submission.version, message="Pas encore.", private_note="revoir"
    )

    assert (declined.state, declined.decision.message) == (State.DECLINED, "Pas encore.")
    assert Review.objects.get().private_note == "revoir"
    assert not Assertion.objects.exists()
    assert factories.make_draft(submission.opening).state == State.DRAFT


@pytest.mark.django_db
def test_declining_without_a_message_is_refused():
    submission = factories.make_submission()

    with pytest.raises(IncompleteError):
        deciding.decline(
            submission, by=factories.make_reviewer(submission.issuer), version=submission.version, message=" "
        )


@pytest.mark.django_db
@pytest.mark.parametrize("further", [False, True])
def test_nobody_decides_on_her_own_file(further):
    submission = factories.make_submission()
    if further:
        submission.holder.further_addresses = ["moi@example.org"]
        submission.holder.save()
    address = "moi@example.org" if further else " LEA@example.org"
    reviewer = factories.make_reviewer(submission.issuer, email=address)

    with pytest.raises(NotAllowedError) as refusal:
        deciding.accept(submission, by=reviewer, version=submission.version)

    assert refusal.value.code == "own_file"
    assert Submission.objects.get().state == State.SUBMITTED


@pytest.mark.django_db
def test_file_that_its_holder_completes_cannot_be_decided_meanwhile():
    submission = factories.make_submission()
    reviewer = factories.make_reviewer(submission.issuer)
    asked = reviewing.request_changes(submission, by=reviewer, version=submission.version, message="Quoi ?")

    with pytest.raises(StateConflictError):
        deciding.accept(asked, by=reviewer, version=asked.version)

    assert not Decision.objects.exists()


@pytest.mark.django_db
def test_application_that_names_no_badge_awards_none():
    submission = factories.make_submission()
    Submission.objects.update(achievement_version=None)

    accepted = deciding.accept(submission, by=factories.make_reviewer(submission.issuer), version=submission.version)

    assert accepted.state == State.ACCEPTED
    assert not Assertion.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_once_make_one_decision_and_one_conflict(site_after_flush):
    submission = factories.make_submission()
    reviewers = [factories.make_reviewer(submission.issuer) for _one in range(2)]
    barrier = threading.Barrier(2)
    results = []

    def decide(reviewer):
        barrier.wait()
        try:
            deciding.accept(submission, by=reviewer, version=submission.version)
            results.append("accepted")
        except OpenBadgesError as error:
            results.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=[reviewer]) for reviewer in reviewers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["accepted", "state_conflict"]
    assert (Decision.objects.count(), Assertion.objects.count()) == (1, 1)
