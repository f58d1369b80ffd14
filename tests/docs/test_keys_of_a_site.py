"""What "Back up, restore, and change keys" tells to do does what it says."""

import pytest
from cryptography.fernet import Fernet
from django.test import override_settings

from tests.factories import make_issuer
from wagtail_openbadges.domain.errors import KeyStorageError
from wagtail_openbadges.domain.keys import signer_of

from .pages import DOCS, snippets_of

pytestmark = pytest.mark.django_db

[ROTATION] = [one.text for one in snippets_of(DOCS / "how-to" / "back-up.md") if "vault.rotate" in one.text]


def with_keys(*keys):
    return override_settings(
        WAGTAIL_OPENBADGES={"BASE_URL": "https://badges.example.org/openbadges/", "KEY_ENCRYPTION_KEYS": list(keys)}
    )


@pytest.fixture
def keys():
    return Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def issuer(keys):
    with with_keys(keys[0]):
        return make_issuer()


def test_encryption_key_is_changed_as_told_and_the_old_one_is_no_longer_needed(issuer, keys):
    old, fresh = keys
    with with_keys(old):
        before = signer_of(issuer)[1].public_multikey

    with with_keys(fresh, old):
        exec(ROTATION, {})  # noqa: S102 - to execute it is the test

    with with_keys(fresh):
        assert signer_of(issuer)[1].public_multikey == before


def test_encryption_key_that_is_dropped_too_early_is_missed_by_name(issuer, keys):
    _old, fresh = keys

    with with_keys(fresh), pytest.raises(KeyStorageError, match="key"):
        signer_of(issuer)
