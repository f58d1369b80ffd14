"""Recipients: one spelling for an e-mail address, and the hash that stands for it in documents."""

from __future__ import annotations

import hashlib
import re
from unicodedata import normalize

from .errors import AddressError

LOCAL_PART = re.compile(r"[^\s@\x00-\x1f\x7f]{1,64}")
DOMAIN = re.compile(
    r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*", re.ASCII
)


def normalise_email(address: str) -> str:
    """Give an address the one spelling that is stored, compared and hashed.

    Trimmed, Unicode NFC, lower case, host in its IDNA form; what follows a plus sign is kept.

    Raises:
        AddressError: this is not an address.
    """
    # Lower case may undo NFC for a few letters, hence the second pass.
    text = normalize("NFC", normalize("NFC", address.strip()).lower())
    local, _, host = text.rpartition("@")
    try:
        domain = host.encode("idna").decode()
    except UnicodeError as error:
        raise AddressError("email_invalid") from error
    if not LOCAL_PART.fullmatch(local) or not DOMAIN.fullmatch(domain):
        raise AddressError("email_invalid")
    return f"{local}@{domain}"


def identity_hash(address: str, salt: str) -> str:
    """Hash a recipient's address, normalised, followed by the salt.

    Returns:
        SHA-256 in lower-case hexadecimal; documents write it after `sha256$`.

    Raises:
        AddressError: this is not an address.
    """
    return hashlib.sha256((normalise_email(address) + salt).encode()).hexdigest()
