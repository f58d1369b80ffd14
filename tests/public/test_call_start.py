"""The beginning of an application: all that is asked, to read and to print, then the address."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import accept, make_issuer, make_link, make_opening
from tests.public.call_site import apply_url, close, deposited, english_round, written
from tests.public.claim_site import ADDRESS, claimant, errors_of, file_url, link_url, question, stranger, text_of
from wagtail_openbadges.domain import access, archiving, publishing, submitting
from wagtail_openbadges.models import AccessLink, OpeningKind, OpeningVersion, State, Submission
from wagtail_openbadges.public.words import BY_KIND, words_at, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.public.call_site")]


def test_every_kind_of_opening_has_its_words_and_its_route():
    assert set(BY_KIND) == set(OpeningKind)
    assert [words_of(kind) is words_at(words.route) for kind, words in BY_KIND.items()] == [True, True]


def test_start_lists_every_question_with_its_help_its_kind_and_its_choices():
    questions = (
        question("who", "organisation", section="You", help="As in the register."),
        question("size", "radio", section="You", choices=["Small", "Large"], required=False),
        question("money", "budget", section="Means"),
    )
    opening = english_round(questions=questions, results_on=date(2099, 3, 1), ceiling=2)

    text = text_of(stranger().get(apply_url(opening)))

    shown = [
        "Answer this call Good food · Round 2",
        "3 questions",
        "Results expected on 1 March 2099",
        "Applications of one person 2 at most",
        ", Paris time",
        "What applications are judged on Useful to people Counts for 60 out of 60 To whom?",
        "You Question who As in the register. "
        "Answer: the name of your structure, its RNA and SIRET numbers if it has them, your role",
        "Question size (optional) Answer: one choice among these Small Large",
        "Means Question money Answer: a table of lines with amounts in euros; we compute the total",
        "Documents that go with your application (optional)",
        "What to have at hand The statutes On the site of the prefecture.",
        "You check everything and deposit your application.",
        "Results are expected on 1 March 2099.",
        "Print the questions",
        "Receive my code",
    ]
    assert [words for words in shown if words not in text] == []
    assert "badge" not in text.lower()
    assert "claim" not in text.lower()


def test_application_is_begun_confirmed_and_opened_below_its_route():
    opening = english_round()
    client = stranger()

    asked = client.post(apply_url(opening), {"address": ADDRESS})
    link = AccessLink.objects.get()
    shown = client.get(asked.url)
    confirmed = client.post(asked.url, {"code": access.code_of(link)})

    assert asked.url == f"{apply_url(opening)}confirm/{link.uuid}/"
    assert f'href="{apply_url(opening)}?correct={link.uuid}"' in shown.content.decode()
    assert confirmed.url == file_url(Submission.objects.get(), "edit/")


def test_address_confirmed_for_a_round_that_takes_no_more_of_a_person_is_told_so():
    opening = english_round(ceiling=1)
    client = stranger()
    by_code = client.post(apply_url(opening), {"address": ADDRESS})
    code_link = AccessLink.objects.get()
    by_link = make_link(opening)
    AccessLink.objects.update(language="en")
    OpeningVersion.objects.update(ceiling=0)

    answers = [client.post(by_code.url, {"code": access.code_of(code_link)}), stranger().post(link_url(by_link))]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert ["as many applications as one person may here: 0." in text_of(answer) for answer in answers] == [True, True]
    assert Submission.objects.count() == 0


def test_unknown_link_leads_back_to_the_route():
    opening = english_round()

    response = stranger().get(f"{apply_url(opening)}confirm/{opening.uuid}/")

    assert response.status_code == 404
    assert f'href="{apply_url(opening)}"' in response.content.decode()


def test_application_is_written_in_two_sittings_and_deposited():
    opening = english_round(questions=(question("mission", "multiline"), question("sum", "amount")))
    client, draft = claimant(opening)
    client.post(file_url(draft, "edit/"), {"question-mission": "We cook.", "later": "1"})
    saved = client.get(file_url(draft, "edit/?saved=1"))
    other = stranger()
    asked = other.post(apply_url(opening), {"address": ADDRESS})
    back = other.post(asked.url, {"code": access.code_of(AccessLink.objects.get(used_at=None))})
    other.post(back.url, {"question-mission": "We cook.", "question-sum": "1 200,50", "check": "1"})
    checked = other.get(file_url(draft, "check/"))
    draft.refresh_from_db()
    sent = other.post(file_url(draft, "check/"), {"version": str(draft.version)})
    tracked = text_of(other.get(sent.url))

    assert "press “Apply” and write the same address, l•••@example.org." in text_of(saved)
    assert back.url == file_url(draft, "edit/")
    assert "Question sum €1,200.50" in text_of(checked)
    assert "Nothing of what you send is published." in text_of(checked)
    assert "Your application Good food · Round 2 Deposited AMI1-0001 We have received your application." in tracked
    assert "What happened You deposited your application" in tracked
    pages = [text_of(saved), text_of(checked), tracked]
    assert [word for word in ("badge", "claim") for text in pages if word in text.lower()] == []


def test_round_that_awards_a_badge_says_which_before_the_deposit():
    issuer = make_issuer()
    badge = make_opening(issuer, language="en", name="Laureate")
    client, draft = written(english_round(issuer=issuer, awards_id=badge.achievement_id))

    text = text_of(client.get(file_url(draft, "check/")))

    assert "If your application is accepted, you receive the badge “Laureate”." in text


def test_accepted_application_without_badge_gives_none():
    client, file = deposited()
    accept(file)

    text = text_of(client.get(file_url(file)))

    assert "Your application is accepted." in text
    assert "badge" not in text.lower()


def test_ceiling_of_one_offers_no_second_application():
    opening = english_round(ceiling=1)
    client, file = deposited(opening)

    shown = text_of(client.get(apply_url(opening)))
    begun = client.post(apply_url(opening), {"continue": "1"})

    assert "Begin another application" not in shown
    assert f"{file.reference} · Deposited" in shown
    assert begun.url == file_url(file)


def test_ceiling_of_two_offers_a_second_application_and_no_third():
    opening = english_round(ceiling=2)
    client, _first = deposited(opening)

    offered = text_of(client.get(apply_url(opening)))
    begun = client.post(apply_url(opening), {"continue": "1"})
    draft = Submission.objects.get(state=State.DRAFT)
    client.post(file_url(draft, "edit/"), {"question-mission": "More.", "check": "1"})
    draft.refresh_from_db()
    submitting.submit(draft, version=draft.version)

    assert "Begin another application" in offered
    assert begun.url == file_url(draft, "edit/")
    assert "Begin another application" not in text_of(client.get(apply_url(opening)))


def test_ceiling_that_was_lowered_meanwhile_leads_to_what_was_deposited():
    opening = english_round(ceiling=2)
    client, first = deposited(opening)
    client.post(apply_url(opening), {"continue": "1"})
    draft = Submission.objects.get(state=State.DRAFT)
    client.post(file_url(draft, "edit/"), {"question-mission": "More.", "check": "1"})
    draft.refresh_from_db()
    OpeningVersion.objects.update(ceiling=1)

    response = client.post(file_url(draft, "check/"), {"version": str(draft.version)})

    assert response.status_code == 409
    text = text_of(response)
    assert "You have deposited as many applications as one person may here: 1." in text
    assert "See the application that you deposited" in text
    assert f'href="{file_url(first)}"' in response.content.decode()
    assert Submission.objects.get(pk=draft.pk).state == State.DRAFT


def test_withdrawn_application_leaves_room_for_another():
    opening = english_round(ceiling=1)
    client, file = deposited(opening)
    submitting.withdraw(file, version=file.version)

    assert "Begin another application" in text_of(client.get(apply_url(opening)))


def test_round_that_takes_applications_elsewhere_leads_there():
    opening = english_round(elsewhere_url="https://other.example.org/form")

    response = stranger().get(apply_url(opening))

    assert "Applications are taken on another site" in text_of(response)
    assert 'href="https://other.example.org/form"' in response.content.decode()


def test_archived_round_says_so():
    opening = english_round()
    archiving.archive(opening)

    response = stranger().get(apply_url(opening))

    assert response.status_code == 410
    assert "This is archived: nothing can be sent here any more." in text_of(response)


def test_round_that_never_opened_speaks_of_applications():
    response = stranger().get("/rounds/00000000-0000-4000-8000-000000000000/apply/")

    assert "Applications are closed This is not open yet." in text_of(response)


def test_closed_round_shows_a_wrong_address_back_in_its_own_words():
    opening = english_round()
    close(opening)

    response = stranger().post(apply_url(opening), {"address": "lea"})

    assert response.status_code == 422
    assert len(errors_of(response)) == 1
    assert "Have you already begun or deposited an application?" in text_of(response)


def test_question_removed_while_a_draft_is_open_keeps_its_answer_apart():
    opening = english_round(questions=(question("mission", "multiline"), question("plan")))
    client, draft = claimant(opening)
    client.post(
        file_url(draft, "edit/"), {"question-mission": "We cook.", "question-plan": "Step by step", "later": "1"}
    )
    form = OpeningVersion.objects.get()
    said = {
        name: getattr(form, name)
        for name in ("title", "claim_rule", "evidence_rules", "criteria", "zone_name", "privacy_notice", "closes_at")
    }
    publishing.append_form(opening, "en", {**said, "questions": [question("mission", "multiline")]}, "other")

    shown = text_of(client.get(file_url(draft, "edit/")))
    client.post(file_url(draft, "edit/"), {"question-mission": "We cook.", "check": "1"})
    draft.refresh_from_db()
    file = submitting.submit(draft, version=draft.version)

    assert "No longer asked: Question plan" in shown
    assert "Your answers to questions that are no longer asked" in shown
    assert [answer["uid"] for answer in file.answers] == ["mission"]
    assert [answer["uid"] for answer in file.draft_answers] == ["mission", "plan"]


@pytest.mark.parametrize("count", [1, 5])
def test_start_takes_the_same_queries_whatever_it_lists(count, django_assert_num_queries):
    opening = english_round(questions=tuple(question(f"q{number}") for number in range(count)), ceiling=None)
    client, _draft = claimant(opening)

    with django_assert_num_queries(8):
        client.get(apply_url(opening))
