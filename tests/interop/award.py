"""The award that is tampered with, and the ways to do it: by hand, or with the issuer's own key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.interop.judges import Case
from tests.standard.issued import (
    ASSERTION,
    DID_ADDRESS,
    ISSUER,
    RECIPIENT,
    SIGNER,
    STATUS_ADDRESS,
    Issued,
    as_json,
    issue,
    sign,
    status_list,
)
from wagtail_openbadges.standard.facts import IssuerFacts
from wagtail_openbadges.standard.keys import LocalSigner

# Some judges read the real clock, so the award lies around today.
NOW = datetime.now(UTC).replace(microsecond=0)
ISSUED_AT = NOW - timedelta(days=60)
AWARD = replace(ASSERTION, issued_at=ISSUED_AT, expires_at=NOW + timedelta(days=700))

# Changes the award; what it returns, when anything, is laid before the judges in its place.
Tamper = Callable[[Issued], bytes | None]


@dataclass(frozen=True, kw_only=True)
class Variant:
    """One way to tamper with an award.

    `reads` is how it is handed in: signed (3.0), hosted (2.0) or image (both). `code` is what our own report says;
    `refused_by` are exactly the judges that refuse it, `why` says what would be lost if they did not.
    """

    reads: str
    kind: str
    what: str
    why: str
    code: str
    refused_by: frozenset[str]
    tamper: Tamper
    recipient: str = ""

    @property
    def name(self) -> str:
        return f"{self.kind}: {self.what}"

    def case(self) -> Case:
        issued = issue(assertion=AWARD)
        data = self.tamper(issued) or plain(self.reads, issued)
        return Case(name=self.name, data=data, documents=issued.documents, now=NOW, recipient=self.recipient)


def plain(reads: str, issued: Issued) -> bytes:
    """Write an award as it is handed in."""
    match reads:
        case "signed":
            return as_json(issued.credential)
        case "hosted":
            return as_json(issued.assertion)
        case _:
            return issued.png()


def twin(reads: str) -> Case:
    """Make the award that nobody tampered with."""
    issued = issue(assertion=AWARD)
    return Case(
        name=f"twin ({reads})", data=plain(reads, issued), documents=issued.documents, now=NOW, recipient=RECIPIENT
    )


def put(document: dict[str, Any], place: str, value: object) -> None:
    """Write a value at a dotted place of a document; numbers are places in lists."""
    *way, last = (int(step) if step.isdecimal() else step for step in place.split("."))
    target: Any = document
    for step in way:
        target = target[step]
    target[last] = value


def by_hand(place: str, value: object) -> Tamper:
    """Change the credential and leave its proof."""

    def tamper(issued: Issued) -> None:
        put(issued.credential, place, value)

    return tamper


def without(member: str) -> Tamper:
    """Leave a member of the credential out."""

    def tamper(issued: Issued) -> None:
        del issued.credential[member]

    return tamper


def re_signed(
    place: str,
    value: object,
    *,
    signer: LocalSigner = SIGNER,
    issuer: IssuerFacts = ISSUER,
    created: datetime = ISSUED_AT,
) -> Tamper:
    """Change the credential and sign it again."""

    def tamper(issued: Issued) -> None:
        put(issued.credential, place, value)
        issued.credential = sign(issued.credential, signer=signer, issuer=issuer, created=created)

    return tamper


def did_document(place: str, value: object) -> Tamper:
    """Change the issuer's document."""

    def tamper(issued: Issued) -> None:
        document = issued.published(DID_ADDRESS)
        put(document, place, value)
        issued.publish(DID_ADDRESS, document)

    return tamper


def unpublished(address: str) -> Tamper:
    """Take away what an address answers."""

    def tamper(issued: Issued) -> None:
        del issued.documents[address]

    return tamper


def listed_status(*revoked: int, issuer: IssuerFacts = ISSUER, **changes: object) -> Tamper:
    """Publish another status list."""

    def tamper(issued: Issued) -> None:
        issued.publish(STATUS_ADDRESS, status_list(*revoked, issuer=issuer, issued_at=ISSUED_AT, **changes))

    return tamper


def hosted(changes: dict[str, Any]) -> Tamper:
    """Change the 2.0 Assertion where it is published as well as in the hand of its holder."""

    def tamper(issued: Issued) -> None:
        issued.assertion |= changes
        issued.publish(ASSERTION.address, issued.assertion)

    return tamper


def in_hand(changes: dict[str, Any]) -> Tamper:
    """Change the 2.0 Assertion only in the hand of its holder."""

    def tamper(issued: Issued) -> None:
        issued.assertion |= changes

    return tamper
