"""The settings dict is read once, whole, and never shows its secrets."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from wagtail_openbadges import conf
from wagtail_openbadges.models.submissions import MissingStorage, private_storage


def test_settings_without_any_key_are_the_defaults():
    with override_settings(WAGTAIL_OPENBADGES={}):
        assert conf.current() == conf.Settings()


def test_settings_change_with_the_dict_and_lists_become_tuples():
    with override_settings(WAGTAIL_OPENBADGES={"MAX_FILES": 2, "SCANNERS": ["a.b"], "NO_SUCH_KEY": 1}):
        assert (conf.current().max_files, conf.current().scanners) == (2, ("a.b",))


def test_settings_never_show_the_encryption_keys():
    assert "sLB1FnSDmGqMbJ5c" not in repr(conf.current())


def test_missing_private_storage_starts_and_refuses_to_be_used():
    with override_settings(STORAGES={}):
        storage = private_storage()

    assert isinstance(storage, MissingStorage)
    with pytest.raises(ImproperlyConfigured):
        storage.exists("anything")


def test_needs_are_kept_for_a_week_and_registrations_for_half_a_year_if_nothing_is_said():
    with override_settings(WAGTAIL_OPENBADGES={}):
        assert (conf.current().needs_days, conf.current().registration_days) == (7, 180)
