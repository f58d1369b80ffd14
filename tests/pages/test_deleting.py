"""Pages that people rely on are kept, whatever road their deletion takes; archiving is offered instead."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from wagtail import hooks
from wagtail.models import Locale, Page

from tests.factories import UserFactory, accept, make_issuer, make_submission
from tests.pages.call_house import make_call_index, make_call_page, make_draft_round, make_round_page
from tests.pages.editing import count_queries, edit_url, make_editor, reviewed_by
from tests.pages.house import home, make_badge_page, make_draft_page, opening_of
from tests.pages.test_call_editing import said
from wagtail_openbadges.models import Event, Submission, Verb
from wagtail_openbadges.pages.models import BadgeIndexPage, BadgePage, RoundPage

pytestmark = pytest.mark.django_db

ARCHIVE = reverse("openbadges_archive:archive")


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


def unarchive_url(page):
    return reverse("openbadges_archive:unarchive", args=(page.pk,))


def bulk_delete(client, *pages, kind="page"):
    url = reverse("wagtail_bulk_action", args=("wagtailcore", kind, "delete"))
    query = urlencode([("next", "/admin/"), *(("id", page.pk) for page in pages)])
    return client.post(f"{url}?{query}")


def kept_rows(response):
    """Return what the answer names: title, number of files, number of awards."""
    return [(row.page.title, row.files, row.awards) for row in response.context_data["kept"]]


def test_badge_with_a_file_is_kept_and_named(client, editor):
    page = make_badge_page(reviewed_by(editor))
    make_submission(opening_of(page))

    response = client.post(delete_url(page))

    assert response.status_code == 409
    assert kept_rows(response) == [(page.title, 1, 0)]
    assert "Nothing was deleted." in response.content.decode()
    assert (BadgePage.objects.count(), Submission.objects.count()) == (1, 1)


def test_badge_that_was_given_is_kept_with_its_numbers(client, editor):
    page = make_badge_page(reviewed_by(editor))
    accept(make_submission(opening_of(page)))
    make_submission(opening_of(page), address="nour@example.org")

    response = client.get(delete_url(page))

    assert (response.status_code, kept_rows(response)) == (409, [(page.title, 2, 1)])


def test_page_that_nobody_relies_on_is_deleted(client, editor):
    page = make_badge_page(reviewed_by(editor))

    response = client.post(delete_url(page))

    assert (response.status_code, BadgePage.objects.count()) == (302, 0)
    assert not opening_of(page).is_published


def test_round_is_kept_when_its_call_is_deleted(client, editor):
    index = make_call_index()
    hub = make_call_page(parent=index)
    first = make_round_page(reviewed_by(editor), hub=hub)
    make_submission(opening_of(first))

    responses = [client.post(delete_url(page)) for page in (first, hub, index)]

    assert [response.status_code for response in responses] == [409, 409, 409]
    assert [kept_rows(response) for response in responses] == [[(first.title, 1, 0)]] * 3
    assert RoundPage.objects.count() == 1


def test_bulk_deletion_keeps_what_people_rely_on_and_everything_with_it(client, editor):
    index = home().add_child(instance=BadgeIndexPage(title="Badges", slug="badges"))
    kept = make_badge_page(reviewed_by(editor), parent=index)
    make_submission(opening_of(kept))
    other = make_badge_page(reviewed_by(editor))

    response = bulk_delete(client, other, index)

    assert (response.status_code, kept_rows(response)) == (409, [(kept.title, 1, 0)])
    assert Page.objects.filter(pk__in=[other.pk, index.pk, kept.pk]).count() == 3


def test_bulk_deletion_of_other_pages_goes_on(client, editor):
    page = make_badge_page(reviewed_by(editor))

    response = bulk_delete(client, page)

    assert (response.status_code, BadgePage.objects.count()) == (302, 0)


def test_other_bulk_acts_go_on(client, editor):
    page = make_badge_page(reviewed_by(editor))
    make_submission(opening_of(page))
    url = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "unpublish"))

    response = client.post(f"{url}?id={page.pk}&next=/admin/")

    page.refresh_from_db()
    assert (response.status_code, page.live) == (302, False)


def test_moved_page_is_kept_below_its_new_parent(client, editor):
    first, second = (
        home().add_child(instance=BadgeIndexPage(title=slug, slug=slug)) for slug in ("anciens", "nouveaux")
    )
    page = make_badge_page(reviewed_by(editor), parent=first)
    make_submission(opening_of(page))
    page.move(second, pos="last-child")

    old, new = (client.post(delete_url(BadgeIndexPage.objects.get(pk=index.pk))) for index in (first, second))

    assert (old.status_code, new.status_code, kept_rows(new)) == (302, 409, [(page.title, 1, 0)])


def test_unpublished_page_is_kept(client, editor):
    page = make_badge_page(reviewed_by(editor))
    make_submission(opening_of(page))
    page.unpublish()

    response = client.post(delete_url(page))

    assert (response.status_code, kept_rows(response)) == (409, [(page.title, 1, 0)])


def test_published_translation_is_kept_and_its_draft_is_not(client, editor):
    page = make_badge_page(reviewed_by(editor))
    make_submission(opening_of(page))
    english = Locale.objects.create(language_code="en")
    home().copy_for_translation(english)
    draft = page.copy_for_translation(english)
    deleted = client.post(delete_url(draft))
    translated = page.copy_for_translation(english)
    translated.save_revision().publish()

    response = client.post(delete_url(translated))

    assert (deleted.status_code, response.status_code) == (302, 409)
    assert kept_rows(response) == [(translated.title, 1, 0)]


def test_translations_that_would_go_with_a_page_are_looked_through(client, editor):
    page = make_draft_page(reviewed_by(editor))
    other = make_badge_page(reviewed_by(editor), title="Traduction")
    make_submission(opening_of(other))

    with hooks.register_temporarily(
        "construct_translated_pages_to_cascade_actions", lambda pages, action: {pages[0]: [other]}
    ):
        response = client.post(delete_url(page))

    assert (response.status_code, kept_rows(response)) == (409, [("Traduction", 1, 0)])


def test_site_in_one_language_deletes_no_translations(client, editor, settings):
    settings.WAGTAIL_I18N_ENABLED = False
    page = make_badge_page(reviewed_by(editor))

    response = client.post(delete_url(page))

    assert (response.status_code, BadgePage.objects.count()) == (302, 0)


def test_alias_is_deleted_and_its_source_stays(client, editor):
    index = home().add_child(instance=BadgeIndexPage(title="Ailleurs", slug="ailleurs"))
    page = make_badge_page(reviewed_by(editor))
    make_submission(opening_of(page))
    page.create_alias(parent=index)

    response = client.post(delete_url(BadgeIndexPage.objects.get(pk=index.pk)))

    assert (response.status_code, BadgePage.objects.get(alias_of=None), opening_of(page).is_published) == (
        302,
        page,
        True,
    )


def test_answer_costs_the_same_for_few_and_many_kept_pages(client):
    client.force_login(UserFactory(is_superuser=True))
    index = home().add_child(instance=BadgeIndexPage(title="Badges", slug="badges"))
    make_kept(index, 1)
    few = count_queries(client, delete_url(index))
    make_kept(index, 3)

    many = count_queries(client, delete_url(index))

    assert (many, many <= 20) == (few, True)


def make_kept(index, number):
    issuer = make_issuer()
    for _ in range(number):
        make_submission(opening_of(make_badge_page(issuer, parent=index)))


def test_archive_is_offered_and_shuts_what_is_kept(client, editor):
    hub = make_call_page()
    first = make_round_page(reviewed_by(editor), hub=hub)
    make_submission(opening_of(first))
    refused = client.post(delete_url(hub))

    response = client.post(ARCHIVE, {"page": [page.pk for page in refused.context_data["pages"]]})

    event = Event.objects.get(verb=Verb.OPENING_ARCHIVED)
    assert refused.context_data["can_archive"]
    assert (response.status_code, event.actor, event.opening) == (302, editor, opening_of(first))
    assert (opening_of(first).archived_at is not None, RoundPage.objects.get().live) == (True, True)


def test_page_kept_and_archived_offers_nothing_more(client, editor):
    page = make_badge_page(reviewed_by(editor))
    make_submission(opening_of(page))
    client.post(ARCHIVE, {"page": page.pk})

    response = client.post(delete_url(page))

    assert (response.status_code, response.context_data["can_archive"]) == (409, False)


def test_archive_is_for_those_who_may_publish(client):
    page = make_badge_page(make_issuer())
    make_submission(opening_of(page))
    client.force_login(make_editor("add_page", "change_page"))

    response = client.post(ARCHIVE, {"page": page.pk})

    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
    assert opening_of(page).archived_at is None


@pytest.mark.parametrize("named", [[], ["abc"], ["²"], ["999999"], ["9" * 30]])
def test_archive_of_nothing_is_refused(client, editor, named):
    response = client.post(ARCHIVE, {"page": named})

    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))


def test_archive_explains_first_and_is_reached_from_the_page(client, editor):
    page = make_round_page(reviewed_by(editor))
    url = f"{ARCHIVE}?page={page.pk}"

    response = client.get(url)

    assert f'href="{url}"' in client.get(edit_url(page)).content.decode()
    assert (response.status_code, [found for found, _opening in response.context_data["found"]]) == (200, [page])
    assert opening_of(page).archived_at is None


@pytest.mark.parametrize(
    ("make", "sentence"),
    [(make_badge_page, "nobody can ask for this badge any more"), (make_round_page, "nobody can apply to this round")],
)
def test_editor_of_an_archived_page_reads_it_and_takes_it_out_again(client, editor, make, sentence):
    page = make(reviewed_by(editor))
    client.post(ARCHIVE, {"page": page.pk})
    archived = said(client, page)
    explained = client.get(unarchive_url(page))

    response = client.post(unarchive_url(page))

    assert sentence in archived
    assert f'href="{unarchive_url(page)}"' not in client.get(edit_url(page)).content.decode()
    assert (explained.status_code, response.url, opening_of(page).archived_at) == (200, edit_url(page), None)


def test_taking_out_of_the_archive_is_for_those_who_may_publish(client, editor):
    page = make_badge_page(reviewed_by(editor))
    client.post(ARCHIVE, {"page": page.pk})
    client.force_login(make_editor("change_page"))

    response = client.post(unarchive_url(page))

    assert (response.status_code, opening_of(page).archived_at is None) == (302, False)
    assert f'href="{unarchive_url(page)}"' not in client.get(edit_url(page)).content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_alias_does_not_take_its_source_out_of_the_archive(client, editor, method):
    page = make_badge_page(reviewed_by(editor))
    alias = page.create_alias(update_slug="alias")
    client.post(ARCHIVE, {"page": page.pk})

    response = getattr(client, method)(unarchive_url(alias))

    assert (response.status_code, response.headers["Location"]) == (302, reverse("wagtailadmin_home"))
    assert opening_of(page).archived_at is not None


def test_page_without_opening_has_nothing_to_archive(client, editor):
    draft = make_draft_round(reviewed_by(editor))

    responses = [client.post(ARCHIVE, {"page": draft.pk}), client.post(unarchive_url(draft))]

    assert [response.url for response in responses] == [reverse("wagtailadmin_home")] * 2
    assert ARCHIVE not in client.get(edit_url(draft)).content.decode()


def test_deletion_by_code_loses_no_file():
    page = make_badge_page(make_issuer())
    submission = make_submission(opening_of(page))

    page.delete()

    submission.refresh_from_db()
    assert (BadgePage.objects.count(), submission.opening.is_published) == (0, False)
