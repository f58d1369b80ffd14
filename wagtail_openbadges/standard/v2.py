"""Open Badges 2.0: the hosted documents that we publish, and those that others publish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from .contexts import OPEN_BADGES_2
from .errors import DocumentError
from .facts import AchievementFacts, AlignmentFacts, AssertionFacts, IssuerFacts
from .instants import format_instant
from .members import (
    address_of,
    filled,
    flag_of,
    instant_of,
    listed,
    object_of,
    optional_instant_of,
    optional_text_of,
    reference_of,
    require_type,
    text_of,
)

ISSUER_TYPES: Final = ("Profile", "Issuer", "Organization")
VERIFICATION_TYPES: Final = ("HostedBadge", "SignedBadge", "hosted", "signed")


def issuer_document(issuer: IssuerFacts) -> dict[str, Any]:
    """Write the Profile of an issuer (OB 2.0 §4.3)."""
    return filled(
        {
            "@context": OPEN_BADGES_2,
            "type": "Profile",
            "id": issuer.address,
            "name": issuer.name,
            "url": issuer.url,
            "email": issuer.email,
            "image": issuer.image,
            "description": issuer.description,
        }
    )


def badge_class_document(achievement: AchievementFacts, issuer: IssuerFacts) -> dict[str, Any]:
    """Write the BadgeClass of one frozen version of an achievement (OB 2.0 §4.2)."""
    related = [
        {"type": "BadgeClass", "id": other.address, "@language": other.language, "version": other.version}
        for other in achievement.related
    ]
    return filled(
        {
            "@context": OPEN_BADGES_2,
            "type": "BadgeClass",
            "id": achievement.address,
            "@language": achievement.language,
            "version": achievement.version,
            "name": achievement.name,
            "description": achievement.description,
            "image": achievement.image,
            "criteria": {
                "type": "Criteria",
                "id": achievement.criteria_address,
                "narrative": achievement.criteria_narrative,
            },
            "issuer": issuer.address,
            "tags": list(achievement.tags),
            "alignment": [_alignment(alignment) for alignment in achievement.alignments],
            "related": related,
        }
    )


def assertion_document(assertion: AssertionFacts, achievement: AchievementFacts) -> dict[str, Any]:
    """Write the Assertion of one award (OB 2.0 §4.1).

    How the badge was obtained is told by an evidence object of its own: with a narrative at the top, Open Badge
    Passport drops the evidence.
    """
    way = {"type": "Evidence", "genre": assertion.way, "narrative": assertion.way_statement}
    evidence = [
        filled({"type": "Evidence", "id": item.address, "genre": item.kind, "description": item.description})
        for item in assertion.evidence
    ]
    return filled(
        {
            "@context": OPEN_BADGES_2,
            "type": "Assertion",
            "id": assertion.address,
            "recipient": {
                "type": "email",
                "hashed": True,
                "salt": assertion.identity.salt,
                "identity": f"sha256${assertion.identity.hash}",
            },
            "badge": achievement.address,
            "verification": {"type": "HostedBadge"},
            "issuedOn": format_instant(assertion.issued_at),
            "expires": assertion.expires_at and format_instant(assertion.expires_at),
            "image": assertion.image,
            "evidence": [way, *evidence],
        }
    )


def revoked_document(address: str, reason: str) -> dict[str, Any]:
    """Write what the address of a revoked Assertion answers, with HTTP 410 (OB 2.0 §6.2)."""
    document = {"@context": OPEN_BADGES_2, "type": "Assertion", "id": address, "revoked": True}
    return filled(document | {"revocationReason": reason})


def _alignment(alignment: AlignmentFacts) -> dict[str, str]:
    return filled(
        {
            "type": "AlignmentObject",
            "targetName": alignment.name,
            "targetUrl": alignment.url,
            "targetFramework": alignment.framework,
            "targetCode": alignment.code,
        }
    )


@dataclass(frozen=True, kw_only=True)
class ParsedRecipient:
    """Who received a badge: `identity` is a hash such as `sha256$…` when `is_hashed`, else plain."""

    type: str
    identity: str
    is_hashed: bool
    salt: str


@dataclass(frozen=True, kw_only=True)
class ParsedAssertion:
    """A well-formed Assertion. `badge` has at least an `id`; `document` is all that its author wrote."""

    id: str
    recipient: ParsedRecipient
    badge: Mapping[str, Any]
    verification_type: str
    issued_on: datetime
    expires: datetime | None
    document: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ParsedBadgeClass:
    """A well-formed BadgeClass. `issuer` has at least an `id`; `document` is all that its author wrote."""

    id: str
    name: str
    description: str
    issuer: Mapping[str, Any]
    document: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ParsedIssuer:
    """A well-formed Profile of an issuer; `document` is all that its author wrote."""

    id: str
    name: str
    url: str
    email: str
    document: Mapping[str, Any]


def is_revoked(document: Any) -> bool:
    """Tell whether an Assertion says that it was revoked; it may then be as short as `revoked_document`.

    Raises:
        DocumentError: it is no object, or `revoked` is neither true nor false.
    """
    return flag_of(object_of(document, "Assertion"), "revoked")


def parse_assertion(document: Any) -> ParsedAssertion:
    """Read an Assertion that is not revoked.

    Raises:
        DocumentError: its structure is not that of OB 2.0.
    """
    document = _document(document, "Assertion")
    recipient = object_of(document.get("recipient"), "recipient")
    verification = object_of(document.get("verification"), "verification")
    require_type(verification, *VERIFICATION_TYPES, member="verification")
    return ParsedAssertion(
        id=address_of(document, "id"),
        recipient=ParsedRecipient(
            type=text_of(recipient, "type", "recipient."),
            identity=text_of(recipient, "identity", "recipient."),
            is_hashed=flag_of(recipient, "hashed", "recipient."),
            salt=optional_text_of(recipient, "salt", "recipient."),
        ),
        badge=reference_of(document, "badge"),
        verification_type=next(name for name in listed(verification["type"]) if name in VERIFICATION_TYPES),
        issued_on=instant_of(document, "issuedOn"),
        expires=optional_instant_of(document, "expires"),
        document=document,
    )


def parse_badge_class(document: Any) -> ParsedBadgeClass:
    """Read a BadgeClass.

    Raises:
        DocumentError: its structure is not that of OB 2.0.
    """
    document = _document(document, "BadgeClass")
    if not isinstance(document.get("criteria"), str):
        criteria = object_of(document.get("criteria"), "criteria")
        if not (optional_text_of(criteria, "id", "criteria.") or optional_text_of(criteria, "narrative", "criteria.")):
            raise DocumentError("member_missing", member="criteria.narrative")
    if document.get("image") is None:
        raise DocumentError("member_missing", member="image")
    return ParsedBadgeClass(
        id=address_of(document, "id"),
        name=text_of(document, "name"),
        description=text_of(document, "description"),
        issuer=reference_of(document, "issuer"),
        document=document,
    )


def parse_issuer(document: Any) -> ParsedIssuer:
    """Read the Profile of an issuer.

    Raises:
        DocumentError: its structure is not that of OB 2.0.
    """
    document = _document(document, *ISSUER_TYPES)
    return ParsedIssuer(
        id=address_of(document, "id"),
        name=text_of(document, "name"),
        url=address_of(document, "url"),
        email=text_of(document, "email"),
        document=document,
    )


def _document(document: Any, *types: str) -> Mapping[str, Any]:
    """Check what all documents of 2.0 share: an object, its context and its type."""
    checked = object_of(document, types[0])
    if OPEN_BADGES_2 not in listed(checked.get("@context")):
        raise DocumentError("context_wrong", version="2.0")
    require_type(checked, *types, member=types[0])
    return checked
