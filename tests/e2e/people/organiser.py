"""The person who receives the registrations for events."""

import csv
from pathlib import Path

from playwright.sync_api import expect

from ..words import say, say_number
from .reviewer import Reviewer

REGISTRATIONS = say("Registrations")


class Organiser(Reviewer):
    """Knows who comes, prints the list for the door, and writes to people."""

    def opens_event(self, title, *, name):
        """Come from the dashboard to the people of an event."""
        self.goes_to(REGISTRATIONS, heading=REGISTRATIONS)
        self.looks("registrations")
        self.follows(title)
        self.is_at(title)
        self.looks(name)

    def people(self):
        """Return the names in the list, in its order."""
        rows = self.page.get_by_role("main").get_by_role("table").get_by_role("row")
        return [row.get_by_role("cell").first.inner_text().strip() for row in rows.all()[1:]]

    def prints_sheet(self, name):
        """Open the list to sign, keep it on paper, and come back."""
        self.follows(say("List to print and sign"))
        expect(self.page.get_by_role("columnheader", name=say("Signature"))).to_be_visible()
        self.looks(name)
        assert self.page.pdf().startswith(b"%PDF")
        self.follows(say("Back to the event"))

    def downloads_list(self):
        """Take the list as CSV, and return the name and the address of each line."""
        with self.page.expect_download() as download:
            self.follows(say("Download CSV"))
        written = Path(download.value.path()).read_text(encoding="utf-8-sig")
        return [(line[0], line[1]) for line in csv.reader(written.splitlines()[1:])]

    def writes_to_people(self, *, subject, text):
        """Write to those who have a seat: one person, here."""
        self.follows(say("Write to those registered"))
        self.looks("registrations-message")
        self.fills(say("Subject"), subject)
        self.fills(say("Message"), text)
        self.presses(say("Preview the mail"))
        expect(self.page.get_by_role("main").locator("pre")).to_contain_text(text)
        self.looks("registrations-message-preview")
        self.presses(say_number("Send to %(count)s person", "Send to %(count)s people", 1, count=1))
