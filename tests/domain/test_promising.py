from datetime import UTC, date, datetime

import pytest

from tests.factories import make_issuer, make_opening, make_round, make_submission
from wagtail_openbadges.domain.promising import due_at, open_days_later
from wagtail_openbadges.models import Issuer, OpeningVersion

THURSDAY = datetime(2026, 12, 17, 10, 30, tzinfo=UTC)


def later(days, *, closed=()):
    return open_days_later(THURSDAY, days, closed=closed, zone_name="Europe/Paris")


def test_a_delay_without_closed_days_counts_every_day():
    assert later(7) == datetime(2026, 12, 24, 10, 30, tzinfo=UTC)


def test_a_closed_day_within_the_delay_is_not_counted():
    assert later(7, closed=["2026-12-18", "2026-12-19"]) == datetime(2026, 12, 26, 10, 30, tzinfo=UTC)


def test_a_closed_day_that_the_delay_would_end_on_moves_the_end():
    assert later(7, closed=["2026-12-24", "2026-12-25"]) == datetime(2026, 12, 26, 10, 30, tzinfo=UTC)


def test_closed_days_before_and_after_the_delay_change_nothing():
    assert later(7, closed=["2026-12-17", "2026-12-25"]) == datetime(2026, 12, 24, 10, 30, tzinfo=UTC)


def test_a_delay_over_a_change_of_clocks_keeps_the_hour_of_the_clock():
    before = datetime(2026, 10, 20, 10, 0, tzinfo=UTC)

    after = open_days_later(before, 7, closed=(), zone_name="Europe/Paris")

    assert after == datetime(2026, 10, 27, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("results_on", "expected"),
    [
        (date(2027, 1, 15), datetime(2027, 1, 15, 22, 59, tzinfo=UTC)),
        (date(2026, 12, 1), datetime(2026, 12, 26, 10, 30, tzinfo=UTC)),
        (None, datetime(2026, 12, 26, 10, 30, tzinfo=UTC)),
    ],
    ids=["to come", "already past", "none"],
)
def test_a_day_of_results_to_come_is_the_promise_whatever_days_are_closed(results_on, expected):
    form = OpeningVersion(promised_days=7, results_on=results_on, zone_name="Europe/Paris")
    issuer = Issuer(closed_days=["2026-12-24", "2026-12-25"])

    assert due_at(form, issuer, THURSDAY) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_opening, make_round], ids=["claim", "application"])
def test_a_deposit_is_promised_an_answer_without_the_closed_days_of_its_structure(make):
    issuer = make_issuer()
    submission = make_submission(make(issuer))
    day_after = submission.submitted_at.astimezone().date().toordinal() + 1
    Issuer.objects.filter(pk=issuer.pk).update(closed_days=[date.fromordinal(day_after).isoformat()])
    other = make_submission(make(Issuer.objects.get(pk=issuer.pk)), address="noe@example.org")

    assert (other.due_at.date() - submission.due_at.date()).days == 1
