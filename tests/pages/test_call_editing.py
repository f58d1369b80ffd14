"""What an editor of calls and rounds meets in the admin: the real forms, posted as the browser does."""

import html
import re

import pytest
import time_machine
from wagtail.users.models import UserProfile

from tests.factories import UserFactory, make_issuer, make_opening, make_reviewer
from tests.pages.call_house import CLOSED, OPEN, TO_COME, make_call_page, make_draft_round, make_round_page
from tests.pages.editing import add, count_queries, edit, edit_url, errors_of, form_of, make_editor, resent, reviewed_by
from tests.pages.house import opening_of
from wagtail_openbadges.models import Issuer
from wagtail_openbadges.pages.models import CallPage, RoundPage

pytestmark = pytest.mark.django_db

ROWS = ("criteria", "documents", "steps", "support", "answers", "questions", "comments")
RICH = ("change_note", "who", "offered", "results")


@pytest.fixture(autouse=True)
def _english(settings):
    """Read the admin in the language of the source strings."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


def publish(client, page, **changes):
    return edit(client, page, resent(client, page, rich=RICH, **changes))


def save_draft(client, page, **changes):
    return edit(client, page, resent(client, page, publish=False, rich=RICH, **changes))


def form_in_force(page):
    return opening_of(page).versions.last()


def said(client, page):
    """Return the text of the editing screen, without its markup."""
    text = re.sub(r"<[^>]+>", " ", client.get(edit_url(page)).content.decode())
    return " ".join(html.unescape(text).split())


def instants(form):
    return [instant and instant.isoformat() for instant in (form.opens_at, form.closes_at, form.editable_until_at)]


def test_editor_publishes_a_round_from_its_draft(client, editor):
    page = make_draft_round(reviewed_by(editor))

    response = publish(client, page, opens="2026-09-01 08:00", closes="2026-09-30 23:59")

    page.refresh_from_db()
    form = form_in_force(page)
    assert response.status_code == 302
    assert (page.live, page.opens, page.closes) == (True, "2026-09-01T08:00", "2026-09-30T23:59")
    assert (opening_of(page).faults, form.zone_name, form.closes_local) == ([], "Europe/Paris", "2026-09-30T23:59")
    assert instants(form) == ["2026-09-01T06:00:00+00:00", "2026-09-30T21:59:00+00:00", None]


@pytest.mark.parametrize(
    ("zone_name", "instant"),
    [
        ("Europe/Paris", "2026-09-30T21:59:00+00:00"),
        ("Indian/Reunion", "2026-09-30T19:59:00+00:00"),
        ("America/Martinique", "2026-10-01T03:59:00+00:00"),
    ],
)
def test_dates_are_on_the_clock_of_the_round_for_an_editor_in_la_reunion(client, editor, zone_name, instant):
    UserProfile.objects.update_or_create(user=editor, defaults={"current_time_zone": "Indian/Reunion"})
    page = make_draft_round(reviewed_by(editor))

    publish(client, page, zone_name=zone_name, closes="2026-09-30 23:59", opens="2026-09-01 08:00")

    form = form_in_force(page)
    shown = form_of(client, page)["closes"]
    assert (form.closes_at.isoformat(), form.closes_local) == (instant, "2026-09-30T23:59")
    assert 'value="2026-09-30 23:59"' in str(shown)


def test_dates_are_sent_back_unchanged_from_save_to_save(client, editor):
    page = make_round_page(reviewed_by(editor), closes="2099-10-25T02:30")

    publish(client, page)

    page.refresh_from_db()
    assert (page.opens, page.closes, page.editable_until) == (OPEN["opens"], "2099-10-25T02:30", "")
    assert opening_of(page).versions.count() == 1


@pytest.mark.parametrize("typed", ["2026-09-30 23:59", "2026-09-30T23:59", "30/09/2026 23:59", " 2026-09-30 23:59 "])
def test_date_is_read_as_people_type_it(client, editor, typed):
    page = make_draft_round(reviewed_by(editor))

    save_draft(client, page, closes=typed)

    assert RoundPage.objects.get().get_latest_revision_as_object().closes == "2026-09-30T23:59"


@pytest.mark.parametrize("typed", ["soon", "2026-02-30 10:00", "2026-09-30 25:00", "2026-09-30", "2026-09-30 23:59:30"])
def test_date_that_means_nothing_is_refused_and_not_lost(client, editor, typed):
    page = make_draft_round(reviewed_by(editor))

    response = save_draft(client, page, closes=typed)

    assert errors_of(response) == {
        "closes": ["This is not a date and an hour. Write them like 2026-09-30 23:59."],
    }
    assert f'value="{typed}"' in str(response.context["form"]["closes"])


def test_hour_that_the_clocks_jump_over_is_refused(client, editor):
    page = make_draft_round(reviewed_by(editor))

    response = publish(client, page, opens="2026-03-29 02:30", closes="2026-04-29 23:59")

    assert errors_of(response) == {
        "opens": [
            "There is no such hour there (2026-03-29 02:30): the clocks jump over it that night. Choose another.",
        ],
    }


def test_hour_that_the_clocks_jump_over_is_kept_in_a_draft(client, editor):
    page = make_draft_round(reviewed_by(editor))

    response = save_draft(client, page, opens="2026-03-29 02:30")

    assert response.status_code == 302
    assert "There is no such hour there (2026-03-29 02:30)" in said(client, page)


def test_hour_that_happens_twice_opens_at_the_first_and_closes_at_the_second(client, editor):
    page = make_draft_round(reviewed_by(editor))

    publish(client, page, opens="2026-10-25 02:30", closes="2026-10-25 02:30")

    text = said(client, page)
    assert instants(form_in_force(page)) == ["2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+00:00", None]
    assert "Opens on 25 October 2026 at 02:30, Paris time (UTC+2)." in text
    assert "Closes on 25 October 2026 at 02:30, Paris time (UTC+1)." in text


def test_round_that_closes_before_it_opens_is_refused(client, editor):
    page = make_draft_round(reviewed_by(editor))

    response = publish(client, page, opens="2026-09-30 08:00", closes="2026-09-01 23:59")

    assert errors_of(response) == {"closes": ["The round closes before it opens. Look at both dates."]}
    assert opening_of(page) is None


def test_other_dates_out_of_order_are_refused_beside_their_fields(client, editor):
    page = make_draft_round(reviewed_by(editor))

    response = publish(client, page, editable_until="2025-12-01 08:00", results_on="2099-09-29")

    assert errors_of(response) == {
        "editable_until": ["Deposits could be replaced only until before the opening. Look at this date."],
        "results_on": ["The results are expected before the closing. Look at both dates."],
    }


def test_round_that_takes_no_application_at_all_is_refused(client, editor):
    page = make_draft_round(reviewed_by(editor))

    response = publish(client, page, ceiling="0")

    assert errors_of(response) == {"ceiling": ["Ensure this value is greater than or equal to 1."]}
    assert opening_of(page) is None


def test_overlapping_rounds_are_refused(client, editor):
    issuer = reviewed_by(editor)
    first = make_round_page(issuer)
    second = make_draft_round(issuer, hub=first.hub, number=2)

    response = publish(client, second)

    assert errors_of(response) == {
        "opens": ["Another round of this call is open at the same time. Change the dates of one of them."],
    }


def test_round_after_another_is_published(client, editor):
    issuer = reviewed_by(editor)
    first = make_round_page(issuer, **CLOSED)
    second = make_draft_round(issuer, hub=first.hub, number=2, **TO_COME)

    publish(client, second)

    assert (opening_of(second).faults, opening_of(second).call) == ([], opening_of(first).call)


def test_number_of_another_round_is_refused(client, editor):
    issuer = reviewed_by(editor)
    first = make_round_page(issuer, **CLOSED)
    second = make_draft_round(issuer, hub=first.hub, number=1)

    response = publish(client, second)

    assert errors_of(response) == {
        "number": ["Another round of this call already has this number. Choose another one."],
    }


def test_number_of_a_round_whose_page_is_gone_is_free(client, editor):
    issuer = reviewed_by(editor)
    first = make_round_page(issuer, **CLOSED)
    hub = first.hub
    first.delete()
    second = make_draft_round(issuer, hub=CallPage.objects.get(pk=hub.pk), number=1)

    publish(client, second)

    assert opening_of(second).faults == []


def test_incomplete_round_is_refused_with_reasons_and_kept_as_a_draft(client, editor):
    page = make_draft_round(None, privacy_notice="")

    refused = publish(client, page)
    kept = save_draft(client, page)

    assert errors_of(refused) == {
        "issuer": ["Choose the structure that receives the applications and decides."],
        "privacy_notice": ["Write the privacy notice: people read it before they give their data."],
    }
    assert (kept.status_code, opening_of(page)) == (302, None)


def test_round_that_takes_applications_elsewhere_needs_no_notice(client, editor):
    page = make_draft_round(reviewed_by(editor), privacy_notice="")

    publish(client, page, elsewhere_url="https://aides.example.org/appel")

    assert (opening_of(page).faults, form_in_force(page).claim_rule) == ([], "no_claims")
    assert "This round is published: people apply on another site." in said(client, page)


def test_editor_is_offered_her_own_issuers_and_their_badges_by_name(client, editor):
    issuer = reviewed_by(editor)
    own = make_opening(issuer, name="Lauréat·e").achievement
    make_opening(make_issuer(), name="Badge d’ailleurs")
    page = make_draft_round(issuer)

    form = form_of(client, page)

    assert list(form.fields["issuer"].queryset) == [issuer]
    assert [(str(value), label) for value, label in form.fields["awards"].choices] == [
        ("", "No badge"),
        (str(own.pk), f"Lauréat·e · {issuer}"),
    ]


def test_badge_with_several_versions_is_offered_once_by_its_newest_name(client, editor):
    issuer = reviewed_by(editor)
    opening = make_opening(issuer, name="Ancien nom")
    make_opening(issuer, translation_key=opening.translation_key, language="en", name="New name")
    page = make_draft_round(issuer)

    labels = [label for _value, label in form_of(client, page).fields["awards"].choices]

    assert labels == ["No badge", f"New name · {issuer}"]


def test_editor_of_another_structure_keeps_issuer_and_badge_of_the_round(client, editor):
    issuer = make_issuer()
    page = make_round_page(issuer, awards=make_opening(issuer).achievement)

    publish(client, page, title="Autre titre")

    page.refresh_from_db()
    assert (page.title, page.issuer, page.awards.issuer) == ("Autre titre", issuer, issuer)


def test_badge_of_another_structure_is_refused(client):
    client.force_login(UserFactory(is_superuser=True))
    page = make_draft_round(make_issuer())

    response = publish(client, page, awards=make_opening().achievement.pk)

    assert errors_of(response) == {"awards": ["This badge is of another structure: only its own issuer can give it."]}


def test_lists_of_issuers_and_badges_cost_the_same_for_few_and_many(client, editor):
    page = make_draft_round(reviewed_by(editor))
    few = count_queries(client, edit_url(page))
    for issuer in [make_issuer() for _ in range(3)]:
        editor.groups.add(issuer.reviewers)
        make_opening(issuer)

    many = count_queries(client, edit_url(page))

    assert many == few


def test_unknown_zone_is_refused(client, editor):
    page = make_draft_round(reviewed_by(editor))

    response = publish(client, page, zone_name="Mars/Olympus")

    assert list(errors_of(response)) == ["zone_name"]


def test_stored_zone_that_nobody_knows_stays_until_the_editor_chooses(client, editor):
    page = make_draft_round(reviewed_by(editor), zone_name="Mars/Olympus")

    form = form_of(client, page)
    response = publish(client, page)

    assert (form["zone_name"].value(), form.fields["zone_name"].choices[0]) == (
        "Mars/Olympus",
        ("Mars/Olympus", "Mars/Olympus"),
    )
    assert errors_of(response) == {"zone_name": ["Choose the time zone in which the dates are written."]}


def test_round_published_by_another_road_stays_shut_and_says_why_in_the_editor(client, editor):
    page = make_round_page(reviewed_by(editor), opens="2026-03-29T02:30", privacy_notice="")

    text = said(client, page)

    assert opening_of(page).faults == ["local_skipped", "missing_notice"]
    assert "People cannot apply to this round yet. Here is why:" in text
    assert "There is no such hour there (2026-03-29 02:30): the clocks jump over it that night." in text
    assert "Write the privacy notice: people read it before they give their data." in text


def test_round_published_without_structure_says_so_in_the_editor(client, editor):
    page = make_round_page(None)

    text = said(client, page)

    assert opening_of(page) is None
    assert "Choose the structure that receives the applications and decides." in text


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        (OPEN, "This round is open: people can apply now."),
        (CLOSED, "This round is closed. Its page stays."),
        (TO_COME, "This round is published and opens at its date."),
    ],
)
def test_editor_reads_whether_the_round_is_open(client, editor, dates, sentence):
    page = make_round_page(reviewed_by(editor), **dates)

    with time_machine.travel("2026-11-25T12:00:00Z"):
        client.force_login(editor)
        text = said(client, page)

    assert sentence in text


def test_dates_are_written_out_with_their_zone(client, editor):
    page = make_draft_round(
        reviewed_by(editor), zone_name="Indian/Reunion", opens="", closes="2026-09-30T23:59", editable_until=""
    )

    text = said(client, page)

    assert "No opening date: it opens as soon as it is published." in text
    assert "Closes on 30 September 2026 at 23:59, Réunion time (UTC+4)." in text
    assert "A deposit can be replaced until the closing." in text


def test_editor_makes_a_call_and_chooses_whom_it_is_for(client, editor):
    hub = make_call_page(publics=[], help_types=[])
    data = resent(client, hub, rich=["presentation"], tags="alimentation", publics=["associations", "particuliers"])

    edit(client, hub, {**data, "help_types": ["accompagnement"]})

    hub.refresh_from_db()
    assert (hub.publics, hub.help_types) == (["associations", "particuliers"], ["accompagnement"])
    assert hub.get_call_tags() == ["alimentation"]


def test_word_that_is_not_in_the_list_is_refused(client, editor):
    hub = make_call_page()

    response = edit(client, hub, resent(client, hub, rich=["presentation"], tags="", publics=["martiens"]))

    assert errors_of(response) == {"publics": ["Select a valid choice. martiens is not one of the available choices."]}


def test_first_round_is_added_below_its_call(client, editor):
    hub = make_call_page()
    like = make_draft_round(reviewed_by(editor))
    data = resent(client, like, rich=RICH, slug="edition-1")

    response = add(client, "roundpage", hub, {**data, **{f"{name}-INITIAL_FORMS": "0" for name in ROWS}})

    page = RoundPage.objects.exclude(pk=like.pk).get()
    assert response.status_code == 302
    assert (page.get_parent().pk, opening_of(page).faults) == (hub.pk, [])
    assert opening_of(page).call.translation_key == hub.translation_key


def test_reviewer_who_is_no_editor_of_pages_cannot_edit_a_round(client):
    issuer = make_issuer()
    page = make_round_page(issuer)
    client.force_login(make_reviewer(issuer))

    response = client.get(edit_url(page))

    assert (response.status_code, Issuer.objects.count()) == (302, 1)
