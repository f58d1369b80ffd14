"""A claim and its review with the keyboard alone, from the badge to the answer."""

import pytest
from playwright.sync_api import expect

from .looking import DESK
from .people.colleague import PASSWORD, PASSWORD_LABEL, USERNAME_LABEL
from .people.reviewer import CLAIMS, Reviewer
from .people.volunteer import NUMBER, Volunteer
from .test_without_script import PROJECT
from .words import say, wagtail_says

pytestmark = pytest.mark.e2e


def test_claim_and_review_by_keyboard_alone_end_with_a_badge(device, site):
    claimant = Volunteer(device(viewport=DESK), site, "zoe.exemple@example.org", "Zoé Exemple")
    reviewer = Reviewer(device(viewport=DESK), site, "relecture-maillage")

    number = claim_by_keyboard(claimant)
    accept_by_keyboard(reviewer, number)

    claimant.opens(claimant.newest_mail().link)
    claimant.tabs_to("button", say("Take my badge away"))
    claimant.hits("Enter")
    claimant.tabs_to("link", say("Download my badge (image)"))


def claim_by_keyboard(claimant):
    """Ask for a badge, stumble over an empty answer, and deposit."""
    claimant.opens("/badges/porteur-de-projet-entrepreneurial/claim/")
    claimant.tabs_to("textbox", say("Your e-mail address"))
    claimant.types(claimant.address)
    claimant.hits("Enter")
    claimant.reads_title(say("Confirm your address"))
    claimant.tabs_to("textbox", say("Code of six digits"))
    claimant.types(claimant.newest_mail().code)
    claimant.hits("Enter")
    claimant.reads_title(claimant.yours)
    claimant.tabs_to("button", say("Check my answers"))
    claimant.hits("Enter")
    claimant.is_told_of_a_problem()
    for asked, answer in PROJECT.items():
        claimant.tabs_to("textbox", asked)
        claimant.types(answer)
    claimant.tabs_to("textbox", say("Text"))
    claimant.types("Un premier repas, avec douze personnes du quartier.")
    claimant.tabs_to("button", say("Check my answers"))
    claimant.hits("Enter")
    claimant.reads_title(say("Check your answers"))
    claimant.tabs_to("button", say("Deposit my claim"))
    claimant.hits("Enter")
    number = claimant.page.get_by_text(NUMBER).first
    expect(number).to_be_visible()
    return number.inner_text()


def accept_by_keyboard(reviewer, number):
    """Log in, find the file in its queue, and accept it."""
    reviewer.opens("/admin/login/")
    reviewer.tabs_to("textbox", USERNAME_LABEL)
    reviewer.types(reviewer.username)
    reviewer.tabs_to("textbox", PASSWORD_LABEL)
    reviewer.types(PASSWORD)
    reviewer.hits("Enter")
    menu = reviewer.page.get_by_role("navigation", name=wagtail_says("Main menu"))
    menu.wait_for()
    reviewer.tabs_to("button", say("Open badges"))
    reviewer.hits("Enter")
    reviewer.tabs_to("link", CLAIMS)
    reviewer.hits("Enter")
    reviewer.tabs_to("link", number)
    reviewer.hits("Enter")
    reviewer.is_at(number)
    reviewer.tabs_to("link", say("Accept"))
    reviewer.hits("Enter")
    reviewer.tabs_to("button", say("Preview the mail"))
    reviewer.hits("Enter")
    reviewer.tabs_to("button", say("Accept and give the badge"))
    reviewer.hits("Enter")
    reviewer.is_told(number)
