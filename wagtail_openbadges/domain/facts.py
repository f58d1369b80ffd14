"""Turn records into the facts that documents are made of."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from ..models import AchievementVersion, Assertion, Issuer, KeyState, SigningKey, Way
from ..standard.facts import (
    AchievementFacts,
    AlignmentFacts,
    AssertionFacts,
    CriterionFacts,
    EvidenceFacts,
    IdentityFacts,
    IssuerFacts,
    PublicKeyFacts,
    RelatedFacts,
    StatusFacts,
)


def issuer_facts(issuer: Issuer) -> IssuerFacts:
    """Describe an issuer; a structure without a site of its own is known by its profile's address."""
    organisation = issuer.organisation
    return IssuerFacts(
        address=issuer.address,
        did=issuer.did,
        name=organisation.name,
        url=organisation.url or issuer.address,
        email=organisation.email,
        image=issuer.image_address if organisation.logo else "",
        description=issuer.description,
    )


def key_facts(issuer: Issuer) -> tuple[PublicKeyFacts, ...]:
    """List every key that the issuer ever published, oldest first: retired keys stay for ever."""
    keys = issuer.keys.filter(algorithm=SigningKey.Algorithm.ED25519).order_by("created_at", "pk")
    return tuple(
        PublicKeyFacts(multikey=key.public_part, is_compromised=key.state == KeyState.COMPROMISED) for key in keys
    )


def criteria_narrative(version: AchievementVersion) -> str:
    """Write the criteria as Markdown: one list item each."""
    with translation.override(version.language):
        optional = _("(optional)")
    return "\n".join(
        f"- {row['text']}" if row["required"] else f"- {row['text']} {optional}" for row in version.criteria
    )


def achievement_facts(version: AchievementVersion) -> AchievementFacts:
    """Describe a version, with those that are related to it as they stand now.

    What is signed keeps the relations of that instant for ever. What is only hosted gains those that come later:
    nothing signs or hashes a hosted BadgeClass, and readers fetch it anew.
    """
    return AchievementFacts(
        address=version.address,
        name=version.name,
        description=version.description,
        criteria_address=version.criteria_address,
        criteria_narrative=criteria_narrative(version),
        image=version.image_address,
        language=version.language,
        version=str(version.number),
        achievement_type=version.achievement_type,
        tags=tuple(version.tags),
        alignments=tuple(AlignmentFacts(**row) for row in version.alignments),
        criteria=tuple(CriterionFacts(**row) for row in version.criteria),
        related=tuple(
            RelatedFacts(address=other.address, language=other.language, version=str(other.number))
            for other in related_versions(version)
        ),
    )


def related_versions(version: AchievementVersion) -> list[AchievementVersion]:
    """Return the frozen versions of the same achievement that a reader may look for besides one of them.

    They are the newest of each other language, and of its own language the newest and the one before it. A version
    that nobody relied on yet has no address to name.
    """
    others = version.achievement.versions.filter(frozen_at__isnull=False).exclude(pk=version.pk)
    ordered = list(others.defer("image").order_by("language", "number"))
    newest = {
        other.language: other
        for other in ordered
        if other.number > version.number or other.language != version.language
    }
    before = [other for other in ordered if other.language == version.language and other.number < version.number]
    related = sorted([*newest.values(), *before[-1:]], key=lambda other: (other.language, other.number))
    for other in related:
        other.achievement = version.achievement
    return related


def way_sentence(way: str, issuer: str) -> str:
    """Say how a badge was obtained, in the language in force; `issuer` is the name of the structure."""
    if way == Way.DECLARED:
        return _(
            "The holder declares that the criteria are met and gave evidence. %(issuer)s publishes this"
            " declaration; it has not checked it."
        ) % {"issuer": issuer}
    if way == Way.REVIEWED:
        return _("%(issuer)s read what was sent and confirmed that the criteria are met.") % {"issuer": issuer}
    return _("%(issuer)s gave this badge itself.") % {"issuer": issuer}


def way_statement(assertion: Assertion) -> str:
    """Say how a badge was obtained, in the language of the badge: part of every document."""
    with translation.override(assertion.achievement_version.language):
        return way_sentence(assertion.way, assertion.issuer.organisation.name)


def assertion_facts(assertion: Assertion) -> AssertionFacts:
    """Describe an award without a name, an address or the content of any evidence."""
    return AssertionFacts(
        address=assertion.address,
        credential_address=assertion.credential_address,
        image=assertion.image_address,
        subject_id=assertion.uuid.urn,
        identity=IdentityFacts(hash=assertion.identity_hash, salt=assertion.identity_salt),
        issued_at=assertion.issued_at,
        way=assertion.way,
        way_statement=way_statement(assertion),
        expires_at=assertion.expires_at,
        evidence=tuple(
            EvidenceFacts(
                address=f"{assertion.verify_address}#evidence-{row['uuid']}", kind=row["kind"], sha256=row["sha256"]
            )
            for row in assertion.evidence
        ),
        status=StatusFacts(list_address=assertion.status_list.address, index=assertion.status_index),
    )
