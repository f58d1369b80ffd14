"""Ed25519 keys as Open Badges 3.0 shows them: multikeys, JWKs and did:web identifiers; and the seam that signs."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from typing import Protocol
from urllib.parse import quote, unquote, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from . import multibase
from .errors import KeyFormatError

KEY_SIZE = 32
ED25519 = b"\xed\x01"
# Multicodec prefixes of the keys that people may meet, to refuse them by their name.
OTHER_KEY_TYPES = {
    b"\xec\x01": "X25519",
    b"\xe7\x01": "secp256k1",
    b"\xeb\x01": "BLS12-381",
    b"\x80\x24": "P-256",
    b"\x81\x24": "P-384",
    b"\x82\x24": "P-521",
    b"\x85\x24": "RSA",
    b"\x80\x26": "Ed25519 (private)",
}
DID_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", re.ASCII)
DID_SEGMENT = re.compile(r"(?!\.{1,2}$)[A-Za-z0-9._~-]+", re.ASCII)


class Signer(Protocol):
    """Whoever can sign with an Ed25519 key: a key in memory, or a service that never gives it away."""

    @property
    def public_multikey(self) -> str:
        """The public key as a multikey, `z6Mk…`."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Sign bytes (Ed25519, RFC 8032) and return the 64 bytes of the signature."""
        ...


class LocalSigner:
    """A private key held in memory."""

    def __init__(self, private_bytes: bytes) -> None:
        """Take the 32 raw bytes of an Ed25519 private key (its seed, RFC 8032 §5.1.5).

        Raises:
            KeyFormatError: there are not 32 of them.
        """
        if len(private_bytes) != KEY_SIZE:
            raise KeyFormatError("key_size_wrong", size=len(private_bytes))
        self._key = Ed25519PrivateKey.from_private_bytes(private_bytes)

    def __repr__(self) -> str:
        return f"<LocalSigner {self.public_multikey}>"

    @classmethod
    def generate(cls) -> LocalSigner:
        """Make a new key from the system's randomness."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def public_multikey(self) -> str:
        """The public key as a multikey, `z6Mk…`."""
        return multikey_of(self._key.public_key())

    def private_bytes(self) -> bytes:
        """Give the 32 raw bytes, for whoever stores them encrypted."""
        return self._key.private_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        """Sign bytes and return the 64 bytes of the signature."""
        return self._key.sign(data)


def multikey_of(public_key: Ed25519PublicKey) -> str:
    """Write a public key as a multikey (Controlled Identifiers 1.0 §2.2.2)."""
    return multibase.encode_base58btc(ED25519 + public_key.public_bytes_raw())


def public_key_of(multikey: str) -> Ed25519PublicKey:
    """Read a multikey.

    Raises:
        KeyFormatError: the text is not base58btc, or the key is of another type or size.
    """
    if not multikey.startswith("z"):
        raise KeyFormatError("multibase_unknown")
    data = multibase.decode(multikey)
    prefix, key = data[:2], data[2:]
    if prefix != ED25519:
        raise KeyFormatError("key_type_unsupported", type=OTHER_KEY_TYPES.get(prefix, f"0x{prefix.hex()}"))
    if len(key) != KEY_SIZE:
        raise KeyFormatError("key_size_wrong", size=len(key))
    return Ed25519PublicKey.from_public_bytes(key)


def jwk_of(multikey: str, *, kid: str) -> dict[str, str]:
    """Write a public key as a JWK (RFC 8037).

    Raises:
        KeyFormatError: `multikey` is not an Ed25519 multikey.
    """
    raw = public_key_of(multikey).public_bytes_raw()
    x = urlsafe_b64encode(raw).rstrip(b"=").decode()
    return {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": kid, "alg": "EdDSA", "use": "sig"}


def did_web(base_url: str, path: str) -> str:
    """Name what stands at a path under a site's base by a did:web identifier.

    Args:
        base_url: http or https address, such as `https://example.org/openbadges/`.
        path: what follows, such as `issuers/<uuid>`; empty for the site itself.

    Raises:
        KeyFormatError: `base_url` has no host, or carries a user, a query or a fragment.
    """
    parts = urlsplit(base_url)
    try:
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError as error:
        raise KeyFormatError("did_base_invalid", url=base_url) from error
    authority = host if port is None else f"{host}:{port}"
    clean = not (parts.username or parts.password or parts.query or parts.fragment)
    if parts.scheme not in ("http", "https") or not clean or not DID_HOST.fullmatch(authority):
        raise KeyFormatError("did_base_invalid", url=base_url)
    segments = [quote(segment, safe="") for segment in f"{parts.path}/{path}".split("/") if segment]
    return ":".join(["did:web", quote(authority, safe=""), *segments])


def did_web_address(did: str) -> str:
    """Tell where the document of a did:web identifier is: always https (did:web §3.2).

    Raises:
        KeyFormatError: another method, or a part that could lead elsewhere.
    """
    if not did.startswith("did:web:"):
        raise KeyFormatError("did_method_unsupported", did=did)
    host, *segments = [unquote(part) for part in did.removeprefix("did:web:").split(":")]
    if not DID_HOST.fullmatch(host) or not all(DID_SEGMENT.fullmatch(segment) for segment in segments):
        raise KeyFormatError("did_invalid", did=did)
    path = "/".join(segments) if segments else ".well-known"
    return f"https://{host}/{path}/did.json"
