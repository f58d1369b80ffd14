"""The main job, as people do it: from a badge page to a badge that anybody can verify."""

import pytest

from .files import photograph, report_pdf
from .words import say

pytestmark = pytest.mark.e2e

MISSION = {
    "Quelle était votre mission ?": "Tenir l’accueil du samedi.",
    "De quand à quand ?": "De septembre à juin.",
    "Dans quelle association et à quel endroit ?": "La médiathèque, à Tourcoing.",
    "Quelles étaient vos activités ?": "Écouter, orienter, tenir le planning.",
    "Qu’avez-vous appris ?": "À écouter avant de répondre.",
}


def test_declared_badge_is_deposited_and_awarded_at_once(volunteer, verifier):
    volunteer.way_in = say("Get this badge by declaration")
    volunteer.begins("/badges/je-suis-benevole-engage/")
    volunteer.types_the_code()
    volunteer.answers({question: text for question, text in MISSION.items() if "appris" not in question})
    volunteer.attaches(say("Files"), report_pdf(), photograph())
    volunteer.goes_to_check()
    volunteer.is_told_of_a_problem()
    volunteer.looks("claim-edit-refused")
    volunteer.answers(MISSION)
    volunteer.goes_to_check()
    number = volunteer.deposits()
    volunteer.looks("declared-awarded")

    assert number.startswith("B1-")
