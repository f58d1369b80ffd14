"""What is asked about rounds: answered in private by the carrier, published without a name, taken off again."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_holder, make_issuer, make_reviewer, make_round
from wagtail_openbadges.domain import asking
from wagtail_openbadges.models import CarrierQuestion, Event, OutboxJob

pytestmark = pytest.mark.django_db

INDEX = "openbadges_questions:index"
ASKED = "Je suis Zoé, de l’épicerie de Wazemmes : faut-il un local ?"


def make_question(issuer=None, *, text=ASKED, address="zoe@example.org"):
    opening = make_round(issuer)
    return asking.ask(opening, holder=make_holder(address), text=text, language="fr")


def make_asked():
    """Return a reviewer and a question to her issuer."""
    issuer = make_issuer()
    return make_reviewer(issuer), make_question(issuer)


def answer_url(question):
    return reverse("openbadges_questions:answer", args=[question.pk])


def said(question, **changes):
    """Return what the last step of an answer posts."""
    filled = {"seen": asking.mark(question), "answer": "Non.", "public_text": question.text, "public_answer": ""}
    return {**filled, "confirm": "1", **changes}


def texts(response):
    return [question.text for question in response.context["object_list"]]


def test_list_shows_what_waits_for_an_answer_the_oldest_first(client):
    reviewer, first = make_asked()
    second = asking.ask(first.opening, holder=make_holder("sam@example.org"), text="Et après ?", language="fr")
    answered = asking.ask(first.opening, holder=make_holder("ana@example.org"), text="Combien ?", language="fr")
    asking.answer(answered, by=reviewer, answer="Dix.")
    client.force_login(reviewer)

    response = client.get(reverse(INDEX))

    assert texts(response) == [first.text, second.text]
    assert "Bien-être alimentaire, édition 1" in response.content.decode()


def test_list_can_be_narrowed(client):
    reviewer, waiting = make_asked()
    answered, published = (
        asking.ask(waiting.opening, holder=make_holder(), text=text, language="fr") for text in ("Où ?", "Quand ?")
    )
    asking.answer(answered, by=reviewer, answer="Ici.")
    asking.answer(published, by=reviewer, answer="Lundi.", publish=True, public_text="Quand ?")
    elsewhere = make_question(waiting.opening.issuer)
    client.force_login(reviewer)

    found = {
        show: texts(client.get(reverse(INDEX), {"show": show, "opening": waiting.opening_id}))
        for show in ("", "answered", "published", "all")
    }

    assert found == {
        "": [waiting.text],
        "answered": [answered.text, published.text],
        "published": [published.text],
        "all": [waiting.text, answered.text, published.text],
    }
    assert texts(client.get(reverse(INDEX))) == [waiting.text, elsewhere.text]


@pytest.mark.parametrize(
    ("wishes", "words"),
    [({}, "No question waits for an answer."), ({"show": "published"}, "No question matches.")],
)
def test_empty_list_says_why(client, wishes, words):
    client.force_login(make_reviewer(make_issuer()))

    response = client.get(reverse(INDEX), wishes)

    assert words in response.content.decode()


def test_list_is_read_in_as_many_queries_with_1_and_with_300_questions(client, django_assert_max_num_queries):
    reviewer, question = make_asked()
    client.force_login(reviewer)
    client.get(reverse(INDEX))
    with django_assert_max_num_queries(15):
        client.get(reverse(INDEX))
    CarrierQuestion.objects.bulk_create(
        CarrierQuestion(opening=question.opening, language="fr", text=f"Question {number}", asked_at=timezone.now())
        for number in range(299)
    )

    with django_assert_max_num_queries(15):
        response = client.get(reverse(INDEX))

    assert (len(texts(response)), response.context["paginator"].count) == (30, 300)


def test_screen_shows_the_question_and_never_who_asked(client):
    reviewer, question = make_asked()
    client.force_login(reviewer)

    listed = client.get(reverse(INDEX)).content.decode()
    page = client.get(answer_url(question)).content.decode()
    preview = client.post(answer_url(question), {**said(question), "confirm": ""}).content.decode()

    assert "faut-il un local" in page
    assert ["zoe@example.org" in shown for shown in (listed, page, preview)] == [False, False, False]


def test_screen_proposes_the_question_to_publish(client):
    reviewer, question = make_asked()
    client.force_login(reviewer)

    response = client.get(answer_url(question))

    assert response.context["form"].initial == {
        "answer": "",
        "publish": False,
        "public_text": question.text,
        "public_answer": "",
    }
    assert "Take out whatever tells who asked" in response.content.decode()


def test_answer_shows_the_very_mail_before_it_is_sent(client):
    reviewer, question = make_asked()
    client.force_login(reviewer)
    form = said(question, answer="Non, un local n’est pas nécessaire.")
    del form["confirm"]

    response = client.post(answer_url(question), form)

    question.refresh_from_db()
    mail = re.sub(r"\s+", " ", response.context["mail"].text)
    assert (response.status_code, question.answered_at) == (200, None)
    assert ("Non, un local n’est pas nécessaire." in mail, ASKED in mail) == (True, True)


def test_answer_in_private_is_sent_and_not_published(client):
    reviewer, question = make_asked()
    client.force_login(reviewer)

    response = client.post(answer_url(question), said(question), follow=True)

    question.refresh_from_db()
    assert response.redirect_chain == [(reverse(INDEX), 302)]
    assert "The answer is on its way to the person." in response.content.decode()
    assert (question.answer, question.answered_by, question.published_at) == ("Non.", reviewer, None)
    assert OutboxJob.objects.filter(payload__notice="answered").count() == 1
    assert list(asking.published(question.opening)) == []


def test_answer_that_is_published_names_nobody(client):
    reviewer, question = make_asked()
    client.force_login(reviewer)

    response = client.post(
        answer_url(question), said(question, publish="on", public_text="Faut-il un local ?"), follow=True
    )

    assert "Question and answer are on the page of the round, without a name." in response.content.decode()
    assert [(row.public_text, row.public_answer) for row in asking.published(question.opening)] == [
        ("Faut-il un local ?", "Non.")
    ]


def test_only_a_published_question_says_how_it_is_taken_off(client):
    reviewer, question = make_asked()
    client.force_login(reviewer)

    before = client.get(answer_url(question)).content.decode()
    asking.answer(question, by=reviewer, answer="Non.", publish=True, public_text="Faut-il un local ?")
    after = client.get(answer_url(question)).content.decode()

    assert ["Untick it to take question and answer off the page." in page for page in (before, after)] == [False, True]


def test_published_answer_is_taken_off_and_nobody_is_written_to_again(client):
    reviewer, question = make_asked()
    question = asking.answer(question, by=reviewer, answer="Non.", publish=True, public_text="Faut-il un local ?")
    client.force_login(reviewer)
    form = said(question)
    del form["confirm"]

    response = client.post(answer_url(question), form, follow=True)

    assert "Question and answer are no longer on the page of the round." in response.content.decode()
    assert list(asking.published(question.opening)) == []
    assert OutboxJob.objects.filter(payload__notice="answered").count() == 1


def test_answer_that_changes_nothing_says_that_it_is_kept(client):
    reviewer, question = make_asked()
    question = asking.answer(question, by=reviewer, answer="Non.")
    client.force_login(reviewer)

    response = client.post(answer_url(question), said(question), follow=True)

    assert "The answer is kept." in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"answer": " \n"}, {"answer": ["Write an answer."]}),
        (
            {"publish": "on", "public_text": " "},
            {"public_text": ["Write the question as everybody may read it: without anything that tells who asked."]},
        ),
    ],
)
def test_bad_answer_is_named_beside_its_field_and_loses_nothing(client, changes, errors):
    reviewer, question = make_asked()
    client.force_login(reviewer)

    response = client.post(answer_url(question), said(question, public_answer="Pas besoin.", **changes))

    question.refresh_from_db()
    assert (response.status_code, question.answered_at) == (200, None)
    assert response.context["form"].errors == errors
    assert "Pas besoin." in response.content.decode()


@pytest.mark.parametrize("confirmed", [True, False])
def test_second_of_two_people_sees_the_answer_of_the_first_and_keeps_her_own(client, confirmed):
    reviewer, question = make_asked()
    drawn = said(question, answer="Oui, il en faut un.")
    if not confirmed:
        del drawn["confirm"]
    asking.answer(question, by=reviewer, answer="Non, pas du tout.", publish=True, public_text="Un local ?")
    client.force_login(make_reviewer(question.opening.issuer))

    response = client.post(answer_url(question), drawn)

    question.refresh_from_db()
    page = response.content.decode()
    assert (response.status_code, question.answer) == (409, "Non, pas du tout.")
    assert "Somebody else has answered meanwhile" in page
    assert ("Non, pas du tout." in page, "Oui, il en faut un." in page) == (True, True)


def test_answer_that_is_sent_again_after_a_conflict_takes_the_place_of_the_other(client):
    reviewer, question = make_asked()
    drawn = said(question, answer="Oui, il en faut un.")
    asking.answer(question, by=reviewer, answer="Non, pas du tout.")
    client.force_login(reviewer)
    seen = client.post(answer_url(question), drawn).context["seen"]

    client.post(answer_url(question), {**drawn, "seen": seen})

    question.refresh_from_db()
    assert question.answer == "Oui, il en faut un."


@pytest.mark.parametrize("seen", ["", "x", "²"])
def test_answer_without_a_readable_mark_is_a_conflict(client, seen):
    reviewer, question = make_asked()
    client.force_login(reviewer)

    response = client.post(answer_url(question), said(question, seen=seen))

    question.refresh_from_db()
    assert (response.status_code, question.answered_at) == (409, None)


def test_question_whose_asker_was_erased_is_answered_without_a_mail(client):
    reviewer, question = make_asked()
    question.holder.email = None
    question.holder.save()
    client.force_login(reviewer)
    form = said(question, publish="on")
    del form["confirm"]

    page = client.get(answer_url(question)).content.decode()
    client.post(answer_url(question), form)

    question.refresh_from_db()
    assert "The address of the person was erased" in page
    assert question.published_at is not None
    assert not OutboxJob.objects.filter(payload__notice="answered").exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_question_to_another_issuer_is_not_found(client, method):
    _reviewer, question = make_asked()
    client.force_login(make_reviewer(make_issuer()))

    response = getattr(client, method)(answer_url(question), said(question))

    question.refresh_from_db()
    assert (response.status_code, question.answered_at) == (404, None)


def test_list_holds_no_question_to_another_issuer(client):
    _reviewer, question = make_asked()
    client.force_login(make_reviewer(make_issuer()))

    response = client.get(reverse(INDEX), {"show": "all"})

    assert (texts(response), CarrierQuestion.objects.count()) == ([], 1)
    assert question.opening.pk not in [key for key, _ in response.context["filters"].form.fields["opening"].choices]


def test_looking_at_a_question_changes_nothing(client):
    reviewer, question = make_asked()
    client.force_login(reviewer)
    before = (CarrierQuestion.objects.values().get(), Event.objects.count())

    client.get(answer_url(question))

    assert (CarrierQuestion.objects.values().get(), Event.objects.count()) == before


def test_front_page_says_that_a_question_alone_waits_and_leads_to_it(client):
    reviewer, _question = make_asked()
    client.force_login(reviewer)

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "1 question waits for you" in page
    assert f'<a href="{reverse(INDEX)}">All questions</a>' in page
    assert ("Nothing waits for you" in page, "New files appear here." in page) == (False, False)


def test_front_page_does_not_count_what_a_reviewer_asked_herself(client):
    issuer = make_issuer()
    make_question(issuer, address="zoe@example.org")
    client.force_login(make_reviewer(issuer, email="zoe@example.org"))

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "Nothing waits for you" in page
    assert f'<a href="{reverse(INDEX)}">All questions</a>' not in page
