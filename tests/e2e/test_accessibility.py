"""Pages that no other walk crosses, the keyboard alone, and dark colours."""

import pytest
from playwright.sync_api import expect

from .looking import DESK, PHONE, violations
from .people.colleague import Colleague
from .people.volunteer import Volunteer
from .words import say

pytestmark = pytest.mark.e2e

PAGES = {
    "home": ("/", 200),
    "recognition": ("/reconnaissance-ouverte/", 200),
    "badges": ("/badges/", 200),
    "badges-chosen": ("/badges/?q=engage&way=declared&time=10-to-30", 200),
    "badges-none": ("/badges/?q=betterave", 200),
    "organisation": ("/maillage/", 200),
    "badge-reviewed": ("/badges/porteur-de-projet-entrepreneurial/", 200),
    "calls": ("/appels/", 200),
    "calls-closed": ("/appels/?state=closed&public=associations", 200),
    "calls-none": ("/appels/?state=opening_soon", 200),
    "call-subscribe": ("/appels/bien-etre-alimentaire/subscribe/", 200),
    "news": ("/actualites/", 200),
    "news-topic": ("/actualites/?topic=alimentation", 200),
    "news-page": ("/actualites/benevoles-faites-reconnaitre-ce-que-vous-avez-appris/", 200),
    "agenda": ("/agenda/", 200),
    "agenda-past": ("/agenda/?when=past", 200),
    "event": ("/agenda/repas-convivial/", 200),
    "event-full": ("/agenda/raconter-ce-que-l-on-sait-faire/", 200),
    "event-elsewhere": ("/agenda/une-heure-de-questions/", 200),
    "event-over": ("/agenda/visite-d-un-jardin-partage/", 200),
    "event-cancelled": ("/agenda/balade-des-producteurs/", 200),
    "event-two-days": ("/agenda/les-deux-jours-des-associations/", 200),
    "event-register": ("/agenda/repas-convivial/register/", 200),
    "event-register-over": ("/agenda/visite-d-un-jardin-partage/register/", 200),
    "event-register-elsewhere": ("/agenda/une-heure-de-questions/register/", 200),
    "news-year": ("/actualites/?year=2020&q=betterave", 200),
    "news-with-event": ("/actualites/la-metropole-relance-son-appel/", 200),
    "news-with-pictures": ("/actualites/retour-sur-la-visite-du-jardin/", 200),
    "news-plain": ("/actualites/retour-sur-la-visite-du-jardin/plain/", 200),
    "search": ("/recherche/?q=repas", 200),
    "search-empty": ("/recherche/", 200),
    "search-nothing": ("/recherche/?q=betterave", 200),
    "verifier-empty": ("/openbadges/verify/", 200),
    "link-unknown": ("/openbadges/links/nothing/", 404),
    "submission-stranger": ("/openbadges/submissions/00000000-0000-4000-8000-000000000000/", 403),
}
"""Public pages that ask nothing of who opens them, and how they answer."""

SCREENS = {
    "issuers": "/admin/openbadges/issuers/",
    "issuer-record": "/admin/openbadges/issuers/inspect/1/",
    "issuer-form": "/admin/openbadges/issuers/1/",
    "keys": "/admin/openbadges/keys/",
    "applications": "/admin/openbadges/applications/",
    "rounds": "/admin/openbadges/rounds/",
    "round-record": "/admin/openbadges/rounds/5/",
    "round-late": "/admin/openbadges/rounds/5/late/",
    "question-published": "/admin/openbadges/questions/1/",
    "registrations-past": "/admin/openbadges/registrations/?show=past",
    "registration-record": "/admin/openbadges/registrations/person/1/",
    "registration-cancel": "/admin/openbadges/registrations/person/1/cancel/",
    "registrations-waiting": "/admin/openbadges/registrations/2/",
    "organisations": "/admin/openbadges/organisations/",
    "organisation-form": "/admin/openbadges/organisations/1/",
}
"""Screens of the admin that no walk crosses."""


@pytest.mark.parametrize("name", PAGES)
def test_page_that_anybody_opens_shows_nothing_wrong(visitor, name):
    address, status = PAGES[name]

    assert visitor.opens(address) == status

    visitor.looks(name)


def test_engine_before_a_picture_without_words_complains(visitor):
    visitor.opens("/badges/")
    visitor.page.get_by_role("main").evaluate("main => main.append(document.createElement('img'))")

    (complaint,) = violations(visitor.page, inside="main")

    assert complaint.startswith("image-alt:")


def test_page_in_dark_colours_keeps_its_contrast(visitor):
    visitor.page.emulate_media(color_scheme="dark")
    visitor.opens("/badges/je-suis-benevole-engage/claim/")

    assert violations(visitor.page, inside="body", outside=["wagtail-userbar"]) == []


def test_verifier_without_anything_to_verify_names_the_problem_first(visitor):
    visitor.opens("/openbadges/verify/")
    visitor.presses(say("Verify"), exact=True)

    visitor.is_told_of_a_problem()
    visitor.looks("verifier-refused")


def test_claim_by_keyboard_alone_goes_from_the_badge_to_the_form(device, site):
    volunteer = Volunteer(device(viewport=PHONE), site, "karim.exemple@example.org", "Karim Exemple")
    volunteer.opens("/badges/je-suis-benevole-engage/")

    volunteer.tabs_to("link", say("Get this badge by declaration"))
    volunteer.hits("Enter")
    volunteer.reads_title("Je suis bénévole engagé·e")
    volunteer.tabs_to("textbox", say("Your e-mail address"))
    volunteer.types(volunteer.address)
    volunteer.hits("Enter")
    volunteer.reads_title(say("Confirm your address"))
    volunteer.tabs_to("textbox", say("Code of six digits"))
    volunteer.types("000000")
    volunteer.hits("Enter")
    volunteer.is_told_of_a_problem()
    volunteer.tabs_to("link", say("Code of six digits"))
    volunteer.hits("Enter")
    expect(volunteer.page.get_by_role("textbox", name=say("Code of six digits"))).to_be_focused()
    volunteer.hits("Control+A")
    volunteer.types(volunteer.newest_mail().code)
    volunteer.hits("Enter")

    volunteer.reads_title(say("Your claim"))


def test_screen_of_those_who_run_the_site_shows_nothing_wrong(device, site):
    manager = Colleague(device(viewport=DESK), site, "admin")
    manager.logs_in()

    for name, address in SCREENS.items():
        assert manager.opens(address) == 200
        manager.looks(name)
