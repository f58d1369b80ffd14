"""One search over badges, calls, news, events, structures and pages."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from home.models import ContentPage
from home.tests.many import make_many_news
from wagtail.models import PageViewRestriction

from wagtail_openbadges.agenda.models import EventPage, NewsPage
from wagtail_openbadges.pages.models import CallPage, RoundPage

LUNCH = "Repas convivial chez Maillage"
RELAUNCH = "La Métropole relance son appel pour une alimentation saine, locale et durable"
HOSTILE = [
    "\0",
    '"',
    "'",
    "repas\0",
    '" OR NEAR(a b) *^',
    "%s %(a)s %",
    "{title} : x",
    "a" * 5_000,
    "\ud7ff",
    "<b>",
    "-",
]


def look_for(reader, **asked) -> str:
    response = reader.get("/recherche/", asked)
    assert response.status_code == 200
    return unescape(response.content.decode())


def titles(text: str) -> list[str]:
    return re.findall(r'<h2><a href="[^"]+">([^<]+)</a></h2>', text)


def title_of(text: str) -> str:
    return re.search(r"<h1>(.*?)</h1>", text, re.S)[1]


def kinds(text: str) -> list[str]:
    return re.findall(r'<li><a href="\?q=[^"]*"(?: aria-current="true")?>([^<]+)</a></li>', text)


def test_search_for_a_word_finds_every_kind_of_page(reader):
    text = look_for(reader, q="repas")

    assert title_of(text) == "3 résultats pour «\u00a0repas\u00a0»"
    assert sorted(titles(text)) == [RELAUNCH, "Reconnaissance ouverte : à quoi servent les badges ?", LUNCH]
    assert kinds(text) == ["Tout (3)", "Actualités (1)", "Événements (1)", "Pages (1)"]


def test_search_narrowed_to_a_kind_shows_it_alone_and_keeps_the_counts(reader):
    text = look_for(reader, q="repas", kind="events")

    assert title_of(text) == "1 résultat pour «\u00a0repas\u00a0»"
    assert titles(text) == [LUNCH]
    assert kinds(text) == ["Tout (3)", "Actualités (1)", "Événements (1)", "Pages (1)"]


def test_search_of_an_unknown_kind_shows_everything(reader):
    text = look_for(reader, q="repas", kind="nothing")

    assert len(titles(text)) == 3


def test_search_in_english_speaks_english_and_marks_what_is_french():
    text = look_for(Client(headers={"accept-language": "en"}), q="repas")

    assert title_of(text) == "3 results for “repas”"
    assert kinds(text) == ["Everything (3)", "News (1)", "Events (1)", "Pages (1)"]
    assert '<ol class="site-results" start="1" lang="fr">' in text


def test_search_for_nothing_says_what_one_can_look_for(reader):
    text = look_for(reader)

    assert title_of(text) == "Rechercher"
    assert titles(text) == []
    assert "Vous pouvez chercher des badges" in text


def test_search_that_finds_nothing_gives_advice(reader):
    text = look_for(reader, q="betterave")

    assert title_of(text) == "0 résultat pour «\u00a0betterave\u00a0»"
    assert "Rien n’a été trouvé" in text
    assert kinds(text) == []


def test_search_that_finds_nothing_of_a_kind_leads_to_the_others(reader):
    text = look_for(reader, q="repas", kind="structures")

    assert "Chercher dans tout le site" in text
    assert kinds(text) == ["Tout (3)", "Actualités (1)", "Événements (1)", "Structures (0)", "Pages (1)"]


def test_search_with_an_article_finds_the_word_behind_it(reader):
    text = look_for(reader, q="l’alimentation")

    assert RELAUNCH in titles(text)


def test_search_without_accents_finds_words_that_have_them(reader):
    text = look_for(reader, q="metropole relance")

    assert titles(text) == [RELAUNCH]


def test_search_shows_when_an_event_is_and_when_a_news_came(reader):
    text = look_for(reader, q="repas")

    days = {
        LUNCH: EventPage.objects.get(title=LUNCH).occurrences.get().starts[:10],
        RELAUNCH: f"{NewsPage.objects.get(title=RELAUNCH).date}",
    }
    shown = re.findall(r'<time datetime="([^"]+)">', text)
    assert shown == [days[title] for title in titles(text) if title in days]


def test_search_names_the_call_of_a_round(reader):
    page = RoundPage.objects.get(number=2)
    page.who = "<p>Betterave</p>"
    page.save_revision().publish()

    text = look_for(reader, q="betterave")

    assert titles(text) == [f"{CallPage.objects.get().title} · Deuxième édition"]


def test_search_finds_no_draft_and_nothing_that_a_restriction_keeps(reader):
    ContentPage.objects.get().unpublish()
    news = NewsPage.objects.get(title=RELAUNCH)
    PageViewRestriction.objects.create(page=news, restriction_type=PageViewRestriction.LOGIN)

    text = look_for(reader, q="repas")

    assert titles(text) == [LUNCH]


def test_search_finds_no_news_that_left_the_lists(reader):
    page = NewsPage.objects.get(title=RELAUNCH)
    page.shown_until = timezone.localdate() - timedelta(days=1)
    page.save_revision().publish()

    text = look_for(reader, q="relance")

    assert RELAUNCH not in titles(text)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_search_for_something_hostile_answers(reader, text):
    assert title_of(look_for(reader, q=text)) != ""


def test_search_with_many_results_lays_them_out_on_pages(reader):
    make_many_news(30)

    text = look_for(reader, q="betterave", page="3")

    assert len(titles(text)) == 6
    assert '<ol class="site-results" start="25">' in text
    assert 'href="?q=betterave&page=2"' in text


@pytest.mark.parametrize("page", ["0", "999", "x", "-1"])
def test_search_with_a_wrong_page_shows_one_that_exists(reader, page):
    assert len(titles(look_for(reader, q="repas", page=page))) == 3


@pytest.mark.parametrize("count", [10, 1_000])
def test_search_among_many_pages_asks_at_most_twenty_queries(reader, count):
    make_many_news(count)
    look_for(reader, q="betterave")

    with CaptureQueriesContext(connection) as asked:
        text = look_for(reader, q="betterave")

    assert title_of(text) == f"{count} résultats pour «\u00a0betterave\u00a0»"
    assert len(asked) <= 20


def test_every_page_of_the_site_has_the_search_in_its_header(reader):
    text = unescape(reader.get("/openbadges/verify/").content.decode())

    assert re.findall(r'<form class="site-search" role="search" aria-label="([^"]+)" action="([^"]+)"', text) == [
        ("Sur tout le site", "/recherche/")
    ]
