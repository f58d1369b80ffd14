"""Fixtures that every room uses."""

import shutil

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.utils import translation
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale, Page, Site


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


@pytest.fixture(autouse=True)
def _language_of_the_settings():
    """Speak the language of the settings, whichever one an earlier test left active."""
    translation.deactivate()


@pytest.fixture
def site_after_flush(transactional_db):
    """Rebuild what an earlier transactional test flushed: permissions, and Wagtail's locale, root page and site."""
    call_command("migrate", verbosity=0, run_syncdb=True)
    if Site.objects.exists():
        return
    Locale.objects.get_or_create(language_code=get_supported_content_language_variant(settings.LANGUAGE_CODE))
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(instance=Page(title="Accueil", slug="home"))
    Site.objects.create(hostname="localhost", port=80, root_page=home, is_default_site=True)
