from datetime import UTC, datetime

import pytest
import time_machine

from wagtail_openbadges.jobs import daily, kick, registry
from wagtail_openbadges.jobs.errors import JobError
from wagtail_openbadges.models import JobState, OutboxJob

pytestmark = pytest.mark.django_db

BEFORE = datetime(2026, 12, 1, 5, 30, tzinfo=UTC)
MORNING = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)
"""Seven o'clock in Paris."""


def digests():
    return list(OutboxJob.objects.filter(kind="digest").order_by("key").values_list("key", "run_after", "state"))


def test_the_first_drain_of_a_day_keeps_its_job_for_the_morning():
    with time_machine.travel(BEFORE, tick=False):
        kick.run()

    assert digests() == [("digest:2026-12-01", MORNING, JobState.WAITING)]


def test_further_drains_of_a_day_keep_no_further_job():
    for instant in (BEFORE, MORNING, datetime(2026, 12, 1, 22, 59, tzinfo=UTC)):
        with time_machine.travel(instant, tick=False):
            kick.run()

    assert digests() == [("digest:2026-12-01", MORNING, JobState.DONE)]


def test_a_day_begins_at_the_midnight_of_the_site():
    with time_machine.travel(datetime(2026, 12, 1, 23, 30, tzinfo=UTC), tick=False):
        kick.run()

    assert [key for key, _run_after, _state in digests()] == ["digest:2026-12-02"]


def test_a_drain_that_comes_late_does_the_job_of_its_day_at_once():
    afternoon = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
    with time_machine.travel(afternoon, tick=False):
        drained = kick.run()

    assert (drained.done, digests()) == (2, [("digest:2026-12-01", afternoon, JobState.DONE)])


def test_planning_twice_at_once_keeps_one_job():
    daily.plan(BEFORE)
    OutboxJob.objects.update(state=JobState.DONE)

    daily.plan(BEFORE)

    assert [state for _key, _run_after, state in digests()] == [JobState.DONE]


@pytest.mark.django_db(transaction=True)
def test_planning_a_day_that_has_its_job_only_reads(django_assert_num_queries):
    daily.plan(BEFORE)

    with django_assert_num_queries(1) as asked:
        daily.plan(BEFORE)

    assert asked.captured_queries[0]["sql"].startswith("SELECT")


def test_register_daily_twice_with_one_handler_keeps_one_kind():
    registry.register_daily("digest", registry.HANDLERS["digest"])

    assert registry.DAILY.count("digest") == 1


def test_register_daily_with_another_handler_is_refused():
    with pytest.raises(JobError) as refused:
        registry.register_daily("digest", lambda payload, fence: None)

    assert (refused.value.code, refused.value.params) == ("job_kind_taken", {"kind": "digest"})
