"""A cache for the tests."""

from __future__ import annotations

from django.core.cache.backends.dummy import DummyCache


class ForgetfulCache(DummyCache):
    """Say that an entry is there, and have dropped it a moment later."""

    def add(self, key, value, timeout=None, version=None):
        return False
