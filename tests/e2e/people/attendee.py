"""The person who comes to an event, without an account."""

from playwright.sync_api import expect

from ..words import say
from .volunteer import Volunteer


class Attendee(Volunteer):
    """Registers for events on a phone."""

    walk = "register"

    def finds_event(self, title):
        """Go from the agenda to an event, and from there to its registration."""
        self.opens("/agenda/")
        self.follows(title)
        self.reads_title(title)
        self.yours = title

    def goes_to_register(self):
        self.page.get_by_role("main").get_by_role("link", name=say("Register"), exact=True).click()
        self.reads_title(self.yours)

    def says_name(self):
        self.fills(say("Your name"), self.name)

    def reads_where_online(self, address):
        expect(self.page.get_by_role("link", name=address)).to_be_visible()

    def does_not_read_where_online(self, address):
        assert address not in self.page.content()

    def opens_registration(self):
        """Open the link of the newest mail, perhaps on another device."""
        self.follows_the_mail(say("Open my registration"))

    def gives_seat_back(self, name=None):
        self.follows(say("I cannot come"))
        self.reads_title(say("Cancel my registration?"))
        if name:
            self.looks(name)
        self.presses(say("Cancel my registration"))
        self.reads(say("Your registration is cancelled."))
