"""What everybody does with a browser: press, follow, fill in, look."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from ..looking import look
from ..words import english_in, say

REFUSALS = "Failed to load resource"
"""What the console says of a page that answers 4xx: the form that refuses an answer is one."""


MOST_TABS = 120
"""More than any control is away from the one before it."""


class Visitor:
    """Someone before a screen, who finds controls by their role and name."""

    def __init__(self, page, site):
        self.page = page
        self.site = site
        self.complaints = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("response", self._notice)

    def _hear(self, message):
        if message.type in ("error", "warning") and not message.text.startswith(REFUSALS):
            self.complaints.append(f"{urlsplit(self.page.url).path}: {message.text}")

    def _notice(self, response):
        if response.status >= 500:
            self.complaints.append(f"{response.status} {urlsplit(response.url).path}")

    def opens(self, address):
        """Go to an address and return the status of its answer."""
        return self.page.goto(address).status

    def presses(self, name, **options):
        self.page.get_by_role("button", name=name, **options).click()

    def follows(self, name, **options):
        self.page.get_by_role("link", name=name, **options).first.click()

    def fills(self, name, text):
        self.page.get_by_role("textbox", name=name).fill(text)

    def picks(self, name, option):
        """Choose one line of a list."""
        self.page.get_by_role("combobox", name=name).select_option(option)

    def unfolds(self, summary):
        """Open what stands folded under a line."""
        self.page.locator("summary", has_text=summary).click()

    def attaches(self, name, *files):
        """Choose files and wait until the page has said that they are chosen."""
        self.page.get_by_role("button", name=name).set_input_files(list(files))
        names = [file["name"] for file in files]
        expect(self.page.get_by_role("status").filter(has_text=names[0])).to_contain_text(names[-1])

    def tabs_to(self, role, name):
        """Press the tabulator until a control has the focus, and make sure that it is seen to have it."""
        control = self.page.get_by_role(role, name=name).first
        for _press in range(MOST_TABS):
            if control.evaluate("node => node === document.activeElement"):
                break
            self.hits("Tab")
        expect(control).to_be_focused()
        assert control.evaluate("node => getComputedStyle(node).outlineStyle") != "none"

    def hits(self, key):
        self.page.keyboard.press(key)

    def types(self, text):
        self.page.keyboard.type(text)

    def reads_title(self, title):
        """Make sure that the page is the one whose heading this is."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    def reads(self, text):
        expect(self.page.get_by_text(text).first).to_be_visible()

    def is_told_of_a_problem(self):
        """Make sure that the page begins with what is wrong: in its title, and where the keyboard is."""
        summary = self.page.get_by_role("alert", name=say("There is a problem"))
        expect(summary).to_be_focused()
        assert self.page.title().startswith(say("Error:"))
        return summary

    def looks(self, name):
        """Keep a picture of the page and refuse what is wrong with it."""
        self.judges_page(look(self.page, name, outside=["wagtail-userbar"]))

    def judges_page(self, wrong):
        assert wrong == []
        assert self.complaints == []
        assert english_in(self.page.get_by_role("main").inner_text()) == []
