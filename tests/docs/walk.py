"""The tutorial, done as it is written: each step of the walk is a step of the page, and leaves its pictures.

The example site is French. Who works in the admin reads it in the language of the browser: an onlooker opens the same
pages in English for the English tutorial.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.e2e.files import drawing
from tests.e2e.people.editor import Editor
from tests.e2e.people.reviewer import Reviewer
from tests.e2e.people.visitor import Visitor
from tests.e2e.people.volunteer import Volunteer
from tests.e2e.words import say

from .pages import DOCS, ROOT, snippets_of

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1200, "height": 750}
TUTORIALS = {"fr": DOCS / "tutorial" / "premier-badge.md", "en": DOCS / "tutorial" / "first-badge.md"}

TITLE = "Je sais accueillir"
ADDRESS = "/badges/je-sais-accueillir/"
BADGE = {
    "issuer": "Maillage",
    "description": "Cette personne sait accueillir : elle écoute, elle oriente, elle rassure.",
    "criteria": ["J’ai tenu un accueil pendant trois mois", "Je sais orienter une personne"],
}
QUESTION = "Qui avez-vous accueilli ?"
NOTICE = "Vos réponses sont lues par Maillage. Écrivez à bonjour@maillage.example.org pour les faire effacer."
ANSWER = "Les personnes qui cherchent une association, le samedi."
STORY = "Depuis deux ans, je tiens l’accueil de la médiathèque : j’écoute, puis je montre où aller."
PRAISE = "Bravo Léa, et merci pour l’accueil !"
HOLDER = "lea.exemple@example.org"


class Pictured:
    """Somebody whose pages go into the album, and who otherwise does what she does in the walks of the tests."""

    album = None

    def looks(self, name):
        self.album.keeps(self.page, name)


class PicturedVolunteer(Pictured, Volunteer):
    """Léa, on her phone."""

    def opens_mail(self):
        """Read the newest mail as her program shows it."""
        self.page.set_content(self.newest_mail().html)
        self.looks("mail")


class Observed(Pictured):
    """Somebody in the admin, whom an onlooker follows who reads English."""

    onlooker = None

    def looks(self, name):
        self.album.keeps(self.page, f"{name}-fr")
        if self.onlooker:
            self.onlooker.sees(self.page.url, name)


class ObservedEditor(Observed, Editor):
    """Inès, who writes the badge."""

    def shows(self, tab, name):
        """Turn to a tab and let both see it."""
        self.turns_to(say(tab))
        self.onlooker.tab = tab
        self.looks(name)


class ObservedReviewer(Observed, Reviewer):
    """Tom, who reads what people send."""


class Onlooker(Pictured, Visitor):
    """Somebody with the same account, in English."""

    tab = ""

    def __init__(self, page, site, username, password):
        super().__init__(page, site)
        self.opens("/admin/login/")
        self.fills("Username", username)
        self.fills("Password", password)
        self.presses("Sign in")
        self.page.get_by_role("navigation", name="Main menu").wait_for()

    def sees(self, address, name):
        # From elsewhere, so that an address with a tab of the same page is opened anew.
        self.page.goto("about:blank")
        self.opens(address)
        self.page.wait_for_load_state("load")
        if self.tab:
            self.page.get_by_role("tab", name=self.tab, exact=True).click()
        if name == "room-accept":
            self.page.get_by_role("textbox", name="Message to the person (optional)").fill(PRAISE)
            self.presses("Preview the mail")
        self.album.keeps(self.page, f"{name}-en")


def walk(site, browser, album):
    """Do what the tutorial says, from a badge that is written to a badge that is verified."""
    devices = Devices(site, browser, album)
    write_a_badge(devices)
    number, volunteer = claim_it(devices)
    accept_it(devices, number)
    credential = take_it_away(volunteer)
    look_at_the_proof(devices, credential)
    for page in TUTORIALS.values():
        verify_it(page, site, credential)
    show(devices, "/badges/je-suis-benevole-engage/", "badge-page")


class Devices:
    """The screens of the people of the tutorial."""

    def __init__(self, site, browser, album):
        self.site = site
        self.browser = browser
        self.album = album

    def page(self, language="fr-FR", **options):
        context = self.browser.new_context(
            locale=language, timezone_id="Europe/Paris", base_url=self.site.address, reduced_motion="reduce", **options
        )
        context.set_default_timeout(30_000)
        return context.new_page()

    def colleague(self, kind, username):
        """Give somebody a desk, and an onlooker beside it."""
        person = kind(self.page(viewport=DESK), self.site, username)
        person.album = self.album
        person.onlooker = Onlooker(self.page("en-GB", viewport=DESK), self.site, username, "badges-ouverts")
        person.onlooker.album = self.album
        person.logs_in()
        return person


def write_a_badge(devices):
    """Step 2: an editor writes a badge and publishes it."""
    editor = devices.colleague(ObservedEditor, "editrice")
    editor.begins_a_badge_below("Les badges")
    editor.writes_title(TITLE)
    editor.writes_badge(**BADGE, picture=drawing())
    editor.writes_form(notice=NOTICE, questions=[QUESTION])
    # Wagtail 8 saves a draft half a second after the last key; who publishes meanwhile makes the page twice.
    editor.page.wait_for_timeout(1500)
    editor.page.wait_for_load_state("networkidle")
    editor.publishes()
    editor.reads_that_it_is_published(TITLE)
    editor.edits(TITLE, below=["Les badges"])
    editor.shows("The badge", "write-badge")
    editor.shows("How people obtain it", "write-form")
    show(devices, ADDRESS, "published")


def claim_it(devices):
    """Step 3: somebody asks for it on a phone."""
    volunteer = PicturedVolunteer(
        devices.page(viewport=PHONE, is_mobile=True, has_touch=True), devices.site, HOLDER, "Léa Exemple"
    )
    volunteer.album = devices.album
    volunteer.begins(ADDRESS, say("Ask for this badge"))
    volunteer.types_the_code()
    volunteer.answers({QUESTION: ANSWER})
    volunteer.fills(say("Text"), STORY)
    volunteer.looks("claim-edit")
    volunteer.goes_to_check()
    number = volunteer.deposits()
    volunteer.looks("claim-deposited")
    return number, volunteer


def accept_it(devices, number):
    """Step 4: a reviewer reads it and says yes."""
    reviewer = devices.colleague(ObservedReviewer, "relecture-maillage")
    reviewer.finds(number)
    reviewer.reads(ANSWER)
    reviewer.looks("room-file")
    reviewer.accepts(PRAISE)
    reviewer.is_told(number)


def take_it_away(volunteer):
    """Step 5: the holder opens the mail and takes the badge."""
    volunteer.opens_mail()
    volunteer.follows_the_mail(say("Take my badge away"))
    volunteer.looks("award")
    volunteer.downloads_badge()
    return volunteer.address_of_proof()


def look_at_the_proof(devices, proof):
    """Step 6: anybody reads the page that proves the badge, each in their language."""
    show(devices, proof, "proof-fr")
    show(devices, proof, "proof-en", language="en-GB")


def show(devices, address, name, *, language="fr-FR"):
    """Let somebody look at a page, before a desk."""
    visitor = Visitor(devices.page(language, viewport=DESK), devices.site)
    visitor.opens(address)
    devices.album.keeps(visitor.page, name)


def verify_it(page, site, proof):
    """Step 7: the commands of the tutorial, with the addresses of this badge, say that it is valid."""
    found = {"assertions": proof.split("/")[-3]}
    printed = ""
    with tempfile.TemporaryDirectory() as folder:
        for snippet in [one for one in snippets_of(page) if "example_project" not in one.text]:
            text = snippet.text.replace("//127.0.0.1:8000/", f"//127.0.0.1:{site.port}/")
            for kind, uuid in found.items():
                text = text.replace(f"/{kind}/…", f"/{kind}/{uuid}")
            if snippet.language == "json":
                Path(folder, "documents.json").write_text(text)
            else:
                printed = run_in(folder, text)
                found |= dict(re.findall(r"/(issuers|status)/([0-9a-f-]{36})", printed))
    if "credential.json: valid" not in printed:
        raise AssertionError(f"{page.name}: the badge is not found valid.\n{printed}")


def run_in(folder, text):
    """Run commands in a folder, with the Python of the walk, and return what they print."""
    command = ["bash", "-c", text.replace("python ", f"{sys.executable} ")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False).stdout
