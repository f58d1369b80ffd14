"""A site whose events and news are page types of its own, made from the mixins, without our agenda app."""

import pytest
from django.apps import apps
from django.core import checks, mail
from django.db import connection

from tests.factories import make_issuer
from tests.pages.house import NOTICE, home
from tests.testapp.models import (
    HouseEventIndexPage,
    HouseEventPage,
    HouseNewsIndexPage,
    HouseNewsPage,
    HouseOccurrence,
)
from wagtail_openbadges.agenda.events.blocks import NextEventsBlock
from wagtail_openbadges.agenda.news.blocks import LastNewsBlock
from wagtail_openbadges.domain import access
from wagtail_openbadges.jobs.drain import drain
from wagtail_openbadges.models import AccessLink, Registration, RegistrationState, RegistrationWay

pytestmark = pytest.mark.django_db


@pytest.fixture
def agenda():
    return home().add_child(instance=HouseEventIndexPage(title="Nos dates", slug="dates"))


@pytest.fixture
def event(agenda):
    page = HouseEventPage(
        title="Veillée",
        slug="veillee",
        zone_name="Europe/Paris",
        issuer=make_issuer(),
        registration=RegistrationWay.HERE,
        privacy_notice=NOTICE,
    )
    page.occurrences = [HouseOccurrence(starts="2099-10-02T18:00", ends="2099-10-02T20:00")]
    agenda.add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.fixture
def news():
    index = home().add_child(instance=HouseNewsIndexPage(title="Nouvelles", slug="nouvelles"))
    page = index.add_child(instance=HouseNewsPage(title="La maison ouvre", slug="maison", summary="Une phrase."))
    page.save_revision().publish()
    return page


def test_agenda_app_is_left_out_and_the_check_of_the_site_finds_no_error():
    serious = [message for message in checks.run_checks() if message.is_serious()]

    assert not apps.is_installed("wagtail_openbadges.agenda")
    assert [name for name in connection.introspection.table_names() if name.startswith("openbadges_agenda")] == []
    assert serious == []


def test_event_is_listed_shown_and_written_for_calendars(client, agenda, event):
    listed = client.get(agenda.url)
    month = client.get(f"{agenda.url}2099/10/")
    shown = client.get(event.url)
    calendar = client.get(f"{event.url}event-ics/")

    assert [card["name"] for group in listed.context["groups"] for card in group["cards"]] == ["Veillée"]
    assert [entry["title"] for week in month.context["weeks"] for day in week for entry in day["entries"]] == [
        "Veillée"
    ]
    assert [len(shown.context["when"][name]) for name in ("coming", "past")] == [1, 0]
    assert calendar.content.decode().count("BEGIN:VEVENT") == 1


def test_person_registers_and_is_written_to(client, event):
    asked = client.post(f"{event.url}register/", {"address": "lea@example.org"})
    client.post(asked.url, {"code": access.code_of(AccessLink.objects.get())})
    done = client.post(f"{event.url}register/", {"name": "Léa Exemple"})

    registration = Registration.objects.get()
    shown = client.get(done.url)
    drain()
    assert (registration.state, registration.gathering) == (RegistrationState.REGISTERED, event.gathering)
    assert (shown.status_code, shown.context["page_url"]) == (200, event.url)
    assert [message.to for message in mail.outbox] == [["lea@example.org"], ["lea@example.org"]]
    assert mail.outbox[-1].body.count(f"{event.full_url}\n") == 1


def test_news_is_listed_shown_and_told_in_feeds(client, news):
    index = news.get_parent()

    listed = client.get(index.url)
    shown = client.get(news.url)
    plain = client.get(f"{news.url}plain/")
    feed = client.get(f"{index.url}feed-atom/")

    assert [card["title"] for card in listed.context["cards"]] == ["La maison ouvre"]
    assert (shown.status_code, shown.context["topics"], shown.context["related"]) == (200, [], [])
    assert plain.context["page"] == news
    assert feed.content.decode().count("<entry>") == 1


def test_blocks_show_the_pages_of_the_site(rf, event, news):
    context = {"page": home(), "request": rf.get("/")}
    events, last = NextEventsBlock(), LastNewsBlock()

    coming = events.get_context(events.to_python({"limit": 3}), parent_context={**context})
    newest = last.get_context(last.to_python({"limit": 3}), parent_context={**context})

    assert [card["name"] for card in coming["cards"]] == ["Veillée"]
    assert [card["title"] for card in newest["cards"]] == ["La maison ouvre"]
