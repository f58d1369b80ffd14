"""Bitstring status lists: one bit per award, set when the award is revoked (W3C Bitstring Status List 1.0)."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from . import multibase
from .errors import KeyFormatError, StatusListError
from .facts import IssuerFacts
from .instants import format_instant
from .members import listed

MINIMUM_BITS = 131_072
MAXIMUM_BITS = 16_777_216


class StatusBits:
    """The slots of a status list; slot 0 is the left-most bit of the first byte."""

    def __init__(self, octets: bytes = bytes(MINIMUM_BITS // 8)) -> None:
        """Take the slots as they are stored; without argument, a list of the least size with no slot set.

        Raises:
            StatusListError: fewer slots than the specification demands (§2.2), for the privacy of holders.
        """
        if len(octets) * 8 < MINIMUM_BITS:
            raise StatusListError("status_size_unusable", size=len(octets) * 8)
        self._octets = bytearray(octets)

    def __len__(self) -> int:
        """Count the slots."""
        return len(self._octets) * 8

    def __bytes__(self) -> bytes:
        """Give the slots as they are stored."""
        return bytes(self._octets)

    def get(self, index: int) -> bool:
        """Tell whether slot `index` is set.

        Raises:
            StatusListError: there is no such slot.
        """
        octet, mask = self._place(index)
        return bool(self._octets[octet] & mask)

    def set(self, index: int, value: bool = True) -> None:
        """Set slot `index`, or clear it.

        Raises:
            StatusListError: there is no such slot.
        """
        octet, mask = self._place(index)
        if value:
            self._octets[octet] |= mask
        else:
            self._octets[octet] &= ~mask

    def encoded_list(self) -> str:
        """Write the slots as `encodedList` demands (§3.3): the same slots always give the same text."""
        return multibase.encode_base64url(gzip.compress(bytes(self._octets), mtime=0))

    @classmethod
    def decode(cls, text: object, *, max_bits: int = MAXIMUM_BITS) -> StatusBits:
        """Read an `encodedList`, unpacking never more than `max_bits` slots.

        Raises:
            StatusListError: the text is not one, or it has too few or too many slots.
        """
        if not isinstance(text, str) or not text.startswith("u"):
            raise StatusListError("status_list_unreadable")
        unpacking = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        try:
            octets = unpacking.decompress(multibase.decode(text), max_bits // 8 + 1)
        except (KeyFormatError, zlib.error) as error:
            raise StatusListError("status_list_unreadable") from error
        if len(octets) * 8 > max_bits:
            raise StatusListError("status_list_too_large", maximum=max_bits)
        if not unpacking.eof or unpacking.unused_data:
            raise StatusListError("status_list_unreadable")
        return cls(octets)

    def _place(self, index: int) -> tuple[int, int]:
        if not 0 <= index < len(self):
            raise StatusListError("status_index_out_of_range", index=index, size=len(self))
        return index // 8, 0x80 >> index % 8


def status_list_credential(
    *, address: str, issuer: IssuerFacts, bits: StatusBits, issued_at: datetime, purpose: str = "revocation"
) -> dict[str, Any]:
    """Build the unsigned BitstringStatusListCredential of a list (§2.2).

    It has no `validUntil`: a list that dies while its signer sleeps would make every award look doubtful.

    Args:
        address: where the list is published; the `statusListCredential` of each award.
        issuer: who awards and revokes; the same as in the awards.
        bits: the slots.
        issued_at: the aware instant of this state of the list.
        purpose: what a set slot means.

    Returns:
        The credential, to be signed by the issuer.
    """
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.did,
        "validFrom": format_instant(issued_at),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": bits.encoded_list(),
        },
    }


def read_status(credential: Mapping[str, Any], index: int, *, purpose: str = "revocation") -> bool:
    """Tell whether slot `index` is set in a status list credential whose proof was already checked (§3.2).

    Raises:
        StatusListError: it is no such credential, it is about something else, or it has no such slot.
    """
    subject = credential.get("credentialSubject")
    if (
        "BitstringStatusListCredential" not in listed(credential.get("type"))
        or not isinstance(subject, Mapping)
        or "BitstringStatusList" not in listed(subject.get("type"))
    ):
        raise StatusListError("status_list_not_a_list")
    if purpose not in listed(subject.get("statusPurpose")):
        raise StatusListError("status_list_other_purpose", purpose=purpose)
    return StatusBits.decode(subject.get("encodedList")).get(index)
