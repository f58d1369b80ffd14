"""One award in 2.0 and 3.0, made by `standard/` alone, with all that its issuer publishes about it.

Tests change a part of it, by hand as a forger would or by signing again as the issuer would, and judge the result.
"""

from __future__ import annotations

import json
import struct
import zlib
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from wagtail_openbadges.standard import v2, v3
from wagtail_openbadges.standard.baking import SIGNATURE, bake_png
from wagtail_openbadges.standard.errors import UnreachableError
from wagtail_openbadges.standard.facts import (
    AchievementFacts,
    AssertionFacts,
    CriterionFacts,
    CriterionResultFacts,
    EvidenceFacts,
    IdentityFacts,
    IssuerFacts,
    PublicKeyFacts,
    RelatedFacts,
    StatusFacts,
)
from wagtail_openbadges.standard.identity import identity_hash
from wagtail_openbadges.standard.keys import LocalSigner, did_web_address
from wagtail_openbadges.standard.loading import Response
from wagtail_openbadges.standard.proofs import add_proof
from wagtail_openbadges.standard.status_list import StatusBits, status_list_credential

NOW = datetime(2026, 5, 4, 10, tzinfo=UTC)
ISSUED_AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
EXPIRES_AT = datetime(2028, 3, 1, 9, 30, tzinfo=UTC)
RECIPIENT = "awa@example.org"
SALT = "7f2a9c0e4b6d8f1a3c5e7092b4d6f8a1"
SLOT = 90_210

SIGNER = LocalSigner(bytes(range(32)))
OTHER_SIGNER = LocalSigner(bytes(range(32, 64)))

ISSUER = IssuerFacts(
    address="https://badges.example/openbadges/issuers/tilleuls/",
    did="did:web:badges.example:openbadges:issuers:tilleuls",
    name="Les Tilleuls",
    url="https://tilleuls.example/",
    email="badges@tilleuls.example",
    image="https://badges.example/openbadges/issuers/tilleuls/image.png",
)
OTHER_ISSUER = replace(
    ISSUER,
    address="https://badges.example/openbadges/issuers/saules/",
    did="did:web:badges.example:openbadges:issuers:saules",
    name="Les Saules",
)
ACHIEVEMENT = AchievementFacts(
    address="https://badges.example/openbadges/achievements/accueil/versions/1/",
    name="Accueillir les nouveaux",
    description="Sait accueillir une personne qui arrive dans l’association.",
    criteria_address="https://badges.example/openbadges/achievements/accueil/versions/1/#criteria",
    criteria_narrative="- A accueilli au moins trois personnes\n- Les a présentées à l’équipe",
    image="https://badges.example/openbadges/achievements/accueil/versions/1/image.png",
    language="fr",
    version="1",
    achievement_type="Competency",
    tags=("accueil", "association"),
    criteria=(CriterionFacts(uid="a1", text="A accueilli au moins trois personnes"),),
    related=(
        RelatedFacts(
            address="https://badges.example/openbadges/achievements/accueil/versions/2/", language="en", version="2"
        ),
        RelatedFacts(
            address="https://badges.example/openbadges/achievements/accueil/versions/3/", language="fr", version="3"
        ),
    ),
)
STATUS_ADDRESS = "https://badges.example/openbadges/status/1/"
ASSERTION = AssertionFacts(
    address="https://badges.example/openbadges/assertions/42/",
    credential_address="https://badges.example/openbadges/assertions/42/credential.json",
    image="https://badges.example/openbadges/assertions/42/badge.png",
    subject_id="urn:uuid:3f0f9a3e-6a51-4ea0-9f53-2f6d0a2d1c11",
    identity=IdentityFacts(hash=identity_hash(RECIPIENT, SALT), salt=SALT),
    issued_at=ISSUED_AT,
    expires_at=EXPIRES_AT,
    way="reviewed",
    way_statement="Une personne de l’association a lu la demande et l’a acceptée.",
    evidence=(EvidenceFacts(address="https://badges.example/openbadges/evidence/7/", kind="file", sha256="ab" * 32),),
    results=(CriterionResultFacts(uid="a1", result="met"),),
    status=StatusFacts(list_address=STATUS_ADDRESS, index=SLOT),
)


class Web:
    """A web that is a dictionary: what is not in it does not answer."""

    def __init__(self, documents: dict[str, Response]) -> None:
        self.documents = documents
        self.asked: list[str] = []

    def load(self, url: str) -> Response:
        self.asked.append(url)
        if url not in self.documents:
            raise UnreachableError("address_unreachable", url=url)
        return self.documents[url]


def as_json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def picture() -> bytes:
    """Draw one red pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I4s", len(data), kind) + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\0\xff\0\0")
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def sign(
    document: dict[str, Any],
    *,
    signer: LocalSigner = SIGNER,
    issuer: IssuerFacts = ISSUER,
    created: datetime = ISSUED_AT,
) -> dict[str, Any]:
    """Sign as an issuer does, in place of any earlier proof."""
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    method = v3.verification_method(issuer, signer.public_multikey)
    return add_proof(unsigned, signer, verification_method=method, created=created)


def status_list(
    *revoked: int, issuer: IssuerFacts = ISSUER, issued_at: datetime = ISSUED_AT, **changes: Any
) -> dict[str, Any]:
    """Sign a status list in which these slots are set."""
    bits = StatusBits()
    for index in revoked:
        bits.set(index)
    unsigned = status_list_credential(address=STATUS_ADDRESS, issuer=issuer, bits=bits, issued_at=issued_at)
    return sign(unsigned | changes, issuer=issuer, created=issued_at)


@dataclass
class Issued:
    """An award, and the documents that its issuer publishes, by address."""

    credential: dict[str, Any]
    assertion: dict[str, Any]
    documents: dict[str, Response] = field(default_factory=dict)

    @property
    def web(self) -> Web:
        return Web(self.documents)

    def publish(self, url: str, document: Any, status: int = 200) -> None:
        self.documents[url] = Response(status=status, body=as_json(document))

    def published(self, url: str) -> Any:
        return json.loads(self.documents[url].body)

    def png(self, *, v2: str | None = None, v3: str | None = None) -> bytes:
        """Bake both badges, or those that are given, into a picture."""
        return bake_png(picture(), v2=v2 or self.assertion["id"], v3=v3 or as_json(self.credential).decode())

    def copy(self) -> Issued:
        return deepcopy(self)


DID_ADDRESS = did_web_address(ISSUER.did)
OTHER_DID_ADDRESS = did_web_address(OTHER_ISSUER.did)


def issue(
    *, assertion: AssertionFacts = ASSERTION, achievement: AchievementFacts = ACHIEVEMENT, issuer: IssuerFacts = ISSUER
) -> Issued:
    """Award a badge and publish all that its readers need."""
    issued = Issued(
        credential=sign(v3.credential(assertion, achievement, issuer), issuer=issuer, created=assertion.issued_at),
        assertion=v2.assertion_document(assertion, achievement),
    )
    key = PublicKeyFacts(multikey=SIGNER.public_multikey)
    other_key = PublicKeyFacts(multikey=OTHER_SIGNER.public_multikey)
    issued.publish(did_web_address(issuer.did), v3.profile_document(issuer, [key]))
    issued.publish(OTHER_DID_ADDRESS, v3.profile_document(OTHER_ISSUER, [other_key]))
    issued.publish(STATUS_ADDRESS, status_list(issued_at=assertion.issued_at))
    issued.publish(issuer.address, v2.issuer_document(issuer))
    issued.publish(achievement.address, v2.badge_class_document(achievement, issuer))
    issued.publish(assertion.address, issued.assertion)
    issued.publish(assertion.credential_address, issued.credential)
    return issued
