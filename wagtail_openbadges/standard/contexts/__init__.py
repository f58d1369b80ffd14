"""The JSON-LD contexts that we read: published bytes, vendored, pinned by SHA-256 (see PROVENANCE.md)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any, Final

from ..errors import ContextError

CREDENTIALS_V2: Final = "https://www.w3.org/ns/credentials/v2"
DATA_INTEGRITY_V2: Final = "https://w3id.org/security/data-integrity/v2"
DID_V1: Final = "https://www.w3.org/ns/did/v1"
MULTIKEY_V1: Final = "https://w3id.org/security/multikey/v1"
OPEN_BADGES_2: Final = "https://w3id.org/openbadges/v2"
OPEN_BADGES_3: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
OPEN_BADGES_3_EXTENSIONS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"

PINNED: Final[Mapping[str, tuple[str, str]]] = {
    CREDENTIALS_V2: (
        "credentials-v2.json",
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    ),
    DATA_INTEGRITY_V2: (
        "data-integrity-v2.json",
        "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
    ),
    DID_V1: (
        "did-v1.json",
        "62c1054bf404d6dd3a4b26b64f830fd72095f6a26edc4469908c94351352ce5f",
    ),
    MULTIKEY_V1: (
        "multikey-v1.json",
        "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
    ),
    OPEN_BADGES_2: (
        "ob-v2p0.json",
        "ee8c373cb831e92f0033b7f26b61a43b2719932a20da2c396e5dad48ec429b2d",
    ),
    OPEN_BADGES_3: (
        "ob-v3p0-3.0.3.json",
        "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
    ),
    OPEN_BADGES_3_EXTENSIONS: (
        "ob-v3p0-extensions.json",
        "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
    ),
}


class Contexts(Mapping[str, Mapping[str, Any]]):
    """A closed set of contexts, by URL. What is not in it is refused; nothing is ever fetched.

    Two sets are never equal: whoever caches what a set means does so by the set itself.
    """

    def __init__(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        self._documents = dict(documents)

    def __getitem__(self, url: str) -> Mapping[str, Any]:
        try:
            return self._documents[url]
        except KeyError:
            raise ContextError("context_unknown", url=url) from None

    def __contains__(self, url: object) -> bool:
        return url in self._documents

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


def pinned_document(file: str, sha256: str) -> Mapping[str, Any]:
    """Read one vendored context.

    Args:
        file: name of the file beside this module.
        sha256: lower-case hexadecimal digest that its bytes must have.

    Raises:
        ContextError: the bytes are others.
    """
    content = resources.files(__name__).joinpath(file).read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ContextError("context_altered", file=file)
    document: Mapping[str, Any] = json.loads(content)
    return document


VENDORED: Final = Contexts({url: pinned_document(file, sha256) for url, (file, sha256) in PINNED.items()})
