"""From JSON to the canonical text that is signed: strict JSON, JSON-LD in a safe mode, RDFC-1.0.

Everything that a reader of the JSON could see must be in the signed text, in one way only; what would be dropped or
understood in two ways is refused by name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from .contexts import VENDORED, Contexts
from .errors import CanonicalError
from .linked_data import MAXIMUM_DEPTH, MAXIMUM_INTEGER, MAXIMUM_TEXT, SURROGATE, quads_of
from .rdfc import canonical_nquads


def parse_json(data: bytes | str) -> Any:
    """Read JSON that has one meaning only (RFC 8259, with I-JSON's rules on members and numbers).

    Raises:
        CanonicalError: not JSON in UTF-8, a member twice, half a character, a number that programs read differently,
            too large or too deep.
    """
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
        if len(text) > MAXIMUM_TEXT:
            raise CanonicalError("json_too_large", maximum=MAXIMUM_TEXT)
        value = json.loads(
            text, object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_refuse_number
        )
    except RecursionError as error:
        raise CanonicalError("json_too_deep", maximum=MAXIMUM_DEPTH) from error
    except ValueError as error:
        raise CanonicalError("json_unreadable") from error
    _check_depth(value)
    if half := SURROGATE.search(json.dumps(value, ensure_ascii=False)):
        raise CanonicalError("text_surrogate", code=f"U+{ord(half[0]):04X}")
    return value


def canonicalise(document: Mapping[str, Any], *, contexts: Contexts = VENDORED) -> str:
    """Write a JSON-LD document as canonical N-Quads (RDFC-1.0).

    Args:
        document: the document; it is not changed.
        contexts: the only contexts that it may use.

    Returns:
        Sorted N-Quads, one per line.

    Raises:
        CanonicalError: a word would be lost or could be read in two ways, or the work would take too long.
        ContextError: a context is missing, inline or not in `contexts`.
    """
    text = canonical_nquads(quads_of(document, contexts))
    if not text:
        raise CanonicalError("graph_empty")
    return text


def hash_hex(text: str) -> str:
    """Hash a canonical text.

    Returns:
        SHA-256 in lower-case hexadecimal.
    """
    return hashlib.sha256(text.encode()).hexdigest()


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(MAXIMUM_DEPTH):
        level = [child for parent in level for child in _children(parent)]
    if level:
        raise CanonicalError("json_too_deep", maximum=MAXIMUM_DEPTH)


def _children(value: Any) -> Iterable[Any]:
    match value:
        case dict():
            return value.values()
        case list():
            return value
    return ()


def _object(members: list[tuple[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, value in members:
        if name in result:
            raise CanonicalError("json_duplicate_member", name=name)
        result[name] = value
    return result


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > MAXIMUM_INTEGER:
        raise CanonicalError("json_number", number=digits[:40])
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits)
    if abs(number) > MAXIMUM_INTEGER:
        raise CanonicalError("json_number", number=digits[:40])
    return number


def _refuse_number(name: str) -> None:
    raise CanonicalError("json_number", number=name)
