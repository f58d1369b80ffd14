"""Tampered badges: what was changed, by which judges it must be refused, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.interop.award import (
    AWARD,
    ISSUED_AT,
    NOW,
    Variant,
    by_hand,
    did_document,
    hosted,
    in_hand,
    listed_status,
    re_signed,
    unpublished,
    without,
)
from tests.standard.issued import (
    ACHIEVEMENT,
    ASSERTION,
    DID_ADDRESS,
    ISSUER,
    OTHER_ISSUER,
    OTHER_SIGNER,
    SALT,
    SLOT,
    STATUS_ADDRESS,
    Issued,
    as_json,
    issue,
    status_list,
)
from wagtail_openbadges.standard import v2
from wagtail_openbadges.standard.identity import identity_hash
from wagtail_openbadges.standard.instants import format_instant

EVERYBODY = frozenset({"ours", "digitalbazaar", "verifier-core", "openbadgeslib"})
# openbadgeslib reads status lists only as JWT, and looks for a key without asking what it may be used for.
NOT_OPENBADGESLIB = EVERYBODY - {"openbadgeslib"}
OURS = frozenset({"ours"})
BOTH = frozenset({"ours", "openbadgeslib"})
IMAGE = BOTH | {"openbadges-bakery"}

YESTERDAY, TOMORROW = (format_instant(NOW + timedelta(days=days)) for days in (-1, 1))
NEVER = "2099-01-01T00:00:00Z"
SOMEBODY_ELSE = f"sha256${identity_hash('forger@example.org', SALT)}"
ELSEWHERE = "https://elsewhere.example/achievements/1/"


def twice(before: str, after: str) -> bytes:
    """Write the name of the credential twice, in front of or behind the rest."""
    text = as_json(issue(assertion=AWARD).credential).decode().removeprefix("{").removesuffix("}")
    return f"{{{before}{text}{after}}}".encode()


def revoked_where_hosted(issued: Issued) -> None:
    issued.publish(ASSERTION.address, v2.revoked_document(ASSERTION.address, "Donné par erreur"), status=410)


def bits_flipped(issued: Issued) -> None:
    forged = status_list(SLOT, issued_at=ISSUED_AT)
    forged["credentialSubject"]["encodedList"] = status_list()["credentialSubject"]["encodedList"]
    issued.publish(STATUS_ADDRESS, forged)


def badge_class_elsewhere(issued: Issued) -> None:
    hosted({"badge": ELSEWHERE})(issued)
    issued.publish(ELSEWHERE, v2.badge_class_document(replace(ACHIEVEMENT, address=ELSEWHERE), ISSUER))


def issuer_elsewhere(issued: Issued) -> None:
    elsewhere = replace(ISSUER, address="https://elsewhere.example/issuer/")
    issued.publish(ACHIEVEMENT.address, v2.badge_class_document(ACHIEVEMENT, elsewhere))
    issued.publish(elsewhere.address, v2.issuer_document(elsewhere))


def altered_chunk(keyword: bytes) -> bytes:
    image = issue(assertion=AWARD).png()
    place = image.index(keyword + b"\0") + 40
    return image[:place] + bytes([image[place] ^ 1]) + image[place + 1 :]


def two_hosted_badges(issued: Issued) -> bytes:
    image = issued.png()
    length = 12 + int.from_bytes(image[33:37])
    return image[: 33 + length] + image[33 : 33 + length] + image[33 + length :]


def two_different_badges(issued: Issued) -> bytes:
    other = issue(assertion=AWARD, achievement=replace(ACHIEVEMENT, name="Diriger l’association"))
    return issued.png(v3=as_json(other.credential).decode())


def hosted_part_revoked(issued: Issued) -> bytes:
    revoked_where_hosted(issued)
    return issued.png()


def signed_part_changed(issued: Issued) -> bytes:
    issued.credential["name"] = "Diriger l’association"
    return issued.png()


VALUE = [
    ("the name of the achievement", "credentialSubject.achievement.name", "Diriger l’association"),
    ("the criteria", "credentialSubject.achievement.criteria.narrative", "- Rien"),
    ("the recipient", "credentialSubject.identifier.0.identityHash", SOMEBODY_ELSE),
    ("the salt", "credentialSubject.identifier.0.salt", SALT[::-1]),
    ("the result", "credentialSubject.result.0.value", "not_met"),
    ("the address of the credential", "id", "https://badges.example/openbadges/assertions/43/credential.json"),
    ("the first day", "validFrom", format_instant(ISSUED_AT - timedelta(days=1))),
    ("the last day", "validUntil", NEVER),
    ("the slot in the status list", "credentialStatus.statusListIndex", str(SLOT + 1)),
    ("the type of the achievement", "credentialSubject.achievement.achievementType", "MasterDegree"),
]

SIGNED = [
    *(
        Variant(
            reads="signed",
            kind="value changed",
            what=what,
            why="a holder would rewrite the badge",
            code="proof_signature_invalid",
            refused_by=EVERYBODY,
            tamper=by_hand(place, value),
        )
        for what, place, value in VALUE
    ),
    Variant(
        reads="signed",
        kind="member removed",
        what="the last day",
        why="an expired badge would live on",
        code="proof_signature_invalid",
        refused_by=EVERYBODY,
        tamper=without("validUntil"),
    ),
    Variant(
        reads="signed",
        kind="member removed",
        what="the status entry",
        why="a revoked badge would live on",
        code="proof_signature_invalid",
        refused_by=EVERYBODY,
        tamper=without("credentialStatus"),
    ),
    Variant(
        reads="signed",
        kind="term added",
        what="a word that no context defines",
        why="it is dropped before hashing: shown, and never signed",
        code="term_undefined",
        refused_by=EVERYBODY,
        tamper=by_hand("credentialSubject.grade", "excellent"),
    ),
    Variant(
        reads="signed",
        kind="term added",
        what="a type that no context defines",
        why="it is dropped before hashing: shown, and never signed",
        code="term_undefined",
        refused_by=EVERYBODY,
        tamper=by_hand("type", ["VerifiableCredential", "OpenBadgeCredential", "DiplomaOfTheState"]),
    ),
    Variant(
        reads="signed",
        kind="context changed",
        what="a definition inline",
        why="the holder would give signed words another meaning",
        code="context_inline",
        refused_by=EVERYBODY,
        tamper=by_hand("@context.2", {"grade": "https://elsewhere.example/grade"}),
    ),
    Variant(
        reads="signed",
        kind="context changed",
        what="a context that nobody holds",
        why="words of the holder's choice would enter the badge",
        code="context_unknown",
        refused_by=EVERYBODY,
        tamper=by_hand("@context.2", "https://elsewhere.example/context.json"),
    ),
    Variant(
        reads="signed",
        kind="duplicate member",
        what="another name in front",
        why="programs differ on which of the two counts; a reader that takes the last one sees nothing",
        code="json_duplicate_member",
        refused_by=OURS,
        tamper=lambda _: twice('"name": "Diriger l’association", ', ""),
    ),
    Variant(
        reads="signed",
        kind="duplicate member",
        what="another name behind",
        why="programs differ on which of the two counts",
        code="json_duplicate_member",
        refused_by=EVERYBODY,
        tamper=lambda _: twice("", ', "name": "Diriger l’association"'),
    ),
    Variant(
        reads="signed",
        kind="issuer swapped",
        what="the badge names another issuer",
        why="the badge of one structure would pass for that of another",
        code="key_of_another, status_list_untrusted",
        refused_by=EVERYBODY,
        tamper=by_hand("issuer.id", OTHER_ISSUER.did),
    ),
    Variant(
        reads="signed",
        kind="issuer swapped",
        what="the badge shows another issuer's name",
        why="people read names, not identifiers",
        code="proof_signature_invalid",
        refused_by=EVERYBODY,
        tamper=by_hand("issuer.name", OTHER_ISSUER.name),
    ),
    Variant(
        reads="signed",
        kind="issuer swapped",
        what="signed by another issuer in this one's name",
        why="any issuer could speak for all others",
        code="key_of_another",
        refused_by=EVERYBODY,
        tamper=re_signed("name", ACHIEVEMENT.name, signer=OTHER_SIGNER, issuer=OTHER_ISSUER),
    ),
    Variant(
        reads="signed",
        kind="key swapped",
        what="signed with a key that only the proof spells out",
        why="the fragment of a key's address proves nothing",
        code="key_not_listed",
        refused_by=EVERYBODY,
        tamper=re_signed("name", ACHIEVEMENT.name, signer=OTHER_SIGNER),
    ),
    Variant(
        reads="signed",
        kind="key swapped",
        what="the issuer's document holds another key under the same address",
        why="the published key decides, not its name",
        code="proof_signature_invalid, status_list_untrusted",
        refused_by=EVERYBODY,
        tamper=did_document("verificationMethod.0.publicKeyMultibase", OTHER_SIGNER.public_multikey),
    ),
    Variant(
        reads="signed",
        kind="key not for badges",
        what="no longer under assertionMethod",
        why="a compromised key would go on signing",
        code="key_not_for_badges, status_list_untrusted",
        refused_by=NOT_OPENBADGESLIB,
        tamper=did_document("assertionMethod", []),
    ),
    Variant(
        reads="signed",
        kind="key not for badges",
        what="controlled by another",
        why="an issuer would vouch with a key that is not its own",
        code="key_of_another, status_list_untrusted",
        refused_by=NOT_OPENBADGESLIB,
        tamper=did_document("verificationMethod.0.controller", OTHER_ISSUER.did),
    ),
    Variant(
        reads="signed",
        kind="issuer's document",
        what="unreachable",
        why="a key that nobody publishes proves nothing",
        code="address_unreachable",
        refused_by=EVERYBODY,
        tamper=unpublished(DID_ADDRESS),
    ),
    Variant(
        reads="signed",
        kind="issuer's document",
        what="of another issuer",
        why="the document must be the one that the badge names",
        code="document_other, status_list_untrusted",
        refused_by=NOT_OPENBADGESLIB,
        tamper=did_document("id", OTHER_ISSUER.did),
    ),
    Variant(
        reads="signed",
        kind="proof changed",
        what="its purpose",
        why="a proof of identity would pass for a badge",
        code="proof_purpose_wrong",
        refused_by=EVERYBODY,
        tamper=by_hand("proof.0.proofPurpose", "authentication"),
    ),
    Variant(
        reads="signed",
        kind="proof changed",
        what="its cryptosuite",
        why="a suite that hashes otherwise would hide changes",
        code="proof_suite_unsupported",
        refused_by=EVERYBODY,
        tamper=by_hand("proof.0.cryptosuite", "eddsa-jcs-2022"),
    ),
    Variant(
        reads="signed",
        kind="proof changed",
        what="its type",
        why="a kind of proof that is not judged must not count",
        code="proof_type_unsupported",
        refused_by=EVERYBODY,
        tamper=by_hand("proof.0.type", "Ed25519Signature2020"),
    ),
    Variant(
        reads="signed",
        kind="proof changed",
        what="its date",
        why="the proof covers its own members too",
        code="proof_signature_invalid",
        refused_by=EVERYBODY,
        tamper=by_hand("proof.0.created", format_instant(ISSUED_AT + timedelta(days=1))),
    ),
    Variant(
        reads="signed",
        kind="proof changed",
        what="its signature",
        why="a signature is not decoration",
        code="proof_signature_invalid",
        refused_by=EVERYBODY,
        tamper=lambda issued: by_hand("proof.0.proofValue", status_list()["proof"][0]["proofValue"])(issued),
    ),
    Variant(
        reads="signed",
        kind="proof changed",
        what="taken away",
        why="anybody can write JSON",
        code="proof_missing",
        refused_by=EVERYBODY,
        tamper=without("proof"),
    ),
    Variant(
        reads="signed",
        kind="status",
        what="revoked",
        why="the issuer took it back",
        code="revoked",
        refused_by=NOT_OPENBADGESLIB,
        tamper=listed_status(SLOT),
    ),
    Variant(
        reads="signed",
        kind="status",
        what="list unreachable",
        why="whoever blocks one address would undo every revocation",
        code="address_unreachable",
        refused_by=NOT_OPENBADGESLIB,
        tamper=unpublished(STATUS_ADDRESS),
    ),
    Variant(
        reads="signed",
        kind="status",
        what="list changed after its signature",
        why="whoever carries the list would undo revocations",
        code="status_list_untrusted",
        refused_by=NOT_OPENBADGESLIB,
        tamper=bits_flipped,
    ),
    Variant(
        reads="signed",
        kind="status",
        what="list of another issuer",
        why="a list is worth what its issuer is worth",
        code="status_list_untrusted",
        refused_by=NOT_OPENBADGESLIB,
        tamper=listed_status(issuer=OTHER_ISSUER),
    ),
    Variant(
        reads="signed",
        kind="status",
        what="list out of date",
        why="an old list forgets later revocations",
        code="status_list_not_current",
        refused_by=NOT_OPENBADGESLIB,
        tamper=listed_status(validUntil=YESTERDAY),
    ),
    Variant(
        reads="signed",
        kind="dates",
        what="expired",
        why="its time is over",
        code="expired",
        refused_by=EVERYBODY,
        tamper=re_signed("validUntil", YESTERDAY),
    ),
    Variant(
        reads="signed",
        kind="dates",
        what="not valid yet",
        why="its time has not come",
        code="not_valid_yet",
        refused_by=EVERYBODY,
        tamper=re_signed("validFrom", TOMORROW),
    ),
    Variant(
        reads="signed",
        kind="recipient",
        what="of somebody else",
        why="a badge is not a bearer's token",
        code="recipient_differs",
        refused_by=OURS,
        tamper=lambda _: None,
        recipient="forger@example.org",
    ),
]

HOSTED = [
    Variant(
        reads="hosted",
        kind="2.0 in hand",
        what="another recipient",
        why="what the issuer publishes counts, not the file",
        code="hosted_differs",
        refused_by=BOTH,
        tamper=in_hand({"recipient": {"type": "email", "hashed": True, "salt": SALT, "identity": SOMEBODY_ELSE}}),
    ),
    Variant(
        reads="hosted",
        kind="2.0 in hand",
        what="another last day",
        why="what the issuer publishes counts, not the file",
        code="hosted_differs",
        refused_by=BOTH,
        tamper=in_hand({"expires": NEVER}),
    ),
    Variant(
        reads="hosted",
        kind="2.0 in hand",
        what="more evidence",
        why="what the issuer publishes counts, not the file; openbadgeslib answers with what is published instead",
        code="hosted_differs",
        refused_by=OURS,
        tamper=in_hand({"evidence": [{"type": "Evidence", "narrative": "Excellent"}]}),
    ),
    Variant(
        reads="hosted",
        kind="2.0 hosting",
        what="BadgeClass on another host",
        why="anybody could give the badges of others",
        code="host_differs",
        refused_by=OURS,
        tamper=badge_class_elsewhere,
    ),
    Variant(
        reads="hosted",
        kind="2.0 hosting",
        what="issuer on another host",
        why="anybody could give badges in the name of others",
        code="host_differs",
        refused_by=BOTH,
        tamper=issuer_elsewhere,
    ),
    Variant(
        reads="hosted",
        kind="2.0 hosting",
        what="unreachable",
        why="a hosted badge is nothing but what its address answers",
        code="address_unreachable",
        refused_by=BOTH,
        tamper=unpublished(ASSERTION.address),
    ),
    Variant(
        reads="hosted",
        kind="2.0 hosting",
        what="issuer unreachable",
        why="nobody says who gave it",
        code="address_unreachable",
        refused_by=BOTH,
        tamper=unpublished(ISSUER.address),
    ),
    Variant(
        reads="hosted",
        kind="2.0 status",
        what="revoked with 410",
        why="the issuer took it back",
        code="hosted_missing, revoked_because",
        refused_by=BOTH,
        tamper=revoked_where_hosted,
    ),
    Variant(
        reads="hosted",
        kind="2.0 dates",
        what="expired",
        why="its time is over",
        code="expired",
        refused_by=BOTH,
        tamper=hosted({"expires": YESTERDAY}),
    ),
    Variant(
        reads="hosted",
        kind="2.0 recipient",
        what="of somebody else",
        why="a badge is not a bearer's token",
        code="recipient_differs",
        refused_by=BOTH,
        tamper=lambda _: None,
        recipient="forger@example.org",
    ),
]

IMAGES = [
    Variant(
        reads="image",
        kind="baked chunk altered",
        what="the 2.0 badge",
        why="a damaged or rewritten file must not pass for the one that was baked",
        code="image_chunk_damaged",
        refused_by=IMAGE,
        tamper=lambda _: altered_chunk(b"openbadges"),
    ),
    Variant(
        reads="image",
        kind="baked chunk altered",
        what="the 3.0 badge",
        why="a damaged or rewritten file must not pass for the one that was baked",
        code="image_chunk_damaged",
        refused_by=BOTH,
        tamper=lambda _: altered_chunk(b"openbadgecredential"),
    ),
    Variant(
        reads="image",
        kind="image with two badges",
        what="of the same standard",
        why="programs differ on which of the two counts",
        code="image_badge_twice",
        refused_by=OURS,
        tamper=two_hosted_badges,
    ),
    Variant(
        reads="image",
        kind="image with two badges",
        what="that name different achievements",
        why="each reader would see another badge",
        code="parts_differ",
        refused_by=OURS,
        tamper=two_different_badges,
    ),
    Variant(
        reads="image",
        kind="image of which one part fails",
        what="the 2.0 badge is revoked",
        why="both must hold",
        code="revoked_because",
        refused_by=BOTH,
        tamper=hosted_part_revoked,
    ),
    Variant(
        reads="image",
        kind="image of which one part fails",
        what="the 3.0 badge was changed",
        why="both must hold",
        code="proof_signature_invalid",
        refused_by=BOTH,
        tamper=signed_part_changed,
    ),
]

VARIANTS = [*SIGNED, *HOSTED, *IMAGES]
