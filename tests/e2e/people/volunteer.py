"""The person who asks for a badge, without an account, from a link to the badge she holds."""

import re

from ..words import say
from .visitor import Visitor

NUMBER = re.compile(r"^[A-Z]+\d+-\d{4}$")


class Volunteer(Visitor):
    """Asks for badges on a phone."""

    def __init__(self, page, site, address, name):
        super().__init__(page, site)
        self.address = address
        self.name = name

    def newest_mail(self):
        return self.site.mails_to(self.address)[-1]

    def begins(self, badge):
        """Read what will be asked, then give the address."""
        self.opens(badge)
        self.looks("badge")
        self.page.get_by_role("article").get_by_role("link", name=self.way_in).click()
        self.looks("claim-start")
        self.fills(say("Your e-mail address"), self.address)
        self.presses(say("Receive my code"))

    way_in = say("Ask for this badge")

    def types_the_code(self):
        """Read the code in the mail and type it."""
        self.reads_title(say("Confirm your address"))
        self.looks("claim-confirm")
        self.fills(say("Code of six digits"), self.newest_mail().code)
        self.presses(say("Confirm and go on"))
        self.reads_title(say("Your claim"))

    def follows_the_mail(self, button):
        """Open the link of the newest mail and press its one button."""
        self.opens(self.newest_mail().link)
        self.looks("link")
        self.presses(button)

    def answers(self, answers):
        for question, text in answers.items():
            self.fills(question, text)

    def goes_to_check(self):
        self.presses(say("Check my answers"))

    def deposits(self):
        """Check everything, deposit, and return the number of the file."""
        self.reads_title(say("Check your answers"))
        self.looks("claim-check")
        self.presses(say("Deposit my claim"))
        return self.reads_number()

    def reads_number(self):
        return self.page.get_by_text(NUMBER).first.inner_text()
