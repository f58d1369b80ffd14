"""Was the badge given to this person? Compares an e-mail address with what a badge says of its recipient."""

from __future__ import annotations

from collections.abc import Iterable

from .errors import AddressError, VerificationError
from .identity import identity_hash, normalise_email
from .report import Check, not_applicable, passed
from .v2 import ParsedRecipient
from .v3 import ParsedIdentity

# The first is the word of 2.0, the second that of 3.0; both name an e-mail address.
EMAIL_TYPES = ("email", "emailAddress")


def asked_address(recipient: str) -> str:
    """Read the recipient that somebody asks about: `email:a@b` or `emailAddress:a@b`.

    Returns:
        The normalised address.

    Raises:
        AddressError: it is neither.
    """
    kind, _, address = recipient.partition(":")
    if kind not in EMAIL_TYPES:
        raise AddressError("email_invalid")
    return normalise_email(address)


def check_recipient(identities: Iterable[ParsedRecipient | ParsedIdentity], asked: str | None) -> Check:
    """Compare the identities that a badge names with a normalised address.

    Raises:
        VerificationError: the badge is another's, or does not say whose in a way that we read.
    """
    if asked is None:
        return not_applicable("recipient", "recipient_not_asked")
    by_email = [identity for identity in identities if identity.type in EMAIL_TYPES]
    if not by_email:
        raise VerificationError("recipient_not_stated")
    if not any(_names(identity, asked) for identity in by_email):
        raise VerificationError("recipient_differs")
    return passed("recipient", "recipient_matches")


def _names(identity: ParsedRecipient | ParsedIdentity, asked: str) -> bool:
    if not identity.is_hashed:
        try:
            return normalise_email(identity.identity) == asked
        except AddressError:
            return False
    algorithm, _, digest = identity.identity.partition("$")
    if algorithm != "sha256":
        raise VerificationError("hash_unsupported", algorithm=algorithm)
    return digest.lower() == identity_hash(asked, identity.salt)
