from __future__ import annotations

import pytest
import time_machine
from django.core.cache import cache
from django.test import RequestFactory

from wagtail_openbadges.intake.throttling import allow, network_of

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


@pytest.mark.parametrize(
    ("proxies", "passed", "network"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.66, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.66, 203.0.113.9,10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (2, " , 10.0.0.2", "10.0.0.1"),
        (1, None, "10.0.0.1"),
    ],
)
def test_network_is_what_the_proxies_of_the_site_saw_and_nothing_that_a_visitor_writes(
    settings, proxies, passed, network
):
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "PROXIES": proxies}
    headers = {} if passed is None else {"X-Forwarded-For": passed}

    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers=headers)

    assert network_of(request) == network
