"""An event is duplicated from the admin: its next edition as a draft, the event itself as it was."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import Page

from tests.agenda.editing import make_draft_event, publish
from tests.agenda.house import make_event, make_event_index, make_news
from tests.factories import make_issuer, make_registration
from tests.pages.editing import count_queries, edit_url, make_editor, reviewed_by, told
from tests.pages.house import home, make_image
from tests.testapp.models import HouseEventIndexPage, HouseEventPage, HouseOccurrence
from wagtail_openbadges.agenda.events.duplicating import duplicate, proposed_day
from wagtail_openbadges.agenda.models import EventPage, EventRelatedPage
from wagtail_openbadges.models import Gathering

pytestmark = pytest.mark.django_db

QUESTION = {"label": "Venez-vous à vélo ?", "field_type": "checkbox", "required": False}


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


def duplicate_url(page):
    return reverse("openbadges_duplicate:duplicate", args=(page.pk,))


def latest(page):
    return EventPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def dates(page):
    return [(row.starts, row.ends, row.is_all_day) for row in page.occurrences.all()]


def identifiers(page):
    return [row.uid for row in [*page.occurrences.all(), *page.questions.all()]]


def make_evening(issuer=None, **changes):
    said = {
        "dates": [("2026-10-02T18:00", "2026-10-03T01:00"), ("2026-10-09T18:00", "")],
        "registration_closes": "2026-10-01T12:00",
        "questions": [QUESTION],
        **changes,
    }
    return make_event(issuer, **said)


def test_copy_keeps_what_lasts_and_moves_its_dates_by_as_many_days():
    news = make_news()
    page = make_evening(make_issuer(), tags=("Repas",), image=make_image(), image_alt="Une table", capacity=12)
    page.related = [EventRelatedPage(related_page=news)]
    page.save_revision().publish()

    draft = duplicate(EventPage.objects.get(pk=page.pk), title="Repas de novembre", day=date(2026, 11, 6))

    made = latest(draft)
    assert (made.title, made.draft_title, made.slug, made.live) == (
        "Repas de novembre",
        "Repas de novembre",
        "repas-de-novembre",
        False,
    )
    assert dates(made) == [("2026-11-06T18:00", "2026-11-07T01:00", False), ("2026-11-13T18:00", "", False)]
    assert made.registration_closes == "2026-11-05T12:00"
    kept = ("summary", "issuer", "image", "image_alt", "capacity", "privacy_notice", "address", "registration")
    assert [getattr(made, name) for name in kept] == [getattr(page, name) for name in kept]
    assert [row.label for row in made.questions.all()] == ["Venez-vous à vélo ?"]
    assert ([row.related_page_id for row in made.related.all()], made.get_topics()) == ([news.pk], {"repas": "Repas"})
    assert draft.get_parent() == page.get_parent()


def test_copy_leaves_behind_what_became_of_the_event():
    page = make_evening(
        status="cancelled",
        status_note="Trop peu d’inscriptions.",
        seo_title="Repas",
        spoken_title="Repas des bénévoles engagés ou engagées",
        report=[("heading", "Le bilan")],
    )
    EventPage.objects.filter(pk=page.pk).update(locked=True, expire_at="2099-01-01T00:00Z")
    page = EventPage.objects.get(pk=page.pk)

    draft = duplicate(page, title=page.title, day=date(2026, 11, 6))

    made = latest(draft)
    assert len(page.report) == 1
    assert (made.status, made.status_note, len(made.report)) == ("planned", "", 0)
    assert (made.seo_title, made.spoken_title) == ("", "")
    assert (made.locked, made.expire_at, made.first_published_at) == (False, None, None)


def test_rows_of_the_copy_have_identities_of_their_own_in_page_and_revision():
    page = make_evening()

    draft = duplicate(page, title=page.title, day=date(2026, 11, 6))

    assert identifiers(EventPage.objects.get(pk=draft.pk)) == identifiers(latest(draft))
    assert set(identifiers(latest(draft))).isdisjoint(identifiers(page))
    assert len(set(identifiers(latest(draft)))) == 3


def test_event_stays_as_it_was_and_so_do_those_who_registered():
    page = make_evening(make_issuer(), dates=[("2099-10-02T18:00", "")], registration_closes="")
    registration = make_registration(page.gathering)
    before = (dates(page), identifiers(page), page.gathering.sequence)

    draft = duplicate(page, title=page.title, day=date(2099, 11, 6))

    again = EventPage.objects.get(pk=page.pk)
    registration.refresh_from_db()
    assert (dates(again), identifiers(again), again.gathering.sequence) == before
    assert (registration.gathering, draft.gathering, Gathering.objects.count()) == (page.gathering, None, 1)


def test_copy_published_is_an_event_of_its_own():
    page = make_evening(make_issuer(), dates=[("2099-10-02T18:00", "")], registration_closes="")
    make_registration(page.gathering)

    draft = duplicate(page, title=page.title, day=date(2099, 11, 6))
    latest(draft).save_revision().publish()

    gathering = EventPage.objects.get(pk=draft.pk).gathering
    assert (gathering.faults, gathering.registrations.count(), gathering.sequence) == ([], 0, 0)
    assert gathering.uuid != page.gathering.uuid
    assert [row.starts_local for row in gathering.dates.all()] == ["2099-11-06T18:00"]


def test_hours_stay_on_the_clock_when_the_clocks_change_in_between():
    page = make_event(dates=[("2026-10-20T18:00", "2026-10-20T20:00")])

    draft = duplicate(page, title=page.title, day=date(2026, 11, 3))
    latest(draft).save_revision().publish()

    (row,) = EventPage.objects.get(pk=draft.pk).gathering.dates.all()
    assert (row.starts_local, row.starts_at.isoformat()) == ("2026-11-03T18:00", "2026-11-03T17:00:00+00:00")


def test_dates_move_by_the_first_one_whatever_their_order_and_may_move_back():
    page = make_event(dates=[("2026-10-09T18:00", ""), ("2026-10-02T18:00", "")])

    draft = duplicate(page, title=page.title, day=date(2026, 9, 25))

    assert dates(latest(draft)) == [("2026-10-02T18:00", "", False), ("2026-09-25T18:00", "", False)]


def test_date_that_means_nothing_stays_as_it_is():
    page = make_event(dates=[("2026-10-02T18:00", "soon")], registration_closes="later")

    draft = duplicate(page, title=page.title, day=date(2026, 10, 3))

    assert (dates(latest(draft)), latest(draft).registration_closes) == ([("2026-10-03T18:00", "soon", False)], "later")


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Fête des cœurs", "fete-des-coeurs"), ("Пикник", "piknik"), ("œ" * 255, "oe" * 100), ("Ж" * 255, "zh" * 100)],
)
def test_slug_is_written_in_plain_letters_and_never_too_long(title, slug):
    page = make_evening(title="Repas", slug="repas")

    assert duplicate(page, title=title, day=date(2026, 11, 6)).slug == slug


def test_slug_that_is_as_long_as_can_be_still_takes_a_number():
    page = make_evening(title="Repas", slug="r" * 255)

    slugs = [duplicate(page, title="!!!", day=date(2026, 11, 6)).slug for _time in range(2)]

    assert slugs == ["r" * 200, f"{'r' * 200}-1"]


def test_slug_of_another_page_is_not_taken_twice():
    index = make_event_index()
    page = make_evening(index=index, title="Repas", slug="repas")

    slugs = [duplicate(page, title=title, day=date(2026, 11, 6)).slug for title in ("Repas", "Repas", "!!!")]

    assert slugs == ["repas-1", "repas-2", "repas-3"]


def test_draft_that_was_never_published_is_copied_as_its_editors_left_it(client, editor):
    page = make_draft_event(dates=[("2026-10-02T18:00", "")])
    changed = latest(page)
    changed.summary = "Dernière main"
    changed.save_revision()

    client.post(duplicate_url(page), {"title": "Repas", "day": "2026-11-06"})

    assert latest(EventPage.objects.get(slug="repas")).summary == "Dernière main"


def test_published_event_is_copied_as_readers_see_it(client, editor):
    page = make_evening()
    changed = latest(page)
    changed.summary = "Pas encore publié"
    changed.save_revision()

    client.post(duplicate_url(page), {"title": "Repas", "day": "2026-11-06"})

    assert latest(EventPage.objects.get(slug="repas")).summary == page.summary


@pytest.mark.parametrize(
    ("now", "said", "proposed"),
    [
        ("2026-09-20T12:00Z", [("2026-10-02T18:00", "")], date(2026, 10, 9)),
        ("2026-10-02T12:00Z", [("2026-10-02T18:00", "")], date(2026, 10, 9)),
        ("2026-11-04T12:00Z", [("2026-10-02T18:00", "")], date(2026, 11, 6)),
        ("2026-09-20T12:00Z", [("2026-10-02T18:00", ""), ("2026-10-09T18:00", "")], date(2026, 10, 16)),
        ("2026-09-20T12:00Z", [("2026-10-02T18:00", "2026-10-12T18:00")], date(2026, 10, 16)),
        ("2026-09-20T12:00Z", [("9999-12-30T18:00", "")], None),
        ("2026-09-20T12:00Z", [], None),
    ],
)
def test_day_is_proposed_on_the_same_day_of_the_week(now, said, proposed):
    page = make_event(dates=said, status="postponed")

    with time_machine.travel(now, tick=False):
        assert proposed_day(page) == proposed


def test_editor_duplicates_with_one_form_and_lands_in_the_editor(client, editor):
    page = make_evening(reviewed_by(editor))

    response = client.post(duplicate_url(page), {"title": "Repas de novembre", "day": "2026-11-06"})

    draft = EventPage.objects.get(slug="repas-de-novembre")
    assert (response.status_code, response.url) == (302, edit_url(draft))
    assert told(response) == ["The copy is here as a draft. Nothing is published yet."]
    assert (draft.owner, draft.latest_revision.user) == (editor, editor)


def test_screen_before_duplicating_proposes_and_changes_nothing(client, editor):
    page = make_evening()

    response = client.get(duplicate_url(page))

    form = response.context_data["form"]
    assert (response.status_code, form["title"].value(), form["day"].value()) == (200, page.title, proposed_day(page))
    assert f'value="{proposed_day(page):%Y-%m-%d}"' in str(form["day"])
    assert EventPage.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({}, {"title": ["This field is required."], "day": ["This field is required."]}),
        ({"title": "Repas", "day": "soon"}, {"day": ["Enter a valid date."]}),
        (
            {"title": "é" * 256, "day": "06/11/2026"},
            {"title": ["Ensure this value has at most 255 characters (it has 256)."]},
        ),
        ({"title": "\x00", "day": "2026-11-06"}, {"title": ["Null characters are not allowed."]}),
    ],
)
def test_form_that_is_not_right_is_shown_again(client, editor, sent, errors):
    page = make_evening()

    response = client.post(duplicate_url(page), sent)

    assert (response.status_code, response.context_data["form"].errors) == (422, errors)
    assert EventPage.objects.count() == 1


def test_event_without_dates_is_not_asked_for_one(client, editor):
    page = make_event(dates=[], status="postponed")

    shown = client.get(duplicate_url(page)).context_data["form"]
    client.post(duplicate_url(page), {"title": "Repas"})

    draft = EventPage.objects.get(slug="repas")
    assert (list(shown.fields), dates(draft), latest(draft).status) == (["title"], [], "planned")


def test_copy_is_published_from_the_editor_that_it_opens_in(client, editor):
    page = make_evening(reviewed_by(editor))
    client.post(duplicate_url(page), {"title": "Repas", "day": "2099-11-06"})
    draft = EventPage.objects.get(slug="repas")

    response = publish(client, draft)

    assert (response.status_code, EventPage.objects.get(pk=draft.pk).gathering.faults) == (302, [])


def test_duplicating_is_for_those_who_may_add_pages_below_the_agenda(client):
    page = make_evening()
    client.force_login(make_editor("change_page"))

    response = client.post(duplicate_url(page), {"title": "Repas", "day": "2026-11-06"})

    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
    assert EventPage.objects.count() == 1


@pytest.mark.parametrize("kind", ["news", "alias", "missing"])
def test_only_events_of_their_own_are_duplicated(client, editor, kind):
    page = {
        "news": make_news,
        "alias": lambda: make_evening().create_alias(parent=make_event_index()),
        "missing": lambda: Page(pk=999999),
    }[kind]()

    response = client.get(duplicate_url(page))

    assert response.status_code == 404


def test_button_is_shown_in_editor_and_list_to_those_who_may_add_pages(client, editor):
    index = make_event_index()
    page = make_evening(index=index)
    screens = [edit_url(page), reverse("wagtailadmin_explore", args=(index.pk,))]
    shown = [duplicate_url(page) in client.get(url).content.decode() for url in screens]
    client.force_login(make_editor("change_page"))

    hidden = [duplicate_url(page) in client.get(url).content.decode() for url in screens]

    assert (shown, hidden) == ([True, True], [False, False])


def test_button_is_not_shown_for_other_pages(client, editor):
    page = make_news()

    text = client.get(edit_url(page)).content.decode()

    assert "openbadges/duplicate/" not in text


def test_list_of_events_costs_no_query_more_for_each_button(client, editor):
    index, other = make_event_index(), make_event_index()
    make_evening(index=index)
    few = count_queries(client, reverse("wagtailadmin_explore", args=(index.pk,)))
    for _ in range(4):
        make_evening(index=other)

    assert count_queries(client, reverse("wagtailadmin_explore", args=(other.pk,))) == few


def test_site_with_page_types_of_its_own_duplicates_them(client, editor):
    index = home().add_child(instance=HouseEventIndexPage(title="Nos dates", slug="dates"))
    page = HouseEventPage(title="Atelier", slug="atelier", zone_name="Europe/Paris")
    page.occurrences = [HouseOccurrence(starts="2026-10-02T18:00")]
    index.add_child(instance=page)

    response = client.post(duplicate_url(page), {"title": "Atelier", "day": "2026-11-06"})

    draft = HouseEventPage.objects.get(slug="atelier-1")
    assert (response.url, [row.starts for row in draft.occurrences.all()]) == (edit_url(draft), ["2026-11-06T18:00"])
