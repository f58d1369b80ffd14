"""Every misconfiguration is named, with what to paste; a sound site is silent."""

import copy

import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from django.test import override_settings
from django.urls import clear_url_caches, include, path

from wagtail_openbadges import checks, conf

SOUND = settings.WAGTAIL_OPENBADGES


def found(check, **changes):
    """Return the ids that a check reports with changed settings."""
    given = {**SOUND, **changes}
    with override_settings(WAGTAIL_OPENBADGES=given):
        return [message.id.removeprefix("wagtail_openbadges.") for message in check()]


def test_sound_settings_are_silent():
    assert [
        message for check in (checks.check_settings, checks.check_storage, checks.check_urls) for message in check()
    ] == []


def test_unknown_key_is_named():
    assert found(checks.check_settings, BASE_ADRESS="x") == ["E001"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://www.example.org/openbadges/",
        "https://www.example.org/openbadges",
        "https:///openbadges/",
        "https://www.example.org/?a=b/",
        "ftp://www.example.org/",
    ],
)
def test_base_url_that_cannot_last_is_refused(address):
    assert found(checks.check_settings, BASE_URL=address) == ["E002"]


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000/openbadges/", "http://localhost/openbadges/"])
def test_base_url_of_this_machine_may_do_without_tls(address):
    assert found(checks.check_settings, BASE_URL=address) == []


@pytest.mark.parametrize("keys", [[], ["too short"], [12], [Fernet.generate_key().decode(), ""]])
def test_missing_or_wrong_encryption_key_is_refused_with_a_fresh_one_to_paste(keys):
    assert found(checks.check_settings, KEY_ENCRYPTION_KEYS=keys) == ["E003"]
    with override_settings(WAGTAIL_OPENBADGES={**SOUND, "KEY_ENCRYPTION_KEYS": keys}):
        hint = checks.check_settings()[0].hint
    assert Fernet(hint.split('["')[1].split('"]')[0])


def test_unknown_way_of_working_jobs_off_is_refused():
    assert found(checks.check_settings, JOBS="celery") == ["E004"]


def test_seams_that_cannot_be_imported_are_named():
    assert found(checks.check_settings, SIGNER="no.such.signer", SCANNERS=["no.such.scanner"]) == ["E005", "E005"]


def with_storages(**changes):
    storages = copy.deepcopy(settings.STORAGES)
    storages.update(changes)
    return override_settings(STORAGES=storages)


def test_private_storage_that_is_missing_is_refused_with_the_lines_to_paste():
    storages = {name: storage for name, storage in settings.STORAGES.items() if name != conf.PRIVATE_STORAGE}

    with override_settings(STORAGES=storages):
        (message,) = checks.check_storage()

    assert (message.id, message.hint) == ("wagtail_openbadges.E006", checks.HINT_STORAGE)


def test_private_storage_that_can_be_served_is_refused():
    served = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": f"{settings.MEDIA_ROOT}/private"},
    }

    with with_storages(openbadges_private=served):
        assert [message.id for message in checks.check_storage()] == ["wagtail_openbadges.E007"]


class WithoutAddresses:
    urlpatterns = []


class UnderAnotherPrefix:
    urlpatterns = [
        path("badges/", include("wagtail_openbadges.urls")),
        path("", include("wagtail_openbadges.well_known")),
    ]


@pytest.mark.parametrize(("urls", "code"), [(WithoutAddresses, "E008"), (UnderAnotherPrefix, "E009")])
def test_addresses_that_are_missing_or_elsewhere_are_refused(urls, code):
    with override_settings(ROOT_URLCONF=urls):
        clear_url_caches()
        messages = checks.check_urls()
    clear_url_caches()

    assert [message.id for message in messages] == [f"wagtail_openbadges.{code}"]
