"""Multibase text: base58btc (`z…`) and base64url without padding (`u…`)."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

from .errors import KeyFormatError

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
BASE64URL = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)
# Base 58 takes quadratic time; the longest value that we meet is a signature of 64 bytes.
MAXIMUM_BASE58 = 1_024


def encode_base58btc(data: bytes) -> str:
    """Write bytes as multibase base58btc, prefix `z` included."""
    number, digits = int.from_bytes(data), ""
    while number:
        number, digit = divmod(number, 58)
        digits = ALPHABET[digit] + digits
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + ALPHABET[0] * zeros + digits


def encode_base64url(data: bytes) -> str:
    """Write bytes as multibase base64url without padding, prefix `u` included."""
    return "u" + urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Read multibase text of either kind.

    Raises:
        KeyFormatError: another prefix, a character outside the alphabet, an impossible or excessive length.
    """
    match text[:1]:
        case "z":
            return _decode_base58btc(text[1:])
        case "u":
            return _decode_base64url(text[1:])
        case _:
            raise KeyFormatError("multibase_unknown")


def _decode_base58btc(digits: str) -> bytes:
    if len(digits) > MAXIMUM_BASE58:
        raise KeyFormatError("multibase_too_long", maximum=MAXIMUM_BASE58)
    number = 0
    for digit in digits:
        value = ALPHABET.find(digit)
        if value < 0:
            raise KeyFormatError("multibase_unreadable")
        number = number * 58 + value
    zeros = len(digits) - len(digits.lstrip(ALPHABET[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8)


def _decode_base64url(digits: str) -> bytes:
    if not BASE64URL.fullmatch(digits) or len(digits) % 4 == 1:
        raise KeyFormatError("multibase_unreadable")
    data = urlsafe_b64decode(digits + "=" * (-len(digits) % 4))
    if encode_base64url(data)[1:] != digits:
        # Several texts would otherwise decode to the same bytes.
        raise KeyFormatError("multibase_unreadable")
    return data
