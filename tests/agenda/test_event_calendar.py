"""Events as files for calendars, read back by other people's readers."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
import vobject
from wagtail.models import Locale

from tests.agenda.house import event_page, make_event, make_event_index
from tests.factories import make_issuer
from tests.pages.editing import count_queries
from tests.testapp.models import HouseEventIndexPage, HouseEventPage, HouseOccurrence
from wagtail_openbadges.agenda.events.calendars import of_event
from wagtail_openbadges.agenda.models import EventIndexPage, EventPage
from wagtail_openbadges.authoring.calendars import zones
from wagtail_openbadges.models import Gathering, GatheringDate, Organisation

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 20, 12, 0, tzinfo=UTC)
LUNCH = ("2026-10-02T12:30", "2026-10-02T14:00")


@pytest.fixture(autouse=True)
def _here_and_now():
    """Read pages in the language of the source strings, at one instant."""
    Locale.objects.filter(language_code="fr").update(language_code="en")
    with time_machine.travel(NOW, tick=False):
        yield


def read_text(client, page):
    response = client.get(f"{page.url}event-ics/")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return response.content.decode()


def read(client, page):
    return icalendar.Calendar.from_ical(read_text(client, page))


def republish(page, **changes):
    page = EventPage.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)


def move(page, *dates):
    """Publish other dates of the rows that the page has."""
    page = EventPage.objects.get(pk=page.pk)
    rows = list(page.occurrences.all())
    for row, (starts, ends) in zip(rows, dates, strict=True):
        row.starts, row.ends = starts, ends
    page.occurrences = rows
    page.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)


def make_whole_days(first, last):
    page = make_event_index().add_child(instance=event_page(dates=[(first, last)]))
    rows = list(page.occurrences.all())
    rows[0].is_all_day = True
    page.occurrences = rows
    page.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)


def test_event_says_what_happens_when_where_and_for_whom(client):
    page = make_event(dates=[LUNCH], tags=("Repas", "Bénévolat"), contact="bonjour@example.org")
    page = republish(page, organiser_name="Maillage")

    (event,) = read(client, page).events

    gathering, row = page.gathering, page.occurrences.get()
    address = f"http://localhost{page.url}"
    assert {name: str(event[name]) for name in ("uid", "status", "summary", "location", "url", "organizer")} == {
        "uid": f"{gathering.uuid}-{row.uid}@openbadges",
        "status": "CONFIRMED",
        "summary": "Repas convivial chez Maillage",
        "location": "Maillage, 1 rue de l’Exemple, 59000 Lille",
        "url": address,
        "organizer": "mailto:bonjour@example.org",
    }
    assert str(event["description"]) == f"Un repas partagé entre personnes qui portent un projet.\n{address}"
    assert (event["organizer"].params["CN"], event["categories"].cats) == ("Maillage", ["Bénévolat", "Repas"])
    assert (event["dtstamp"].dt, event["last-modified"].dt, event["sequence"]) == (NOW, NOW, 0)
    assert "geo" not in event


def test_event_with_nothing_but_a_title_leaves_the_rest_out(client):
    page = make_event(dates=[LUNCH], place_name="", street="", postcode="", town="", summary="")

    (event,) = read(client, page).events

    assert sorted(event) == [
        "DESCRIPTION",
        "DTEND",
        "DTSTAMP",
        "DTSTART",
        "LAST-MODIFIED",
        "SEQUENCE",
        "STATUS",
        "SUMMARY",
        "UID",
        "URL",
    ]
    assert str(event["description"]) == f"http://localhost{page.url}"


def test_event_is_read_in_the_same_way_by_another_reader(client):
    page = make_event(dates=[LUNCH])

    event = vobject.readOne(read_text(client, page)).vevent

    paris = ZoneInfo("Europe/Paris")
    assert (event.summary.value, event.status.value) == ("Repas convivial chez Maillage", "CONFIRMED")
    assert event.dtstart.value == datetime(2026, 10, 2, 12, 30, tzinfo=paris)
    assert event.dtend.value == datetime(2026, 10, 2, 14, 0, tzinfo=paris)


@pytest.mark.parametrize(
    ("zone", "starts", "ends", "instants"),
    [
        ("Europe/Paris", "2026-10-02T12:30", "2026-10-02T14:00", ("2026-10-02T10:30Z", "2026-10-02T12:00Z")),
        ("Indian/Reunion", "2026-10-02T12:30", "2026-10-02T14:00", ("2026-10-02T08:30Z", "2026-10-02T10:00Z")),
        ("Europe/Paris", "2026-10-24T22:00", "2026-10-25T02:30", ("2026-10-24T20:00Z", "2026-10-25T01:30Z")),
        ("Europe/Paris", "2026-10-25T02:30", "2026-10-25T04:00", ("2026-10-25T00:30Z", "2026-10-25T03:00Z")),
        ("Europe/Paris", "2027-03-28T01:30", "2027-03-28T03:30", ("2027-03-28T00:30Z", "2027-03-28T01:30Z")),
        ("America/Martinique", "2026-12-31T22:00", "2027-01-01T02:00", ("2027-01-01T02:00Z", "2027-01-01T06:00Z")),
    ],
)
def test_date_is_the_same_instants_for_every_reader(client, zone, starts, ends, instants):
    page = make_event(zone_name=zone, dates=[(starts, ends)])
    text = read_text(client, page)

    (event,) = icalendar.Calendar.from_ical(text).events
    other = vobject.readOne(text).vevent

    expected = tuple(datetime.fromisoformat(instant) for instant in instants)
    assert (event["dtstart"].dt.astimezone(UTC), event["dtend"].dt.astimezone(UTC)) == expected
    assert (other.dtstart.value.astimezone(UTC), other.dtend.value.astimezone(UTC)) == expected


def test_date_names_the_clock_of_its_place_and_describes_it(client):
    page = make_event(zone_name="Indian/Reunion", dates=[LUNCH])

    calendar = read(client, page)

    (event,) = calendar.events
    assert (event["dtstart"].params["TZID"], event["dtend"].params["TZID"]) == ("Indian/Reunion", "Indian/Reunion")
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Indian/Reunion"]
    assert calendar.get_missing_tzids() == set()


@pytest.mark.parametrize("zone_name", ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"])
def test_clock_of_a_place_is_changed_at_the_instants_when_people_change_theirs(zone_name):
    place = ZoneInfo(zone_name)
    (written,) = zones({zone_name: [NOW, NOW + timedelta(days=800)]})

    changes = []
    for part in icalendar.Timezone.from_ical(written.to_ical()).subcomponents:
        old, new = part["TZOFFSETFROM"].td, part["TZOFFSETTO"].td
        further = [value.dt for value in part["RDATE"].dts] if "RDATE" in part else []
        for begins in [part["DTSTART"].dt, *further] if old != new else ():
            instant = (begins - old).replace(tzinfo=UTC)
            around = (instant - timedelta(seconds=1), instant)
            changes.append(([at.astimezone(place).utcoffset() for at in around], [old, new]))

    assert len(changes) >= 6
    assert [known for known, _written in changes] == [said for _known, said in changes]


def test_date_whose_end_nobody_knows_says_none(client):
    page = make_event(dates=[("2026-10-02T12:30", "")])

    (event,) = read(client, page).events

    assert ("dtend" in event, "duration" in event) == (False, False)


@pytest.mark.parametrize(
    ("first", "last", "end"),
    [
        ("2026-10-25T00:00", "2026-10-25T00:00", date(2026, 10, 26)),
        ("2026-10-25T18:00", "", date(2026, 10, 26)),
        ("2026-10-24T09:00", "2026-10-26T08:00", date(2026, 10, 27)),
    ],
)
def test_whole_days_are_days_on_every_clock(client, first, last, end):
    page = make_whole_days(first, last)

    calendar = read(client, page)

    (event,) = calendar.events
    assert (event["dtstart"].dt, event["dtend"].dt) == (date.fromisoformat(first[:10]), end)
    assert "DTSTART;VALUE=DATE:" in read_text(client, page)
    assert calendar.walk("VTIMEZONE") == []


def test_each_date_of_an_event_is_an_entry_of_its_own(client):
    page = make_event(dates=[LUNCH, ("2026-10-09T12:30", "2026-10-09T14:00")])

    events = read(client, page).events

    uids = [f"{page.gathering.uuid}-{row.uid}@openbadges" for row in page.occurrences.all()]
    assert [str(event["uid"]) for event in events] == uids
    assert [event["dtstart"].dt.day for event in events] == [2, 9]


def test_event_that_moves_keeps_its_identity_and_counts_on(client):
    page = make_event(dates=[LUNCH])
    (before,) = read(client, page).events

    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        page = move(page, ("2026-10-03T12:30", "2026-10-03T14:00"))
        (after,) = read(client, page).events

    assert (after["uid"], after["dtstart"].dt.day) == (before["uid"], 3)
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert (after["dtstamp"].dt, after["last-modified"].dt) == (NOW + timedelta(hours=1),) * 2


def test_event_published_again_without_change_counts_nothing(client):
    page = make_event(dates=[LUNCH])
    before = read_text(client, page)

    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        after = read_text(client, republish(page))

    assert before == after


def test_event_that_is_cancelled_says_so_and_counts_on(client):
    page = make_event(dates=[LUNCH])

    page = republish(page, status="cancelled", status_note="Trop peu d’inscriptions.")

    (event,) = read(client, page).events
    assert (str(event["status"]), event["sequence"]) == ("CANCELLED", 1)
    assert str(event["description"]).splitlines()[0] == "Cancelled. Trop peu d’inscriptions."


@pytest.mark.parametrize(
    ("status", "written", "first_line"),
    [
        ("planned", "CONFIRMED", "Un repas partagé entre personnes qui portent un projet."),
        ("full", "CONFIRMED", "Full."),
        ("moved", "CONFIRMED", "Moved."),
        ("postponed", "TENTATIVE", "Postponed."),
    ],
)
def test_status_is_said_to_programs_and_to_people(client, status, written, first_line):
    page = make_event(dates=[LUNCH], status=status)

    (event,) = read(client, page).events

    assert (str(event["status"]), str(event["description"]).splitlines()[0]) == (written, first_line)


def test_postponed_event_without_date_has_no_file_but_a_reason(client):
    page = make_event(dates=[], status="postponed")

    response = client.get(f"{page.url}event-ics/")

    assert (response.status_code, response["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert response.content.decode() == (
        f"This event has no date yet. Its page will say it: http://localhost{page.url}"
    )


def test_event_whose_record_is_not_published_is_not_found(client):
    page = make_event(dates=[LUNCH])
    found = client.get(f"{page.url}event-ics/").status_code
    Gathering.objects.update(is_published=False)
    closed = client.get(f"{page.url}event-ics/").status_code
    Gathering.objects.all().delete()

    missing = client.get(f"{page.url}event-ics/").status_code

    assert (found, closed, missing) == (200, 404, 404)


@pytest.mark.parametrize(
    ("registration", "shown"), [("none", True), ("elsewhere", True), ("here", False)], ids=lambda value: str(value)
)
def test_address_of_the_meeting_is_kept_for_those_who_register(client, registration, shown):
    address = "https://visio.example.org/repas"
    page = make_event(
        make_issuer(),
        dates=[LUNCH],
        event_format="online",
        online_url=address,
        registration=registration,
        elsewhere_url="https://billets.example.org",
    )

    (event,) = read(client, page).events

    assert page.gathering.texts.get().online_url == address
    assert event.get("location") == (address if shown else None)
    assert str(event["description"]).splitlines()[1:-1] == ([address] if shown else [])


def test_organiser_is_written_only_when_an_address_is_known(client):
    structure = Organisation.objects.create(name='Maillage "Lille"', email="contact@example.org")
    nameless = Organisation.objects.create(name="Sans adresse")
    pages = [
        make_event(dates=[LUNCH], organiser=structure, contact="03 20 00 00 00"),
        make_event(dates=[LUNCH], organiser=nameless),
        make_event(dates=[LUNCH], organiser_name="Un collectif"),
    ]

    organisers = [read(client, page).events[0].get("organizer") for page in pages]

    assert organisers == ["mailto:contact@example.org", None, None]
    assert organisers[0].params["CN"] == "Maillage ”Lille”"


def test_words_that_no_calendar_can_hold_are_written_as_plain_text(client):
    page = make_event(
        dates=[LUNCH],
        title="Sain \x0b& <b>local</b>;, durable\x1b",
        summary="Un\rEND:VCALENDAR\r\nDeux\x1f, trois; quatre \\ cinq",
        place_name="Salle\nATTENDEE:mailto:x@example.org",
    )

    (event,) = read(client, page).events

    assert str(event["summary"]) == "Sain & <b>local</b>;, durable"
    assert str(event["description"]).splitlines()[:3] == ["Un", "END:VCALENDAR", "Deux, trois; quatre \\ cinq"]
    assert str(event["location"]).startswith("Salle ATTENDEE:mailto:x@example.org, 1 rue")
    assert "attendee" not in event


@pytest.mark.parametrize("year", ["0001", "9998"])
def test_date_at_the_end_of_all_clocks_breaks_nothing(client, year):
    page = make_event(dates=[(f"{year}-12-30T12:30", f"{year}-12-30T14:00")])

    (event,) = read(client, page).events

    assert event["dtstart"].dt.year == int(year)


def test_event_in_two_languages_is_one_entry_in_the_words_of_each(rf):
    page = make_event(dates=[LUNCH])
    translated = page.copy_for_translation(Locale.objects.create(language_code="fr"), copy_parents=True)
    translated.title = "Repas partagé"
    translated.save_revision().publish()

    (one,), (other,) = (
        icalendar.Calendar.from_ical(of_event(each, rf.get("/")).content).events
        for each in (page, EventPage.objects.get(pk=translated.pk))
    )

    assert one["uid"] == other["uid"]
    assert (str(one["summary"]), str(other["summary"])) == ("Repas convivial chez Maillage", "Repas partagé")


def test_alias_of_an_event_answers_what_its_source_does(client):
    page = make_event(dates=[LUNCH])
    alias = page.create_alias(parent=make_event_index())

    (event,), (same,) = read(client, page).events, read(client, alias).events

    assert (same["uid"], same["sequence"]) == (event["uid"], event["sequence"])


def test_site_with_page_types_of_its_own_has_files_too(client):
    index = make_event_index().get_parent().add_child(instance=HouseEventIndexPage(title="Nos dates", slug="dates"))
    page = HouseEventPage(title="Atelier", slug="atelier", zone_name="Europe/Paris")
    page.occurrences = [HouseOccurrence(starts=LUNCH[0], ends=LUNCH[1])]
    index.add_child(instance=page)
    page.save_revision().publish()

    (event,) = read(client, page).events

    assert (str(event["summary"]), "categories" in event) == ("Atelier", False)


def read_agenda(client, index, query=""):
    response = client.get(f"{index.url}events-ics/{query}")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(response.content)


def summaries(calendar):
    return [str(event["summary"]) for event in calendar.events]


def test_agenda_holds_every_date_below_it_those_that_come_last_first(client):
    index = make_event_index()
    make_event(index=index, title="Repas", dates=[LUNCH, ("2026-11-06T12:30", "2026-11-06T14:00")])
    make_event(index=index, title="Atelier", dates=[("2026-10-20T18:00", "")], zone_name="Indian/Reunion")
    make_event(title="Ailleurs", dates=[LUNCH])

    calendar = read_agenda(client, index)

    assert summaries(calendar) == ["Repas", "Atelier", "Repas"]
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Paris", "Indian/Reunion"]
    assert (str(calendar["x-wr-calname"]), calendar.get_missing_tzids()) == ("Agenda", set())


def test_agenda_and_event_give_a_date_the_same_identity(client):
    index = make_event_index()
    page = make_event(
        index=index, dates=[LUNCH], contact="bonjour@example.org", status="moved", status_note="À Roubaix."
    )

    (listed,), (alone,) = read_agenda(client, index).events, read(client, page).events

    names = ("uid", "sequence", "dtstart", "dtend", "status", "summary", "description", "location", "url", "organizer")
    assert [str(listed[name]) for name in names] == [str(alone[name]) for name in names]


def test_agenda_holds_the_last_year_and_what_is_to_come(client):
    index = make_event_index()
    make_event(index=index, title="Trop vieux", dates=[("2025-09-20T12:00", "2025-09-20T14:00")])
    make_event(index=index, title="Dernier", dates=[("2025-09-20T12:00", "2025-09-20T14:01")])
    make_event(index=index, title="Sans date", dates=[], status="postponed")

    calendar = read_agenda(client, index)

    assert summaries(calendar) == ["Dernier"]
    assert (Gathering.objects.count(), GatheringDate.objects.count()) == (3, 2)


@pytest.mark.parametrize(
    ("query", "found", "name"),
    [
        ("", ["Atelier", "Repas"], "Agenda"),
        ("?topic=repas", ["Repas"], "Agenda · Repas"),
        ("?topic=autre", [], "Agenda"),
        ("?topic=%00", [], "Agenda"),
        ("?topic=", ["Atelier", "Repas"], "Agenda"),
    ],
)
def test_agenda_of_a_topic_holds_nothing_else(client, query, found, name):
    index = make_event_index()
    make_event(index=index, title="Repas", dates=[LUNCH], tags=("Repas",))
    make_event(index=index, title="Atelier", dates=[("2026-10-03T12:30", "")], tags=("Atelier",))

    calendar = read_agenda(client, index, query)

    assert (summaries(calendar), str(calendar["x-wr-calname"])) == (found, name)


def test_agenda_keeps_the_address_of_a_meeting_online_to_the_page(client):
    index = make_event_index()
    address = "https://visio.example.org/repas"
    page = make_event(index=index, dates=[LUNCH], event_format="online", online_url=address)

    (event,) = read_agenda(client, index).events

    assert page.online_url == address
    assert ("location" in event, address in str(event["description"])) == (False, False)


def test_empty_agenda_can_be_read(client):
    assert read_agenda(client, make_event_index()).events == []


def test_queries_of_the_agenda_are_as_many_for_more_events(client):
    index = make_event_index()
    make_event(index=index, dates=[LUNCH], tags=("Repas",))
    few = count_queries(client, f"{index.url}events-ics/")
    for _ in range(3):
        make_event(index=index, dates=[LUNCH, ("2026-10-20T18:00", "")], tags=("Repas",))

    many = count_queries(client, f"{index.url}events-ics/")

    assert (many, many <= 20) == (few, True)
    assert len(read_agenda(client, EventIndexPage.objects.get()).events) == 7


def test_agenda_of_many_dates_is_bounded(client, django_assert_max_num_queries):
    index = make_event_index()
    gathering = make_event(index=index, dates=[LUNCH]).gathering
    GatheringDate.objects.bulk_create(
        GatheringDate(
            gathering=gathering,
            uid=uuid4(),
            starts_at=NOW + timedelta(days=days),
            ends_at=NOW + timedelta(days=days, hours=1),
            starts_local=f"{NOW + timedelta(days=days):%Y-%m-%dT%H:%M}",
        )
        for days in range(20, 620)
    )

    with django_assert_max_num_queries(20):
        calendar = read_agenda(client, index)

    days = [(event["dtstart"].dt - NOW).days for event in calendar.events]
    assert days == list(range(619, 119, -1))
