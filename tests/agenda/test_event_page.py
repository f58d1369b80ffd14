"""What visitors see of an event: when, where, whether it takes place, and how one comes."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Locale

from tests.agenda.events_listed import AUTUMN, MEAL, NOW, PAST, TODAY
from tests.agenda.house import event_page, make_event, make_event_index, make_news
from tests.factories import OrganisationFactory, make_issuer, make_registration
from tests.pages.call_house import make_call_page, make_round_page
from tests.pages.house import home, make_image
from tests.testapp.models import HouseEventPage, HouseOccurrence
from wagtail_openbadges.agenda.events.display import contact_link
from wagtail_openbadges.agenda.models import EventOccurrence, EventRelatedPage
from wagtail_openbadges.models import Gathering

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here_and_now():
    """Read pages in the language of the source strings, at one instant."""
    Locale.objects.filter(language_code="fr").update(language_code="en")
    with time_machine.travel(NOW, tick=False):
        yield


def html_of(client, page):
    return client.get(page.url).content.decode()


def headings(html):
    """Return the headings of a page, as levels and words."""
    found = re.findall(r"<h([1-6])[^>]*>(.*?)</h[1-6]>", html, re.DOTALL)
    return [f"{level} {re.sub(r'<[^>]*>', '', words).strip()}" for level, words in found]


def columns(html: str) -> list[str]:
    """Return what stands side by side below the dates of an event."""
    body = re.search(r'<div class="openbadges-columns">(.*)</div>\s*</article>', html, re.DOTALL)[1]
    return re.findall(r"^ {6,8}<(div|aside)>$", body, re.MULTILINE)


def buttons(html):
    """Return the buttons that lead somewhere, as words and addresses."""
    found = re.findall(r'<a class="openbadges-button[^"]*" href="([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL)
    return [(" ".join(re.sub(r"<[^>]*>", "", words).split()), href) for href, words in found]


def registration(client, page):
    """Return what the page says of registration: its sentences, and the words of its button."""
    said = client.get(page.url).context_data["registration"]
    return said.get("sentence"), said.get("detail", ""), said.get("button", {}).get("label")


def test_event_says_when_on_its_own_clock_and_for_programs(client):
    page = make_event(dates=[MEAL])

    html = html_of(client, page)

    assert re.findall(r'<time datetime="([^"]*)">([^<]*)</time>', html) == [
        ("2026-08-28T12:30:00+02:00", "Friday 28 August 2026 from 12:30 to 14:00, Paris time")
    ]


def test_event_tells_its_parts_in_order(client):
    index = make_event_index(title="Agenda")
    page = make_event(
        index=index,
        tags=("Cuisine",),
        dates=[MEAL],
        access_notes="Métro Wazemmes.",
        accessibility=["step_free", "captions"],
        contact="contact@example.org",
        organiser_name="Maillage",
    )

    html = html_of(client, page)

    assert headings(html) == [
        "1 Repas convivial chez Maillage",
        "2 Date",
        "2 Place",
        "2 Registration",
        "2 How to get there",
        "2 Accessibility",
        "2 In short",
        "2 Who organises it",
        "2 Topics",
    ]
    assert re.findall(r'<p class="openbadges-back"><a href="([^"]*)">.*?<span>([^<]*)', html, re.DOTALL) == [
        (index.url, "Agenda")
    ]
    assert html.count("None") == 0


def test_event_that_says_nothing_but_its_date_has_no_empty_part(client):
    page = make_event(
        dates=[MEAL], summary="", place_name="", street="", postcode="", town="", is_free=False, event_format="on_site"
    )

    html = html_of(client, page)

    assert headings(html) == ["1 Repas convivial chez Maillage", "2 Date", "2 Registration", "2 In short"]
    assert html.count("None") == 0
    assert html.count("openstreetmap") == 0


def test_event_of_many_dates_lists_those_to_come_and_names_the_zone_once(client):
    page = make_event(dates=[PAST, MEAL, AUTUMN])

    when = client.get(page.url).context_data["when"]

    assert when["title"] == "Dates"
    assert [row["words"] for row in when["coming"]] == [
        "Friday 28 August 2026 from 12:30 to 14:00",
        "Saturday 3 October 2026 from 09:00 to 12:00",
    ]
    assert [row["words"] for row in when["past"]] == ["Wednesday 1 July 2026 from 18:00 to 20:00"]
    assert when["zone"] == "Paris time"


def test_whole_days_are_written_without_hours_and_zone(client):
    page = make_event(dates=[MEAL])
    page.occurrences = [EventOccurrence(starts="2026-08-28T09:00", ends="2026-08-30T09:00", is_all_day=True)]
    page.save_revision().publish()

    when = client.get(page.url).context_data["when"]

    assert [(row["words"], row["datetime"]) for row in when["coming"]] == [
        ("From Friday 28 to Sunday 30 August 2026", "2026-08-28")
    ]
    assert when["zone"] == ""


@pytest.mark.parametrize(
    ("status", "label", "sentence", "title"),
    [
        ("cancelled", "Cancelled", "This event is cancelled.", "Date that was planned"),
        ("postponed", "Postponed", "This event is postponed. Its new date is not known yet.", "Date that was planned"),
        (
            "moved",
            "Moved",
            "Look at the date and the place: they are not those that were announced first.",
            "Date",
        ),
        ("full", "Full", "There is no seat left.", "Date"),
    ],
)
def test_event_that_is_not_as_announced_says_so_in_words_first(client, status, label, sentence, title):
    page = make_event(dates=[MEAL], status=status, status_note="La salle est inondée.")

    html = html_of(client, page)

    (banner,) = re.findall(rf'<div class="openbadges-state openbadges-state--{status}">(.*?)</div>', html, re.DOTALL)
    assert re.findall(r"<p[^>]*>([^<]+)</p>", banner) == [sentence, "La salle est inondée."]
    assert re.findall(r"</svg>\s*<span>([^<]*)", banner) == [label]
    assert headings(html)[1] == f"2 {title}"
    assert html.index(banner) < html.index(f"<span>{title}</span>")


def test_event_as_announced_has_no_banner(client):
    page = make_event(dates=[MEAL])

    response = client.get(page.url)

    assert response.context_data["state"] is None


def test_event_postponed_to_a_day_that_nobody_knows_says_so(client):
    page = make_event(dates=[], status="postponed")

    html = html_of(client, page)

    assert html.count("<p>Date to come</p>") == 1
    assert html.count("event-ics/") == 0


def test_event_that_is_over_says_so_and_offers_neither_registration_nor_calendar(client):
    page = make_event(make_issuer(), dates=[TODAY])
    at = datetime(2026, 8, 20, 12, 0, tzinfo=UTC)

    with time_machine.travel(at, tick=False):
        response = client.get(page.url)

    with translation.override("en"):
        assert response.context_data["state"].sentence == "This event is over."
    assert response.context_data["registration"] == {}
    assert response.context_data["when"]["calendar_href"] == ""


def test_event_leads_to_a_file_for_calendars_and_to_a_map(client):
    page = make_event(dates=[MEAL])

    html = html_of(client, page)

    assert re.findall(r'<a href="([^"]*)">Add to my calendar', html) == [f"{page.url}event-ics/"]
    assert re.findall(r'<a href="([^"]*)" rel="external noopener">See the map', html) == [
        "https://www.openstreetmap.org/search?query=1+rue+de+l%E2%80%99Exemple%2C+59000+Lille"
    ]
    assert html.count("<iframe") == 0


def test_place_known_by_its_name_only_is_found_by_it(client):
    page = make_event(dates=[MEAL], street="", postcode="", town="")

    place = client.get(page.url).context_data["place"]

    assert place == {
        "lines": ["Maillage"],
        "map_href": "https://www.openstreetmap.org/search?query=Maillage",
        "access": "",
    }


@pytest.mark.parametrize(
    ("event_format", "way", "online"),
    [
        ("on_site", "none", {}),
        (
            "online",
            "none",
            {"text": "This event takes place online.", "href": "https://meet.example.org/room"},
        ),
        ("both", "none", {"text": "This event takes place online.", "href": "https://meet.example.org/room"}),
        ("online", "here", {"text": "The address of the meeting is sent to those who registered."}),
    ],
)
def test_address_online_is_shown_unless_one_registers_here(client, event_format, way, online):
    issuer = make_issuer() if way == "here" else None
    page = make_event(issuer, dates=[MEAL], event_format=event_format, online_url="https://meet.example.org/room")

    response = client.get(page.url)

    assert response.context_data["online"] == online
    # Once to be followed, once for search engines.
    assert response.content.decode().count("meet.example.org") == (2 if "href" in online else 0)


def test_event_online_only_has_no_place(client):
    page = make_event(dates=[MEAL], event_format="online")

    assert client.get(page.url).context_data["place"] == {}


def test_free_seats_are_counted_and_lead_to_registration(client):
    page = make_event(make_issuer(), dates=[MEAL], capacity=3)

    before = registration(client, page)
    make_registration(page.gathering, address="lea@example.org")
    make_registration(page.gathering, address="noe@example.org")
    after = registration(client, page)

    assert before == ("There are 3 seats left.", "", "Register")
    assert after == ("There is one last seat.", "", "Register")
    assert buttons(html_of(client, page)) == [("Register", f"{page.url}register/")]


def test_event_without_limit_counts_no_seats(client):
    page = make_event(make_issuer(), dates=[MEAL])

    assert registration(client, page) == ("You need an e-mail address, and no account.", "", "Register")


@pytest.mark.parametrize(
    ("has_waiting_list", "said"),
    [
        (
            True,
            (
                "All seats are taken. Put yourself on the waiting list: we write to you when one is free.",
                "",
                "Join the waiting list",
            ),
        ),
        (False, ("This event is full, and it has no waiting list.", "", None)),
    ],
)
def test_full_event_offers_its_waiting_list_if_it_has_one(client, has_waiting_list, said):
    page = make_event(make_issuer(), dates=[MEAL], capacity=1, has_waiting_list=has_waiting_list)
    make_registration(page.gathering)

    assert registration(client, page) == said


def test_event_that_its_editor_calls_full_offers_its_waiting_list(client):
    page = make_event(make_issuer(), dates=[MEAL], capacity=10, status="full")

    assert registration(client, page)[2] == "Join the waiting list"


def test_nobody_overtakes_those_who_wait(client):
    page = make_event(make_issuer(), dates=[MEAL], capacity=2, seats_at_most=2)
    make_registration(page.gathering, address="lea@example.org")
    make_registration(page.gathering, address="noe@example.org", seats=2)

    assert registration(client, page)[2] == "Join the waiting list"


def test_registration_says_until_when_it_is_open_then_since_when_it_is_closed(client):
    page = make_event(make_issuer(), dates=[MEAL], capacity=5, registration_closes="2026-08-26T18:00")

    before = registration(client, page)
    with time_machine.travel(datetime(2026, 8, 26, 17, 0, tzinfo=UTC), tick=False):
        after = registration(client, page)

    assert before == (
        "There are 5 seats left.",
        "Registration closes on 26 August 2026 at 18:00, Paris time.",
        "Register",
    )
    assert after == ("Registration has been closed since 26 August 2026 at 18:00, Paris time.", "", None)


def test_registration_closes_when_the_event_begins(client):
    page = make_event(make_issuer(), dates=[TODAY, MEAL])

    with time_machine.travel(datetime(2026, 8, 20, 10, 30, tzinfo=UTC), tick=False):
        said = registration(client, page)

    assert said == ("Registration has been closed since 20 August 2026 at 12:30, Paris time.", "", None)


def test_registration_elsewhere_names_the_other_site(client):
    page = make_event(dates=[MEAL], registration="elsewhere", elsewhere_url="https://billets.example.org/repas")

    html = html_of(client, page)

    assert buttons(html) == [("Register on billets.example.org (another site)", "https://billets.example.org/repas")]


def test_event_without_registration_says_that_one_just_comes(client):
    page = make_event(dates=[MEAL])

    assert registration(client, page) == ("There is no registration: just come.", "", None)


@pytest.mark.parametrize("status", ["cancelled", "postponed", "full"])
def test_banner_says_it_all_where_nobody_can_register(client, status):
    page = make_event(dates=[MEAL], status=status)

    assert client.get(page.url).context_data["registration"] == {}


def test_event_that_lacks_something_takes_no_registration_yet(client):
    page = make_event(make_issuer(), dates=[MEAL], privacy_notice="")

    assert registration(client, page) == (
        "One cannot register yet. Come back later or write to the organiser.",
        "",
        None,
    )


def test_event_in_short_names_its_public_and_its_price(client):
    page = make_event(dates=[MEAL], publics=["families", "volunteers", "gone"], is_free=False, price="5 €")

    context = client.get(page.url).context_data

    assert [(row["label"], row["value"]) for row in context["facts"]] == [
        ("Format", "On site"),
        ("Whom it is for", "Volunteers, families"),
        ("Price", "5 €"),
    ]


def test_event_with_a_text_has_two_columns_and_without_only_what_is_beside(client):
    told, bare = (make_event(dates=[MEAL], body=body) for body in ([("text", "<p>On mange.</p>")], []))

    assert columns(html_of(client, told)) == ["div", "aside"]
    assert columns(html_of(client, bare)) == ["aside"]


def test_event_draws_the_blocks_of_its_text_without_wrapping_them(client):
    page = make_event(dates=[MEAL], body=[("heading", "Au programme"), ("text", "<p>On mange.</p>")])

    html = html_of(client, page)

    section = re.search(r'<section class="openbadges-section openbadges-prose">(.*?)</section>', html, re.DOTALL)[1]
    assert re.findall(r"<(?:h2|div)[^>]*>", section) == ["<h2>", '<div class="openbadges-prose">']


def test_event_names_its_organisers_and_their_contact(client):
    structure = OrganisationFactory(name="Maillage", url="https://maillage.example.org/", email="bonjour@example.org")
    page = make_event(dates=[MEAL], organiser=structure, organiser_name="et ses voisins")

    context = client.get(page.url).context_data

    assert context["organisers"] == [
        {"name": "Maillage", "href": "https://maillage.example.org/"},
        {"name": "et ses voisins", "href": ""},
    ]
    assert context["contact"] == {"label": "bonjour@example.org", "href": "mailto:bonjour@example.org", "icon": "mail"}


@pytest.mark.parametrize(
    ("contact", "href"),
    [
        (" lea@example.org ", "mailto:lea@example.org"),
        ("03 20 00 00 00", "tel:0320000000"),
        ("+33 (0)3 20 00 00 00", "tel:+330320000000"),
        ("Léa, à l’accueil", ""),
    ],
)
def test_contact_is_a_link_when_it_is_an_address_or_a_number(contact, href):
    assert contact_link(contact)["href"] == href


def test_topics_lead_to_the_agenda_that_they_filter(client):
    index = make_event_index()
    page = make_event(index=index, dates=[MEAL], tags=("Cuisine",))

    assert client.get(page.url).context_data["topics"] == [{"label": "Cuisine", "href": f"{index.url}?topic=cuisine"}]


def test_topics_of_an_event_outside_an_agenda_lead_nowhere(client):
    page = make_event(index=home(), dates=[MEAL], tags=("Cuisine",))

    context = client.get(page.url).context_data

    assert (context["topics"], context["agenda"]) == ([{"label": "Cuisine", "href": ""}], None)


def test_event_leads_to_the_pages_that_go_with_it(client):
    news = make_news(title="La Métropole relance son appel")
    page = make_event(dates=[MEAL])
    page.related = [EventRelatedPage(related_page=news)]
    page.save_revision().publish()

    html = html_of(client, page)

    assert re.findall(rf'<a href="{news.url}">([^<]*)</a>', html) == ["La Métropole relance son appel"]


def test_round_that_goes_with_an_event_is_named_with_its_call(client):
    hub = make_call_page(title="Bien manger")
    page = make_event(dates=[MEAL])
    page.related = [EventRelatedPage(related_page=make_round_page(make_issuer(), hub=hub, title="Deuxième édition"))]
    page.save_revision().publish()

    html = html_of(client, page)

    assert re.findall(r'<p class="openbadges-rows__title"><a href="[^"]*">([^<]*)</a>', html) == [
        "Bien manger · Deuxième édition"
    ]


def test_picture_has_the_words_of_its_editor_and_the_site_that_shares_it_too(client):
    page = make_event(dates=[MEAL], image=make_image(), image_alt="Une grande table", image_credit="Léa Exemple")

    html = html_of(client, page)

    assert re.findall(r"<img [^>]*>", html)[0].count('alt="Une grande table"') == 1
    assert re.findall(r'<meta property="og:image" content="([^"]*)', html)[0].startswith("http://testserver/")
    assert html.count(">Léa Exemple</figcaption>") == 1


def test_report_comes_first_once_the_event_is_over(client):
    report = [("quote", {"text": "Quelle soirée !", "author": ""})]
    page = make_event(dates=[TODAY], report=report)

    before = html_of(client, page)
    with time_machine.travel(datetime(2026, 8, 20, 12, 0, tzinfo=UTC), tick=False):
        after = html_of(client, page)

    assert headings(before)[1] == "2 Date"
    assert headings(after)[1:3] == ["2 What happened", "2 Date"]
    assert (before.count("Quelle soirée !"), after.count("Quelle soirée !")) == (0, 1)


def test_alias_shows_its_source_and_says_in_which_language_it_is_written(client):
    index = make_event_index()
    page = make_event(index=index, dates=[MEAL], tags=("Cuisine",))
    french = Locale.objects.create(language_code="fr")
    parent = index.create_alias(update_slug="alias", update_locale=french, reset_translation_key=False)
    alias = page.create_alias(parent=parent, update_slug="repas", update_locale=french, reset_translation_key=False)

    response = client.get(alias.url)

    html = response.content.decode()
    assert response.context_data["foreign_language"] == "en"
    assert html.count('<h1 lang="en">Repas convivial chez Maillage</h1>') == 1
    assert re.findall(r'<link rel="canonical" href="([^"]*)"', html) == [f"http://testserver{page.url}"]
    assert re.findall(r'<time datetime="([^"]*)"', html) == ["2026-08-28T12:30:00+02:00"]
    assert response.context_data["topics"] == [{"label": "Cuisine", "href": f"{parent.url}?topic=cuisine"}]


def test_preview_shows_what_the_editor_writes_and_stores_nothing():
    page = make_event(make_issuer(), dates=[MEAL], capacity=4)
    page.occurrences = [EventOccurrence(starts=AUTUMN[0], ends=AUTUMN[1]), EventOccurrence(starts="bientôt")]
    page.status = "moved"
    page.capacity = 2

    response = page.make_preview_request()

    html = response.content.decode()
    assert re.findall(r"<time [^>]*>([^<]*)", html) == ["Saturday 3 October 2026 from 09:00 to 12:00, Paris time"]
    assert Gathering.objects.values_list("status", "capacity").get() == ("planned", 4)


def test_preview_of_an_event_that_was_never_saved_is_shown():
    index = make_event_index()
    page = event_page(make_issuer(), dates=[MEAL], capacity=1)
    page.depth, page.path = index.depth + 1, f"{index.path}0001"
    page.locale = index.locale
    page.set_url_path(index)

    response = page.make_preview_request()

    assert response.status_code == 200
    assert headings(response.content.decode())[:3] == ["1 Repas convivial chez Maillage", "2 Date", "2 Place"]
    assert not Gathering.objects.exists()


def test_preview_with_a_zone_that_nobody_knows_is_shown_without_dates():
    page = make_event(dates=[MEAL], zone_name="Europe/Paris")
    page.zone_name = "Mars/Olympus"

    response = page.make_preview_request()

    assert response.content.decode().count("<p>Date to come</p>") == 1


def test_event_of_a_site_with_page_types_of_its_own_is_shown(client):
    index = make_event_index()
    page = index.add_child(
        instance=HouseEventPage(title="Veillée", slug=f"veillee-{uuid4().hex[:8]}", zone_name="Europe/Paris")
    )
    page.occurrences = [HouseOccurrence(starts=MEAL[0])]
    page.save_revision().publish()

    response = client.get(page.url)

    assert headings(response.content.decode()) == ["1 Veillée", "2 Date", "2 Registration", "2 In short"]
    assert response.context_data["topics"] == []


def test_event_is_drawn_in_a_few_queries(client):
    page = make_event(
        make_issuer(),
        dates=[MEAL, AUTUMN],
        tags=("Cuisine", "Jardin"),
        capacity=4,
        organiser=OrganisationFactory(),
        image=make_image(),
        image_alt="Une table",
    )
    page.related = [EventRelatedPage(related_page=make_news()), EventRelatedPage(related_page=make_news())]
    page.save_revision().publish()
    make_registration(page.gathering)
    # The site is in the language of its settings again: Wagtail looks for that one first.
    Locale.objects.filter(language_code="en").update(language_code="fr")
    client.get(page.url)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(page.url)

    assert response.context_data["registration"]["button"]["href"] == f"{page.url}register/"
    assert len(queries) == 18
