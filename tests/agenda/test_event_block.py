"""The block of the next events: what takes place next on the whole site, in the language of the page."""

import re
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Locale, PageViewRestriction

from tests.agenda.events_listed import AUTUMN, MEAL, NOW, PAST, TODAY, make_many_events
from tests.agenda.house import make_event, make_event_index
from wagtail_openbadges.agenda.events.blocks import NextEventsBlock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here_and_now():
    """Read pages in the language of the source strings, at one instant."""
    Locale.objects.filter(language_code="fr").update(language_code="en")
    with time_machine.travel(NOW, tick=False), translation.override("en"):
        yield


def drawn(rf, page, **said):
    """Return the block as it stands on a page, and the names of the events in it."""
    return drawn_for(rf.get("/"), page, **said)


def drawn_for(request, page, **said):
    block = NextEventsBlock()
    value = block.to_python({"heading": "Prochainement", "limit": 3, **said})
    html = block.render(value, context={"page": page, "request": request})
    return html, re.findall(r"<h[23]><a [^>]*>([^<]*)", html)


def test_block_shows_what_takes_place_next_on_the_whole_site(rf):
    index = make_event_index()
    make_event(index=index, title="Atelier", dates=[AUTUMN])
    make_event(title="Repas", dates=[PAST, MEAL])
    make_event(title="Ancien", dates=[PAST])
    make_event(title="Café", dates=[TODAY])

    html, names = drawn(rf, index)

    assert names == ["Café", "Repas", "Atelier"]
    assert html.count("<h2>Prochainement</h2>") == 1
    assert re.findall(r"<time [^>]*>([^<]*)", html)[1] == "Friday 28 August 2026 from 12:30 to 14:00"


def test_block_shows_as_many_as_its_editor_wants(rf):
    index = make_event_index()
    make_event(index=index, title="Atelier", dates=[AUTUMN])
    make_event(index=index, title="Repas", dates=[MEAL])

    _html, names = drawn(rf, index, limit=1)

    assert names == ["Repas"]


def test_block_leaves_out_what_does_not_take_place_or_not_everybody_may_read(rf):
    index = make_event_index()
    make_event(index=index, dates=[MEAL], status="cancelled")
    make_event(index=index, dates=[MEAL], status="postponed")
    make_event(index=index, dates=[MEAL]).unpublish()
    PageViewRestriction.objects.create(page=make_event(index=index, dates=[MEAL]), restriction_type="login")
    make_event(index=index, dates=[("2026-08-28T14:00", "2026-08-28T12:30")])
    make_event(index=index, title="Repas", dates=[AUTUMN], status="moved")

    _html, names = drawn(rf, index)

    assert names == ["Repas"]


def test_block_speaks_the_language_of_its_page(rf):
    locale = Locale.objects.create(language_code="fr")
    index = make_event_index()
    page = make_event(index=index, title="Shared meal", dates=[MEAL])
    translated = page.copy_for_translation(locale, copy_parents=True)
    translated.title = "Repas partagé"
    translated.save_revision().publish()

    lists = [drawn(rf, index)[1], drawn(rf, translated)[1]]

    assert lists == [["Shared meal"], ["Repas partagé"]]


def test_block_shows_an_event_and_its_alias_once(rf):
    index = make_event_index()
    page = make_event(index=index, title="Repas", dates=[MEAL])
    page.create_alias(parent=make_event_index(), update_slug=f"alias-{uuid4().hex[:8]}")

    html, names = drawn(rf, index)

    assert names == ["Repas"]
    assert re.findall(r'<h3><a href="([^"]*)"', html) == [page.url]


def test_block_without_events_draws_nothing(rf):
    index = make_event_index()
    make_event(index=index, dates=[PAST])

    html, _names = drawn(rf, index)

    assert html.strip() == ""


@pytest.mark.parametrize("count", [10, 1000])
def test_block_is_drawn_in_a_few_queries(rf, count):
    index = make_event_index()
    make_many_events(count, index)
    request = rf.get("/")
    index.get_url(request)

    with CaptureQueriesContext(connection) as queries:
        _html, names = drawn_for(request, index)

    assert names == ["Repas 1", "Repas 3", "Repas 5"]
    assert len(queries) == 5
