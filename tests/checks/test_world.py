"""How the site meets the world: what `check` says always, and what it says before a deployment."""

import pytest

from tests.checks.reading import ids
from wagtail_openbadges.checks.site import HANDLER
from wagtail_openbadges.checks.world import check_address_of_site, check_deployment, check_host


@pytest.fixture
def ready(settings):
    """A site that is ready for the world."""
    settings.FILE_UPLOAD_HANDLERS = [HANDLER, "django.core.files.uploadhandler.MemoryFileUploadHandler"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
    settings.DEFAULT_FROM_EMAIL = "badges@maison.fr"
    yield
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.mark.parametrize(
    ("debug", "hosts", "found"),
    [
        (False, ["*"], []),
        (False, ["badges.example.org"], []),
        (False, [".example.org"], []),
        (False, ["www.example.org"], ["W031"]),
        (False, [], ["W031"]),
        (True, [], []),
    ],
)
def test_host_of_documents_that_the_site_refuses_is_named(settings, debug, hosts, found):
    settings.DEBUG = debug
    settings.ALLOWED_HOSTS = hosts

    assert ids(check_host()) == found


def test_host_of_an_address_that_is_none_breaks_nothing(settings):
    settings.ALLOWED_HOSTS = []
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "BASE_URL": "https://[broken"}

    assert check_host() == []


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://www.example.org/openbadges/", ["W030"]),
        ("https://example.com/openbadges/", ["W030"]),
        ("http://localhost:8000/openbadges/", ["W030"]),
        ("https://badges.maison.fr/openbadges/", []),
        ("https://myexample.org/openbadges/", []),
    ],
)
def test_address_that_was_pasted_and_not_changed_is_named_before_a_deployment(settings, address, found):
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "BASE_URL": address}

    assert ids(check_address_of_site()) == found


def test_deployment_of_a_site_that_is_ready_is_silent(ready):
    assert check_deployment() == []


def test_deployment_without_a_limit_for_strangers_is_named(ready, settings):
    settings.FILE_UPLOAD_HANDLERS = settings.FILE_UPLOAD_HANDLERS[1:]

    assert ids(check_deployment()) == ["W024"]


@pytest.mark.parametrize(
    ("backend", "found"), [("django.core.cache.backends.locmem.LocMemCache", ["W027"]), ("no.such.Cache", [])]
)
def test_deployment_with_a_cache_in_each_process_is_named(ready, settings, backend, found):
    settings.CACHES = {"default": {"BACKEND": backend}}

    assert ids(check_deployment()) == found


def test_deployment_with_the_sender_that_django_invents_is_named(ready, settings):
    settings.DEFAULT_FROM_EMAIL = "webmaster@localhost"

    assert ids(check_deployment()) == ["W032"]
