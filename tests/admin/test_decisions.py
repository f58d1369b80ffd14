"""Accept, ask for changes, do not accept: message, very mail, confirmation, next file; and two reviewers at once."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests.admin.room import confirm, file_url, make_room
from tests.factories import make_opening, make_reviewer, make_round, make_submission
from wagtail_openbadges.domain import deciding, submitting
from wagtail_openbadges.models import Assertion, Decision, OutboxJob, Review, State, Submission
from wagtail_openbadges.notices.presenter import present

pytestmark = pytest.mark.django_db

STATES = {"accept": State.ACCEPTED, "request_changes": State.CHANGES_REQUESTED, "decline": State.DECLINED}
NOTICES = {"accept": "accepted", "request_changes": "to_complete", "decline": "declined"}


@pytest.mark.parametrize("step", STATES)
def test_decision_shows_the_very_mail_and_changes_nothing_before_it_is_confirmed(client, step):
    _issuer, reviewer, submission = make_room()
    client.force_login(reviewer)
    said = confirm(submission, message="Bravo à vous !")
    del said["confirm"]

    # Both say until when a link is good, to the minute.
    with time_machine.travel(timezone.now(), tick=False):
        response = client.post(file_url(submission, step), said)
        mail = present(NOTICES[step], submission=submission, message="Bravo à vous !", language="fr")

    submission.refresh_from_db()
    assert (response.status_code, submission.state) == (200, State.SUBMITTED)
    assert response.context["mail"] == mail
    assert 'name="confirm"' in response.content.decode()


@pytest.mark.parametrize("step", STATES)
def test_decision_says_about_whom_and_about_what_it_is(client, step):
    issuer, reviewer, claim = make_room()
    application = make_submission(make_round(issuer))
    client.force_login(reviewer)

    pages = [client.get(file_url(file, step)).content.decode() for file in (claim, application)]

    assert "<p><strong>Léa Exemple</strong> · Je suis bénévole engagé·e</p>" in pages[0]
    assert "<p><strong>Léa Exemple</strong> · Bien-être alimentaire, édition 1</p>" in pages[1]


def test_file_leads_to_the_decision_as_long_as_there_is_one_to_make(client):
    _issuer, reviewer, submission = make_room()
    client.force_login(reviewer)

    before = client.get(file_url(submission)).content.decode()
    deciding.decline(submission, by=reviewer, version=submission.version, message="Il manque la mission.")
    after = client.get(file_url(submission)).content.decode()

    jumps = [('<a href="#decide">Go to the decision</a>' in page, 'id="decide"' in page) for page in (before, after)]
    assert jumps == [(True, True), (False, False)]


def test_decision_shows_a_mail_to_somebody_whose_name_is_markup_without_running_it(client):
    _issuer, reviewer, submission = make_room()
    client.force_login(reviewer)
    submission.printed_name = "Léa <img src=x onerror=alert(1)>"
    submission.save()
    said = confirm(submission, message="Bravo à vous !")
    del said["confirm"]

    html = client.post(file_url(submission, "accept"), said).content.decode()

    assert ("<img src=x" in html, "Léa &lt;img src=x onerror=alert(1)&gt;" in html) == (False, True)


@pytest.mark.parametrize("step", STATES)
def test_decision_is_made_when_it_is_confirmed(client, step):
    _issuer, reviewer, submission = make_room()
    client.force_login(reviewer)
    said = confirm(submission, message="Voici pourquoi.", private_note="Vu avec Ana.")

    client.post(file_url(submission, step), said)

    submission.refresh_from_db()
    review = Review.objects.get()
    assert submission.state == STATES[step]
    assert (review.reviewer, review.note_to_holder, review.private_note) == (
        reviewer,
        "Voici pourquoi.",
        "Vu avec Ana.",
    )
    assert OutboxJob.objects.filter(payload__notice=NOTICES[step]).count() == 1


def test_acceptance_needs_no_message_and_gives_the_badge(client):
    _issuer, reviewer, submission = make_room()
    client.force_login(reviewer)

    client.post(file_url(submission, "accept"), confirm(submission))

    assert Assertion.objects.get().submission == submission


@pytest.mark.parametrize("step", ["request_changes", "decline"])
@pytest.mark.parametrize("confirmed", [True, False])
def test_message_that_is_required_is_asked_for_by_name(client, step, confirmed):
    _issuer, reviewer, submission = make_room()
    client.force_login(reviewer)
    said = confirm(submission, message="  \n ")
    if not confirmed:
        del said["confirm"]

    response = client.post(file_url(submission, step), said)

    submission.refresh_from_db()
    assert (response.status_code, submission.state) == (200, State.SUBMITTED)
    assert response.context["form"].errors == {
        "message": ["Write a message to the person: it says why and what to do."]
    }


def test_next_waiting_file_opens_after_a_decision(client):
    issuer, reviewer, submission = make_room()
    following = make_submission(make_opening(issuer))
    client.force_login(reviewer)

    response = client.post(file_url(submission, "accept"), confirm(submission), follow=True)

    page = response.content.decode()
    assert response.redirect_chain == [(file_url(following), 302)]
    assert f"{submission.reference} is accepted: the badge is on its way." in page
    assert "Here is the last file that waits." in page


def test_queue_opens_after_the_last_decision(client):
    _issuer, reviewer, submission = make_room()
    client.force_login(reviewer)

    response = client.post(file_url(submission, "decline"), confirm(submission, message="Non."), follow=True)

    assert response.redirect_chain == [(reverse("openbadges_review:index"), 302)]
    assert f"{submission.reference} is not accepted, and the person was told why." in response.content.decode()


@pytest.mark.parametrize("confirmed", [True, False])
def test_second_of_two_reviewers_reads_who_was_faster_and_keeps_her_message(client, confirmed):
    issuer, reviewer, submission = make_room(first_name="Ana", last_name="Rapide")
    slower = make_reviewer(issuer)
    client.force_login(slower)
    client.get(file_url(submission, "decline"))
    deciding.accept(submission, by=reviewer, version=submission.version)
    said = confirm(submission, message="Il manque une pièce.", private_note="À revoir.")
    if not confirmed:
        del said["confirm"]

    response = client.post(file_url(submission, "decline"), said)

    page = response.content.decode()
    assert response.status_code == 409
    assert ("Ana Rapide, on " in page, ": Accepted." in page) == (True, True)
    assert ("Il manque une pièce." in page, "À revoir." in page) == (True, True)
    assert [decision.by for decision in Decision.objects.all()] == [reviewer]
    assert Assertion.objects.count() == 1


def test_decision_on_a_withdrawn_file_is_a_conflict(client):
    _issuer, reviewer, submission = make_room()
    client.force_login(reviewer)
    submitting.withdraw(submission, version=submission.version)

    response = client.post(file_url(submission, "accept"), confirm(submission, message="Bravo."))

    page = response.content.decode()
    assert response.status_code == 409
    assert ": Withdrawn." in page
    assert not Assertion.objects.exists()


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999", "²"])
def test_decision_without_a_readable_version_is_a_conflict(client, version):
    _issuer, reviewer, submission = make_room()
    client.force_login(reviewer)

    response = client.post(file_url(submission, "accept"), confirm(submission, version=version))

    submission.refresh_from_db()
    assert (response.status_code, submission.state) == (409, State.SUBMITTED)


def test_form_of_a_decided_file_leads_back_to_it(client):
    _issuer, reviewer, submission = make_room()
    deciding.accept(submission, by=reviewer, version=submission.version)
    client.force_login(reviewer)

    response = client.get(file_url(submission, "accept"), follow=True)

    assert response.redirect_chain == [(file_url(submission), 302)]
    assert "There is nothing to decide on this file now." in response.content.decode()


def test_refusal_of_the_act_is_named_and_loses_nothing(client):
    _issuer, reviewer, submission = make_room()
    submission.holder.email = None
    submission.holder.save()
    client.force_login(reviewer)

    response = client.post(file_url(submission, "accept"), confirm(submission, message="Bravo."))

    submission.refresh_from_db()
    page = response.content.decode()
    assert (response.status_code, submission.state) == (200, State.SUBMITTED)
    assert "This person was erased: there is no address left to give the badge to." in page
    assert "Bravo." in page


def test_file_that_changes_between_reading_and_writing_is_a_conflict(client):
    _issuer, reviewer, submission = make_room()
    client.force_login(reviewer)
    Submission.objects.update(state=State.WITHDRAWN)

    response = client.post(file_url(submission, "accept"), confirm(submission, message="Bravo."))

    assert response.status_code == 409
    assert "Bravo." in response.content.decode()
    assert not Assertion.objects.exists()
