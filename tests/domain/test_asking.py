"""Questions to a carrier are asked in private, answered, and published without a name."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories
from wagtail_openbadges.domain import asking
from wagtail_openbadges.domain.errors import NotAllowedError, QuestionError
from wagtail_openbadges.models import AccessLink, CarrierQuestion, Event, Holder, OutboxJob, Purpose, Verb

pytestmark = pytest.mark.django_db

TEXT = "Je suis Léa, de Tourcoing : les étudiants peuvent-ils répondre ?"


def ask(opening, text=TEXT, address="lea@example.org", at=None):
    return asking.ask(opening, holder=factories.make_holder(address), text=text, language="fr", at=at)


def mails(notice):
    return list(OutboxJob.objects.filter(kind="mail", key__contains=f":{notice}").values_list("payload", flat=True))


def verbs():
    return list(Event.objects.filter(verb__startswith="question").values_list("verb", flat=True))


def test_question_is_kept_and_the_carrier_told_once():
    opening = factories.make_round()

    question = ask(opening, f"  {TEXT}\n")

    assert (question.text, question.opening, question.holder.email) == (TEXT, opening, "lea@example.org")
    assert str(question) == str(question.uuid)
    assert mails("new_question") == [{"notice": "new_question", "question": question.pk}]
    assert verbs() == [Verb.QUESTION_ASKED]


def test_question_asked_twice_is_kept_once():
    opening = factories.make_round()

    first, second = ask(opening), ask(opening, f"{TEXT} ")

    assert first == second
    assert len(mails("new_question")) == 1


def test_question_of_the_same_text_by_two_people_is_two():
    opening = factories.make_round()

    assert ask(opening) != ask(opening, address="ali@example.org")


def test_question_without_words_is_refused():
    with pytest.raises(QuestionError) as refusal:
        ask(factories.make_round(), " \n")

    assert refusal.value.code == "question_empty"


def test_question_is_taken_until_the_second_of_the_closing():
    opening = factories.make_round()
    closes = opening.versions.get().closes_at

    taken = ask(opening, at=closes - timedelta(seconds=1))
    with pytest.raises(QuestionError) as refusal:
        ask(opening, "Et après ?", at=closes)

    assert taken.asked_at == closes - timedelta(seconds=1)
    assert refusal.value.code == "questions_not_taken"


def test_question_about_a_badge_is_refused():
    with pytest.raises(QuestionError) as refusal:
        ask(factories.make_opening())

    assert refusal.value.code == "questions_not_taken"


def test_question_beyond_ten_that_wait_is_refused_until_one_is_answered():
    opening = factories.make_round()
    first, *_others = [ask(opening, f"Question {number} ?") for number in range(10)]

    with pytest.raises(QuestionError) as refusal:
        ask(opening, "Encore une ?")
    asking.answer(first, by=factories.make_reviewer(opening.issuer), answer="Oui.")
    eleventh = ask(opening, "Encore une ?")

    assert (refusal.value.code, refusal.value.params) == ("too_many_questions", {"limit": 10})
    assert eleventh.text == "Encore une ?"


def test_answer_is_kept_and_written_to_the_person_with_a_link_to_her_questions():
    question = ask(factories.make_round())
    reviewer = factories.make_reviewer(question.opening.issuer)

    answered = asking.answer(question, by=reviewer, answer=" Oui. ")

    link = AccessLink.objects.get(purpose=Purpose.ASK)
    assert (answered.answer, answered.answered_by, answered.published_at) == ("Oui.", reviewer, None)
    assert (link.address, link.opening, link.language) == ("lea@example.org", question.opening, "fr")
    assert mails("answered") == [{"notice": "answered", "question": question.pk, "link": link.pk}]
    assert verbs() == [Verb.QUESTION_ASKED, Verb.QUESTION_ANSWERED]


def test_answer_that_says_the_same_again_writes_no_second_mail_and_one_that_differs_does():
    question = ask(factories.make_round())
    reviewer = factories.make_reviewer(question.opening.issuer)

    for text in ("Oui.", "Oui. ", "Oui, en association."):
        asking.answer(question, by=reviewer, answer=text)

    assert len(mails("answered")) == 2


@pytest.mark.parametrize("change", ["erased", "without an address"])
def test_answer_to_somebody_who_is_gone_is_kept_and_written_to_nobody(change):
    question = ask(factories.make_round())
    if change == "erased":
        CarrierQuestion.objects.update(holder=None)
    else:
        Holder.objects.update(email=None)

    answered = asking.answer(question, by=factories.make_reviewer(question.opening.issuer), answer="Oui.")

    assert (answered.answer, mails("answered")) == ("Oui.", [])


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"answer": " "}, "answer_empty"),
        ({"answer": "Oui.", "publish": True, "public_text": " "}, "public_text_empty"),
    ],
)
def test_answer_that_lacks_something_is_refused(said, code):
    question = ask(factories.make_round())

    with pytest.raises(QuestionError) as refusal:
        asking.answer(question, by=factories.make_reviewer(question.opening.issuer), **said)

    assert refusal.value.code == code
    assert CarrierQuestion.objects.get().answer == ""


def test_answer_by_a_reviewer_of_another_issuer_is_refused():
    question = ask(factories.make_round())

    with pytest.raises(NotAllowedError) as refusal:
        asking.answer(question, by=factories.make_reviewer(factories.make_issuer()), answer="Oui.")

    assert refusal.value.code == "not_your_issuer"


def test_published_question_is_what_the_carrier_wrote_and_leads_to_nobody():
    question = ask(factories.make_round())
    reviewer = factories.make_reviewer(question.opening.issuer)

    asking.answer(
        question,
        by=reviewer,
        answer="Oui, Léa.",
        publish=True,
        public_text="Les étudiants peuvent-ils répondre ?",
        public_answer="Oui.",
    )

    (shown,) = asking.published(question.opening)
    assert (shown.public_text, shown.public_answer) == ("Les étudiants peuvent-ils répondre ?", "Oui.")
    assert "Léa" in question.text
    assert shown.get_deferred_fields() >= {"holder_id", "text", "answer"}
    assert verbs() == [Verb.QUESTION_ASKED, Verb.QUESTION_ANSWERED, Verb.QUESTION_PUBLISHED]


def test_published_question_without_an_answer_of_its_own_shows_the_one_to_the_person():
    question = ask(factories.make_round())

    asking.answer(
        question,
        by=factories.make_reviewer(question.opening.issuer),
        answer="Oui.",
        publish=True,
        public_text="Qui peut répondre ?",
    )

    assert [shown.public_answer for shown in asking.published(question.opening)] == ["Oui."]


def test_published_question_keeps_its_place_when_mended_and_goes_when_taken_off():
    opening = factories.make_round()
    reviewer = factories.make_reviewer(opening.issuer)
    first, second = ask(opening, "Un ?"), ask(opening, "Deux ?")
    for question in (first, second):
        asking.answer(question, by=reviewer, answer="Oui.", publish=True, public_text=question.text)

    asking.answer(first, by=reviewer, answer="Oui !", publish=True, public_text="Un, vraiment ?")
    mended = [shown.public_text for shown in asking.published(opening)]
    asking.answer(first, by=reviewer, answer="Oui !")
    taken_off = [shown.public_text for shown in asking.published(opening)]

    assert (mended, taken_off) == (["Un, vraiment ?", "Deux ?"], ["Deux ?"])
    assert verbs().count(Verb.QUESTION_PUBLISHED) == 2


def test_published_questions_of_another_round_are_not_shown():
    question = ask(factories.make_round())
    reviewer = factories.make_reviewer(question.opening.issuer)
    asking.answer(question, by=reviewer, answer="Oui.", publish=True, public_text="Qui ?")

    assert list(asking.published(factories.make_round())) == []
    assert timezone.now() >= CarrierQuestion.objects.get().published_at
