"""A month of the agenda: a table of days, each with its events on the clock of their place."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from tests.agenda.events_listed import MEAL, NOW, PAST, TODAY, make_many_events
from tests.agenda.house import make_event, make_event_index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here_and_now():
    """Read pages in the language of the source strings, at one instant."""
    Locale.objects.filter(language_code="fr").update(language_code="en")
    with time_machine.travel(NOW, tick=False):
        yield


def entries(response):
    """Return what each day holds, as hours and titles; days without events are left out."""
    return {
        day["date"].isoformat(): [(entry["hour"], entry["title"]) for entry in day["entries"]]
        for week in response.context_data["weeks"]
        for day in week
        if day["entries"]
    }


def test_month_shows_each_event_on_its_day_in_the_order_of_the_hours(client):
    index = make_event_index()
    make_event(index=index, title="Repas", dates=[MEAL, TODAY, PAST])
    make_event(index=index, title="Café", dates=[("2026-08-28T09:05", "")])

    response = client.get(f"{index.url}2026/8/")

    assert entries(response) == {
        "2026-08-20": [("12:30", "Repas")],
        "2026-08-28": [("09:05", "Café"), ("12:30", "Repas")],
    }
    assert response.context_data["heading"] == "2 events in August 2026"


def test_month_is_a_table_with_caption_and_named_days_that_begins_on_monday(client):
    index = make_event_index()
    make_event(index=index, title="Repas", dates=[MEAL])

    html = client.get(f"{index.url}2026/8/").content.decode()

    assert re.findall(r"<caption[^>]*>([^<]*)", html) == ["Calendar of August 2026, one week in each row"]
    assert re.findall(
        r'<th scope="col" role="columnheader"><span aria-hidden="true">(\w+)</span><span [^>]*>(\w+)', html
    ) == [
        ("Mon", "Monday"),
        ("Tue", "Tuesday"),
        ("Wed", "Wednesday"),
        ("Thu", "Thursday"),
        ("Fri", "Friday"),
        ("Sat", "Saturday"),
        ("Sun", "Sunday"),
    ]
    assert re.findall(r'datetime="(2026-08-[0-9]+)"', html) == [f"2026-08-{day:02}" for day in range(1, 32)]
    (first,) = re.findall(r'<time datetime="2026-08-01">(.*?)</time>', html)
    assert re.sub("<[^>]*>", "", first) == "Saturday 1 August"
    assert html.count('<tr role="row">') == 7
    assert html.count('openbadges-month__outside"></td>') == 11
    assert re.findall(r'<li><a href="[^"]*"><span class="openbadges-month__hour">([^<]*)</span> ([^<]*)</a>', html) == [
        ("12:30", "Repas")
    ]


def test_month_marks_today_in_words_and_for_programs(client):
    index = make_event_index()

    html = client.get(f"{index.url}2026/8/").content.decode()

    (today,) = re.findall(r'<td role="cell" aria-current="date"[^>]*>(.*?)</td>', html, re.DOTALL)
    assert re.findall(r'datetime="([^"]*)"', today) == ["2026-08-20"]
    assert re.findall(r'<span class="openbadges-month__today">([^<]*)', html) == ["Today"]


def test_month_of_another_year_has_no_today(client):
    index = make_event_index()

    html = client.get(f"{index.url}2027/8/").content.decode()

    assert html.count('aria-current="date"') == 0


def test_event_of_several_days_is_on_each_of_them(client):
    index = make_event_index()
    make_event(index=index, title="Festival", dates=[("2026-07-30T18:00", "2026-08-02T16:30")])
    make_event(index=index, title="Nuit", dates=[("2026-08-31T20:00", "2026-09-01T02:00")])
    make_event(index=index, title="Bal", dates=[("2026-08-14T20:00", "2026-08-15T00:00")])

    july, august, september = (client.get(f"{index.url}2026/{month}/") for month in (7, 8, 9))

    assert entries(july) == {"2026-07-30": [("18:00", "Festival")], "2026-07-31": [("all day", "Festival")]}
    assert entries(august) == {
        "2026-08-01": [("all day", "Festival")],
        "2026-08-02": [("until 16:30", "Festival")],
        "2026-08-14": [("20:00", "Bal")],
        "2026-08-31": [("20:00", "Nuit")],
    }
    assert entries(september) == {"2026-09-01": [("until 02:00", "Nuit")]}


def test_whole_days_have_no_hour_and_come_before_those_with_one(client):
    index = make_event_index()
    make_event(index=index, title="Repas", dates=[MEAL])
    page = make_event(index=index, title="Salon", dates=[("2026-08-28T09:00", "2026-08-29T09:00")])
    page.occurrences = [
        type(page.occurrences.first())(starts="2026-08-28T09:00", ends="2026-08-29T09:00", is_all_day=True)
    ]
    page.save_revision().publish()

    response = client.get(f"{index.url}2026/8/")

    assert entries(response) == {
        "2026-08-28": [("all day", "Salon"), ("12:30", "Repas")],
        "2026-08-29": [("all day", "Salon")],
    }


def test_days_are_those_on_the_clock_of_the_event(client):
    index = make_event_index()
    make_event(
        index=index, title="Veillée", dates=[("2026-09-01T00:30", "2026-09-01T02:00")], zone_name="Indian/Reunion"
    )

    august, september = (client.get(f"{index.url}2026/{month}/") for month in (8, 9))

    assert (entries(august), entries(september)) == ({}, {"2026-09-01": [("00:30", "Veillée")]})


@pytest.mark.parametrize(("month", "day"), [("2026/3", "2026-03-29"), ("2026/10", "2026-10-25")])
def test_night_that_changes_the_clock_is_one_day(client, month, day):
    index = make_event_index()
    make_event(index=index, title="Nuit", dates=[(f"{day}T00:30", f"{day}T04:00")])

    response = client.get(f"{index.url}{month}/")

    assert entries(response) == {day: [("00:30", "Nuit")]}


def test_month_says_in_words_that_an_event_is_cancelled(client):
    index = make_event_index()
    make_event(index=index, title="Repas", dates=[MEAL], status="cancelled")

    html = client.get(f"{index.url}2026/8/").content.decode()

    assert re.findall(r'</a>\s+<span class="openbadges-tag openbadges-tag--cancelled">([^<]*)', html) == ["Cancelled"]


def test_month_leads_to_its_neighbours_and_back_and_keeps_the_filters(client):
    index = make_event_index()
    make_event(index=index, title="Repas", dates=[MEAL], tags=("Cuisine",))
    make_event(index=index, title="Autre", dates=[MEAL])

    response = client.get(f"{index.url}2026/12/", {"topic": "cuisine", "when": "past"})

    context = response.context_data
    assert context["previous"] == {"label": "November 2026", "href": f"{index.url}2026/11/?topic=cuisine"}
    assert context["next"] == {"label": "January 2027", "href": f"{index.url}2027/1/?topic=cuisine"}
    assert context["list_href"] == f"{index.url}?topic=cuisine"
    assert context["social_url"] == f"http://testserver{index.url}2026/12/?topic=cuisine"
    assert context["heading"] == "0 events in December 2026 on “Cuisine”"


def test_month_is_filtered_like_the_list(client):
    index = make_event_index()
    make_event(index=index, title="Repas", dates=[MEAL], tags=("Cuisine",))
    make_event(index=index, title="Autre", dates=[MEAL])

    response = client.get(f"{index.url}2026/8/", {"topic": "cuisine", "place": "Lille"})

    assert entries(response) == {"2026-08-28": [("12:30", "Repas")]}
    assert response.context_data["heading"] == "1 event in August 2026 on “Cuisine” in Lille"


@pytest.mark.parametrize(
    ("month", "href", "label"),
    [("2026/8", "2026/10/", "Go to October 2026"), ("2027/1", "2026/10/", "Go to October 2026")],
)
def test_month_without_events_leads_to_the_nearest_one_that_has_some(client, month, href, label):
    index = make_event_index()
    make_event(index=index, dates=[PAST, ("2026-10-03T09:00", "")])

    response = client.get(f"{index.url}{month}/")

    empty = response.context_data["empty"]
    assert (empty["href"], empty["label"]) == (f"{index.url}{href}", label)
    assert response.content.decode().count('<meta name="robots" content="noindex">') == 1


def test_month_of_an_agenda_without_events_leads_nowhere(client):
    index = make_event_index()

    response = client.get(f"{index.url}2026/8/")

    assert response.context_data["empty"] == {"title": "There is no event in August 2026."}


@pytest.mark.parametrize(
    "month",
    ["2026/0", "2026/13", "0/1", "1969/12", "2101/1", "9999/12", "10000/1", f"{'9' * 400}/1", "2026/99999999999"],
)
def test_month_that_does_not_exist_or_is_far_away_is_not_found(client, month):
    index = make_event_index()

    response = client.get(f"{index.url}{month}/")

    assert response.status_code == 404


@pytest.mark.parametrize(
    ("month", "previous", "following"),
    [("1970/1", None, "1970/2/"), ("2100/12", "2100/11/", None)],
)
def test_months_end_where_the_agenda_ends(client, month, previous, following):
    index = make_event_index()

    context = client.get(f"{index.url}{month}/").context_data

    hrefs = [link and link["href"] for link in (context["previous"], context["next"])]
    assert hrefs == [previous and f"{index.url}{previous}", following and f"{index.url}{following}"]


def test_today_is_the_day_of_the_site(client):
    index = make_event_index()

    with time_machine.travel(datetime(2026, 8, 20, 22, 30, tzinfo=UTC), tick=False):
        weeks = client.get(f"{index.url}2026/8/").context_data["weeks"]

    assert [day["date"].isoformat() for week in weeks for day in week if day["is_today"]] == ["2026-08-21"]


@pytest.mark.parametrize("count", [10, 1000])
def test_month_is_drawn_in_a_few_queries(client, count):
    index = make_event_index()
    make_many_events(count, index)
    client.get(f"{index.url}2026/8/")

    with CaptureQueriesContext(connection) as queries:
        response = client.get(f"{index.url}2026/8/")

    assert response.context_data["has_events"]
    assert len(queries) == 17
