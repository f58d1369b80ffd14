"""A badge in French and in English: translated by its editor, chosen by its holders, read by everybody."""

import re

import pytest
from playwright.sync_api import expect

from .files import report_pdf
from .people.editor import Editor
from .people.volunteer import MISSION, Volunteer
from .words import say

pytestmark = pytest.mark.e2e

HOME = "Ce que vous apprenez en vous engageant mérite d’être reconnu"
FRENCH, ENGLISH = "Je suis bénévole engagé·e", "I am a committed volunteer"
ADDRESS = "/badges/je-suis-benevole-engage/"


@pytest.fixture
def manager(device, site):
    """Who may open a language on the site, and translate its pages."""
    return Editor(device(), site, "admin")


@pytest.fixture
def holder(phone, site):
    """Open a small phone in the hands of somebody."""
    return lambda name: Volunteer(phone(), site, f"{name.lower()}.exemple@example.org", f"{name} Exemple")


def test_badge_translated_by_its_editor_is_awarded_in_the_language_that_each_holder_chooses(
    manager, holder, verifier, device
):
    manager.logs_in()
    manager.opens_language("English")
    manager.translates(HOME, "English", title="What you learn deserves to be recognised")
    manager.translates("Les badges", "English", title="The badges")
    manager.translates(FRENCH, "English", title=ENGLISH)

    in_french = claim(holder("Rosa"), "Français")
    in_english = claim(holder("Amir"), "English")

    assert verifier.reads_proof(in_french) == say("Yes, this badge is valid.")
    expect(verifier.page.get_by_role("heading", level=1)).to_have_text(FRENCH)
    assert verifier.reads_proof(in_english) == say("Yes, this badge is valid.")
    title = verifier.page.get_by_role("heading", level=1)
    expect(title).to_have_text(ENGLISH)
    assert title.evaluate("node => node.closest('[lang]').lang") == "en"


def claim(holder, language):
    """Ask for the badge on its French page, choose the language that it speaks, and return where it is proved."""
    holder.begins(ADDRESS, say("Get this badge by declaration"))
    holder.types_the_code()
    holder.answers(MISSION)
    holder.attaches(say("Files"), report_pdf())
    holder.goes_to_check()
    holder.page.get_by_role("radio", name=re.compile(f"^{language}")).check()
    holder.looks(f"claim-check-{language[:2].lower()}")
    holder.deposits()
    holder.reads(say("Your declaration is registered: the badge is yours."))
    return holder.address_of_proof()
