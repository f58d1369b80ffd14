"""Someone who works in the Wagtail admin."""

import re

from playwright.sync_api import expect

from ..looking import look
from ..words import wagtail_says
from .visitor import Visitor

PASSWORD = "badges-ouverts"
"""The one that the demo prints."""
USERNAME_LABEL = re.compile("Nom d.utilisateur|Username")
PASSWORD_LABEL = re.compile("Mot de passe|Password")
WAGTAILS_OWN = [
    *(".w-slim-header", "#w-minimap-toggle", ".messages"),
    *(".Draftail-Editor", "[data-streamfield-child]", ".tagit"),
]
"""Parts of the content area that Wagtail draws itself: header and banners, editors of texts and of blocks, tags."""


class Colleague(Visitor):
    """Enters with a username and a password."""

    def __init__(self, page, site, username):
        super().__init__(page, site)
        self.username = username

    def logs_in(self):
        self.opens("/admin/login/")
        self.page.get_by_role("textbox", name=USERNAME_LABEL).fill(self.username)
        self.page.get_by_role("textbox", name=PASSWORD_LABEL).fill(PASSWORD)
        self.presses(wagtail_says("Sign in"))
        self.page.get_by_role("navigation", name=wagtail_says("Main menu")).wait_for()

    def is_told(self, text):
        expect(self.page.get_by_role("main").get_by_role("status")).to_contain_text(text)

    def looks(self, name):
        """Keep a picture of the page and refuse what is wrong with our part of it."""
        self.judges_page(look(self.page, name, inside="main", outside=WAGTAILS_OWN))
