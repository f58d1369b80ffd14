"""The checks of a hosted Open Badges 2.0 Assertion: what its issuer publishes at its address is what counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final

from .credential_checks import check_dates
from .errors import CanonicalError, OpenBadgesError, VerificationError
from .loading import Loader, exact_text, fetch, fetch_document, parse_object, site_of
from .members import listed
from .recipients import check_recipient
from .report import (
    Check,
    Findings,
    VerifiedFacts,
    attempt,
    legible,
    not_applicable,
    not_reached,
    passed,
    refused,
)
from .v2 import (
    ParsedAssertion,
    ParsedBadgeClass,
    ParsedIssuer,
    is_revoked,
    parse_assertion,
    parse_badge_class,
    parse_issuer,
)

ROWS: Final = ("structure", "hosting", "achievement", "dates", "status", "schema", "recipient", "endorsements")
HOSTED: Final = ("HostedBadge", "hosted")


def check_hosted(document: Mapping[str, Any], *, loader: Loader, now: datetime, recipient: str | None) -> Findings:
    """Make every check of a hosted 2.0 Assertion.

    Args:
        document: the Assertion that was handed in.
        loader: reads the Assertion's own address, its BadgeClass and its issuer.
        now: the aware instant at which the badge must hold.
        recipient: a normalised e-mail address to compare with, or None.

    Returns:
        One row per name of `ROWS`, and what the badge says.
    """
    try:
        if is_revoked(document):
            return withdrawn(revocation_of(document))
        parsed = parse_assertion(document)
        if parsed.verification_type not in HOSTED:
            raise VerificationError("not_supported_yet", what=parsed.verification_type)
    except OpenBadgesError as error:
        return Findings((refused("structure", error), *map(not_reached, ROWS[1:])))
    hosting, status = _hosting_and_status(parsed, loader)
    achievement, facts = _achievement_and_facts(parsed, loader)
    rows = (
        passed("structure", "structure_sound", version="2.0"),
        hosting,
        achievement,
        attempt("dates", partial(check_dates, parsed.issued_on, parsed.expires, now)),
        status,
        not_applicable("schema", "schema_not_used"),
        attempt("recipient", partial(check_recipient, [parsed.recipient], recipient)),
        not_applicable("endorsements", "endorsements_not_checked"),
    )
    return Findings(rows, facts)


def withdrawn(error: VerificationError) -> Findings:
    """Report a badge of which nothing is left but that it was revoked."""
    return Findings(tuple(refused(row, error) if row == "status" else not_reached(row) for row in ROWS))


def revocation_of(document: Mapping[str, Any]) -> VerificationError:
    """Make the error that tells a revocation, with its reason when there is one."""
    reason = document.get("revocationReason")
    return VerificationError("revoked_because", reason=reason) if reason else VerificationError("revoked")


def revocation_in(body: bytes) -> VerificationError:
    """Make the error that tells a revocation from what an address answers with HTTP 410; it may be anything."""
    try:
        return revocation_of(parse_object(body))
    except CanonicalError:
        return VerificationError("revoked")


def _hosting_and_status(parsed: ParsedAssertion, loader: Loader) -> tuple[Check, Check]:
    gone = VerificationError("hosted_missing", url=parsed.id)
    try:
        response = fetch(loader, parsed.id)
        published = {} if response.status == 410 else parse_object(response.body)
        revoked = revocation_in(response.body) if response.status == 410 else None
        if is_revoked(published):
            revoked = revocation_of(published)
    except OpenBadgesError as error:
        return refused("hosting", gone if error.code == "address_missing" else error), not_reached("status")
    if revoked is not None:
        return refused("hosting", gone), refused("status", revoked)
    if exact_text(published) != exact_text(parsed.document):
        return refused("hosting", VerificationError("hosted_differs", url=parsed.id)), not_reached("status")
    return passed("hosting", "hosted_as_given"), passed("status", "status_not_revoked")


def _achievement_and_facts(parsed: ParsedAssertion, loader: Loader) -> tuple[Check, VerifiedFacts]:
    badge_class: ParsedBadgeClass | None = None
    try:
        badge_class = parse_badge_class(_published(parsed.badge, parsed.id, loader))
        issuer = parse_issuer(_published(badge_class.issuer, parsed.id, loader))
    except OpenBadgesError as error:
        return refused("achievement", error), _facts(parsed, badge_class, None)
    row = passed("achievement", "achievement_published", issuer=legible(issuer.name))
    return row, _facts(parsed, badge_class, issuer)


def _published(reference: Mapping[str, Any], assertion: str, loader: Loader) -> dict[str, Any]:
    """Read the document that a reference names; it must be on the site of the Assertion (OB 2.0 §5.1)."""
    url = str(reference["id"])
    host, port = site_of(assertion)
    if site_of(url) != (host, port):
        raise VerificationError("host_differs", url=url, host=f"{host}:{port}")
    return fetch_document(loader, url)


def _facts(parsed: ParsedAssertion, badge_class: ParsedBadgeClass | None, issuer: ParsedIssuer | None) -> VerifiedFacts:
    badge_document = badge_class.document if badge_class else {}
    image, criteria = badge_document.get("image"), badge_document.get("criteria")
    genres = [item.get("genre") for item in listed(parsed.document.get("evidence")) if isinstance(item, Mapping)]
    return VerifiedFacts(
        achievement_address=legible(parsed.badge["id"]),
        achievement_name=legible(badge_class and badge_class.name),
        achievement_description=legible(badge_class and badge_class.description),
        achievement_image=legible(image.get("id") if isinstance(image, Mapping) else image),
        criteria_narrative=legible(criteria.get("narrative") if isinstance(criteria, Mapping) else None),
        tags=tuple(map(legible, filter(None, [*listed(badge_document.get("tags")), *genres]))),
        issuer_id=legible(badge_class and badge_class.issuer["id"]),
        issuer_name=legible(issuer and issuer.name),
        issuer_url=legible(issuer and issuer.url),
        assertion_address=legible(parsed.id),
        issued_at=parsed.issued_on,
        expires_at=parsed.expires,
    )
