"""Each mail says what happened, what to do next, until when and who writes, in HTML and in text alike."""

import html
import re

import pytest
import time_machine
from django.utils import timezone

from tests import factories
from wagtail_openbadges.domain import access, awarding, deciding, reviewing, revoking, submitting
from wagtail_openbadges.models import AccessLink, Assertion, ClaimRule, OpeningKind, Purpose, Submission
from wagtail_openbadges.notices.letters import LETTERS
from wagtail_openbadges.notices.presenter import present

pytestmark = pytest.mark.django_db

BADGE = "Je suis bénévole engagé·e"
NOON = "2026-05-04T10:00:00Z"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def submission():
    return factories.make_submission()


def link_of(submission):
    return AccessLink.objects.filter(submission=submission).last()


def reviewer_of(submission):
    return factories.make_reviewer(submission.issuer)


def read(source):
    """Return what a person reads of an HTML mail and where its links lead, as one line."""
    body = re.sub(r'<a href="([^"]*)">', r" \1 ", source.split("<body", 1)[1].partition(">")[2])
    return one_line(html.unescape(re.sub(r"<[^>]*>", " ", body)))


def one_line(text):
    return " ".join(text.split())


def test_confirm_for_a_claim_gives_the_code_the_link_and_both_limits():
    link = factories.make_link()

    mail = present("confirm", link=link, language="en")

    code = access.code_of(link)
    issuer = link.opening.issuer
    assert mail.subject == f"{code} is your code for “{BADGE}”"
    assert mail.text == (
        "Hello,\n"
        "\n"
        f"You began to ask {issuer} for the badge “{BADGE}” with this address.\n"
        "\n"
        "Type this code on the page where you gave your address, or press the button:\n"
        "\n"
        f"    {code}\n"
        "\n"
        "Confirm my address\n"
        f"{issuer.base_url}links/{access.token_of(link)}/\n"
        "This link is for you alone. It is good until 11 May 2026 at 12:00.\n"
        "\n"
        "The code is good until 4 May 2026 at 12:15.\n"
        "\n"
        "Kind regards,\n"
        f"{issuer}\n"
        "https://maison.example.org\n"
        "\n"
        "-- \n"
        f"Somebody gave this address to ask {issuer} for a badge. If it was not you, you can ignore this mail: nothing "
        "is kept but the address, which is erased when the link is no longer good.\n"
    )


def test_confirm_for_a_file_opens_the_file_without_a_code(submission):
    link = access.request_access(purpose=Purpose.TRACK, address="lea@example.org", language="en", submission=submission)

    mail = present("confirm", link=link, language="en")

    assert mail.subject == f"Your link to the file {submission.reference}"
    assert "Open my file" in mail.text
    assert "It is good until 11 May 2026 at 12:00; afterwards it offers you a new one.\n" in mail.text


def test_confirm_for_a_badge_opens_the_badge_without_a_code():
    assertion = awarding.award(_version(), address="lea@example.org")
    link = access.request_access(purpose=Purpose.AWARD, address="lea@example.org", language="en", assertion=assertion)

    mail = present("confirm", link=link, language="en")

    assert mail.subject == f"Your link to the badge “{BADGE}”"
    assert "Open my badge" in mail.text


def _version():
    return factories.make_opening().achievement.versions.get()


def test_deposited_promises_an_answer_before_a_day(submission):
    mail = present("deposited", link=link_of(submission), language="en")

    days = submission.opening_version.promised_days
    before = f"{timezone.localtime(submission.due_at):%-d %B %Y}"
    assert mail.subject == f"Your file {submission.reference} is deposited"
    assert f"The usual answer comes within {days} days, by {before}." in mail.text
    assert mail.text.startswith("Hello Léa Exemple,\n")


def test_deposited_without_a_promised_day_promises_none(submission):
    Submission.objects.update(due_at=None)

    mail = present("deposited", link=link_of(submission), language="en")

    assert "usual answer" not in mail.text


def test_deposited_for_a_correction_says_so(submission):
    _ask_for_changes(submission)
    submission.refresh_from_db()
    corrected = submitting.resubmit(submission, version=submission.version)

    mail = present("deposited", link=link_of(corrected), language="en")

    assert mail.subject == f"The correction of your file {corrected.reference} is deposited"


def _ask_for_changes(submission, message="Il manque la fiche de mission.\nMerci !"):
    return reviewing.request_changes(
        submission, by=reviewer_of(submission), version=submission.version, message=message
    )


def test_to_complete_quotes_what_the_reviewer_asks(submission):
    _ask_for_changes(submission)

    mail = present("to_complete", link=link_of(submission), language="en")

    assert mail.subject == f"Your file {submission.reference} is to be completed"
    assert "What you are asked to complete\n\n    Il manque la fiche de mission.\n    Merci !\n" in mail.text
    assert "Il manque la fiche de mission.<br>Merci !" in mail.html


def test_to_complete_before_anything_was_asked_quotes_nothing(submission):
    mail = present("to_complete", submission=submission, language="en")

    assert "What you are asked to complete" not in mail.text


def test_accepted_names_the_page_to_show_and_the_address_that_the_passport_needs(submission):
    deciding.accept(submission, by=reviewer_of(submission), version=submission.version, message="Bravo !")

    mail = present("accepted", link=link_of(submission), language="en")

    assertion = Assertion.objects.get()
    assert mail.subject == f"The badge “{BADGE}” is yours"
    assert (
        f"{submission.issuer} has accepted your file {submission.reference}. The badge “{BADGE}” is yours." in mail.text
    )
    assert f"A word from {submission.issuer}\n\n    Bravo !\n" in mail.text
    assert f"verify the badge there\n    {assertion.verify_address}\n" in mail.text
    assert "only if the address lea@example.org is confirmed in your account" in mail.text


def test_accepted_for_a_declaration_says_that_nobody_checked_it():
    submission = factories.make_submission(factories.make_opening(claim_rule=ClaimRule.DECLARED))

    mail = present("accepted", link=link_of(submission), language="en")

    assert f"The badge says that you declare it. {submission.issuer} publishes it and has not checked it." in mail.text


def test_accepted_as_a_preview_shows_the_message_before_anything_is_stored(submission):
    mail = present("accepted", submission=submission, message="  Bravo !  ", language="en")

    assert "    Bravo !\n" in mail.text
    assert f"{submission.issuer.base_url}links/…/\nThis link is for you alone. It is good until 11 May" in mail.text
    assert f"{submission.issuer.base_url}assertions/…/verify/" in mail.text
    assert Assertion.objects.count() == 0


def test_accepted_as_a_preview_without_a_message_quotes_nothing(submission):
    mail = present("accepted", submission=submission, language="en")

    assert "A word from" not in mail.text


def test_declined_gives_the_reason_what_can_be_done_and_whom_to_ask(submission):
    deciding.decline(submission, by=reviewer_of(submission), version=submission.version, message="Trop court.")

    mail = present("declined", link=link_of(submission), language="en")

    assert mail.subject == f"Answer to your file {submission.reference}"
    assert "Here is why\n\n    Trop court.\n" in mail.text
    assert "You can ask for this badge again whenever you want" in mail.text
    assert f"Write to {submission.issuer}: contact@maison.example.org." in mail.text


def test_declined_by_a_structure_without_an_address_names_none(submission):
    submission.issuer.organisation.email = ""

    mail = present("declined", submission=submission, message="Trop court.", language="en")

    assert "Write to" not in mail.text
    assert mail.reply_to == ""


def test_withdrawn_says_that_nobody_will_decide(submission):
    submitting.withdraw(submission, version=submission.version)

    mail = present("withdrawn", link=link_of(submission), language="en")

    assert mail.subject == f"Your file {submission.reference} is withdrawn"
    assert f"{submission.issuer} will not decide on it." in mail.text


def test_withdrawn_says_whom_to_write_to_at_once_when_it_was_somebody_else(submission):
    submitting.withdraw(submission, version=submission.version)

    mail = present("withdrawn", link=link_of(submission), language="en")

    assert f"It was not you? Write to {submission.issuer} at once: contact@maison.example.org." in mail.text
    assert "ignore" not in mail.text


def test_awarded_by_hand_says_who_gives_it_and_when_it_ends():
    expires_at = timezone.now().replace(year=2030)
    awarding.award(_version(), address="lea@example.org", expires_at=expires_at, language="en")
    link = AccessLink.objects.get()

    mail = present("awarded", link=link, language="en")

    issuer = link.assertion.issuer
    assert mail.subject == f"{issuer} gives you the badge “{BADGE}”"
    assert mail.sender == str(issuer)
    assert mail.reply_to == "contact@maison.example.org"
    assert "Expires on\n    4 May 2030\n" in mail.text
    assert "If it says nothing to you, ignore this mail." in one_line(mail.text)


def test_revoked_gives_the_public_reason():
    assertion = awarding.award(_version(), address="lea@example.org")
    revoking.revoke(assertion, by=factories.UserFactory(is_superuser=True), reason="Délivré par erreur.")

    mail = present("revoked", link=AccessLink.objects.last(), language="en")

    assert mail.subject == f"Your badge “{BADGE}” is revoked"
    assert "Here is why\n\n    Délivré par erreur.\n" in mail.text


def test_new_file_tells_a_reviewer_the_reference_and_nothing_of_the_person(submission):
    mail = present("new_file", submission=submission, language="en")

    assert mail.subject == f"New file {submission.reference}: {BADGE}"
    assert "http://testserver/admin/" in mail.text
    assert "Léa" not in mail.text + mail.html
    assert "lea@example.org" not in mail.text + mail.html


def test_new_file_for_a_correction_says_so_and_promises_no_day_when_there_is_none(submission):
    _ask_for_changes(submission)
    submission.refresh_from_db()
    submission.due_at = None

    mail = present("new_file", submission=submission, language="en")

    assert mail.subject == f"Corrected file {submission.reference}: {BADGE}"
    assert "Answer promised" not in mail.text


@pytest.mark.parametrize("notice", sorted(set(LETTERS[OpeningKind.BADGE]) - {"confirm", "digest"}))
@pytest.mark.parametrize("language", ["en", "fr"])
def test_present_in_text_and_in_html_says_the_same(submission, notice, language):
    deciding.accept(submission, by=reviewer_of(submission), version=submission.version, message="Bravo & merci <3")

    mail = present(notice, link=link_of(submission), language=language)

    said, shown = mail.text.replace("-- \n", "").splitlines(), read(mail.html)
    assert [line for line in said if one_line(line) not in shown] == []
    assert f'<html lang="{language}">' in mail.html


def test_present_with_a_name_full_of_markup_and_line_breaks_keeps_them_harmless(submission):
    submission.issuer.organisation.name = "Maison\r\nBcc: spy@example.org <b>"
    submission.opening_version.title = "Badge\nSubject: other <script>"
    submission.printed_name = "Léa <img>"

    mail = present("deposited", submission=submission, language="en")

    assert mail.sender == "Maison Bcc: spy@example.org <b>"
    assert "\n" not in mail.subject
    assert "&lt;script&gt;" in mail.html
    assert "Léa &lt;img&gt;" in mail.html
    assert "<script>" not in mail.html


def test_present_marks_nothing_as_safe_so_that_pages_which_show_a_mail_escape_it(submission):
    mail = present("accepted", submission=submission, language="en")

    assert (type(mail.text), type(mail.html)) == (str, str)


def test_present_with_very_long_names_leaves_nothing_out(submission):
    submission.opening_version.title = "Bénévole " * 25
    submission.printed_name = "É" * 120

    mail = present("deposited", submission=submission, language="en")

    assert "É" * 120 in mail.text
    assert ("Bénévole " * 25).strip() in one_line(mail.text)


def test_present_without_anything_to_speak_of_is_refused():
    with pytest.raises(ValueError, match="Say what the mail is about"):
        present("deposited", language="en")


def test_present_a_letter_about_a_file_without_the_file_is_refused():
    link = factories.make_link()

    with pytest.raises(ValueError, match="This letter is about a file"):
        present("deposited", link=link, language="en")


def test_present_for_an_opening_that_has_no_form_any_more_names_no_badge():
    link = factories.make_link()
    link.opening.versions.all().delete()

    mail = present("confirm", link=link, language="en")

    assert mail.subject == f"{access.code_of(link)} is your code for “”"
