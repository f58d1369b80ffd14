"""What our pages tell search engines is made of words that schema.org has, as its own types judge it."""

from __future__ import annotations

import json
import re

import pytest

from tests.agenda.house import clock, make_event, make_news
from tests.factories import make_issuer
from tests.interop.vocabulary import judge
from tests.pages.call_house import OPEN, make_call_page, make_round_page
from tests.pages.house import make_badge_page, make_image
from wagtail_openbadges.agenda.events.json_ld import described
from wagtail_openbadges.domain.registering import seats_left
from wagtail_openbadges.models import Organisation

pytestmark = [pytest.mark.interop, pytest.mark.django_db]

DATES = [(clock(10, "12:30"), clock(10, "14:00")), (clock(17, "12:30"), clock(17, "14:00"))]


def embedded(client, page):
    """Return the document in the page as readers get it."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(page.url).content.decode())
    return json.loads(found[1])


@pytest.fixture
def documents(client, rf):
    """Return one document of each kind, with everything that it can say."""
    issuer = make_issuer()
    hub = make_call_page()
    round_page = make_round_page(issuer, hub=hub, **OPEN)
    structure = Organisation.objects.create(name="Maillage", url="https://maillage.example.org/")
    said = {"organiser": structure, "publics": ["volunteers"], "capacity": 20, "event_format": "both"}
    here = make_event(issuer, dates=DATES, **said)
    elsewhere = make_event(
        dates=DATES[:1],
        registration="elsewhere",
        elsewhere_url="https://billets.example.org/",
        status="moved",
        is_free=False,
        price="5 €",
    )
    return {
        "badge": embedded(client, make_badge_page(issuer)),
        "call": embedded(client, hub),
        "round": embedded(client, round_page),
        "news": embedded(client, make_news(tags=("Repas",), organisation=structure, image=make_image())),
        **{
            name: described(
                page,
                page.gathering,
                rf.get("/"),
                image_url="/media/repas.jpg",
                left=seats_left(page.gathering),
            )
            for name, page in {"event": here, "event elsewhere": elsewhere}.items()
        },
    }


WRONG = {
    "a word of no type": {"headlines": "Repas"},
    "a word of another type": {"streetAddress": "1 rue de l’Exemple"},
    "a status that does not exist": {"eventStatus": "https://schema.org/EventSchedule"},
    "a place without its type": {"location": {"name": "Maillage"}},
    "a currency in the wrong place": {"priceCurrency": "EUR"},
}


def test_documents_of_pages_are_accepted_and_their_wrong_twins_refused(documents, tmp_path):
    twins = {f"event with {name}": {**documents["event"], **change} for name, change in WRONG.items()}
    twins["news with a word of a place"] = {**documents["news"], "streetAddress": "1 rue de l’Exemple"}
    twins["badge with a word of an event"] = {**documents["badge"], "startDate": "2026-10-02"}

    said = judge({**documents, **twins}, tmp_path)

    assert {name: said[name] for name in documents} == {name: [] for name in documents}
    assert {name: len(said[name]) for name in twins} == dict.fromkeys(twins, 1)


def test_event_laid_before_the_judge_says_all_that_it_can(documents):
    assert sorted(documents["event"]) == [
        "@context",
        "@type",
        "audience",
        "description",
        "endDate",
        "eventAttendanceMode",
        "eventStatus",
        "image",
        "inLanguage",
        "isAccessibleForFree",
        "location",
        "maximumAttendeeCapacity",
        "name",
        "offers",
        "organizer",
        "startDate",
        "subEvent",
        "url",
    ]
