"""Where pages that live are found: in their languages, after a move, a new slug, below an unpublished list."""

from uuid import UUID

import pytest
from wagtail.contrib.redirects.models import Redirect

from tests.factories import make_issuer, make_submission
from tests.pages.call_house import make_call_page, make_round_page
from tests.pages.house import make_badge_page, opening_of
from tests.pages.test_living import in_english, make_index, said
from wagtail_openbadges.models import Opening
from wagtail_openbadges.pages.models import CallPage, RoundPage

pytestmark = pytest.mark.django_db


def test_form_of_each_translation_speaks_its_language(client):
    page = make_badge_page(make_issuer())
    english = in_english(page, title="Volunteer")

    answers = [
        client.get(f"{live.get_url()}claim/", headers={"accept-language": language})
        for live, language in ((page, "fr"), (english, "en"))
    ]

    assert [(answer.status_code, answer["Content-Language"]) for answer in answers] == [(200, "fr"), (200, "en")]
    assert [answer.context["title"] for answer in answers] == [page.title, "Volunteer"]


def test_form_of_an_alias_is_the_one_of_its_source(client):
    page = make_badge_page(make_issuer())
    alias = page.create_alias(update_slug="alias")

    response = client.get(f"{alias.get_url()}claim/")

    assert (response.status_code, response.context["title"]) == (200, page.title)


def test_move_changes_nothing_of_a_badge():
    page = make_badge_page(make_issuer())
    make_submission(opening_of(page))
    before = Opening.objects.values().get()

    page.move(make_index("badges"), pos="last-child")

    assert Opening.objects.values().get() == before
    assert said(page) == [(1, "fr", page.title)]


def test_round_moved_below_another_call_is_a_round_of_that_call():
    first, second = make_call_page(), make_call_page(title="Mobilité")
    page = make_round_page(make_issuer(), hub=first)
    make_submission(opening_of(page))

    page.move(second, pos="last-child")

    opening = opening_of(page)
    assert opening.call.page_id == second.pk
    assert opening.versions.last().title == "Mobilité · Édition 1"
    assert opening.submissions.count() == 1


def test_round_moved_where_its_number_is_taken_stays_shut_and_says_why():
    first, second = make_call_page(), make_call_page()
    issuer = make_issuer()
    page = make_round_page(issuer, hub=first)
    make_round_page(issuer, hub=second)

    page.move(second, pos="last-child")

    assert opening_of(page).faults == ["number_taken", "overlapping_round"]


def test_round_put_elsewhere_among_its_own_is_not_published_again():
    hub = make_call_page()
    page = make_round_page(make_issuer(), hub=hub)
    before = opening_of(page).versions.count()
    CallPage.objects.filter(pk=hub.pk).update(title="Un autre titre")

    page.move(CallPage.objects.get(pk=hub.pk), pos="first-child")

    assert opening_of(page).versions.count() == before


def test_draft_of_a_round_moved_opens_nothing():
    page = make_round_page(make_issuer())
    page.unpublish()

    RoundPage.objects.get(pk=page.pk).move(make_call_page(), pos="last-child")

    assert opening_of(page).is_published is False


@pytest.mark.parametrize(("make", "route"), [(make_badge_page, "claim"), (make_round_page, "apply")])
def test_new_slug_leads_from_every_old_address_to_the_form(
    client, settings, django_capture_on_commit_callbacks, make, route
):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "wagtail.contrib.redirects.middleware.RedirectMiddleware"]
    page = make(make_issuer(), slug="ancien")
    before = page.url

    page.slug = "nouveau"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    page.refresh_from_db()
    response = client.get(f"{before}{route}/", follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[-1][0].rstrip("/") == f"{page.url}{route}"
    assert Redirect.objects.filter(old_path=f"{before}{route}").count() == 1


def test_list_with_a_new_slug_leads_from_the_old_addresses_of_its_badges(
    client, settings, django_capture_on_commit_callbacks
):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "wagtail.contrib.redirects.middleware.RedirectMiddleware"]
    index = make_index("anciens")
    page = make_badge_page(make_issuer(), parent=index)

    index.slug = "nouveaux"
    with django_capture_on_commit_callbacks(execute=True):
        index.save_revision().publish()

    response = client.get(f"{page.url}claim/", follow=True)
    assert (response.status_code, response.context["title"]) == (200, page.title)
    assert response.redirect_chain[-1][0].startswith("/nouveaux/")


@pytest.mark.parametrize("route", ["claim/x/", "claim/confirm/", "claim/confirm/x/", f"claim/confirm/{UUID(int=1)}/"])
def test_address_below_a_badge_that_is_none_of_its_own_is_not_found(client, route):
    page = make_badge_page(make_issuer())

    response = client.get(f"{page.url}{route}")

    assert response.status_code == 404


def test_list_unpublished_alone_leaves_its_badges_open(client):
    index = make_index("badges")
    page = make_badge_page(make_issuer(), parent=index)

    index.unpublish()

    assert opening_of(page).is_published is True
    assert client.get(f"{page.url}claim/").status_code == 200
