"""The private storage: a check fails when it is missing, and whenever a web server could hand its files out."""

import copy
import os

import pytest

from tests.checks.reading import ids
from wagtail_openbadges import conf
from wagtail_openbadges.checks.storage import HINT_STORAGE, check_storage

FILES = "django.core.files.storage.FileSystemStorage"


@pytest.fixture
def house(settings, tmp_path):
    """A site whose folders lie side by side: media, static and private."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = tmp_path / "static"
    for name in ("media", "static", "private"):
        (tmp_path / name).mkdir()
    return tmp_path


@pytest.fixture
def private(settings):
    def keep(backend=FILES, **options):
        storages = copy.deepcopy(settings.STORAGES)
        storages[conf.PRIVATE_STORAGE] = {"BACKEND": backend, "OPTIONS": options}
        settings.STORAGES = storages

    return keep


def test_storage_beside_the_served_folders_is_silent(house, private):
    private(location=house / "private", base_url=None)

    assert check_storage() == []


def test_storage_that_is_missing_is_refused_with_the_lines_to_paste(settings):
    settings.STORAGES = {name: kept for name, kept in settings.STORAGES.items() if name != conf.PRIVATE_STORAGE}

    (message,) = check_storage()

    assert (ids([message]), message.hint) == (["E006"], HINT_STORAGE)


def test_storage_whose_class_is_missing_is_refused_with_its_name(private):
    private(backend="no.such.Storage")

    (message,) = check_storage()

    assert ids([message]) == ["E006"]
    assert "no.such.Storage" in message.hint


@pytest.mark.parametrize("folder", ["media", "media/private", "static/deep/down", "media/../static"])
def test_storage_in_a_served_folder_is_refused(house, private, folder):
    private(location=house / folder, base_url=None)

    assert ids(check_storage()) == ["E007"]


def test_storage_without_a_folder_of_its_own_is_refused(house, private):
    private(base_url=None)

    assert ids(check_storage()) == ["E007"]


def test_storage_behind_a_link_into_a_served_folder_is_refused(house, private):
    (house / "vault").symlink_to(house / "media")
    private(location=house / "vault", base_url=None)

    assert ids(check_storage()) == ["E007"]


@pytest.mark.parametrize("target", ["private", "."])
def test_storage_that_a_link_in_a_served_folder_leads_to_is_refused(house, private, target):
    (house / "media" / "link").symlink_to(house / target)
    private(location=house / "private", base_url=None)

    assert ids(check_storage()) == ["E007"]


def test_link_in_a_served_folder_that_leads_elsewhere_is_silent(house, private):
    (house / "elsewhere").mkdir()
    (house / "media" / "link").symlink_to(house / "elsewhere")
    private(location=house / "private", base_url=None)

    assert check_storage() == []


def test_link_in_a_served_folder_that_leads_in_a_circle_is_silent(house, private):
    (house / "media" / "link").symlink_to(house / "media" / "link")
    private(location=house / "private", base_url=None)

    assert check_storage() == []


def test_served_folder_that_is_a_circle_of_links_is_silent(house, private, settings):
    settings.MEDIA_ROOT = house / "circle"
    settings.MEDIA_ROOT.symlink_to(settings.MEDIA_ROOT)
    private(location=house / "private", base_url=None)

    assert check_storage() == []


def test_served_folder_that_may_not_be_listed_is_silent(house, private, monkeypatch):
    def refuse(folder):
        raise PermissionError(folder)

    # Tests may run as root, who may list every folder.
    monkeypatch.setattr(os, "scandir", refuse)
    private(location=house / "private", base_url=None)

    found = check_storage()
    monkeypatch.undo()

    assert found == []


@pytest.mark.parametrize("broken", [{}, {"BACKEND": FILES, "OPTIONS": {"folder": "private"}}])
def test_storage_that_cannot_be_made_is_refused(settings, broken):
    settings.STORAGES = {**settings.STORAGES, conf.PRIVATE_STORAGE: broken}

    assert ids(check_storage()) == ["E006"]


def test_storage_with_an_address_of_its_own_is_refused(house, private):
    private(location=house / "private", base_url="/private/")

    assert ids(check_storage()) == ["E007"]


def test_storage_of_another_kind_is_not_asked_for_its_folder(house, private):
    private(backend="django.core.files.storage.InMemoryStorage")

    assert check_storage() == []
