"""The person who reads what others ask for, and decides."""

import re
from pathlib import Path

from playwright.sync_api import expect

from ..words import say, wagtail_says
from .colleague import Colleague

CLAIMS = say("Claims")


class Reviewer(Colleague):
    """Works in the review room and in the registers."""

    def finds(self, number, *, among=CLAIMS, name="room-queue"):
        """Come from the dashboard to a queue, and from there to a file."""
        self.goes_to(among, heading=among)
        self.looks(name)
        self.follows(number)
        self.is_at(number)

    def does_not_find(self, number, *, among):
        self.goes_to(among, heading=among)
        expect(self.page.get_by_role("link", name=number)).to_have_count(0)

    def goes_to(self, item, *, heading):
        """Use the menu of the badges."""
        menu = self.page.get_by_role("navigation", name=wagtail_says("Main menu"))
        menu.get_by_role("button", name=say("Open badges")).click()
        menu.get_by_role("link", name=item, exact=True).click()
        self.reads_title(re.compile(heading, re.IGNORECASE))

    def is_at(self, number):
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(number)

    def downloads(self, evidence):
        """Take a file of the evidence."""
        with self.page.expect_download() as download:
            self.follows(evidence)
        return Path(download.value.path()).read_bytes()

    def asks_for_changes(self, message):
        """Write what is missing, read the very mail, send it."""
        self.follows(say("Ask for changes"))
        self.fills(say("Message to the person"), message)
        self.previews(message, "room-ask")
        self.presses(say("Ask for these changes"))

    def accepts(self, message, *, badge=None, name="room-accept"):
        """Accept, with a word; the mail names the badge that goes with it."""
        self.follows(say("Accept"))
        self.fills(say("Message to the person (optional)"), message)
        mail = self.previews(message, name)
        if badge:
            expect(mail).to_contain_text(badge)
            self.presses(say("Accept and give the badge “%(badge)s”", badge=badge))
        else:
            self.presses(say("Accept and give the badge"))

    def answers_question(self, asked, *, answer, published):
        """Answer in private, and publish the question in words of one's own."""
        self.goes_to(say("Questions about rounds"), heading=say("Questions about rounds"))
        self.looks("questions")
        self.follows(asked)
        self.fills(say("Answer to the person"), answer)
        self.page.get_by_role("checkbox", name=say("Publish on the page of the round")).check()
        self.fills(say("Question as it will be published"), published)
        self.previews(answer, "question-answer")
        self.presses(say("Send this answer"))
        self.is_told(say("The answer is on its way to the person."))

    def previews(self, message, name):
        """Read the mail before it leaves, and return it."""
        self.presses(say("Preview the mail"))
        mail = self.page.get_by_role("region", name=say("The mail as the person will read it"))
        expect(mail).to_contain_text(message)
        self.looks(name)
        return mail

    def revokes(self, badge, number, reason):
        """Find the badge of a file in the register and take it back."""
        self.goes_to(say("Register of awards"), heading=say("awards"))
        self.looks("register")
        self.page.get_by_role("main").get_by_role("textbox").fill(number)
        self.page.keyboard.press("Enter")
        self.page.get_by_role("table").get_by_role("link", name=badge, exact=True).click()
        self.looks("register-award")
        self.follows(say("Revoke this badge"))
        self.fills(say("Reason"), reason)
        self.looks("revoke")
        self.presses(say("Revoke this badge"))
        self.is_told(say("The badge is revoked. Whoever checks it reads why, and the person is told."))
