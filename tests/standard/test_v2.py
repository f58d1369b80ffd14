from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.standard.issued import ACHIEVEMENT, ASSERTION, EXPIRES_AT, ISSUED_AT, ISSUER, SALT
from wagtail_openbadges.standard import v2
from wagtail_openbadges.standard.errors import DocumentError
from wagtail_openbadges.standard.facts import AlignmentFacts, RelatedFacts

RICH = replace(
    ACHIEVEMENT,
    alignments=(
        AlignmentFacts(name="Accueil", url="https://skills.example/1", framework="Compétences", code="A1"),
        AlignmentFacts(name="Écoute", url="https://skills.example/2"),
    ),
    related=(RelatedFacts(address="https://badges.example/en/", language="en", version="2"),),
)
ASSERTION_DOCUMENT = v2.assertion_document(ASSERTION, ACHIEVEMENT)
BADGE_CLASS_DOCUMENT = v2.badge_class_document(RICH, ISSUER)
ISSUER_DOCUMENT = v2.issuer_document(ISSUER)


def test_issuer_is_written_as_a_profile_without_empty_members():
    document = v2.issuer_document(ISSUER)

    assert document == {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Profile",
        "id": ISSUER.address,
        "name": ISSUER.name,
        "url": ISSUER.url,
        "email": ISSUER.email,
        "image": ISSUER.image,
    }


def test_badge_class_is_written_with_its_criteria_alignments_and_translations():
    document = v2.badge_class_document(RICH, ISSUER)

    assert document == {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "BadgeClass",
        "id": ACHIEVEMENT.address,
        "@language": "fr",
        "version": "1",
        "name": ACHIEVEMENT.name,
        "description": ACHIEVEMENT.description,
        "image": ACHIEVEMENT.image,
        "criteria": {
            "type": "Criteria",
            "id": ACHIEVEMENT.criteria_address,
            "narrative": ACHIEVEMENT.criteria_narrative,
        },
        "issuer": ISSUER.address,
        "tags": ["accueil", "association"],
        "alignment": [
            {
                "type": "AlignmentObject",
                "targetName": "Accueil",
                "targetUrl": "https://skills.example/1",
                "targetFramework": "Compétences",
                "targetCode": "A1",
            },
            {"type": "AlignmentObject", "targetName": "Écoute", "targetUrl": "https://skills.example/2"},
        ],
        "related": [
            {"type": "BadgeClass", "id": "https://badges.example/en/", "@language": "en", "version": "2"},
        ],
    }


def test_assertion_is_written_with_the_way_it_was_obtained_among_its_evidence():
    document = v2.assertion_document(ASSERTION, ACHIEVEMENT)

    assert document == {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": ASSERTION.address,
        "recipient": {
            "type": "email",
            "hashed": True,
            "salt": SALT,
            "identity": f"sha256${ASSERTION.identity.hash}",
        },
        "badge": ACHIEVEMENT.address,
        "verification": {"type": "HostedBadge"},
        "issuedOn": "2026-03-01T09:30:00Z",
        "expires": "2028-03-01T09:30:00Z",
        "image": ASSERTION.image,
        "evidence": [
            {"type": "Evidence", "genre": "reviewed", "narrative": ASSERTION.way_statement},
            {
                "type": "Evidence",
                "id": "https://badges.example/openbadges/evidence/7/",
                "genre": "file",
                "description": f"SHA-256: {'ab' * 32}",
            },
        ],
    }


def test_assertion_without_end_nor_files_leaves_them_out():
    link = replace(ASSERTION.evidence[0], kind="link", sha256="")

    document = v2.assertion_document(replace(ASSERTION, expires_at=None, evidence=(link,)), ACHIEVEMENT)

    assert "expires" not in document
    assert document["evidence"][1:] == [{"type": "Evidence", "id": link.address, "genre": "link"}]


def test_revoked_document_gives_the_reason():
    document = v2.revoked_document(ASSERTION.address, "Given by mistake.")

    assert document == {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": ASSERTION.address,
        "revoked": True,
        "revocationReason": "Given by mistake.",
    }
    assert v2.is_revoked(document) is True
    assert v2.is_revoked(ASSERTION_DOCUMENT) is False


@pytest.mark.parametrize(
    ("document", "code"),
    [("https://example.org/", "document_not_object"), ({"revoked": "true"}, "member_not_true_or_false")],
)
def test_document_that_does_not_say_whether_it_is_revoked_is_refused(document, code):
    with pytest.raises(DocumentError) as refused:
        v2.is_revoked(document)

    assert refused.value.code == code


def test_assertion_is_read_and_nothing_of_it_is_lost():
    document = ASSERTION_DOCUMENT | {"extensions:grade": {"value": "A"}}
    before = deepcopy(document)

    parsed = v2.parse_assertion(document)

    assert parsed == v2.ParsedAssertion(
        id=ASSERTION.address,
        recipient=v2.ParsedRecipient(
            type="email", identity=f"sha256${ASSERTION.identity.hash}", is_hashed=True, salt=SALT
        ),
        badge={"id": ACHIEVEMENT.address},
        verification_type="HostedBadge",
        issued_on=ISSUED_AT,
        expires=EXPIRES_AT,
        document=before,
    )
    assert document == before


def test_assertion_written_by_others_is_read():
    document = {
        "@context": ["https://w3id.org/openbadges/v2", "https://example.org/more"],
        "type": ["Assertion", "Extension"],
        "id": "urn:uuid:a953081a-4bbc-4927-8653-7219bca00e3b",
        "recipient": {"type": "email", "identity": "awa@example.org"},
        "badge": {"id": "https://example.org/badge", "type": "BadgeClass"},
        "verification": {"type": ["VerificationObject", "signed"]},
        "issuedOn": "2016-12-31T23:59:59.5+01:00",
    }

    parsed = v2.parse_assertion(document)

    assert parsed == v2.ParsedAssertion(
        id="urn:uuid:a953081a-4bbc-4927-8653-7219bca00e3b",
        recipient=v2.ParsedRecipient(type="email", identity="awa@example.org", is_hashed=False, salt=""),
        badge={"id": "https://example.org/badge", "type": "BadgeClass"},
        verification_type="signed",
        issued_on=datetime(2016, 12, 31, 22, 59, 59, 500_000, tzinfo=UTC),
        expires=None,
        document=document,
    )


def test_badge_class_and_issuer_are_read():
    badge_class = v2.parse_badge_class(BADGE_CLASS_DOCUMENT)
    issuer = v2.parse_issuer(ISSUER_DOCUMENT | {"type": "Issuer"})

    assert badge_class == v2.ParsedBadgeClass(
        id=ACHIEVEMENT.address,
        name=ACHIEVEMENT.name,
        description=ACHIEVEMENT.description,
        issuer={"id": ISSUER.address},
        document=BADGE_CLASS_DOCUMENT,
    )
    assert issuer == v2.ParsedIssuer(
        id=ISSUER.address,
        name=ISSUER.name,
        url=ISSUER.url,
        email=ISSUER.email,
        document=ISSUER_DOCUMENT | {"type": "Issuer"},
    )


@pytest.mark.parametrize(
    "criteria", ["https://example.org/criteria", {"narrative": "Be there."}, {"id": "https://example.org/criteria"}]
)
def test_badge_class_with_criteria_of_any_shape_is_read(criteria):
    parsed = v2.parse_badge_class(BADGE_CLASS_DOCUMENT | {"criteria": criteria})

    assert parsed.document["criteria"] == criteria


def refusal_of(parse, document):
    with pytest.raises(DocumentError) as refused:
        parse(document)
    return refused.value.code, refused.value.params.get("member")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"@context": "https://w3id.org/openbadges/v1"}, ("context_wrong", None)),
        ({"@context": None}, ("context_wrong", None)),
        ({"type": "BadgeClass"}, ("type_wrong", "Assertion")),
        ({"type": [1, None]}, ("type_wrong", "Assertion")),
        ({"id": None}, ("member_missing", "id")),
        ({"id": ["a"]}, ("member_not_text", "id")),
        ({"id": ""}, ("member_not_text", "id")),
        ({"id": "assertions/42"}, ("member_not_address", "id")),
        ({"recipient": None}, ("document_not_object", "recipient")),
        ({"recipient": {"type": "email"}}, ("member_missing", "recipient.identity")),
        (
            {"recipient": {"type": "email", "identity": "a", "hashed": "yes"}},
            ("member_not_true_or_false", "recipient.hashed"),
        ),
        ({"recipient": {"type": "email", "identity": "a", "salt": 7}}, ("member_not_text", "recipient.salt")),
        ({"badge": None}, ("member_missing", "badge")),
        ({"badge": 7}, ("document_not_object", "badge")),
        ({"badge": {"name": "A"}}, ("member_missing", "badge.id")),
        ({"badge": "achievements/1"}, ("member_not_address", "badge.id")),
        ({"verification": "hosted"}, ("document_not_object", "verification")),
        ({"verification": {"type": "Trust"}}, ("type_wrong", "verification")),
        ({"issuedOn": None}, ("member_missing", "issuedOn")),
        ({"issuedOn": "2026-03-01"}, ("member_not_date", "issuedOn")),
        ({"expires": "2026-03-01T09:30:00"}, ("member_not_date", "expires")),
    ],
)
def test_assertion_of_another_structure_is_refused_by_name(changes, refusal):
    assert refusal_of(v2.parse_assertion, ASSERTION_DOCUMENT | changes) == refusal


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"type": "Assertion"}, ("type_wrong", "BadgeClass")),
        ({"name": None}, ("member_missing", "name")),
        ({"description": ""}, ("member_not_text", "description")),
        ({"image": None}, ("member_missing", "image")),
        ({"criteria": None}, ("document_not_object", "criteria")),
        ({"criteria": {"type": "Criteria"}}, ("member_missing", "criteria.narrative")),
        ({"issuer": None}, ("member_missing", "issuer")),
    ],
)
def test_badge_class_of_another_structure_is_refused_by_name(changes, refusal):
    assert refusal_of(v2.parse_badge_class, BADGE_CLASS_DOCUMENT | changes) == refusal


@pytest.mark.parametrize(
    ("document", "refusal"),
    [
        ([ISSUER_DOCUMENT], ("document_not_object", "Profile")),
        (ISSUER_DOCUMENT | {"type": "Person"}, ("type_wrong", "Profile")),
        (ISSUER_DOCUMENT | {"url": "tilleuls"}, ("member_not_address", "url")),
        (ISSUER_DOCUMENT | {"email": None}, ("member_missing", "email")),
    ],
)
def test_issuer_of_another_structure_is_refused_by_name(document, refusal):
    assert refusal_of(v2.parse_issuer, document) == refusal
