"""The person who writes badge pages."""

import re

from playwright.sync_api import expect

from ..words import say, wagtail_says
from .colleague import Colleague


class Editor(Colleague):
    """Writes and publishes badges; never meets a key."""

    def begins_a_badge_below(self, title):
        """Go down from the dashboard to a list of badges and add one."""
        self.page.get_by_role("main").get_by_role("link", name="Pages").first.click()
        self.page.get_by_role("table").get_by_role("link", name=re.compile(f".+{title}")).first.click()
        self.page.get_by_role("main").get_by_role("link", name=wagtail_says("Add child page")).first.click()
        # What is typed before Wagtail's scripts run is not noticed by them.
        self.page.wait_for_load_state("load")

    def writes_title(self, title):
        """Write the title, and wait until Wagtail has made the address of the page from it."""
        self.fills(wagtail_says("Title"), title)
        self.hits("Tab")
        slug = self.page.get_by_role("textbox", name=wagtail_says("Slug"), include_hidden=True)
        expect(slug).not_to_have_value("")

    def writes_badge(self, *, issuer, description, criteria, picture):
        """Fill in the first tab."""
        self.page.get_by_role("tab", name=say("The badge")).click()
        self.page.get_by_role("combobox", name=say("issuer")).select_option(issuer)
        self.fills(say("what this badge says"), description)
        for number, criterion in enumerate(criteria, start=1):
            self.adds_row(say("Criterion"))
            self._row(say("Criterion"), number).get_by_role("textbox", name=say("Criterion")).fill(criterion)
        self.uploads(picture)

    def writes_form(self, *, notice, questions):
        """Fill in the second tab."""
        self.page.get_by_role("tab", name=say("How people obtain it")).click()
        for number, question in enumerate(questions, start=1):
            self.adds_row(say("Question"))
            self._row(say("Question"), number).get_by_role("textbox", name=say("Question")).fill(question)
        self.fills(say("privacy notice"), notice)

    def adds_row(self, label):
        self.presses(wagtail_says("Add %(label)s", label=label))

    def _row(self, label, number):
        return self.page.get_by_role("region", name=f"{label} {number}")

    def uploads(self, picture):
        """Bring an image of one's own into Wagtail and choose it."""
        self.presses(wagtail_says("Choose an image"))
        dialog = self.page.get_by_role("dialog").filter(
            has=self.page.get_by_role("heading", name=wagtail_says("Choose an image"))
        )
        dialog.get_by_role("tab", name=wagtail_says("Upload")).click()
        dialog.get_by_role("button", name=wagtail_says("file")).set_input_files(picture)
        dialog.get_by_role("textbox", name=wagtail_says("Title")).fill(picture["name"])
        dialog.get_by_role("button", name=wagtail_says("Upload")).click()
        expect(dialog).to_be_hidden()

    def publishes(self):
        self.presses(wagtail_says("More actions"))
        self.presses(wagtail_says("Publish"), exact=True)

    def is_refused(self, *reasons):
        """Make sure that nothing was published, and that each reason stands there in words."""
        for reason in reasons:
            expect(self.page.get_by_role("status").first).to_contain_text(reason)
        self.page.wait_for_load_state("load")

    def reads_that_it_is_published(self, title):
        expect(self.page.get_by_role("status").first).to_contain_text(title)
