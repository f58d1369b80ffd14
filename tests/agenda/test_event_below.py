"""The events below an agenda as values: what lists, months and calendars are made of."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from tests.agenda.house import event_page, make_event, make_event_index
from tests.testapp.models import HouseEventPage, HouseOccurrence
from wagtail_openbadges.agenda.events.below import events_below
from wagtail_openbadges.models import Gathering

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 8, 20, 10, 0, tzinfo=UTC)
MEAL = ("2026-08-28T12:30", "2026-08-28T14:00")
PAST = ("2026-08-01T18:00", "2026-08-01T20:00")


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def test_events_below_say_what_pages_and_records_say():
    index = make_event_index()
    page = make_event(
        index=index,
        tags=("cuisine",),
        dates=[MEAL, PAST],
        publics=["volunteers"],
        status="moved",
        status_note="Salle B",
        contact="contact@example.org",
    )

    (event,) = events_below(index, now=NOW)

    assert (event.page_id, event.gathering) == (page.pk, page.gathering)
    assert [date.starts_local for date in event.dates] == [PAST[0], MEAL[0]]
    assert [date.starts_local for date in event.coming] == [MEAL[0]]
    assert (event.title, event.summary, event.language) == (page.title, page.summary, "fr")
    assert (event.place_name, event.street, event.postcode, event.town) == (
        "Maillage",
        "1 rue de l’Exemple",
        "59000",
        "Lille",
    )
    assert (event.status_note, event.contact, event.is_free) == ("Salle B", "contact@example.org", True)
    assert (event.publics, event.topics) == (("volunteers",), {"cuisine": "cuisine"})
    assert (event.published_at, event.updated_at) == (NOW, NOW)


def test_events_below_of_page_types_of_the_site_are_there_without_topics():
    index = make_event_index()
    said = event_page()
    house = index.add_child(instance=HouseEventPage(title="Chez nous", slug="chez-nous", zone_name="Europe/Paris"))
    house.occurrences = [HouseOccurrence(starts=MEAL[0])]
    house.save_revision().publish()
    make_event(index=index, title=said.title)

    events = events_below(index, now=NOW)

    assert [(event.title, event.topics) for event in events] == [("Chez nous", {}), (said.title, {})]


def test_events_below_leave_out_drafts_and_what_not_everybody_may_read():
    index = make_event_index()
    index.add_child(instance=event_page(live=False))
    make_event(index=index).unpublish()
    hidden = make_event(index=index)
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    elsewhere = make_event()
    shown = make_event(index=index)

    events = events_below(index, now=NOW)

    assert [event.page_id for event in events] == [shown.pk]
    assert elsewhere.gathering.is_published


def test_events_below_leave_out_an_event_whose_dates_mean_nothing():
    index = make_event_index()
    page = make_event(index=index, dates=[MEAL])
    page.occurrences = [type(page.occurrences.first())(starts=MEAL[1], ends=MEAL[0])]
    page.save_revision().publish()
    make_event(index=index, dates=[])

    assert events_below(index, now=NOW) == []
    assert Gathering.objects.filter(is_published=True).count() == 2


def test_event_postponed_without_a_new_date_is_to_come():
    index = make_event_index()
    make_event(index=index, dates=[], status="postponed")

    (event,) = events_below(index, now=NOW)

    assert (event.dates, event.coming, event.is_coming) == ((), (), True)


def test_event_is_to_come_until_the_very_instant_when_its_last_date_ends():
    index = make_event_index()
    make_event(index=index, dates=[MEAL, ("2026-08-30T12:30", "2026-08-30T14:00")])
    end = datetime(2026, 8, 30, 12, 0, tzinfo=UTC)

    states = [
        [event.is_coming for event in events_below(index, now=at)] for at in (end - timedelta(microseconds=1), end)
    ]

    assert states == [[True], [False]]


def test_alias_of_an_event_stands_for_its_source_and_counts_once():
    index, other = make_event_index(), make_event_index()
    page = make_event(index=index, tags=("cuisine",))
    page.create_alias(parent=index, update_slug="alias")
    alias = page.create_alias(parent=other, update_slug="alias")

    (here,), (there,) = events_below(index, now=NOW), events_below(other, now=NOW)

    assert (here.page_id, there.page_id) == (page.pk, alias.pk)
    assert here.gathering == there.gathering
    assert there.topics == {"cuisine": "cuisine"}


@pytest.mark.parametrize("count", [1, 4])
def test_events_below_are_read_in_a_few_queries(count):
    index = make_event_index()
    for _number in range(count):
        make_event(index=index, tags=("cuisine",), dates=[MEAL, PAST])
    events_below(index, now=NOW)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        events = events_below(index, now=NOW)

    assert len(events) == count
    assert len(queries) == 7
