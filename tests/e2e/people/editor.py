"""The person who writes the pages of badges and calls."""

import re
from urllib.parse import urlencode

from playwright.sync_api import expect

from ..words import say, wagtail_says
from .colleague import Colleague

CALENDAR = ".xdsoft_datetimepicker"
"""What Wagtail opens below a field for a date; it has no role."""


class Editor(Colleague):
    """Writes and publishes badges and calls; never meets a key."""

    def goes_below(self, *titles):
        """Go down from the dashboard, page by page, to the list of what is below the last one."""
        self.opens("/admin/")
        self.page.get_by_role("main").get_by_role("link", name="Pages").first.click()
        for title in titles:
            self.page.get_by_role("table").get_by_role("link", name=re.compile(f".+{title}")).first.click()
            self._is_at(title)

    def begins_a_badge_below(self, title):
        """Go down from the dashboard to a list of badges and add one."""
        self.goes_below(title)
        self.page.get_by_role("main").get_by_role("link", name=wagtail_says("Add child page")).first.click()
        # What is typed before Wagtail's scripts run is not noticed by them.
        self.page.wait_for_load_state("load")

    def edits(self, title, *, below):
        """Go down to a list of pages and open one of them in the editor."""
        self.goes_below(*below)
        self.page.get_by_role("table").get_by_role("link", name=title, exact=True).click()
        self._is_at(title)
        self.page.wait_for_load_state("load")

    def _is_at(self, title):
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)

    def turns_to(self, tab):
        self.page.get_by_role("tab", name=tab, exact=True).click()

    def acts(self, name):
        """Choose one of the acts that the header of a page offers."""
        of_page = self.page.get_by_role("main").get_by_role("navigation", name=wagtail_says("Actions"), exact=True)
        of_page.get_by_role("button").click()
        self.follows(name)

    def relaunches(self, title, *, below, button):
        """Press "Relaunch" on a round and what the page then offers; return the address of the draft."""
        self.edits(title, below=below)
        self.acts(say("Relaunch"))
        self.reads(say("What to look at before you publish"))
        self.looks(f"relaunch-{button.split()[0].lower()}")
        self.presses(button)
        self.page.get_by_role("tab", name=say("Dates"), exact=True).wait_for()
        self.page.wait_for_load_state("load")
        return self.page.url

    def opens_language(self, name):
        """Let the site have pages in one more language."""
        self.opens("/admin/locales/new/")
        self.page.get_by_role("combobox").select_option(label=name)
        self.presses(wagtail_says("Create"))
        self.is_told(name)

    def translates(self, page, language, *, title):
        """Make the page of another language by the act that Wagtail offers, give it its title, and publish it."""
        self.opens(f"/admin/pages/search/?{urlencode({'q': page})}")
        self.page.get_by_role("table").get_by_role("link", name=page, exact=True).click()
        self._is_at(page)
        self.page.wait_for_load_state("load")
        self.acts(wagtail_says("Translate"))
        self.page.get_by_role("checkbox", name=language).check()
        self.presses(wagtail_says("Submit"))
        self.page.wait_for_load_state("load")
        self.writes_title(title)
        self.publishes()
        self.reads_that_it_is_published(title)

    def duplicates_event(self, title, *, below, copy, day):
        """Make another event out of one, and land in its editor."""
        self.edits(title, below=below)
        self.acts(say("Duplicate this event"))
        self.looks("event-duplicate")
        self.fills(wagtail_says("Title"), copy)
        self.fills(say("Day of its first date"), day)
        self.presses(say("Make the draft"))
        self._is_at(copy)
        self.page.wait_for_load_state("load")

    def gives_one_seat(self, *, online):
        """Let one person come, on the spot or online."""
        self.looks("event-editor")
        self.turns_to(say("Place and people"))
        self.picks(say("format"), "both")
        self.fills(say("address of the meeting online"), online)
        self.looks("event-editor-place")
        self.turns_to(say("Registration"))
        self.page.get_by_role("spinbutton", name=say("Number of seats"), exact=True).fill("1")
        self.page.get_by_role("spinbutton", name=say("seats that one person may take")).fill("1")
        self.looks("event-editor-registration")

    def reads_what_is_blank(self, *things):
        """Make sure that the checklist of a draft says what is still to be filled in."""
        checklist = self.page.get_by_role("region", name=say("Before you publish this round"))
        for thing in things:
            item = checklist.get_by_role("listitem").filter(has_text=thing)
            expect(item.first).to_contain_text(say("still blank"))

    def writes_dates(self, dates):
        """Fill in dates by their labels, on the second tab of a round."""
        self.turns_to(say("Dates"))
        calendar = self.page.locator(CALENDAR).filter(visible=True)
        for label, date in dates.items():
            # The calendar opens a moment after the field is entered: who is faster finds it over the next button.
            self.page.get_by_role("textbox", name=label).click()
            expect(calendar).to_have_count(1)
            self.fills(label, date)
            self.hits("Tab")
            expect(calendar).to_have_count(0)

    def writes_timetable(self, moments):
        """Give the moments of the timetable their dates, which no relaunch takes over."""
        for number, moment in enumerate(moments, start=1):
            when = self._row(say("Moment"), number).get_by_role("textbox", name=say("when"))
            expect(when).to_have_value("")
            when.fill(moment)

    def writes_what_changed(self, text):
        self.turns_to(say("The round"))
        self.page.get_by_role("region", name=say("what changed since the last round")).get_by_role("textbox").click()
        self.types(text)

    def writes_title(self, title):
        """Write the title, and wait until Wagtail has made the address of the page from it."""
        # A title to be heard begins with the same word, and blocks have titles of their own.
        self.page.get_by_role("textbox", name=re.compile(rf"^{wagtail_says('Title')}\W*$")).first.fill(title)
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

    def moves_to(self, slug):
        """Give a page another address."""
        self.turns_to(say("Promote"))
        self.fills(wagtail_says("Slug"), slug)

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
        """Press Publish and wait for what is answered, whether it is refused, asked about or done."""
        self.presses(wagtail_says("More actions"))
        with self.page.expect_navigation():
            self.presses(wagtail_says("Publish"), exact=True)

    def is_refused(self, *reasons):
        """Make sure that nothing was published, and that each reason stands there in words."""
        for reason in reasons:
            expect(self.page.get_by_role("status").first).to_contain_text(reason)
        self.page.wait_for_load_state("load")

    def reads_that_it_is_published(self, title):
        """Make sure that a page is said to be out: only then Wagtail offers to see it."""
        said = self.page.get_by_role("status").first
        expect(said).to_contain_text(title)
        expect(said.get_by_role("link", name=wagtail_says("View live"))).to_be_visible()
