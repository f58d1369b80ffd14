from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import pytest

from tests.standard.issued import (
    ACHIEVEMENT,
    ASSERTION,
    EXPIRES_AT,
    ISSUED_AT,
    ISSUER,
    OTHER_SIGNER,
    SALT,
    SIGNER,
    SLOT,
    STATUS_ADDRESS,
)
from wagtail_openbadges.standard import v3
from wagtail_openbadges.standard.canonical import canonicalise
from wagtail_openbadges.standard.errors import DocumentError
from wagtail_openbadges.standard.facts import AlignmentFacts, CriterionFacts, PublicKeyFacts, RelatedFacts

RICH = replace(
    ACHIEVEMENT,
    alignments=(
        AlignmentFacts(name="Accueil", url="https://skills.example/1", framework="Compétences", code="A1"),
        AlignmentFacts(name="Écoute", url="https://skills.example/2"),
    ),
    criteria=(*ACHIEVEMENT.criteria, CriterionFacts(uid="b2", text="A formé une personne", required=False)),
    related=(RelatedFacts(address="https://badges.example/en/", language="en", version="2"),),
)
CREDENTIAL = v3.credential(ASSERTION, ACHIEVEMENT, ISSUER)
PROFILE = {
    "id": ISSUER.did,
    "type": ["Profile"],
    "name": ISSUER.name,
    "url": ISSUER.url,
    "image": {"id": ISSUER.image, "type": "Image"},
}
CRITERION = {
    "id": f"{ACHIEVEMENT.address}#criterion-a1",
    "type": ["ResultDescription"],
    "name": "A accueilli au moins trois personnes",
    "resultType": "Result",
    "requiredValue": "met",
}


def test_profile_is_the_did_document_and_lists_every_key():
    keys = [
        PublicKeyFacts(multikey=SIGNER.public_multikey),
        PublicKeyFacts(multikey=OTHER_SIGNER.public_multikey, is_compromised=True),
    ]
    methods = [f"{ISSUER.did}#{key.multikey}" for key in keys]

    document = v3.profile_document(replace(ISSUER, description="Une association."), keys)

    assert document == PROFILE | {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "email": ISSUER.email,
        "description": "Une association.",
        "verificationMethod": [
            {
                "id": method,
                "type": "Multikey",
                "controller": ISSUER.did,
                "publicKeyMultibase": key.multikey,
            }
            for method, key in zip(methods, keys, strict=True)
        ],
        "assertionMethod": methods[:1],
    }


def test_profile_whose_keys_are_all_compromised_lets_none_assert():
    keys = [PublicKeyFacts(multikey=SIGNER.public_multikey, is_compromised=True)]

    document = v3.profile_document(ISSUER, keys)

    assert len(document["verificationMethod"]) == 1
    assert "assertionMethod" not in document


def test_achievement_is_written_with_all_that_was_frozen():
    document = v3.achievement_document(RICH, ISSUER)

    assert document == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": ACHIEVEMENT.address,
        "type": ["Achievement"],
        "achievementType": "Competency",
        "creator": PROFILE,
        "name": ACHIEVEMENT.name,
        "description": ACHIEVEMENT.description,
        "criteria": {"id": ACHIEVEMENT.criteria_address, "narrative": ACHIEVEMENT.criteria_narrative},
        "image": {"id": ACHIEVEMENT.image, "type": "Image"},
        "inLanguage": "fr",
        "version": "1",
        "tag": ["accueil", "association"],
        "alignment": [
            {
                "type": ["Alignment"],
                "targetName": "Accueil",
                "targetUrl": "https://skills.example/1",
                "targetFramework": "Compétences",
                "targetCode": "A1",
            },
            {"type": ["Alignment"], "targetName": "Écoute", "targetUrl": "https://skills.example/2"},
        ],
        "related": [
            {"id": "https://badges.example/en/", "type": ["Related"], "inLanguage": "en", "version": "2"},
        ],
        "resultDescription": [
            CRITERION,
            {
                "id": f"{ACHIEVEMENT.address}#criterion-b2",
                "type": ["ResultDescription"],
                "name": "A formé une personne",
                "resultType": "Result",
            },
        ],
    }
    assert canonicalise(document).count("AlignmentObject") == 2


def test_credential_is_written_in_the_shape_that_all_readers_accept():
    document = v3.credential(ASSERTION, ACHIEVEMENT, ISSUER)

    assert document == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        ],
        "id": ASSERTION.credential_address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": ACHIEVEMENT.name,
        "issuer": PROFILE,
        "validFrom": "2026-03-01T09:30:00Z",
        "validUntil": "2028-03-01T09:30:00Z",
        "credentialSubject": {
            "id": ASSERTION.subject_id,
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": f"sha256${ASSERTION.identity.hash}",
                    "identityType": "emailAddress",
                    "salt": SALT,
                }
            ],
            "achievement": {
                "id": ACHIEVEMENT.address,
                "type": ["Achievement"],
                "achievementType": "Competency",
                "creator": PROFILE,
                "name": ACHIEVEMENT.name,
                "description": ACHIEVEMENT.description,
                "criteria": {
                    "id": ACHIEVEMENT.criteria_address,
                    "narrative": f"{ACHIEVEMENT.criteria_narrative}\n\n{ASSERTION.way_statement}",
                },
                "image": {"id": ACHIEVEMENT.image, "type": "Image"},
                "inLanguage": "fr",
                "version": "1",
                "tag": ["accueil", "association", "reviewed"],
                "related": [
                    {"id": ACHIEVEMENT.related[0].address, "type": ["Related"], "inLanguage": "en", "version": "2"},
                    {"id": ACHIEVEMENT.related[1].address, "type": ["Related"], "inLanguage": "fr", "version": "3"},
                ],
                "resultDescription": [CRITERION],
            },
            "result": [{"type": ["Result"], "resultDescription": CRITERION["id"], "value": "met"}],
        },
        "evidence": [
            {
                "id": "https://badges.example/openbadges/evidence/7/",
                "type": ["Evidence"],
                "genre": "file",
                "description": f"SHA-256: {'ab' * 32}",
            }
        ],
        "credentialSchema": [
            {
                "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
                "type": "1EdTechJsonSchemaValidator2019",
            }
        ],
        "credentialStatus": {
            "id": f"{STATUS_ADDRESS}#{SLOT}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(SLOT),
            "statusListCredential": STATUS_ADDRESS,
        },
    }


def members_of(value):
    if isinstance(value, dict | list):
        for member in value.values() if isinstance(value, dict) else value:
            yield member
            yield from members_of(member)


def test_credential_with_as_little_as_possible_has_no_empty_member():
    bare_issuer = replace(ISSUER, image="")
    bare_achievement = replace(ACHIEVEMENT, image="", achievement_type="", tags=(), criteria=(), related=())
    bare = replace(ASSERTION, expires_at=None, evidence=(), results=(), status=None)

    document = v3.credential(bare, bare_achievement, bare_issuer)

    assert [member for member in members_of(document) if member in (None, "", [], {})] == []
    assert document["credentialSubject"]["achievement"]["tag"] == ["reviewed"]
    assert set(document) == set(CREDENTIAL) - {"validUntil", "evidence", "credentialStatus"}


def test_achievement_does_not_learn_how_one_of_its_badges_was_obtained():
    before = v3.achievement_document(ACHIEVEMENT, ISSUER)

    v3.credential(replace(ASSERTION, way="declared"), ACHIEVEMENT, ISSUER)

    assert v3.achievement_document(ACHIEVEMENT, ISSUER) == before


def test_credential_is_read_and_nothing_of_it_is_lost():
    document = CREDENTIAL | {"refreshService": {"id": "https://badges.example/refresh", "type": "Unheard"}}
    before = deepcopy(document)

    parsed = v3.parse_credential(document)

    assert parsed == v3.ParsedCredential(
        id=ASSERTION.credential_address,
        issuer=PROFILE,
        valid_from=ISSUED_AT,
        valid_until=EXPIRES_AT,
        subject_id=ASSERTION.subject_id,
        identities=(
            v3.ParsedIdentity(
                type="emailAddress", identity=f"sha256${ASSERTION.identity.hash}", is_hashed=True, salt=SALT
            ),
        ),
        achievement=CREDENTIAL["credentialSubject"]["achievement"],
        statuses=(
            v3.ParsedStatus(
                type="BitstringStatusListEntry", purpose="revocation", list_address=STATUS_ADDRESS, index=SLOT
            ),
        ),
        document=before,
    )
    assert document == before


def test_credential_written_by_others_is_read():
    document = CREDENTIAL | {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
        ],
        "type": ["VerifiableCredential", "AchievementCredential"],
        "issuer": "did:web:other.example",
        "validUntil": None,
        "credentialSubject": {
            "id": "did:key:z6Mk",
            "type": "AchievementSubject",
            "achievement": CREDENTIAL["credentialSubject"]["achievement"],
        },
        "credentialStatus": [{"id": "https://other.example/list", "type": "1EdTechRevocationList"}],
    }

    parsed = v3.parse_credential(document)

    assert parsed.issuer == {"id": "did:web:other.example"}
    assert parsed.valid_until is None
    assert (parsed.subject_id, parsed.identities) == ("did:key:z6Mk", ())
    assert parsed.statuses == (v3.ParsedStatus(type="1EdTechRevocationList"),)


def changed(path, value):
    document = deepcopy(CREDENTIAL)
    *parents, last = path.split("/")
    place = document
    for name in parents:
        place = place[name]
    place[last] = value
    return document


SUBJECT = "credentialSubject"
IDENTITY = CREDENTIAL[SUBJECT]["identifier"][0]
STATUS = CREDENTIAL["credentialStatus"]


@pytest.mark.parametrize(
    ("path", "value", "refusal"),
    [
        ("@context", None, ("context_wrong", None)),
        ("@context", [], ("context_wrong", None)),
        ("@context", CREDENTIAL["@context"][:1], ("context_wrong", None)),
        ("@context", CREDENTIAL["@context"][::-1], ("context_wrong", None)),
        ("@context", [CREDENTIAL["@context"][0], {"a": "b"}], ("context_wrong", None)),
        ("type", "OpenBadgeCredential", ("type_wrong", "credential")),
        ("type", ["VerifiableCredential", "EndorsementCredential"], ("type_wrong", "credential")),
        ("id", None, ("member_missing", "id")),
        ("issuer", None, ("member_missing", "issuer")),
        ("issuer", ["did:web:a.example"], ("document_not_object", "issuer")),
        ("issuer", {"name": "A"}, ("member_missing", "issuer.id")),
        ("validFrom", None, ("member_missing", "validFrom")),
        ("validFrom", "2026-03-01", ("member_not_date", "validFrom")),
        ("validUntil", {"@value": "2030-03-01T00:00:00Z"}, ("member_not_text", "validUntil")),
        (SUBJECT, None, ("document_not_object", SUBJECT)),
        (SUBJECT, [CREDENTIAL[SUBJECT]], ("document_not_object", SUBJECT)),
        (f"{SUBJECT}/type", ["Person"], ("type_wrong", SUBJECT)),
        (f"{SUBJECT}/achievement", "https://a.example/", ("document_not_object", f"{SUBJECT}.achievement")),
        (f"{SUBJECT}/achievement/type", "Award", ("type_wrong", f"{SUBJECT}.achievement")),
        (f"{SUBJECT}/achievement/id", "accueil", ("member_not_address", f"{SUBJECT}.achievement.id")),
        (f"{SUBJECT}/achievement/name", None, ("member_missing", f"{SUBJECT}.achievement.name")),
        (f"{SUBJECT}/achievement/description", 7, ("member_not_text", f"{SUBJECT}.achievement.description")),
        (f"{SUBJECT}/achievement/criteria", "A", ("document_not_object", f"{SUBJECT}.achievement.criteria")),
        (f"{SUBJECT}/identifier", ["awa@example.org"], ("document_not_object", f"{SUBJECT}.identifier")),
        (f"{SUBJECT}/identifier", IDENTITY | {"type": "Person"}, ("type_wrong", f"{SUBJECT}.identifier")),
        (
            f"{SUBJECT}/identifier",
            IDENTITY | {"hashed": "true"},
            ("member_not_true_or_false", f"{SUBJECT}.identifier.hashed"),
        ),
        (SUBJECT, CREDENTIAL[SUBJECT] | {"id": None, "identifier": []}, ("recipient_missing", None)),
        ("credentialStatus", "https://a.example/", ("document_not_object", "credentialStatus")),
        ("credentialStatus", STATUS | {"statusListIndex": SLOT}, ("status_malformed", None)),
        ("credentialStatus", STATUS | {"statusListIndex": "-1"}, ("status_malformed", None)),
        ("credentialStatus", STATUS | {"statusListIndex": "٣"}, ("status_malformed", None)),
        ("credentialStatus", STATUS | {"statusSize": 2}, ("status_malformed", None)),
        ("credentialStatus", STATUS | {"statusPurpose": None}, ("member_missing", "credentialStatus.statusPurpose")),
        (
            "credentialStatus",
            STATUS | {"statusListCredential": "list"},
            ("member_not_address", "credentialStatus.statusListCredential"),
        ),
    ],
)
def test_credential_of_another_structure_is_refused_by_name(path, value, refusal):
    with pytest.raises(DocumentError) as refused:
        v3.parse_credential(changed(path, value))

    assert (refused.value.code, refused.value.params.get("member")) == refusal


def test_document_that_is_no_object_is_refused():
    with pytest.raises(DocumentError) as refused:
        v3.parse_credential([CREDENTIAL])

    assert (refused.value.code, refused.value.params) == ("document_not_object", {"member": "credential"})
