"""The facts that documents are made of, the same for 2.0 and 3.0.

Whoever holds the records fills these shapes; `v2` and `v3` turn them into documents. All addresses are absolute,
all instants are aware UTC datetimes, all texts are plain or Markdown, never HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class PublicKeyFacts:
    """One key that an issuer publishes: its multikey (`z6Mk…`), and whether it was given up as compromised."""

    multikey: str
    is_compromised: bool = False


@dataclass(frozen=True, kw_only=True)
class IssuerFacts:
    """An issuer: `address` is its 2.0 profile, `did` its 3.0 identifier."""

    address: str
    did: str
    name: str
    url: str
    email: str
    image: str = ""
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class AlignmentFacts:
    """One line that ties an achievement to a public framework of skills."""

    name: str
    url: str
    framework: str = ""
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class CriterionFacts:
    """One criterion, by the stable uid that results refer to."""

    uid: str
    text: str
    required: bool = True


@dataclass(frozen=True, kw_only=True)
class AchievementFacts:
    """One frozen version of an achievement (BadgeClass in 2.0), in one language.

    `address` is the BadgeClass id of 2.0 and the achievement id of 3.0; `criteria_address` is where the frozen
    criteria are read by people; `criteria_narrative` is Markdown.
    """

    address: str
    name: str
    description: str
    criteria_address: str
    criteria_narrative: str
    image: str
    language: str
    version: str
    achievement_type: str = ""
    tags: tuple[str, ...] = ()
    alignments: tuple[AlignmentFacts, ...] = ()
    criteria: tuple[CriterionFacts, ...] = ()
    related: tuple[RelatedFacts, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RelatedFacts:
    """The same achievement in another language or of another time: its address, language and version."""

    address: str
    language: str
    version: str


@dataclass(frozen=True, kw_only=True)
class IdentityFacts:
    """A recipient known by the hash of a normalised e-mail: `hash` is lower-case hexadecimal SHA-256."""

    hash: str
    salt: str


@dataclass(frozen=True, kw_only=True)
class EvidenceFacts:
    """One piece of evidence as the public may know it: where, which kind, and its SHA-256; never its content."""

    address: str
    kind: str
    sha256: str = ""

    @property
    def description(self) -> str:
        """The words by which a document ties itself to the very file that was looked at; empty without a file."""
        return self.sha256 and f"SHA-256: {self.sha256}"


@dataclass(frozen=True, kw_only=True)
class StatusFacts:
    """The slot of an assertion in a status list."""

    list_address: str
    index: int


@dataclass(frozen=True, kw_only=True)
class CriterionResultFacts:
    """What the issuer found for one criterion: `met`, `not_met` or `cannot_tell`."""

    uid: str
    result: str


@dataclass(frozen=True, kw_only=True)
class AssertionFacts:
    """One award. `address` is the 2.0 Assertion, `credential_address` the 3.0 credential.

    `way` is the stable word for how it was obtained, `way_statement` the sentence that says so in the
    achievement's language; both travel inside the documents.
    """

    address: str
    credential_address: str
    image: str
    subject_id: str
    identity: IdentityFacts
    issued_at: datetime
    way: str
    way_statement: str
    expires_at: datetime | None = None
    evidence: tuple[EvidenceFacts, ...] = ()
    results: tuple[CriterionResultFacts, ...] = ()
    status: StatusFacts | None = None
