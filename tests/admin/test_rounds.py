"""The register of rounds: their state in words, their dates on their own clock, their numbers; and the archive."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from tests.admin.room import make_manager
from tests.factories import make_draft, make_issuer, make_opening, make_reviewer, make_round, make_submission
from wagtail_openbadges.domain import archiving, reviewing
from wagtail_openbadges.models import Event, Opening

pytestmark = pytest.mark.django_db

INDEX = "openbadges_rounds:index"
NOON = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


def round_url(opening, step="inspect"):
    return reverse(f"openbadges_rounds:{step}", args=[opening.pk])


def rows(client, **wishes):
    """Return the cells of the list as they are read."""
    page = client.get(reverse("openbadges_rounds:index_results"), wishes).content.decode()
    body = page[page.index("<tbody>") : page.index("</tbody>")] if "<tbody>" in page else ""
    cells = [re.findall(r"<td.*?</td>", row, re.DOTALL) for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


def main(response):
    page = response.content.decode()
    return re.sub(r"<[^>]+>|\s+", " ", page[page.index('id="main"') :])


@time_machine.travel(NOON, tick=False)
def test_list_says_how_each_round_stands_on_its_own_clock(client):
    issuer = make_issuer()
    opening = make_round(
        issuer, title="AMI · Édition 2", opens="2026-08-01T09:00", closes="2026-09-30T23:59", zone_name="Indian/Reunion"
    )
    make_draft(opening, address="une@example.org")
    read = make_submission(opening, address="deux@example.org")
    make_submission(opening, address="trois@example.org")
    reviewer = make_reviewer(issuer)
    reviewing.request_changes(read, by=reviewer, version=read.version, message="Complétez.")
    make_opening(issuer)
    client.force_login(reviewer)

    listed = rows(client)

    assert listed == [
        [
            "AMI · Édition 2",
            "Open",
            "1 August 2026 at 09:00, Réunion time (UTC+4)",
            "30 September 2026 at 23:59, Réunion time (UTC+4)",
            "1",
            "2",
            "1",
        ]
    ]


@time_machine.travel(NOON, tick=False)
def test_list_does_not_name_the_clock_that_its_reader_lives_by(client):
    issuer = make_issuer()
    make_round(issuer, opens="2026-08-01T09:00", closes="2026-09-30T23:59", zone_name="Europe/Paris")
    client.force_login(make_reviewer(issuer))

    assert [row[2:4] for row in rows(client)] == [["1 August 2026 at 09:00", "30 September 2026 at 23:59"]]


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "Open"),
        ({"opens": "2026-09-02T00:00", "closes": ""}, "Opening soon"),
        ({"closes": "2026-09-01T14:00"}, "Closed"),
        ({"elsewhere_url": "https://ailleurs.example.org/"}, "Open on another site"),
        ({"privacy_notice": ""}, "Not open: something is missing"),
    ],
)
def test_list_says_the_state_in_words(client, changes, state):
    issuer = make_issuer()
    make_round(issuer, **changes)
    client.force_login(make_reviewer(issuer))

    assert [row[1] for row in rows(client)] == [state]


def test_list_says_that_a_round_is_not_published(client):
    issuer = make_issuer()
    make_round(issuer)
    Opening.objects.update(is_published=False)
    client.force_login(make_reviewer(issuer))

    assert [row[1] for row in rows(client)] == ["Not published"]


def test_archived_rounds_are_shown_when_one_asks_for_them(client):
    issuer = make_issuer()
    make_round(issuer, title="Gardée")
    archiving.archive(make_round(issuer, title="Rangée"))
    archiving.archive(make_round(issuer, title="Rangée sans formulaire", privacy_notice=""))
    client.force_login(make_reviewer(issuer))

    found = {show: [row[:2] for row in rows(client, show=show)] for show in ("", "archived", "all")}

    nameless = Opening.objects.latest("pk").reference_prefix
    assert found == {
        "": [["Gardée", "Open"]],
        "archived": [[nameless, "Archived"], ["Rangée", "Archived"]],
        "all": [[nameless, "Archived"], ["Rangée", "Archived"], ["Gardée", "Open"]],
    }


@pytest.mark.parametrize(
    ("wishes", "words"), [({}, "Your structures have no round yet."), ({"show": "archived"}, "No round matches.")]
)
def test_empty_list_says_why(client, wishes, words):
    client.force_login(make_reviewer(make_issuer()))

    response = client.get(reverse(INDEX), wishes)

    assert words in response.content.decode()


def test_list_is_read_in_as_many_queries_with_1_and_with_40_rounds(client, django_assert_max_num_queries):
    issuer = make_issuer()
    make_submission(make_round(issuer))
    client.force_login(make_reviewer(issuer))
    client.get(reverse(INDEX))
    with django_assert_max_num_queries(15):
        assert len(rows(client)) == 1
    for number in range(2, 41):
        make_round(issuer, number=number, privacy_notice="Lue par nous." if number % 2 else "")

    with django_assert_max_num_queries(15):
        listed = rows(client)

    assert len(listed) == 30


def test_rounds_of_another_issuer_are_neither_listed_nor_found(client):
    opening = make_round()
    client.force_login(make_manager(make_issuer()))

    answers = [client.get(round_url(opening, step)).status_code for step in ("inspect", "late")]
    answers += [client.post(round_url(opening, step)).status_code for step in ("archive", "unarchive", "late")]

    opening.refresh_from_db()
    assert (rows(client, show="all"), answers, opening.archived_at) == ([], [404] * 5, None)


def test_badge_is_no_round(client):
    issuer = make_issuer()
    badge = make_opening(issuer)
    client.force_login(make_manager(issuer))

    answers = [client.get(round_url(badge)).status_code, client.post(round_url(badge, "archive")).status_code]

    assert answers == [404, 404]


def test_screen_leads_to_the_applications_and_questions_of_the_round(client):
    issuer = make_issuer()
    application = make_submission(make_round(issuer))
    make_submission(make_round(issuer, number=2))
    client.force_login(make_reviewer(issuer))
    page = client.get(round_url(application.opening)).content.decode()
    links = [
        f"{reverse(name)}?opening={application.opening_id}&amp;show=all"
        for name in ("openbadges_applications:index", "openbadges_questions:index")
    ]

    response = client.get(links[0].replace("&amp;", "&"))

    assert [f'href="{link}"' in page for link in links] == [True, True]
    assert [file.reference for file in response.context["object_list"]] == [application.reference]


@time_machine.travel(NOON, tick=False)
def test_screen_writes_every_date_of_the_round(client):
    issuer = make_issuer()
    opening = make_round(
        issuer,
        opens="2026-08-01T09:00",
        closes="2026-10-25T02:30",
        editable_until="2026-10-20T12:00",
        results_on=datetime(2026, 12, 1, tzinfo=UTC).date(),
    )
    client.force_login(make_reviewer(issuer))

    page = main(client.get(round_url(opening)))

    assert "25 October 2026 at 02:30, Paris time (UTC+1)" in page
    assert "20 October 2026 at 12:00, Paris time" in page
    assert "1 December 2026" in page


def test_screen_of_a_round_that_never_was_complete_says_what_is_missing(client):
    issuer = make_issuer()
    opening = make_round(issuer, privacy_notice="", opens="2027-03-28T02:30")
    client.force_login(make_manager(issuer))

    page = main(client.get(round_url(opening)))

    assert "Write the privacy notice: people read it before they give their data." in page
    assert "There is no such hour there" in page
    assert "Give a late link" not in page


def test_reviewer_sees_the_round_and_none_of_the_acts_of_a_manager(client):
    issuer = make_issuer()
    opening = make_round(issuer)
    client.force_login(make_reviewer(issuer))

    page = main(client.get(round_url(opening)))
    answer = client.post(round_url(opening, "archive"))

    opening.refresh_from_db()
    assert ("Archive" in page, "Give a late link" in page) == (False, False)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("wagtailadmin_home"))
    assert opening.archived_at is None


def test_manager_archives_a_round_and_takes_it_out_again(client):
    issuer = make_issuer()
    opening = make_round(issuer)
    manager = make_manager(issuer)
    client.force_login(manager)

    archived = client.post(round_url(opening, "archive"), follow=True)
    opening.refresh_from_db()
    was_archived = opening.archived_at is not None
    taken_out = client.post(round_url(opening, "unarchive"), follow=True)

    opening.refresh_from_db()
    assert (was_archived, opening.archived_at) == (True, None)
    assert "The round is archived: its page and its applications stay." in archived.content.decode()
    assert "Take out of the archive" in main(archived)
    assert "The round is out of the archive again." in taken_out.content.decode()
    assert Event.objects.get(verb="opening_archived").actor == manager


def test_archive_is_not_reached_by_looking(client):
    issuer = make_issuer()
    opening = make_round(issuer)
    client.force_login(make_manager(issuer))

    assert client.get(round_url(opening, "archive")).status_code == 405
