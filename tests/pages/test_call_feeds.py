"""The feed and the calendar of a list of calls, read back by other people's readers."""

from datetime import UTC, datetime, timedelta

import feedparser
import icalendar
import pytest
import time_machine
import vobject
from wagtail.models import Locale, Site

from tests.factories import make_issuer
from tests.pages.call_house import make_call_index, make_round_page
from tests.pages.calls_listed import CLOSED, NOW, OPEN, TO_COME, ZONES, make_call, make_list, make_many_rounds
from tests.pages.house import opening_of
from wagtail_openbadges.models import Opening
from wagtail_openbadges.pages.models import CallPage, RoundPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here_and_now():
    """Read pages in the language of the source strings, at one instant."""
    Locale.objects.filter(language_code="fr").update(language_code="en")
    with time_machine.travel(NOW, tick=False):
        yield


def read_feed(client, index):
    response = client.get(f"{index.url}feed-atom/")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def read_calendar(client, index):
    response = client.get(f"{index.url}deadlines-ics/")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(response.content)


def read_calendar_otherwise(client, index):
    return vobject.readOne(client.get(f"{index.url}deadlines-ics/").content.decode())


def test_feed_puts_first_what_was_published_last(client):
    index, issuer = make_call_index(), make_issuer()
    hub = make_call(index)
    for number, dates in enumerate([OPEN, CLOSED, TO_COME], start=1):
        with time_machine.travel(NOW - timedelta(days=10 * (number % 3)), tick=False):
            make_round_page(issuer, hub=hub, number=number, title=f"Édition {number}", **dates)

    feed = read_feed(client, index)

    assert [(entry.title, entry.published) for entry in feed.entries] == [
        ("Bien-être alimentaire · Édition 3", "2026-09-20T12:00:00+00:00"),
        ("Bien-être alimentaire · Édition 1", "2026-09-10T12:00:00+00:00"),
        ("Bien-être alimentaire · Édition 2", "2026-08-31T12:00:00+00:00"),
    ]


def test_feed_says_what_it_is_and_where(client):
    Site.objects.update(site_name="Réseau des associations")
    index = make_list(OPEN, themes=["ville"])
    page = RoundPage.objects.get()

    feed = read_feed(client, index)

    (entry,) = feed.entries
    assert (feed.version, feed.feed.title, feed.feed.language) == ("atom10", "Nos appels", "en")
    assert feed.feed.author == "Réseau des associations"
    assert [(link.rel, link.href) for link in feed.feed.links] == [
        ("alternate", f"http://localhost{index.url}"),
        ("self", f"http://testserver{index.url}feed-atom/"),
    ]
    assert entry.link == f"http://localhost{page.url}"
    assert [tag.term for tag in entry.tags] == ["ville"]
    assert entry.summary == (
        "Open until 30 November 2026 at 23:59, Paris time. Développer un projet d’alimentation saine, locale et durable"
    )


def test_feed_keeps_its_identifiers_when_titles_and_addresses_change(client):
    index = make_list(OPEN)
    page = RoundPage.objects.get()
    before = read_feed(client, index)
    page.title, page.slug = "Deuxième édition", "deuxieme"
    page.save_revision().publish()
    index.slug = "ailleurs"
    index.save_revision().publish()
    Site.objects.update(hostname="other.example.org")

    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        RoundPage.objects.get().save_revision().publish()
        after = read_feed(client, type(index).objects.get())

    assert before.entries[0].id == after.entries[0].id == f"urn:uuid:{opening_of(page).uuid}"
    assert before.feed.id == after.feed.id
    assert (before.entries[0].published, before.entries[0].updated) == ("2026-09-20T12:00:00+00:00",) * 2
    assert (after.entries[0].published, after.entries[0].updated) == (
        "2026-09-20T12:00:00+00:00",
        "2026-09-20T13:00:00+00:00",
    )
    assert after.entries[0].link == "http://other.example.org" + RoundPage.objects.get().get_url_parts()[2]


def test_feed_of_many_rounds_is_bounded(client):
    index = make_call_index()
    make_many_rounds(60, index)

    feed = read_feed(client, index)

    assert [entry.title.rpartition(" ")[2] for entry in feed.entries] == [str(number) for number in range(1, 51)]


def test_feed_and_calendar_of_an_empty_list_can_be_read(client):
    index = make_call_index()

    feed, calendar = read_feed(client, index), read_calendar(client, index)

    assert (feed.entries, calendar.events) == ([], [])


def test_feed_and_calendar_hold_what_no_file_can_hold_as_plain_text(client):
    index = make_list(OPEN, title="Sain \x0b& <b>local</b>;, durable\x1b")
    CallPage.objects.update(promise="Un\nEND:VCALENDAR\x1f")

    (entry,) = read_feed(client, index).entries
    (event,) = read_calendar(client, index).events

    assert entry.title == "Sain & <b>local</b>;, durable · Édition 1"
    assert event["summary"] == "Closing of Sain & <b>local</b>;, durable · Édition 1"
    assert "Un\nEND:VCALENDAR\n" in event["description"]


@pytest.mark.parametrize(("zone", "closes", "words", "instant"), ZONES)
def test_deadline_is_the_same_instant_for_every_reader(client, zone, closes, words, instant):
    index = make_list({"opens": "2026-09-01T08:00", "closes": closes, "zone_name": zone})

    (entry,) = read_feed(client, index).entries
    (event,) = read_calendar(client, index).events
    other = read_calendar_otherwise(client, index).vevent

    assert entry.summary.startswith(f"Open until {words}.")
    assert event["dtstart"].dt.astimezone(UTC) == datetime.fromisoformat(instant)
    assert other.dtstart.value.astimezone(UTC) == datetime.fromisoformat(instant)
    assert str(event["description"]).startswith(f"Open until {words}.")


def test_deadlines_name_the_clock_of_their_round_and_describe_it(client):
    index = make_call_index()
    for zone in ("Europe/Paris", "Indian/Reunion", "Europe/Paris"):
        make_list({**OPEN, "zone_name": zone}, index=index)

    calendar = read_calendar(client, index)

    assert sorted(event["dtstart"].params["TZID"] for event in calendar.events) == [
        "Europe/Paris",
        "Europe/Paris",
        "Indian/Reunion",
    ]
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris", "Indian/Reunion"]
    assert calendar.get_missing_tzids() == set()


def test_deadline_says_what_closes_and_where_to_read_more(client):
    index = make_list(OPEN)
    page = RoundPage.objects.get()

    (event,) = read_calendar(client, index).events

    opening = opening_of(page)
    assert str(event["uid"]) == str(opening.uuid)
    assert str(event["summary"]) == "Closing of Bien-être alimentaire · Édition 1"
    assert str(event["url"]) == f"http://localhost{page.url}"
    assert event["dtstamp"].dt == NOW
    assert (event["sequence"], "dtend" in event, str(event["transp"])) == (1, False, "TRANSPARENT")


def test_deadline_that_moves_keeps_its_identity_and_counts_on(client):
    index = make_list(OPEN)
    (before,) = read_calendar(client, index).events
    page = RoundPage.objects.get()
    page.closes = "2026-12-15T12:00"

    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        page.save_revision().publish()
        (after,) = read_calendar(client, index).events

    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (1, 2)
    assert after["dtstamp"].dt == NOW + timedelta(hours=1)
    assert after["dtstart"].dt.astimezone(UTC) == datetime(2026, 12, 15, 11, 0, tzinfo=UTC)


def test_calendar_holds_the_last_year_and_what_is_to_come(client):
    index = make_list(
        {"opens": "2025-01-06T08:00", "closes": "2025-09-20T14:00"},
        {"opens": "2025-09-20T14:00", "closes": "2025-09-20T14:01"},
        {"opens": "2026-03-02T08:00", "closes": ""},
    )

    calendar = read_calendar(client, index)

    assert [str(event["summary"]) for event in calendar.events] == ["Closing of Bien-être alimentaire · Édition 2"]
    assert Opening.objects.filter(faults=[]).count() == 3


def test_queries_of_feed_and_calendar_are_as_many_for_a_thousand_rounds(client, django_assert_max_num_queries):
    index = make_call_index()
    make_many_rounds(1000, index)

    with django_assert_max_num_queries(20):
        feed = read_feed(client, index)
    with django_assert_max_num_queries(20):
        calendar = read_calendar(client, index)

    assert (len(feed.entries), len(calendar.events)) == (50, 500)
