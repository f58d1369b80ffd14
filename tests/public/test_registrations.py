"""A registration, for the person whose it is: its page, changing it, taking an offered seat, giving it back."""

from __future__ import annotations

import uuid
from datetime import timedelta

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
    with_page,
)
from wagtail_openbadges.domain import access, registering
from wagtail_openbadges.models import (
    AccessLink,
    GatheringStatus,
    OutboxJob,
    Purpose,
    Registration,
    RegistrationState,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.public.event_site")]

ONLINE = "https://meet.example.org/lunch"


def offered(seats: int = 1):
    """Return a device, and its registration that a seat was offered to."""
    gathering = english_event(capacity=seats, seats_at_most=seats)
    first = make_registration(gathering, address="samir@example.org", seats=seats)
    client, registration = registered(gathering, seats=str(seats))
    registering.cancel_registration(first)
    registration.refresh_from_db()
    return client, registration


def notices() -> list[str]:
    return list(OutboxJob.objects.filter(payload__has_key="registration").values_list("payload__notice", flat=True))


def test_page_of_who_is_registered_says_when_where_and_what_one_can_do():
    gathering = english_event(seats_at_most=2, asks_food=True, questions=(question("why"),))
    page = with_page(gathering)
    client, registration = registered(gathering, seats="2", food="No nuts", **{"question-why": "To meet."})

    response = client.get(registration_url(registration))

    text = text_of(response)
    content = response.content.decode()
    assert "Your registration Shared lunch Registered You are registered: 2 seats." in text
    assert "Where Maillage, 1 rue de l’Exemple, 59000 Lille" in text
    assert "How to get there Bus 12, second floor." in text
    assert "What you told us Your name Léa Exemple Seats 2 Question why To meet. Food: allergies, diets No nuts" in text
    assert f'href="{ONLINE}"' in content
    assert f'href="{page.get_url()}event-ics/"' in content
    assert f'href="{registration_url(registration, "edit/")}"' in content
    assert f'href="{registration_url(registration, "cancel/")}"' in content
    assert "We write to you at l•••@example.org." in text
    assert ADDRESS not in content
    assert (response["Cache-Control"], response["Content-Language"]) == ("private, no-store", "en")


def test_page_without_place_or_page_of_the_event_leaves_them_out():
    client, registration = registered(english_event(place="", address="", practical="", online_url=""))

    response = client.get(registration_url(registration))

    assert [row["label"] for row in response.context["facts"]] == ["When"]
    assert ("None" in text_of(response), "event-ics" in response.content.decode()) == (False, False)
    assert "How to get there" not in text_of(response)


@pytest.mark.parametrize("address", ["", "edit/", "cancel/", "take/"])
def test_stranger_is_offered_a_link_and_learns_nothing(address):
    _client, registration = registered()

    responses = [
        stranger().get(registration_url(one, address)) for one in (registration, Registration(uuid=uuid.uuid4()))
    ]

    assert [response.status_code for response in responses] == [403, 403]
    assert text_of(responses[0]) == text_of(responses[1])
    assert "This page is private" in text_of(responses[0])


def test_device_of_somebody_else_at_the_same_event_opens_nothing():
    client, registration = registered()
    _other, others = registered(registration.gathering, address="samir@example.org")

    assert client.get(registration_url(others)).status_code == 403


@pytest.mark.parametrize("exists", [True, False])
def test_fresh_link_is_asked_in_the_same_words_whether_there_is_a_registration(exists):
    registration = make_registration(english_event()) if exists else Registration(uuid=uuid.uuid4())
    before = AccessLink.objects.count()

    response = stranger().post(registration_url(registration, "link/"))

    assert response.status_code == 200
    assert "If something is kept at this address, we have sent a link" in text_of(response)
    assert AccessLink.objects.count() - before == int(exists)


def test_fresh_link_is_never_sent_by_looking_at_its_address():
    assert stranger().get(registration_url(make_registration(english_event()), "link/")).status_code == 405


def test_link_of_the_mail_opens_the_registration_once_a_button_is_pressed():
    registration = make_registration(english_event())
    link = AccessLink.objects.get(purpose=Purpose.ATTEND)
    client = stranger()

    shown = client.get(link_url(link))
    used = client.post(link_url(link))

    assert "Shared lunch Open your registration" in text_of(shown)
    assert "Open my registration" in text_of(shown)
    assert used.url == registration_url(registration)
    assert client.get(used.url).status_code == 200


def test_link_of_an_offer_says_so():
    client, registration = offered()
    link = AccessLink.objects.filter(registration=registration).latest("pk")

    text = text_of(stranger().get(link_url(link)))

    assert "A seat is offered to you" in text
    assert "See the seat that is offered" in text
    assert client.get(registration_url(registration)).status_code == 200


def test_spent_link_of_a_registration_is_sent_afresh():
    registration = make_registration(english_event())
    link = AccessLink.objects.get(purpose=Purpose.ATTEND)
    stranger().post(link_url(link))

    spent = stranger().get(link_url(link))
    sent = stranger().post(f"{link_url(link)}fresh/")

    fresh = AccessLink.objects.latest("pk")
    assert spent.status_code == 410
    assert "We have sent a new link to l•••@example.org." in text_of(sent)
    assert (fresh.purpose, fresh.registration) == (Purpose.ATTEND, registration)


def test_registration_of_somebody_who_was_erased_is_private_to_everybody():
    client, registration = registered()
    Registration.objects.update(holder=None, name="", erased_at=timezone.now())

    response = client.get(registration_url(registration))
    asked = client.post(registration_url(registration, "link/"))

    assert response.status_code == 403
    assert "If something is kept at this address" in text_of(asked)


def test_waiting_page_counts_who_came_before():
    gathering = english_event(capacity=0, seats_at_most=2)
    addresses = [f"guest-{number}@example.org" for number in range(2)]
    for address in addresses:
        make_registration(gathering, address=address)
    client, registration = registered(gathering, seats="2")
    make_registration(gathering, address="later@example.org")

    text = text_of(client.get(registration_url(registration)))

    assert "On the waiting list You are on the waiting list: place 3." in text
    assert "We write to you when 2 seats are free for you. You then have 48 hours to take what is offered." in text
    assert ONLINE not in text


def test_place_of_those_who_came_at_the_same_instant_is_the_order_of_their_rows():
    gathering = english_event(capacity=0)
    make_registration(gathering, address="samir@example.org")
    client, registration = registered(gathering)
    Registration.objects.update(waiting_since=timezone.now())

    assert "place 2." in text_of(client.get(registration_url(registration)))


def test_offered_seat_is_taken_by_one_press_and_by_no_other_request():
    client, registration = offered()
    take_url = registration_url(registration, "take/")

    shown = client.get(registration_url(registration))
    looked = client.get(take_url)
    registration.refresh_from_db()
    before = registration.state
    taken = [client.post(take_url) for _click in range(2)]
    registration.refresh_from_db()

    assert "A seat is yours until" in text_of(shown)
    assert "Take my seat" in text_of(shown)
    assert f'action="{take_url}"' in shown.content.decode()
    assert (looked.url, before) == (registration_url(registration), RegistrationState.OFFERED)
    assert [answer.url for answer in taken] == [registration_url(registration, "?done=1")] * 2
    assert registration.state == RegistrationState.REGISTERED
    assert notices().count("registered") == 2


def test_address_that_was_kept_does_not_say_again_that_all_is_done():
    client, registration = offered()

    shown = [client.get(registration_url(registration, query)) for query in ("?done=1", "?changed=1")]

    assert [page.context["note"] for page in shown] == ["", ""]


def test_several_seats_are_offered_in_the_plural():
    client, registration = offered(seats=2)

    text = text_of(client.get(registration_url(registration)))

    assert "2 seats are yours until" in text
    assert "Take my seats" in text


def test_seat_that_was_not_taken_in_time_is_an_error_by_name():
    client, registration = offered()
    Registration.objects.filter(pk=registration.pk).update(offered_until=timezone.now())

    shown = client.get(registration_url(registration))
    response = client.post(registration_url(registration, "take/"))

    over = "The time to take this seat has passed. Register again: you will be put on the waiting list."
    assert over in text_of(shown)
    assert b"/take/" not in shown.content
    assert response.status_code == 409
    assert errors_of(response) == [over]
    assert "<title>Error:" in response.content.decode()


def test_offer_that_lapsed_says_so_and_lets_one_register_again():
    client, registration = offered()
    page = with_page(registration.gathering)
    Registration.objects.filter(pk=registration.pk).update(state=RegistrationState.LAPSED, offered_until=None)

    response = client.get(registration_url(registration))

    assert "You did not take the seat in time: it was offered to the next person." in text_of(response)
    assert f'href="{page.get_url()}register/"' in response.content.decode()


def test_seat_of_an_event_that_was_cancelled_is_not_taken():
    client, registration = offered()
    change(registration.gathering, status=GatheringStatus.CANCELLED)

    shown = client.get(registration_url(registration))
    response = client.post(registration_url(registration, "take/"))

    assert "This event is cancelled." in text_of(shown)
    assert "You were waiting for a seat." in text_of(shown)
    assert b"/take/" not in shown.content
    assert errors_of(response) == ["This event is cancelled."]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (GatheringStatus.CANCELLED, "This event is cancelled."),
        (GatheringStatus.POSTPONED, "This event is postponed. Its new date is not known yet."),
        (GatheringStatus.MOVED, "This event was moved. Look at its dates and its place below."),
        (GatheringStatus.FULL, ""),
        (GatheringStatus.PLANNED, ""),
    ],
)
def test_status_of_the_event_stands_first(status, said):
    client, registration = registered()
    change(registration.gathering, status=status)

    response = client.get(registration_url(registration))

    assert response.context["warning"] == said
    assert said in text_of(response)
    assert (ONLINE in response.content.decode()) is (status != GatheringStatus.CANCELLED)


def test_seat_at_an_event_that_was_cancelled_is_no_good_news():
    client, registration = registered(english_event(practical="Ring the bell."))
    change(registration.gathering, status=GatheringStatus.CANCELLED)

    response = client.get(registration_url(registration))

    said = {name: response.context[name] for name in ("sentence", "state_class", "practical")}
    assert said == {"sentence": "You have nothing to do.", "state_class": "withdrawn", "practical": ""}


def test_note_about_the_status_stands_below_it():
    client, registration = registered(english_event(status_note="The hall is flooded."))
    change(registration.gathering, status=GatheringStatus.CANCELLED)

    shown = [client.get(registration_url(registration)), stranger().get(register_url(registration.gathering))]

    said = "This event is cancelled. The hall is flooded."
    assert [said in text_of(page) for page in shown] == [True, True]


def test_offer_of_an_event_that_was_moved_forward_ends_as_it_begins():
    client, registration = offered()
    change(registration.gathering, starts_at=timezone.now())

    response = client.post(registration_url(registration, "take/"))

    assert errors_of(response) == [
        "The time to take this seat has passed. Register again: you will be put on the waiting list."
    ]
    assert b"/take/" not in response.content


def test_place_leaves_out_who_asks_for_more_than_the_whole_event_has():
    gathering = english_event(capacity=2, seats_at_most=2)
    make_registration(gathering, address="samir@example.org", seats=2)
    make_registration(gathering, address="ana@example.org", seats=2)
    change(gathering, capacity=1)
    client, registration = registered(gathering)

    assert "place 1." in text_of(client.get(registration_url(registration)))


def test_change_draws_what_was_said_and_keeps_what_is_said_now():
    gathering = english_event(seats_at_most=2, asks_food=True, asks_access=True, questions=(question("why"),))
    client, registration = registered(gathering, food="No nuts", access="A ramp", **{"question-why": "To meet."})
    edit_url = registration_url(registration, "edit/")

    drawn = client.get(edit_url).context["form"].initial
    response = client.post(
        edit_url, {"name": "Léa E.", "seats": "2", "question-why": "To eat.", "food": "", "access": ""}
    )

    registration.refresh_from_db()
    assert drawn == {
        "name": "Léa Exemple",
        "seats": 1,
        "question-why": "To meet.",
        "food": "No nuts",
        "access": "A ramp",
    }
    assert response.url == registration_url(registration, "?changed=1")
    assert "Your changes are kept." in text_of(client.get(response.url))
    assert (registration.name, registration.seats, registration.food, registration.access) == ("Léa E.", 2, "", "")
    assert [answer["value"] for answer in registration.answers] == ["To eat."]


def test_what_is_no_longer_asked_stays_as_it_was_said():
    gathering = english_event(seats_at_most=2, asks_food=True, questions=(question("why"),))
    client, registration = registered(gathering, seats="2", food="No nuts", **{"question-why": "To meet."})
    change(gathering, asks_food=False, seats_at_most=1)
    gathering.texts.update(questions=[question("age")])

    form = client.get(registration_url(registration, "edit/")).context["form"]
    client.post(registration_url(registration, "edit/"), {"name": "Léa", "seats": "2", "question-age": "30"})

    registration.refresh_from_db()
    assert list(form.fields) == ["name", "seats", "question-age"]
    assert (registration.seats, registration.food) == (2, "No nuts")
    assert [answer["value"] for answer in registration.answers] == ["30", "To meet."]


def test_change_that_is_wrong_is_named_and_loses_nothing():
    client, registration = registered(english_event(questions=(question("why"),)), **{"question-why": "To meet."})

    response = client.post(registration_url(registration, "edit/"), {"name": "", "question-why": "To eat."})

    assert response.status_code == 422
    assert errors_of(response) == ["Your name – Write your name."]
    assert 'value="To eat."' in response.content.decode()


def test_more_seats_than_are_left_change_nothing_and_are_an_error_by_name():
    client, registration = registered(english_event(capacity=3, seats_at_most=3))
    make_registration(registration.gathering, address="samir@example.org")

    response = client.post(registration_url(registration, "edit/"), {"name": "Other", "seats": "3"})

    registration.refresh_from_db()
    assert response.status_code == 409
    assert errors_of(response) == [
        "How many seats, yours among them – There are not so many seats left: 1. Your registration stays as it was."
    ]
    assert 'value="Other"' in response.content.decode()
    assert (registration.name, registration.seats) == ("Léa Exemple", 1)


def test_change_of_what_was_cancelled_meanwhile_leads_to_what_is():
    client, registration = registered()

    with connection.execute_wrapper(Meanwhile(lambda: registering.cancel_registration(registration))):
        response = client.post(registration_url(registration, "edit/"), {"name": "Léa"})

    assert response.url == registration_url(registration)


def test_cancelling_asks_once_more_and_gives_the_seat_back_once():
    client, registration = registered()
    cancel_url = registration_url(registration, "cancel/")

    asked = client.get(cancel_url)
    registration.refresh_from_db()
    before = registration.state
    answers = [client.post(cancel_url) for _click in range(2)]
    shown = client.get(answers[0].url)

    assert "Cancel my registration? Your seat becomes free for somebody else." in text_of(asked)
    assert before == RegistrationState.REGISTERED
    assert [answer.url for answer in answers] == [registration_url(registration)] * 2
    assert "Cancelled Your registration is cancelled." in text_of(shown)
    assert ONLINE not in shown.content.decode()
    assert notices().count("unregistered") == 1


def test_cancelling_what_was_cancelled_meanwhile_leads_to_what_is():
    client, registration = registered()

    with connection.execute_wrapper(Meanwhile(lambda: registering.cancel_registration(registration))):
        response = client.post(registration_url(registration, "cancel/"))

    assert response.url == registration_url(registration)
    assert notices().count("unregistered") == 1


def test_cancelling_a_place_on_the_waiting_list_says_what_is_lost():
    client, registration = registered(english_event(capacity=0))
    cancel_url = registration_url(registration, "cancel/")

    shown = text_of(client.get(registration_url(registration)))
    asked = text_of(client.get(cancel_url))

    assert "Change my registration Leave the waiting list" in shown
    assert "Leave the waiting list? You lose your place on the waiting list." in asked


def test_registration_that_ended_does_not_say_how_to_get_there():
    client, registration = registered(english_event(practical="Ring the bell."))
    before = client.get(registration_url(registration))
    client.post(registration_url(registration, "cancel/"))

    after = client.get(registration_url(registration))

    assert [response.context["practical"] for response in (before, after)] == ["Ring the bell.", ""]


@pytest.mark.parametrize("address", ["edit/", "cancel/"])
def test_event_that_is_over_leaves_nothing_to_change(address):
    client, registration = registered()
    end(registration.gathering)

    shown = client.get(registration_url(registration))
    responses = [
        client.get(registration_url(registration, address)),
        client.post(registration_url(registration, address)),
    ]

    registration.refresh_from_db()
    assert "This event is over." in text_of(shown)
    assert registration_url(registration, address) not in shown.content.decode()
    assert [response.url for response in responses] == [registration_url(registration)] * 2
    assert registration.state == RegistrationState.REGISTERED


def test_page_speaks_the_language_of_the_registration():
    gathering = english_event()
    registration = make_registration(gathering)
    client = stranger()
    client.post(link_url(AccessLink.objects.get(registration=registration)))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "fr"

    response = client.get(registration_url(registration))

    assert response["Content-Language"] == "en"


def test_page_knows_its_holder_by_the_link_of_the_event_as_well():
    gathering = english_event()
    registration = make_registration(gathering)
    with_page(gathering)
    link = access.request_access(purpose=Purpose.REGISTER, address=ADDRESS, language="en", gathering=gathering)
    client = stranger()

    client.post(link_url(link))

    assert client.get(registration_url(registration)).status_code == 200
    assert client.get(register_url(gathering)).url == registration_url(registration, "?known=1")


@pytest.mark.parametrize("count", [1, 20])
def test_page_asks_as_little_for_many_who_wait_as_for_one(count, django_assert_num_queries):
    gathering = english_event(capacity=0)
    for number in range(count):
        make_registration(gathering, address=f"guest-{number}@example.org")
    client, registration = registered(gathering)

    with django_assert_num_queries(5):
        response = client.get(registration_url(registration))

    assert f"place {count + 1}." in text_of(response)


def test_expired_link_of_an_offer_leads_to_a_fresh_one():
    _client, registration = offered()
    AccessLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    link = AccessLink.objects.filter(registration=registration).latest("pk")

    response = stranger().get(link_url(link))

    assert response.status_code == 410
    assert f'action="{link_url(link)}fresh/"' in response.content.decode()
