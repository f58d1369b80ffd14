"""The style sheet: enough contrast in both schemes, and nothing outside our root class."""

import re
from pathlib import Path

import pytest

import wagtail_openbadges

CSS = (Path(wagtail_openbadges.__file__).parent / "static/wagtail_openbadges/openbadges.css").read_text()
RULES = re.sub(r"/\*.*?\*/", "", CSS, flags=re.S)
TEXT_ON_GROUND = [
    *[("ink", ground) for ground in ("paper", "surface", "accent-soft", "glow")],
    *[("ink-soft", ground) for ground in ("paper", "surface", "glow", "accent-soft")],
    *[("accent", ground) for ground in ("paper", "surface", "glow", "accent-soft")],
    *[("accent-strong", ground) for ground in ("paper", "accent-soft")],
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    *[(tone, "paper") for tone in ("success", "warning", "error", "neutral")],
    *[(tone, f"{tone}-soft") for tone in ("success", "warning", "error", "neutral")],
    *[("ink", f"{tone}-soft") for tone in ("success", "warning", "error", "neutral")],
]
SHAPE_ON_GROUND = [
    *[(shape, ground) for shape in ("control", "focus") for ground in ("paper", "surface")],
    ("focus", "accent-soft"),
]


LIGHT = dict(re.findall(r"--openbadges-([\w-]+): (#[0-9a-f]{6});", RULES.split("@supports", 1)[0]))
BOTH = re.findall(r"--openbadges-([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", RULES)


def scheme(name):
    """Read the colours of one scheme."""
    return LIGHT if name == "light" else {colour: dark for colour, _light, dark in BOTH}


def luminance(colour):
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_every_colour_has_a_dark_one_beside_the_very_light_one():
    assert {colour: light for colour, light, _dark in BOTH} == LIGHT


def test_contrast_of_black_and_white_is_twenty_one():
    assert round(contrast("#000000", "#ffffff"), 2) == 21


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_in_each_scheme_reaches_four_and_a_half(name):
    colours = scheme(name)

    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in TEXT_ON_GROUND}

    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("name", ["light", "dark"])
def test_borders_and_focus_in_each_scheme_reach_three(name):
    colours = scheme(name)

    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in SHAPE_ON_GROUND}

    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_selectors_all_live_under_the_root_class():
    body = RULES.split("@layer openbadges {", 1)[1]
    lists = [re.sub(r"\(.*?\)", "", part) for part in re.findall(r"(?:^|[{};])([^{};@]+)\{", body)]
    selectors = [selector.strip() for part in lists for selector in part.split(",")]

    assert [selector for selector in selectors if not selector.startswith(".openbadges")] == []


def test_custom_properties_that_are_used_are_all_defined():
    used = set(re.findall(r"var\(--openbadges-([\w-]+)", RULES))
    defined = set(re.findall(r"--openbadges-([\w-]+):", RULES))

    assert used - defined == set()
