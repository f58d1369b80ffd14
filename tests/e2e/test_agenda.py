"""The agenda, as people live it: read, narrowed, registered for, given back, taken, called off."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from .looking import PHONE
from .people.attendee import Attendee
from .people.organiser import Organiser
from .people.visitor import Visitor
from .words import say, say_number

pytestmark = pytest.mark.e2e

TODAY = datetime.now(ZoneInfo("Europe/Paris")).date()
AGENDA = ["Agenda"]
LUNCH = "Repas convivial chez Maillage"
WORKSHOP = "Atelier : raconter ce que l’on sait faire"
QUESTIONS = "Une heure de questions sur l’appel"
WALK = "Balade des producteurs"
TWO_DAYS = "Les deux jours des associations"
NEWS = "Bénévoles : faites reconnaître ce que vous avez appris"
NEWS_OF_LUNCH = "La Métropole relance son appel pour une alimentation saine, locale et durable"

LAST_SEAT = "Un café à deux"
ONLINE = "https://rencontres.example.org/cafe"
REGISTERED = say_number("You are registered: %(count)s seat.", "You are registered: %(count)s seats.", 1, count=1)
TAKE = say_number("Take my seat", "Take my seats", 1)
SUBJECT, TEXT = "Avant de venir", "Le café est au premier étage : sonnez, on vous ouvre."


@pytest.fixture
def attendee(phone, site):
    """Open a small phone in the hands of somebody."""
    return lambda name, **options: Attendee(
        phone(**options), site, f"{name.lower()}.exemple@example.org", f"{name} Exemple"
    )


@pytest.fixture
def organiser(device, site):
    """Tom, who receives the registrations of Maillage."""
    return Organiser(device(), site, "relecture-maillage")


def test_front_page_leads_to_a_news_and_on_to_the_event_that_goes_with_it(phone, site):
    reader = Visitor(phone(), site)
    reader.opens("/")
    headings = ["Les prochains rendez-vous", "Les dernières actualités"]
    headings += ["Les appels ouverts", "Les badges que vous pouvez demander"]
    expect(reader.page.get_by_role("main").get_by_role("heading", level=2)).to_have_text(headings)
    reader.looks("front-page")
    reader.follows("Toutes les actualités")
    reader.looks("news")

    reader.follows(NEWS)
    reader.reads_title(NEWS)
    reader.looks("news-read")
    reader.follows(WORKSHOP)

    reader.reads_title(WORKSHOP)
    reader.looks("event-of-news")


def test_agenda_without_script_is_narrowed_by_topic_and_place(phone, site):
    reader = Visitor(phone(java_script_enabled=False), site)
    reader.opens("/agenda/")
    events = reader.page.get_by_role("main").get_by_role("heading", level=4)

    reader.picks(say("Topic"), "Bénévolat")
    reader.presses(say("Show"))
    expect(events).to_have_text([WORKSHOP, TWO_DAYS])
    reader.picks(say("Topic"), "")
    reader.picks(say("Place"), "Lille")
    reader.presses(say("Show"))

    expect(events).to_have_text([LUNCH])
    assert reader.complaints == []


def test_month_by_keyboard_alone_is_turned_forward_and_back(device, site):
    reader = Visitor(device(viewport=PHONE), site)
    reader.opens("/agenda/")
    reader.tabs_to("link", say("Month by month"))
    reader.hits("Enter")
    reader.reads(say("All events as a list"))
    reader.looks("agenda-month")
    first = reader.page.title()

    reader.tabs_to("link", say("Next month:"))
    reader.hits("Enter")
    expect(reader.page).not_to_have_title(first)
    reader.looks("agenda-month-next")
    reader.tabs_to("link", say("Previous month:"))
    reader.hits("Enter")

    expect(reader.page).to_have_title(first)


def test_search_from_the_header_finds_the_lunch_and_the_news(phone, site):
    reader = Visitor(phone(), site)
    reader.opens("/agenda/")
    words = reader.page.get_by_role("banner").get_by_role("searchbox", name="Rechercher sur le site")

    words.fill("repas")
    reader.hits("Enter")
    found = reader.page.get_by_role("main").get_by_role("heading", level=2)
    expect(found.filter(has_text=LUNCH)).to_have_count(1)
    reader.looks("search-lunch")
    words.fill("relance")
    reader.hits("Enter")

    reader.reads(NEWS_OF_LUNCH)
    reader.follows(NEWS_OF_LUNCH)
    reader.reads_title(NEWS_OF_LUNCH)


def test_last_seat_goes_from_hand_to_hand_and_its_event_is_called_off(editor, attendee, organiser):
    lise, noa = attendee("Lise"), attendee("Noa")
    make_event_with_one_seat(editor)
    register_after_a_slip(lise)
    wait_for_a_seat(noa)
    give_the_seat_back(attendee("Lise"))
    take_the_seat(noa)
    write_to_who_comes(organiser, noa)
    call_it_off(editor)

    told = say("“%(event)s” is cancelled", event=LAST_SEAT)
    assert [mail.is_about(told) for mail in noa.site.mails_to(noa.address)].count(True) == 1
    assert [mail.is_about(told) for mail in lise.site.mails_to(lise.address)].count(True) == 0
    noa.opens_registration()
    noa.does_not_read_where_online(ONLINE)
    noa.looks("registration-event-cancelled")


def make_event_with_one_seat(editor):
    """Make a small event out of the lunch, in a month from now."""
    editor.logs_in()
    editor.duplicates_event(LUNCH, below=AGENDA, copy=LAST_SEAT, day=f"{TODAY + timedelta(days=30):%Y-%m-%d}")
    editor.gives_one_seat(online=ONLINE)
    editor.publishes()
    editor.reads_that_it_is_published(LAST_SEAT)


def register_after_a_slip(lise):
    """Confirm the address, forget the name once, then have the seat, and only then the address online."""
    lise.finds_event(LAST_SEAT)
    lise.does_not_read_where_online(ONLINE)
    lise.looks("event-last-seat")
    lise.goes_to_register()
    lise.looks("register-start")
    lise.gives_address()
    lise.types_the_code()
    lise.does_not_read_where_online(ONLINE)
    lise.looks("register-form")
    lise.presses(say("Register"), exact=True)
    slip = lise.is_told_of_a_problem().get_by_role("link", name=say("Your name"))
    lise.looks("register-form-refused")
    slip.click()
    expect(lise.page.get_by_role("textbox", name=say("Your name"))).to_be_focused()
    lise.says_name()
    lise.presses(say("Register"), exact=True)
    lise.reads(say("It is done. We confirm it by e-mail."))
    lise.reads(REGISTERED)
    lise.reads_where_online(ONLINE)
    lise.looks("registration-registered")
    assert lise.newest_mail().is_about(say("You are registered for “%(event)s”", event=LAST_SEAT))
    assert ONLINE in lise.newest_mail().text


def wait_for_a_seat(noa):
    """Find that no seat is left, and wait for one."""
    noa.finds_event(LAST_SEAT)
    noa.looks("event-no-seat-left")
    noa.follows(say("Join the waiting list"))
    noa.gives_address()
    noa.confirms(LAST_SEAT)
    noa.says_name()
    noa.looks("register-form-waiting")
    noa.presses(say("Put me on the waiting list"))
    noa.reads(say("You are on the waiting list: place %(place)s.", place=1))
    noa.does_not_read_where_online(ONLINE)
    noa.looks("registration-waiting")
    assert noa.newest_mail().is_about(say("You are on the waiting list for “%(event)s”", event=LAST_SEAT))


def give_the_seat_back(lise):
    """Open the registration by the link of its mail, on another device, and give the seat back."""
    lise.opens_registration()
    lise.reads(REGISTERED)
    lise.gives_seat_back("registration-cancel")
    lise.does_not_read_where_online(ONLINE)
    lise.looks("registration-cancelled")


def take_the_seat(noa):
    """Read in a mail that the seat is free, and take it."""
    offered = say_number(
        "A seat is free for you: “%(event)s”", "%(seats)d seats are free for you: “%(event)s”", 1, event=LAST_SEAT
    )
    assert noa.newest_mail().is_about(offered)
    noa.follows_the_mail(say("See the seat that is offered"))
    noa.does_not_read_where_online(ONLINE)
    noa.looks("registration-offered")
    noa.presses(TAKE)
    noa.reads(REGISTERED)
    noa.reads_where_online(ONLINE)
    noa.looks("registration-taken")


def write_to_who_comes(organiser, noa):
    """Read who comes, print the list, take it away, and tell one thing more."""
    organiser.logs_in()
    organiser.opens_event(LAST_SEAT, name="registrations-event")
    assert organiser.people() == [noa.name]
    organiser.prints_sheet("registrations-sheet")
    assert organiser.downloads_list() == [(noa.name, noa.address)]
    organiser.writes_to_people(subject=SUBJECT, text=TEXT)
    organiser.reads(say("Messages that were sent"))
    organiser.looks("registrations-message-sent")
    assert noa.newest_mail().is_about(SUBJECT)
    assert TEXT in noa.newest_mail().text


def call_it_off(editor):
    """Cancel the event, publish it twice, and let ten minutes go by each time."""
    for _time in range(2):
        editor.edits(LAST_SEAT, below=AGENDA)
        editor.picks(say("status"), "cancelled")
        editor.looks("event-editor-cancelled")
        editor.publishes()
        editor.reads_that_it_is_published(LAST_SEAT)
        editor.site.hastens("tell_gathering")


def test_registration_without_script_is_made_changed_and_given_back(attendee):
    samia = attendee("Samia", java_script_enabled=False)
    samia.finds_event(LUNCH)
    samia.goes_to_register()
    samia.gives_address()
    samia.confirms(LUNCH)
    samia.presses(say("Register"), exact=True)
    samia.reads(say("There is a problem"))
    samia.says_name()
    two_seats = say_number("%(count)s seat", "%(count)s seats", 2, count=2)
    samia.page.get_by_role("radio", name=two_seats).check()
    samia.fills(say("Food: allergies, diets"), "Sans gluten.")
    samia.presses(say("Register"), exact=True)
    samia.reads("Sans gluten.")

    samia.follows(say("Change my registration"))
    samia.fills(say("Food: allergies, diets"), "")
    samia.presses(say("Keep my changes"))
    samia.reads(say("Your changes are kept."))
    expect(samia.page.get_by_text("Sans gluten.")).to_have_count(0)
    samia.gives_seat_back()

    assert samia.complaints == []
