"""The organiser's room: events and their seats, the people of each, the tables that leave, the sheet for the door."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from tests.admin.people import (
    event_url,
    give_up,
    main,
    make_event,
    make_people,
    many_events,
    many_people,
    person_url,
    rows,
)
from tests.admin.room import csv_rows, xlsx_rows
from tests.agenda.house import make_event as make_event_page
from tests.factories import UserFactory, make_gathering, make_issuer, make_registration, make_reviewer
from wagtail_openbadges.domain import gatherings, registering, retention
from wagtail_openbadges.domain.gatherings import DateContent
from wagtail_openbadges.models import (
    Event,
    Gathering,
    GatheringStatus,
    GatheringText,
    OutboxJob,
    Registration,
    RegistrationState,
    RegistrationWay,
)

pytestmark = pytest.mark.django_db

INDEX = "openbadges_registrations:index"
NOON = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
QUESTION = {
    "uid": "come",
    "label": "Comment venez-vous ?",
    "help": "",
    "field_type": "singleline",
    "required": False,
    "choices": [],
    "default": "",
    "section": "",
}


def dates(*days):
    return tuple(DateContent(uid=uuid4(), start=f"{day}T12:30", end=f"{day}T14:00") for day in days)


def answer(value, *, uid="come", label=QUESTION["label"]):
    return {"uid": uid, "label": label, "type": "singleline", "value": value}


def listed(client, **wishes):
    return rows(client, reverse("openbadges_registrations:index_results"), **wishes)


def people(client, gathering, **wishes):
    return rows(client, event_url(gathering, "event_results"), **wishes)


def names(client, gathering, **wishes):
    return [row[0] for row in people(client, gathering, **wishes)]


@time_machine.travel(NOON, tick=False)
def test_list_shows_the_events_to_come_the_next_first(client):
    reviewer, later = make_event(title="Forum", dates=dates("2026-11-01"), capacity=2)
    make_people(later, "Zoé Un", "Ana Deux", "Sam Trois")
    make_gathering(later.issuer, title="Repas", dates=dates("2026-09-10"))
    make_gathering(later.issuer, title="Passé", dates=dates("2026-08-10"))
    client.force_login(reviewer)

    assert listed(client) == [
        ["Repas", "Thursday 10 September 2026 from 12:30 to 14:00, Paris time", "0", "0", "Open"],
        [
            "Forum",
            "Sunday 1 November 2026 from 12:30 to 14:00, Paris time",
            "2 of 2",
            "1",
            "Waiting list open",
        ],
    ]


@time_machine.travel(NOON, tick=False)
def test_list_writes_the_next_date_of_an_event_that_has_several(client):
    reviewer, _event = make_event(dates=dates("2026-08-25", "2026-09-08", "2026-09-15"))
    client.force_login(reviewer)

    assert [row[1] for row in listed(client)] == ["Tuesday 8 September 2026 from 12:30 to 14:00, Paris time"]


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "Open"),
        ({"status": GatheringStatus.CANCELLED}, "Cancelled"),
        ({"status": GatheringStatus.POSTPONED, "dates": ()}, "Postponed"),
        ({"privacy_notice": ""}, "Not open: something is missing"),
        ({"registration_closes": "2026-08-30T12:00"}, "Closed"),
        ({"status": GatheringStatus.FULL, "has_waiting_list": False}, "Full"),
        ({"capacity": 0, "has_waiting_list": False}, "Full"),
        ({"capacity": 0}, "Waiting list open"),
    ],
)
def test_list_says_in_words_whether_one_can_register(client, changes, state):
    reviewer, _event = make_event(**{"dates": dates("2026-10-01"), **changes})
    client.force_login(reviewer)

    assert [row[4] for row in listed(client)] == [state]


def test_list_says_that_the_page_is_not_published(client):
    reviewer, event = make_event()
    gatherings.close_gathering(event)
    client.force_login(reviewer)

    assert [row[4] for row in listed(client)] == ["Not published"]


@time_machine.travel(NOON, tick=False)
def test_list_can_be_narrowed(client):
    reviewer, coming = make_event(title="Forum des idées", dates=dates("2026-11-01"))
    make_gathering(coming.issuer, title="Forum passé", dates=dates("2026-08-01"))
    make_gathering(coming.issuer, title="Repas passé", dates=dates("2026-08-10"))
    other = make_gathering(make_issuer(), title="Forum des autres", dates=dates("2026-11-02"))
    reviewer.groups.add(other.issuer.reviewers)
    client.force_login(reviewer)
    wishes = [{}, {"show": "past"}, {"show": "all"}, {"issuer": other.issuer_id}, {"q": "idées"}, {"q": "x"}]

    found = [[row[0] for row in listed(client, **wish)] for wish in wishes]

    assert found == [
        ["Forum des idées", "Forum des autres"],
        ["Repas passé", "Forum passé"],
        ["Forum des autres", "Forum des idées", "Repas passé", "Forum passé"],
        ["Forum des autres"],
        ["Forum des idées"],
        [],
    ]


def test_list_names_events_in_the_language_of_the_reader(client):
    reviewer, event = make_event(title="Repas")
    GatheringText.objects.create(gathering=event, language="en", title="Meal")
    make_gathering(event.issuer, title="Forum")
    client.force_login(reviewer)

    assert sorted(row[0] for row in listed(client)) == ["Forum", "Meal"]
    assert [row[0] for row in listed(client, q="repas")] == ["Meal"]


def test_list_keeps_to_events_that_take_registrations_or_have_some(client):
    reviewer, event = make_event(title="Avec des inscriptions")
    make_registration(event)
    make_gathering(event.issuer, title="Sans", registration=RegistrationWay.NONE)
    Gathering.objects.filter(pk=event.pk).update(registration=RegistrationWay.NONE)
    client.force_login(reviewer)

    assert [[row[0], row[4]] for row in listed(client)] == [["Avec des inscriptions", "No registration any more"]]


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ({}, "No event to come sends its registrations to your structures."),
        ({"show": "past"}, "No event matches."),
        ({"q": "x"}, "No event m"),
    ],
)
def test_empty_list_says_why(client, wishes, said):
    client.force_login(make_reviewer(make_issuer()))

    response = client.get(reverse(INDEX), wishes)

    assert said in response.content.decode()


def test_list_is_read_in_as_many_queries_with_3_and_with_3000_events(client, django_assert_max_num_queries):
    reviewer, event = make_event()
    make_registration(event)
    many_events(2, event)
    client.force_login(reviewer)
    client.get(reverse(INDEX))
    with django_assert_max_num_queries(15):
        client.get(reverse(INDEX))
    many_events(2997, event)

    with django_assert_max_num_queries(15):
        response = client.get(reverse(INDEX))

    assert (len(response.context["object_list"]), response.context["paginator"].count) == (30, 3000)


def test_screen_says_how_the_event_stands_and_leads_to_its_page(client):
    issuer = make_issuer()
    page = make_event_page(issuer, title="Repas partagé", capacity=2)
    make_people(page.gathering, "Zoé Un", "Ana Deux", "Sam Trois")
    client.force_login(make_reviewer(issuer, is_superuser=True))

    response = client.get(event_url(page.gathering))

    said = main(response)
    assert "Repas partagé Waiting list open" in said
    assert "Seats taken 2 of 2 On the waiting list 1 person" in said
    assert f'href="{page.get_url()}"' in response.content.decode()
    assert f'href="{reverse("wagtailadmin_pages:edit", args=[page.pk])}"' in response.content.decode()


def test_screen_offers_to_edit_the_event_to_those_alone_who_may(client):
    issuer = make_issuer()
    page = make_event_page(issuer)
    client.force_login(make_reviewer(issuer))

    said = main(client.get(event_url(page.gathering)))

    assert ("Page of the event" in said, "Edit the event" in said) == (True, False)


def test_screen_says_what_is_missing_before_one_can_register(client):
    reviewer, event = make_event(privacy_notice="")
    client.force_login(reviewer)

    said = main(client.get(event_url(event)))

    assert "Write the privacy notice: people read it before they give their data." in said


@pytest.mark.parametrize(
    ("status", "is_said"),
    [(GatheringStatus.PLANNED, False), (GatheringStatus.CANCELLED, True), (GatheringStatus.POSTPONED, True)],
)
def test_screen_says_that_an_event_does_not_take_place_as_announced(client, status, is_said):
    reviewer, event = make_event(status=status)
    client.force_login(reviewer)

    said = main(client.get(event_url(event)))

    assert ("This event does not take place as announced." in said) is is_said


def test_people_are_listed_in_the_order_in_which_they_came(client):
    reviewer, event = make_event(capacity=3, seats_at_most=2, asks_food=True)
    make_people(event, "Zoé Un", seats=2, food="Sans porc", access="Fauteuil")
    make_people(event, "Ana Deux", food="Végane")
    make_people(event, "Sam Trois")
    client.force_login(reviewer)

    found = people(client, event)

    assert [[row[0], row[1], row[2], row[3], row[5]] for row in found] == [
        ["Zoé Un", "zoé@example.org", "2", "Registered", "food, accessibility"],
        ["Ana Deux", "ana@example.org", "1", "Registered", "food"],
        ["Sam Trois", "sam@example.org", "1", "On the waiting list", ""],
    ]


def test_people_can_be_narrowed_searched_and_ordered(client):
    reviewer, event = make_event(capacity=1)
    zoe, ana, _sam = make_people(event, "Zoé Un", "Ana Deux", "Sam Trois")
    registering.cancel_registration(zoe)
    client.force_login(reviewer)
    wishes = [
        {},
        {"state": "offered"},
        {"state": "waiting"},
        {"state": "cancelled"},
        {"state": "all"},
        {"q": "zoé"},
        {"q": "ANA@example.org"},
        {"ordering": "-name"},
    ]

    found = [names(client, event, **wish) for wish in wishes]

    assert found == [
        ["Ana Deux", "Sam Trois"],
        ["Ana Deux"],
        ["Sam Trois"],
        ["Zoé Un"],
        ["Zoé Un", "Ana Deux", "Sam Trois"],
        ["Zoé Un"],
        ["Ana Deux"],
        ["Sam Trois", "Ana Deux"],
    ]
    ana.refresh_from_db()
    assert people(client, event, state="offered")[0][3].startswith("A seat is offered until ")


@pytest.mark.parametrize(
    ("wishes", "said"),
    [({}, "Nobody is registered at the moment."), ({"state": "waiting"}, "No registration matches.")],
)
def test_empty_list_of_people_says_why(client, wishes, said):
    reviewer, event = make_event()
    client.force_login(reviewer)

    assert said in main(client.get(event_url(event), wishes))


def test_people_are_read_in_as_many_queries_with_1_and_with_300(client, django_assert_max_num_queries):
    reviewer, event = make_event()
    registration = make_registration(event)
    client.force_login(reviewer)
    client.get(event_url(event))
    with django_assert_max_num_queries(20):
        client.get(event_url(event))
    many_people(299, registration)
    give_up(registration)

    with django_assert_max_num_queries(20):
        response = client.get(event_url(event))

    assert (len(response.context["object_list"]), response.context["paginator"].count) == (50, 300)


def test_screen_says_that_the_next_person_waits_for_more_than_what_is_free(client):
    reviewer, event = make_event(capacity=5, seats_at_most=4)
    make_people(event, "Zoé Un", seats=2)
    make_people(event, "Ana Deux", seats=4)
    make_people(event, "Sam Trois", seats=1)
    client.force_login(reviewer)

    said = main(client.get(event_url(event)))

    assert "3 seats are free, and the next person waits for 4." in said


def test_screen_says_nothing_of_seats_that_nobody_waits_for(client):
    reviewer, event = make_event(capacity=5, seats_at_most=4)
    make_people(event, "Zoé Un", seats=2)
    client.force_login(reviewer)

    assert client.get(event_url(event)).context["gap"] is None


def test_mail_that_could_not_be_delivered_is_said_in_the_row_and_above(client):
    reviewer, event = make_event()
    zoe, _ana = make_people(event, "Zoé Un", "Ana Deux")
    give_up(zoe)
    give_up(make_registration(make_gathering(event.issuer)))
    OutboxJob.objects.create(kind="mail", key="odd", state="failed", run_after=timezone.now())
    client.force_login(reviewer)

    said = main(client.get(event_url(event)))
    states = [row[3] for row in people(client, event)]

    assert "A mail to 1 person could not be delivered." in said
    assert states == ["Registered mail not delivered", "Registered"]
    assert "A mail to this address could not be delivered." in main(client.get(person_url(zoe)))


def test_erased_people_are_named_so_and_counted(client):
    reviewer, event = make_event(asks_food=True)
    registration = make_registration(event, food="Sans porc")
    Gathering.objects.filter(pk=event.pk).update(ends_at=timezone.now() - timedelta(days=400))
    retention.purge(now=timezone.now())
    client.force_login(reviewer)

    listed_people = people(client, event)
    screen = main(client.get(event_url(event)))
    person = main(client.get(person_url(registration)))

    assert [row[:3] + row[5:] for row in listed_people] == [["erased", "", "1", ""]]
    assert "Seats taken 1" in screen
    assert "Erased after the event 1" in screen
    assert "Who this was and what they said was erased on" in person


def test_export_has_a_column_for_each_question_and_for_needs(client):
    reviewer, event = make_event(questions=(QUESTION,), asks_food=True, asks_access=True)
    gone = answer("Oui", uid="gone", label="Question retirée")
    make_people(event, "Zoé Un", answers=(answer("À vélo"), gone), food="Sans porc")
    make_people(event, "Ana Deux", answers=(answer("=1+1"),), food="@x", access="Fauteuil")
    client.force_login(reviewer)

    table = csv_rows(client.get(event_url(event), {"export": "csv"}))
    sheet, cells = xlsx_rows(client.get(event_url(event), {"export": "xlsx"}))

    assert table[0] == [
        "Name",
        "E-mail address",
        "Seats",
        "State",
        "Registered on",
        "Waiting since",
        "Reply due",
        "Ended on",
        "Comment venez-vous ?",
        "Question retirée",
        "Food",
        "Accessibility",
    ]
    kept = [row[:4] + row[8:] for row in table[1:]]
    assert kept == [
        ["Zoé Un", "zoé@example.org", "1", "Registered", "À vélo", "Oui", "Sans porc", ""],
        ["Ana Deux", "ana@example.org", "1", "Registered", "'=1+1", "", "'@x", "Fauteuil"],
    ]
    assert [row[8] for row in sheet] == ["Comment venez-vous ?", "À vélo", "'=1+1"]
    assert [cell.data_type for row in cells.iter_rows() for cell in row].count("f") == 0


def test_export_has_no_columns_for_needs_that_were_erased(client):
    reviewer, event = make_event(asks_food=True)
    make_registration(event, food="Sans porc")
    Gathering.objects.filter(pk=event.pk).update(ends_at=timezone.now() - timedelta(days=30))
    retention.purge(now=timezone.now())
    client.force_login(reviewer)

    table = csv_rows(client.get(event_url(event), {"export": "csv"}))

    assert table[0][-1] == "Ended on"
    assert table[1][0] == "Léa Exemple"


def test_export_keeps_the_filters_and_is_named_after_the_event(client):
    reviewer, event = make_event(title="Repas des cœurs", capacity=1)
    make_people(event, "Zoé Un", "Ana Deux")
    many_people(60, Registration.objects.first())
    client.force_login(reviewer)

    everybody = client.get(event_url(event), {"export": "csv"})
    waiting = csv_rows(client.get(event_url(event), {"export": "csv", "state": "waiting"}))

    assert everybody["Content-Disposition"] == 'attachment; filename="registrations-repas-des-coeurs.csv"'
    assert len(csv_rows(everybody)) == 63
    assert [row[0] for row in waiting] == ["Name", "Ana Deux"]


def test_heading_that_looks_like_a_formula_is_text(client):
    reviewer, event = make_event(questions=({**QUESTION, "label": "=HYPERLINK(1)"},))
    make_registration(event)
    client.force_login(reviewer)

    table = csv_rows(client.get(event_url(event), {"export": "csv"}))

    assert table[0][8] == "'=HYPERLINK(1)"


@time_machine.travel(NOON, tick=False)
def test_sheet_lists_those_who_have_a_seat_by_name(client):
    reviewer, event = make_event(title="Repas partagé", dates=dates("2026-09-10"), capacity=4, seats_at_most=2)
    make_people(event, "zoé Un", seats=2, food="Sans porc", access="Fauteuil")
    make_people(event, "Sam Trois", "Émile Quatre", "Ève Cinq")
    registering.cancel_registration(Registration.objects.get(name="Sam Trois"))
    client.force_login(reviewer)

    response = client.get(event_url(event, "sheet"))

    page = response.content.decode()
    assert rows(client, event_url(event, "sheet")) == [
        ["Émile Quatre", "1", ""],
        ["Ève Cinq has not said yet that they come", "1", ""],
        ["zoé Un", "2", ""],
    ]
    assert "<title>Repas partagé · Thursday 10 September 2026 from 12:30 to 14:00, Paris time</title>" in page
    assert "4 seats taken" in page
    assert "wagtail-sidebar" not in page


def test_needs_are_on_a_page_of_their_own_which_nobody_signs(client):
    reviewer, event = make_event()
    make_people(event, "Léa Une", food="Sans porc", access="Fauteuil")
    make_people(event, "Sam Deux")
    client.force_login(reviewer)

    signed, apart = client.get(event_url(event, "sheet")).content.decode().split("openbadges-sheet__needs")

    said = ("Léa Une", "Sam Deux", "Sans porc", "Fauteuil")
    assert [signed.count(word) for word in said] == [1, 1, 0, 0]
    assert [apart.count(word) for word in said] == [1, 0, 1, 1]


def test_sheet_without_needs_has_no_page_for_them(client):
    reviewer, event = make_event()
    make_registration(event)
    client.force_login(reviewer)

    page = client.get(event_url(event, "sheet")).content.decode()

    assert rows(client, event_url(event, "sheet")) == [["Léa Exemple", "1", ""]]
    assert page.count("<table") == 1


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (GatheringStatus.PLANNED, []),
        (GatheringStatus.CANCELLED, ["Cancelled"]),
        (GatheringStatus.POSTPONED, ["Postponed"]),
    ],
)
def test_sheet_says_when_the_event_does_not_take_place_that_day(client, status, said):
    reviewer, event = make_event(status=status)
    client.force_login(reviewer)

    page = client.get(event_url(event, "sheet")).content.decode()

    assert re.findall("<strong>(.*?)</strong>", page) == said


def test_sheet_of_an_event_that_nobody_comes_to_says_so(client):
    reviewer, event = make_event()
    client.force_login(reviewer)

    assert "Nobody has a seat yet." in client.get(event_url(event, "sheet")).content.decode()


def test_registration_shows_what_was_said_and_what_happened(client):
    reviewer, event = make_event(asks_food=True, questions=(QUESTION,))
    registration = make_registration(
        event, food="Sans porc", answers=(answer("À vélo"), answer("", uid="b", label="B"))
    )
    client.force_login(reviewer)

    said = main(client.get(person_url(registration)))

    assert "Léa Exemple registered lea@example.org Repas convivial" in said
    assert "Food Sans porc" in said
    assert "Comment venez-vous ? À vélo B No answer" in said
    assert said.index("History") < said.rindex("Registered")


def test_cancelling_asks_first_then_tells_the_person_and_offers_the_seat(client):
    reviewer, event = make_event(capacity=1)
    zoe, ana = make_people(event, "Zoé Un", "Ana Deux")
    client.force_login(reviewer)

    asked = main(client.get(person_url(zoe, "cancel")))
    zoe.refresh_from_db()
    before = zoe.state
    done = client.post(person_url(zoe, "cancel"), follow=True)

    zoe.refresh_from_db()
    ana.refresh_from_db()
    assert "Zoé Un · Repas convivial · 1 seat" in asked
    assert (before, zoe.state, ana.state) == ("registered", "cancelled", "offered")
    assert done.redirect_chain == [(event_url(event), 302)]
    assert "The registration is cancelled, and the person is told." in main(done)
    assert Event.objects.get(verb="registration_cancelled").actor == reviewer
    assert OutboxJob.objects.filter(payload__notice="struck_off", payload__registration=zoe.pk).count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_cancelling_what_has_ended_changes_nothing(client, method):
    reviewer, event = make_event()
    registration = registering.cancel_registration(make_registration(event))
    client.force_login(reviewer)

    response = getattr(client, method)(person_url(registration, "cancel"), follow=True)

    assert response.redirect_chain == [(person_url(registration), 302)]
    assert "This registration had ended already: nothing was changed." in response.content.decode()
    assert OutboxJob.objects.filter(payload__notice="struck_off").count() == 0


def test_registration_of_an_erased_address_is_cancelled_without_a_mail(client):
    reviewer, event = make_event()
    registration = make_registration(event)
    registration.holder.email = None
    registration.holder.save()
    client.force_login(reviewer)

    asked = main(client.get(person_url(registration, "cancel")))
    done = client.post(person_url(registration, "cancel"), follow=True)

    registration.refresh_from_db()
    assert "The address of the person was erased" in asked
    assert "The registration is cancelled." in main(done)
    assert registration.state == RegistrationState.CANCELLED


def test_event_of_another_issuer_is_neither_listed_nor_found(client):
    _reviewer, event = make_event()
    registration = make_registration(event)
    client.force_login(make_reviewer(make_issuer()))
    addresses = [
        *((event_url(event, step), {}) for step in ("event", "event_results", "sheet", "messages")),
        *((event_url(event), {"export": kind}) for kind in ("csv", "xlsx")),
        *((person_url(registration, step), {}) for step in ("inspect", "cancel")),
    ]

    answers = [client.get(address, wishes).status_code for address, wishes in addresses]
    answers += [
        client.post(url).status_code for url in (person_url(registration, "cancel"), event_url(event, "messages"))
    ]

    registration.refresh_from_db()
    assert (answers, listed(client, show="all"), registration.state) == ([404] * 10, [], "registered")


def test_superuser_sees_the_events_of_every_issuer(admin_client):
    events = [make_gathering(make_issuer()), make_gathering(make_issuer())]
    registration = make_registration(events[0])
    addresses = [event_url(events[0], step) for step in ("event", "sheet", "messages")] + [person_url(registration)]

    assert len(listed(admin_client)) == 2
    assert [admin_client.get(address).status_code for address in addresses] == [200] * 4


def test_user_without_an_issuer_does_not_enter(client):
    _reviewer, event = make_event()
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)

    answers = [client.get(url) for url in (reverse(INDEX), event_url(event))]

    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [
        (302, reverse("wagtailadmin_home"))
    ] * 2


def test_looking_changes_nothing(client):
    reviewer, event = make_event()
    registration = make_registration(event)
    client.force_login(reviewer)
    before = (list(Registration.objects.values()), Event.objects.count(), OutboxJob.objects.count())

    for address in (reverse(INDEX), *(event_url(event, step) for step in ("event", "sheet", "messages"))):
        client.get(address)
    for step in ("inspect", "cancel"):
        client.get(person_url(registration, step))

    assert (list(Registration.objects.values()), Event.objects.count(), OutboxJob.objects.count()) == before


def test_cancelling_leaves_nothing_in_the_log_of_the_admin(client):
    reviewer, event = make_event()
    client.force_login(reviewer)

    client.post(person_url(make_registration(event), "cancel"))

    assert Registration.objects.get().state == RegistrationState.CANCELLED
    assert (ModelLogEntry.objects.count(), PageLogEntry.objects.count()) == (0, 0)
