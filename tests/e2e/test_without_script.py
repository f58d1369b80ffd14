"""The same claim where scripts do not run: an old phone, a strict network, a reader's choice."""

import pytest

from .files import report_pdf
from .people.volunteer import Volunteer
from .words import say

pytestmark = pytest.mark.e2e

PROJECT = {
    "Comment s’appelle votre projet ?": "La cuisine partagée.",
    "Que voulez-vous changer, et pour qui ?": "Manger mieux, avec les voisines et les voisins.",
    "Qui vous accompagne ?": "Maillage.",
    "Quelle étape avez-vous franchie ensemble ?": "Un premier repas.",
}


def test_claim_without_script_keeps_what_was_sent_and_is_deposited(phone, site):
    volunteer = Volunteer(phone(java_script_enabled=False), site, "samia.exemple@example.org", "Samia Exemple")

    volunteer.opens("/badges/porteur-de-projet-entrepreneurial/claim/")
    volunteer.gives_address()
    volunteer.confirms()
    volunteer.page.get_by_role("button", name=say("Files")).set_input_files([report_pdf()])
    volunteer.goes_to_check()
    volunteer.reads(say("There is a problem"))
    volunteer.reads_kept_files("attestation.pdf")
    volunteer.answers(PROJECT)
    volunteer.goes_to_check()
    volunteer.reads_title(say("Check your answers"))
    volunteer.presses(say("Deposit my claim"))

    volunteer.reads(say("We have received your claim."))
    assert volunteer.complaints == []
