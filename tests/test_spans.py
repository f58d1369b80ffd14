"""Days, hours and spans of time in words are on the clock of their place, and say nothing twice."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from wagtail_openbadges.spans import day_in_words, moment_in_words, short_month, span_in_words
from wagtail_openbadges.templatetags.openbadges_tags import date_and_time

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


def test_day_in_english_is_plain():
    assert [day_in_words(date(2027, 3, number)) for number in (1, 2, 11)] == [
        "1 March 2027",
        "2 March 2027",
        "11 March 2027",
    ]


def test_day_of_an_instant_is_the_one_on_the_clock_in_force():
    with timezone.override("Indian/Reunion"):
        shown = Template("{% load openbadges_tags %}{{ at|day }}").render(Context({"at": at("2026-09-30T23:59")}))

    assert shown == "1 October 2026"


def test_day_that_nobody_set_is_not_written():
    shown = Template("{% load openbadges_tags %}({{ at|day }}{{ missing|day }})").render(Context({"at": None}))

    assert shown == "()"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2027, 3, 1), "1er\u00a0mars\u00a02027"),
        (date(2027, 3, 2), "2\u00a0mars\u00a02027"),
        (date(2027, 1, 11), "11\u00a0janvier\u00a02027"),
    ],
)
def test_day_in_french_is_not_torn_apart_and_counts_the_first_as_french_does(day, said):
    with translation.override("fr"):
        assert day_in_words(day) == said


@pytest.mark.parametrize(
    ("written", "zone_name", "said"),
    [
        ("2027-03-01T12:00", PARIS, "1er~mars~2027 à~12~h, heure de Paris"),
        ("2027-03-02T09:05", PARIS, "2~mars~2027 à~9~h~05, heure de Paris"),
        ("2027-03-01T00:00", "Indian/Reunion", "1er~mars~2027 à~0~h, heure de La Réunion (UTC+4)"),
    ],
)
def test_moment_in_french_leaves_out_minutes_that_are_none(written, zone_name, said):
    with translation.override("fr"):
        assert moment_in_words(at(written, zone_name), zone_name) == said.replace("~", "\u00a0")


def test_moment_in_french_tells_apart_the_two_same_hours_of_the_autumn_night():
    with translation.override("fr"):
        said = [moment_in_words(at("2026-10-25T02:00", fold=fold), PARIS) for fold in (0, 1)]

    assert [text.replace("\u00a0", " ") for text in said] == [
        "25 octobre 2026 à 2 h, heure de Paris (UTC+2)",
        "25 octobre 2026 à 2 h, heure de Paris (UTC+1)",
    ]


def test_instant_on_the_clock_in_force_says_its_distance_from_utc_only_in_an_hour_that_comes_twice():
    instants = at("2026-10-25T02:30", fold=1), at("2026-10-25T03:00")

    assert [date_and_time(instant) for instant in instants] == [
        "25 October 2026 at 02:30 (UTC+1)",
        "25 October 2026 at 03:00",
    ]


def test_proof_in_french_says_seconds():
    with translation.override("fr"):
        said = moment_in_words(datetime(2027, 6, 1, 9, 59, 7, tzinfo=UTC), PARIS, to_the_second=True)

    assert said.replace("\u00a0", " ") == "1er juin 2027 à 11 h 59 min 07 s, heure de Paris (UTC+2)"


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("2027-05-01T00:00", "2027-05-02T00:00", "samedi 1er~mai~2027"),
        ("2027-05-01T00:00", "2027-05-03T00:00", "du samedi 1er au dimanche 2~mai~2027"),
        ("2027-04-30T00:00", "2027-05-02T00:00", "du vendredi 30~avril au samedi 1er~mai~2027"),
        ("2027-05-01T00:00", "2027-06-02T00:00", "du samedi 1er~mai au mardi 1er~juin~2027"),
        ("2027-01-01T00:00", "2028-01-02T00:00", "du vendredi 1er~janvier~2027 au samedi 1er~janvier~2028"),
    ],
)
def test_span_of_whole_days_in_french_may_begin_or_end_on_a_first(starts, ends, said):
    with translation.override("fr"):
        assert span_in_words(at(starts), at(ends), PARIS, is_all_day=True) == said.replace("~", "\u00a0")


def test_span_of_hours_in_french_may_begin_or_end_on_a_first():
    with translation.override("fr"):
        said = [
            span_in_words(at("2027-05-01T12:00"), at("2027-05-01T13:30"), PARIS),
            span_in_words(at("2027-04-30T20:00"), at("2027-05-01T01:00"), PARIS),
        ]

    assert [text.replace("\u00a0", " ") for text in said] == [
        "samedi 1er mai 2027, de 12 h à 13 h 30, heure de Paris",
        "du vendredi 30 avril 2027 à 20 h au samedi 1er mai à 1 h, heure de Paris",
    ]


def test_months_are_shortened_as_printers_do():
    days = [date(2027, month, 1) for month in (1, 2, 3, 7)]

    with translation.override("fr"):
        french = [short_month(day) for day in days]

    assert french == ["janv.", "févr.", "mars", "juil."]
    assert [short_month(day) for day in days] == ["Jan.", "Feb.", "March", "July"]
