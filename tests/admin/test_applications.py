"""Applications have a list, screens and words of their own; no badge is named unless one is given."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests.admin.room import confirm, csv_rows, file_url, make_call_room, make_manager, many_files
from tests.admin.test_questions import make_question
from tests.factories import make_draft, make_opening, make_round, make_submission
from wagtail_openbadges.domain import lateness, replacing, submitting
from wagtail_openbadges.models import Assertion

pytestmark = pytest.mark.django_db

QUEUE = "openbadges_applications:index"


def queue(client, **wishes):
    return client.get(reverse(QUEUE), wishes)


def references(response):
    return [row.reference for row in response.context["object_list"]]


def main(response):
    """Return the text of the content area: the menu around it names everything that there is."""
    page = response.content.decode()
    return re.sub(r"<[^>]+>|\s+", " ", page[page.index('id="main"') :])


def badge_given_by(issuer):
    return make_opening(issuer, name="Lauréat·e").achievement


def test_lists_hold_the_files_of_their_own_kind(client):
    issuer, reviewer, application = make_call_room()
    claim = make_submission(make_opening(issuer))
    client.force_login(reviewer)

    claims = client.get(reverse("openbadges_review:index"))
    applications = queue(client)

    assert (references(claims), references(applications)) == ([claim.reference], [application.reference])


def test_list_of_applications_says_call_and_not_badge(client):
    _issuer, reviewer, application = make_call_room()
    client.force_login(reviewer)

    response = queue(client)

    assert [column.label for column in response.context["table"].columns.values()] == [
        "Reference",
        "Person",
        "Answer promised by",
        "State",
        "Call and round",
        "Deposited",
    ]
    assert response.context["filters"].form.fields["opening"].label == "Call and round"
    assert [key for key, _label in response.context["filters"].form.fields["show"].choices] == ["", "overdue", "all"]
    assert application.opening_version.title in main(response)


def test_lists_count_in_their_own_words(client):
    issuer, reviewer, _application = make_call_room()
    make_submission(make_opening(issuer))
    client.force_login(reviewer)
    lists = ("openbadges_review:index", QUEUE, "openbadges_rounds:index", "openbadges_questions:index")

    labels = [client.get(reverse(name)).context["paginator"].items_count_label for name in lists]

    assert labels == ["1 badge claim", "1 application", "1 round", "0 questions"]


def test_filter_offers_rounds_to_applications_and_badges_to_claims(client):
    issuer, reviewer, application = make_call_room()
    make_opening(issuer)
    client.force_login(reviewer)

    offered = [
        [label for _key, label in client.get(reverse(name)).context["filters"].form.fields["opening"].choices]
        for name in ("openbadges_review:index", QUEUE)
    ]

    assert offered == [["---------", "Je suis bénévole engagé·e"], ["---------", application.opening_version.title]]


def test_list_without_applications_says_how_one_learns_of_them(client):
    _issuer, reviewer, application = make_call_room()
    submitting.withdraw(application, version=application.version)
    client.force_login(reviewer)

    response = queue(client)

    assert "No application waits for you." in main(response)


def test_list_can_be_narrowed_to_a_round(client):
    issuer, reviewer, application = make_call_room()
    make_submission(make_round(issuer, number=2))
    client.force_login(reviewer)

    response = queue(client, opening=application.opening_id)

    assert references(response) == [application.reference]


def test_list_is_read_in_as_many_queries_with_3_and_with_3000_applications(client, django_assert_max_num_queries):
    _issuer, reviewer, application = make_call_room()
    client.force_login(reviewer)
    many_files(2, application)
    queue(client)
    with django_assert_max_num_queries(15):
        assert len(references(queue(client, show="all"))) == 3
    many_files(2997, application)

    with django_assert_max_num_queries(15):
        response = queue(client, show="all")

    assert (len(references(response)), response.context["paginator"].count) == (30, 3000)


def test_export_of_applications_streams_all_of_them_under_their_own_name(client):
    _issuer, reviewer, application = make_call_room()
    many_files(40, application)
    client.force_login(reviewer)

    response = queue(client, export="csv", show="all")

    assert response.streaming is True
    assert response.headers["Content-Disposition"] == 'attachment; filename="applications.csv"'
    rows = csv_rows(response)
    assert (rows[0][:3], len(rows)) == (["Reference", "Call and round", "Name to print"], 42)


def test_screen_of_an_application_and_its_decisions_never_say_badge_or_claim(client):
    _issuer, reviewer, application = make_call_room()
    client.force_login(reviewer)

    pages = [
        main(client.get(file_url(application, step))) for step in ("inspect", "accept", "request_changes", "decline")
    ]

    assert [re.findall(r"(?i)badge|claim", page.replace("openbadges", "")) for page in pages] == [[], [], [], []]
    assert all("Applications" in page for page in pages)


def test_file_under_the_address_of_the_other_kind_keeps_its_own_words(client):
    _issuer, reviewer, application = make_call_room()
    client.force_login(reviewer)

    response = client.get(reverse("openbadges_review:inspect", args=[application.pk]))

    assert response.context["words"].namespace == "openbadges_applications"
    assert file_url(application, "accept") in response.content.decode()


def test_application_is_accepted_without_a_badge(client):
    _issuer, reviewer, application = make_call_room()
    client.force_login(reviewer)
    preview = client.post(file_url(application, "accept"), {"version": application.version, "message": ""})

    response = client.post(file_url(application, "accept"), confirm(application), follow=True)

    application.refresh_from_db()
    assert "Accept this application" in main(preview)
    assert response.redirect_chain == [(reverse(QUEUE), 302)]
    assert f"{application.reference} is accepted, and the person was told." in response.content.decode()
    assert (application.state, Assertion.objects.count()) == ("accepted", 0)


def test_application_whose_round_gives_a_badge_names_it(client):
    issuer, reviewer, _application = make_call_room()
    application = make_submission(make_round(issuer, number=2, awards_id=badge_given_by(issuer).pk))
    client.force_login(reviewer)
    preview = client.post(file_url(application, "accept"), {"version": application.version, "message": ""})

    response = client.post(file_url(application, "accept"), confirm(application), follow=True)

    assert "Accept and give the badge “Lauréat·e”" in main(preview)
    assert f"{application.reference} is accepted: the badge “Lauréat·e” is on its way." in response.content.decode()
    assert Assertion.objects.get().submission == application


def test_award_of_an_application_leads_back_to_it_from_the_register(client):
    issuer, reviewer, _application = make_call_room()
    application = make_submission(make_round(issuer, number=2, awards_id=badge_given_by(issuer).pk))
    client.force_login(reviewer)
    client.post(file_url(application, "accept"), confirm(application))

    response = client.get(reverse("openbadges_awards_modeladmin_inspect", args=[Assertion.objects.get().pk]))

    assert f'href="{file_url(application)}"' in response.content.decode()


def test_next_file_is_of_the_same_kind(client):
    issuer, reviewer, application = make_call_room()
    make_submission(make_opening(issuer))
    following = make_submission(application.opening, address="sam@example.org")
    client.force_login(reviewer)

    chains = [
        client.post(file_url(file, "decline"), confirm(file, message="Non."), follow=True).redirect_chain
        for file in (application, following)
    ]

    assert chains == [[(file_url(following), 302)], [(reverse(QUEUE), 302)]]


def test_conflict_on_an_application_leads_back_to_the_applications(client):
    _issuer, reviewer, application = make_call_room()
    client.force_login(reviewer)

    response = client.post(file_url(application, "decline"), confirm(application, version="0", message="Non."))

    assert response.status_code == 409
    assert "Back to the applications" in main(response)
    assert f'href="{reverse(QUEUE)}"' in response.content.decode()


def test_screen_shows_criteria_with_their_weight_and_what_is_looked_at(client):
    issuer, reviewer, _application = make_call_room()
    criteria = ({"uid": "c1", "text": "Ancrage local", "required": True, "help": "Avec qui ?", "weight": 30},)
    application = make_submission(make_round(issuer, number=2, criteria=criteria))
    client.force_login(reviewer)

    page = main(client.get(file_url(application)))

    assert ("Ancrage local" in page, "(weight: 30)" in page, "Avec qui ?" in page) == (True, True, True)


def test_screen_shows_each_deposit_on_the_clock_of_the_round(client):
    issuer, reviewer, _application = make_call_room()
    with time_machine.travel(datetime(2026, 9, 30, 19, 50, tzinfo=UTC), tick=False):
        opening = make_round(issuer, number=2, zone_name="Indian/Reunion", opens="", closes="2026-10-01T00:00")
        draft = make_draft(opening)
    application = submitting.submit(draft, version=draft.version, at=datetime(2026, 9, 30, 20, 2, tzinfo=UTC))
    client.force_login(reviewer)

    page = main(client.get(file_url(application)))

    assert "1 October 2026 at 00:02, Réunion time (UTC+4)" in page
    assert "Begun in time, arrived within the grace after the closing" in page


def test_screen_says_that_a_deposit_came_by_a_late_link(client):
    issuer, reviewer, _application = make_call_room()
    opening = make_round(issuer, number=2, opens="", closes="2026-01-01T00:00")
    tomorrow = timezone.now() + timezone.timedelta(days=1)
    lateness.give_late_link(opening, by=make_manager(issuer), address="lea@example.org", until=tomorrow, language="fr")
    application = make_submission(opening)
    client.force_login(reviewer)

    page = main(client.get(file_url(application)))

    assert "After the closing, by a late link" in page


def test_replacement_that_is_being_written_is_not_shown(client):
    _issuer, reviewer, application = make_call_room()
    draft = replacing.begin_replacement(application, at=timezone.now())
    submitting.add_statement(draft, kind="text", text="Pas encore déposé.")
    client.force_login(reviewer)

    listed = queue(client, show="all")
    screen = client.get(file_url(application))
    of_the_draft = client.get(file_url(draft))

    assert references(listed) == [application.reference]
    assert [piece.evidence.text for piece in screen.context["reading"].pieces] == ["Voici mon récit."]
    assert of_the_draft.status_code == 404


def test_replaced_deposit_is_shown_in_its_history(client):
    _issuer, reviewer, application = make_call_room()
    draft = replacing.begin_replacement(application, at=timezone.now())
    replacing.replace(draft, version=draft.version, at=timezone.now())
    client.force_login(reviewer)

    response = client.get(file_url(application))

    assert "Deposit replaced" in main(response)
    assert [deposit.number for deposit in response.context["reading"].deposits] == [1, 2]


def test_front_page_counts_claims_and_applications_in_words(client):
    issuer, reviewer, application = make_call_room()
    claims = [make_submission(make_opening(issuer)) for _number in range(2)]
    client.force_login(reviewer)

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "2 claims and 1 application wait for you" in page
    assert [file_url(file) in page for file in (application, *claims)] == [True, True, True]
    assert ("All claims" in page, "All applications" in page) == (True, True)


def test_front_page_counts_files_and_questions_in_one_sentence(client):
    issuer, reviewer, application = make_call_room()
    claims = [make_submission(make_opening(issuer)) for _number in range(2)]
    make_question(issuer)
    client.force_login(reviewer)

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "2 claims, 1 application and 1 question wait for you" in page
    assert [file_url(file) in page for file in (application, *claims)] == [True, True, True]
    assert f'<a href="{reverse("openbadges_questions:index")}">All questions</a>' in page


def test_other_files_of_the_person_lead_to_their_own_kind(client):
    issuer, reviewer, application = make_call_room()
    claim = make_submission(make_opening(issuer))
    client.force_login(reviewer)

    page = client.get(file_url(application)).content.decode()

    assert f'<a class="openbadges-whole" href="{file_url(claim)}">{claim.reference}</a>' in page
