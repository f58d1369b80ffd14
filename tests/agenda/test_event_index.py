"""The agenda: what comes and what is over, by the instant; filtered by address; the same for 10 events or 1,000."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from tests.agenda.events_listed import AUTUMN, MEAL, NOW, PAST, TODAY, make_many_events
from tests.agenda.house import make_event, make_event_index
from tests.testapp.models import HouseEventIndexPage, HouseEventPage, HouseOccurrence

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here_and_now():
    """Read pages in the language of the source strings, at one instant."""
    Locale.objects.filter(language_code="fr").update(language_code="en")
    with time_machine.travel(NOW, tick=False):
        yield


def shown(response):
    """Return the names of the events by month, as the page lists them."""
    return [(group["title"], [card["name"] for card in group["cards"]]) for group in response.context_data["groups"]]


def names(response):
    return [name for _title, group in shown(response) for name in group]


def cards(response):
    return [card for group in response.context_data["groups"] for card in group["cards"]]


def test_agenda_shows_what_comes_by_month_and_first_what_comes_first(client):
    index = make_event_index()
    make_event(index=index, title="Atelier", dates=[AUTUMN])
    make_event(index=index, title="Ancien", dates=[PAST])
    make_event(index=index, title="Repas", dates=[MEAL])
    make_event(index=index, title="Café", dates=[TODAY])

    response = client.get(index.url)

    assert shown(response) == [("August 2026", ["Café", "Repas"]), ("October 2026", ["Atelier"])]
    assert response.context_data["heading"] == "3 events to come"
    assert re.findall(r"<(h[2-4])>(?:<a [^>]*>)?([^<]*)<", response.content.decode()) == [
        ("h2", "3 events to come"),
        ("h3", "August 2026"),
        ("h4", "Café"),
        ("h4", "Repas"),
        ("h3", "October 2026"),
        ("h4", "Atelier"),
        ("h2", "Follow this agenda"),
    ]


def test_agenda_of_past_events_shows_the_latest_first(client):
    index = make_event_index()
    make_event(index=index, title="Mai", dates=[("2026-05-02T10:00", "2026-05-02T12:00")])
    make_event(index=index, title="Ancien", dates=[PAST])
    make_event(index=index, title="Repas", dates=[MEAL])

    response = client.get(index.url, {"when": "past"})

    assert shown(response) == [("July 2026", ["Ancien"]), ("May 2026", ["Mai"])]
    assert response.context_data["heading"] == "2 past events"
    assert [(row["label"], row["count"], row["href"], row["is_current"]) for row in response.context_data["times"]] == [
        ("To come", 1, "?", False),
        ("Over", 2, "?when=past", True),
    ]


@pytest.mark.parametrize(
    ("at", "coming", "past"),
    [
        ("2026-08-20T11:59:59.999999+00:00", ["Café"], []),
        ("2026-08-20T12:00:00+00:00", [], ["Café"]),
        ("2026-08-20T22:00:00+00:00", [], ["Café"]),
    ],
)
def test_event_that_ends_today_is_in_one_list_at_every_instant(client, at, coming, past):
    index = make_event_index()
    make_event(index=index, title="Café", dates=[TODAY])

    with time_machine.travel(datetime.fromisoformat(at), tick=False):
        lists = [names(client.get(index.url)), names(client.get(index.url, {"when": "past"}))]

    assert lists == [coming, past]


def test_event_without_end_is_to_come_until_its_day_ends_on_its_own_clock(client):
    index = make_event_index()
    make_event(index=index, title="Café", dates=[("2026-08-20T08:00", "")], zone_name="Indian/Reunion")
    end = datetime(2026, 8, 20, 20, 0, tzinfo=UTC)

    lists = []
    for at in (end - timedelta(microseconds=1), end):
        with time_machine.travel(at, tick=False):
            lists.append((names(client.get(index.url)), names(client.get(index.url, {"when": "past"}))))

    assert lists == [(["Café"], []), ([], ["Café"])]


def test_event_with_several_dates_shows_the_next_one_and_how_many_others_come(client):
    index = make_event_index()
    make_event(index=index, title="Repas", dates=[PAST, AUTUMN, MEAL])
    make_event(index=index, title="Deux fois", dates=[PAST, AUTUMN])

    twice, once = cards(client.get(index.url))

    assert (twice["name"], twice["when"], twice["others"]) == (
        "Repas",
        "Friday 28 August 2026 from 12:30 to 14:00",
        "and one other date",
    )
    assert (twice["datetime"], twice["day"], twice["month"]) == ("2026-08-28T12:30:00+02:00", "28", "Aug.")
    assert (once["when"], once["others"]) == ("Saturday 3 October 2026 from 09:00 to 12:00", "")


def test_event_that_has_begun_is_listed_in_the_month_of_today(client):
    index = make_event_index()
    make_event(index=index, title="Exposition", dates=[("2026-06-01T09:00", "2026-09-30T18:00")])

    response = client.get(index.url)

    assert shown(response) == [("August 2026", ["Exposition"])]


def test_event_postponed_without_a_new_date_comes_last(client):
    index = make_event_index()
    make_event(index=index, title="Un jour", dates=[], status="postponed")
    make_event(index=index, title="Atelier", dates=[AUTUMN])

    response = client.get(index.url)

    assert shown(response) == [("October 2026", ["Atelier"]), ("Date to come", ["Un jour"])]
    assert [(card["when"], card["state"], card["state_label"]) for card in cards(response)][1] == (
        "Date to come",
        "postponed",
        "postponed",
    )


def test_event_postponed_whose_old_date_has_passed_is_still_to_come(client):
    index = make_event_index()
    make_event(index=index, title="Un jour", dates=[PAST], status="postponed")
    make_event(index=index, title="Ancien", dates=[PAST])

    lists = [names(client.get(index.url)), names(client.get(index.url, {"when": "past"}))]

    assert lists == [["Un jour"], ["Ancien"]]


def test_card_names_place_and_what_is_special_in_words(client):
    index = make_event_index()
    make_event(index=index, dates=[MEAL], status="cancelled")
    make_event(index=index, dates=[MEAL], event_format="online")
    make_event(index=index, dates=[MEAL], event_format="both")
    make_event(index=index, dates=[MEAL], place_name="Lille")
    make_event(index=index, dates=[MEAL], place_name="", street="", postcode="", town="")

    response = client.get(index.url)

    assert [(card["place"], card["state_label"]) for card in cards(response)] == [
        ("Maillage, Lille", "cancelled"),
        ("Online", ""),
        ("Maillage, Lille and online", ""),
        ("Lille", ""),
        ("", ""),
    ]
    assert response.content.decode().count("None") == 0
    assert (
        response.content.decode().count('<span class="openbadges-tag openbadges-tag--cancelled">Cancelled</span>') == 1
    )


@pytest.mark.parametrize(
    ("place", "town", "said"),
    [
        ("Maison des Associations de Tourcoing", "Tourcoing", "Maison des Associations de Tourcoing"),
        ("MÉDIATHÈQUE (LILLE)", "Lille", "MÉDIATHÈQUE (LILLE)"),
        ("Lieu partagé", "Eu", "Lieu partagé, Eu"),
        ("[à compléter]", "[à compléter]", "[à compléter]"),
        ("", "Lille", "Lille"),
    ],
)
def test_card_leaves_out_a_town_that_the_place_names_already(client, place, town, said):
    index = make_event_index()
    make_event(index=index, dates=[MEAL], place_name=place, town=town)

    response = client.get(index.url)

    assert [card["place"] for card in cards(response)] == [said]


def test_card_names_the_zone_of_an_event_that_is_not_the_one_of_the_site(client):
    index = make_event_index()
    make_event(index=index, dates=[MEAL], zone_name="Indian/Reunion")

    (card,) = cards(client.get(index.url))

    assert card["when"] == "Friday 28 August 2026 from 12:30 to 14:00, Réunion time"


def test_agenda_is_filtered_by_topic_place_and_public_together(client):
    index = make_event_index()
    make_event(index=index, title="Repas", dates=[MEAL], tags=("Cuisine",), publics=["families"])
    make_event(index=index, title="Marché", dates=[MEAL], tags=("Cuisine",), town="LILLE ", publics=["volunteers"])
    make_event(index=index, title="Atelier", dates=[MEAL], tags=("Cuisine",), town="Tourcoing", publics=["everybody"])
    make_event(index=index, title="Ancien", dates=[PAST], tags=("Cuisine",))

    by_topic = client.get(index.url, {"topic": "cuisine"})
    by_place = client.get(index.url, {"topic": "cuisine", "place": "Lille"})
    by_public = client.get(index.url, {"topic": "cuisine", "public": "families"})
    over = client.get(index.url, {"when": "past", "place": "lille"})

    assert [names(response) for response in (by_topic, by_place, by_public, over)] == [
        ["Repas", "Marché", "Atelier"],
        ["Repas", "Marché"],
        ["Repas", "Atelier"],
        ["Ancien"],
    ]
    assert [response.context_data["heading"] for response in (by_topic, by_place, by_public, over)] == [
        "3 events to come on “Cuisine”",
        "2 events to come on “Cuisine” in Lille",
        "2 events to come for families on “Cuisine”",
        "1 past event in Lille",
    ]


def test_filters_keep_each_other_and_offer_what_some_event_has(client):
    index = make_event_index()
    make_event(index=index, dates=[MEAL], tags=("Cuisine",), publics=["families"])
    make_event(index=index, dates=[PAST], town="Tourcoing")

    response = client.get(index.url, {"when": "past", "topic": "cuisine"})

    html = response.content.decode()
    assert re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)', html) == [
        ("", "", "All topics"),
        ("cuisine", " selected", "Cuisine"),
        ("", "", "All places"),
        ("lille", "", "Lille"),
        ("tourcoing", "", "Tourcoing"),
        ("", "", "All audiences"),
        ("families", "", "Families"),
    ]
    assert html.count('<input type="hidden" name="when" value="past">') == 1
    assert [row["href"] for row in response.context_data["times"]] == ["?topic=cuisine", "?when=past&topic=cuisine"]
    assert response.context_data["month_href"] == f"{index.url}2026/8/?topic=cuisine"
    assert [row["href"] for row in response.context_data["follow"]] == [
        f"{index.url}events-ics/",
        f"{index.url}events-ics/?topic=cuisine",
    ]


def test_choices_that_mean_nothing_are_ignored(client):
    index = make_event_index()
    make_event(index=index, title="Repas", dates=[MEAL])

    response = client.get(
        index.url, {"when": "\x00", "topic": "<b>", "place": "Nulle part", "public": "all", "page": "x" * 500}
    )

    assert names(response) == ["Repas"]
    assert response.context_data["heading"] == "1 event to come"
    assert response.context_data["social_url"] == f"http://testserver{index.url}"


def test_agenda_of_many_events_has_several_pages(client):
    index = make_event_index()
    for number in range(13):
        make_event(index=index, dates=[(f"2026-09-{number + 1:02}T10:00", "")], title=f"Jour {number + 1}")

    response = client.get(index.url, {"page": 2})

    assert names(response) == ["Jour 13"]
    assert response.context_data["heading"] == "13 events to come"
    assert response.context_data["social_url"] == f"http://testserver{index.url}?page=2"


@pytest.mark.parametrize(
    ("dates", "asked", "title", "href"),
    [
        ([], {}, "There is no event here yet.", None),
        ([PAST], {}, "No event is announced at the moment.", "?when=past"),
        ([MEAL], {"when": "past"}, "No event is over yet.", None),
        ([PAST], {"place": "lille"}, "No event matches these choices.", "?"),
        ([MEAL], {"when": "past", "place": "lille"}, "No event matches these choices.", "?when=past"),
    ],
)
def test_agenda_with_nothing_to_show_says_why_and_what_one_can_do(client, dates, asked, title, href):
    index = make_event_index()
    for date in dates:
        make_event(index=index, dates=[date])

    response = client.get(index.url, asked)

    assert (response.context_data["empty"]["title"], response.context_data["empty"].get("href")) == (title, href)
    assert response.content.decode().count(f'<p class="openbadges-empty__title">{title}</p>') == 1


def test_agenda_of_a_site_with_page_types_of_its_own(client):
    index = make_event_index(title="Autre")
    house = index.get_parent().add_child(instance=HouseEventIndexPage(title="Chez nous", slug="chez-nous"))
    page = house.add_child(instance=HouseEventPage(title="Veillée", slug="veillee", zone_name="Europe/Paris"))
    page.occurrences = [HouseOccurrence(starts=MEAL[0])]
    page.save_revision().publish()

    response = client.get(house.url)

    assert names(response) == ["Veillée"]
    assert [row["name"] for row in response.context_data["filters"]] == []


def test_agenda_in_preview_shows_what_is_below_it(rf):
    index = make_event_index()
    make_event(index=index, title="Repas", dates=[MEAL])

    response = index.make_preview_request()

    assert response.status_code == 200
    assert re.findall(r"<h4><a [^>]*>([^<]*)", response.content.decode()) == ["Repas"]


@pytest.mark.parametrize("count", [10, 1000])
def test_agenda_is_drawn_in_a_few_queries(client, count):
    index = make_event_index()
    make_many_events(count, index)
    client.get(index.url)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(index.url)

    assert response.context_data["heading"] == f"{count // 2} events to come"
    assert len(queries) == 17
