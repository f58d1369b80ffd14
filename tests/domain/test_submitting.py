import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests import factories
from wagtail_openbadges.domain import admission, completeness, publishing, submitting
from wagtail_openbadges.domain.errors import (
    ClosedOpeningError,
    DuplicateClaimError,
    EvidenceError,
    IncompleteError,
    StateConflictError,
)
from wagtail_openbadges.intake.evidence import accept_upload
from wagtail_openbadges.models import (
    AccessLink,
    BadgeClaim,
    CallApplication,
    ClaimRule,
    Event,
    Holder,
    Opening,
    OpeningVersion,
    OutboxJob,
    State,
    Submission,
    Verb,
)

pytestmark = pytest.mark.django_db


def a_photo():
    return accept_upload(SimpleUploadedFile("atelier.png", factories.picture(), content_type="image/png"))


def mails():
    return [key.split(":", 2)[2] for key in OutboxJob.objects.filter(kind="mail").values_list("key", flat=True)]


def test_draft_is_one_for_each_person_and_opening():
    opening = factories.make_opening()
    holder = factories.make_holder()

    first = submitting.open_draft(opening, holder=holder, language="fr")
    second = submitting.open_draft(opening, holder=holder, language="en")

    assert first == second
    assert (first.state, first.reference, str(first)) == (State.DRAFT, None, str(first.uuid))
    assert [event.verb for event in first.events.all()] == [Verb.DRAFT_STARTED]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"archived_at": timezone.now()}, "archived"),
        ({"is_published": False}, "not_published"),
        ({"faults": ["missing_image"]}, "incomplete"),
    ],
)
def test_draft_of_a_closed_opening_is_refused_with_the_reason(change, reason):
    opening = factories.make_opening()
    Opening.objects.filter(pk=opening.pk).update(**change)
    opening.refresh_from_db()

    with pytest.raises(ClosedOpeningError) as refusal:
        submitting.open_draft(opening, holder=factories.make_holder(), language="fr")

    assert refusal.value.code == reason


def test_closed_reason_follows_the_form_in_force():
    opening = factories.make_opening()
    now = timezone.now()
    reasons = []

    for change in (
        {},
        {"claim_rule": ClaimRule.NO_CLAIMS},
        {"claim_rule": ClaimRule.DECLARED, "opens_at": now + timedelta(days=1)},
        {"opens_at": now, "closes_at": now},
        {"closes_at": now + timedelta(seconds=1)},
    ):
        OpeningVersion.objects.filter(opening=opening).update(**change)
        reasons.append(admission.closed_reason(opening, now=now))

    assert reasons == [None, "no_claims", "not_open_yet", "closed", None]


def test_draft_of_a_badge_that_is_already_asked_for_is_refused():
    submission = factories.make_submission()

    with pytest.raises(DuplicateClaimError):
        submitting.open_draft(submission.opening, holder=submission.holder, language="fr")


def test_draft_survives_the_closing_of_its_page():
    draft = factories.make_draft()
    publishing.close(draft.opening)
    opening = Opening.objects.get()

    assert submitting.open_draft(opening, holder=draft.holder, language="fr") == draft
    with pytest.raises(ClosedOpeningError) as refusal:
        submitting.submit(draft, version=draft.version)
    assert refusal.value.code == "not_published"
    assert Submission.objects.get().draft_answers == [factories.ANSWER]


def test_answers_are_kept_complete_or_not_and_none_is_lost():
    draft = factories.make_draft()

    saved = submitting.save_answers(
        draft, answers=[{"uid": "other", "label": "Autre", "type": "singleline", "value": "x"}]
    )

    assert [answer["uid"] for answer in saved.draft_answers] == ["other", "mission"]
    assert (saved.answers, saved.printed_name, saved.version) == ([], "Léa Exemple", draft.version + 1)


def test_draft_moves_to_the_newest_form_and_says_what_changed():
    content = factories.badge_content(factories.make_issuer())
    draft = factories.make_draft(publishing.publish_badge(content))
    new_question = {**factories.QUESTION, "uid": "learnt", "label": "Qu’avez-vous appris ?"}
    publishing.publish_badge(replace(content, questions=(new_question,)))

    changes = submitting.move_to_newest(draft)

    draft.refresh_from_db()
    assert (changes.added, changes.removed) == ((new_question["label"],), (factories.QUESTION["label"],))
    assert draft.draft_answers == [factories.ANSWER]
    assert submitting.move_to_newest(draft) is None
    assert [item.uid for item in completeness.missing(draft)] == ["learnt"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"label": "Votre mission ?"}, ("Votre mission ?",)),
        ({"help": "Une phrase."}, (factories.QUESTION["label"],)),
        ({"required": False}, (factories.QUESTION["label"],)),
        ({"field_type": "radio", "choices": ["Accueil"]}, (factories.QUESTION["label"],)),
        ({"section": "Vous"}, ()),
    ],
)
def test_draft_moving_to_a_form_with_another_question_says_what_a_person_reads_of_it(change, said):
    content = factories.badge_content(factories.make_issuer())
    draft = factories.make_draft(publishing.publish_badge(content))
    publishing.publish_badge(replace(content, questions=({**factories.QUESTION, **change},)))

    changes = submitting.move_to_newest(draft)

    assert changes == submitting.FormChanges(added=(), changed=said, removed=(), criteria_changed=False)


def test_draft_moving_to_a_form_with_other_criteria_says_so():
    content = factories.badge_content(factories.make_issuer())
    draft = factories.make_draft(publishing.publish_badge(content))
    publishing.publish_badge(replace(content, criteria=({**content.criteria[0], "required": False},)))

    changes = submitting.move_to_newest(draft)

    assert changes == submitting.FormChanges(added=(), changed=(), removed=(), criteria_changed=True)


def test_deposited_file_never_moves_to_another_form():
    submission = factories.make_submission()

    assert submitting.move_to_newest(submission) is None


def test_deposit_of_an_older_form_is_refused_and_the_draft_kept():
    content = factories.badge_content(factories.make_issuer())
    draft = factories.make_draft(publishing.publish_badge(content))
    publishing.publish_badge(replace(content, description="Autre chose."))

    with pytest.raises(StateConflictError) as refusal:
        submitting.submit(draft, version=draft.version)

    assert refusal.value.code == "form_changed"
    assert Submission.objects.get().state == State.DRAFT


def test_deposit_gives_a_number_pins_what_was_read_and_tells_both_sides():
    draft = factories.make_draft()

    submission = submitting.submit(draft, version=draft.version)

    assert (submission.state, submission.turn, submission.version) == (State.SUBMITTED, 1, draft.version + 1)
    assert submission.reference == str(submission) == f"{draft.opening.reference_prefix}-0001"
    assert submission.answers == [factories.ANSWER]
    assert submission.achievement_version.is_frozen
    assert (submission.due_at - submission.submitted_at).days == 21
    assert mails() == ["deposited:1", "new_file:1"]
    assert AccessLink.objects.get().submission == submission


def test_deposit_by_declaration_awards_at_once_with_one_mail():
    draft = factories.make_draft(factories.make_opening(claim_rule=ClaimRule.DECLARED))

    submission = submitting.submit(draft, version=draft.version)

    assert (submission.state, submission.decision.by, submission.decision.outcome) == (State.ACCEPTED, None, "accepted")
    assert (submission.assertion.way, submission.assertion.printed_name) == ("declared", "Léa Exemple")
    assert mails() == ["accepted:1"]


def test_deposit_twice_is_a_conflict_and_one_file():
    draft = factories.make_draft()
    submitting.submit(draft, version=draft.version)

    with pytest.raises(StateConflictError):
        submitting.submit(draft, version=draft.version)

    assert Submission.objects.count() == 1


def test_deposit_of_answers_that_changed_in_another_tab_is_a_conflict():
    draft = factories.make_draft()
    submitting.save_answers(draft, answers=[], printed_name="Autre")

    with pytest.raises(StateConflictError):
        submitting.submit(draft, version=draft.version)


def test_deposit_beside_a_waiting_claim_is_refused():
    opening = factories.make_opening()
    draft = factories.make_draft(opening)
    waiting = factories.make_submission(opening, address="autre@example.org")
    Submission.objects.filter(pk=waiting.pk).update(holder=draft.holder)

    with pytest.raises(DuplicateClaimError):
        submitting.submit(draft, version=draft.version)


def test_deposit_without_answer_or_evidence_names_what_is_missing():
    opening = factories.make_opening()
    draft = submitting.open_draft(opening, holder=factories.make_holder(), language="fr")

    with pytest.raises(IncompleteError) as no_answer:
        submitting.submit(draft, version=draft.version)
    draft = submitting.save_answers(draft, answers=[factories.ANSWER])
    with pytest.raises(IncompleteError) as no_evidence:
        submitting.submit(draft, version=draft.version)

    assert (no_answer.value.code, no_answer.value.params) == (
        "missing_answers",
        {"labels": factories.QUESTION["label"]},
    )
    assert no_evidence.value.code == "missing_evidence"


def test_question_that_wants_a_file_is_answered_by_evidence():
    question = {**factories.QUESTION, "uid": "statuts", "field_type": "file"}
    draft = factories.make_draft(factories.make_opening(questions=(question,), evidence_rules={}))
    lacking = [item.uid for item in completeness.missing(draft)]

    submitting.add_file(draft, accepted=a_photo(), question="statuts")

    assert (lacking, completeness.missing(draft)) == (["statuts"], [])


def test_file_is_stored_under_our_name_and_gone_when_removed(django_capture_on_commit_callbacks):
    draft = factories.make_draft()
    evidence = submitting.add_file(draft, accepted=a_photo())
    storage, name = evidence.file.storage, evidence.file.name
    stored = storage.exists(name)

    with django_capture_on_commit_callbacks(execute=True):
        submitting.remove_evidence(draft, uuid=evidence.uuid)
        submitting.remove_evidence(draft, uuid=evidence.uuid)

    assert (stored, storage.exists(name), "atelier" in name) == (True, False, False)
    assert (evidence.original_name, evidence.is_image, str(evidence)) == ("atelier.png", True, str(evidence.uuid))


def test_file_beyond_the_limit_is_refused_by_name():
    draft = factories.make_draft()
    for _time in range(5):
        submitting.add_file(draft, accepted=a_photo())

    with pytest.raises(EvidenceError) as refusal:
        submitting.add_file(draft, accepted=a_photo())

    assert (refusal.value.code, refusal.value.params) == ("too_many_files", {"limit": 5})


def test_deposited_file_takes_no_more_evidence():
    submission = factories.make_submission()

    with pytest.raises(EvidenceError) as refusal:
        submitting.add_statement(submission, kind="link", url="https://example.org")

    assert refusal.value.code == "not_editable"


def test_withdrawn_file_is_told_and_another_can_be_deposited():
    submission = factories.make_submission()

    withdrawn = submitting.withdraw(submission, version=submission.version)

    assert withdrawn.state == State.WITHDRAWN
    assert mails()[-1] == "withdrawn:1"
    assert factories.make_submission(submission.opening).reference.endswith("-0002")


def test_withdrawing_from_an_old_page_is_a_conflict():
    submission = factories.make_submission()

    with pytest.raises(StateConflictError):
        submitting.withdraw(submission, version=submission.version - 1)


def test_discarded_draft_leaves_nothing(django_capture_on_commit_callbacks):
    draft = factories.make_draft()
    evidence = submitting.add_file(draft, accepted=a_photo())
    storage, name = evidence.file.storage, evidence.file.name

    with django_capture_on_commit_callbacks(execute=True):
        submitting.discard(draft)

    assert (Submission.objects.count(), storage.exists(name)) == (0, False)
    assert Event.objects.get(verb=Verb.DRAFT_STARTED).submission is None


def test_discarding_a_deposited_file_is_refused():
    with pytest.raises(EvidenceError):
        submitting.discard(factories.make_submission())


def test_person_who_was_erased_meanwhile_gets_no_mail():
    submission = factories.make_submission()
    Holder.objects.update(email=None, erased_at=timezone.now())
    submission.refresh_from_db()

    submitting.withdraw(submission, version=submission.version)

    assert mails() == ["deposited:1", "new_file:1"]


def test_application_to_a_call_pins_no_badge():
    badge = factories.make_opening()
    call = Opening.objects.create(
        kind="call", translation_key=uuid.uuid4(), issuer=badge.issuer, reference_prefix="AMI2", is_published=True
    )
    form = badge.versions.get()
    form.pk, form.opening = None, call
    form.save()

    application = factories.make_submission(call)

    assert (application.reference, application.kind) == ("AMI2-0001", "call")
    assert application.achievement_version is None
    assert CallApplication.objects.get().pk == application.pk
    assert not BadgeClaim.objects.exists()
