"""One example site and one browser for all walks; each person has a device of their own."""

import os

import pytest
from playwright.sync_api import expect, sync_playwright

from .looking import ARTEFACTS, DESK, PHONE
from .people.editor import Editor
from .people.reviewer import Reviewer
from .people.verifier import Verifier
from .people.visitor import Visitor
from .people.volunteer import Volunteer
from .site import ExampleSite

CHROMIUM = os.environ.get("OPENBADGES_CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000
"""Milliseconds: the machine that runs the walks may be busy with other things."""


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The example site as `manage.py demo` makes it."""
    ARTEFACTS.mkdir(exist_ok=True)
    with (ARTEFACTS / "server.log").open("wb") as log:
        example = ExampleSite(tmp_path_factory.mktemp("site"), log)
        example.seed()
        example.serve()
        yield example
        example.stop()


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium, with nothing of an earlier visit."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def device(browser, site, request):
    """Open a device: a fresh browser profile with one page, for someone who speaks French; keep what it showed last."""
    opened = []

    def new_device(**options):
        # What still moves would be judged half-way, in colours that nobody reads.
        still = {"reduced_motion": "reduce", **options}
        context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", base_url=site.address, **still)
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context.new_page()

    yield new_device
    for number, context in enumerate(opened, start=1):
        context.pages[0].screenshot(path=ARTEFACTS / f"last-{request.node.name[:60]}-{number}.png")
        context.close()


@pytest.fixture
def phone(device):
    """Open a small phone."""
    return lambda **options: device(viewport=PHONE, is_mobile=True, has_touch=True, **options)


@pytest.fixture
def volunteer(phone, site):
    """Léa, on her phone."""
    return Volunteer(phone(), site, "lea.exemple@example.org", "Léa Exemple")


@pytest.fixture
def visitor(device, site):
    """Anybody, before a screen on a desk."""
    return Visitor(device(viewport=DESK), site)


@pytest.fixture
def editor(device, site):
    """Inès, who writes the pages."""
    return Editor(device(viewport=DESK), site, "editrice")


@pytest.fixture
def reviewer(device, site):
    """Tom, who reads for Maillage."""
    return Reviewer(device(viewport=DESK), site, "relecture-maillage")


@pytest.fixture
def verifier(device, site):
    """Anybody who is shown a badge."""
    return Verifier(device(viewport=DESK), site)
