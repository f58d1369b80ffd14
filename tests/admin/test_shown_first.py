"""Lists that show first what is to be done say so beside their filters, and lead to the rest."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from tests.admin.people import event_url, main, make_event, make_people, rows
from tests.admin.room import make_room
from tests.factories import accept, make_issuer, make_opening, make_reviewer, make_submission
from wagtail_openbadges.domain import registering

pytestmark = pytest.mark.django_db

FIRST = {
    "openbadges_review": "Waiting for us",
    "openbadges_applications": "Waiting for us",
    "openbadges_questions": "To answer",
    "openbadges_rounds": "Not archived",
    "openbadges_registrations": "To come",
}


def pills(response):
    """Return the filters that the page says are in force: what each narrows, to what, and what takes it away."""
    said = r'<span class="w-text-14">\s*(.*?):\s*</span>\s*<b class="w-ml-1">(.*?)</b>.*?w-swap-src-value="(.*?)"'
    return [(label, value, unescape(url)) for label, value, url in re.findall(said, response.content.decode(), re.S)]


def wishes_of(address):
    """Return what an address asks for."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


@pytest.mark.parametrize(("name", "first"), FIRST.items())
def test_list_says_what_it_shows_first_and_leads_to_everything(client, name, first):
    client.force_login(make_reviewer(make_issuer()))

    [(label, value, address)] = pills(client.get(reverse(f"{name}:index")))

    assert (label, value, urlsplit(address).path) == ("Show", first, reverse(f"{name}:index_results"))
    assert wishes_of(address) == {"show": "all", "_w_filter_fragment": "1"}


def test_people_of_an_event_are_said_to_be_those_who_come_or_wait(client):
    reviewer, event = make_event()
    client.force_login(reviewer)

    [(label, value, address)] = pills(client.get(event_url(event)))

    assert (label, value, urlsplit(address).path) == ("State", "Coming or waiting", event_url(event, "event_results"))
    assert wishes_of(address) == {"state": "all", "_w_filter_fragment": "1"}


def test_taking_away_what_is_shown_first_shows_the_rest_and_keeps_the_other_filters(client):
    issuer, reviewer, waiting = make_room()
    accepted = accept(make_submission(make_opening(issuer)), reviewer)
    client.force_login(reviewer)
    first, other = pills(client.get(reverse("openbadges_review:index"), {"issuer": issuer.pk, "p": "1"}))

    everything = rows(client, first[2])

    assert (first[1], other[1]) == ("Waiting for us", str(issuer))
    assert wishes_of(first[2]) == {"show": "all", "issuer": str(issuer.pk), "_w_filter_fragment": "1"}
    assert {row[0] for row in everything} == {waiting.reference, accepted.reference}


@pytest.mark.parametrize("name", FIRST)
def test_list_of_everything_does_not_claim_to_show_anything_first(client, name):
    client.force_login(make_reviewer(make_issuer()))

    shown = pills(client.get(reverse(f"{name}:index"), {"show": "all"}))

    assert [(label, value) for label, value, _address in shown] == [("Show", "All")]


def test_search_that_looks_everywhere_is_not_said_to_be_narrowed(client):
    reviewer, event = make_event()
    gone, _there = make_people(event, "Zoé Un", "Ana Deux")
    registering.cancel_registration(gone, by=reviewer)
    client.force_login(reviewer)
    claims, people = reverse("openbadges_review:index"), event_url(event)

    shown = [pills(client.get(address, {"q": "Zoé"})) for address in (claims, people)]
    named = [row[0] for row in rows(client, event_url(event, "event_results"), q="Zoé")]

    assert (shown, named) == ([[], []], ["Zoé Un"])


def test_search_among_the_events_to_come_says_that_it_looks_there(client):
    client.force_login(make_reviewer(make_issuer()))

    shown = pills(client.get(reverse("openbadges_registrations:index"), {"q": "repas"}))

    assert [(value, wishes_of(address)["q"]) for _label, value, address in shown] == [("To come", "repas")]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("openbadges_review", "Nobody has asked your structures for a badge yet."),
        ("openbadges_applications", "Nobody has applied to a call of your structures yet."),
        ("openbadges_questions", "Nobody has asked your structures a question yet."),
        ("openbadges_rounds", "Your structures have no round yet."),
        ("openbadges_registrations", "Your structures receive no registrations."),
    ],
)
def test_list_of_everything_without_anything_says_that_there_is_nothing_at_all(client, name, said):
    client.force_login(make_reviewer(make_issuer()))

    everything = main(client.get(reverse(f"{name}:index"), {"show": "all"}))

    assert (said in everything, "Choose “All”" in everything) == (True, False)


def test_event_without_anybody_says_that_nobody_has_registered_yet(client):
    reviewer, event = make_event()
    client.force_login(reviewer)

    everything = main(client.get(event_url(event), {"state": "all"}))

    assert "Nobody has registered yet." in everything


def test_list_of_everything_that_is_narrowed_otherwise_says_that_nothing_matches(client):
    issuer, reviewer, _waiting = make_room()
    client.force_login(reviewer)
    address = reverse("openbadges_applications:index")

    shown = [main(client.get(address, {"show": "all", **wish})) for wish in ({"issuer": issuer.pk}, {"q": "x"})]

    assert ["No file matches." in page for page in shown] == [True, True]
    assert ["Nobody has applied" in page for page in shown] == [False, False]
