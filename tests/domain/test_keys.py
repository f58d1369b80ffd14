import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from django.test import override_settings

from tests import factories
from wagtail_openbadges.domain.errors import AwardError, KeyStorageError
from wagtail_openbadges.domain.keys import local_signer, signer_of
from wagtail_openbadges.models import KeyState
from wagtail_openbadges.standard.keys import LocalSigner

pytestmark = pytest.mark.django_db


def with_keys(*keys, **more):
    return override_settings(
        WAGTAIL_OPENBADGES={**settings.WAGTAIL_OPENBADGES, "KEY_ENCRYPTION_KEYS": list(keys), **more}
    )


def test_private_part_is_stored_as_ciphertext_only():
    key = factories.make_issuer().keys.get()

    signer = local_signer(key)

    assert signer.public_multikey == key.public_part
    assert signer.private_bytes().hex() not in key.private_part
    assert Fernet(settings.WAGTAIL_OPENBADGES["KEY_ENCRYPTION_KEYS"][0]).decrypt(key.private_part.encode()) == (
        signer.private_bytes()
    )


def test_signer_after_a_rotation_of_encryption_keys_is_the_same():
    key = factories.make_issuer().keys.get()

    with with_keys(Fernet.generate_key().decode(), *settings.WAGTAIL_OPENBADGES["KEY_ENCRYPTION_KEYS"]):
        signer = local_signer(key)

    assert signer.public_multikey == key.public_part


def test_signer_with_other_encryption_keys_is_refused_by_name():
    key = factories.make_issuer().keys.get()

    with with_keys(Fernet.generate_key().decode()), pytest.raises(KeyStorageError) as refusal:
        local_signer(key)

    assert refusal.value.code == "undecryptable_key"


def test_signer_of_an_issuer_without_key_in_use_is_refused():
    issuer = factories.make_issuer()
    issuer.keys.update(state=KeyState.RETIRED)

    with pytest.raises(AwardError) as refusal:
        signer_of(issuer)

    assert refusal.value.code == "no_active_key"


OUTSIDE = LocalSigner.generate()


def outside_signer(key):
    """Stand for a key service that a site would plug in."""
    return OUTSIDE


def test_signer_seam_hands_the_key_to_the_sites_own_service():
    issuer = factories.make_issuer()

    with with_keys(*settings.WAGTAIL_OPENBADGES["KEY_ENCRYPTION_KEYS"], SIGNER="tests.domain.test_keys.outside_signer"):
        key, signer = signer_of(issuer)

    assert key == issuer.keys.get()
    assert signer is OUTSIDE
