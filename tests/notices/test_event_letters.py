"""Mails about events say when and where on the clock of the place, and nothing of what somebody needs."""

from dataclasses import replace
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from tests import factories
from tests.agenda.house import make_event
from tests.notices.test_presenter import one_line, read
from wagtail_openbadges.domain import access, gatherings, registering, telling
from wagtail_openbadges.domain.gatherings import DateContent
from wagtail_openbadges.models import (
    AccessLink,
    GatheringMessage,
    GatheringStatus,
    Purpose,
    Registration,
)
from wagtail_openbadges.notices.letters import EVENT, LETTERS
from wagtail_openbadges.notices.presenter import present

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.notices.urls")]

EVENT_DATE = "Thursday 14 May 2026 from 12:30 to 14:00, Réunion time"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel("2026-05-04T10:00:00Z", tick=False):
        yield


def one_date(start="2026-05-14T12:30", end="2026-05-14T14:00", *, is_all_day=False):
    return DateContent(uid=uuid4(), start=start, end=end, is_all_day=is_all_day)


def content_in_reunion(**changes):
    said = {"zone_name": "Indian/Reunion", "dates": (one_date(),), **changes}
    return factories.gathering_content(factories.make_issuer(), **said)


def event_in_reunion(**changes):
    return gatherings.publish_gathering(content_in_reunion(**changes))


def waiting_for(gathering, *, address="zoe@example.org", **wish):
    """Return somebody who waits for the seats that somebody else has."""
    factories.make_registration(gathering, address="ada@example.org", seats=gathering.capacity)
    return factories.make_registration(gathering, address=address, **wish)


def offered_in(gathering, **wish):
    """Return somebody whom the seat of another is offered to."""
    waits = waiting_for(gathering, **wish)
    registering.cancel_registration(gathering.registrations.exclude(pk=waits.pk).get())
    waits.refresh_from_db()
    return waits


def link_of(registration):
    return AccessLink.objects.filter(registration=registration).last()


def write(notice, registration, **about):
    return present(notice, link=link_of(registration), language="en", **about)


def test_confirm_to_register_gives_a_code_and_names_the_event():
    gathering = event_in_reunion()
    link = access.request_access(
        purpose=Purpose.REGISTER, address="lea@example.org", language="en", gathering=gathering
    )

    mail = present("confirm", link=link, language="en")

    assert mail.subject == f"{access.code_of(link)} is your code for “Repas convivial”"
    assert mail.text == (
        "Hello,\n"
        "\n"
        f"You want to register for “Repas convivial” of {gathering.issuer} with this address.\n"
        "\n"
        "Type this code on the page where you gave your address, or press the button:\n"
        "\n"
        f"    {access.code_of(link)}\n"
        "\n"
        "Confirm my address\n"
        f"{gathering.issuer.base_url}links/{access.token_of(link)}/\n"
        "This link is for you alone. It is good until 11 May 2026 at 14:00, Réunion time (UTC+4).\n"
        "\n"
        "The code is good until 4 May 2026 at 14:15, Réunion time (UTC+4).\n"
        "\n"
        "Kind regards,\n"
        f"{gathering.issuer}\n"
        "https://maison.example.org\n"
        "\n"
        "-- \n"
        f"Somebody gave this address to register for “Repas convivial” of {gathering.issuer}. If it was not you, you "
        "can ignore this mail: nothing is kept but the address, which is erased when the link is no longer good.\n"
    )


def test_confirm_for_a_registration_opens_it_without_a_code():
    registration = factories.make_registration(event_in_reunion())
    link = access.renew(link_of(registration))

    mail = present("confirm", link=link, language="en")

    assert mail.subject == "Your link to your registration for “Repas convivial”"
    assert f"Open my registration\n{registration.gathering.issuer.base_url}links/{access.token_of(link)}/" in mail.text
    assert "code" not in mail.text


def test_registered_says_when_where_how_to_come_and_how_to_give_the_seats_back():
    gathering = event_in_reunion(
        practical="Entrée par la cour.\nMétro Gambetta.", online_url="https://visio.example.org/repas", seats_at_most=2
    )
    registration = factories.make_registration(gathering, seats=2)

    mail = write("registered", registration)

    token = access.token_of(link_of(registration))
    assert (mail.subject, mail.reply_to) == ("You are registered for “Repas convivial”", "contact@maison.example.org")
    assert mail.text == (
        "Hello Léa Exemple,\n"
        "\n"
        f"2 seats are kept for you at “Repas convivial” of {gathering.issuer}.\n"
        "\n"
        f"“Repas convivial” takes place {EVENT_DATE}.\n"
        "\n"
        "Before you come\n"
        "\n"
        "    Entrée par la cour.\n"
        "    Métro Gambetta.\n"
        "\n"
        "Open my registration\n"
        f"{gathering.issuer.base_url}links/{token}/\n"
        "This link is for you alone. It is good until 11 May 2026 at 14:00, Réunion time (UTC+4); afterwards it offers "
        "you a new one.\n"
        "\n"
        "You cannot come? Open your registration and give your seats back: somebody else can take them.\n"
        "\n"
        "When\n"
        f"    {EVENT_DATE}\n"
        "Where\n"
        "    Maillage, 1 rue de l’Exemple, 59000 Lille\n"
        "Join online\n"
        "    https://visio.example.org/repas\n"
        "Seats\n"
        "    2\n"
        "\n"
        "Kind regards,\n"
        f"{gathering.issuer}\n"
        "https://maison.example.org\n"
        "\n"
        "-- \n"
        "You receive this mail because the address lea@example.org was used to register for “Repas convivial” of "
        f"{gathering.issuer}. If it was not you, you can ignore this mail.\n"
    )


def test_registered_for_an_event_with_a_page_leads_to_it_and_to_its_file_for_calendars():
    page = make_event(factories.make_issuer())
    registration = factories.make_registration(page.gathering)

    mail = write("registered", registration)

    assert f"Add to my calendar\n    {page.full_url}event-ics/\nPage of the event\n    {page.full_url}\n" in mail.text
    assert f'<a href="{page.full_url}event-ics/">Add to my calendar</a>' in mail.html


@pytest.mark.parametrize(("notice", "somebody_in"), [("waiting", waiting_for), ("offered", offered_in)])
def test_letter_to_somebody_without_a_seat_offers_no_file_for_calendars(notice, somebody_in):
    page = make_event(factories.make_issuer(), capacity=1)

    mail = write(notice, somebody_in(page.gathering))

    assert f"Page of the event\n    {page.full_url}\n" in mail.text
    assert "Add to my calendar" not in mail.text


def test_registered_for_an_event_whose_page_is_not_live_leads_to_neither():
    page = make_event(factories.make_issuer())
    registration = factories.make_registration(page.gathering)
    page.unpublish()

    mail = write("registered", registration)

    assert page.full_url not in mail.text
    assert "Add to my calendar" not in mail.text


def test_registered_when_nothing_is_known_of_the_place_says_nothing_of_it():
    registration = factories.make_registration(event_in_reunion(place="", address=""))

    mail = write("registered", registration)

    assert [word for word in ("Where", "None", "Join online", "Before you come") if word in mail.text] == []


def test_registered_for_several_dates_lists_them_and_names_their_clock_once():
    dates = (one_date(), one_date("2026-05-15T20:00", "2026-05-16T02:00"), one_date("2026-05-17T09:00", ""))
    registration = factories.make_registration(event_in_reunion(dates=dates))

    mail = write("registered", registration)

    assert "“Repas convivial” takes place on several dates. You find them below.\n" in mail.text
    assert (
        "When (Réunion time)\n"
        "    Thursday 14 May 2026 from 12:30 to 14:00\n"
        "    Friday 15 May 2026 at 20:00 until Saturday 16 May at 02:00\n"
        "    Sunday 17 May 2026 at 09:00\n"
    ) in mail.text
    assert "from 12:30 to 14:00<br>Friday 15 May" in mail.html


def test_registered_for_whole_days_names_no_clock():
    dates = (
        one_date("2026-05-14T00:00", "2026-05-15T00:00", is_all_day=True),
        one_date("2026-06-01T00:00", "", is_all_day=True),
    )
    registration = factories.make_registration(event_in_reunion(dates=dates))

    mail = write("registered", registration)

    assert "When\n    from Thursday 14 to Friday 15 May 2026\n    Monday 1 June 2026\n" in mail.text


def test_registered_in_another_language_says_what_that_page_says():
    content = content_in_reunion()
    gathering = gatherings.publish_gathering(content)
    gatherings.publish_gathering(replace(content, language="en", title="Shared meal", place="Maillage, first floor"))
    registration = factories.make_registration(gathering)

    mail = write("registered", registration)

    assert mail.subject == "You are registered for “Shared meal”"
    assert "    Maillage, first floor, 1 rue de l’Exemple" in mail.text


def test_waiting_promises_no_place_in_the_order_and_tells_no_online_address():
    gathering = event_in_reunion(capacity=1, reply_hours=24, online_url="https://visio.example.org/repas")
    registration = waiting_for(gathering)

    mail = write("waiting", registration)

    assert mail.subject == "You are on the waiting list for “Repas convivial”"
    assert "You are on the waiting list, not registered yet." in mail.text
    said = "We write to you when a seat is free for you. You then have 24 hours to take what is offered."
    assert said in mail.text
    assert "It is not sure that a seat becomes free." in mail.text
    assert "visio.example.org" not in mail.text + mail.html


def test_offered_says_until_when_the_seat_is_kept_and_what_happens_then():
    registration = offered_in(event_in_reunion(capacity=1))

    mail = write("offered", registration)

    due = "6 May 2026 at 14:00, Réunion time (UTC+4)"
    assert mail.subject == "A seat is free for you: “Repas convivial”"
    assert f"Now one is free, and it is yours until {due}." in mail.text
    assert "Open it and confirm by then. Otherwise it goes to the next person." in mail.text
    assert "This link is for you alone" not in mail.text
    assert f"See the seat that is offered\n{registration.gathering.issuer.base_url}links/" in mail.text
    assert f"Yours until\n    {due}\n" in mail.text


def test_offered_for_two_seats_names_both():
    registration = offered_in(event_in_reunion(capacity=2, seats_at_most=2), seats=2)

    mail = write("offered", registration)

    assert mail.subject == "2 seats are free for you: “Repas convivial”"
    assert "See the seat that is offered\n" in mail.text


def test_lapsed_says_that_the_seat_went_on_and_how_to_come_back():
    page = make_event(factories.make_issuer(), capacity=1)
    registration = offered_in(page.gathering)

    mail = write("lapsed", registration)

    assert mail.subject == "The seat for “Repas convivial chez Maillage” is no longer kept for you"
    assert "It goes to the next person." in mail.text
    assert "You can register again on the page of the event, while it is open." in mail.text


def test_unregistered_confirms_what_the_person_did():
    registration = registering.cancel_registration(factories.make_registration(event_in_reunion()))

    mail = write("unregistered", registration)

    assert mail.subject == "Your registration for “Repas convivial” is cancelled"
    assert "As you asked, your registration for “Repas convivial” is cancelled." in mail.text
    assert "You can register again" not in mail.text


def test_unregistered_says_whom_to_write_to_at_once_when_it_was_somebody_else():
    registration = registering.cancel_registration(factories.make_registration(event_in_reunion()))

    mail = write("unregistered", registration)

    assert f"It was not you? Write to {registration.gathering.issuer} at once: contact@maison.example.org." in mail.text
    assert "ignore" not in mail.text


def test_struck_off_says_who_did_it_and_whom_to_write_to():
    registration = factories.make_registration(event_in_reunion())
    registering.cancel_registration(registration, by=factories.UserFactory())

    mail = write("struck_off", registration)

    issuer = registration.gathering.issuer
    assert mail.subject == "Your registration for “Repas convivial” is ended"
    assert f"{issuer} has ended your registration for “Repas convivial”." in mail.text
    assert f"Write to {issuer}: contact@maison.example.org." in mail.text


def changed_event(registration, **changes):
    """Publish the event of a registration anew, and return the mail that tells of it."""
    gathering = registration.gathering
    content = content_in_reunion(translation_key=gathering.translation_key, **changes)
    gatherings.publish_gathering(replace(content, issuer_id=gathering.issuer_id))
    with transaction.atomic():
        telling.tell_registered("changed", registration, occasion="1")
    return write("changed", Registration.objects.get(pk=registration.pk))


def test_changed_to_cancelled_says_that_there_is_nothing_to_do():
    registration = factories.make_registration(event_in_reunion())

    mail = changed_event(registration, status=GatheringStatus.CANCELLED)

    assert mail.subject == "“Repas convivial” is cancelled"
    assert "It does not take place.\n\nYou have nothing to do.\n" in mail.text
    assert f"It was planned for\n    {EVENT_DATE}\n" in mail.text
    assert "Give your seat back" not in mail.text


def test_changed_quotes_what_the_organiser_says_of_it():
    registration = factories.make_registration(event_in_reunion())

    mail = changed_event(registration, status=GatheringStatus.CANCELLED, status_note="La salle est fermée.")

    assert "A word from" in mail.text
    assert "La salle est fermée." in mail.text


def test_changed_to_postponed_keeps_the_seat_and_names_no_date():
    registration = factories.make_registration(event_in_reunion())

    mail = changed_event(registration, status=GatheringStatus.POSTPONED)

    assert mail.subject == "“Repas convivial” is postponed"
    assert "The new date is not known yet. We write to you again when it is.\n\nYou keep your seat.\n" in mail.text
    assert "14 May 2026 from" not in mail.text


def test_changed_to_moved_says_the_new_date_and_place():
    registration = factories.make_registration(event_in_reunion())

    mail = changed_event(
        registration,
        status=GatheringStatus.MOVED,
        dates=(one_date("2026-05-21T18:00", "2026-05-21T20:00"),),
        place="Maison des Associations",
    )

    said = "Thursday 21 May 2026 from 18:00 to 20:00, Réunion time"
    assert mail.subject == "“Repas convivial” is moved"
    assert f"“Repas convivial” takes place {said}.\n\nYou keep your seat.\n" in mail.text
    assert f"When\n    {said}\nWhere\n    Maison des Associations, 1 rue" in mail.text


def test_changed_in_its_place_alone_says_what_is_true_now():
    registration = factories.make_registration(event_in_reunion())

    mail = changed_event(registration, place="Maison des Associations")

    assert mail.subject == "What changes for “Repas convivial”"
    assert "has changed what was announced of “Repas convivial”." in mail.text
    assert "    Maison des Associations, 1 rue" in mail.text


def test_changed_for_somebody_who_waits_keeps_the_place_on_the_list():
    registration = waiting_for(event_in_reunion(capacity=1))

    mail = changed_event(registration, capacity=1, place="Ailleurs", online_url="https://visio.example.org/repas")

    assert "You stay on the waiting list.\n" in mail.text
    assert "You do not want to come any more? Open your registration and tell us.\n" in mail.text
    assert "visio.example.org" not in mail.text + mail.html


def test_changed_for_somebody_with_an_offer_says_until_when_it_stands():
    registration = offered_in(event_in_reunion(capacity=1))

    mail = changed_event(registration, capacity=1, place="Ailleurs")

    assert "What is offered to you is yours until 6 May 2026 at 14:00, Réunion time (UTC+4)" in mail.text


@pytest.mark.parametrize(
    ("at", "subject"),
    [
        ("2026-05-13T08:30:00Z", "Tomorrow: “Repas convivial”"),
        ("2026-05-13T20:30:00Z", "Today: “Repas convivial”"),
        ("2026-05-12T19:00:00Z", "Soon: “Repas convivial”"),
    ],
)
def test_remind_event_counts_days_on_the_clock_of_its_place(at, subject):
    registration = factories.make_registration(event_in_reunion(practical="Entrée par la cour."))

    with time_machine.travel(at, tick=False), timezone.override("America/Martinique"):
        mail = write("remind_event", registration)

    assert mail.subject == subject
    assert f"“Repas convivial” takes place {EVENT_DATE}.\n" in mail.text
    assert "Before you come\n\n    Entrée par la cour.\n" in mail.text
    assert "You cannot come? Open your registration and give your seat back: somebody else can take it.\n" in mail.text


def test_message_quotes_the_organiser_under_her_own_subject():
    registration = factories.make_registration(event_in_reunion())
    written = GatheringMessage.objects.create(
        gathering=registration.gathering, subject="Apportez un plat", text="Bonjour,\nmerci !", sent_at=timezone.now()
    )

    mail = write("message", registration, gathering_message=written)

    issuer = registration.gathering.issuer
    assert mail.subject == "Apportez un plat"
    assert f"{issuer} writes to those who registered for “Repas convivial”." in mail.text
    assert f"Message from {issuer}\n\n    Bonjour,\n    merci !\n" in mail.text
    assert f"A question? Write to {issuer}: contact@maison.example.org.\n" in mail.text


def test_message_as_a_preview_needs_neither_a_registration_nor_a_stored_message():
    gathering = event_in_reunion(online_url="https://visio.example.org/repas")
    written = GatheringMessage(gathering=gathering, subject="Apportez un plat", text="Merci !")

    mail = present("message", gathering_message=written, language="en")

    assert mail.subject == "Apportez un plat"
    assert mail.text.startswith("Hello,\n")
    assert "links/…/" in mail.text
    assert "    Merci !\n" in mail.text
    assert "Join online\n    https://visio.example.org/repas\n" in mail.text
    assert "Seats\n" not in mail.text


def test_message_of_a_structure_without_an_address_names_none():
    gathering = event_in_reunion()
    gathering.issuer.organisation.email = ""

    mail = present("message", gathering=gathering, message="Merci !", language="en")

    assert mail.reply_to == ""
    assert "A question?" not in mail.text


@pytest.mark.parametrize("notice", sorted(LETTERS[EVENT]))
def test_present_tells_neither_needs_nor_answers(notice):
    registration = factories.make_registration(
        event_in_reunion(asks_food=True, asks_access=True),
        food="sans arachide",
        access="fauteuil roulant",
        answers=[{"uid": "q1", "label": "Métier", "type": "text", "value": "boulangère"}],
    )
    stored = Registration.objects.get(pk=registration.pk)

    mail = write(notice, registration, message="Merci !")

    secrets = [stored.food, stored.access, stored.answers[0]["value"]]
    assert secrets == ["sans arachide", "fauteuil roulant", "boulangère"]
    assert [secret for secret in secrets if secret in mail.text + mail.html + mail.subject] == []


@pytest.mark.parametrize("notice", sorted(LETTERS[EVENT]))
@pytest.mark.parametrize("language", ["en", "fr"])
def test_present_in_text_and_in_html_says_the_same_of_an_event(notice, language):
    dates = (one_date(), one_date("2026-05-15T20:00", "2026-05-16T02:00"))
    gathering = event_in_reunion(
        title="Repas & rencontre <3",
        dates=dates,
        practical="Entrée\npar la cour",
        online_url="https://visio.example.org/",
    )
    registration = factories.make_registration(gathering, name="Léa <Exemple>")

    mail = present(notice, link=link_of(registration), message="Qui & quoi <3 ?", language=language)

    said, shown = mail.text.replace("-- \n", "").splitlines(), read(mail.html)
    links = {"https://visio.example.org/"}
    assert [line for line in said if one_line(line) not in shown and line.strip() not in links] == []
    assert f'<html lang="{language}">' in mail.html


@pytest.mark.parametrize(
    ("zone_name", "words"),
    [
        ("Europe/Paris", "Sunday 25 October 2026 from 01:00 to 02:30 (UTC+1), Paris time"),
        ("Indian/Reunion", "Sunday 25 October 2026 from 01:00 to 02:30, Réunion time"),
    ],
)
def test_present_in_any_time_zone_of_server_and_reader_writes_the_one_of_the_event(zone_name, words):
    dates = (one_date("2026-10-25T01:00", "2026-10-25T02:30"),)
    registration = factories.make_registration(event_in_reunion(zone_name=zone_name, dates=dates))

    with override_settings(TIME_ZONE="Asia/Tokyo"), timezone.override("Pacific/Tahiti"):
        mail = write("registered", registration)

    assert f"“Repas convivial” takes place {words}.\n" in mail.text


def test_present_a_letter_to_somebody_whose_event_has_no_text_any_more_names_nothing():
    registration = factories.make_registration(event_in_reunion())
    registration.gathering.texts.all().delete()

    mail = write("registered", registration)

    assert mail.subject == "You are registered for “”"
    assert "None" not in mail.text


def test_present_about_an_event_without_a_structure_is_refused():
    gathering = gatherings.publish_gathering(factories.gathering_content(None))

    with pytest.raises(ValueError, match="Say what the mail is about"):
        present("message", gathering=gathering, language="en")


def test_offer_of_an_event_that_was_moved_forward_is_promised_no_longer_than_it_can_be_taken():
    content = content_in_reunion(capacity=1)
    registration = offered_in(gatherings.publish_gathering(content))
    moved = replace(content, dates=(one_date("2026-05-05T12:30", "2026-05-05T14:00"),))
    registration.gathering = gatherings.publish_gathering(moved)

    mail = write("changed", registration)

    assert "What is offered to you is yours until 5 May 2026 at 12:30, Réunion time (UTC+4)" in mail.text
