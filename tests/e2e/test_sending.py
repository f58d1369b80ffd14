"""Evidence on a slow phone: one sees it travel, may stop it, and loses nothing when the network goes."""

import pytest
from playwright.sync_api import expect

from .cable import Cable
from .files import photograph, report_pdf
from .people.volunteer import Volunteer
from .words import say

pytestmark = pytest.mark.e2e

SLOW = 2_000_000
"""Bytes in a second: the photograph takes some seconds."""


class SlowVolunteer(Volunteer):
    """Sends her files over a network that one can change."""

    walk = "sending"

    def __init__(self, page, site, address, name):
        super().__init__(page, site, address, name)
        self.network = page.context.new_cdp_session(page)

    def reaches_her_form(self, site=""):
        self.opens(f"{site}/badges/porteur-de-projet-entrepreneurial/claim/")
        self.gives_address()
        self.confirms()

    def has_a_network_of(self, upload):
        conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": upload}
        self.network.send("Network.emulateNetworkConditions", conditions)

    def chooses(self, *files):
        self.page.get_by_role("button", name=say("Files")).set_input_files(list(files))

    @property
    def sending(self):
        return self.page.get_by_role("dialog", name=say("Your files are being sent"))

    def sees_it_travel(self):
        """Make sure that some has gone and some has not."""
        progress = self.sending.get_by_role("progressbar").element_handle()
        self.page.wait_for_function("progress => progress.value > 0.05 && progress.value < 1", arg=progress)


@pytest.fixture
def sender(phone, site):
    return SlowVolunteer(phone(), site, "aya.exemple@example.org", "Aya Exemple")


def test_photograph_on_a_slow_phone_shows_how_far_it_is_and_is_kept(sender):
    sender.reaches_her_form()
    sender.answers({"Comment s’appelle votre projet ?": "La cuisine partagée."})
    sender.has_a_network_of(SLOW)
    sender.chooses(photograph())

    sender.presses(say("Add this evidence"))
    sender.sees_it_travel()
    expect(sender.sending.get_by_role("status")).not_to_be_empty()
    sender.looks("travels")

    sender.reads_kept_files("atelier.jpg")
    expect(sender.sending).to_be_hidden()
    expect(sender.page.get_by_label("Comment s’appelle votre projet ?")).to_have_value("La cuisine partagée.")
    assert sender.page.url.endswith("/edit/#evidence")


@pytest.fixture
def cable(site):
    cable = Cable(site.address)
    yield cable
    cable.remove()


def test_network_that_goes_loses_neither_files_nor_answers(sender, cable):
    sender.reaches_her_form(cable.address)
    sender.answers({"Comment s’appelle votre projet ?": "La cuisine partagée."})
    sender.has_a_network_of(SLOW)
    sender.chooses(photograph())
    sender.presses(say("Check my answers"))
    sender.sees_it_travel()

    cable.cut()
    expect(sender.sending.get_by_role("status")).to_have_text(
        say("The connection was lost. Your answers and your files are still here: try again when the network is back.")
    )
    again = sender.sending.get_by_role("button", name=say("Try again"))
    expect(again).to_be_focused()
    sender.looks("lost")
    cable.mend()
    again.click()

    sender.reads(say("There is a problem"))
    sender.reads_kept_files("atelier.jpg")
    expect(sender.page.locator(".openbadges-error-summary")).to_be_focused()
    expect(sender.page.get_by_label("Comment s’appelle votre projet ?")).to_have_value("La cuisine partagée.")


def test_sending_that_is_stopped_leaves_the_form_as_it_was(sender):
    sender.reaches_her_form()
    sender.has_a_network_of(SLOW)
    sender.chooses(photograph())
    sender.presses(say("Add this evidence"))
    sender.sees_it_travel()

    sender.sending.get_by_role("button", name=say("Back to the form")).click()

    expect(sender.sending).to_be_hidden()
    expect(sender.page.get_by_role("button", name=say("Add this evidence"))).to_be_focused()
    chosen = sender.page.get_by_role("button", name=say("Files")).evaluate("field => field.files[0].name")
    assert chosen == "atelier.jpg"


def test_file_that_is_refused_is_named_beside_its_field_and_the_other_is_kept(sender):
    sender.reaches_her_form()
    false = {"name": "faux.pdf", "mimeType": "application/pdf", "buffer": b"no document"}
    sender.chooses(report_pdf(), false)

    sender.presses(say("Add this evidence"))

    field = sender.page.get_by_role("button", name=say("Files"))
    expect(field).to_be_focused()
    expect(sender.page.locator(".openbadges-upload__status").first).to_contain_text("faux.pdf")
    sender.looks("refused")
    sender.presses(say("Add this evidence"))
    sender.reads_kept_files("attestation.pdf")
