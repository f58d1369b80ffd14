"""Anybody who is shown a badge and wants to know whether it holds."""

from ..words import say
from .visitor import Visitor


class Verifier(Visitor):
    """Holds the image of a badge, or the address of the page that proves it."""

    def judges(self, picture):
        """Give the image to the verifier and return its answer."""
        self.opens("/openbadges/verify/")
        self.reads_title(say("Verify a badge"))
        self.attaches(say("File of the badge"), {"name": "badge.png", "mimeType": "image/png", "buffer": picture})
        self.presses(say("Verify"), exact=True)
        return self.answer("verifier")

    def reads_proof(self, address):
        """Open the page that proves a badge and return its answer."""
        self.opens(address)
        return self.answer("proof")

    def answer(self, name):
        said = self.page.get_by_role("status").get_by_role("heading", level=2).inner_text()
        self.looks(f"{name}-{said.split()[-1].strip('.')}")
        return said
