"""A badge that people have changes: its editor is told, goes back to her draft, then confirms."""

import re

import pytest
from playwright.sync_api import expect

from .words import say, say_number

pytestmark = pytest.mark.e2e

TITLE = "Je suis bénévole engagé·e"
DESCRIPTION = "Cette personne s’est engagée comme bénévole, et elle sait le raconter."
NUMBER = {"number": r"\d+"}
"""Which version comes next depends on the walks before this one: a translation has a number of its own."""
MAKES = re.compile(say("Publishing this draft makes version %(number)s of this badge.", **NUMBER))
KEPT = ("The badge that was awarded keeps version %(kept)s.", "The %(count)s badges awarded keep version %(kept)s.")


def test_editor_is_told_what_a_change_does_before_she_publishes_it(editor, verifier):
    editor.logs_in()
    editor.edits(TITLE, below=["Les badges"])
    reads_in_panel(
        editor, say("Publishing this draft changes nothing in the badge. It stays version %(number)s.", number=1)
    )

    description(editor).fill(DESCRIPTION)
    editor.publishes()
    editor.reads(MAKES)
    # How many there are depends on the walks before this one.
    editor.reads(re.compile(say_number(*KEPT, 3, count=r"\d+", kept=1)))
    editor.looks("version-confirmation")

    editor.follows(say("Go back to editing"))
    expect(description(editor)).to_have_value(DESCRIPTION)
    reads_in_panel(editor, MAKES)
    editor.unfolds(say("See what changes"))
    editor.looks("version-panel")

    editor.publishes()
    editor.presses(re.compile(say("Publish version %(number)s", **NUMBER)))
    editor.reads_that_it_is_published(TITLE)

    verifier.opens("/badges/je-suis-benevole-engage/")
    verifier.reads(DESCRIPTION)
    assert editor.complaints == verifier.complaints == []


def description(editor):
    return editor.page.get_by_role("textbox", name=say("what this badge says"))


def reads_in_panel(editor, sentence):
    panel = editor.page.get_by_role("region", name=say("What publishing does"))
    expect(panel).to_contain_text(sentence)
