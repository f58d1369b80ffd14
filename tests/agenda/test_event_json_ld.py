"""What search engines read about an event."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.utils import translation

from tests.agenda.house import event_page, make_event, make_event_index
from tests.factories import make_issuer, make_registration
from wagtail_openbadges.agenda.events.json_ld import described
from wagtail_openbadges.agenda.models import EventPage
from wagtail_openbadges.domain.registering import seats_left
from wagtail_openbadges.models import Organisation

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 20, 12, 0, tzinfo=UTC)
LUNCH = ("2026-10-02T12:30", "2026-10-02T14:00")
PLACE = {
    "@type": "Place",
    "name": "Maillage",
    "address": {
        "@type": "PostalAddress",
        "streetAddress": "1 rue de l’Exemple",
        "postalCode": "59000",
        "addressLocality": "Lille",
    },
}


@pytest.fixture(autouse=True)
def _here_and_now():
    with time_machine.travel(NOW, tick=False), translation.override("en"):
        yield


@pytest.fixture
def describe(rf):
    return lambda page, image_url="": described(
        page, page.gathering, rf.get("/"), image_url=image_url, left=seats_left(page.gathering)
    )


def test_event_is_described_as_its_page_says_it(describe):
    structure = Organisation.objects.create(name="Maillage", url="https://maillage.example.org/")
    page = make_event(dates=[LUNCH], organiser=structure, publics=["volunteers", "families"])

    document = describe(page, "/media/repas.jpg")

    assert document == {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": "Repas convivial chez Maillage",
        "description": "Un repas partagé entre personnes qui portent un projet.",
        "url": f"http://testserver{page.url}",
        "image": "http://testserver/media/repas.jpg",
        "inLanguage": "fr",
        "startDate": "2026-10-02T12:30:00+02:00",
        "endDate": "2026-10-02T14:00:00+02:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": PLACE,
        "organizer": {"@type": "Organization", "name": "Maillage", "url": "https://maillage.example.org/"},
        "audience": [
            {"@type": "Audience", "audienceType": "Volunteers"},
            {"@type": "Audience", "audienceType": "Families"},
        ],
        "isAccessibleForFree": True,
    }


def test_event_of_which_little_is_known_leaves_the_rest_out(describe):
    page = make_event(dates=[LUNCH], summary="", place_name="", street="", postcode="", town="", is_free=False)

    document = describe(page)

    assert sorted(document) == [
        "@context",
        "@type",
        "endDate",
        "eventAttendanceMode",
        "eventStatus",
        "inLanguage",
        "isAccessibleForFree",
        "name",
        "startDate",
        "url",
    ]
    assert document["isAccessibleForFree"] is False


def test_event_never_published_is_described_without_dates(rf):
    page = event_page(dates=[LUNCH])
    make_event_index().add_child(instance=page)

    document = described(page, None, rf.get("/"), image_url="", left=None)

    assert ("startDate" in document, document["eventStatus"]) == (False, "https://schema.org/EventScheduled")


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("planned", "EventScheduled"),
        ("full", "EventScheduled"),
        ("moved", "EventRescheduled"),
        ("postponed", "EventPostponed"),
        ("cancelled", "EventCancelled"),
    ],
)
def test_status_is_a_word_of_the_vocabulary(describe, status, word):
    page = make_event(dates=[LUNCH], status=status)

    assert describe(page)["eventStatus"] == f"https://schema.org/{word}"


@pytest.mark.parametrize(
    ("zone", "dates", "said"),
    [
        ("Indian/Reunion", LUNCH, ("2026-10-02T12:30:00+04:00", "2026-10-02T14:00:00+04:00")),
        (
            "Europe/Paris",
            ("2026-10-24T22:00", "2026-10-25T02:30"),
            ("2026-10-24T22:00:00+02:00", "2026-10-25T02:30:00+01:00"),
        ),
        ("Europe/Paris", ("2026-10-02T12:30", ""), ("2026-10-02T12:30:00+02:00", None)),
    ],
)
def test_dates_carry_the_offset_of_their_place(describe, zone, dates, said):
    document = describe(make_event(zone_name=zone, dates=[dates]))

    assert (document["startDate"], document.get("endDate")) == said


@pytest.mark.parametrize(("ends", "last"), [("2026-10-04T08:00", "2026-10-04"), ("", "2026-10-02")])
def test_whole_days_are_dates_without_hours(describe, ends, last):
    page = event_page(dates=[("2026-10-02T09:00", ends)])
    rows = list(page.occurrences.all())
    rows[0].is_all_day = True
    page.occurrences = rows
    make_event_index().add_child(instance=page)
    page.save_revision().publish()

    document = describe(EventPage.objects.get(pk=page.pk))

    assert (document["startDate"], document["endDate"]) == ("2026-10-02", last)


def test_several_dates_are_one_event_with_parts(describe):
    page = make_event(dates=[("2026-10-09T12:30", ""), LUNCH], place_name="", street="", postcode="", town="")

    document = describe(page)

    part = {
        "@type": "Event",
        "name": "Repas convivial chez Maillage",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
    }
    assert (document["startDate"], document.get("endDate")) == ("2026-10-02T12:30:00+02:00", None)
    assert document["subEvent"] == [
        {**part, "startDate": "2026-10-02T12:30:00+02:00", "endDate": "2026-10-02T14:00:00+02:00"},
        {**part, "startDate": "2026-10-09T12:30:00+02:00"},
    ]


@pytest.mark.parametrize(
    ("event_format", "registration", "mode", "online"),
    [
        ("online", "none", "OnlineEventAttendanceMode", "https://visio.example.org/repas"),
        ("online", "here", "OnlineEventAttendanceMode", None),
        ("both", "none", "MixedEventAttendanceMode", "https://visio.example.org/repas"),
    ],
)
def test_meeting_online_is_named_by_its_address_only_where_the_page_shows_it(
    describe, event_format, registration, mode, online
):
    page = make_event(
        make_issuer(),
        dates=[LUNCH],
        event_format=event_format,
        registration=registration,
        online_url="https://visio.example.org/repas",
    )

    document = describe(page)

    meeting = {"@type": "VirtualLocation", "url": online or f"http://testserver{page.url}"}
    assert document["eventAttendanceMode"] == f"https://schema.org/{mode}"
    assert document["location"] == ([PLACE, meeting] if event_format == "both" else meeting)


def test_event_on_site_keeps_an_address_online_that_was_left_behind_to_itself(describe):
    page = make_event(dates=[LUNCH], online_url="https://visio.example.org/repas")

    assert describe(page)["location"] == PLACE


def test_registration_here_is_an_offer_until_the_last_seat(describe):
    page = make_event(make_issuer(), dates=[LUNCH], capacity=1)
    before = describe(page)
    make_registration(page.gathering)

    after = describe(page)

    offer = {"@type": "Offer", "url": f"http://testserver{page.url}register/", "price": 0, "priceCurrency": "EUR"}
    assert before["offers"] == {**offer, "availability": "https://schema.org/InStock"}
    assert after["offers"] == {**offer, "availability": "https://schema.org/SoldOut"}
    assert after["maximumAttendeeCapacity"] == 1


def test_event_that_its_editor_calls_full_is_sold_out(describe):
    page = make_event(make_issuer(), dates=[LUNCH], status="full", has_waiting_list=False)

    assert describe(page)["offers"]["availability"] == "https://schema.org/SoldOut"


def test_offer_of_an_event_with_a_price_says_it_in_words(describe):
    page = make_event(make_issuer(), dates=[LUNCH], is_free=False, price="5 €, libre pour les adhérents")

    assert describe(page)["offers"] == {
        "@type": "Offer",
        "url": f"http://testserver{page.url}register/",
        "availability": "https://schema.org/InStock",
        "description": "5 €, libre pour les adhérents",
    }


def test_registration_elsewhere_is_an_offer_there(describe):
    page = make_event(dates=[LUNCH], registration="elsewhere", elsewhere_url="https://billets.example.org/repas")

    assert describe(page)["offers"]["url"] == "https://billets.example.org/repas"


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "cancelled"},
        {"status": "postponed"},
        {"privacy_notice": ""},
        {"registration_closes": "2026-09-20T12:00"},
        {"dates": [("2026-09-19T12:00", "2026-09-19T14:00")]},
        {"registration": "none"},
    ],
)
def test_nothing_is_offered_when_nobody_can_register(describe, changes):
    page = make_event(make_issuer(), **{"dates": [LUNCH], **changes})

    assert describe(page).get("offers") is None


def test_alias_names_the_address_and_the_language_of_its_source(describe):
    page = make_event(dates=[LUNCH])
    alias = page.create_alias(parent=make_event_index())

    document = describe(alias)

    assert (document["url"], document["startDate"]) == (f"http://testserver{page.url}", "2026-10-02T12:30:00+02:00")
