"""The seam through which verification reads documents of the web; nothing here opens a connection."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from .canonical import parse_json
from .errors import CanonicalError, UnreachableError, VerificationError

DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, kw_only=True)
class Response:
    """What an address answered, redirections followed: HTTP status and body."""

    status: int = 200
    body: bytes = b""


class Loader(Protocol):
    """Whoever can read an address: over the network, from records, or from files."""

    def load(self, url: str) -> Response:
        """Read an http or https address, without any Accept header.

        Raises:
            UnreachableError: there was no answer.
        """
        ...


class Memory:
    """A loader that asks each address once, so that one verification sees one state of the web."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader
        self._answers: dict[str, Response | UnreachableError] = {}

    def load(self, url: str) -> Response:
        """Read an address, or repeat what it answered."""
        if url not in self._answers:
            try:
                self._answers[url] = self._loader.load(url)
            except UnreachableError as error:
                self._answers[url] = error
        answer = self._answers[url]
        if isinstance(answer, UnreachableError):
            raise answer
        return answer


def site_of(url: str) -> tuple[str, int]:
    """Tell the host and port that answer for an address.

    Raises:
        VerificationError: this is no http or https address, or one that carries a user's name.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or DEFAULT_PORTS[parts.scheme]
    except (ValueError, KeyError) as error:
        raise VerificationError("address_not_web", url=url) from error
    if not parts.hostname or "@" in parts.netloc:
        raise VerificationError("address_not_web", url=url)
    return parts.hostname, port


def fetch(loader: Loader, url: str) -> Response:
    """Read an address; the answer is a document (200) or its epitaph (410).

    Raises:
        UnreachableError: there was no answer.
        VerificationError: there is nothing, the server is in trouble, or this is no address of the web.
    """
    site_of(url)
    response = loader.load(url)
    if response.status == 404:
        raise VerificationError("address_missing", url=url)
    if response.status not in (200, 410):
        raise VerificationError("address_in_trouble", url=url, status=response.status)
    return response


def fetch_document(loader: Loader, url: str, *, identifier: str = "") -> dict[str, Any]:
    """Read a JSON document that must be there and name itself.

    Args:
        loader: reads the address.
        url: where the document is.
        identifier: the `id` that it must have, when this is not its address.

    Raises:
        UnreachableError: there was no answer.
        VerificationError: the document is not there, or is another one.
        CanonicalError: what is there is not strict JSON.
    """
    response = fetch(loader, url)
    if response.status == 410:
        raise VerificationError("address_missing", url=url)
    document = parse_object(response.body)
    if document.get("id") != (identifier or url):
        raise VerificationError("document_other", url=url, id=document.get("id"))
    return document


def parse_object(data: bytes | str) -> dict[str, Any]:
    """Read strict JSON whose whole is an object.

    Raises:
        CanonicalError: it is not.
    """
    document = parse_json(data)
    if not isinstance(document, dict):
        raise CanonicalError("json_not_object")
    return document


def exact_text(document: Any) -> str:
    """Write JSON so that equal documents, and only they, give equal texts (in Python, `1 == True`)."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True)
