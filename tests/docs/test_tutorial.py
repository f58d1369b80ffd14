"""The tutorial names what is on the screen; its walk in a browser is `python -m tests.docs.pictures`."""

import re

import pytest

from tests.e2e.words import OURS, WAGTAILS

from .pages import CODE, prose_of, snippets_of
from .pictures import IMAGES, alike, small, take_pictures, wanted_pictures
from .walk import TUTORIALS

CONTROL = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
SAID = {"indeterminate", "valid", "invalid", "Les badges", "Cette page existe en français"}
"""What stands in italics and is an answer of the command line, a title of the example, or a note."""
LOOSE = re.compile(r"[\w’»] [;!?:»]|« ")
"""A plain space where French puts one that does not break."""


def controls_of(language):
    """Return the names in italics of a tutorial, without the links in them; a menu and its item are two."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", prose_of(TUTORIALS[language])).replace("\n", " ")
    return {name for found in CONTROL.findall(text) for name in re.split(" → ", found.rstrip("."))} - SAID


def said_in(language, catalogue):
    """Return the sentences of a catalogue in a language, in lower case: titles begin with a capital."""
    entries = catalogue._catalog.items()
    while catalogue._fallback:
        catalogue = catalogue._fallback
        entries = [*entries, *catalogue._catalog.items()]
    said = {
        (source[0] if isinstance(source, tuple) else source) if language == "en" else text for source, text in entries
    }
    return {text.lower() for text in said}


@pytest.mark.parametrize("language", TUTORIALS)
def test_controls_of_a_tutorial_are_called_as_on_the_screen(language):
    known = said_in(language, OURS) | said_in(language, WAGTAILS)

    assert sorted(name for name in controls_of(language) if name.lower() not in known) == []
    assert len(controls_of(language)) > 10


def test_french_names_beside_the_english_ones_are_those_of_the_screen():
    quoted = re.findall(r"\*([^*]+)\* \(« ([^»]+) »\)", prose_of(TUTORIALS["en"]).replace("\n", " "))

    assert [(english, french) for english, french in quoted if OURS.gettext(english) != french] == []
    assert len(quoted) == 7


def test_french_tutorial_has_french_typography():
    text = CODE.sub("", prose_of(TUTORIALS["fr"]))

    assert LOOSE.findall(re.sub(r"\]\([^)]*\)|<http[^>]*>", "", text)) == []


def test_tutorials_have_the_same_steps_commands_and_pictures():
    steps, snippets, pictures = [], [], []
    for page in TUTORIALS.values():
        text = page.read_text()
        steps.append(re.findall(r"^## (\d\.)", text, re.MULTILINE))
        snippets.append([(snippet.language, snippet.text) for snippet in snippets_of(page)])
        pictures.append([re.sub("-(fr|en)$", "", name) for name in re.findall(r"images/([\w-]+)\.png", text)])

    assert steps[0] == steps[1]
    assert snippets[0] == snippets[1]
    assert pictures[0] == pictures[1]


def test_picture_is_kept_small_and_known_again():
    png = (IMAGES / "badge-page.png").read_bytes()

    assert alike(small(png), small(png))
    assert not alike(small(png), (IMAGES / "mail.png").read_bytes())


@pytest.mark.e2e
def test_walk_of_the_tutorial_ends_with_a_valid_badge_and_every_picture(tmp_path):
    album = take_pictures(tmp_path)

    assert album.kept == wanted_pictures()
