"""The checks of an Open Badges 3.0 credential with Data Integrity proofs (OB 3.0 §8, eddsa-rdfc-2022)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final

from .controllers import check_signed_by, judged_proofs, key_of
from .errors import DocumentError, OpenBadgesError, VerificationError
from .instants import format_instant
from .loading import Loader, fetch_document
from .members import listed, optional_instant_of
from .proofs import document_hash, verify_proof
from .recipients import check_recipient
from .report import (
    DOUBTFUL_CODES,
    Check,
    Findings,
    Outcome,
    VerifiedFacts,
    attempt,
    legible,
    not_applicable,
    not_reached,
    passed,
    refused,
)
from .status_list import read_status
from .v3 import STATUS_TYPE, ParsedCredential, ParsedStatus, parse_credential

ROWS: Final = ("structure", "terms", "proof", "key", "dates", "status", "schema", "recipient", "endorsements")
MAXIMUM_STATUSES: Final = 4
# What a set slot says, by the purpose of its list (Bitstring Status List 1.0 §2.1).
WITHDRAWN: Final = {"revocation": "revoked", "suspension": "suspended"}


def check_credential(document: Mapping[str, Any], *, loader: Loader, now: datetime, recipient: str | None) -> Findings:
    """Make every check of a 3.0 credential.

    Args:
        document: the credential.
        loader: reads the issuer's document and the status list.
        now: the aware instant at which the badge must hold.
        recipient: a normalised e-mail address to compare with, or None.

    Returns:
        One row per name of `ROWS`, and what the credential says.
    """
    try:
        parsed = parse_credential(document)
    except OpenBadgesError as error:
        return Findings((refused("structure", error), *map(not_reached, ROWS[1:])))
    terms = attempt("terms", partial(_terms, document))
    rows = (
        passed("structure", "structure_sound", version="3.0"),
        terms,
        *_proof_and_key(parsed, terms, loader, now),
        attempt("dates", partial(_dates, parsed, now)),
        attempt("status", partial(_status, parsed, loader, now)),
        not_applicable("schema", "schema_not_used"),
        attempt("recipient", partial(check_recipient, parsed.identities, recipient)),
        not_applicable("endorsements", "endorsements_not_checked"),
    )
    return Findings(rows, _facts(parsed))


def check_dates(issued_at: datetime, expires_at: datetime | None, now: datetime) -> Check:
    """Check that a badge is in its period of validity.

    Raises:
        VerificationError: it is not, or its period has no length.
    """
    if issued_at > now:
        raise VerificationError("not_valid_yet", instant=format_instant(issued_at))
    if expires_at is not None and expires_at < issued_at:
        raise VerificationError("dates_reversed")
    if expires_at is not None and expires_at <= now:
        raise VerificationError("expired", instant=format_instant(expires_at))
    return passed("dates", "dates_current")


def _terms(document: Mapping[str, Any]) -> Check:
    document_hash(document)
    return passed("terms", "terms_known")


def _proof_and_key(parsed: ParsedCredential, terms: Check, loader: Loader, now: datetime) -> tuple[Check, Check]:
    issuer = str(parsed.issuer["id"])
    try:
        proofs = judged_proofs(parsed.document)
    except OpenBadgesError as error:
        return refused("proof", error), not_reached("key")
    try:
        keys = [key_of(proof, issuer=issuer, loader=loader, now=now) for proof in proofs]
    except OpenBadgesError as error:
        return not_reached("proof"), refused("key", error)
    key = passed("key", "key_of_issuer", issuer=legible(issuer))
    if terms.outcome is not Outcome.PASSED:
        return not_reached("proof"), key
    try:
        for proof, public_key in zip(proofs, keys, strict=True):
            verify_proof(parsed.document, public_key=public_key, proof=proof)
    except OpenBadgesError as error:
        return refused("proof", error), key
    return passed("proof", "proof_holds"), key


def _dates(parsed: ParsedCredential, now: datetime) -> Check:
    for proof in listed(parsed.document.get("proof")):
        if isinstance(proof, Mapping) and not _is_current(proof, "created", "expires", now):
            raise VerificationError("proof_not_current")
    return check_dates(parsed.valid_from, parsed.valid_until, now)


def _is_current(document: Mapping[str, Any], begin: str, end: str, now: datetime) -> bool:
    begins, ends = optional_instant_of(document, begin), optional_instant_of(document, end)
    return (begins is None or begins <= now) and (ends is None or now < ends)


def _status(parsed: ParsedCredential, loader: Loader, now: datetime) -> Check:
    if not parsed.statuses:
        return not_applicable("status", "status_not_offered")
    if len(parsed.statuses) > MAXIMUM_STATUSES:
        raise DocumentError("status_malformed")
    for status in parsed.statuses:
        if status.type != STATUS_TYPE:
            raise VerificationError("not_supported_yet", what=status.type)
        if status.purpose not in WITHDRAWN:
            raise VerificationError("status_purpose_unsupported", purpose=status.purpose)
        if _is_set(status, str(parsed.issuer["id"]), loader, now):
            raise VerificationError(WITHDRAWN[status.purpose])
    return passed("status", "status_not_revoked")


def _is_set(status: ParsedStatus, issuer: str, loader: Loader, now: datetime) -> bool:
    url = status.list_address
    try:
        credential = fetch_document(loader, url)
        check_signed_by(credential, issuer, loader=loader, now=now)
        is_current = _is_current(credential, "validFrom", "validUntil", now)
    except OpenBadgesError as error:
        if error.code in DOUBTFUL_CODES:
            raise
        raise VerificationError("status_list_untrusted", url=url) from error
    named = credential.get("issuer")
    if (named.get("id") if isinstance(named, Mapping) else named) != issuer:
        raise VerificationError("status_list_other", url=url)
    if not is_current:
        raise VerificationError("status_list_not_current", url=url)
    return read_status(credential, status.index, purpose=status.purpose)


def _facts(parsed: ParsedCredential) -> VerifiedFacts:
    achievement, issuer = parsed.achievement, parsed.issuer
    criteria = achievement["criteria"]
    image = achievement.get("image")
    return VerifiedFacts(
        achievement_address=legible(achievement["id"]),
        achievement_name=legible(achievement["name"]),
        achievement_description=legible(achievement["description"]),
        achievement_image=legible(image.get("id") if isinstance(image, Mapping) else image),
        criteria_narrative=legible(criteria.get("narrative")),
        tags=tuple(map(legible, listed(achievement.get("tag")))),
        issuer_id=legible(issuer["id"]),
        issuer_name=legible(issuer.get("name")),
        issuer_url=legible(issuer.get("url")),
        assertion_address=legible(parsed.id),
        issued_at=parsed.valid_from,
        expires_at=parsed.valid_until,
    )
