"""A deposit may be replaced for a while, and stands until it is: nobody is ever un-submitted."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests import factories
from tests.domain.race import race
from wagtail_openbadges.domain import admission, archiving, deciding, replacing, reviewing, submitting
from wagtail_openbadges.domain.completeness import name_row, written_name
from wagtail_openbadges.domain.errors import ClosedOpeningError, IncompleteError, StateConflictError
from wagtail_openbadges.domain.receipts import deposited_bytes
from wagtail_openbadges.intake.evidence import accept_upload
from wagtail_openbadges.models import Deposit, Evidence, OutboxJob, State, Submission, Verb

CORRECTED = {**factories.ANSWER, "value": "J’ai tenu l’accueil et la caisse."}
SECOND = timedelta(seconds=1)
GRACE = timedelta(minutes=5)


def begin(submission, at=None):
    return replacing.begin_replacement(submission, at=at or timezone.now())


def put(draft, at=None, version=None):
    return replacing.replace(draft, version=version or draft.version, at=at or timezone.now())


def corrected(submission):
    return submitting.save_answers(begin(submission), answers=[CORRECTED], printed_name="Léa E.")


def a_photo(name="atelier.png", colour="#2a6f6b"):
    return accept_upload(SimpleUploadedFile(name, factories.picture(colour), content_type="image/png"))


@pytest.fixture
def with_photo():
    """Return an application with one stored photograph."""
    draft = factories.make_draft(factories.make_round())
    submitting.add_file(draft, accepted=a_photo())
    draft.refresh_from_db()
    return submitting.submit(draft, version=draft.version)


def photo_of(submission):
    return submission.evidence.get(kind="file")


def is_stored(piece):
    return piece.file.storage.exists(piece.file.name)


@pytest.mark.django_db
def test_replacement_begins_as_a_copy_and_leaves_the_deposit_as_it_was():
    submission = factories.make_submission(factories.make_round())
    before = deposited_bytes(submission)

    draft = corrected(submission)

    submission.refresh_from_db()
    assert (draft.state, draft.replaces, draft.reference) == (State.DRAFT, submission, None)
    assert [piece.text for piece in draft.evidence.all()] == ["Voici mon récit."]
    assert (submission.state, submission.answers) == (State.SUBMITTED, [factories.ANSWER])
    assert deposited_bytes(submission) == before


@pytest.mark.django_db
def test_replacement_begun_twice_is_one():
    submission = factories.make_submission(factories.make_round())

    first, second = begin(submission), begin(submission)

    assert first == second


@pytest.mark.django_db
def test_replacement_when_deposited_takes_the_place_under_the_same_reference():
    submission = factories.make_submission(factories.make_round())
    draft = corrected(submission)
    at = timezone.now()

    replaced = put(draft, at=at)

    assert (replaced.pk, replaced.reference, replaced.state) == (submission.pk, "AMI1-0001", State.SUBMITTED)
    assert (replaced.answers, replaced.printed_name) == ([CORRECTED], "Léa E.")
    assert list(replaced.deposits.values_list("number", "at", "in_grace")) == [
        (1, submission.submitted_at, False),
        (2, at, False),
    ]
    assert list(Submission.objects.all()) == [replaced]
    assert replaced.events.last().verb == Verb.REPLACED
    assert OutboxJob.objects.last().key == f"mail:{submission.uuid}:replaced:2"


@pytest.mark.django_db
def test_replacement_of_a_file_that_is_read_tells_the_reviewers_again():
    submission = factories.make_submission(factories.make_round())
    reviewer = factories.make_reviewer(submission.issuer)
    reviewing.start_review(submission, by=reviewer, version=submission.version)

    replaced = put(corrected(submission))

    assert replaced.state == State.IN_REVIEW
    assert OutboxJob.objects.last().key == f"mail:{submission.uuid}:new_file:1:2"


@pytest.mark.django_db
def test_replacement_thrown_away_leaves_the_deposit_and_its_file(with_photo, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        submitting.discard(begin(with_photo))

    assert list(Submission.objects.values_list("reference", "state")) == [("AMI1-0001", State.SUBMITTED)]
    assert is_stored(photo_of(with_photo))


@pytest.mark.django_db
def test_replacement_that_keeps_a_file_keeps_the_one_that_is_stored(with_photo, django_capture_on_commit_callbacks):
    name = photo_of(with_photo).file.name

    with django_capture_on_commit_callbacks(execute=True):
        replaced = put(begin(with_photo))

    assert photo_of(replaced).file.name == name
    assert is_stored(photo_of(replaced))


@pytest.mark.django_db
def test_replacement_without_a_file_deletes_it_only_when_it_is_deposited(
    with_photo, django_capture_on_commit_callbacks
):
    old = photo_of(with_photo)
    draft = begin(with_photo)
    with django_capture_on_commit_callbacks(execute=True):
        submitting.remove_evidence(draft, uuid=photo_of(draft).uuid)
    kept_meanwhile = is_stored(old)
    draft.refresh_from_db()

    with django_capture_on_commit_callbacks(execute=True):
        replaced = put(draft)

    assert kept_meanwhile
    assert not is_stored(old)
    assert not replaced.evidence.filter(kind="file").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("editable_until", "after", "outcome"),
    [
        (None, GRACE - SECOND, "in grace"),
        (None, GRACE, "editable_over"),
        (9, -SECOND, "in time"),
        (9, GRACE, "editable_over"),
    ],
)
def test_replacement_is_taken_until_the_date_that_the_round_says(editable_until, after, outcome):
    text = f"{timezone.now() + timedelta(days=editable_until):%Y-%m-%d}T12:00" if editable_until else ""
    submission = factories.make_submission(factories.make_round(editable_until=text))
    draft = begin(submission)
    at = admission.editable_until(submission.opening) + after

    try:
        outcomes = "in grace" if put(draft, at=at).deposits.last().in_grace else "in time"
    except ClosedOpeningError as refusal:
        outcomes = refusal.code

    assert outcomes == outcome
    assert Submission.objects.filter(reference="AMI1-0001", state=State.SUBMITTED).count() == 1


@pytest.mark.django_db
def test_replacement_in_a_round_without_an_end_is_taken_without_an_end():
    submission = factories.make_submission(factories.make_round(closes=""))

    replaced = put(begin(submission), at=timezone.now() + timedelta(days=900))

    assert [deposit.in_grace for deposit in replaced.deposits.all()] == [False, False]


@pytest.mark.django_db
def test_replacement_after_its_end_can_only_be_read_and_none_is_begun():
    submission = factories.make_submission(factories.make_round())
    draft = begin(submission)
    over = admission.editable_until(submission.opening) + GRACE

    reasons = [admission.read_only_reason(draft, at=at) for at in (over - SECOND, over)]
    with pytest.raises(ClosedOpeningError) as refusal:
        begin(submission, at=over)

    assert reasons == [None, "editable_over"]
    assert refusal.value.code == "editable_over"


@pytest.mark.django_db
def test_replacement_in_an_archived_round_is_refused():
    submission = factories.make_submission(factories.make_round())
    draft = begin(submission)
    archiving.archive(submission.opening)

    with pytest.raises(ClosedOpeningError) as refusal:
        put(Submission.objects.get(pk=draft.pk))

    assert refusal.value.code == "archived"


@pytest.mark.django_db
def test_replacement_of_a_badge_claim_is_refused():
    with pytest.raises(ClosedOpeningError) as refusal:
        begin(factories.make_submission())

    assert refusal.value.code == "not_replaceable"


@pytest.mark.django_db
def test_replacement_that_lacks_something_is_refused_and_the_deposit_stands():
    submission = factories.make_submission(factories.make_round())
    draft = submitting.save_answers(begin(submission), answers=[{**factories.ANSWER, "value": ""}])

    with pytest.raises(IncompleteError):
        put(draft)

    submission.refresh_from_db()
    assert submission.answers == [factories.ANSWER]
    assert Submission.objects.filter(replaces=submission).exists()


@pytest.mark.django_db
def test_replacement_drawn_from_an_older_page_is_a_conflict():
    draft = corrected(factories.make_submission(factories.make_round()))

    with pytest.raises(StateConflictError):
        put(draft, version=draft.version - 1)


@pytest.mark.django_db
def test_replacement_of_what_was_decided_meanwhile_is_a_conflict():
    submission = factories.make_submission(factories.make_round())
    draft = corrected(submission)
    reviewer = factories.make_reviewer(submission.issuer)
    deciding.decline(submission, by=reviewer, version=submission.version, message="Hors du territoire.")

    with pytest.raises(StateConflictError):
        put(draft)

    submission.refresh_from_db()
    assert (submission.state, submission.answers) == (State.DECLINED, [factories.ANSWER])
    assert Deposit.objects.count() == 1


@pytest.mark.django_db
def test_replacement_makes_a_decision_on_what_was_replaced_a_conflict():
    submission = factories.make_submission(factories.make_round())
    reviewer = factories.make_reviewer(submission.issuer)
    put(corrected(submission))

    with pytest.raises(StateConflictError):
        deciding.accept(submission, by=reviewer, version=submission.version)


@pytest.mark.django_db
def test_replacement_is_never_deposited_as_an_application_of_its_own():
    draft = begin(factories.make_submission(factories.make_round(ceiling=None)))

    with pytest.raises(StateConflictError):
        submitting.submit(draft, version=draft.version)

    assert Deposit.objects.count() == 1


@pytest.mark.django_db
def test_draft_that_replaces_nothing_cannot_take_the_place_of_a_deposit():
    draft = factories.make_draft(factories.make_round())

    with pytest.raises(StateConflictError):
        put(draft)


@pytest.mark.django_db
def test_changes_asked_meanwhile_go_on_from_the_replacement_that_was_being_written(with_photo):
    draft = corrected(with_photo)
    submitting.add_statement(draft, kind="text", text="Le budget est joint.")
    reviewer = factories.make_reviewer(with_photo.issuer)

    asked = reviewing.request_changes(with_photo, by=reviewer, version=with_photo.version, message="Le budget ?")

    asked.refresh_from_db()
    assert (asked.answers, asked.draft_answers) == ([factories.ANSWER], [CORRECTED, name_row("Léa E.")])
    assert (asked.printed_name, written_name(asked)) == ("Léa Exemple", "Léa E.")
    assert [(piece.turn, piece.kind, piece.text) for piece in asked.evidence.all()] == [
        (1, "text", "Voici mon récit."),
        (1, "file", ""),
        (2, "text", "Le budget est joint."),
    ]
    assert list(Submission.objects.all()) == [asked]
    assert Evidence.objects.count() == 3
    with pytest.raises(StateConflictError):
        put(draft)


@pytest.mark.django_db(transaction=True)
def test_two_replacements_at_once_make_one_and_one_conflict(site_after_flush):
    draft = corrected(factories.make_submission(factories.make_round()))

    results = race(*[lambda: put(draft)] * 2)

    assert results == ["done", "state_conflict"]
    assert list(Deposit.objects.values_list("number", flat=True)) == [1, 2]
