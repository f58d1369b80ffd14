"""Anybody who is shown a badge and wants to know whether it holds."""

from playwright.sync_api import expect

from ..words import say
from .visitor import Visitor


class Verifier(Visitor):
    """Opens the public verifier."""

    def judges(self, badge, picture):
        """Give the image of a badge to the verifier and return its verdict."""
        self.opens("/openbadges/verify/")
        self.reads_title(say("Verify a badge"))
        self.attaches(say("File of the badge"), {"name": "badge.png", "mimeType": "image/png", "buffer": picture})
        self.presses(say("Verify"))
        verdict = self.page.get_by_role("status").first
        expect(verdict).to_be_visible()
        self.looks(f"verifier-{badge}")
        return verdict.get_by_role("heading").inner_text()
