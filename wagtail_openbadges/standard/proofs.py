"""Data Integrity proofs with the cryptosuite eddsa-rdfc-2022 (W3C vc-di-eddsa 1.0 §3.2), which 1EdTech asks for."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from . import multibase
from .canonical import canonicalise, hash_hex
from .contexts import VENDORED, Contexts
from .errors import KeyFormatError, ProofError
from .instants import format_instant
from .keys import Signer

PROOF_TYPE: Final = "DataIntegrityProof"
CRYPTOSUITE: Final = "eddsa-rdfc-2022"
PURPOSE: Final = "assertionMethod"
SIGNATURE_SIZE: Final = 64


def document_hash(document: Mapping[str, Any], *, contexts: Contexts = VENDORED) -> str:
    """Hash what a document says without its proofs (§3.2.4), in hexadecimal.

    Raises:
        CanonicalError: the document cannot be put in canonical form.
        ContextError: it uses a context outside `contexts`.
    """
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    return hash_hex(canonicalise(unsecured, contexts=contexts))


def proof_hash(proof: Mapping[str, Any], *, context: Any, contexts: Contexts = VENDORED) -> str:
    """Hash what a proof says without its signature (§3.2.5), in hexadecimal.

    Args:
        proof: the proof, signed or not yet.
        context: `@context` of the document, in which the proof is read.
        contexts: the only contexts that may be used.

    Raises:
        CanonicalError: the proof cannot be put in canonical form.
        ContextError: `context` names one outside `contexts`.
    """
    config = {name: value for name, value in proof.items() if name != "proofValue"}
    return hash_hex(canonicalise(config | {"@context": context}, contexts=contexts))


def add_proof(
    document: Mapping[str, Any],
    signer: Signer,
    *,
    verification_method: str,
    created: datetime,
    contexts: Contexts = VENDORED,
) -> dict[str, Any]:
    """Sign a document.

    Args:
        document: the document; proofs that it already carries stay beside the new one.
        signer: whoever holds the key.
        verification_method: the address of the key, `did:web:…#z6Mk…`.
        created: aware instant of the signature.
        contexts: the only contexts that the document may use.

    Returns:
        A new document whose `proof` is a list.

    Raises:
        CanonicalError: the document cannot be put in canonical form.
        ContextError: it uses a context outside `contexts`.
        InstantError: `created` has no zone.
    """
    proof = {
        "type": PROOF_TYPE,
        "cryptosuite": CRYPTOSUITE,
        "created": format_instant(created),
        "verificationMethod": verification_method,
        "proofPurpose": PURPOSE,
    }
    signature = signer.sign(_signed_bytes(document, proof, contexts))
    others = proofs_of(document) if "proof" in document else []
    signed = copy.deepcopy(dict(document))
    signed["proof"] = [*others, proof | {"proofValue": multibase.encode_base58btc(signature)}]
    return signed


def proofs_of(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the proofs of a document, one or several.

    Raises:
        ProofError: there is none, or one is not an object.
    """
    member: Any = document.get("proof")
    proofs = member if isinstance(member, list) else [member]
    if member is None or not proofs:
        raise ProofError("proof_missing")
    if not all(isinstance(proof, Mapping) for proof in proofs):
        raise ProofError("proof_malformed", member="proof")
    return [copy.deepcopy(dict(proof)) for proof in proofs]


def verify_proof(
    document: Mapping[str, Any],
    *,
    public_key: Ed25519PublicKey,
    proof: Mapping[str, Any],
    contexts: Contexts = VENDORED,
) -> None:
    """Check that a key signed a document (§3.2.2). Whose key it is, is not judged here.

    Args:
        document: the document, with or without its proofs.
        public_key: the key found in the issuer's own document.
        proof: one of the document's proofs.
        contexts: the only contexts that the document may use.

    Raises:
        ProofError: the proof is of another kind, is not well formed, or does not match.
        CanonicalError: the document cannot be put in canonical form.
        ContextError: it uses a context outside `contexts`.
    """
    check_form(proof)
    signature = _signature_of(proof)
    document = _in_context_of(document, proof)
    try:
        public_key.verify(signature, _signed_bytes(document, proof, contexts))
    except InvalidSignature as error:
        raise ProofError("proof_signature_invalid") from error


def check_form(proof: Mapping[str, Any]) -> None:
    """Check that a proof is one that we can judge, before its key is looked for (§3.2.2).

    Raises:
        ProofError: the proof is of another kind, for another purpose, or is not well formed.
    """
    if proof.get("type") != PROOF_TYPE:
        raise ProofError("proof_type_unsupported", type=proof.get("type"))
    if proof.get("cryptosuite") != CRYPTOSUITE:
        raise ProofError("proof_suite_unsupported", cryptosuite=proof.get("cryptosuite"))
    if "previousProof" in proof:
        raise ProofError("proof_chain_unsupported")
    if proof.get("proofPurpose") != PURPOSE:
        raise ProofError("proof_purpose_wrong", purpose=proof.get("proofPurpose"))
    for member in ("verificationMethod", "proofValue"):
        if not isinstance(proof.get(member), str):
            raise ProofError("proof_malformed", member=member)


def _signature_of(proof: Mapping[str, Any]) -> bytes:
    value: str = proof["proofValue"]
    try:
        signature = multibase.decode(value)
    except KeyFormatError as error:
        raise ProofError("proof_malformed", member="proofValue") from error
    if not value.startswith("z") or len(signature) != SIGNATURE_SIZE:
        raise ProofError("proof_malformed", member="proofValue")
    return signature


def _in_context_of(document: Mapping[str, Any], proof: Mapping[str, Any]) -> Mapping[str, Any]:
    """Read the document in the contexts that the proof names, which must begin the document's own (§3.2.2, step 4)."""
    if "@context" not in proof:
        return document
    named, own = (
        value if isinstance(value, list) else [value] for value in (proof["@context"], document.get("@context"))
    )
    if own[: len(named)] != named:
        raise ProofError("proof_context_mismatch")
    return {**document, "@context": named}


def _signed_bytes(document: Mapping[str, Any], proof: Mapping[str, Any], contexts: Contexts) -> bytes:
    """Join the two hashes that are signed (§3.2.4): the proof's, then the document's."""
    parts = (
        proof_hash(proof, context=document.get("@context"), contexts=contexts),
        document_hash(document, contexts=contexts),
    )
    return bytes.fromhex("".join(parts))
