"""What is installed beside us: the apps we stand on, and the base page of the site."""

import pytest
import swapper
from django.apps import apps
from django.apps.registry import Apps
from django.core.exceptions import ImproperlyConfigured

from tests.checks.reading import ids
from wagtail_openbadges.checks.installed import check_apps
from wagtail_openbadges.needed import CORE, NEEDS, PAGE_APPS, missing

ALL = {*NEEDS, *(name for needs in NEEDS.values() for name in needs)}


def test_site_with_all_apps_is_silent():
    assert check_apps() == []


@pytest.mark.parametrize("label", ["wagtail_modeladmin", "admin", "wagtailroutablepage", "wagtailembeds"])
def test_app_that_is_missing_is_named_with_the_lines_to_paste(monkeypatch, label):
    name = apps.get_app_config(label).name
    monkeypatch.delitem(apps.app_configs, label)

    (message,) = check_apps()

    lines = f'Paste into settings.py:\n    INSTALLED_APPS += [\n        "{name}",\n    ]'
    assert (ids([message]), message.hint) == (["E010"], lines)


@pytest.mark.parametrize(
    ("installed", "found"),
    [
        ({CORE, *NEEDS[CORE]}, []),
        ({CORE, PAGE_APPS[0], *NEEDS[CORE]}, list(NEEDS[PAGE_APPS[0]][1:])),
        ({CORE, *NEEDS[CORE]} - {"wagtail_modeladmin"}, ["wagtail_modeladmin"]),
        (ALL - {CORE}, [CORE]),
        (ALL, []),
    ],
)
def test_apps_that_pages_need_are_asked_only_of_a_site_that_has_our_pages(installed, found):
    assert missing(installed) == found


def test_app_whose_models_we_read_is_named_before_django_stops_without_a_word():
    with pytest.raises(ImproperlyConfigured) as stopped:
        Apps(["wagtail_openbadges.pages"])

    assert str(stopped.value).splitlines()[:3] == [
        "wagtail-openbadges needs apps that are not installed.",
        "Paste into settings.py:",
        "    INSTALLED_APPS += [",
    ]


@pytest.mark.parametrize(("page_apps", "found"), [((), []), (("openbadges_pages", "openbadges_agenda"), ["E019"])])
def test_page_apps_of_ours_on_a_base_page_of_the_site_are_refused(settings, monkeypatch, page_apps, found):
    for label in {"openbadges_pages", "openbadges_agenda"} - set(page_apps):
        monkeypatch.delitem(apps.app_configs, label)
    setattr(settings, swapper.swappable_setting("wagtailcore", "Page"), "site_pages.BasePage")

    assert ids(check_apps()) == found
