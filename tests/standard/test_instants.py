from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from wagtail_openbadges.standard.errors import InstantError
from wagtail_openbadges.standard.instants import format_instant, parse_instant


def test_instant_written_in_another_zone_becomes_whole_seconds_in_utc():
    instant = datetime(2026, 5, 4, 12, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=2)))

    text = format_instant(instant)

    assert text == "2026-05-04T10:00:00Z"


def test_instant_without_zone_is_refused():
    with pytest.raises(InstantError) as refused:
        format_instant(datetime(2026, 5, 4, 12, 0))  # noqa: DTZ001

    assert refused.value.code == "instant_without_zone"


@pytest.mark.parametrize(
    "text",
    ["2026-05-04T10:00:00Z", "2026-05-04T12:00:00+02:00", "2026-05-04T10:00:00.000Z", "2026-05-04T05:00:00-05:00"],
)
def test_instant_with_any_zone_is_read(text):
    instant = parse_instant(text)

    assert instant == datetime(2026, 5, 4, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-04",
        "2026-05-04T10:00:00",
        "2026-05-04 10:00:00Z",
        "20260504T100000Z",
        "2026-02-30T10:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "٢٠٢٦-05-04T10:00:00Z",
        "",
        1_777_888_999,
        None,
        ["2026-05-04T10:00:00Z"],
    ],
)
def test_instant_in_another_form_is_refused(text):
    with pytest.raises(InstantError) as refused:
        parse_instant(text)

    assert refused.value.code == "instant_unreadable"
