"""The list of calls: grouped by state, filtered by address, the same for 10 rounds or 1,000."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, PageViewRestriction

from tests.factories import make_issuer
from tests.pages.call_house import make_call_index, make_call_page, make_round_page
from tests.pages.calls_listed import (
    CLOSED,
    CLOSING,
    NOW,
    OPEN,
    TO_COME,
    ZONES,
    make_call,
    make_list,
    make_many_rounds,
)
from tests.pages.house import make_badge_page, opening_of
from wagtail_openbadges.domain.archiving import archive
from wagtail_openbadges.pages.models import RoundPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here_and_now():
    """Read pages in the language of the source strings, at one instant."""
    Locale.objects.filter(language_code="fr").update(language_code="en")
    with time_machine.travel(NOW, tick=False):
        yield


def shown(response):
    """Return the names of the rounds by group, as the page lists them."""
    return [(group["title"], [card["name"] for card in group["cards"]]) for group in response.context_data["groups"]]


def names(response):
    return [name for _title, group in shown(response) for name in group]


def test_list_shows_what_can_be_answered_by_state_and_what_is_urgent_first(client):
    index = make_list(CLOSED, TO_COME)
    make_list(OPEN, index=index, title="Friches")
    make_list(CLOSING, index=index, title="Lecture")

    response = client.get(index.url)

    assert shown(response) == [
        ("Closing soon", ["Lecture · Édition 1"]),
        ("Open", ["Friches · Édition 1"]),
        ("Opening soon", ["Bien-être alimentaire · Édition 2"]),
    ]
    assert response.context_data["heading"] == "3 calls open or opening soon"


def test_list_counts_each_state(client):
    index = make_list(CLOSED, TO_COME)
    make_list(OPEN, index=index)
    make_list(CLOSING, index=index)

    response = client.get(index.url)

    assert [(row["label"], row["count"], row["href"]) for row in response.context_data["states"]] == [
        ("Open and opening soon", 3, "?"),
        ("Open", 2, "?state=open"),
        ("Closing soon", 1, "?state=closing_soon"),
        ("Opening soon", 1, "?state=opening_soon"),
        ("Closed", 1, "?state=closed"),
    ]


@pytest.mark.parametrize(
    ("state", "listed", "heading"),
    [
        ("open", ["Lecture · Édition 1", "Friches · Édition 1"], "2 open calls"),
        ("closing_soon", ["Lecture · Édition 1"], "1 call closing soon"),
        ("opening_soon", ["Bien-être alimentaire · Édition 2"], "1 call opening soon"),
        ("closed", ["Bien-être alimentaire · Édition 1"], "1 closed call"),
    ],
)
def test_list_of_one_state_shows_it_and_says_so(client, state, listed, heading):
    index = make_list(CLOSED, TO_COME)
    make_list(OPEN, index=index, title="Friches")
    make_list(CLOSING, index=index, title="Lecture")

    response = client.get(index.url, {"state": state})

    assert names(response) == listed
    assert response.context_data["heading"] == heading
    assert [row["label"] for row in response.context_data["states"] if row["is_current"]] == [
        {"open": "Open", "closing_soon": "Closing soon", "opening_soon": "Opening soon", "closed": "Closed"}[state]
    ]


def test_list_is_filtered_by_theme_territory_and_public_together(client):
    index = make_call_index()
    make_list(OPEN, index=index, title="Friches", themes=["ville"], territories=[("DEP-59", "Nord")])
    make_list(OPEN, index=index, title="Jardins", themes=["ville", "sols"], territories=[("DEP-62", "Pas-de-Calais")])
    make_list(OPEN, index=index, title="Vélos", themes=["ville"], publics=["particuliers"])

    by_theme = client.get(index.url, {"theme": "ville"})
    by_place = client.get(index.url, {"theme": "ville", "territory": "DEP-62"})
    by_public = client.get(index.url, {"state": "open", "theme": "ville", "public": "associations"})

    assert names(by_theme) == ["Friches · Édition 1", "Jardins · Édition 1", "Vélos · Édition 1"]
    assert names(by_place) == ["Jardins · Édition 1"]
    assert names(by_public) == ["Friches · Édition 1", "Jardins · Édition 1"]
    assert by_theme.context_data["heading"] == "3 calls open or opening soon on “ville”"
    assert by_place.context_data["heading"] == "1 call open or opening soon on “ville” in Pas-de-Calais"
    assert by_public.context_data["heading"] == "2 open calls for associations on “ville”"


def test_filters_keep_each_other(client):
    index = make_call_index()
    make_list(OPEN, CLOSED, index=index, themes=["ville"], territories=[("DEP-59", "Nord")])
    make_list(OPEN, index=index, publics=["particuliers"])

    response = client.get(index.url, {"state": "open", "theme": "ville"})

    html = response.content.decode()
    assert response.context_data["states"][4] == {
        "label": "Closed",
        "count": 1,
        "href": "?state=closed&theme=ville",
        "is_current": False,
    }
    assert '<input type="hidden" name="state" value="open">' in html
    assert re.findall(r'<option value="([^"]*)" selected>([^<]*)', html) == [("ville", "Ville")]


def test_filters_offer_what_some_round_has_each_with_its_label(client):
    index = make_call_index()
    make_list(OPEN, index=index, themes=["ville"], territories=[("DEP-59", "Nord")], publics=["particuliers"])
    make_list(CLOSED, index=index, themes=["eau"], territories=[("COM-59599", "Tourcoing")])
    make_call(index, themes=["nothing published"])

    html = client.get(index.url).content.decode()

    assert re.findall(r'<label class="openbadges-label" for="([^"]+)">([^<]+)', html) == [
        ("openbadges-theme", "Theme"),
        ("openbadges-territory", "Territory"),
        ("openbadges-public", "For whom"),
    ]
    assert re.findall(r'<option value="([^"]*)">([^<]*)', html) == [
        ("", "All themes"),
        ("eau", "Eau"),
        ("ville", "Ville"),
        ("", "All territories"),
        ("DEP-59", "Nord"),
        ("COM-59599", "Tourcoing"),
        ("", "All audiences"),
        ("associations", "Associations"),
        ("particuliers", "Individuals"),
    ]


@pytest.mark.parametrize("value", ["nonsense", "\x00", "9" * 5000, "<script>", "-1"])
def test_filters_that_mean_nothing_are_ignored(client, value):
    index = make_list(OPEN)

    response = client.get(index.url, dict.fromkeys(["state", "theme", "territory", "public", "page"], value))

    assert response.status_code == 200
    assert response.context_data["heading"] == "1 call open or opening soon"
    assert "<script>" not in response.content.decode()


def test_list_has_pages_that_keep_the_filters(client):
    index = make_call_index()
    make_many_rounds(60, index)

    first = client.get(index.url, {"state": "open"})
    second = client.get(index.url, {"state": "open", "page": "2"})

    assert (len(names(first)), len(names(second))) == (24, 6)
    assert first.context_data["heading"] == second.context_data["heading"] == "30 open calls"
    assert re.findall(r'rel="next" href="([^"]*)"', first.content.decode()) == ["?state=open&amp;page=2"]
    assert second.context_data["social_url"] == f"http://testserver{index.url}?state=open&page=2"


def test_list_without_any_call_says_how_to_follow_it(client):
    index = make_call_index()

    response = client.get(index.url)

    assert response.context_data["empty"]["title"] == "There is no call here yet."
    assert re.findall(r'<select|href="(/[^"]*feed-atom/)"', response.content.decode()) == [f"{index.url}feed-atom/"] * 2


def test_list_without_open_call_leads_to_the_closed_ones(client):
    index = make_list(CLOSED)

    empty = client.get(index.url).context_data["empty"]

    assert (empty["title"], empty["href"]) == ("No call is open now.", "?state=closed")


def test_list_without_what_was_chosen_leads_to_all(client):
    index = make_list(OPEN)

    empty = client.get(index.url, {"state": "closed"}).context_data["empty"]

    assert (empty["title"], empty["href"]) == ("No call matches these choices.", "?")


def test_list_holds_only_what_everybody_may_see(client):
    index, issuer = make_call_index(), make_issuer()
    kept = make_round_page(issuer, hub=make_call(index, title="Kept"), **OPEN)
    draft = make_round_page(issuer, hub=make_call(index, title="Unpublished"), **OPEN)
    draft.unpublish()
    private = make_round_page(issuer, hub=make_call(index, title="Private"), **OPEN)
    PageViewRestriction.objects.create(page=private.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    archived = make_round_page(issuer, hub=make_call(index, title="Archived"), **OPEN)
    archive(opening_of(archived))
    make_round_page(issuer, hub=make_call(index, title="Faulty"), **{**OPEN, "privacy_notice": ""})
    make_round_page(None, hub=make_call(index, title="Nobody receives"), **OPEN)
    hidden = make_call(index, title="Hub unpublished")
    make_round_page(issuer, hub=hidden, **OPEN)
    hidden.unpublish()
    make_round_page(issuer, hub=make_call_page(), **OPEN)
    make_badge_page(issuer, parent=index)

    response = client.get(index.url)

    assert names(response) == [f"Kept · {kept.title}"]


def test_list_shows_an_alias_as_its_source_and_once(client):
    index = make_list(OPEN)
    source = RoundPage.objects.get()
    other = make_call_index()
    hub = make_call(other, title="Ailleurs")
    source.create_alias(parent=hub, update_slug="alias")
    source.create_alias(parent=source.get_parent(), update_slug="twice")

    here, there = client.get(index.url), client.get(other.url)

    assert names(here) == ["Bien-être alimentaire · Édition 1"]
    assert names(there) == ["Ailleurs · Édition 1"]


def test_list_follows_the_newest_dates_of_a_round(client):
    index = make_list(OPEN)
    page = RoundPage.objects.get()
    page.closes = "2026-09-10T23:59"
    page.save_revision().publish()

    response = client.get(index.url, {"state": "closed"})

    assert names(response) == ["Bien-être alimentaire · Édition 1"]


@pytest.mark.parametrize(("zone", "closes", "words", "instant"), ZONES)
def test_list_closes_a_round_at_the_instant_that_its_clock_says(client, zone, closes, words, instant):
    index = make_list({"opens": "2026-09-01T08:00", "closes": closes, "zone_name": zone})
    end = datetime.fromisoformat(instant)

    with time_machine.travel(end - timedelta(seconds=1), tick=False):
        before = client.get(index.url, {"state": "open"})
    with time_machine.travel(end, tick=False):
        after = client.get(index.url, {"state": "closed"})

    assert before.context_data["groups"][0]["cards"][0]["dates"] == [f"Open until {words}.", "less than one day left"]
    assert after.context_data["groups"][0]["cards"][0]["dates"] == [f"Closed since {words}."]


def test_card_says_for_whom_and_where(client):
    index = make_list(OPEN, publics=["associations", "particuliers", "unknown"], territories=[("DEP-59", "Nord")])

    html = client.get(index.url).content.decode()

    text = " ".join(re.sub(r"<[^>]+>", " ", html.split('openbadges-call-card"')[1].split("</li>")[0]).split())
    assert text == (
        "> Bien-être alimentaire · Édition 1 Développer un projet d’alimentation saine, locale et durable"
        " Open until 30 November 2026 at 23:59, Paris time. For associations, individuals · Nord Open"
    )


def test_headings_of_the_list_are_in_order(client):
    index = make_list(OPEN, CLOSED)

    html = client.get(index.url).content.decode()

    assert re.findall(r"<h(\d)", html) == ["1", "2", "3", "4", "2"]


def test_queries_of_the_list_are_as_many_for_a_thousand_rounds(client):
    few, many = make_call_index(), make_call_index()
    make_many_rounds(10, few)
    make_many_rounds(1000, many)
    client.get(few.url)

    with CaptureQueriesContext(connection) as with_few:
        client.get(few.url)
    with CaptureQueriesContext(connection) as with_many:
        response = client.get(many.url)

    assert response.context_data["heading"] == "500 calls open or opening soon"
    assert len(with_few) == len(with_many)
    assert len(with_many) <= 20


def test_editor_is_told_what_the_open_data_leaves_out_and_visitors_are_not(client):
    index = make_list(OPEN, publics=[], presentation="")
    url = f"http://localhost{RoundPage.objects.get().url}"

    visitor = client.get(index.url)
    client.force_login(get_user_model().objects.create_superuser("editor", "editor@example.org", "x"))
    editor = client.get(index.url)

    assert visitor.context_data["left_out"] == []
    assert editor.context_data["left_out"] == [
        {"label": "Bien-être alimentaire · Édition 1", "value": "presentation, whom it is for", "href": url}
    ]
    assert "For editors: calls that the open data leaves out" in editor.content.decode()


def test_list_with_a_new_slug_keeps_its_old_addresses(django_capture_on_commit_callbacks):
    index = make_call_index(slug="before")
    index.slug = "after"

    with django_capture_on_commit_callbacks(execute=True):
        index.save_revision().publish()

    redirects = Redirect.objects.filter(redirect_page=index).order_by("old_path")
    assert list(redirects.values_list("old_path", "redirect_page_route_path")) == [
        ("/before", ""),
        ("/before/calls-csv", "/calls-csv/"),
        ("/before/calls-json", "/calls-json/"),
        ("/before/deadlines-ics", "/deadlines-ics/"),
        ("/before/feed-atom", "/feed-atom/"),
    ]


def test_preview_of_the_list_needs_no_round(client):
    index = make_call_index()

    response = index.make_preview_request()

    assert response.status_code == 200
    assert "There is no call here yet." in response.content.decode()
