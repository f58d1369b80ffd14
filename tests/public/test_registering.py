"""Registering for an event: the address first, then what the organiser must know, in one page."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from tests.factories import make_registration
from tests.public.claim_site import ADDRESS, Meanwhile, errors_of, link_url, question, stranger, text_of
from tests.public.event_site import (
    change,
    end,
    english_event,
    register_url,
    registered,
    registration_url,
    visitor,
    with_page,
)
from wagtail_openbadges.domain import access, registering
from wagtail_openbadges.models import (
    AccessLink,
    Gathering,
    GatheringStatus,
    Holder,
    OutboxJob,
    Purpose,
    Registration,
    RegistrationState,
    RegistrationWay,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.public.event_site")]


def names_of(response) -> list[str]:
    """Return the names of the fields that a page asks for."""
    return list(response.context["form"].fields)


def test_stranger_reads_what_is_asked_and_is_asked_for_an_address_first():
    gathering = english_event(
        capacity=30, seats_at_most=3, asks_food=True, asks_access=True, questions=(question("why", "multiline"),)
    )

    response = stranger().get(register_url(gathering))

    text = text_of(response)
    assert response.status_code == 200
    assert names_of(response) == ["address"]
    assert [row["value"] for row in response.context["facts"]][1:] == [
        "Maillage, 1 rue de l’Exemple, 59000 Lille",
        "30 seats are left",
        "about 1 minute",
    ]
    assert "from 12:30 to 14:00, Paris time" in response.context["facts"][0]["value"]
    assert (
        "What you will be asked Your name How many seats, yours among them Food: allergies, diets (optional) "
        "What you need to take part: accessibility (optional) Question why" in text
    )
    assert "Only the structure reads your answers." in text
    assert "What you say of your needs is erased 7 days after the event." in text
    assert response["Cache-Control"] == "private, no-store"
    assert "https://meet.example.org/lunch" not in response.content.decode()


@pytest.mark.parametrize(
    ("capacity", "said"),
    [
        (None, []),
        (1, ["1 seat is left"]),
        (0, ["All seats are taken. You can put yourself on the waiting list."]),
    ],
)
def test_seats_that_are_left_are_said_plainly(capacity, said):
    response = stranger().get(register_url(english_event(capacity=capacity)))

    assert [row["value"] for row in response.context["facts"] if row["label"] == "Seats"] == said


def test_seats_that_are_free_while_somebody_waits_are_not_announced():
    gathering = english_event(capacity=0)
    make_registration(gathering, address="samir@example.org")
    change(gathering, capacity=5)

    response = stranger().get(register_url(gathering))

    seats = [row["value"] for row in response.context["facts"] if row["label"] == "Seats"]
    assert seats == ["All seats are taken. You can put yourself on the waiting list."]


def test_event_of_several_dates_tells_those_to_come():
    gathering = english_event()
    first = gathering.dates.get()
    for days in (-1, 1):
        first.pk = None
        first.uid = uuid4()
        first.starts_at = timezone.now() + timedelta(days=days)
        first.ends_at = first.starts_at + timedelta(hours=1)
        first.save()

    response = stranger().get(register_url(gathering))

    labels = [row["label"] for row in response.context["facts"]]
    assert labels == ["Date 1", "Date 2", "Where", "Filling in the form"]


def test_address_is_confirmed_by_a_code_and_leads_to_the_questions():
    gathering = english_event()
    client = stranger()

    asked = client.post(register_url(gathering), {"address": ADDRESS})
    link = AccessLink.objects.get()
    kept = Holder.objects.count()
    confirmed = client.post(asked.url, {"code": access.code_of(link)})
    shown = client.get(confirmed.url)

    assert (link.purpose, link.gathering, kept) == (Purpose.REGISTER, gathering, 0)
    assert asked.url == f"{register_url(gathering)}confirm/{link.uuid}/"
    assert confirmed.url == register_url(gathering)
    assert names_of(shown) == ["name"]
    assert "We write to you at l•••@example.org. Not you? Use another address" in text_of(shown)
    assert ADDRESS not in shown.content.decode()


def test_wrong_address_and_wrong_code_are_errors_by_name():
    gathering = english_event()
    client = stranger()

    address = client.post(register_url(gathering), {"address": "lea"})
    asked = client.post(register_url(gathering), {"address": ADDRESS})
    code = client.post(asked.url, {"code": "12"})

    assert [page.status_code for page in (address, code)] == [422, 422]
    assert errors_of(address) == [
        "Your e-mail address – This is not an e-mail address. Write it like name@example.org."
    ]
    assert errors_of(code) == ["Code of six digits – This code is not the right one. You can try 4 more times."]
    assert "<title>Error:" in address.content.decode()


def test_unknown_code_page_leads_back_to_the_beginning():
    gathering = english_event()

    response = stranger().get(f"{register_url(gathering)}confirm/{gathering.uuid}/")

    assert response.status_code == 404
    assert f'href="{register_url(gathering)}"' in response.content.decode()


def test_code_of_one_event_confirms_nothing_at_another():
    gathering, other = english_event(), english_event()
    stranger().post(register_url(other), {"address": ADDRESS})

    response = stranger().get(f"{register_url(gathering)}confirm/{AccessLink.objects.get().uuid}/")

    assert response.status_code == 404


def test_network_that_asks_too_often_is_told(settings):
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "MAILS_PER_HOUR": 0}

    response = stranger().post(register_url(english_event()), {"address": ADDRESS})

    assert errors_of(response) == [
        "Your e-mail address – Too many requests came from your network. Wait a few minutes, then try again."
    ]
    assert AccessLink.objects.count() == 0


def test_link_of_the_mail_confirms_as_well():
    gathering = english_event()
    page = with_page(gathering)
    link = access.request_access(purpose=Purpose.REGISTER, address=ADDRESS, language="en", gathering=gathering)
    client = stranger()

    shown = client.get(link_url(link))
    used = client.post(link_url(link))

    assert "Shared lunch Confirm your address" in text_of(shown)
    assert used.url == f"{page.get_url()}register/"
    assert names_of(client.get(register_url(gathering))) == ["name"]


def test_link_of_an_event_whose_page_is_gone_leads_to_the_registration_or_says_so():
    gathering = english_event()
    registration = make_registration(gathering)
    addresses = (ADDRESS, "samir@example.org")
    links = [
        access.request_access(purpose=Purpose.REGISTER, address=address, language="en", gathering=gathering)
        for address in addresses
    ]

    answers = [stranger().post(link_url(link)) for link in links]

    assert answers[0].url == registration_url(registration)
    assert answers[1].status_code == 404
    assert "Shared lunch Registration is not open The page of this event is not published" in text_of(answers[1])


def test_form_asks_what_the_editor_wants_to_know_in_this_order():
    gathering = english_event(
        seats_at_most=2, asks_food=True, asks_access=True, questions=(question("why", "multiline"), question("age"))
    )

    response = visitor(gathering).get(register_url(gathering))

    assert names_of(response) == ["name", "seats", "question-why", "question-age", "food", "access"]
    assert "Food: allergies, diets (optional) Only if you want to. It is erased 7 days after the event." in text_of(
        response
    )
    assert response.content.decode().count('type="radio"') == 2


def test_nobody_is_offered_more_seats_than_the_whole_event_has():
    gathering = english_event(seats_at_most=5, capacity=2)

    response = visitor(gathering).get(register_url(gathering))

    assert [value for value, _label in response.context["form"].fields["seats"].choices] == [1, 2]


def test_many_seats_are_a_list_to_choose_from():
    gathering = english_event(seats_at_most=7)

    response = visitor(gathering).get(register_url(gathering))

    assert response.content.decode().count("<option ") == 7


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"capacity": 3}, "2 seats are left. If you choose more, you are put on the waiting list for all of them."),
        ({"capacity": 3, "has_waiting_list": False}, "2 seats are left"),
        ({"capacity": 4}, "3 seats are left"),
        (
            {"capacity": 3, "status": GatheringStatus.FULL},
            "All seats are taken. You can put yourself on the waiting list.",
        ),
        ({}, ""),
    ],
)
def test_choice_of_seats_says_what_becomes_of_more_than_are_left(rules, said):
    gathering = english_event(seats_at_most=3, **rules)
    make_registration(gathering, address="samir@example.org")

    response = visitor(gathering).get(register_url(gathering))

    assert response.context["form"].fields["seats"].help_text == said


def test_what_was_said_is_kept_and_the_page_says_that_it_is_done():
    gathering = english_event(
        seats_at_most=2, capacity=30, asks_food=True, asks_access=True, questions=(question("why", "multiline"),)
    )
    client = visitor(gathering)

    sent = client.post(
        register_url(gathering),
        {"name": "Léa", "seats": "2", "question-why": "To meet.", "food": "No nuts", "access": "A ramp"},
    )
    shown = client.get(sent.url)

    registration = Registration.objects.get()
    assert sent.url == registration_url(registration, "?done=1")
    assert (registration.name, registration.seats, registration.food, registration.access) == (
        "Léa",
        2,
        "No nuts",
        "A ramp",
    )
    assert registration.answers == [{"uid": "why", "label": "Question why", "type": "multiline", "value": "To meet."}]
    assert (registration.state, registration.language) == (RegistrationState.REGISTERED, "en")
    assert "It is done. We confirm it by e-mail. Registered You are registered: 2 seats." in text_of(shown)


def test_nothing_said_is_named_field_by_field():
    gathering = english_event(seats_at_most=2, questions=(question("why"),))

    response = visitor(gathering).post(register_url(gathering), {"seats": "9"})

    assert response.status_code == 422
    assert errors_of(response) == [
        "Your name – Write your name.",
        "How many seats, yours among them – Choose how many seats you take.",
        "Question why – Answer this question.",
    ]
    assert Registration.objects.count() == 0


def test_long_name_is_an_error_by_name_and_stays_in_the_form():
    response = visitor(gathering := english_event()).post(register_url(gathering), {"name": "é" * 150})

    assert response.status_code == 422
    assert errors_of(response) == ["Your name – Ensure this value has at most 120 characters (it has 150)."]
    assert "é" * 150 in response.content.decode()


def test_nul_and_markup_are_kept_as_text():
    gathering = english_event(asks_food=True)

    client, registration = registered(gathering, name="Lé\0a\r\n<b>", food="\0\r\n<script>alert(1)</script>\0")
    shown = client.get(registration_url(registration))

    assert (registration.name, registration.food) == ("Léa <b>", "<script>alert(1)</script>")
    assert "<script>alert" not in shown.content.decode()


def test_second_click_registers_once_and_says_the_same():
    gathering = english_event()
    client = visitor(gathering)

    answers = [client.post(register_url(gathering), {"name": "Léa"}) for _click in range(2)]

    assert answers[0].url == answers[1].url == registration_url(Registration.objects.get(), "?done=1")
    assert OutboxJob.objects.filter(payload__notice="registered").count() == 1


def test_click_that_came_between_leads_to_the_registration():
    gathering = english_event()
    client = visitor(gathering)

    with connection.execute_wrapper(Meanwhile(lambda: make_registration(gathering))):
        response = client.post(register_url(gathering), {"name": "Léa"})

    assert response.url == registration_url(Registration.objects.get(), "?done=1")


def test_whoever_is_registered_is_led_to_the_registration():
    client, registration = registered()

    response = client.get(register_url(registration.gathering))
    shown = client.get(response.url)

    assert response.url == registration_url(registration, "?known=1")
    assert "You had already registered: here is your registration." in text_of(shown)


def test_device_that_only_followed_the_link_of_its_registration_is_led_there():
    registration = make_registration(english_event())
    link = AccessLink.objects.get(purpose=Purpose.ATTEND)
    client = stranger()
    client.post(link_url(link))

    response = client.get(register_url(registration.gathering))

    assert response.url == registration_url(registration, "?known=1")


def test_somebody_else_registers_on_the_same_device():
    client, registration = registered()
    gathering = registration.gathering

    other = client.get(f"{register_url(gathering)}?other=1")
    asked = client.post(f"{register_url(gathering)}?other=1", {"address": "samir@example.org"})
    link = AccessLink.objects.get(address="samir@example.org")
    confirmed = client.post(asked.url, {"code": access.code_of(link)})
    shown = client.get(confirmed.url)

    assert names_of(other) == ["address"]
    assert "We write to you at s•••@example.org." in text_of(shown)


def test_full_event_offers_its_waiting_list():
    gathering = english_event(capacity=0)
    client = visitor(gathering)

    shown = client.get(register_url(gathering))
    sent = client.post(register_url(gathering), {"name": "Léa"})

    assert "Put me on the waiting list" in text_of(shown)
    assert "You are on the waiting list: place 1." in text_of(client.get(sent.url))


def test_full_event_without_waiting_list_says_so_and_lets_those_who_registered_in():
    gathering = english_event(capacity=1, has_waiting_list=False)
    make_registration(gathering)

    shown = stranger().get(register_url(gathering))
    client = visitor(gathering)
    back = client.get(register_url(gathering))

    assert "This event is full This event is full, and it has no waiting list." in text_of(shown)
    assert names_of(shown) == ["address"]
    assert back.url == registration_url(Registration.objects.get(), "?known=1")


def test_last_seat_that_somebody_else_took_is_an_error_by_name_and_nothing_is_lost():
    gathering = english_event(capacity=1, has_waiting_list=False)
    client = visitor(gathering)
    make_registration(gathering, address="samir@example.org")

    response = client.post(register_url(gathering), {"name": "Léa Exemple"})

    assert response.status_code == 409
    assert errors_of(response) == ["This event is full, and it has no waiting list."]
    assert "Seats All seats are taken." in text_of(response)
    assert "on the waiting list" not in text_of(response)
    assert 'value="Léa Exemple"' in response.content.decode()
    assert Registration.objects.count() == 1


def test_more_seats_than_are_left_are_an_error_beside_their_number():
    gathering = english_event(capacity=3, seats_at_most=3, has_waiting_list=False)
    make_registration(gathering, address="samir@example.org")

    response = visitor(gathering).post(register_url(gathering), {"name": "Léa", "seats": "3"})

    assert response.status_code == 409
    assert errors_of(response) == ["How many seats, yours among them – Only 2 seats are left. Choose fewer."]


def test_seats_that_are_gone_altogether_are_an_error_beside_their_number():
    gathering = english_event(capacity=2, seats_at_most=3, has_waiting_list=False)
    client = visitor(gathering)
    make_registration(gathering, address="samir@example.org", seats=2)

    response = client.post(register_url(gathering), {"name": "Léa", "seats": "2"})

    assert response.status_code == 409
    assert errors_of(response) == ["How many seats, yours among them – This event is full, and it has no waiting list."]


@pytest.mark.parametrize(
    ("fields", "sentence", "status", "takes_address"),
    [
        ({"is_published": False}, "The page of this event is not published at the moment.", 404, False),
        ({"status": GatheringStatus.CANCELLED}, "This event is cancelled.", 200, False),
        (
            {"status": GatheringStatus.POSTPONED},
            "This event is postponed. Its new date is not known yet.",
            200,
            True,
        ),
        ({"registration": RegistrationWay.NONE}, "There is no registration for this event: just come.", 200, False),
        (
            {"registration": RegistrationWay.ELSEWHERE, "elsewhere_url": "https://other.example.org/"},
            "Registration is taken on another site. The page of the event leads there.",
            200,
            False,
        ),
        (
            {"faults": ["missing_notice"]},
            "One cannot register yet. Come back later or write to the organiser.",
            200,
            False,
        ),
        (
            {"registration_closes_at": timezone.now() - timedelta(days=1)},
            "Registration for this event is closed.",
            200,
            True,
        ),
        (
            {"status": GatheringStatus.FULL, "has_waiting_list": False},
            "This event is full, and it has no waiting list.",
            200,
            True,
        ),
    ],
)
def test_event_that_takes_nobody_says_why(fields, sentence, status, takes_address):
    gathering = english_event()
    change(gathering, **fields)

    response = stranger().get(register_url(gathering))

    assert response.status_code == status
    assert response.context["sentence"] == sentence
    assert sentence in text_of(response)
    assert (b'name="address"' in response.content) is takes_address


def test_event_that_is_over_takes_no_address():
    gathering = english_event()
    end(gathering)

    response = stranger().post(register_url(gathering), {"address": ADDRESS})

    assert "This event is over." in text_of(response)
    assert AccessLink.objects.count() == 0


def test_registration_elsewhere_leads_to_the_other_site():
    gathering = english_event()
    change(gathering, registration=RegistrationWay.ELSEWHERE, elsewhere_url="https://other.example.org/")

    response = stranger().get(register_url(gathering))

    assert "Registration is taken on another site" in text_of(response)
    assert 'href="https://other.example.org/" rel="external noopener"' in response.content.decode()


def test_event_that_was_never_published_takes_nobody():
    response = stranger().get("/events/00000000-0000-4000-8000-000000000000/register/")

    assert response.status_code == 200
    assert "One cannot register yet." in text_of(response)


def test_event_that_closed_between_reading_and_sending_is_named():
    gathering = english_event()
    client = visitor(gathering)
    change(gathering, status=GatheringStatus.CANCELLED)

    shown = client.get(register_url(gathering))
    sent = client.post(register_url(gathering), {"name": "Léa"})

    assert ["This event is cancelled." in text_of(page) for page in (shown, sent)] == [True, True]
    assert Registration.objects.count() == 0


def test_event_that_closed_while_the_form_was_read_is_named():
    gathering = english_event()
    client = visitor(gathering)

    with connection.execute_wrapper(Meanwhile(lambda: change(gathering, status=GatheringStatus.CANCELLED))):
        sent = client.post(register_url(gathering), {"name": "Léa"})

    assert sent.status_code == 409
    assert "This event is cancelled." in text_of(sent)
    assert Registration.objects.count() == 0


def test_wrong_address_at_an_event_that_is_closed_is_an_error_by_name():
    gathering = english_event()
    change(gathering, registration_closes_at=timezone.now())

    response = stranger().post(register_url(gathering), {"address": "lea"})

    assert response.status_code == 422
    assert errors_of(response) == [
        "Your e-mail address – This is not an e-mail address. Write it like name@example.org."
    ]


def test_whoever_registered_before_the_closing_finds_the_registration_on_another_device():
    _client, registration = registered()
    change(registration.gathering, registration_closes_at=timezone.now())

    client = visitor(registration.gathering)

    assert client.get(register_url(registration.gathering)).url == registration_url(registration, "?known=1")


def test_whoever_cancelled_registers_again():
    client, registration = registered()
    registering.cancel_registration(registration)

    response = client.post(register_url(registration.gathering), {"name": "Léa"})

    again = Registration.objects.get(state=RegistrationState.REGISTERED)
    assert response.url == registration_url(again, "?done=1")
    assert again.pk != registration.pk


def test_address_to_correct_is_in_the_form_of_a_device_that_is_known():
    gathering = english_event()
    client = visitor(gathering)
    asked = client.post(f"{register_url(gathering)}?other=1", {"address": "samir@exmaple.org"})
    link = AccessLink.objects.get(address="samir@exmaple.org")

    confirming = client.get(asked.url)
    response = client.get(f"{register_url(gathering)}?correct={link.uuid}")

    assert f'href="{register_url(gathering)}?correct={link.uuid}"' in confirming.content.decode()
    assert 'value="samir@exmaple.org"' in response.content.decode()


@pytest.mark.parametrize("count", [1, 20])
def test_pages_ask_as_little_for_many_as_for_one(count, django_assert_max_num_queries):
    gathering = english_event(capacity=100, asks_food=True)
    for number in range(count):
        make_registration(gathering, address=f"guest-{number}@example.org")
    client = visitor(gathering)

    with django_assert_max_num_queries(12):
        stranger().get(register_url(gathering))
    with django_assert_max_num_queries(12):
        client.get(register_url(gathering))

    assert Gathering.objects.get().registrations.count() == count
