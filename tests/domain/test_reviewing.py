import pytest

from tests import factories
from wagtail_openbadges.domain import reviewing, submitting
from wagtail_openbadges.domain.errors import IncompleteError, NotAllowedError, StateConflictError
from wagtail_openbadges.models import OutboxJob, Recommendation, Review, State, Verb

pytestmark = pytest.mark.django_db


def test_first_act_of_a_reviewer_shows_the_person_that_the_file_is_read():
    submission = factories.make_submission()
    reviewer = factories.make_reviewer(submission.issuer)

    reading = reviewing.start_review(submission, by=reviewer, version=submission.version)

    assert reading.state == State.IN_REVIEW
    assert [event.verb for event in reading.events.all()] == [Verb.DRAFT_STARTED, Verb.SUBMITTED, Verb.REVIEW_STARTED]


def test_second_reviewer_who_starts_from_an_old_page_sees_a_conflict():
    submission = factories.make_submission()
    reviewer = factories.make_reviewer(submission.issuer)
    reviewing.start_review(submission, by=reviewer, version=submission.version)

    with pytest.raises(StateConflictError):
        reviewing.start_review(submission, by=factories.make_reviewer(submission.issuer), version=submission.version)


def test_changes_asked_leave_the_deposited_answers_and_open_a_turn():
    submission = factories.make_submission()
    reviewer = factories.make_reviewer(submission.issuer)

    asked = reviewing.request_changes(
        submission, by=reviewer, version=submission.version, message=" Quelle durée ? ", private_note="à suivre"
    )

    assert (asked.state, asked.turn) == (State.CHANGES_REQUESTED, 2)
    assert asked.answers == asked.draft_answers == [factories.ANSWER]
    review = Review.objects.get()
    assert (review.turn, review.recommendation) == (1, Recommendation.REQUEST_CHANGES)
    assert (review.note_to_holder, review.private_note) == ("Quelle durée ?", "à suivre")
    assert str(review) == f"{submission.reference} · 1"
    assert OutboxJob.objects.last().key == f"mail:{submission.uuid}:to_complete:2"


def test_changes_asked_without_a_message_are_refused():
    submission = factories.make_submission()

    with pytest.raises(IncompleteError) as refusal:
        reviewing.request_changes(
            submission, by=factories.make_reviewer(submission.issuer), version=submission.version, message=" "
        )

    assert refusal.value.code == "missing_message"


def test_corrected_file_replaces_the_deposited_one_only_when_it_is_deposited():
    submission = factories.make_submission()
    reviewer = factories.make_reviewer(submission.issuer)
    asked = reviewing.request_changes(submission, by=reviewer, version=submission.version, message="Quelle durée ?")
    corrected = {**factories.ANSWER, "value": "Un an."}

    written = submitting.save_answers(asked, answers=[corrected])
    before = written.answers
    deposited = submitting.resubmit(written, version=written.version)

    assert before == [factories.ANSWER]
    assert (deposited.state, deposited.turn, deposited.answers) == (State.IN_REVIEW, 2, [corrected])
    assert list(OutboxJob.objects.order_by("pk").values_list("key", flat=True))[-2:] == [
        f"mail:{submission.uuid}:deposited:2",
        f"mail:{submission.uuid}:new_file:2",
    ]


def test_evidence_of_an_earlier_turn_stays():
    submission = factories.make_submission()
    reviewer = factories.make_reviewer(submission.issuer)
    asked = reviewing.request_changes(submission, by=reviewer, version=submission.version, message="Encore ?")

    with pytest.raises(submitting.EvidenceError) as refusal:
        submitting.remove_evidence(asked, uuid=asked.evidence.get().uuid)
    new = submitting.add_statement(asked, kind="link", url="https://example.org")

    assert refusal.value.code == "evidence_deposited"
    assert new.turn == 2


def test_resubmitting_a_file_that_is_read_is_a_conflict():
    submission = factories.make_submission()

    with pytest.raises(StateConflictError):
        submitting.resubmit(submission, version=submission.version)


def test_reviewer_of_another_issuer_may_do_nothing():
    submission = factories.make_submission()
    stranger = factories.make_reviewer(factories.make_issuer())

    with pytest.raises(NotAllowedError) as refusal:
        reviewing.start_review(submission, by=stranger, version=submission.version)

    assert refusal.value.code == "not_your_issuer"
