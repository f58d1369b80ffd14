"""A badge is retired: nobody can ask for it any more, what it gave holds, and the editor may change her mind."""

import pytest
from playwright.sync_api import expect

from .words import say, say_number, wagtail_says

pytestmark = pytest.mark.e2e

TITLE = "Je suis bénévole engagé·e"
ADDRESS = "/badges/je-suis-benevole-engage/"
WAY_IN = say("Get this badge by declaration")
CLOSED = say("This is archived: nothing can be sent here any more.")


def test_editor_who_may_not_delete_a_badge_archives_it_and_takes_it_back(editor, visitor, verifier):
    proof = address_of_an_award(editor)
    assert verifier.reads_proof(proof) == say("Yes, this badge is valid.")

    archive_instead_of_deleting(editor)

    visitor.opens("/badges/")
    expect(visitor.page.get_by_role("main").get_by_role("link", name=TITLE)).to_have_count(0)
    visitor.opens(ADDRESS)
    visitor.reads_title(TITLE)
    visitor.looks("badge-archived")
    expect(visitor.page.get_by_role("link", name=WAY_IN)).to_have_count(0)
    visitor.opens(f"{ADDRESS}claim/")
    visitor.reads(CLOSED)
    visitor.looks("claim-archived")
    assert verifier.reads_proof(proof) == say("Yes, this badge is valid.")

    take_it_out(editor)

    visitor.opens("/badges/")
    visitor.follows(TITLE)
    visitor.follows(WAY_IN)
    expect(visitor.page.get_by_role("textbox", name=say("Your e-mail address"))).to_be_visible()


def address_of_an_award(editor):
    """Find the page that proves one of the badges that were given, and hold."""
    editor.logs_in()
    editor.opens("/admin/openbadges/awards/?validity=valid")
    editor.page.get_by_role("table").get_by_role("link", name=TITLE, exact=True).first.click()
    return editor.page.get_by_role("link", name="/verify/").get_attribute("href")


def archive_instead_of_deleting(editor):
    """Try to delete the page; read that it is kept, and what can be done instead."""
    editor.edits(TITLE, below=["Les badges"])
    editor.acts(wagtail_says("Delete"))
    editor.reads_title(say_number("This page is kept", "These pages are kept", 1))
    editor.looks("page-kept")
    editor.presses(say("Archive"), exact=True)
    editor.is_told(say("Archived: nobody can send anything there any more. The page and its files stay."))


def take_it_out(editor):
    editor.edits(TITLE, below=["Les badges"])
    editor.looks("editor-archived")
    editor.follows(say("Take it out of the archive"))
    editor.looks("page-unarchive")
    editor.presses(say("Take it out of the archive"))
    editor.is_told(say("It is out of the archive: its dates and its page say again whether it is open."))
