"""The person who asks for a badge, without an account, from a link to the badge she holds."""

import re
from pathlib import Path

from playwright.sync_api import expect

from ..words import say
from .visitor import Visitor

NUMBER = re.compile(r"^[A-Z]+\d+-\d{4}$")

MISSION = {
    "Quelle était votre mission ?": "Tenir l’accueil du samedi.",
    "De quand à quand ?": "De septembre à juin.",
    "Dans quelle association et à quel endroit ?": "La médiathèque, à Tourcoing.",
    "Quelles étaient vos activités ?": "Écouter, orienter, tenir le planning.",
    "Qu’avez-vous appris ?": "À écouter avant de répondre.",
}
"""What a volunteer answers to the badge that is had by declaration."""


class Volunteer(Visitor):
    """Asks for badges on a phone."""

    walk = "claim"
    """The first word of the names of her pictures."""
    yours = say("Your claim")
    deposit_button = say("Deposit my claim")

    def __init__(self, page, site, address, name):
        super().__init__(page, site)
        self.address = address
        self.name = name

    def newest_mail(self):
        return self.site.mails_to(self.address)[-1]

    def begins(self, badge, way_in):
        """Read what the badge is and what will be asked, then give the address."""
        self.opens(badge)
        self.looks("badge")
        self.page.get_by_role("article").get_by_role("link", name=way_in).click()
        self.looks("claim-start")
        self.gives_address()

    def gives_address(self):
        self.fills(say("Your e-mail address"), self.address)
        self.presses(say("Receive my code"))
        self.reads_title(say("Confirm your address"))

    def types_the_code(self):
        """Read the code in the mail and type it."""
        self.looks(f"{self.walk}-confirm")
        self.confirms()

    def confirms(self, title=None):
        """Type the code, and come to what it opens."""
        self.fills(say("Code of six digits"), self.newest_mail().code)
        self.presses(say("Confirm and go on"))
        self.reads_title(title or self.yours)

    def follows_the_mail(self, button):
        """Open the link of the newest mail and press its one button."""
        self.opens(self.newest_mail().link)
        self.looks("link")
        self.presses(button)

    def answers(self, answers):
        for question, text in answers.items():
            self.fills(question, text)

    def reads_kept_files(self, *names):
        """Make sure that the page says which files it keeps."""
        for name in names:
            expect(self.page.get_by_role("button", name=f"{say('Remove', context='file')} {name}")).to_be_visible()

    def goes_to_check(self):
        self.presses(say("Check my answers"))

    def deposits(self, button=None):
        """Check everything, deposit, and return the number of the file."""
        self.reads_title(say("Check your answers"))
        self.looks(f"{self.walk}-check")
        self.presses(button or self.deposit_button)
        number = self.page.get_by_text(NUMBER).first
        expect(number).to_be_visible()
        return number.inner_text()

    def downloads_badge(self):
        """Take the image that holds the badge."""
        with self.page.expect_download() as download:
            self.follows(say("Download my badge (image)"))
        return Path(download.value.path()).read_bytes()

    def address_of_proof(self):
        return self.page.get_by_role("link", name=say("See the page that proves this badge")).get_attribute("href")
