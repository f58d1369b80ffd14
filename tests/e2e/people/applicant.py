"""The person who answers a call for interest: a structure, a budget, partners, in several sittings."""

import json
from hashlib import sha256
from pathlib import Path

from playwright.sync_api import expect

from ..words import say
from .volunteer import Volunteer


class Applicant(Volunteer):
    """Applies on a phone, and asks the carrier of the call."""

    walk = "application"
    yours = say("Your application")
    deposit_button = say("Deposit my application")

    def names_structure(self, *, name, siret, role):
        self.fills(say("Name of the structure"), name)
        self.fills(say("SIRET number of the structure"), siret)
        self.fills(say("Your role there"), role)

    def chooses(self, answer):
        self.page.get_by_role("radio", name=answer).check()

    def writes_budget(self, question, number, label, amount):
        line = self._line(question, number)
        line.get_by_role("textbox", name=say("What for")).fill(label)
        line.get_by_role("textbox", name=say("Amount in euros")).fill(amount)

    def reads_budget(self, question, number, label, amount):
        line = self._line(question, number)
        expect(line.get_by_role("textbox", name=say("What for"))).to_have_value(label)
        expect(line.get_by_role("textbox", name=say("Amount in euros"))).to_have_value(amount)

    def writes_partner(self, question, number, name, role):
        line = self._line(question, number)
        line.get_by_role("textbox", name=say("Name of the partner")).fill(name)
        line.get_by_role("textbox", name=say("Role")).fill(role)

    def _line(self, question, number):
        of_question = self.page.get_by_role("group", name=question)
        return of_question.get_by_role("group", name=say("Line %(number)s", number=number), exact=True)

    def adds_lines(self, question):
        self.presses(f"{say('Save and add lines')} {question}")

    def comes_back_later(self):
        self.presses(say("Save and come back later"))
        self.reads_title(say("Your draft is saved"))
        self.looks("application-saved")

    def hash_on_proof(self):
        """Return the fingerprint of the deposit that counts."""
        current = self.page.locator("div").filter(
            has=self.page.get_by_role("heading", level=3, name=say("the one that counts"))
        )
        return current.last.get_by_role("code").inner_text()

    def downloads_deposit(self):
        """Take what was deposited, and return its fingerprint and its answers by their questions."""
        with self.page.expect_download() as download:
            self.follows(say("Download what was deposited: its SHA-256 is the one of the newest deposit"))
        written = Path(download.value.path()).read_bytes()
        return sha256(written).hexdigest(), json.loads(written)
