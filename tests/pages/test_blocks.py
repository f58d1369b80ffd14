"""The block of open calls, as a page of the site shows it."""

import pytest
from django.utils import translation
from wagtail.models import Locale, PageViewRestriction

from tests.factories import make_issuer
from tests.pages.call_house import CLOSED, TO_COME, make_call_page, make_round_page
from tests.pages.call_reading import add_rounds, in_days
from tests.pages.house import opening_of
from wagtail_openbadges.pages.blocks import OpenCallsBlock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    """Read pages in the language of the source strings: the site's own locale becomes English."""
    Locale.objects.filter(language_code="fr").update(language_code="en")
    with translation.override("en"):
        yield


def shown(rf, **said):
    """Return the context of the block in a page."""
    block = OpenCallsBlock()
    value = block.to_python({"heading": "Appels ouverts", "limit": 3, **said})
    return block.get_context(value, parent_context={"request": rf.get("/")})


def drawn(rf, **said):
    block = OpenCallsBlock()
    value = block.to_python({"heading": "Appels ouverts", "limit": 3, **said})
    return block.render(value, context={"request": rf.get("/")})


def test_block_shows_open_calls_that_close_first_before_the_others(rf):
    issuer = make_issuer()
    later = make_round_page(issuer, hub=make_call_page(title="Plus tard"))
    soon = make_round_page(issuer, hub=make_call_page(title="Bientôt"), closes=in_days(2, minutes=5))
    make_round_page(issuer, **CLOSED)
    make_round_page(issuer, **TO_COME)

    cards = shown(rf)["cards"]

    assert [(card["name"], card["href"], card["state_label"]) for card in cards] == [
        ("Bientôt · Édition 1", soon.url, "Closing soon"),
        ("Plus tard · Édition 1", later.url, "Open"),
    ]
    assert cards[0]["dates"][1] == "2 days left"
    assert cards[1]["dates"] == ["Open until 30 September 2099 at 23:59, Paris time."]


def test_block_shows_as_many_calls_as_it_is_told(rf):
    issuer = make_issuer()
    for _number in range(3):
        make_round_page(issuer)

    assert len(shown(rf, limit=2)["cards"]) == 2


def test_block_without_open_call_shows_nothing(rf):
    make_round_page(make_issuer(), **CLOSED)

    assert drawn(rf).strip() == ""


def test_block_hides_rounds_that_not_everybody_may_read(rf):
    page = make_round_page(make_issuer())
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert shown(rf)["cards"] == []


def test_block_names_rounds_in_the_language_in_force_where_there_is_a_translation(rf):
    french = Locale.objects.create(language_code="fr")
    issuer, hub = make_issuer(), make_call_page(title="Food")
    page = make_round_page(issuer, hub=hub, title="Round 1")
    translated = hub.copy_for_translation(french, copy_parents=True)
    translated.title = "Alimentation"
    translated.save_revision().publish()
    edition = page.copy_for_translation(french)
    edition.title = "Édition 1"
    edition.save_revision().publish()
    make_round_page(issuer, hub=make_call_page(title="Only English"), title="Round 7")

    with translation.override("fr"):
        cards = shown(rf)["cards"]

    assert [(card["name"], card["lang"]) for card in cards] == [
        ("Alimentation · Édition 1", ""),
        ("Only English · Round 7", "en"),
    ]


@pytest.mark.parametrize(("heading", "level"), [("Appels ouverts", 3), ("", 2)])
def test_block_keeps_headings_in_order(rf, heading, level):
    page = make_round_page(make_issuer())

    html = drawn(rf, heading=heading)

    assert ("<h2>Appels ouverts</h2>" in html) is bool(heading)
    assert f'<h{level}><a href="{page.url}">Bien-être alimentaire · Édition 1</a></h{level}>' in html


@pytest.mark.parametrize("count", [1, 12])
def test_block_asks_the_database_as_often_for_few_and_many(rf, django_assert_max_num_queries, count):
    issuer = make_issuer()
    for _number in range(count):
        make_round_page(issuer)
    add_rounds(home_of_a_round(issuer), opening_of(make_round_page(issuer)), count=100)
    shown(rf, limit=12)

    with django_assert_max_num_queries(8):
        cards = shown(rf, limit=12)["cards"]

    assert len(cards) == min(count + 2, 12)


def test_card_in_another_language_marks_the_words_of_its_page_and_not_ours(rf):
    page = make_round_page(make_issuer())
    with translation.override("fr"):
        html = drawn(rf)

    assert f'<h3><a href="{page.url}" lang="en">' in html
    assert html.count('lang="en"') == 1


def home_of_a_round(issuer):
    """Return a hub whose call has its record."""
    hub = make_call_page()
    make_round_page(issuer, hub=hub)
    return hub
