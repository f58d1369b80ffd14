"""A moment in words names the clock that it is on."""

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from wagtail_openbadges.spans import moment_in_words
from wagtail_openbadges.templatetags.openbadges_tags import moment, zone_label
from wagtail_openbadges.zones import KNOWN, zone_choices

CLOSING = datetime(2026, 9, 30, 21, 59, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("zone_name", "said"),
    [
        ("Europe/Paris", "30 September 2026 at 23:59, Paris time"),
        ("Indian/Reunion", "1 October 2026 at 01:59, Réunion time (UTC+4)"),
        ("America/Martinique", "30 September 2026 at 17:59, Martinique time (UTC−4)"),
        ("Pacific/Marquesas", "30 September 2026 at 12:29, Marquesas Islands time (UTC−9:30)"),
        ("America/New_York", "30 September 2026 at 17:59, New York time (UTC−4)"),
        ("UTC", "30 September 2026 at 21:59, UTC time (UTC)"),
    ],
)
def test_moment_is_on_the_clock_of_its_place(zone_name, said):
    assert moment(CLOSING, zone_name) == said


def test_moment_is_the_same_for_readers_in_another_zone():
    with timezone.override("Indian/Reunion"):
        shown = Template("{% load openbadges_tags %}{{ at|moment:'Europe/Paris' }}").render(Context({"at": CLOSING}))

    assert shown == "30 September 2026 at 23:59, Paris time"


def test_moment_tells_apart_the_two_same_hours_of_the_autumn_night():
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    said = [moment(first + timedelta(hours=hours), "Europe/Paris") for hours in (0, 1)]

    assert said == [
        "25 October 2026 at 02:30, Paris time (UTC+2)",
        "25 October 2026 at 02:30, Paris time (UTC+1)",
    ]


def test_moment_follows_the_clocks_that_jump_in_spring():
    before = datetime(2026, 3, 29, 0, 59, tzinfo=UTC)

    said = [moment(before + timedelta(minutes=minutes), "Europe/Paris") for minutes in (0, 1)]

    assert said == ["29 March 2026 at 01:59, Paris time", "29 March 2026 at 03:00, Paris time"]


def test_moment_away_from_the_clock_of_the_site_says_how_far_it_is_from_utc(settings):
    settings.TIME_ZONE = "Indian/Reunion"

    said = [moment(CLOSING, zone_name) for zone_name in ("Europe/Paris", "Indian/Reunion")]

    assert said == ["30 September 2026 at 23:59, Paris time (UTC+2)", "1 October 2026 at 01:59, Réunion time"]


def test_moment_of_a_proof_says_seconds_and_distance_from_utc_everywhere():
    said = moment_in_words(CLOSING + timedelta(seconds=7), "Europe/Paris", to_the_second=True)

    assert said == "30 September 2026 at 23:59:07, Paris time (UTC+2)"


def test_moment_that_nobody_set_is_not_written():
    assert moment(None, "Europe/Paris") == ""


def test_zones_of_france_are_offered_first_and_every_zone_once():
    (_france, french), (_others, others) = zone_choices()
    names = [name for name, _label in [*french, *others]]

    assert names[0] == "Europe/Paris"
    assert [str(label) for _name, label in french] == [zone_label(name) for name in KNOWN]
    assert ("America/New_York", "America/New York") in others
    assert len(names) == len(set(names))
