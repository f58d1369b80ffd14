"""The menu of every page: one section at most is the one where the reader is."""

import re
from html import unescape

import pytest
from wagtail.models import Page

from wagtail_openbadges.pages.models import BadgePage


def current(text: str) -> list[tuple[str, str]]:
    """Return what the menu marks as current, and how."""
    menu = re.search(r'<nav class="site-nav".*?</nav>', text, re.S)[0]
    return re.findall(r'aria-current="([^"]+)">([^<]+)<', menu)


def test_menu_on_the_page_of_each_badge_marks_their_list_alone(reader):
    pages = BadgePage.objects.live()

    found = [current(unescape(reader.get(page.url).content.decode())) for page in pages]

    assert found == [[("true", "Les badges")]] * 3


def test_menu_on_a_section_marks_it_as_the_page(reader):
    text = unescape(reader.get(Page.objects.get(slug="agenda", depth=3).url).content.decode())

    assert current(text) == [("page", "Agenda")]


@pytest.mark.parametrize("address", ["/", "/recherche/", "/openbadges/verify/"])
def test_menu_outside_the_sections_marks_nothing(reader, address):
    text = reader.get(address).content.decode()

    assert current(text) == []
