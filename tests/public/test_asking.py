"""A question to the carrier of a round, in private: the address first, then the question."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.factories import make_reviewer
from tests.public.call_site import apply_url, close, english_round
from tests.public.claim_site import ADDRESS, claimant, errors_of, file_url, link_url, stranger, text_of
from wagtail_openbadges.domain import access, asking
from wagtail_openbadges.models import AccessLink, CarrierQuestion, Holder, Opening, OutboxJob, Purpose

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.public.call_site")]


def ask_url(opening: Opening) -> str:
    return f"/rounds/{opening.uuid}/ask/"


def known(opening: Opening) -> Client:
    """Return a device that confirmed its address to ask."""
    client = stranger()
    asked = client.post(ask_url(opening), {"address": ADDRESS})
    client.post(asked.url, {"code": access.code_of(AccessLink.objects.get(purpose=Purpose.ASK))})
    return client


def test_stranger_is_asked_for_an_address_first():
    opening = english_round()

    response = stranger().get(ask_url(opening))

    text = text_of(response)
    assert "Good food · Round 2 Ask a question" in text
    assert "They are not shown your address." in text
    assert b'name="address"' in response.content
    assert b'name="question"' not in response.content
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_address_is_confirmed_by_a_code_and_leads_to_the_question():
    opening = english_round()
    client = stranger()

    asked = client.post(ask_url(opening), {"address": ADDRESS})
    link = AccessLink.objects.get()
    confirmed = client.post(asked.url, {"code": access.code_of(link)})
    shown = client.get(confirmed.url)

    assert link.purpose == Purpose.ASK
    assert asked.url == f"{ask_url(opening)}confirm/{link.uuid}/"
    assert confirmed.url == ask_url(opening)
    assert b'name="question"' in shown.content
    assert "This device knows the address l•••@example.org." in text_of(shown)


def test_wrong_address_and_wrong_code_are_errors_by_name():
    opening = english_round()
    client = stranger()

    address = client.post(ask_url(opening), {"address": "lea"})
    asked = client.post(ask_url(opening), {"address": ADDRESS})
    code = client.post(asked.url, {"code": "12"})

    assert [page.status_code for page in (address, code)] == [422, 422]
    assert errors_of(address) == [
        "Your e-mail address – This is not an e-mail address. Write it like name@example.org."
    ]
    assert errors_of(code) == ["Code of six digits – This code is not the right one. You can try 4 more times."]


def test_link_of_the_mail_confirms_as_well():
    opening = english_round()
    link = access.request_access(purpose=Purpose.ASK, address=ADDRESS, language="en", opening=opening)
    client = stranger()

    shown = client.get(link_url(link))
    client.post(link_url(link))

    assert "Confirm your address" in text_of(shown)
    assert b'name="question"' in client.get(ask_url(opening)).content


def test_link_of_the_mail_of_an_answer_opens_the_questions():
    opening = english_round()
    known(opening).post(ask_url(opening), {"question": "May we cook outside?"})
    holder = Holder.objects.get()
    link = access.mint(purpose=Purpose.ASK, address=ADDRESS, language="en", holder=holder, opening=opening)

    shown = text_of(stranger().get(link_url(link)))

    assert "Your questions and the answers" in shown
    assert "See my questions and the answers" in shown


def test_device_that_is_known_by_its_application_asks_at_once():
    opening = english_round()
    client, _draft = claimant(opening)

    assert b'name="question"' in client.get(ask_url(opening)).content


def test_device_that_asked_goes_on_to_apply_without_another_code():
    opening = english_round()
    client = known(opening)

    begun = client.post(apply_url(opening), {"continue": "1"})

    assert begun.url.endswith("/edit/")


def test_question_is_kept_sent_once_and_listed():
    opening = english_round()
    client = known(opening)

    answers = [client.post(ask_url(opening), {"question": "May we <b>cook</b> outside?"}) for _click in range(2)]
    shown = client.get(answers[0].url)

    assert [answer.url for answer in answers] == [f"{ask_url(opening)}?sent=1"] * 2
    assert CarrierQuestion.objects.get().text == "May we <b>cook</b> outside?"
    assert OutboxJob.objects.filter(payload__notice="new_question").count() == 1
    text = text_of(shown)
    assert "Your question is sent." in text
    assert "Your questions" in text
    positions = [text.index(words) for words in ("Asked on", "No answer yet.", "Ask another question")]
    assert positions == sorted(positions)
    assert b"<b>cook" not in shown.content


def test_answer_is_shown_to_who_asked_and_to_nobody_else():
    opening = english_round()
    client = known(opening)
    client.post(ask_url(opening), {"question": "May we cook outside?"})
    other, _draft = claimant(opening, address="samir@example.org")
    asking.answer(CarrierQuestion.objects.get(), by=make_reviewer(opening.issuer), answer="Yes, you may.")

    shown = [text_of(who.get(ask_url(opening))) for who in (client, other, stranger())]

    assert ["The answer Yes, you may." in text for text in shown] == [True, False, False]
    assert ["May we cook outside?" in text for text in shown] == [True, False, False]


@pytest.mark.parametrize("typed", ["", "   "])
def test_empty_question_is_an_error_by_name(typed):
    opening = english_round()

    response = known(opening).post(ask_url(opening), {"question": typed})

    assert response.status_code == 422
    assert errors_of(response) == ["Your question – Write your question."]


def test_too_long_question_is_kept_in_the_form():
    opening = english_round()

    response = known(opening).post(ask_url(opening), {"question": "a" * 3_001})

    assert response.status_code == 422
    assert "a" * 3_001 in response.content.decode()


def test_too_many_questions_is_an_error_by_name_and_the_text_is_not_lost():
    opening = english_round()
    client = known(opening)
    holder = Holder.objects.get(email=ADDRESS)
    for number in range(asking.MOST_WAITING):
        asking.ask(opening, holder=holder, text=f"Question {number}", language="en")

    response = client.post(ask_url(opening), {"question": "One more?"})

    assert response.status_code == 422
    assert errors_of(response) == [
        "Your question – You have asked 10 questions that wait for an answer. Wait for the first answer."
    ]
    assert "One more?" in response.content.decode()


def test_closed_round_takes_no_question_and_still_shows_those_that_were_asked():
    opening = english_round()
    client = known(opening)
    client.post(ask_url(opening), {"question": "May we cook outside?"})
    close(opening)

    responses = [client.get(ask_url(opening)), client.post(ask_url(opening), {"question": "And inside?"})]

    assert ["Questions are no longer taken for this round." in text_of(page) for page in responses] == [True, True]
    assert "May we cook outside?" in text_of(responses[0])
    assert b'name="question"' not in responses[0].content
    assert CarrierQuestion.objects.count() == 1


def test_round_that_never_opened_takes_no_question():
    response = stranger().get("/rounds/00000000-0000-4000-8000-000000000000/ask/")

    assert "Questions are no longer taken for this round." in text_of(response)


def test_unknown_link_leads_back_to_the_question():
    opening = english_round()

    response = stranger().get(f"{ask_url(opening)}confirm/{opening.uuid}/")

    assert response.status_code == 404
    assert f'href="{ask_url(opening)}"' in response.content.decode()


def test_link_of_another_purpose_confirms_no_question():
    opening = english_round()
    link = access.request_access(purpose=Purpose.CLAIM, address=ADDRESS, language="en", opening=opening)

    assert stranger().get(f"{ask_url(opening)}confirm/{link.uuid}/").status_code == 404


def test_link_of_an_answer_to_a_round_without_page_opens_what_is_kept():
    opening = english_round()
    client, draft = claimant(opening)
    link = access.request_access(purpose=Purpose.ASK, address=ADDRESS, language="en", opening=opening)

    response = stranger().post(link_url(link))

    assert response.url == file_url(draft, "edit/")
    assert link.expires_at - link.created_at == timedelta(days=7)
    assert client.get(ask_url(opening)).status_code == 200
