from __future__ import annotations

import pytest
import time_machine
from django.core.cache import cache

from wagtail_openbadges.intake.throttling import allow

NOON = "2026-08-28T12:00:00Z"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


def times(count: int, *, scope: str = "mail", identity: str = "lea@example.org", limit: int = 2) -> list[bool]:
    return [allow(scope, identity, limit=limit, seconds=3600) for _ in range(count)]


@time_machine.travel(NOON, tick=False)
def test_allow_stops_after_the_limit():
    assert times(4) == [True, True, False, False]


@time_machine.travel(NOON, tick=False)
def test_allow_counts_each_scope_and_each_identity_apart():
    times(3)

    assert (times(1, scope="code"), times(1, identity="noe@example.org")) == ([True], [True])


def test_allow_forgets_in_the_next_window():
    with time_machine.travel(NOON, tick=False) as traveller:
        times(3)
        traveller.shift(3600)

        assert times(1) == [True]


@time_machine.travel(NOON, tick=False)
def test_allow_with_a_limit_of_nothing_stops_everybody():
    assert times(2, limit=0) == [False, False]


@time_machine.travel(NOON, tick=False)
def test_allow_stores_no_identity():
    times(1)

    assert "lea" not in repr(cache._cache)


def test_allow_with_a_cache_that_forgets_stops_nobody(settings):
    settings.CACHES = {"default": {"BACKEND": "tests.intake.forgetful.ForgetfulCache"}}

    assert times(3, limit=1) == [True, True, True]
