"""Links between pages lead somewhere, and every page can be reached."""

import re

import pytest

from .pages import DOCS, PAGES, ROOT, directives_of, links_of, name_of, pictures_of

ELSEWHERE = re.compile(r"^(https?:|mailto:)")
HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
IMAGES = DOCS / "images"


def anchors_of(page):
    """Return the anchors of the headings of a page, as GitHub and Sphinx make them."""
    return [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(page.read_text())]


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_of_a_page_lead_to_files_and_headings_that_exist(page):
    inside = [link for link in links_of(page) if not ELSEWHERE.match(link)]

    broken = []
    for link in inside:
        target, _hash, anchor = link.partition("#")
        found = (page.parent / target).resolve() if target else page
        if not found.exists() or (anchor and anchor not in anchors_of(found)):
            broken.append(link)

    assert broken == []


def test_every_page_stands_in_the_contents_of_an_index():
    listed = set()
    for page in PAGES:
        if ("toctree", "") in directives_of(page):
            entries = re.findall(r"```\{toctree\}\n(.*?)```", page.read_text(), re.DOTALL)
            names = [line.strip() for entry in entries for line in entry.splitlines()]
            listed |= {(page.parent / f"{name}.md").resolve() for name in names if name and not name.startswith(":")}

    assert {page for page in PAGES if DOCS in page.parents} - listed == {DOCS / "index.md"}


def test_pictures_are_all_named_told_in_words_and_light():
    named = [picture for page in PAGES for picture in pictures_of(page)]

    assert {target for _words, target in named} == set(IMAGES.glob("*.png"))
    assert [target.relative_to(ROOT) for words, target in named if not words] == []
    assert sum(path.stat().st_size for path in IMAGES.glob("*.png")) < 2_000_000
