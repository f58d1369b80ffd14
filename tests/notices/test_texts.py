"""An issuer words the subject and the text of its mails; everything else in them stays, in each case and language."""

import pytest
import time_machine
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests import factories
from tests.notices.test_presenter import one_line, read
from wagtail_openbadges.domain import access, deciding, registering, reviewing, submitting
from wagtail_openbadges.domain.rewording import MailWords, faults_of
from wagtail_openbadges.jobs import drain
from wagtail_openbadges.models import (
    AccessLink,
    ClaimRule,
    GatheringStatus,
    Holder,
    NoticeText,
    OutboxJob,
    Purpose,
    Submission,
)
from wagtail_openbadges.notices.fiction import example_of
from wagtail_openbadges.notices.letters import LETTERS, write
from wagtail_openbadges.notices.presenter import present, rehearse
from wagtail_openbadges.notices.rewordable import FAMILIES, KEPT, MAILS, mail_of
from wagtail_openbadges.notices.texts import example_values, our_words, spoken

pytestmark = pytest.mark.django_db

BADGE = "Je suis bénévole engagé·e"
EVERY_MAIL = pytest.mark.parametrize("kind", MAILS)
EVERY_LANGUAGE = pytest.mark.parametrize("language", ["en", "fr"])


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel("2026-05-04T10:00:00Z", tick=False):
        yield


@pytest.fixture
def submission():
    return factories.make_submission()


def word(issuer, kind, subject="Sujet", body="Texte", *, language="en"):
    return NoticeText.objects.create(issuer=issuer, kind=kind, language=language, subject=subject, body=body)


def link_of(submission):
    return AccessLink.objects.filter(submission=submission).last()


def subjects_of(notice, *, language="en", **about):
    return present(notice, language=language, **about).subject


# What can be worded


def test_every_notice_can_be_worded_or_is_kept():
    can = {family: {mail.notice for mail in mails} | set(KEPT[family]) for family, mails in FAMILIES.items()}

    assert can == {family: set(letters) for family, letters in LETTERS.items()}


def test_kinds_are_told_apart_and_fit_their_column():
    kinds = [mail.kind for mails in FAMILIES.values() for mail in mails]

    assert (len(set(kinds)), max(map(len, kinds)) <= 40) == (len(kinds), True)


@EVERY_MAIL
def test_example_of_a_mail_is_of_that_mail(kind):
    mail = MAILS[kind]

    with timezone.override(None):
        found = mail_of(mail.notice, example_of(mail, factories.make_issuer()))

    assert found is mail


@EVERY_LANGUAGE
@EVERY_MAIL
def test_our_words_as_a_text_have_no_fault(kind, language):
    with translation.override(language):
        words = our_words(MAILS[kind])

    assert faults_of(words, MAILS[kind].grammar) == []


@EVERY_LANGUAGE
@EVERY_MAIL
def test_our_words_as_a_text_say_what_our_letter_says(kind, language):
    mail = MAILS[kind]
    with translation.override(language), timezone.override(None):
        occasion = example_of(mail, factories.make_issuer())
        letter = write(mail.notice, occasion)

        said = spoken(letter, mail, our_words(mail), occasion)

    assert (said.subject, said.opening) == (letter.subject, letter.opening)


@EVERY_MAIL
def test_every_placeholder_has_an_example_in_the_language_of_the_reader(kind):
    values = example_values(MAILS[kind], factories.make_issuer(), "en")

    assert [name for name, value in values.items() if not value] == []


@pytest.mark.parametrize(("kind", "has_word"), [("badge.accepted", True), ("badge.accepted.declared", False)])
def test_example_holds_a_word_of_the_team_only_where_one_can_be_written(kind, has_word):
    issuer = factories.make_issuer()

    mail = rehearse(MAILS[kind], issuer=issuer, language="en", words=MailWords("Sujet", "Texte"))

    assert ("What your team wrote stands here, word for word." in mail.text) is has_word


@EVERY_MAIL
def test_placeholders_that_are_needed_are_known(kind):
    grammar = MAILS[kind].grammar

    assert [name for name in grammar.needed if name not in grammar.body] == []


@EVERY_MAIL
def test_rehearsed_mail_says_the_words_and_asks_the_database_nothing(kind, django_assert_num_queries):
    issuer = factories.make_issuer()

    with django_assert_num_queries(0):
        mail = rehearse(MAILS[kind], issuer=issuer, language="en", words=MailWords("Sujet", "Un.\n\nDeux."))

    assert mail.subject == "Sujet"
    assert mail.text.split("\n\n")[1:3] == ["Un.", "Deux."]
    assert mail.sender == str(issuer)


# What the words replace, and what stays


def test_deposited_with_words_of_the_issuer_keeps_everything_else(submission):
    issuer = submission.issuer
    word(
        issuer,
        "badge.deposited",
        "Merci pour {badge}",
        "C’est noté, sous le numéro {reference}.\nÀ bientôt !\n\n{delay}\n\n{issuer}, {badge}",
    )

    mail = present("deposited", link=link_of(submission), language="en")

    assert mail.subject == f"Merci pour {BADGE}"
    assert mail.text == (
        "Hello Léa Exemple,\n"
        "\n"
        f"C’est noté, sous le numéro {submission.reference}.\nÀ bientôt !\n"
        "\n"
        "The usual answer comes within 21 days, by 25 May 2026.\n"
        "\n"
        f"{issuer}, {BADGE}\n"
        "\n"
        "Follow my file\n"
        f"{issuer.base_url}links/{access.token_of(link_of(submission))}/\n"
        "This link is for you alone. It is good until 11 May 2026 at 12:00; afterwards it offers you a new one.\n"
        "\n"
        "The same page holds the proof of your deposit: print it or keep it.\n"
        "\n"
        "Reference\n"
        f"    {submission.reference}\n"
        "\n"
        "Kind regards,\n"
        f"{issuer}\n"
        "https://maison.example.org\n"
        "\n"
        "-- \n"
        f"You receive this mail because the address lea@example.org was used to ask {issuer} for a badge. If it was "
        "not you, you can ignore this mail.\n"
    )


def test_words_are_the_same_in_text_and_in_html(submission):
    word(submission.issuer, "badge.deposited", "Merci pour {badge}", "Un,\nsuite.\n\nDeux.")

    mail = present("deposited", link=link_of(submission), language="en")

    said, shown = mail.text.replace("-- \n", "").splitlines(), read(mail.html)
    assert [line for line in said if one_line(line) not in shown] == []
    assert f'<h2 aria-level="1">Merci pour {BADGE}</h2>' in mail.html
    assert "<p>Un,<br>suite.</p>" in mail.html


def test_words_and_values_with_markup_are_shown_as_they_were_typed(submission):
    submission.opening_version.title = "{issuer} <script>"
    word(submission.issuer, "badge.deposited", "<i>Merci</i>", "<b>{badge}</b> & …")

    mail = present("deposited", submission=submission, language="en")

    assert mail.subject == "<i>Merci</i>"
    assert "<b>{issuer} <script></b> & …" in mail.text
    assert "<p>&lt;b&gt;{issuer} &lt;script&gt;&lt;/b&gt; &amp; …</p>" in mail.html
    assert [tag in mail.html for tag in ("<i>", "<b>", "<script>")] == [False] * 3


def test_subject_stays_on_one_line_whatever_a_name_holds(submission):
    submission.opening_version.title = "Badge\r\nBcc: spy@example.org"
    word(submission.issuer, "badge.deposited", "Merci pour {badge}")

    assert subjects_of("deposited", submission=submission) == "Merci pour Badge Bcc: spy@example.org"


def test_subject_and_sender_keep_the_spaces_that_hold_a_line_together(submission):
    organisation = submission.issuer.organisation
    organisation.name = "Maison\u00a0:\u202f\nici\u2028là"
    submission.opening_version.title = "«\u00a0Prêt\u202f?\u00a0»"
    word(submission.issuer, "badge.deposited", "Merci pour\t {badge}")

    mail = present("deposited", submission=submission, language="en")

    assert (mail.subject, mail.sender) == ("Merci pour «\u00a0Prêt\u202f?\u00a0»", "Maison\u00a0:\u202f ici là")


def test_code_stays_in_the_mail_when_the_words_do_not_name_it():
    link = factories.make_link()
    word(link.opening.issuer, "badge.confirm", "Votre adresse", "Bonjour et bienvenue.")

    mail = present("confirm", link=link, language="en")

    assert mail.subject == "Votre adresse"
    assert f"\n\nBonjour et bienvenue.\n\n    {access.code_of(link)}\n\nConfirm my address\n" in mail.text


def test_reason_of_a_reviewer_stays_in_the_mail(submission):
    reviewer = factories.make_reviewer(submission.issuer)
    deciding.decline(submission, by=reviewer, version=submission.version, message="Trop court.")
    word(submission.issuer, "badge.declined", "Réponse", "Nous avons lu votre dossier.")

    mail = present("declined", link=link_of(submission), language="en")

    assert "Nous avons lu votre dossier.\n\nHere is why\n\n    Trop court.\n" in mail.text


def test_paragraph_that_is_empty_once_filled_is_left_out(submission):
    Submission.objects.update(due_at=None)
    word(submission.issuer, "badge.deposited", body="Un.\n\n{delay}\n\nDeux.")

    mail = present("deposited", link=link_of(submission), language="en")

    assert "\n\nUn.\n\nDeux.\n\nFollow my file\n" in mail.text


# Whose words, and in which language


def test_words_are_those_of_the_issuer_and_of_the_language_of_the_reader(submission):
    word(submission.issuer, "badge.deposited", "In English")
    word(submission.issuer, "badge.deposited", "En français", language="fr")
    other = factories.make_submission()

    said = [subjects_of("deposited", submission=submission, language=language) for language in ("en", "fr")]

    assert said == ["In English", "En français"]
    assert subjects_of("deposited", submission=other) == f"Your file {other.reference} is deposited"


def test_language_without_words_of_its_own_has_ours(submission):
    word(submission.issuer, "badge.deposited", "En français", language="fr")

    assert subjects_of("deposited", submission=submission) == f"Your file {submission.reference} is deposited"


@pytest.mark.parametrize(
    "broken",
    [
        {"body": "{companion}"},
        {"subject": "{delay}"},
        {"body": "{badge"},
        {"subject": ""},
        {"body": ""},
    ],
)
def test_words_that_cannot_be_sent_any_more_give_way_to_ours(submission, broken):
    word(submission.issuer, "badge.deposited", **{"language": "fr", **broken})
    OutboxJob.objects.exclude(payload__notice="deposited").delete()

    drain()

    assert [message.subject for message in outbox.outbox] == [f"Votre dossier {submission.reference} est déposé"]
    assert list(OutboxJob.objects.values_list("state", flat=True)) == ["done"]


def test_words_that_lack_what_is_needed_give_way_to_ours():
    submission = factories.make_submission(factories.make_opening(claim_rule=ClaimRule.DECLARED))
    word(submission.issuer, "badge.accepted.declared", "Bravo", "Le badge est à vous.")
    without = subjects_of("accepted", submission=submission)
    NoticeText.objects.update(body="Le badge est à vous. {declared}")

    mail = present("accepted", submission=submission, language="en")

    assert (without, mail.subject) == (f"The badge “{BADGE}” is yours", "Bravo")
    assert f"Le badge est à vous. The badge says that you declare it. {submission.issuer} publishes it" in mail.text


def queries_for_words(notice, **about):
    """Count the queries of a mail that ask for words."""
    with CaptureQueriesContext(connection) as asked:
        present(notice, language="en", **about)
    return sum("noticetext" in query["sql"] for query in asked)


def test_words_are_asked_for_once_in_a_mail_to_a_person_and_never_in_one_to_reviewers(submission):
    word(submission.issuer, "badge.deposited")

    counts = [queries_for_words(notice, submission=submission) for notice in ("deposited", "new_file")]

    assert counts == [1, 0]


def test_mail_of_an_issuer_that_is_not_stored_has_our_words(submission):
    submission.issuer.pk = None

    assert subjects_of("deposited", submission=submission) == f"Your file {submission.reference} is deposited"


# Each case has its own words


def test_correction_has_words_of_its_own(submission):
    word(submission.issuer, "badge.deposited", "Premier dépôt")
    word(submission.issuer, "badge.deposited.corrected", "Correction")
    first = subjects_of("deposited", submission=submission)
    reviewer = factories.make_reviewer(submission.issuer)
    asked = reviewing.request_changes(submission, by=reviewer, version=submission.version, message="Encore.")
    corrected = submitting.resubmit(asked, version=asked.version)

    second = subjects_of("deposited", submission=corrected)

    assert (first, second) == ("Premier dépôt", "Correction")


def test_fresh_link_keeps_our_words(submission):
    word(submission.issuer, "badge.confirm", "Votre code")
    link = access.request_access(purpose=Purpose.TRACK, address="lea@example.org", language="en", submission=submission)

    assert subjects_of("confirm", link=link) == f"Your link to the file {submission.reference}"


def test_application_accepted_without_a_badge_has_other_words_than_one_with_a_badge():
    submission = factories.make_submission(factories.make_round())
    word(submission.issuer, "call.accepted", "{round} : oui")
    word(submission.issuer, "call.accepted.badge", "{round} : oui, et un badge")

    assert subjects_of("accepted", submission=submission) == "Bien-être alimentaire, édition 1 : oui"


def test_round_to_come_has_other_words_than_an_open_one():
    round_ = factories.make_round()
    word(round_.issuer, "call.round_open", "Ouvert")
    word(round_.issuer, "call.round_open.announced", "Annoncé")
    is_open = subjects_of("round_open", opening=round_)

    with time_machine.travel("2026-05-01T10:00:00Z", tick=False):
        is_to_come = subjects_of("round_open", opening=round_)

    assert (is_open, is_to_come) == ("Ouvert", "Annoncé")


def make_registration(**wish):
    event = factories.make_gathering(capacity=5, seats_at_most=3)
    return factories.make_registration(event, **wish)


@pytest.mark.parametrize(("seats", "subject"), [(1, "Léa Exemple, une place"), (3, "3 places pour Léa Exemple")])
def test_several_seats_have_other_words_than_one(seats, subject):
    registration = make_registration(seats=seats)
    word(registration.gathering.issuer, "event.registered", "{name}, une place")
    word(registration.gathering.issuer, "event.registered.several", "{seats} places pour {name}", "{seats}")

    assert subjects_of("registered", registration=registration) == subject


@pytest.mark.parametrize("status", [GatheringStatus.CANCELLED, GatheringStatus.POSTPONED, GatheringStatus.MOVED])
def test_each_status_of_an_event_has_its_own_words(status):
    registration = make_registration()
    for case in ("", ".cancelled", ".postponed", ".moved"):
        word(registration.gathering.issuer, f"event.changed{case}", f"Changé{case}")
    planned = subjects_of("changed", registration=registration)
    registration.gathering.status = status

    assert (planned, subjects_of("changed", registration=registration)) == ("Changé", f"Changé.{status}")


@pytest.mark.parametrize(
    ("now", "subject"),
    [
        ("2026-05-13T09:00:00Z", "À demain"),
        ("2026-05-14T08:00:00Z", "Today: “Repas convivial”"),
    ],
)
def test_reminder_that_leaves_late_keeps_our_words(now, subject):
    registration = make_registration()
    word(registration.gathering.issuer, "event.remind_event", "À demain", "{when}")

    with time_machine.travel(now, tick=False):
        said = subjects_of("remind_event", registration=registration)

    assert said == subject


def test_hours_and_end_of_an_offer_are_those_of_the_event():
    event = factories.make_gathering(capacity=1, reply_hours=24)
    first = factories.make_registration(event, address="ada@example.org")
    waits = factories.make_registration(event, address="zoe@example.org")
    word(event.issuer, "event.waiting", body="{hours} h pour répondre.")
    word(event.issuer, "event.offered", body="Avant le {until}.")
    waiting = present("waiting", registration=waits, language="en").text
    registering.cancel_registration(first)
    waits.refresh_from_db()

    offered = present("offered", registration=waits, language="en").text

    assert "\n\n24 h pour répondre.\n\n" in waiting
    assert "\n\nAvant le 5 May 2026 at 12:00, Paris time.\n\n" in offered


def test_late_link_says_until_when_it_is_good():
    round_ = factories.make_round()
    holder = Holder.objects.create(email="ada@example.org")
    link = access.mint(purpose=Purpose.LATE, address=holder.email, language="en", holder=holder, opening=round_)
    word(round_.issuer, "call.late", body="Avant le {until}.")

    mail = present("late", link=link, language="en")

    assert "\n\nAvant le 11 May 2026 at 12:00, Paris time.\n\n" in mail.text


def test_reminder_of_a_draft_says_when_the_round_closes():
    draft = factories.make_draft(factories.make_round())
    word(draft.issuer, "call.reminder", body="Le {until}, {call} ferme.")

    mail = present("reminder", submission=draft, language="en")

    assert "\n\nLe 3 June 2026 at 12:00, Paris time, Bien-être alimentaire, édition 1 ferme.\n\n" in mail.text


def test_words_of_an_event_say_when_it_is_and_what_becomes_of_the_seat():
    registration = make_registration()
    word(registration.gathering.issuer, "event.changed", body="{when}\n\n{standing}")

    mail = present("changed", registration=registration, language="en")

    assert (
        "\n\n“Repas convivial” takes place Thursday 14 May 2026 from 12:30 to 14:00, Paris time.\n\n"
        "You keep your seat.\n\n"
    ) in mail.text
