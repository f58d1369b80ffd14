"""Open Badges 3.0: profiles, achievements and credentials, in the one shape that all its readers accept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from .contexts import CREDENTIALS_V2, DID_V1, OPEN_BADGES_3, OPEN_BADGES_3_EXTENSIONS
from .errors import DocumentError
from .facts import (
    AchievementFacts,
    AlignmentFacts,
    AssertionFacts,
    CriterionFacts,
    EvidenceFacts,
    IdentityFacts,
    IssuerFacts,
    PublicKeyFacts,
    StatusFacts,
)
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

CREDENTIAL_SCHEMA: Final = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
CREDENTIAL_TYPES: Final = ("OpenBadgeCredential", "AchievementCredential")
STATUS_TYPE: Final = "BitstringStatusListEntry"
STATUS_PURPOSE: Final = "revocation"
OPEN_BADGES_3_CONTEXT: Final = re.compile(
    r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.0\.[0-9]+)?\.json", re.ASCII
)
SLOT: Final = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)


def verification_method(issuer: IssuerFacts, multikey: str) -> str:
    """Name a key of an issuer: its DID, and the multikey itself as the fragment."""
    return f"{issuer.did}#{multikey}"


def issuer_object(issuer: IssuerFacts) -> dict[str, Any]:
    """Write an issuer as it stands inside its credentials: who it is, without contact data."""
    return filled(
        {
            "id": issuer.did,
            "type": ["Profile"],
            "name": issuer.name,
            "url": issuer.url,
            "image": _image(issuer.image),
        }
    )


def profile_document(issuer: IssuerFacts, keys: Sequence[PublicKeyFacts]) -> dict[str, Any]:
    """Write the Profile of an issuer, which is its DID document as well.

    Args:
        issuer: the issuer.
        keys: all the keys that it ever signed with. Those given up as compromised stay listed, but no credential
            may rest on them.
    """
    methods = [
        {
            "id": verification_method(issuer, key.multikey),
            "type": "Multikey",
            "controller": issuer.did,
            "publicKeyMultibase": key.multikey,
        }
        for key in keys
    ]
    trusted = [verification_method(issuer, key.multikey) for key in keys if not key.is_compromised]
    members = {
        "@context": [DID_V1, CREDENTIALS_V2, OPEN_BADGES_3],
        **issuer_object(issuer),
        "email": issuer.email,
        "description": issuer.description,
        "verificationMethod": methods,
        "assertionMethod": trusted,
    }
    return filled(members)


def achievement_document(achievement: AchievementFacts, issuer: IssuerFacts) -> dict[str, Any]:
    """Write one frozen version of an achievement (OB 3.0 §B.1.3) as its own address answers it."""
    return {"@context": [CREDENTIALS_V2, OPEN_BADGES_3], **_achievement(achievement, issuer)}


def credential(assertion: AssertionFacts, achievement: AchievementFacts, issuer: IssuerFacts) -> dict[str, Any]:
    """Write the OpenBadgeCredential of one award (OB 3.0 §B.1.1), not signed yet.

    It holds no name and no address of the person, and no evidence: hashes and addresses stand for them.
    """
    return filled(
        {
            "@context": [CREDENTIALS_V2, OPEN_BADGES_3, OPEN_BADGES_3_EXTENSIONS],
            "id": assertion.credential_address,
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": achievement.name,
            "issuer": issuer_object(issuer),
            "validFrom": format_instant(assertion.issued_at),
            "validUntil": assertion.expires_at and format_instant(assertion.expires_at),
            "credentialSubject": filled(
                {
                    "id": assertion.subject_id,
                    "type": ["AchievementSubject"],
                    "identifier": [_identity(assertion.identity)],
                    "achievement": _awarded(achievement, issuer, assertion),
                    "result": [
                        {
                            "type": ["Result"],
                            "resultDescription": _criterion_address(achievement, result.uid),
                            "value": result.result,
                        }
                        for result in assertion.results
                    ],
                }
            ),
            "evidence": [_evidence(item) for item in assertion.evidence],
            "credentialSchema": [{"id": CREDENTIAL_SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
            "credentialStatus": assertion.status and _status(assertion.status),
        }
    )


def _awarded(achievement: AchievementFacts, issuer: IssuerFacts, assertion: AssertionFacts) -> dict[str, Any]:
    """Write the achievement inside a credential, where it also says how the badge was obtained."""
    document = _achievement(achievement, issuer)
    narrative = f"{achievement.criteria_narrative}\n\n{assertion.way_statement}"
    document["criteria"] |= {"narrative": narrative}
    document["tag"] = list(dict.fromkeys((*achievement.tags, assertion.way)))
    return document


def _achievement(achievement: AchievementFacts, issuer: IssuerFacts) -> dict[str, Any]:
    related = [
        {"id": other.address, "type": ["Related"], "inLanguage": other.language, "version": other.version}
        for other in achievement.related
    ]
    return filled(
        {
            "id": achievement.address,
            "type": ["Achievement"],
            "achievementType": achievement.achievement_type,
            "creator": issuer_object(issuer),
            "name": achievement.name,
            "description": achievement.description,
            "criteria": {"id": achievement.criteria_address, "narrative": achievement.criteria_narrative},
            "image": _image(achievement.image),
            "inLanguage": achievement.language,
            "version": achievement.version,
            "tag": list(achievement.tags),
            "alignment": [_alignment(alignment) for alignment in achievement.alignments],
            "related": related,
            "resultDescription": [_criterion(achievement, criterion) for criterion in achievement.criteria],
        }
    )


def _alignment(alignment: AlignmentFacts) -> dict[str, Any]:
    return filled(
        {
            "type": ["Alignment"],
            "targetName": alignment.name,
            "targetUrl": alignment.url,
            "targetFramework": alignment.framework,
            "targetCode": alignment.code,
        }
    )


def _criterion_address(achievement: AchievementFacts, uid: str) -> str:
    return f"{achievement.address}#criterion-{uid}"


def _criterion(achievement: AchievementFacts, criterion: CriterionFacts) -> dict[str, Any]:
    return filled(
        {
            "id": _criterion_address(achievement, criterion.uid),
            "type": ["ResultDescription"],
            "name": criterion.text,
            "resultType": "Result",
            "requiredValue": "met" if criterion.required else "",
        }
    )


def _evidence(evidence: EvidenceFacts) -> dict[str, Any]:
    return filled(
        {"id": evidence.address, "type": ["Evidence"], "genre": evidence.kind, "description": evidence.description}
    )


def _identity(identity: IdentityFacts) -> dict[str, Any]:
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${identity.hash}",
        "identityType": "emailAddress",
        "salt": identity.salt,
    }


def _image(address: str) -> dict[str, str] | None:
    return {"id": address, "type": "Image"} if address else None


def _status(status: StatusFacts) -> dict[str, str]:
    return {
        "id": f"{status.list_address}#{status.index}",
        "type": STATUS_TYPE,
        "statusPurpose": STATUS_PURPOSE,
        "statusListIndex": str(status.index),
        "statusListCredential": status.list_address,
    }


@dataclass(frozen=True, kw_only=True)
class ParsedIdentity:
    """One way to recognise the recipient: `identity` is a hash such as `sha256$…` when `is_hashed`, else plain."""

    type: str
    identity: str
    is_hashed: bool
    salt: str


@dataclass(frozen=True, kw_only=True)
class ParsedStatus:
    """One entry of `credentialStatus`. Only a bitstring entry has a purpose, a list and a slot."""

    type: str
    purpose: str = ""
    list_address: str = ""
    index: int = 0


@dataclass(frozen=True, kw_only=True)
class ParsedCredential:
    """A well-formed OpenBadgeCredential. `issuer` has at least an `id`; `document` is all that its author wrote."""

    id: str
    issuer: Mapping[str, Any]
    valid_from: datetime
    valid_until: datetime | None
    subject_id: str
    identities: tuple[ParsedIdentity, ...]
    achievement: Mapping[str, Any]
    statuses: tuple[ParsedStatus, ...]
    document: Mapping[str, Any]


def parse_credential(document: Any) -> ParsedCredential:
    """Read an OpenBadgeCredential (or AchievementCredential, its other name).

    Raises:
        DocumentError: its structure is not that of OB 3.0.
    """
    document = object_of(document, "credential")
    first, *others = listed(document.get("@context")) or [None]
    if first != CREDENTIALS_V2 or not any(OPEN_BADGES_3_CONTEXT.fullmatch(str(context)) for context in others):
        raise DocumentError("context_wrong", version="3.0")
    require_type(document, "VerifiableCredential", member="credential")
    require_type(document, *CREDENTIAL_TYPES, member="credential")
    subject = object_of(document.get("credentialSubject"), "credentialSubject")
    require_type(subject, "AchievementSubject", member="credentialSubject")
    identities = tuple(_parse_identity(value) for value in listed(subject.get("identifier")))
    subject_id = optional_text_of(subject, "id", "credentialSubject.")
    if not subject_id and not identities:
        raise DocumentError("recipient_missing")
    return ParsedCredential(
        id=address_of(document, "id"),
        issuer=reference_of(document, "issuer"),
        valid_from=instant_of(document, "validFrom"),
        valid_until=optional_instant_of(document, "validUntil"),
        subject_id=subject_id,
        identities=identities,
        achievement=_parse_achievement(subject),
        statuses=tuple(_parse_status(value) for value in listed(document.get("credentialStatus"))),
        document=document,
    )


def _parse_achievement(subject: Mapping[str, Any]) -> Mapping[str, Any]:
    where = "credentialSubject.achievement."
    achievement = object_of(subject.get("achievement"), where[:-1])
    require_type(achievement, "Achievement", member=where[:-1])
    address_of(achievement, "id", where)
    text_of(achievement, "name", where)
    text_of(achievement, "description", where)
    object_of(achievement.get("criteria"), f"{where}criteria")
    return achievement


def _parse_identity(value: Any) -> ParsedIdentity:
    where = "credentialSubject.identifier."
    identity = object_of(value, where[:-1])
    require_type(identity, "IdentityObject", member=where[:-1])
    return ParsedIdentity(
        type=text_of(identity, "identityType", where),
        identity=text_of(identity, "identityHash", where),
        is_hashed=flag_of(identity, "hashed", where),
        salt=optional_text_of(identity, "salt", where),
    )


def _parse_status(value: Any) -> ParsedStatus:
    where = "credentialStatus."
    status = object_of(value, where[:-1])
    types = listed(status.get("type"))
    if STATUS_TYPE not in types:
        return ParsedStatus(type=", ".join(str(name) for name in types))
    index = status.get("statusListIndex")
    if not isinstance(index, str) or not SLOT.fullmatch(index) or status.get("statusSize", 1) != 1:
        raise DocumentError("status_malformed")
    return ParsedStatus(
        type=STATUS_TYPE,
        purpose=text_of(status, "statusPurpose", where),
        list_address=address_of(status, "statusListCredential", where),
        index=int(index),
    )
