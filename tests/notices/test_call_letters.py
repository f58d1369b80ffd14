"""Mails about calls speak of applications, and of instants on the clock of the round."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from tests import factories
from tests.notices.test_presenter import one_line, read
from tests.pages.call_house import make_call_page, make_round_page
from wagtail_openbadges.domain import (
    access,
    asking,
    deciding,
    lateness,
    replacing,
    reviewing,
    rounds,
    submitting,
    subscribing,
)
from wagtail_openbadges.domain.clock import instant_of
from wagtail_openbadges.models import (
    AccessLink,
    Holder,
    Opening,
    OpeningKind,
    OpeningVersion,
    Purpose,
    State,
    Submission,
)
from wagtail_openbadges.notices.letters import LETTERS
from wagtail_openbadges.notices.presenter import present

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.notices.urls")]

CALL = "Bien-être alimentaire · Édition 1"
CLOSES = "20 May 2026 at 23:59, Réunion time (UTC+4)"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel("2026-05-04T10:00:00Z", tick=False):
        yield


def content_in_reunion(issuer, **changes):
    said = {
        "title": CALL,
        "zone_name": "Indian/Reunion",
        "opens": "2026-05-01T08:00",
        "closes": "2026-05-20T23:59",
        **changes,
    }
    return factories.round_content(issuer, **said)


def round_in_reunion(**changes):
    return rounds.publish_round(content_in_reunion(factories.make_issuer(), **changes))


def application(**changes):
    return factories.make_submission(round_in_reunion(**changes))


def link_of(submission):
    return AccessLink.objects.filter(submission=submission).last()


def manager_of(issuer):
    user = factories.UserFactory()
    user.groups.add(issuer.managers)
    return user


def ask(opening, text="Les étudiants peuvent-ils répondre ?"):
    return asking.ask(opening, holder=factories.make_holder(), text=text, language="en")


def answer(question, text="Oui, en association."):
    reviewer = factories.make_reviewer(question.opening.issuer)
    return asking.answer(question, by=reviewer, answer=text)


def test_confirm_for_an_application_names_the_call_and_both_limits_in_the_zone_of_the_round():
    opening = round_in_reunion()
    link = factories.make_link(opening)

    mail = present("confirm", link=link, language="en")

    assert mail.subject == f"{access.code_of(link)} is your code for “{CALL}”"
    assert mail.text == (
        "Hello,\n"
        "\n"
        f"You began to apply to the call “{CALL}” of {opening.issuer} with this address.\n"
        "\n"
        "Type this code on the page where you gave your address, or press the button:\n"
        "\n"
        f"    {access.code_of(link)}\n"
        "\n"
        "Confirm my address\n"
        f"{opening.issuer.base_url}links/{access.token_of(link)}/\n"
        "This link is for you alone. It is good until 11 May 2026 at 14:00, Réunion time (UTC+4).\n"
        "\n"
        "The code is good until 4 May 2026 at 14:15, Réunion time (UTC+4).\n"
        "\n"
        "Kind regards,\n"
        f"{opening.issuer}\n"
        "https://maison.example.org\n"
        "\n"
        "-- \n"
        f"Somebody gave this address to apply to the call “{CALL}” of {opening.issuer}. If it was not you, you can "
        "ignore this mail: nothing is kept but the address, which is erased when the link is no longer good.\n"
    )


def test_confirm_for_a_question_gives_a_code_and_says_that_a_question_was_begun():
    opening = round_in_reunion()
    link = access.request_access(purpose=Purpose.ASK, address="lea@example.org", language="en", opening=opening)

    mail = present("confirm", link=link, language="en")

    assert f"You want to ask {opening.issuer} a question about the call “{CALL}” with this address." in mail.text
    assert f"\n    {access.code_of(link)}\n" in mail.text


def test_confirm_for_a_subscription_names_the_call_and_gives_no_code():
    hub = make_call_page(title="Bien-être alimentaire")
    make_round_page(factories.make_issuer(), hub=hub)
    link = subscribing.ask_to_be_told(hub.call, address="lea@example.org", language="en")

    mail = present("confirm", link=link, language="en")

    assert mail.subject == "Confirm your address to be told about the next round of “Bien-être alimentaire”"
    assert f"Tell me about the next round\n{hub.call.rounds.get().issuer.base_url}links/" in mail.text
    assert "code" not in mail.text


def test_confirm_for_a_draft_of_an_application_opens_it_without_a_code():
    draft = factories.make_draft(round_in_reunion())
    link = access.request_access(purpose=Purpose.TRACK, address="lea@example.org", language="en", submission=draft)

    mail = present("confirm", link=link, language="en")

    assert mail.subject == f"Your link to your application to “{CALL}”"
    assert "Open my application" in mail.text


def test_deposited_says_when_results_are_expected_until_when_to_replace_and_where_the_proof_is():
    submission = application(results_on=date(2026, 7, 1), editable_until="2026-05-15T12:00")

    mail = present("deposited", link=link_of(submission), language="en")

    assert mail.subject == "Your application AMI1-0001 is deposited"
    assert one_line(mail.text).startswith(
        f"Hello Léa Exemple, Your application AMI1-0001 to the call “{CALL}” has reached {submission.issuer}. "
        "The results are expected on 1 July 2026. "
        "You have nothing more to do."
    )
    assert (
        "You can correct your application until 15 May 2026 at 12:00, Réunion time (UTC+4). What you deposited stands "
        "until you deposit the correction.\n"
        "\n"
        "The same page holds the proof of your deposit: print it or keep it.\n"
        "\n"
        "Reference\n"
        "    AMI1-0001\n"
        "Deposited on\n"
        "    4 May 2026 at 14:00, Réunion time (UTC+4)\n"
    ) in mail.text


def test_deposited_without_a_day_of_results_promises_the_usual_delay():
    submission = application()

    mail = present("deposited", link=link_of(submission), language="en")

    assert "The usual answer comes within 60 days, by 3 July 2026." in mail.text


def test_deposited_to_a_round_without_a_closing_can_be_corrected_until_it_is_decided():
    submission = application(closes="")

    mail = present("deposited", link=link_of(submission), language="en")

    assert "You can correct your application until it is decided." in mail.text


def test_deposited_by_a_late_link_cannot_be_corrected_and_says_nothing_of_it():
    opening = round_in_reunion(closes="2026-05-02T12:00")
    until = timezone.now() + timedelta(days=1)
    lateness.give_late_link(
        opening, by=manager_of(opening.issuer), address="lea@example.org", until=until, language="en"
    )
    submission = factories.make_submission(opening)

    mail = present("deposited", link=link_of(submission), language="en")

    assert "You can correct your application" not in mail.text
    assert "The same page holds the proof of your deposit" in mail.text


def test_deposited_without_a_proof_from_before_proofs_were_kept_names_no_instant():
    submission = application()
    submission.deposits.all().delete()

    mail = present("deposited", link=link_of(submission), language="en")

    assert "Deposited on" not in mail.text


def test_deposited_for_a_correction_says_so():
    submission = application()
    reviewer = factories.make_reviewer(submission.issuer)
    asked = reviewing.request_changes(submission, by=reviewer, version=submission.version, message="Le budget ?")
    submitting.resubmit(asked, version=asked.version)

    mail = present("deposited", link=link_of(submission), language="en")

    assert mail.subject == "The correction of your application AMI1-0001 is deposited"


def test_replaced_says_what_stands_now():
    submission = application()
    draft = replacing.begin_replacement(submission, at=timezone.now())
    replacing.replace(draft, version=draft.version, at=timezone.now())

    mail = present("replaced", link=link_of(submission), language="en")

    assert mail.subject == "Your application AMI1-0001 is replaced"
    assert (
        f"What you have just deposited to the call “{CALL}” takes the place of your earlier application." in mail.text
    )


def test_to_complete_quotes_what_the_reviewer_asks():
    submission = application()
    reviewer = factories.make_reviewer(submission.issuer)
    reviewing.request_changes(submission, by=reviewer, version=submission.version, message="Le budget ?")

    mail = present("to_complete", link=link_of(submission), language="en")

    assert mail.subject == "Your application AMI1-0001 is to be completed"
    assert "What you are asked to complete\n\n    Le budget ?\n" in mail.text


def test_accepted_in_a_round_without_a_badge_speaks_of_none():
    submission = application()
    deciding.accept(
        submission,
        by=factories.make_reviewer(submission.issuer),
        version=submission.version,
        message="Bravo !",
    )

    mail = present("accepted", link=link_of(submission), language="en")

    assert mail.subject == "Your application AMI1-0001 is accepted"
    assert f"A word from {submission.issuer}\n\n    Bravo !\n" in mail.text
    assert "the badge" not in mail.text


def test_accepted_in_a_round_that_gives_a_badge_names_it_and_how_to_take_it_away():
    issuer = factories.make_issuer()
    badge = factories.make_opening(issuer).achievement
    opening = rounds.publish_round(content_in_reunion(issuer, awards_id=badge.pk))
    accepted = factories.accept(factories.make_submission(opening))

    mail = present("accepted", link=link_of(accepted), language="en")

    assert (
        f"{issuer} has accepted your application AMI1-0001 to the call “{CALL}”.\n"
        "\n"
        f"With it, {issuer} gives you the badge “Je suis bénévole engagé·e”.\n"
    ) in mail.text
    assert accepted.assertion.verify_address in mail.text
    assert f"used to apply to the call “{CALL}”" in mail.text


def test_accepted_for_a_round_that_is_not_stored_reads_the_clock_of_its_form():
    issuer = factories.make_issuer()
    submission = Submission(
        kind=OpeningKind.CALL,
        reference="AMI1-0042",
        opening=Opening(kind=OpeningKind.CALL, issuer=issuer),
        issuer=issuer,
        holder=Holder(email="lea@example.org"),
        opening_version=OpeningVersion(title=CALL, zone_name="Indian/Reunion"),
    )

    mail = present("accepted", submission=submission, language="en")

    assert mail.subject == "Your application AMI1-0042 is accepted"
    assert "11 May 2026 at 14:00, Réunion time (UTC+4)" in one_line(mail.text)


def test_declined_gives_the_reason_and_leads_to_the_next_round():
    submission = application()
    reviewer = factories.make_reviewer(submission.issuer)
    deciding.decline(submission, by=reviewer, version=submission.version, message="Hors du territoire.")

    mail = present("declined", link=link_of(submission), language="en")

    assert mail.subject == "Answer to your application AMI1-0001"
    assert "Here is why\n\n    Hors du territoire.\n" in mail.text
    assert "You can answer the next round: this answer does not count against you." in mail.text
    assert f"Write to {submission.issuer}: contact@maison.example.org." in mail.text


def test_withdrawn_says_that_nobody_will_decide():
    submission = application()
    submitting.withdraw(submission, version=submission.version)

    mail = present("withdrawn", link=link_of(submission), language="en")

    assert mail.subject == "Your application AMI1-0001 is withdrawn"
    assert f"{submission.issuer} will not decide on it." in mail.text


def test_withdrawn_says_whom_to_write_to_at_once_when_it_was_somebody_else():
    submission = application()
    submitting.withdraw(submission, version=submission.version)

    mail = present("withdrawn", link=link_of(submission), language="en")

    assert f"It was not you? Write to {submission.issuer} at once: contact@maison.example.org." in mail.text
    assert "ignore" not in mail.text


def test_reminder_says_until_when_and_that_what_was_written_is_kept():
    draft = factories.make_draft(round_in_reunion())
    link = access.mint(purpose=Purpose.TRACK, address="lea@example.org", language="en", submission=draft)

    mail = present("reminder", link=link, language="en")

    assert mail.subject == f"Your application to “{CALL}” is not deposited yet"
    assert f"The call closes on {CLOSES}. What is not deposited by then is not read." in mail.text
    assert "What you wrote is kept, and so are the files that you sent." in mail.text
    assert f"Closes on\n    {CLOSES}\n" in mail.text


def test_late_names_the_end_on_the_clock_of_the_round_and_the_one_address():
    opening = round_in_reunion(closes="2026-05-02T12:00")
    until = instant_of("2026-05-06T12:00", "Indian/Reunion")
    link = lateness.give_late_link(
        opening, by=manager_of(opening.issuer), address="lea@example.org", until=until, language="en"
    )

    mail = present("late", link=link, language="en")

    assert mail.subject == f"You can still apply to “{CALL}”"
    assert "You can deposit your application until 6 May 2026 at 12:00, Réunion time (UTC+4)." in mail.text
    assert f"Go to my application\n{opening.issuer.base_url}links/{access.token_of(link)}/\n" in mail.text
    assert "This link is for the address lea@example.org alone." in mail.text
    assert "offers you a new one" not in mail.text


def told(**dates):
    hub = make_call_page(title="Bien-être alimentaire")
    page = make_round_page(factories.make_issuer(), hub=hub, **dates)
    link = subscribing.ask_to_be_told(hub.call, address="lea@example.org", language="en")
    subscription = subscribing.subscribe(access.use_link(access.token_of(link)))
    return page, subscription, present("round_open", opening=page.opening, subscription=subscription, language="en")


def test_round_open_leads_to_the_page_and_says_how_to_be_told_no_more():
    page, subscription, mail = told(opens="2026-05-04T08:00", closes="2026-05-20T23:59", zone_name="America/Martinique")

    address = f"{page.opening.issuer.base_url}subscriptions/{subscribing.token_of_subscription(subscription)}/"
    assert mail.subject == f"A new round: “{CALL}”"
    assert (
        f"The round “{CALL}” is announced.\n"
        "\n"
        "Read the page of the round\n"
        f"{page.full_url}\n"
        "\n"
        "Opens on\n"
        "    4 May 2026 at 08:00, Martinique time (UTC−4)\n"
        "Closes on\n"
        "    20 May 2026 at 23:59, Martinique time (UTC−4)\n"
        "Do not write to me about this call any more\n"
        f"    {address}\n"
    ) in mail.text
    assert mail.unsubscribe == address


def test_round_open_after_the_opening_says_that_it_is_open():
    _page, _subscription, mail = told(opens="", closes="")

    assert f"The round “{CALL}” is open.\n" in mail.text
    assert "Opens on" not in mail.text


def test_round_open_without_a_page_of_the_call_still_names_the_round():
    opening = round_in_reunion()
    link = subscribing.ask_to_be_told(opening.call, address="lea@example.org", language="en")
    subscription = subscribing.subscribe(access.use_link(access.token_of(link)))

    mail = present("round_open", opening=opening, subscription=subscription, language="en")

    assert mail.subject == f"A new round: “{CALL}”"


def test_answered_quotes_the_question_and_the_answer():
    question = answer(ask(round_in_reunion()))
    link = AccessLink.objects.get(purpose=Purpose.ASK)

    mail = present("answered", question=question, link=link, language="en")

    assert mail.subject == f"Answer to your question about “{CALL}”"
    assert (
        "Your question\n"
        "\n"
        "    Les étudiants peuvent-ils répondre ?\n"
        "\n"
        "The answer\n"
        "\n"
        "    Oui, en association.\n"
        "\n"
        "See my questions and the answers\n"
        f"{question.opening.issuer.base_url}links/{access.token_of(link)}/\n"
    ) in mail.text


def test_answered_as_a_preview_shows_the_answer_before_it_is_stored():
    question = ask(round_in_reunion())

    mail = present("answered", question=question, message="Oui.", language="en")

    assert "The answer\n\n    Oui.\n" in mail.text
    assert "the address lea@example.org was used to ask a question" in mail.text


def test_new_question_tells_a_reviewer_neither_who_asks_nor_what():
    question = ask(round_in_reunion())

    mail = present("new_question", question=question, language="en")

    assert mail.subject == f"New question about “{CALL}”"
    assert f"Read and answer the question\nhttp://testserver/admin/questions/{question.pk}/\n" in mail.text
    assert "étudiants" not in mail.text + mail.html
    assert "lea@example.org" not in mail.text + mail.html


def test_new_file_of_a_call_tells_a_reviewer_what_happened_to_the_application():
    submission = application()
    subjects = [present("new_file", submission=submission, language="en").subject]
    draft = replacing.begin_replacement(submission, at=timezone.now())
    replaced = replacing.replace(draft, version=draft.version, at=timezone.now())
    subjects.append(present("new_file", submission=replaced, language="en").subject)
    reviewer = factories.make_reviewer(submission.issuer)
    asked = reviewing.request_changes(replaced, by=reviewer, version=replaced.version, message="Le budget ?")
    corrected = submitting.resubmit(asked, version=asked.version)
    subjects.append(present("new_file", submission=corrected, language="en").subject)

    assert subjects == [
        f"New application AMI1-0001: {CALL}",
        f"Replaced application AMI1-0001: {CALL}",
        f"Corrected application AMI1-0001: {CALL}",
    ]


@pytest.mark.parametrize(
    ("zone_name", "words"),
    [
        ("Europe/Paris", "25 October 2026 at 02:30, Paris time (UTC+1)"),
        ("Indian/Reunion", "25 October 2026 at 02:30, Réunion time (UTC+4)"),
        ("America/Martinique", "25 October 2026 at 02:30, Martinique time (UTC−4)"),
    ],
)
def test_present_in_any_time_zone_of_server_and_reader_writes_the_one_of_the_round(zone_name, words):
    opening = round_in_reunion(zone_name=zone_name, closes="2026-10-25T02:30")
    draft = factories.make_draft(opening)

    with override_settings(TIME_ZONE="Asia/Tokyo"), timezone.override("Pacific/Tahiti"):
        mail = present("reminder", submission=draft, language="en")

    assert f"The call closes on {words}." in mail.text
    assert settings.TIME_ZONE == "Europe/Paris"


def test_present_after_the_closing_was_moved_writes_the_new_one():
    content = content_in_reunion(factories.make_issuer())
    draft = factories.make_draft(rounds.publish_round(content))
    rounds.publish_round(replace(content, closes="2026-06-01T12:00"))

    mail = present("reminder", submission=draft, language="en")

    assert "The call closes on 1 June 2026 at 12:00, Réunion time (UTC+4)." in mail.text


@pytest.mark.parametrize("notice", sorted(set(LETTERS[OpeningKind.CALL]) - {"confirm", "round_open"}))
@pytest.mark.parametrize("language", ["en", "fr"])
def test_present_in_text_and_in_html_says_the_same_of_a_call(notice, language):
    submission = application()
    question = answer(ask(submission.opening, text="Qui & quoi <3 ?"))
    Submission.objects.update(state=State.IN_REVIEW)

    mail = present(notice, submission=submission, question=question, link=link_of(submission), language=language)

    said, shown = mail.text.replace("-- \n", "").splitlines(), read(mail.html)
    assert [line for line in said if one_line(line) not in shown] == []
    assert f'<html lang="{language}">' in mail.html
