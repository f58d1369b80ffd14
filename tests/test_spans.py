"""A span of time in words is on the clock of its place, and says nothing twice."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from wagtail_openbadges.spans import span_in_words

PARIS = "Europe/Paris"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def at(written: str, zone_name: str = PARIS, *, fold: int = 0) -> datetime:
    """Return the instant of a local date and hour."""
    return datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone_name), fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("2026-08-28T12:30", "2026-08-28T14:00", "Friday 28 August 2026 from 12:30 to 14:00, Paris time"),
        ("2026-08-28T00:00", "2026-08-28T06:00", "Friday 28 August 2026 from 00:00 to 06:00, Paris time"),
        ("2026-08-28T20:00", "2026-08-29T00:00", "Friday 28 August 2026 from 20:00 to midnight, Paris time"),
    ],
)
def test_span_within_a_day_names_it_once(starts, ends, said):
    assert span_in_words(at(starts), at(ends), PARIS) == said


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        (
            "2026-08-28T20:00",
            "2026-08-29T02:00",
            "Friday 28 August 2026 at 20:00 until Saturday 29 August at 02:00, Paris time",
        ),
        (
            "2026-12-31T20:00",
            "2027-01-01T02:00",
            "Thursday 31 December 2026 at 20:00 until Friday 1 January 2027 at 02:00, Paris time",
        ),
        (
            "2026-08-28T09:00",
            "2026-08-30T00:00",
            "Friday 28 August 2026 at 09:00 until Sunday 30 August at 00:00, Paris time",
        ),
    ],
)
def test_span_over_midnight_names_both_days(starts, ends, said):
    assert span_in_words(at(starts), at(ends), PARIS) == said


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("2026-08-28T00:00", "2026-08-29T00:00", "Friday 28 August 2026"),
        ("2026-08-28T00:00", "2026-08-31T00:00", "from Friday 28 to Sunday 30 August 2026"),
        ("2026-08-31T00:00", "2026-09-03T00:00", "from Monday 31 August to Wednesday 2 September 2026"),
        ("2026-12-31T00:00", "2027-01-03T00:00", "from Thursday 31 December 2026 to Saturday 2 January 2027"),
        ("2026-03-29T00:00", "2026-03-30T00:00", "Sunday 29 March 2026"),
        ("2026-10-25T00:00", "2026-10-26T00:00", "Sunday 25 October 2026"),
    ],
)
def test_span_of_whole_days_names_neither_hours_nor_the_midnight_after(starts, ends, said):
    assert span_in_words(at(starts), at(ends), PARIS, is_all_day=True) == said


def test_span_of_the_same_days_in_two_years_names_both_years():
    said = span_in_words(at("2026-05-10T00:00"), at("2027-05-13T00:00"), PARIS, is_all_day=True)

    assert said == "from Sunday 10 May 2026 to Wednesday 12 May 2027"


def test_span_whose_end_is_not_known_names_its_beginning():
    said = span_in_words(at("2026-08-28T12:30"), at("2026-08-29T00:00"), PARIS, has_end=False)

    assert said == "Friday 28 August 2026 at 12:30, Paris time"


def test_span_in_a_list_leaves_its_zone_to_the_list():
    said = span_in_words(at("2026-08-28T12:30"), at("2026-08-28T14:00"), PARIS, names_zone=False)

    assert said == "Friday 28 August 2026 from 12:30 to 14:00"


def test_span_is_on_the_clock_of_its_place_for_readers_in_another_zone():
    starts, ends = at("2026-08-28T23:30", "Indian/Reunion"), at("2026-08-29T00:30", "Indian/Reunion")

    with timezone.override("America/Martinique"):
        said = span_in_words(starts, ends, "Indian/Reunion")

    assert said == "Friday 28 August 2026 at 23:30 until Saturday 29 August at 00:30, Réunion time"


def test_span_tells_apart_the_two_same_hours_of_the_autumn_night():
    starts, ends = at("2026-10-25T02:30"), at("2026-10-25T02:30", fold=1)

    said = span_in_words(starts, ends, PARIS)

    assert said == "Sunday 25 October 2026 from 02:30 (UTC+2) to 02:30 (UTC+1), Paris time"


def test_span_follows_the_clocks_that_jump_in_spring():
    starts = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    ends = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)

    said = span_in_words(starts, ends, PARIS)

    assert said == "Sunday 29 March 2026 from 01:30 to 03:30, Paris time"
