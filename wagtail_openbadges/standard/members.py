"""Members of documents: leaving empty ones out when we write, reading them strictly when others wrote.

A reader takes the object, the name of the member, and `where` it stands, so that an error names the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from .errors import DocumentError, InstantError
from .instants import parse_instant
from .linked_data import IRI


def filled(document: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is empty: some readers refuse null and empty lists."""
    return {name: value for name, value in document.items() if value not in (None, "", [], ())}


def listed(value: Any) -> list[Any]:
    """See one value, several or none as a list, as JSON-LD does."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def object_of(value: Any, member: str) -> Mapping[str, Any]:
    """Take a value for an object.

    Raises:
        DocumentError: it is none.
    """
    if not isinstance(value, Mapping):
        raise DocumentError("document_not_object", member=member)
    return value


def reference_of(parent: Mapping[str, Any], name: str, where: str = "") -> Mapping[str, Any]:
    """Read a member that is an object with an `id`, or that `id` alone.

    Raises:
        DocumentError: it is missing or neither.
    """
    value = parent.get(name)
    reference = {"id": value} if isinstance(value, str) else object_of(_present(parent, name, where), where + name)
    address_of(reference, "id", f"{where}{name}.")
    return reference


def text_of(parent: Mapping[str, Any], name: str, where: str = "") -> str:
    """Read a text that must be there.

    Raises:
        DocumentError: it is missing, empty or no text.
    """
    value = _present(parent, name, where)
    if not isinstance(value, str) or not value:
        raise DocumentError("member_not_text", member=where + name)
    return value


def optional_text_of(parent: Mapping[str, Any], name: str, where: str = "") -> str:
    """Read a text that may be missing; it is then empty.

    Raises:
        DocumentError: it is there and no text.
    """
    return "" if parent.get(name) is None else text_of(parent, name, where)


def address_of(parent: Mapping[str, Any], name: str, where: str = "") -> str:
    """Read a complete address (URL, URN or DID).

    Raises:
        DocumentError: it is missing or something else.
    """
    value = text_of(parent, name, where)
    if not IRI.fullmatch(value):
        raise DocumentError("member_not_address", member=where + name)
    return value


def flag_of(parent: Mapping[str, Any], name: str, where: str = "") -> bool:
    """Read true or false; missing is false.

    Raises:
        DocumentError: it is something else.
    """
    value = parent.get(name)
    if value is not None and not isinstance(value, bool):
        raise DocumentError("member_not_true_or_false", member=where + name)
    return bool(value)


def instant_of(parent: Mapping[str, Any], name: str) -> datetime:
    """Read a date with its time and zone.

    Raises:
        DocumentError: it is missing or something else.
    """
    try:
        return parse_instant(text_of(parent, name))
    except InstantError as error:
        raise DocumentError("member_not_date", member=name) from error


def optional_instant_of(parent: Mapping[str, Any], name: str) -> datetime | None:
    """Read a date that may be missing.

    Raises:
        DocumentError: it is there and no date with its time and zone.
    """
    return None if parent.get(name) is None else instant_of(parent, name)


def require_type(parent: Mapping[str, Any], *accepted: str, member: str) -> None:
    """Check that one of the accepted types is among those of an object.

    Raises:
        DocumentError: none is.
    """
    if not any(name in accepted for name in listed(parent.get("type")) if isinstance(name, str)):
        raise DocumentError("type_wrong", member=member, type=accepted[0])


def _present(parent: Mapping[str, Any], name: str, where: str) -> Any:
    if parent.get(name) is None:
        raise DocumentError("member_missing", member=where + name)
    return parent[name]
