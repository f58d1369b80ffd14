"""Messages of an organiser: seen as each reads them, sent once, listed with their number."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.admin.people import event_url, main, make_event, make_people
from tests.factories import make_issuer, make_registration, make_reviewer
from wagtail_openbadges.domain import announcing, registering
from wagtail_openbadges.jobs import drain
from wagtail_openbadges.models import Event, GatheringMessage, GatheringText, OutboxJob

pytestmark = pytest.mark.django_db


def said(**changes):
    """Return what the form of a message posts."""
    return {
        "audience": "registered",
        "subject": "Changement de salle",
        "text": "Venez au 2 rue de l’Exemple.",
        **changes,
    }


def make_full_event(**changes):
    """Return a reviewer and an event where two people have the seats and one waits."""
    reviewer, event = make_event(capacity=2, **changes)
    make_people(event, "Zoé Un", "Ana Deux", "Sam Trois")
    return reviewer, event


def mails(notice="message"):
    return OutboxJob.objects.filter(kind="mail", payload__notice=notice)


def test_form_says_how_many_people_each_choice_reaches(client):
    reviewer, event = make_full_event()
    client.force_login(reviewer)

    page = main(client.get(event_url(event, "messages")))

    assert "Those who have a seat (2) Those on the waiting list (1) Both (3)" in page
    assert "Nothing was sent yet." in page


def test_preview_shows_the_mail_in_each_language_and_sends_nothing(client):
    reviewer, event = make_full_event()
    GatheringText.objects.create(gathering=event, language="en", title="Meal")
    event.registrations.filter(name="Ana Deux").update(language="en")
    client.force_login(reviewer)

    response = client.post(event_url(event, "messages"), said())

    shown = {language: re.sub(r"\s+", " ", mail.text) for language, mail in response.context["mails"].items()}
    assert list(shown) == ["en", "fr"]
    assert ["Venez au 2 rue de l’Exemple." in text for text in shown.values()] == [True, True]
    assert [name in "".join(shown.values()) for name in ("Zoé", "Ana", "zoé@", "ana@")] == [False] * 4
    assert "It goes to 2 people. Nothing is sent yet." in main(response)
    assert GatheringMessage.objects.count() == 0


def test_message_is_sent_after_the_preview(client):
    reviewer, event = make_full_event()
    client.force_login(reviewer)
    seen = client.post(event_url(event, "messages"), said()).context["uuid"]

    response = client.post(event_url(event, "messages"), said(uuid=seen, confirm="1"), follow=True)

    message = GatheringMessage.objects.get()
    assert response.redirect_chain == [(event_url(event, "messages"), 302)]
    assert "The message is on its way to 2 people." in main(response)
    assert (message.subject, message.text) == ("Changement de salle", "Venez au 2 rue de l’Exemple.")
    assert (message.audience, message.sent_by, message.uuid) == ("registered", reviewer, seen)
    assert OutboxJob.objects.filter(kind="send_message").count() == 1
    assert Event.objects.filter(verb="message_sent", actor=reviewer).count() == 1


def test_second_click_does_not_send_twice(client):
    reviewer, event = make_full_event()
    client.force_login(reviewer)
    form = said(uuid=uuid4(), confirm="1")

    answers = [client.post(event_url(event, "messages"), form).status_code for _click in range(2)]

    assert answers == [302, 302]
    assert GatheringMessage.objects.count() == 1
    assert OutboxJob.objects.filter(kind="send_message").count() == 1
    assert Event.objects.filter(verb="message_sent").count() == 1


def test_preview_that_is_sent_again_the_next_day_sends_nothing_more(client):
    reviewer, event = make_full_event()
    client.force_login(reviewer)
    form = said(uuid=uuid4(), confirm="1")
    client.post(event_url(event, "messages"), form)
    GatheringMessage.objects.update(sent_at=timezone.now() - timedelta(days=1))

    response = client.post(event_url(event, "messages"), form)

    assert (response.status_code, GatheringMessage.objects.count()) == (302, 1)
    assert OutboxJob.objects.filter(kind="send_message").count() == 1


@pytest.mark.parametrize("uuid", ["", "x"])
def test_message_that_was_not_seen_before_is_shown_first(client, uuid):
    reviewer, event = make_full_event()
    client.force_login(reviewer)

    response = client.post(event_url(event, "messages"), said(uuid=uuid, confirm="1"))

    assert (response.status_code, GatheringMessage.objects.count()) == (200, 0)


def test_changing_the_message_after_the_preview_loses_nothing(client):
    reviewer, event = make_full_event()
    client.force_login(reviewer)
    form = said(audience="waiting", uuid=uuid4(), change="1")

    response = client.post(event_url(event, "messages"), form)

    assert response.context["form"].initial == said(audience="waiting")
    assert "Venez au 2 rue de l’Exemple." in response.content.decode()
    assert response.context["form"].errors == {}
    assert GatheringMessage.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"subject": " "}, {"subject": ["Write a subject and a message."]}),
        ({"text": "\n"}, {"text": ["Write a subject and a message."]}),
        ({"audience": "waiting"}, {"audience": ["There is nobody to write to yet."]}),
    ],
)
def test_bad_message_is_named_beside_its_field_and_sends_nothing(client, changes, errors):
    reviewer, event = make_event()
    make_registration(event)
    client.force_login(reviewer)

    response = client.post(event_url(event, "messages"), said(uuid=uuid4(), confirm="1", **changes))

    assert (response.status_code, GatheringMessage.objects.count()) == (200, 0)
    assert response.context["form"].errors == errors
    assert "Nothing was sent." in response.content.decode()


def test_message_to_people_who_left_after_the_preview_is_refused(client):
    reviewer, event = make_event()
    registration = make_registration(event)
    client.force_login(reviewer)
    registering.cancel_registration(registration)

    response = client.post(event_url(event, "messages"), said(uuid=uuid4(), confirm="1"))

    assert response.context["form"].errors == {"audience": ["There is nobody to write to yet."]}
    assert GatheringMessage.objects.count() == 0


def test_messages_are_listed_with_their_date_and_number(client):
    reviewer, event = make_full_event()
    with_mails = announcing.send_message(event, subject="À tous", text="Un", audience="everybody", by=reviewer)
    GatheringMessage.objects.update(sent_at=timezone.now() - timedelta(days=1))
    for registration in event.registrations.all():
        announcing.tell_registered("message", registration, occasion=str(with_mails.uuid), message=with_mails.pk)
    announcing.send_message(event, subject="À ceux qui attendent", text="Deux", audience="waiting", by=None)
    client.force_login(reviewer)

    page = main(client.get(event_url(event, "messages")))

    assert page.index("À ceux qui attendent") < page.index("À tous")
    assert "To: those on the waiting list. On its way. Deux" in page
    assert "To: both. 3 mails. Un" in page


def test_messages_are_read_in_as_many_queries_with_1_and_with_50(client, django_assert_max_num_queries):
    reviewer, event = make_full_event()
    announcing.send_message(event, subject="Un", text="Un", audience="everybody", by=reviewer)
    client.force_login(reviewer)
    client.get(event_url(event, "messages"))
    with django_assert_max_num_queries(20):
        client.get(event_url(event, "messages"))
    GatheringMessage.objects.bulk_create(
        GatheringMessage(gathering=event, subject=f"N° {n}", text="Deux", sent_at=timezone.now(), sent_by=reviewer)
        for n in range(59)
    )

    with django_assert_max_num_queries(20):
        response = client.get(event_url(event, "messages"))

    assert len(response.context["sent"]) == 50


def test_messages_of_another_issuer_cannot_be_sent(client):
    _reviewer, event = make_full_event()
    client.force_login(make_reviewer(make_issuer()))

    response = client.post(event_url(event, "messages"), said(uuid=uuid4(), confirm="1"))

    assert (response.status_code, GatheringMessage.objects.count()) == (404, 0)


def test_message_is_mailed_to_each_person_once(client):
    reviewer, event = make_full_event()
    client.force_login(reviewer)
    client.post(event_url(event, "messages"), said(uuid=uuid4(), confirm="1"))

    drain(keys=[f"message:{GatheringMessage.objects.get().uuid}"])

    told = sorted(mails().values_list("payload__registration", flat=True))
    assert told == sorted(event.registrations.filter(state="registered").values_list("pk", flat=True))
    assert "2 mails." in main(client.get(event_url(event, "messages")))
