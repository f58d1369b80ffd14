"""The front page: sections made of blocks, each with a way to its list or a word when there is nothing."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from home.models import HomePage
from home.tests.many import make_many_badges, make_many_news
from wagtail.models import PageViewRestriction

from wagtail_openbadges.agenda.models import EventPage, NewsPage
from wagtail_openbadges.pages.models import BadgeIndexPage, BadgePage, RoundPage

HEADINGS = [
    "Les prochains rendez-vous",
    "Les dernières actualités",
    "Les appels ouverts",
    "Les badges que vous pouvez demander",
]
LISTS = {
    "Tout l’agenda": "/agenda/",
    "Toutes les actualités": "/actualites/",
    "Tous les appels": "/appels/",
    "Tous les badges": "/badges/",
}
BADGES = ["Je suis bénévole engagé·e", "Porteur·se de projet entrepreneurial"]


def front(reader) -> str:
    return unescape(reader.get("/").content.decode())


def headings(text: str, level: int) -> list[str]:
    return [
        re.sub(r"<[^>]+>", "", found).strip() for found in re.findall(rf"<h{level}.*?>(.*?)</h{level}>", text, re.S)
    ]


def links_to_lists(text: str) -> dict[str, str]:
    found = re.findall(r'<a class="site-section__all" href="([^"]+)">([^<]+)</a>', text)
    return {label: href for href, label in found}


def test_front_page_shows_its_sections_in_their_order(reader):
    text = front(reader)

    assert headings(text, 2) == HEADINGS


def test_front_page_leads_to_each_list(reader):
    text = front(reader)

    assert links_to_lists(text) == LISTS


def test_front_page_shows_only_badges_that_one_can_ask_for(reader):
    text = front(reader)

    assert headings(text.split(HEADINGS[3])[1], 3) == BADGES


def test_front_page_shows_no_badge_that_a_restriction_keeps(reader):
    kept = BadgePage.objects.get(title=BADGES[0])
    PageViewRestriction.objects.create(page=kept, restriction_type=PageViewRestriction.LOGIN)

    text = front(reader)

    assert headings(text.split(HEADINGS[3])[1], 3) == BADGES[1:]


def test_front_page_shows_no_badge_below_a_list_that_a_restriction_keeps(reader):
    kept = BadgeIndexPage.objects.get()
    PageViewRestriction.objects.create(page=kept, restriction_type=PageViewRestriction.LOGIN)

    text = front(reader)

    assert headings(text, 3)[-1] not in BADGES
    assert "Aucun badge pour le moment." in text


def test_front_page_without_anything_says_so_in_each_section(reader):
    for page_type in (EventPage, NewsPage, RoundPage, BadgePage):
        for page in page_type.objects.live():
            page.unpublish()

    text = front(reader)

    assert headings(text, 2) == HEADINGS
    assert headings(text, 3) == []
    assert re.findall(r"<p>(Aucun[^<]*)</p>", text) == [
        "Aucun rendez-vous n’est annoncé pour le moment.",
        "Aucune actualité pour le moment.",
        "Aucun appel n’est ouvert. Sur la page d’un appel, demandez à être prévenu·e du prochain.",
        "Aucun badge pour le moment.",
    ]


def test_front_page_without_heading_or_words_for_nothing_draws_no_empty_section(reader):
    page = HomePage.objects.get()
    page.body = [("badges", {"heading": "", "limit": 3, "nothing": "", "list_label": ""})]
    page.save_revision().publish()
    BadgePage.objects.update(live=False)

    text = front(reader)

    assert "<section" not in text
    assert links_to_lists(text) == {"Les badges": "/badges/"}


@pytest.mark.parametrize("count", [10, 1_000])
def test_front_page_with_many_entries_asks_at_most_twenty_queries(reader, count):
    make_many_news(count)
    make_many_badges(count)
    front(reader)

    with CaptureQueriesContext(connection) as asked:
        front(reader)

    assert len(asked) <= 20


def test_front_page_in_the_admin_lists_what_is_below_it(admin_client):
    below = HomePage.objects.get()

    answer = admin_client.get(reverse("wagtailadmin_explore", args=[below.pk]))

    assert {page.pk for page in answer.context["pages"]} == {page.pk for page in below.get_children()}
