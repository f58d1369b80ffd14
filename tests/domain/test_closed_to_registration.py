"""Why nobody can register for an event: one reason at a time, in the order in which they matter to people."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests import factories
from tests.domain.people import refused, register
from wagtail_openbadges.domain import gatherings, registering
from wagtail_openbadges.models import (
    Gathering,
    GatheringStatus,
    Registration,
    RegistrationState,
    RegistrationWay,
)

SECOND = timedelta(seconds=1)
NOON = datetime(2990, 7, 1, 12, tzinfo=UTC)
CODES = (
    "event_not_shown",
    "event_cancelled",
    "event_postponed",
    "event_over",
    "no_registration",
    "event_incomplete",
    "registration_closed",
    "registration_elsewhere",
    "event_full",
)


def open_event(**changes):
    """Return an event of 2990, from noon to two o'clock, that is not stored."""
    said = {
        "is_published": True,
        "registration": RegistrationWay.HERE,
        "starts_at": NOON,
        "ends_at": NOON + timedelta(hours=2),
    }
    return Gathering(**{**said, **changes})


def test_event_is_open_until_it_begins():
    found = [
        registering.closed_to_registration(open_event(), now=NOON + passed)
        for passed in (-SECOND, SECOND - SECOND, timedelta(hours=2) - SECOND, timedelta(hours=2))
    ]

    assert found == [None, "registration_closed", "registration_closed", "event_over"]


@pytest.mark.parametrize("hours", [-1, 1])
def test_event_whose_registration_has_an_end_is_open_until_then(hours):
    closes = NOON + timedelta(hours=hours)
    gathering = open_event(registration_closes_at=closes)

    found = [registering.closed_to_registration(gathering, now=now) for now in (closes - SECOND, closes)]

    assert found == [None, "registration_closed"]


def test_event_with_several_reasons_gives_the_first_that_matters():
    later = {"registration": RegistrationWay.ELSEWHERE, "registration_closes_at": NOON - timedelta(days=1)}
    full = {"status": GatheringStatus.FULL, "has_waiting_list": False}
    cases = [
        open_event(is_published=False, status=GatheringStatus.CANCELLED, registration=RegistrationWay.NONE),
        open_event(status=GatheringStatus.CANCELLED, ends_at=NOON - timedelta(days=2)),
        open_event(status=GatheringStatus.POSTPONED, ends_at=NOON - timedelta(days=2), faults=["missing_notice"]),
        open_event(ends_at=NOON - timedelta(days=2), registration=RegistrationWay.NONE),
        open_event(registration=RegistrationWay.NONE, faults=["missing_notice"]),
        open_event(faults=["missing_notice"], **later, **full),
        open_event(**later, **full),
        open_event(registration=RegistrationWay.ELSEWHERE, **full),
        open_event(**full),
    ]

    assert tuple(registering.closed_to_registration(one, now=NOON - timedelta(hours=1)) for one in cases) == CODES


def test_event_without_a_date_is_incomplete_and_a_full_one_with_a_waiting_list_open():
    dateless = open_event(starts_at=None, ends_at=None)
    full = open_event(status=GatheringStatus.FULL)

    found = [registering.closed_to_registration(one, now=NOON - SECOND) for one in (dateless, full)]

    assert found == ["event_incomplete", None]


@pytest.mark.django_db
def test_registration_for_an_event_that_is_closed_meanwhile_is_refused():
    gathering = factories.make_gathering()
    gatherings.close_gathering(Gathering.objects.get())

    assert refused(register, gathering) == ("event_not_shown", {})
    assert not Registration.objects.exists()


@pytest.mark.django_db
def test_registration_begun_in_time_is_kept_however_slow_the_line_was():
    gathering = factories.make_gathering(dates=(gatherings.DateContent(uid=uuid4(), start="2026-01-01T12:00"),))

    registration = register(gathering, at=gathering.starts_at - SECOND)

    assert registration.state == RegistrationState.REGISTERED
    assert refused(register, gathering, "ali@example.org", at=gathering.starts_at) == ("registration_closed", {})
