"""What a verification says: one verdict, one row per check, and what the badge claims to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from .errors import (
    AddressError,
    BakingError,
    CanonicalError,
    ContextError,
    DocumentError,
    InstantError,
    KeyFormatError,
    OpenBadgesError,
    ProofError,
    StatusListError,
    UnreachableError,
    VerificationError,
)
from .instants import format_instant

SOUND_MESSAGES: Final[Mapping[str, str]] = {
    "structure_sound": "The badge has the structure that Open Badges {version} asks for.",
    "terms_known": "Every word of the badge is defined by the published vocabularies.",
    "vocabulary_known": "The badge uses the vocabulary of Open Badges 2.0.",
    "key_of_issuer": "The key that signed is published by the issuer {issuer} for signing badges.",
    "proof_holds": "The signature matches: nothing was changed since the issuer signed.",
    "hosted_as_given": "The badge is published at its own address, exactly as given.",
    "achievement_published": "The issuer {issuer} publishes what this badge recognises, on the same site.",
    "dates_current": "The badge is in its period of validity.",
    "status_not_revoked": "The issuer has not revoked the badge.",
    "recipient_matches": "The badge was given to this address.",
    "parts_agree": "The 2.0 and the 3.0 badge inside this image name the same recognition.",
    "status_not_offered": "The issuer publishes no status for this badge, so it cannot revoke it.",
    "schema_not_used": "The structure is checked by our own rules, not by a JSON Schema.",
    "recipient_not_asked": "No address was given to compare with the recipient.",
    "endorsements_not_checked": "Endorsements are not part of this verification.",
    "not_reached": "This was not checked, because an earlier check did not pass.",
}

CHECK_MESSAGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        code: sentence
        for messages in (
            SOUND_MESSAGES,
            *(
                error.messages
                for error in (
                    VerificationError,
                    UnreachableError,
                    DocumentError,
                    ContextError,
                    CanonicalError,
                    KeyFormatError,
                    ProofError,
                    StatusListError,
                    InstantError,
                    BakingError,
                    AddressError,
                )
            ),
        )
        for code, sentence in messages.items()
    }
)

# These say that nobody can tell, where every other error says that something is wrong.
DOUBTFUL_CODES: Final = frozenset(
    {
        "address_in_trouble",
        "address_missing",
        "address_unreachable",
        "context_unknown",
        "did_method_unsupported",
        "graph_too_complex",
        "hash_unsupported",
        "key_type_unsupported",
        "not_supported_yet",
        "proof_chain_unsupported",
        "proof_suite_unsupported",
        "proof_type_unsupported",
        "recipient_not_stated",
        "status_list_not_current",
        "status_list_other",
        "status_list_untrusted",
        "status_purpose_unsupported",
        *StatusListError.messages,
    }
)

MAXIMUM_SHOWN: Final = 2_000


class Outcome(StrEnum):
    """What one check found."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"


class Verdict(StrEnum):
    """What all checks together say."""

    VALID = "valid"
    INVALID = "invalid"
    INDETERMINATE = "indeterminate"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One row of a report; `part` tells the rows of the two badges inside one image apart ("2.0", "3.0")."""

    check: str
    outcome: Outcome
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    part: str = ""

    @property
    def message(self) -> str:
        """The English sentence of the code."""
        return CHECK_MESSAGES[self.code].format_map(self.params)

    def as_dict(self) -> dict[str, str]:
        """Write the row as JSON shows it."""
        row = {"check": self.check, "outcome": self.outcome.value, "code": self.code, "message": self.message}
        return {"part": self.part, **row} if self.part else row


@dataclass(frozen=True, kw_only=True)
class VerifiedFacts:
    """What a badge says of itself; worth exactly what the verdict says. Unknown texts are empty.

    `tags` are those of the achievement, and the words for how the badge was obtained and for its evidence.
    """

    achievement_address: str = ""
    achievement_name: str = ""
    achievement_description: str = ""
    achievement_image: str = ""
    criteria_narrative: str = ""
    tags: tuple[str, ...] = ()
    issuer_id: str = ""
    issuer_name: str = ""
    issuer_url: str = ""
    assertion_address: str = ""
    issued_at: datetime | None = None
    expires_at: datetime | None = None

    def as_dict(self) -> dict[str, Any]:
        """Write what is known as JSON shows it."""
        known = {item.name: getattr(self, item.name) for item in fields(self)}
        return {
            name: format_instant(value) if isinstance(value, datetime) else value
            for name, value in known.items()
            if value
        }


class Findings(NamedTuple):
    """What the checks of one badge found, and what the badge says."""

    checks: tuple[Check, ...]
    facts: VerifiedFacts = VerifiedFacts()


@dataclass(frozen=True, kw_only=True)
class Report:
    """The answer of a verification.

    `input` is the address that was given, else the kind of what was given: PNG, JSON, text…
    """

    input: str
    checks: tuple[Check, ...]
    facts: VerifiedFacts = VerifiedFacts()

    @property
    def verdict(self) -> Verdict:
        """Invalid when anything is wrong, valid when all that applies was checked and holds."""
        outcomes = {row.outcome for row in self.checks}
        if Outcome.FAILED in outcomes:
            return Verdict.INVALID
        return Verdict.INDETERMINATE if Outcome.UNKNOWN in outcomes else Verdict.VALID

    def as_dict(self) -> dict[str, Any]:
        """Write the report as JSON shows it."""
        return {
            "input": self.input,
            "verdict": self.verdict.value,
            "checks": [row.as_dict() for row in self.checks],
            "facts": self.facts.as_dict(),
        }


def passed(check: str, code: str, **params: Any) -> Check:
    """Say that a check holds."""
    return Check(check=check, outcome=Outcome.PASSED, code=code, params=params)


def not_applicable(check: str, code: str) -> Check:
    """Say that there is nothing to check."""
    return Check(check=check, outcome=Outcome.NOT_APPLICABLE, code=code)


def not_reached(check: str) -> Check:
    """Say that a check could not be made for want of an earlier one."""
    return Check(check=check, outcome=Outcome.UNKNOWN, code="not_reached")


def refused(check: str, error: OpenBadgesError) -> Check:
    """Say by which error a check does not hold, or cannot be made."""
    outcome = Outcome.UNKNOWN if error.code in DOUBTFUL_CODES else Outcome.FAILED
    params = {name: value if isinstance(value, int) else legible(value) for name, value in error.params.items()}
    return Check(check=check, outcome=outcome, code=error.code, params=params)


def attempt(check: str, examine: Callable[[], Check]) -> Check:
    """Make one check; what it raises becomes its row."""
    try:
        return examine()
    except OpenBadgesError as error:
        return refused(check, error)


def legible(value: object) -> str:
    """Make what was found in a foreign document fit for a page: a text, not endless, in UTF-8; nothing gives none."""
    return "" if value is None else str(value)[:MAXIMUM_SHOWN].encode("utf-8", "replace").decode()
