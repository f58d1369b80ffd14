"""The page to check, and the deposit: once, whatever the number of clicks."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from tests.factories import badge_content, make_reviewer
from tests.public.claim_site import (
    ADDRESS,
    PDF,
    Meanwhile,
    claimant,
    english_opening,
    file_url,
    question,
    text_of,
)
from wagtail_openbadges.domain import publishing, reviewing, submitting
from wagtail_openbadges.models import Assertion, ClaimRule, Event, Opening, State, Submission, Verb

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.public.claim_site")]


def written(opening, **changes):
    """Return a device and a draft that is ready to be deposited."""
    client, draft = claimant(opening)
    sent = {"question-mission": "I welcomed people.", "printed_name": "Léa Exemple", "evidence_text": "My story"}
    client.post(file_url(draft, "edit/"), {**sent, **changes, "check": "1"})
    draft.refresh_from_db()
    return client, draft


def deposit(client, draft: Submission, version: int | None = None):
    return client.post(file_url(draft, "check/"), {"version": str(draft.version if version is None else version)})


def test_check_shows_each_answer_with_the_way_to_change_it():
    opening = english_opening(
        questions=(question("mission"), question("places", "checkboxes", choices=["Door", "Hall"], section="Where"))
    )
    upload = SimpleUploadedFile("story.pdf", PDF, "application/pdf")
    client, draft = written(opening, **{"question-places": ["Door", "Hall"], "evidence_files": [upload]})

    response = client.get(file_url(draft, "check/"))

    text = text_of(response)
    shown = [
        "Question mission I welcomed people. Change Question mission",
        "Where Question places Door Hall Change Question places",
        "Your evidence story.pdf My story Change Your evidence",
        "Your name Léa Exemple Change Your name",
        "Your claim is not deposited yet.",
        "Your name, your answers and your evidence are not published.",
        ADDRESS,
    ]
    assert [words for words in shown if words not in text] == []
    html = response.content.decode()
    assert f'href="{file_url(draft, "edit/")}#id_question-mission"' in html
    assert f'href="{file_url(draft, "edit/")}#id_question-places_0"' in html
    assert f'name="version" value="{draft.version}"' in html


def test_check_shows_the_files_of_a_question_beside_it():
    opening = english_opening(questions=(question("mission"), question("photo", "file")))
    client, draft = written(opening, **{"question-photo": [SimpleUploadedFile("a.pdf", PDF, "application/pdf")]})

    text = text_of(client.get(file_url(draft, "check/")))

    assert "Question photo a.pdf Change Question photo" in text


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "Your evidence No evidence Change Your evidence"),
        (
            {"question-photo": [SimpleUploadedFile("a.pdf", PDF, "application/pdf")]},
            "Your evidence No other evidence Change Your evidence",
        ),
    ],
)
def test_check_says_that_there_is_no_evidence_or_none_but_that_of_questions(files, said):
    opening = english_opening(
        questions=(question("mission"), question("photo", "file", required=False)),
        evidence_rules={"required": False, "help": "", "kinds": ["file", "text"]},
    )
    client, draft = written(opening, evidence_text="", **files)

    assert said in text_of(client.get(file_url(draft, "check/")))


def test_check_of_an_incomplete_draft_leads_back_and_says_what_is_missing():
    client, draft = claimant(english_opening())

    response = client.get(file_url(draft, "check/"))

    assert response.url == file_url(draft, "edit/?check=1")
    text = text_of(client.get(response.url))
    assert "Question mission – Answer this question." in text
    assert "Add at least one piece of evidence" in text


def test_check_of_a_draft_with_an_invalid_answer_leads_back():
    opening = english_opening(questions=(question("hours", "number"),), evidence_rules={})
    client, draft = claimant(opening)
    client.post(file_url(draft, "edit/"), {"question-hours": "ten", "later": "1"})

    response = client.get(file_url(draft, "check/"))

    assert response.url == file_url(draft, "edit/?check=1")
    assert "Question hours – Enter a number." in text_of(client.get(response.url))


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "ten"])
def test_answer_that_was_saved_without_being_judged_is_not_deposited(typed):
    opening = english_opening(questions=(question("hours", "number"),), evidence_rules={})
    client, draft = claimant(opening)
    client.post(file_url(draft, "edit/"), {"question-hours": typed, "printed_name": "Léa Exemple", "later": "1"})
    draft.refresh_from_db()

    response = deposit(client, draft)

    assert response.url == file_url(draft, "edit/?check=1")
    draft.refresh_from_db()
    assert (draft.state, draft.deposits.count()) == (State.DRAFT, 0)
    shown = client.get(file_url(draft, "edit/"))
    assert (shown.status_code, f'value="{typed}"' in shown.content.decode()) == (200, True)
    assert "Question hours – Enter a number." in text_of(client.get(response.url))


def test_deposit_pins_the_file_and_leads_to_its_page():
    client, draft = written(english_opening())

    response = deposit(client, draft)

    assert response.url == file_url(draft)
    draft.refresh_from_db()
    assert (draft.state, draft.turn) == (State.SUBMITTED, 1)


def test_second_click_leads_to_the_file_and_deposits_nothing_more():
    client, draft = written(english_opening())

    answers = [deposit(client, draft) for _click in range(2)]

    assert [answer.url for answer in answers] == [file_url(draft)] * 2
    assert Event.objects.filter(verb=Verb.SUBMITTED).count() == 1


def test_deposit_lost_in_a_race_against_its_twin_leads_to_the_file():
    client, draft = written(english_opening())

    with connection.execute_wrapper(Meanwhile(lambda: submitting.submit(draft, version=draft.version))):
        response = deposit(client, draft)

    assert response.url == file_url(draft)
    assert Event.objects.filter(verb=Verb.SUBMITTED).count() == 1


@pytest.mark.parametrize("version", ["", "nonsense", "1", "9" * 30])
def test_deposit_of_another_version_is_a_conflict_that_leads_to_a_fresh_page(version):
    client, draft = written(english_opening())

    response = client.post(file_url(draft, "check/"), {"version": version})

    assert response.status_code == 409
    assert "This file changed since you opened the page. Look at it again before you go on." in text_of(response)
    assert f'href="{file_url(draft, "check/")}"' in response.content.decode()
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def republish(opening, **changes) -> None:
    said = {"language": "en", "name": "Committed volunteer", **changes}
    publishing.publish_badge(badge_content(opening.issuer, translation_key=opening.translation_key, **said))


def test_form_that_changed_before_the_deposit_is_said_and_nothing_is_lost():
    opening = english_opening()
    client, draft = written(opening)
    republish(opening, questions=(question("mission", "multiline"), question("new")))

    refused = deposit(client, draft)
    checked = client.get(file_url(draft, "check/"))
    edited = client.get(checked.url)

    assert refused.status_code == 409
    assert "The form changed since you filled it in." in text_of(refused)
    assert checked.url == file_url(draft, "edit/")
    assert "New questions: Question new" in text_of(edited)
    assert "I welcomed people." in text_of(edited)


def test_closed_opening_takes_no_deposit_and_keeps_the_draft():
    opening = english_opening()
    client, draft = written(opening)
    publishing.close(opening)

    response = deposit(client, draft)

    assert response.status_code == 404
    text = text_of(response)
    assert "This page is not published now, so nothing can be sent here. What was begun before is kept." in text
    assert "See my draft" in text
    assert client.get(file_url(draft, "edit/")).status_code == 200


def test_archived_opening_takes_no_deposit():
    opening = english_opening()
    client, draft = written(opening)
    Opening.objects.update(archived_at=timezone.now())

    response = deposit(client, draft)

    assert response.status_code == 410
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_deposit_that_became_incomplete_leads_back():
    client, draft = written(english_opening())
    draft.evidence.all().delete()

    response = deposit(client, draft)

    assert response.url == file_url(draft, "edit/?check=1")


def test_second_claim_beside_one_that_waits_is_refused_and_leads_to_it():
    client, draft = written(english_opening())
    waiting = Submission.objects.create(
        opening=draft.opening,
        issuer=draft.issuer,
        holder=draft.holder,
        opening_version=draft.opening_version,
        language="en",
        state=State.SUBMITTED,
    )

    response = deposit(client, draft)

    assert response.status_code == 409
    assert "You have already deposited a claim for this badge." in text_of(response)
    assert f'href="{file_url(waiting)}"' in response.content.decode()


def test_declared_badge_is_there_at_once():
    client, draft = written(english_opening(claim_rule=ClaimRule.DECLARED))

    checked = client.get(file_url(draft, "check/"))
    response = deposit(client, draft)
    tracked = client.get(response.url)

    assert "By depositing, you declare that what you wrote is true." in text_of(checked)
    assert Assertion.objects.get().submission == draft
    assert "Your declaration is registered: the badge is yours." in text_of(tracked)
    assert "You received the badge" in text_of(tracked)


def test_correction_is_deposited_as_a_second_turn():
    opening = english_opening()
    client, draft = written(opening)
    deposit(client, draft)
    draft.refresh_from_db()
    reviewing.request_changes(draft, by=make_reviewer(opening.issuer), version=draft.version, message="Which months?")
    client.post(file_url(draft, "edit/"), {"question-mission": "From May to July.", "check": "1"})
    draft.refresh_from_db()

    checked = client.get(file_url(draft, "check/"))
    response = deposit(client, draft)

    assert "Your correction is not deposited yet." in text_of(checked)
    assert response.url == file_url(draft)
    draft.refresh_from_db()
    assert (draft.state, draft.turn) == (State.IN_REVIEW, 2)
    assert [answer["value"] for answer in draft.answers] == ["From May to July."]


def test_answers_no_longer_asked_are_not_deposited():
    opening = english_opening(questions=(question("mission"), question("old")))
    client, draft = written(opening, **{"question-old": "Old words"})
    republish(opening, questions=(question("mission"),))
    client.get(file_url(draft, "edit/"))
    draft.refresh_from_db()

    checked = client.get(file_url(draft, "check/"))
    deposit(client, draft)

    assert "We keep them for you to copy from. They are not deposited. Question old Old words" in text_of(checked)
    draft.refresh_from_db()
    assert [answer["uid"] for answer in draft.answers] == ["mission"]


@pytest.mark.parametrize("count", [1, 3])
def test_check_takes_the_same_queries_whatever_it_holds(count, django_assert_num_queries):
    client, draft = written(english_opening())
    for number in range(count):
        submitting.add_statement(draft, kind="link", url=f"https://example.org/{number}")

    with django_assert_num_queries(8):
        client.get(file_url(draft, "check/"))
