"""A call for interest, as people live it: relaunched, answered in two sittings, corrected, accepted, moved."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from .files import report_pdf
from .people.applicant import Applicant
from .people.reviewer import Reviewer
from .words import moment_in_french, say

pytestmark = pytest.mark.e2e

NOW = datetime.now(ZoneInfo("Europe/Paris"))
CALL = "Bien-être alimentaire et transition pour une alimentation saine, locale et durable"
INDEX, HUB = "/appels/", "/appels/bien-etre-alimentaire/"
BELOW = ["Les appels", CALL]
BADGE = "Lauréat·e de l’appel Bien-être alimentaire"

ROUND = say("Round %(number)s", number=3)
CLOSES = (NOW + timedelta(days=45)).replace(hour=12, minute=0)
EDITABLE_UNTIL = (NOW + timedelta(days=20)).replace(hour=18, minute=30)
RESULTS = NOW + timedelta(days=90)
CHANGED = "Les projets en création sont les bienvenus."
TIMETABLE = ["jusqu’à la clôture", "avant le printemps", "au printemps"]

STRUCTURE = "Quelle structure porte le projet ?"
NAME = "Comment s’appelle votre projet ?"
STORY = "Que voulez-vous changer, et pour qui ?"
STAGE = "Où en êtes-vous ?"
BUDGET = "Votre budget prévisionnel"
PARTNERS = "Vos partenaires"
AMOUNT = "Quel montant demandez-vous ?"
DOCUMENT = "Un document qui présente le projet"
QUESTIONS = [STRUCTURE, NAME, STORY, STAGE, BUDGET, PARTNERS, AMOUNT, DOCUMENT]

GARDEN = "Le jardin des cantines"
WRONG_SIRET, SIRET = "732 829 320 00075", "732 829 320 00074"
TOLD = "Planter un jardin pour trois cantines, avec les parents et les cuisinières."
TOLD_BETTER = f"{TOLD} Les enfants récoltent et cuisinent une fois par mois."
EXPENSES = [("Terreau et plants", "320,50"), ("Outils", "180"), ("Une serre", "1 200"), ("Communication", "99,50")]
TOTAL = "1 800,00"
PRAISE = "Votre jardin est retenu : bravo à toute l’équipe !"

ASKED = "Bonjour, je suis Rosa du fournil. Peut-on répondre à deux associations ensemble ?"
ASKED_BY_ALL = "Deux associations peuvent-elles répondre ensemble ?"
ANSWERED = "Oui : choisissez celle qui porte le projet, et nommez l’autre parmi les partenaires."


@pytest.fixture
def applicant(phone, site):
    """Open a small phone in the hands of somebody."""
    return lambda name: Applicant(phone(), site, f"{name.lower()}.exemple@example.org", f"{name} Exemple")


@pytest.fixture
def reviewer(device, site):
    """Farida, who reads for the Métropole."""
    return Reviewer(device(), site, "relecture-metropole")


def test_call_relaunched_by_its_editor_is_answered_until_a_project_is_retained(editor, visitor, applicant, reviewer):
    close_round_two(editor)
    relaunch_from_round_one(editor)
    read_the_news(visitor)
    begin_on_a_phone(applicant("Nour"))
    nour = applicant("Nour")
    number = go_on_with_another(nour)
    replace_while_it_is_read(nour, reviewer, number)
    keep_the_proof(nour)
    accept_it(reviewer, number)

    nour.follows_the_mail(say("Take my badge away"))

    nour.reads(say("Your application is accepted."))
    nour.reads(PRAISE)
    nour.reads(BADGE)
    nour.looks("application-accepted")


def close_round_two(editor):
    """Move the closing of the open round to yesterday."""
    editor.logs_in()
    editor.edits("Deuxième édition", below=BELOW)
    yesterday = f"{NOW - timedelta(days=1):%Y-%m-%d} 12:00"
    editor.writes_dates({say("closes"): yesterday, say("a deposit can be replaced until"): yesterday})
    editor.publishes()
    editor.reads_that_it_is_published("Deuxième édition")


def relaunch_from_round_one(editor):
    """Make the next round; whoever presses the button twice finds the same draft. Then give it its dates."""
    draft = editor.relaunches("Première édition", below=BELOW, button=say("Make the draft"))
    assert editor.relaunches("Première édition", below=BELOW, button=say("Open the draft")) == draft
    editor.reads_what_is_blank(say("Dates"), say("What changed"), say("Timetable"))
    editor.looks("round-editor")
    editor.writes_what_changed(CHANGED)
    editor.writes_dates(
        {
            say("opens"): f"{NOW - timedelta(days=1):%Y-%m-%d} 18:00",
            say("closes"): f"{CLOSES:%Y-%m-%d %H:%M}",
            say("a deposit can be replaced until"): f"{EDITABLE_UNTIL:%Y-%m-%d %H:%M}",
            say("results expected on"): f"{RESULTS:%Y-%m-%d}",
        }
    )
    editor.writes_timetable(TIMETABLE)
    editor.looks("round-editor-dates")
    editor.publishes()
    editor.reads_that_it_is_published(ROUND)


def read_the_news(visitor):
    """One mail tells a subscriber; its button leads to the page of the round, which says its dates in words."""
    subject = say("A new round: “%(call)s”", call=f"{CALL} · {ROUND}")
    (news,) = (mail for mail in visitor.site.mails_to("samir@example.org") if mail.is_about(subject))
    visitor.opens(news.address_after(say("Read the page of the round")))
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text(ROUND)
    visitor.reads(say("Open until %(moment)s.", moment=moment_in_french(CLOSES)))
    visitor.reads(moment_in_french(EDITABLE_UNTIL))
    for text in [CHANGED, *TIMETABLE]:
        visitor.reads(text)
    visitor.looks("round-open")


def begin_on_a_phone(nour):
    """Read all questions first, write a SIRET with a slip of the pen, stop half-way."""
    nour.opens(f"{HUB}apply/")
    nour.reads_title(f"{CALL} · {ROUND}")
    for question in QUESTIONS:
        nour.reads(question)
    nour.looks("application-start")
    nour.gives_address()
    nour.types_the_code()
    nour.looks("application-edit")
    nour.names_structure(name="Association Les Mains vertes", siret=WRONG_SIRET, role="Je la préside")
    nour.answers({NAME: GARDEN})
    nour.goes_to_check()
    slip = nour.is_told_of_a_problem().get_by_role("link", name=say("SIRET number of the structure"))
    nour.looks("application-edit-refused")
    slip.click()
    expect(nour.page.get_by_role("textbox", name=say("SIRET number of the structure"))).to_be_focused()
    nour.fills(say("SIRET number of the structure"), SIRET)
    nour.comes_back_later()


def go_on_with_another(nour):
    """Find the draft at the same address, complete it line by line, deposit it; return its number."""
    nour.opens(f"{HUB}apply/")
    nour.gives_address()
    nour.confirms()
    expect(nour.page.get_by_role("textbox", name=NAME)).to_have_value(GARDEN)
    nour.answers({STORY: TOLD})
    nour.chooses("Une idée")
    for line, (label, amount) in enumerate(EXPENSES[:3], start=1):
        nour.writes_budget(BUDGET, line, label, amount)
    nour.adds_lines(BUDGET)
    expect(nour.page.get_by_role("textbox", name=STORY)).to_have_value(TOLD)
    nour.reads_budget(BUDGET, 1, *EXPENSES[0])
    nour.writes_budget(BUDGET, 4, *EXPENSES[3])
    nour.writes_partner(PARTNERS, 1, name="Maillage", role="Nous accompagne")
    nour.fills(AMOUNT, "1 500")
    nour.attaches(DOCUMENT, report_pdf())
    nour.goes_to_check()
    nour.reads(say("Total: %(total)s", total=f"{TOTAL} €"))
    number = nour.deposits()
    nour.looks("application-deposited")
    assert nour.newest_mail().is_about(say("Your application %(reference)s is deposited", reference=number))
    return number


def replace_while_it_is_read(nour, reviewer, number):
    """Correct the deposit; until the correction is deposited too, what was deposited is what is read."""
    nour.presses(say("Correct my application"))
    nour.reads_title(say("Correct what you deposited"))
    nour.answers({STORY: TOLD_BETTER})
    nour.goes_to_check()
    nour.reads(TOLD_BETTER)
    reviewer.logs_in()
    reviewer.does_not_find(number, among=say("Claims"))
    reviewer.finds(number, among=say("Applications"), name="room-applications")
    reviewer.reads(TOLD)
    expect(reviewer.page.get_by_text(TOLD_BETTER)).to_have_count(0)
    assert nour.deposits(say("Deposit my correction")) == number
    assert nour.newest_mail().is_about(say("Your application %(reference)s is replaced", reference=number))


def keep_the_proof(nour):
    """Print the proof; what is downloaded beside it has the fingerprint that it names."""
    nour.follows(say("See and print the proof of your deposit"))
    nour.reads(say("When it was deposited"))
    nour.looks("application-proof")
    fingerprint, deposited = nour.downloads_deposit()
    assert nour.page.pdf().startswith(b"%PDF")
    assert nour.hash_on_proof() == fingerprint
    assert TOLD_BETTER in [answer["value"] for answer in deposited["answers"]]


def accept_it(reviewer, number):
    """Read structure and budget, then accept; the round gives a badge with it."""
    reviewer.finds(number, among=say("Applications"), name="room-applications")
    for text in ["Les Mains vertes", "Une serre", TOTAL, TOLD_BETTER]:
        reviewer.reads(text)
    reviewer.looks("room-application")
    reviewer.accepts(PRAISE, badge=BADGE, name="room-accept-application")
    reviewer.is_told(number)


def test_round_of_the_past_still_answers_and_leads_to_the_one_that_is_open(visitor):
    assert visitor.opens(f"{HUB}edition-1/") == 200
    visitor.reads(say("There is another round of this call"))
    visitor.looks("round-closed")
    assert visitor.opens(f"{HUB}edition-1/apply/") == 200
    visitor.reads_title(say("Applications are closed"))
    visitor.reads(say("Another round of this call is open: you can apply there."))
    visitor.looks("application-closed")

    visitor.opens(f"{HUB}edition-1/")
    visitor.follows(say("Go to %(title)s", title="").strip())
    expect(visitor.page.get_by_role("link", name=say("Apply"), exact=True)).to_be_visible()


def test_person_who_asks_to_be_told_confirms_by_mail_and_can_stop(applicant):
    ada = applicant("Ada")
    ada.opens(HUB)
    ada.looks("call")
    ada.fills(say("Your e-mail address"), ada.address)
    ada.presses(say("Tell me"))
    ada.reads_title(say("Look into your mail"))
    ada.looks("subscribe-sent")
    ada.follows_the_mail(say("Yes, tell me"))
    ada.reads_title(say("You will be told"))
    ada.looks("subscribe-done")

    way_out = say("Do not write to me about this call any more")
    news = [mail for mail in ada.site.mails_to("awa@example.org") if way_out in mail.text]
    ada.opens(news[-1].address_after(way_out))
    ada.reads_title(say("Stop these messages?"))
    ada.looks("subscribe-stop")
    ada.presses(say("Take my address off the list"))
    ada.reads_title(say("Your address is off the list"))
    ada.looks("subscribe-stopped")


def test_question_asked_on_a_phone_is_published_with_its_answer_and_without_a_name(applicant, reviewer, visitor):
    rosa = applicant("Rosa")
    rosa.opens(HUB)
    rosa.follows(say("Conditions, dates and support"))
    rosa.follows(say("Ask a question"))
    rosa.reads_title(say("Ask a question"))
    rosa.looks("ask-start")
    rosa.gives_address()
    rosa.confirms(say("Ask a question"))
    rosa.fills(say("Your question"), ASKED)
    rosa.presses(say("Send my question"))
    rosa.reads(say("Your question is sent. The answer comes by e-mail and stands on this page."))
    rosa.looks("ask-sent")

    reviewer.logs_in()
    reviewer.answers_question(ASKED[:40], answer=ANSWERED, published=ASKED_BY_ALL)

    visitor.opens(HUB)
    visitor.follows(say("Conditions, dates and support"))
    visitor.unfolds(ASKED_BY_ALL)
    visitor.reads(ANSWERED)
    expect(visitor.page.get_by_text("Rosa")).to_have_count(0)
    visitor.looks("round-answered")


def test_call_whose_address_changes_is_found_at_every_old_one(editor, visitor):
    old = [
        "",
        "apply/",
        "subscribe/",
        "edition-1/",
        "edition-1/apply/",
        "edition-2/",
        "edition-2/apply/",
        "edition-2/ask/",
    ]
    editor.logs_in()
    editor.edits(CALL, below=BELOW[:1])
    editor.looks("call-editor")
    editor.moves_to("bien-manger")
    editor.publishes()
    editor.reads_that_it_is_published(CALL)

    answers = {route: (visitor.opens(HUB + route), urlsplit(visitor.page.url).path) for route in old}

    current = answers.pop("apply/")
    assert current[0] == 200
    assert re.fullmatch(r"/appels/bien-manger/[^/]+/apply/", current[1])
    assert answers == {route: (200, f"/appels/bien-manger/{route}") for route in old if route != "apply/"}
