"""Events that people count on are cancelled before they are deleted, whatever road their deletion takes."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from wagtail import hooks
from wagtail.models import Locale, Page

from tests.agenda.editing import publish
from tests.agenda.house import clock, make_event, make_event_index
from tests.factories import UserFactory, make_issuer, make_registration
from tests.pages.editing import count_queries, edit_url, make_editor, reviewed_by
from tests.pages.house import home
from wagtail_openbadges.agenda.models import EventPage
from wagtail_openbadges.models import Gathering, Registration, RegistrationWay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


def delete_url(page):
    return reverse("wagtailadmin_pages:delete", args=(page.pk,))


def bulk_delete(client, *pages):
    url = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "delete"))
    query = urlencode([("next", "/admin/"), *(("id", page.pk) for page in pages)])
    return client.post(f"{url}?{query}")


def named(response):
    """Return what the answer names: title, people with a seat, people who wait."""
    return [(row.page.title, row.seated, row.waiting) for row in response.context_data["awaited"]]


def make_awaited(issuer, **changes):
    """Return an event to come with one person who has a seat and one who waits."""
    page = make_event(issuer, **{"capacity": 1, **changes})
    for number in range(2):
        make_registration(page.gathering, address=f"lea{number}@example.org")
    return page


def test_event_that_people_registered_for_is_kept_and_named(client, editor):
    page = make_awaited(reviewed_by(editor))

    responses = [client.get(delete_url(page)), client.post(delete_url(page))]

    text = responses[1].content.decode()
    assert [response.status_code for response in responses] == [409, 409]
    assert named(responses[1]) == [(page.title, 1, 1)]
    assert ("Nothing was deleted." in text, "Cancel the event first" in text) == (True, True)
    assert f'href="{edit_url(page)}"' in text
    assert (EventPage.objects.count(), Registration.objects.count()) == (1, 2)


def test_event_cancelled_first_is_deleted_and_its_registrations_stay(client, editor):
    page = make_awaited(reviewed_by(editor))
    publish(client, page, status="cancelled")

    response = client.post(delete_url(page))

    registration = Registration.objects.first()
    assert (response.status_code, EventPage.objects.count(), Registration.objects.count()) == (302, 0, 2)
    assert (registration.gathering.page_id, registration.gathering.is_published) == (None, False)


def test_event_that_is_over_is_deleted_and_its_registrations_stay(client, editor):
    page = make_awaited(reviewed_by(editor))
    Gathering.objects.update(starts_at="2020-01-01T10:00Z", ends_at="2020-01-01T12:00Z")

    response = client.post(delete_url(page))

    assert (response.status_code, EventPage.objects.count(), Registration.objects.count()) == (302, 0, 2)


def test_event_postponed_to_a_day_that_nobody_knows_is_kept(client, editor):
    page = make_awaited(reviewed_by(editor))
    page.occurrences, page.status = [], "postponed"
    page.save_revision().publish()

    response = client.post(delete_url(page))

    assert (page.gathering.ends_at, response.status_code, named(response)) == (None, 409, [(page.title, 1, 1)])


def test_event_postponed_whose_old_date_has_passed_is_kept(client, editor):
    page = make_awaited(reviewed_by(editor))
    Gathering.objects.update(starts_at="2020-01-01T10:00Z", ends_at="2020-01-01T12:00Z", status="postponed")

    response = client.post(delete_url(page))

    assert (response.status_code, named(response)) == (409, [(page.title, 1, 1)])
    assert EventPage.objects.count() == 1


def test_event_that_nobody_registered_for_any_more_is_deleted(client, editor):
    page = make_awaited(reviewed_by(editor))
    page.gathering.registrations.update(state="cancelled")

    response = client.post(delete_url(page))

    assert (response.status_code, EventPage.objects.count()) == (302, 0)


def test_event_taken_down_is_kept_as_long_as_people_count_on_it(client, editor):
    page = make_awaited(reviewed_by(editor))
    page.unpublish()

    response = client.post(delete_url(page))

    assert (response.status_code, named(response)) == (409, [(page.title, 1, 1)])


def test_event_whose_registration_moved_elsewhere_is_kept(client, editor):
    page = make_awaited(reviewed_by(editor))
    page.registration, page.elsewhere_url = RegistrationWay.ELSEWHERE, "https://billets.example.org/"
    page.save_revision().publish()

    response = client.post(delete_url(page))

    assert (response.status_code, named(response)) == (409, [(page.title, 1, 1)])


def test_event_is_kept_when_its_agenda_or_a_page_above_is_deleted(client):
    client.force_login(UserFactory(is_superuser=True))
    section = home().add_child(instance=Page(title="Vie du réseau", slug="vie"))
    index = make_event_index(parent=section)
    page = make_awaited(make_issuer(), index=index)

    responses = [client.post(delete_url(each)) for each in (index, section)]

    assert [(response.status_code, named(response)) for response in responses] == [(409, [(page.title, 1, 1)])] * 2
    assert EventPage.objects.count() == 1


def test_bulk_deletion_keeps_what_people_count_on_and_everything_with_it(client, editor):
    index = make_event_index()
    kept = make_awaited(reviewed_by(editor), index=index)
    other = make_event()

    response = bulk_delete(client, other, index)

    assert (response.status_code, named(response)) == (409, [(kept.title, 1, 1)])
    assert Page.objects.filter(pk__in=[other.pk, index.pk, kept.pk]).count() == 3


def test_bulk_deletion_of_other_events_goes_on(client, editor):
    page = make_event(reviewed_by(editor))

    response = bulk_delete(client, page)

    assert (response.status_code, EventPage.objects.count()) == (302, 0)


def test_other_bulk_acts_go_on(client, editor):
    page = make_awaited(reviewed_by(editor))
    url = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "unpublish"))

    response = client.post(f"{url}?id={page.pk}&next=/admin/")

    page.refresh_from_db()
    assert (response.status_code, page.live) == (302, False)


def make_translated(page):
    translated = page.copy_for_translation(Locale.objects.create(language_code="en"), copy_parents=True)
    translated.save_revision().publish()
    return EventPage.objects.get(pk=translated.pk)


def test_one_language_may_go_while_another_is_live(client, editor):
    page = make_awaited(reviewed_by(editor))
    translated = make_translated(page)

    one = client.post(delete_url(page))
    last = client.post(delete_url(translated))

    assert (one.status_code, translated.gathering.is_published) == (302, True)
    assert (last.status_code, named(last)) == (409, [(translated.title, 1, 1)])


def test_translations_that_would_go_with_a_page_are_looked_through(client, editor):
    page = make_awaited(reviewed_by(editor))
    translated = make_translated(page)

    with hooks.register_temporarily(
        "construct_translated_pages_to_cascade_actions", lambda pages, action: {pages[0]: [translated]}
    ):
        response = client.post(delete_url(page))

    assert (response.status_code, named(response)) == (409, [(page.title, 1, 1)])


def test_alias_is_deleted_and_its_source_stays(client, editor):
    page = make_awaited(reviewed_by(editor))
    alias = page.create_alias(parent=make_event_index())

    response = client.post(delete_url(alias))

    assert (response.status_code, EventPage.objects.get(), page.gathering.is_published) == (302, page, True)


def test_event_that_comes_first_is_named_first_and_many_are_bounded(client, editor, monkeypatch):
    index, issuer = make_event_index(), reviewed_by(editor)
    for number, days in enumerate([30, 10, 20]):
        make_awaited(issuer, index=index, title=f"Repas {number}", dates=[(clock(days), "")])
    monkeypatch.setattr("wagtail_openbadges.agenda.events.deleting.NAMED_AT_MOST", 2)

    response = client.post(delete_url(index))

    assert [row[0] for row in named(response)] == ["Repas 1", "Repas 2"]
    assert "And 1 other event." in response.content.decode()


def test_answer_costs_the_same_for_few_and_many_events(client):
    client.force_login(UserFactory(is_superuser=True))
    index, issuer = make_event_index(), make_issuer()
    make_awaited(issuer, index=index)
    few = count_queries(client, delete_url(index))
    for _ in range(3):
        make_awaited(issuer, index=index)

    many = count_queries(client, delete_url(index))

    assert (many, many <= 20) == (few, True)


def test_deletion_by_code_loses_no_registration():
    page = make_awaited(make_issuer())
    registration = Registration.objects.first()

    page.delete()

    registration.refresh_from_db()
    assert (EventPage.objects.count(), registration.gathering.is_published) == (0, False)
