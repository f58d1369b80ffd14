"""What an editor of news meets in the admin: the real forms, posted as the browser does."""

import pytest
from django.urls import reverse

from tests.agenda.editing import publish, resent, save_draft
from tests.agenda.house import make_news, make_news_index
from tests.pages.editing import errors_of, form_of, make_editor
from tests.pages.house import make_image
from wagtail_openbadges.agenda.models import NewsPage, NewsRelatedPage

pytestmark = pytest.mark.django_db

SENTENCE = "Write what the picture shows, or tick that it only decorates."
NO_SUMMARY = "Write the summary: lists and feeds show it."


@pytest.fixture(autouse=True)
def _english(settings):
    """Read the admin in the language of the source strings."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


def make_draft_news(**changes):
    """Return a news in the tree that was never published."""
    page = make_news_index().add_child(
        instance=NewsPage(title="Relance", slug="relance", summary="L’appel revient.", live=False, **changes)
    )
    page.save_revision()
    return page


def test_editor_publishes_a_news_from_its_draft(client, editor):
    page = make_draft_news()

    response = publish(client, page, tags="repas, appels", author="Léa Exemple")

    page.refresh_from_db()
    assert (response.status_code, page.live, page.author) == (302, True, "Léa Exemple")
    assert NewsPage.objects.get().get_topics() == {"appels": "appels", "repas": "repas"}


def test_news_without_summary_is_refused_beside_it_and_kept_in_a_draft(client, editor):
    page = make_draft_news()

    refused = publish(client, page, summary="  ")
    kept = save_draft(client, page, summary="")

    page.refresh_from_db()
    assert errors_of(refused) == {"summary": [NO_SUMMARY]}
    assert (kept.status_code, page.live) == (302, False)


@pytest.mark.parametrize("words", ["", "   "])
def test_picture_without_words_is_refused_beside_them_and_kept_in_a_draft(client, editor, words):
    page = make_draft_news()
    picture = make_image().pk

    refused = publish(client, page, image=picture, image_alt=words)
    kept = save_draft(client, page, image=picture, image_alt=words)

    page.refresh_from_db()
    assert (errors_of(refused), kept.status_code, page.live) == ({"image_alt": [SENTENCE]}, 302, False)


@pytest.mark.parametrize("words", [{"image_alt": "Une salle pleine"}, {"image_is_decorative": "on"}])
def test_picture_with_words_or_that_only_decorates_is_published(client, editor, words):
    page = make_draft_news()

    response = publish(client, page, image=make_image().pk, **words)

    page.refresh_from_db()
    assert (response.status_code, page.live, page.alt) == (302, True, words.get("image_alt", ""))


def test_words_of_a_picture_that_only_decorates_are_not_read_out(client, editor):
    page = make_draft_news()

    publish(client, page, image=make_image().pk, image_alt="Une salle pleine", image_is_decorative="on")

    page.refresh_from_db()
    assert (page.image_alt, page.alt) == ("Une salle pleine", "")


def test_picture_in_the_text_needs_its_words_too(client, editor):
    page = make_draft_news()
    block = {
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "picture",
        "body-0-id": "",
        "body-0-value-image-image": str(make_image().pk),
        "body-0-value-image-alt_text": "",
        "body-0-value-caption": "",
        "body-0-value-credit": "",
    }

    refused = publish(client, page, **block)
    published = publish(client, page, **{**block, "body-0-value-image-alt_text": "Une salle pleine"})

    page.refresh_from_db()
    assert list(errors_of(refused)) == ["body"]
    assert (published.status_code, page.body[0].value["image"].contextual_alt_text) == (302, "Une salle pleine")


@pytest.mark.parametrize("typed", ["soon", "2026-02-30"])
def test_day_that_does_not_exist_is_refused(client, editor, typed):
    page = make_draft_news()

    response = publish(client, page, date=typed)

    assert errors_of(response) == {"date": ["Enter a valid date."]}


def test_pages_that_go_with_it_keep_the_order_of_the_editor(client, editor):
    first, second = make_news(), make_news()
    page = make_draft_news()
    page.related = [NewsRelatedPage(related_page=other) for other in (first, second)]
    page.save_revision()

    publish(client, NewsPage.objects.get(pk=page.pk), **{"related-0-ORDER": "2", "related-1-ORDER": "1"})

    kept = [row.related_page_id for row in NewsPage.objects.get(pk=page.pk).related.all()]
    assert kept == [second.pk, first.pk]


def test_news_is_added_below_its_list(client, editor):
    index, like = make_news_index(), make_draft_news()
    data = {**resent(client, like, slug="autre"), **{f"{name}-INITIAL_FORMS": "0" for name in ("related", "comments")}}
    url = reverse("wagtailadmin_pages:add", args=("openbadges_agenda", "newspage", index.pk))

    response = client.post(url, data)

    page = NewsPage.objects.exclude(pk=like.pk).get()
    assert (response.status_code, page.get_parent().pk, page.live) == (302, index.pk, True)


def test_date_of_a_new_news_is_today_on_the_clock_of_the_site(client, editor):
    page = make_draft_news()

    assert form_of(client, page)["date"].value() == page.date
