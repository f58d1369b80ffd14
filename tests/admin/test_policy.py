"""A reviewer of one issuer meets nothing of another, by any address; nobody meets her own file."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.urls import reverse

from tests.admin.room import confirm, csv_rows, file_url, make_manager, make_room
from tests.factories import UserFactory, accept, make_issuer, make_opening, make_reviewer, make_submission, picture
from wagtail_openbadges.domain import submitting
from wagtail_openbadges.models import Decision, Organisation, State

pytestmark = pytest.mark.django_db

REVIEW_GETS = ("inspect", "accept", "request_changes", "decline")
REVIEW_POSTS = ("start", "accept", "request_changes", "decline")
MENU = [
    "openbadges-claims",
    "openbadges-applications",
    "openbadges-questions",
    "openbadges-rounds",
    "openbadges-registrations",
    "openbadges-awards",
    "openbadges-issuers",
    "openbadges-texts",
    "openbadges-organisations",
    "openbadges-keys",
]


def denied(response):
    return (response.status_code, response.headers.get("Location"))


@pytest.mark.parametrize("step", REVIEW_GETS)
def test_file_of_another_issuer_is_not_found(client, step):
    _issuer, _reviewer, submission = make_room()
    client.force_login(make_reviewer(make_issuer()))

    response = client.get(file_url(submission, step))

    assert response.status_code == 404


@pytest.mark.parametrize("step", REVIEW_POSTS)
def test_act_on_a_file_of_another_issuer_is_not_found_and_changes_nothing(client, step):
    _issuer, _reviewer, submission = make_room()
    client.force_login(make_reviewer(make_issuer()))

    response = client.post(file_url(submission, step), confirm(submission, message="Non."))

    submission.refresh_from_db()
    assert (response.status_code, submission.state, submission.version) == (404, State.SUBMITTED, submission.version)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("step", ["evidence", "evidence_preview"])
def test_evidence_is_handed_to_reviewers_of_its_issuer_only(client, step):
    _issuer, reviewer, submission = make_room()
    evidence = submission.evidence.create(kind="file", media_type="image/png", original_name="photo.png", turn=1)
    evidence.file.save("evidence/photo.png", ContentFile(picture()))
    client.force_login(reviewer)
    own = client.get(file_url(submission, step, evidence.uuid))
    client.force_login(make_reviewer(make_issuer()))

    other = client.get(file_url(submission, step, evidence.uuid))

    assert (own.status_code, b"".join(own.streaming_content)) == (200, picture())
    assert other.status_code == 404


@pytest.mark.parametrize("step", REVIEW_GETS)
def test_own_file_is_not_found(client, step):
    _issuer, reviewer, own = make_room(email="lea@example.org")
    client.force_login(reviewer)

    response = client.get(file_url(own, step))

    assert response.status_code == 404


def test_own_file_under_a_further_address_is_not_found(client):
    _issuer, reviewer, submission = make_room(email="lea@maison.example.org")
    submission.holder.further_addresses = ["lea@maison.example.org"]
    submission.holder.save()
    client.force_login(reviewer)

    response = client.get(file_url(submission))

    assert response.status_code == 404


def test_queue_and_its_exports_hold_the_files_of_the_issuer_alone(client):
    issuer, reviewer, submission = make_room(email="sam@example.org")
    make_submission(make_opening(issuer), address="sam@example.org")
    make_submission()
    client.force_login(reviewer)

    page = client.get(reverse("openbadges_review:index"))
    export = client.get(reverse("openbadges_review:index"), {"export": "csv", "show": "all"})

    assert [row.reference for row in page.context["object_list"]] == [submission.reference]
    assert [row[0] for row in csv_rows(export)] == ["Reference", submission.reference]


@pytest.mark.parametrize(
    "name",
    [
        "openbadges_review:index",
        "openbadges_review:index_results",
        "openbadges_applications:index",
        "openbadges_questions:index",
        "openbadges_rounds:index",
        "openbadges_registrations:index",
        "openbadges_awards_modeladmin_index",
        "openbadges_issuers_modeladmin_index",
        "openbadges_keys_modeladmin_index",
        "openbadges_organisations:index",
        "openbadges_organisations:add",
        "openbadges_issuers:add",
    ],
)
def test_user_of_the_admin_without_an_issuer_is_sent_away(client, name):
    make_issuer()
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)

    response = client.get(reverse(name))

    assert denied(response) == (302, reverse("wagtailadmin_home"))


def test_reviewer_opens_neither_keys_nor_forms_of_her_issuer(client):
    issuer, reviewer, _submission = make_room()
    client.force_login(reviewer)
    addresses = [
        reverse("openbadges_keys_modeladmin_index"),
        reverse("openbadges_keys_modeladmin_inspect", args=[issuer.keys.get().pk]),
        reverse("openbadges_issuers:edit", args=[issuer.pk]),
        reverse("openbadges_issuers:add"),
        reverse("openbadges_organisations:edit", args=[issuer.organisation_id]),
    ]

    answers = [denied(client.get(address)) for address in addresses]

    assert answers == [(302, reverse("wagtailadmin_home"))] * 5


def test_manager_of_another_issuer_changes_neither_issuer_nor_organisation(client):
    issuer = make_issuer()
    client.force_login(make_manager(make_issuer()))
    addresses = [
        reverse("openbadges_issuers:edit", args=[issuer.pk]),
        reverse("openbadges_organisations:edit", args=[issuer.organisation_id]),
        reverse("openbadges_organisations:logo", args=[issuer.organisation_id]),
    ]

    answers = [client.post(address, {"name": "Volée"}).status_code for address in addresses[:2]]
    answers.append(client.get(addresses[2]).status_code)

    assert answers == [404, 404, 404]
    assert not Organisation.objects.filter(name="Volée").exists()


def test_award_of_another_issuer_is_neither_inspected_nor_revoked(client):
    _issuer, reviewer, submission = make_room()
    award = accept(submission, reviewer).assertion
    client.force_login(make_reviewer(make_issuer()))

    inspected = client.get(reverse("openbadges_awards_modeladmin_inspect", args=[award.pk]))
    asked = client.get(reverse("openbadges_award_revoke", args=[award.pk]))
    revoked = client.post(reverse("openbadges_award_revoke", args=[award.pk]), {"reason": "Non."})

    award.refresh_from_db()
    assert denied(inspected) == (302, reverse("wagtailadmin_home"))
    assert (asked.status_code, revoked.status_code, award.is_revoked) == (404, 404, False)


@pytest.mark.parametrize("rights", [{}, {"is_superuser": True}])
def test_award_of_her_own_is_in_no_register_no_export_and_not_revoked(client, rights):
    issuer, reviewer, submission = make_room()
    own = accept(submission, reviewer).assertion
    other = accept(make_submission(submission.opening, address="sam@example.org"), reviewer).assertion
    client.force_login(make_reviewer(issuer, email="lea@example.org", **rights))
    register = reverse("openbadges_awards_modeladmin_index")

    listed = client.get(register)
    export = client.get(register, {"export": "csv"})
    inspected = client.get(reverse("openbadges_awards_modeladmin_inspect", args=[own.pk]))
    asked = client.get(reverse("openbadges_award_revoke", args=[own.pk]))
    revoked = client.post(reverse("openbadges_award_revoke", args=[own.pk]), {"reason": "Non."})

    own.refresh_from_db()
    assert list(listed.context["object_list"]) == [other]
    assert [row[0] for row in csv_rows(export)[1:]] == [str(other.uuid)]
    assert denied(inspected) == (302, reverse("wagtailadmin_home"))
    assert (asked.status_code, revoked.status_code, own.is_revoked) == (404, 404, False)


def test_draft_of_a_correction_is_not_shown(client):
    _issuer, reviewer, submission = make_room()
    client.force_login(reviewer)
    client.post(file_url(submission, "request_changes"), confirm(submission, message="Complétez."))
    submission.refresh_from_db()
    submitting.add_statement(submission, kind="text", text="Pas encore déposé.")

    page = client.get(file_url(submission))

    assert [piece.evidence.text for piece in page.context["reading"].pieces] == ["Voici mon récit."]


def test_menu_shows_what_the_user_may_use(client):
    issuer, reviewer, _submission = make_room()
    client.force_login(reviewer)
    reviewers = client.get(reverse("wagtailadmin_home")).content.decode()
    client.force_login(make_manager(issuer))

    managers = client.get(reverse("wagtailadmin_home")).content.decode()

    assert [name for name in MENU if name in reviewers] == MENU[:7]
    assert [name for name in MENU if name in managers] == MENU
