"""What the demo makes, and that a second time makes nothing."""

from datetime import date

import pytest
from home.management.commands.demo import Command
from home.seed.agenda import next_28_august
from wagtail.images import get_image_model
from wagtail.models import Page

from wagtail_openbadges.agenda.models import EventPage, NewsPage
from wagtail_openbadges.models import Gathering, OutboxJob, Registration
from wagtail_openbadges.pages.models import BadgePage, RoundPage


def everything() -> dict:
    return {
        "pages": list(Page.objects.order_by("pk").values_list("pk", "title", "latest_revision_id")),
        "pictures": get_image_model().objects.count(),
        "registrations": list(Registration.objects.order_by("pk").values_list("pk", "state")),
        "jobs": OutboxJob.objects.count(),
    }


def test_seed_a_second_time_changes_nothing():
    before = everything()

    Command().seed()

    assert everything() == before


def test_seed_shows_the_menu_in_the_order_of_the_tree():
    assert list(Page.objects.filter(depth=3).in_menu().values_list("title", flat=True)) == [
        "Les badges",
        "Reconnaissance ouverte : à quoi servent les badges ?",
        "Les appels",
        "Agenda",
        "Actualités",
    ]


def test_seed_makes_events_without_faults():
    assert [gathering.faults for gathering in Gathering.objects.filter(is_published=True)] == [[]] * 6
    assert EventPage.objects.live().count() == 6


def test_seed_makes_four_news_of_which_one_is_featured():
    assert NewsPage.objects.live().count() == 4
    assert NewsPage.objects.get(is_featured=True).slug == "benevoles-faites-reconnaitre-ce-que-vous-avez-appris"


def test_seed_registers_people_in_several_states():
    states = {
        page.slug: sorted(page.gathering.registrations.values_list("state", flat=True))
        for page in EventPage.objects.all()
    }

    assert states == {
        "repas-convivial": ["cancelled", "registered", "registered", "registered"],
        "raconter-ce-que-l-on-sait-faire": [
            *("cancelled", "offered", "registered", "registered", "registered", "waiting", "waiting"),
        ],
        "balade-des-producteurs": ["registered", "registered"],
        "une-heure-de-questions": [],
        "visite-d-un-jardin-partage": [],
        "les-deux-jours-des-associations": [],
    }


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 8, 27), date(2026, 8, 28)),
        (date(2026, 8, 28), date(2027, 8, 28)),
        (date(2026, 12, 31), date(2027, 8, 28)),
    ],
)
def test_next_28_august_comes_after_the_day(today, day):
    assert next_28_august(today) == day


def test_seed_numbers_the_rows_of_its_pages_as_an_editor_would():
    badge = BadgePage.objects.get(slug="porteur-de-projet-entrepreneurial")
    second_round = RoundPage.objects.get(slug="edition-2")

    assert [question.sort_order for question in badge.questions.all()] == [0, 1, 2, 3]
    assert [criterion.sort_order for criterion in second_round.criteria.all()] == list(
        range(second_round.criteria.count())
    )
