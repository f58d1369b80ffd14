"""The main job, as people do it: from a badge page to a badge that anybody can verify, until it is revoked."""

import pytest

from .files import drawing, photograph, report_pdf, says_where
from .people.volunteer import MISSION
from .words import say

pytestmark = pytest.mark.e2e

TITLE = "Je sais accueillir"
BADGE = {
    "issuer": "Maillage",
    "description": "Cette personne sait accueillir : elle écoute, elle oriente, elle rassure.",
    "criteria": ["J’ai tenu un accueil pendant trois mois", "Je sais orienter une personne"],
}
QUESTION = "Qui avez-vous accueilli ?"
NOTICE = "Vos réponses sont lues par Maillage. Écrivez à bonjour@maillage.example.org pour les faire effacer."
REASONS = [
    say("Choose the structure that issues this badge."),
    say("Choose an image for this badge."),
    say("Write at least one criterion."),
    say("Write the privacy notice: people read it before they give their data."),
]
ANSWER = "Les personnes qui cherchent une association, le samedi."
MISSING = "Il nous manque la durée : depuis quand tenez-vous cet accueil ?"
COMPLETED = f"{ANSWER} Je le fais depuis deux ans."
PRAISE = "Bravo, et merci pour l’accueil !"
MISTAKE = "Attribué par erreur."


def test_main_job_in_a_real_browser_gives_a_badge_that_holds_until_it_is_revoked(editor, volunteer, reviewer, verifier):
    publish_a_badge(editor)
    number = claim_it(volunteer)
    read_it_and_ask_for_changes(reviewer, number)
    complete_it(volunteer)
    accept_it(reviewer, number)

    volunteer.follows_the_mail(say("Take my badge away"))
    volunteer.looks("award")
    picture, proof = volunteer.downloads_badge(), volunteer.address_of_proof()

    assert verifier.judges(picture) == say("Yes, this badge is valid.")
    assert verifier.reads_proof(proof) == say("Yes, this badge is valid.")

    reviewer.revokes(TITLE, number, MISTAKE)

    assert verifier.judges(picture) == say("No, this badge was revoked.")
    assert verifier.reads_proof(proof) == say("No, this badge was revoked.")


def publish_a_badge(editor):
    """Write a badge page; it is refused while it lacks what a badge needs."""
    editor.logs_in()
    editor.begins_a_badge_below("Les badges")
    editor.writes_title(TITLE)
    editor.publishes()
    editor.is_refused(*REASONS)
    editor.writes_badge(**BADGE, picture=drawing())
    editor.writes_form(notice=NOTICE, questions=[QUESTION])
    editor.looks("editor")
    editor.publishes()
    editor.reads_that_it_is_published(TITLE)


def claim_it(volunteer):
    """Ask for the badge on a phone, forgetting an answer first."""
    volunteer.begins("/badges/je-sais-accueillir/", say("Ask for this badge"))
    volunteer.types_the_code()
    volunteer.attaches(say("Files"), report_pdf(), photograph())
    volunteer.goes_to_check()
    volunteer.is_told_of_a_problem()
    volunteer.reads_kept_files("attestation.pdf", "atelier.jpg")
    volunteer.looks("claim-edit-refused")
    volunteer.answers({QUESTION: ANSWER})
    volunteer.goes_to_check()
    number = volunteer.deposits()
    volunteer.looks("submission-deposited")
    return number


def read_it_and_ask_for_changes(reviewer, number):
    """Read the file; its photograph no longer says where it was taken. Then the next file opens."""
    reviewer.logs_in()
    reviewer.looks("dashboard")
    reviewer.finds(number)
    reviewer.looks("room-file")
    reviewer.reads(ANSWER)
    assert says_where(photograph()["buffer"])
    assert not says_where(reviewer.downloads("atelier.jpg"))
    reviewer.asks_for_changes(MISSING)
    reviewer.is_told(number)
    reviewer.is_at("B2-0001")


def complete_it(volunteer):
    """Follow the mail, read what is missing, correct, deposit again."""
    volunteer.follows_the_mail(say("Open my claim"))
    volunteer.reads(MISSING)
    volunteer.looks("submission-to-complete")
    volunteer.follows(say("Complete my claim"))
    volunteer.looks("claim-correction")
    volunteer.answers({QUESTION: COMPLETED})
    volunteer.goes_to_check()
    volunteer.deposits(say("Deposit my correction"))


def accept_it(reviewer, number):
    reviewer.finds(number)
    reviewer.reads(COMPLETED)
    reviewer.accepts(PRAISE)
    reviewer.is_told(number)
    reviewer.is_at("B2-0001")


def test_declared_badge_is_deposited_and_awarded_at_once(volunteer, verifier):
    volunteer.begins("/badges/je-suis-benevole-engage/", say("Get this badge by declaration"))
    volunteer.types_the_code()
    volunteer.answers(MISSION)
    volunteer.attaches(say("Files"), report_pdf())
    volunteer.goes_to_check()
    volunteer.deposits()
    volunteer.reads(say("Your declaration is registered: the badge is yours."))
    volunteer.looks("declared-awarded")

    assert verifier.judges(volunteer.downloads_badge()) == say("Yes, this badge is valid.")
