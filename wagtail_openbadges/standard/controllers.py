"""The keys that an issuer answers for, read in its own did:web document and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from .errors import KeyFormatError, VerificationError
from .instants import parse_instant
from .keys import did_web_address, public_key_of
from .loading import Loader, fetch_document
from .members import listed
from .proofs import PURPOSE, check_form, proofs_of, verify_proof

MAXIMUM_PROOFS: Final = 8


def key_of(proof: Mapping[str, Any], *, issuer: str, loader: Loader, now: datetime) -> Ed25519PublicKey:
    """Find the key of a proof in the issuer's document, where it must be listed for `assertionMethod`.

    The fragment of `verificationMethod` may spell the key out; it is never believed (Controlled Identifiers 1.0 §3.3).

    Args:
        proof: the proof.
        issuer: the DID that the signed document names as its issuer.
        loader: reads the issuer's document.
        now: the aware instant at which the key must not be withdrawn.

    Raises:
        VerificationError: the key is another's, is not listed, is not for signing badges, or was withdrawn.
        KeyFormatError: the issuer is no did:web, or the key is not an Ed25519 multikey.
        UnreachableError: the issuer's document cannot be read.
        CanonicalError: the issuer's document is not strict JSON.
    """
    address = did_web_address(issuer)
    method = proof.get("verificationMethod")
    if not isinstance(method, str) or method.partition("#")[0] != issuer:
        raise VerificationError("key_of_another", method=method, issuer=issuer)
    document = fetch_document(loader, address, identifier=issuer)
    keys = [key for key in listed(document.get("verificationMethod")) if _identifier(key, issuer) == method]
    if len(keys) != 1 or not isinstance(keys[0], Mapping):
        raise VerificationError("key_not_listed", method=method)
    key = keys[0]
    if key.get("controller") != issuer:
        raise VerificationError("key_of_another", method=method, issuer=issuer)
    if method not in [_identifier(reference, issuer) for reference in listed(document.get(PURPOSE))]:
        raise VerificationError("key_not_for_badges", method=method)
    if any(parse_instant(key[end]) <= now for end in ("expires", "revoked") if end in key):
        raise VerificationError("key_withdrawn", method=method)
    if key.get("type") != "Multikey":
        raise KeyFormatError("key_type_unsupported", type=key.get("type"))
    return public_key_of(str(key.get("publicKeyMultibase")))


def check_signed_by(document: Mapping[str, Any], issuer: str, *, loader: Loader, now: datetime) -> None:
    """Check that each proof of a document was made by its issuer, who still answers for the key.

    Raises:
        OpenBadgesError: one of the errors of `judged_proofs`, `key_of` and `verify_proof`.
    """
    for proof in judged_proofs(document):
        verify_proof(document, public_key=key_of(proof, issuer=issuer, loader=loader, now=now), proof=proof)


def judged_proofs(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the proofs of a document, when there are not too many and all are of the kind that we can judge.

    Raises:
        ProofError: there is none, or one is of another kind or not well formed.
        VerificationError: there are too many.
    """
    proofs = proofs_of(document)
    if len(proofs) > MAXIMUM_PROOFS:
        raise VerificationError("proofs_too_many", maximum=MAXIMUM_PROOFS)
    for proof in proofs:
        check_form(proof)
    return proofs


def _identifier(key: object, issuer: str) -> object:
    """Read the id of a key or of a reference to one; within a DID document it may be a fragment alone."""
    identifier = key.get("id") if isinstance(key, Mapping) else key
    return issuer + identifier if isinstance(identifier, str) and identifier.startswith("#") else identifier
