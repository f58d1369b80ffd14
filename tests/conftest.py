"""Fixtures that every room uses."""

import shutil

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command


@pytest.fixture(autouse=True, scope="session")
def _scratch():
    """Keep what the tests write in one folder, and remove it."""
    settings.SCRATCH.mkdir(parents=True, exist_ok=True)
    yield
    shutil.rmtree(settings.SCRATCH, ignore_errors=True)


@pytest.fixture(autouse=True)
def _fresh_cache():
    """Forget what was counted against whoever asked too often in an earlier test."""
    cache.clear()


@pytest.fixture
def site_after_flush(transactional_db):
    """Rebuild what a transactional test flushed: Wagtail's root page, site, locale and permissions."""
    call_command("migrate", verbosity=0, run_syncdb=True)
