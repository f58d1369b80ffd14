"""What an editor types on the clock of a place is one instant, whatever night it is."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from wagtail_openbadges.domain.clock import instant_of
from wagtail_openbadges.domain.errors import ScheduleError


def utc(day, hour, minute=0, *, month):
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone_name", "instant"),
    [
        ("Europe/Paris", utc(30, 21, 59, month=9)),
        ("Indian/Reunion", utc(30, 19, 59, month=9)),
        ("America/Martinique", utc(1, 3, 59, month=10)),
    ],
)
@pytest.mark.parametrize("editor", ["Indian/Reunion", "Pacific/Noumea", "UTC"])
def test_instant_in_three_zones_is_the_same_wherever_the_editor_sits(zone_name, instant, editor):
    with timezone.override(editor):
        found = instant_of("2026-09-30T23:59", zone_name)

    assert found == instant


def test_instant_in_the_night_when_clocks_go_back_loses_nobody_an_hour():
    opens = instant_of("2026-10-25T02:30", "Europe/Paris")
    closes = instant_of("2026-10-25T02:30", "Europe/Paris", is_end=True)

    assert (opens, closes) == (utc(25, 0, 30, month=10), utc(25, 1, 30, month=10))


def test_instant_in_the_night_when_clocks_go_back_does_not_exist_twice_where_they_stay():
    opens = instant_of("2026-10-25T02:30", "Indian/Reunion")
    closes = instant_of("2026-10-25T02:30", "Indian/Reunion", is_end=True)

    assert opens == closes == utc(24, 22, 30, month=10)


@pytest.mark.parametrize("is_end", [False, True])
def test_instant_in_the_hour_that_clocks_jump_over_is_refused_by_name(is_end):
    with pytest.raises(ScheduleError) as refusal:
        instant_of("2026-03-29T02:30", "Europe/Paris", is_end=is_end)

    assert (refusal.value.code, refusal.value.params) == ("local_skipped", {"local": "2026-03-29 02:30"})


def test_instant_around_the_hour_that_clocks_jump_over_is_one_minute_apart():
    before = instant_of("2026-03-29T01:59", "Europe/Paris")
    after = instant_of("2026-03-29T03:00", "Europe/Paris")

    assert (before, after) == (utc(29, 0, 59, month=3), utc(29, 1, month=3))


def test_instant_of_nothing_is_none():
    assert instant_of("", "Europe/Paris") is None


@pytest.mark.parametrize("local", ["soon", "2026-02-30T10:00", "2026-09-30", "2026-09-30T24:00", "0001-01-01T00:00"])
def test_instant_of_what_is_no_date_and_hour_is_refused_by_name(local):
    with pytest.raises(ScheduleError) as refusal:
        instant_of(local, "Asia/Tokyo")

    assert refusal.value.code == "local_unreadable"


@pytest.mark.parametrize("zone_name", ["", "Paris", "../etc/passwd", "Europe/Paris\x00"])
def test_instant_in_a_zone_that_nobody_knows_is_refused_by_name(zone_name):
    with pytest.raises(ScheduleError) as refusal:
        instant_of("2026-09-30T23:59", zone_name)

    assert refusal.value.code == "unknown_zone"
