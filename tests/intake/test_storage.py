from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.files.storage import FileSystemStorage, InMemoryStorage, Storage, storages

from wagtail_openbadges import conf
from wagtail_openbadges.intake.storage import is_served

FILES = "django.core.files.storage.FileSystemStorage"


def test_is_served_storage_of_the_test_site_is_not():
    assert is_served(storages[conf.PRIVATE_STORAGE]) is False


@pytest.mark.parametrize(
    ("folder", "served"),
    [
        ("media", True),
        ("media/evidence", True),
        ("static/evidence", True),
        ("css", True),
        ("vendor", True),
        ("media/../private", False),
        ("media-private", False),
    ],
)
def test_is_served_folder_depends_on_the_roots_of_the_site(settings, tmp_path, folder, served):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = str(tmp_path / "static")
    settings.STATICFILES_DIRS = [tmp_path / "css", ("vendor", tmp_path / "vendor")]

    assert is_served(FileSystemStorage(location=tmp_path / folder)) is served


def test_is_served_site_without_any_root_serves_nothing(settings, tmp_path):
    settings.MEDIA_ROOT = ""
    settings.STATIC_ROOT = None

    assert is_served(FileSystemStorage(location=tmp_path)) is False


def test_is_served_folder_of_media_may_be_told_by_its_storage(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": FILES, "OPTIONS": {"location": tmp_path / "pictures"}},
    }

    assert is_served(FileSystemStorage(location=tmp_path / "pictures" / "private")) is True
    assert is_served(FileSystemStorage(location=tmp_path / "private")) is False


class Bucket(Storage):
    """A storage of media that keeps nothing here: its location begins the names of its files."""

    def __init__(self, location):
        self.location = location


def test_is_served_folder_that_is_named_like_the_beginning_in_a_bucket_is_not(settings, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    bucket = {"BACKEND": f"{__name__}.Bucket", "OPTIONS": {"location": "media"}}
    settings.STORAGES = {**settings.STORAGES, "default": bucket}

    assert is_served(FileSystemStorage(location=tmp_path / "media")) is False


@pytest.mark.parametrize("broken", [{"BACKEND": "no.such.Storage"}, {}, {"BACKEND": FILES, "OPTIONS": {"folder": "x"}}])
def test_is_served_beside_a_broken_storage_of_media_looks_at_the_other_roots(settings, tmp_path, broken):
    settings.STORAGES = {**settings.STORAGES, "default": broken}
    settings.MEDIA_ROOT = tmp_path / "media"

    assert is_served(FileSystemStorage(location=tmp_path / "media" / "private")) is True
    assert is_served(FileSystemStorage(location=tmp_path / "private")) is False


@pytest.mark.parametrize(
    ("facts", "served"),
    [
        ({"default_acl": None, "querystring_auth": True}, False),
        ({"default_acl": "private", "querystring_auth": True}, False),
        ({"default_acl": "public-read", "querystring_auth": True}, True),
        ({"default_acl": None, "querystring_auth": False}, True),
    ],
)
def test_is_served_bucket_depends_on_its_access(facts, served):
    assert is_served(SimpleNamespace(**facts)) is served


def test_is_served_storage_that_says_nothing_is_trusted():
    assert is_served(InMemoryStorage()) is False
