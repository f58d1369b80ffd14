"""The previews of a badge page, as its editor uses them: a form that can be tried, a phone, a mail, the badge."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from .words import say, wagtail_says

pytestmark = pytest.mark.e2e

TITLE = "Porteur·se de projet entrepreneurial"
ASKED_ANEW = "Donnez un nom à votre projet"
ANSWERS = {
    ASKED_ANEW: "Le fournil de Rosa",
    "Que voulez-vous changer": "Du pain pour les habitants du quartier.",
    "Qui vous accompagne": "Maillage",
    "Quelle étape avez-vous franchie": "Un premier marché.",
    f"{say('Text')} {say('(optional)')}": "J’ai vendu mes premiers pains.",
}
"""By the beginning of the name of each field."""


def test_editor_tries_the_form_of_her_draft_and_nothing_is_stored(editor, site):
    editor.logs_in()
    editor.edits(TITLE, below=["Les badges"])
    before = kept(site)
    ask_another_question(editor)
    frame = open_the_panel(editor, "form")

    expect(frame.get_by_role("textbox", name=ASKED_ANEW)).to_be_visible()
    frame.get_by_role("button", name=say("Check my answers")).click()

    summary = frame.get_by_role("alert", name=say("There is a problem"))
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(5)
    for beginning, answer in ANSWERS.items():
        frame.get_by_role("textbox", name=beginning).fill(answer)
    frame.get_by_role("button", name=say("Check my answers")).click()

    expect(frame.get_by_role("heading", level=1)).to_have_text(say("This would be deposited"))
    expect(frame.get_by_role("definition").filter(has_text=ANSWERS[ASKED_ANEW])).to_be_visible()
    assert kept(site) == before
    assert editor.complaints == []


def test_editor_sees_the_form_on_a_phone_the_mail_and_the_badge(editor):
    editor.logs_in()
    editor.edits(TITLE, below=["Les badges"])
    address = editor.page.url.replace("/edit/", "/view_draft/")

    editor.opens(f"{address}?mode=phone")
    phone = editor.page.frame_locator("iframe")
    phone.get_by_role("button", name=say("Check my answers")).click()
    expect(phone.get_by_role("alert", name=say("There is a problem"))).to_be_visible()
    assert phone.locator("html").evaluate("node => [node.clientWidth, node.scrollWidth]") == [360, 360]
    editor.looks("preview-phone")

    editor.opens(f"{address}?mode=mail")
    mail = editor.page.frame_locator("iframe")
    expect(mail.get_by_role("link", name=say("Take my badge away"))).to_be_visible()
    editor.looks("preview-mail")

    editor.opens(f"{address}?mode=badge")
    expect(editor.page.get_by_role("heading", level=1)).to_have_text(TITLE)
    editor.reads("Léa Exemple")
    editor.looks("preview-badge")

    editor.opens(f"{address}?mode=form")
    editor.looks("preview-form")


def ask_another_question(editor):
    """Change the words of a question, and save nothing."""
    editor.turns_to(say("How people obtain it"))
    row = editor.page.get_by_role("region", name=f"{say('Question')} 1")
    question = row.get_by_role("textbox", name=say("Question"))
    expect(question).not_to_have_value("")
    question.fill(ASKED_ANEW)


def open_the_panel(editor, mode):
    """Open the preview beside the form of the editor, in one of its modes."""
    editor.presses(wagtail_says("Toggle preview"))
    frame = editor.page.frame_locator("#w-preview-iframe")
    # What is chosen before the first preview has come is forgotten when it comes.
    expect(frame.get_by_role("heading", level=1)).to_be_visible()
    editor.page.get_by_role("combobox", name=wagtail_says("Preview mode")).select_option(mode)
    return frame


def kept(site):
    """Count what the site keeps of people, the files that it guards, and the mails that it sent."""
    with closing(sqlite3.connect(site.folder / "db.sqlite3")) as database:
        named = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        tables = sorted(name for (name,) in named if name.startswith("wagtail_openbadges_"))
        # The names are those of the database itself.
        rows = {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}  # noqa: S608
    files = [path for folder in ("private", "mails") for path in (site.folder / folder).rglob("*") if path.is_file()]
    assert rows["wagtail_openbadges_submission"] > 0
    return rows, sorted(files)
