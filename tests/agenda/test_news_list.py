"""The list of news: what it shows, in which order, the same for 10 news or 1,000."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, PageViewRestriction

from tests.agenda.house import make_news, make_news_index
from tests.agenda.news_house import make_many_news, make_picture
from tests.pages.house import home
from tests.testapp.models import HouseNewsIndexPage, HouseNewsPage

pytestmark = pytest.mark.django_db

TODAY = date(2026, 9, 20)


@pytest.fixture(autouse=True)
def _here_and_now():
    """Read pages in the language of the source strings, at one instant."""
    Locale.objects.filter(language_code="fr").update(language_code="en")
    with time_machine.travel("2026-09-20T12:00:00Z", tick=False):
        yield


def titles(response):
    return [card["title"] for card in response.context_data["cards"]]


def three_news(index):
    """Make three news of two years, with topics."""
    make_news(index=index, title="Jardins", date=date(2025, 5, 1), tags=("sols", "ville"), summary="Des légumes.")
    make_news(index=index, title="Friches", date=date(2026, 3, 1), tags=("sols",), summary="Des arbres.")
    make_news(index=index, title="Vélos", date=date(2026, 2, 1), tags=("ville",), summary="Des arceaux.")


def test_list_shows_first_what_is_put_forward_then_the_last_news(client):
    index = make_news_index()
    three_news(index)
    make_news(index=index, title="Ancienne", date=date(2020, 1, 1), is_featured=True)

    response = client.get(index.url)

    assert titles(response) == ["Ancienne", "Friches", "Vélos", "Jardins"]
    assert [card["is_featured"] for card in response.context_data["cards"]] == [True, False, False, False]
    assert response.context_data["heading"] == "4 news items"


def test_filtered_list_puts_nothing_forward(client):
    index = make_news_index()
    three_news(index)
    make_news(index=index, title="Ancienne", date=date(2020, 1, 1), is_featured=True, tags=("sols",))

    response = client.get(index.url, {"topic": "sols"})

    assert titles(response) == ["Friches", "Jardins", "Ancienne"]


def test_news_of_one_day_are_in_the_order_of_their_publication(client):
    index = make_news_index()
    for hour, title in [("06", "matin"), ("10", "midi"), ("08", "avant")]:
        with time_machine.travel(f"2026-09-20T{hour}:00:00Z", tick=False):
            make_news(index=index, title=title)

    response = client.get(index.url)

    assert titles(response) == ["midi", "avant", "matin"]


@pytest.mark.parametrize(
    ("choices", "listed", "heading"),
    [
        ({"topic": "ville"}, ["Vélos", "Jardins"], "2 news items on “ville”"),
        ({"year": "2026"}, ["Friches", "Vélos"], "2 news items in 2026"),
        ({"q": "légumes"}, ["Jardins"], "1 news item with “légumes”"),
        ({"topic": "sols", "year": "2025"}, ["Jardins"], "1 news item on “sols” in 2025"),
        (
            {"topic": "ville", "year": "2026", "q": " arceaux "},
            ["Vélos"],
            "1 news item on “ville” in 2026 with “arceaux”",
        ),
        ({"topic": "mars"}, ["Friches", "Vélos", "Jardins"], "3 news items"),
        ({"year": "1999"}, ["Friches", "Vélos", "Jardins"], "3 news items"),
        (
            {"year": "20\x0026", "topic": "\x00", "page": "last-but-one"},
            ["Friches", "Vélos", "Jardins"],
            "3 news items",
        ),
        ({"year": "²⁰²⁶", "state": "open"}, ["Friches", "Vélos", "Jardins"], "3 news items"),
    ],
)
def test_list_is_filtered_by_topic_year_and_words_together(client, choices, listed, heading):
    index = make_news_index()
    three_news(index)

    response = client.get(index.url, choices)

    assert titles(response) == listed
    assert response.context_data["heading"] == heading


def test_list_counts_the_years_that_the_other_choices_leave(client):
    index = make_news_index()
    three_news(index)

    everything = client.get(index.url)
    of_a_topic = client.get(index.url, {"topic": "sols", "year": "2026"})

    assert [(row["label"], row["count"], row["href"]) for row in everything.context_data["years"]] == [
        ("All years", 3, "?"),
        ("2026", 2, "?year=2026"),
        ("2025", 1, "?year=2025"),
    ]
    assert [
        (row["label"], row["count"], row["href"], row["is_current"]) for row in of_a_topic.context_data["years"]
    ] == [
        ("All years", 2, "?topic=sols", False),
        ("2026", 1, "?topic=sols&year=2026", True),
        ("2025", 1, "?topic=sols&year=2025", False),
    ]


def test_list_names_its_topics_once_in_alphabetical_order(client):
    index = make_news_index()
    three_news(index)
    make_news(index=index, tags=("Écoles",), shown_until=TODAY - timedelta(days=1))
    make_news(tags=("elsewhere",))

    response = client.get(index.url, {"topic": "ville"})

    assert [filter["options"] for filter in response.context_data["filters"]] == [
        [
            {"value": "sols", "label": "Sols", "is_chosen": False},
            {"value": "ville", "label": "Ville", "is_chosen": True},
        ]
    ]


def test_news_leaves_the_list_after_its_last_day(client):
    index = make_news_index()
    make_news(index=index, title="jusqu’à hier", shown_until=TODAY - timedelta(days=1))
    make_news(index=index, title="jusqu’à aujourd’hui", shown_until=TODAY)

    with time_machine.travel("2026-09-20T21:59:59Z", tick=False):
        before = client.get(index.url)
    with time_machine.travel("2026-09-20T22:00:00Z", tick=False):
        after = client.get(index.url)

    assert titles(before) == ["jusqu’à aujourd’hui"]
    assert titles(after) == []


def test_list_shows_what_everybody_may_read_below_it_whatever_its_page_type(client):
    index = make_news_index()
    make_news(index=index, title="brouillon").unpublish()
    private = make_news(index=index, title="privée")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    make_news(title="ailleurs")
    make_news(index=index, title="la nôtre", date=date(2026, 1, 1), tags=("ville",))
    index.add_child(instance=HouseNewsPage(title="maison", slug="maison", date=date(2026, 2, 1)))

    response = client.get(index.url)

    assert titles(response) == ["maison", "la nôtre"]


def test_alias_beside_its_news_is_not_listed_twice(client):
    index = make_news_index()
    page = make_news(index=index)
    page.create_alias(update_slug="encore", parent=index)

    response = client.get(index.url)

    assert [card["href"] for card in response.context_data["cards"]] == [page.url]


def test_alias_in_a_translated_list_names_the_language_of_its_words(client):
    page = make_news()
    alias = page.copy_for_translation(Locale.objects.create(language_code="fr"), copy_parents=True, alias=True)

    response = client.get(alias.get_parent().url)

    assert f'<h3 lang="en"><a href="{alias.url}">La Métropole relance son appel</a></h3>' in response.content.decode()


@pytest.mark.parametrize("words", ['"', "AND", "a* OR (", "NEAR(", "'", ":", "-x", "{}", "\x00\x1f", "x" * 5000])
def test_search_of_what_no_engine_reads_is_no_error(client, words):
    index = make_news_index()
    three_news(index)

    response = client.get(index.url, {"q": words})

    assert response.status_code == 200
    assert response.context_data["words"] == words.strip("\x00\x1f")[:100]


def test_search_without_engine_looks_through_titles_and_summaries(client, settings):
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "tests.agenda.no_such_engine"}}
    index = make_news_index()
    settings_of_pages = ["Friches", "Vélos", "Jardins"]
    three_news(index)

    by_title = client.get(index.url, {"q": "friches"})
    by_summary = client.get(index.url, {"q": "Des"})

    assert titles(by_title) == ["Friches"]
    assert titles(by_summary) == settings_of_pages


def test_search_is_kept_from_search_engines_and_shown_again_as_text(client):
    index = make_news_index()

    html = client.get(index.url, {"q": '"><b>'}).content.decode()

    assert '<meta name="robots" content="noindex">' in html
    assert 'name="q" value="&quot;&gt;&lt;b&gt;"' in html


def test_pages_of_the_list_keep_the_choices(client):
    index = make_many_news(40)

    response = client.get(index.url, {"topic": "sols", "page": "2"})

    assert titles(response) == ["Nouvelle 0037"]
    assert 'href="?topic=sols&amp;page=1"' in response.content.decode()
    assert response.context_data["social_url"] == f"http://testserver{index.url}?topic=sols&page=2"


@pytest.mark.parametrize(("page", "number"), [("0", 4), ("99", 4), ("x", 1)])
def test_page_that_is_not_there_is_the_nearest_one(client, page, number):
    index = make_many_news(40)

    response = client.get(index.url, {"page": page})

    assert response.context_data["listing"].number == number


def test_empty_list_says_so_and_how_to_follow_it(client):
    index = make_news_index()

    response = client.get(index.url)

    assert response.context_data["empty"]["title"] == "There is no news here yet."
    assert "None" not in response.content.decode()


def test_list_without_answer_offers_to_show_all(client):
    index = make_news_index()
    three_news(index)

    response = client.get(index.url, {"topic": "sols", "q": "arceaux"})

    assert response.context_data["empty"] == {
        "title": "No news matches these choices.",
        "text": "Remove a choice, or look at all the news.",
        "href": "?",
        "label": "Show all news",
    }


def test_feeds_that_the_list_offers_are_of_the_chosen_topic(client):
    index = make_news_index()
    three_news(index)

    response = client.get(index.url, {"topic": "sols"})

    assert [(row["type"], row["help"], row["href"]) for row in response.context_data["follow"]] == [
        (
            "application/atom+xml",
            "tells your feed reader about each news item.",
            f"{index.url}feed-atom/?topic=sols",
        ),
        ("application/rss+xml", "is for programs that do not read Atom.", f"{index.url}feed-rss/?topic=sols"),
    ]
    assert response.content.decode().count("tells your feed reader about each news item.") == 1


def test_card_shows_a_small_picture_that_only_decorates(client):
    index = make_news_index()
    make_news(index=index, image=make_picture((1000, 1000)), image_alt="Une tablée")

    html = client.get(index.url).content.decode()

    assert re.findall(r'width="\d+" height="\d+" alt="[^"]*" loading="\w+"', html) == [
        'width="640" height="400" alt="" loading="lazy"'
    ]


def test_card_whose_picture_lost_its_file_is_shown_without(client):
    index, image = make_news_index(), make_picture()
    make_news(index=index, image=image, image_alt="Une tablée")
    image.file.delete(save=False)

    response = client.get(index.url)

    assert [card["picture"] for card in response.context_data["cards"]] == [None]


def test_headings_of_the_list_are_in_order(client):
    index = make_news_index()
    three_news(index)

    html = client.get(index.url).content.decode()

    assert re.findall(r"<h(\d)", html) == ["1", "2", "3", "3", "3", "2"]


def test_list_of_a_site_is_shown_with_our_template(client):
    index = home().add_child(instance=HouseNewsIndexPage(title="Nouvelles", slug="nouvelles"))
    page = index.add_child(instance=HouseNewsPage(title="maison", slug="maison"))

    response = client.get(index.url)

    assert [card["href"] for card in response.context_data["cards"]] == [page.url]
    assert response.context_data["filters"] == []


def test_preview_of_the_list_needs_no_news():
    index = make_news_index()

    response = index.make_preview_request()

    assert "There is no news here yet." in response.content.decode()


def test_list_with_a_new_slug_keeps_its_feeds(django_capture_on_commit_callbacks):
    index = make_news_index(slug="before")
    index.slug = "after"

    with django_capture_on_commit_callbacks(execute=True):
        index.save_revision().publish()

    redirects = Redirect.objects.filter(redirect_page=index).order_by("old_path")
    assert list(redirects.values_list("old_path", "redirect_page_route_path")) == [
        ("/before", ""),
        ("/before/feed-atom", "/feed-atom/"),
        ("/before/feed-rss", "/feed-rss/"),
    ]


@pytest.mark.parametrize("choices", [{}, {"topic": "sols", "year": "2026"}])
def test_queries_of_the_list_are_as_many_for_a_thousand_news(client, choices):
    few, many = make_many_news(10), make_many_news(1000)
    client.get(few.url, choices)
    client.get(many.url, choices)

    with CaptureQueriesContext(connection) as with_few:
        client.get(few.url, choices)
    with CaptureQueriesContext(connection) as with_many:
        response = client.get(many.url, choices)

    assert len(response.context_data["cards"]) == 12
    assert len(with_few) == len(with_many)
    assert len(with_many) <= 20


def test_search_asks_as_often_for_few_and_many_news(client):
    index = make_news_index()
    three_news(index)
    client.get(index.url, {"q": "des"})

    with CaptureQueriesContext(connection) as with_few:
        client.get(index.url, {"q": "des"})
    for _number in range(3):
        three_news(index)
    with CaptureQueriesContext(connection) as with_many:
        response = client.get(index.url, {"q": "des"})

    assert len(titles(response)) == 12
    assert len(with_few) == len(with_many)
    assert len(with_many) <= 20
