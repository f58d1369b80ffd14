"""Signing keys: made with the issuer, encrypted at rest, never shown."""

from __future__ import annotations

from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.db import transaction
from django.utils.module_loading import import_string

from .. import conf
from ..models import Issuer, KeyState, SigningKey, Verb
from ..standard.keys import LocalSigner, Signer
from .errors import AwardError, KeyStorageError
from .log import record


def _vault() -> MultiFernet:
    keys = conf.current().key_encryption_keys
    if not keys:
        raise KeyStorageError("no_encryption_key")
    return MultiFernet([Fernet(key) for key in keys])


@transaction.atomic
def create_key(issuer: Issuer, *, by: Any = None) -> SigningKey:
    """Make and store a fresh Ed25519 key for an issuer that has none in use.

    Args:
        issuer: whose key it is.
        by: the user who asked, if any.

    Returns:
        The stored key; its `kid` is its multikey, which is also the fragment of the verification method
        (Data Integrity EdDSA Cryptosuites 1.0, §2.1).

    Raises:
        KeyStorageError: when the site has no key-encryption key.
    """
    signer = LocalSigner.generate()
    key = SigningKey.objects.create(
        issuer=issuer,
        kid=signer.public_multikey,
        public_part=signer.public_multikey,
        private_part=_vault().encrypt(signer.private_bytes()).decode(),
    )
    record(Verb.KEY_CREATED, by=by, issuer_id=issuer.pk)
    return key


def local_signer(key: SigningKey) -> Signer:
    """Return the signer of a key whose private part is in our database.

    Raises:
        KeyStorageError: when no key-encryption key of the site opens it.
    """
    try:
        return LocalSigner(_vault().decrypt(key.private_part.encode()))
    except InvalidToken:
        raise KeyStorageError("undecryptable_key") from None


def signer_of(issuer: Issuer) -> tuple[SigningKey, Signer]:
    """Return the key in use of an issuer, and what signs with it (the `SIGNER` seam).

    Raises:
        AwardError: when the issuer has no key in use.
    """
    key = issuer.keys.filter(state=KeyState.ACTIVE, algorithm=SigningKey.Algorithm.ED25519).first()
    if key is None:
        raise AwardError("no_active_key")
    key.issuer = issuer
    return key, import_string(conf.current().signer)(key)
