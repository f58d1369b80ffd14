"""From JSON to the canonical text that is signed: strict JSON, JSON-LD in a safe mode of our own, RDFC-1.0.

Everything that a reader of the JSON could see must be in the signed text, in one way only; what would be dropped,
resolved against a hidden base or understood in two ways is refused by name.
"""

from __future__ import annotations

import copy
import hashlib
import json
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from pyld.context_resolver import ContextResolver
from pyld.jsonld import JsonLdError, JsonLdProcessor

from wagtail_openbadges.standard.contexts import VENDORED, Contexts
from wagtail_openbadges.standard.errors import CanonicalError, ContextError
from wagtail_openbadges.standard.rdfc import Quad, canonical_nquads, escape

MAXIMUM_TEXT: Final = 2_000_000
MAXIMUM_DEPTH: Final = 40
MAXIMUM_VALUES: Final = 5_000
# Beyond it, programs that read numbers as doubles see another number.
MAXIMUM_INTEGER: Final = 2**53 - 1

RDF_LANG_STRING: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
XSD_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
CREDENTIALS_VOCABULARY: Final = "https://www.w3.org/2018/credentials#"
# pyld resolves what is relative against a base; this one cannot be mistaken for a real address.
BASE: Final = "relative-reference:///"

IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f<>\"{}|^`\\]*")
LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
VALUE_KEYWORDS: Final = frozenset({"@value", "@type", "@language"})

_expansion = threading.Lock()


def parse_json(data: bytes | str) -> Any:
    """Read JSON that has one meaning only (RFC 8259, I-JSON's rules on members and numbers).

    Raises:
        CanonicalError: not JSON in UTF-8, a member twice, a number that programs read differently, too large.
    """
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
        if len(text) > MAXIMUM_TEXT:
            raise CanonicalError("json_too_large", maximum=MAXIMUM_TEXT)
        return json.loads(
            text, object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_refuse_number
        )
    except RecursionError as error:
        raise CanonicalError("json_too_deep", maximum=MAXIMUM_DEPTH) from error
    except ValueError as error:
        raise CanonicalError("json_unreadable") from error


def canonicalise(document: Mapping[str, Any], *, contexts: Contexts = VENDORED) -> str:
    """Write a JSON-LD document as canonical N-Quads (RDFC-1.0).

    Args:
        document: the document; it is not changed.
        contexts: the only contexts that it may use.

    Returns:
        Sorted N-Quads, one per line.

    Raises:
        CanonicalError: something would be lost, is ambiguous, or would take too long.
        ContextError: a context is missing, inline or not in `contexts`.
    """
    _Screen(contexts).check(document)
    processor = _SafeProcessor(on_property_dropped=_refuse_term)
    try:
        with _expansion:
            dataset = processor.to_rdf(document, _options(contexts))
    except JsonLdError as error:
        raise CanonicalError("json_ld_invalid", reason=_reason(error)) from error
    text = canonical_nquads(_quads(dataset))
    if not text:
        raise CanonicalError("graph_empty")
    return text


def hash_hex(text: str) -> str:
    """Hash a canonical text.

    Returns:
        SHA-256 in lower-case hexadecimal.
    """
    return hashlib.sha256(text.encode()).hexdigest()


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


def _refuse_term(name: str | None) -> None:
    raise CanonicalError("term_undefined", name=name)


def _reason(error: JsonLdError) -> str:
    """Find the code that the JSON-LD specification gives to the error; pyld buries it under its own."""
    reason = str(error.type)
    cause: BaseException | None = error
    while isinstance(cause, JsonLdError):
        reason = cause.code or reason
        cause = cause.__cause__
    return reason


class _Screen:
    """What is refused before pyld sees a document."""

    def __init__(self, contexts: Contexts) -> None:
        self.contexts = contexts
        self.values = 0
        self.characters = 0

    def check(self, document: Any) -> None:
        if not isinstance(document, Mapping):
            raise CanonicalError("json_not_object")
        if "@context" not in document:
            raise ContextError("context_missing")
        self.check_value(document, 1)

    def check_value(self, value: Any, depth: int) -> None:
        self.values += 1
        if self.values > MAXIMUM_VALUES:
            raise CanonicalError("json_too_many_values", maximum=MAXIMUM_VALUES)
        if depth > MAXIMUM_DEPTH:
            raise CanonicalError("json_too_deep", maximum=MAXIMUM_DEPTH)
        match value:
            case None | bool():
                pass
            case str():
                self.check_text(value)
            case int() | float():
                # The comparison is also false for what is not a number.
                if not abs(value) <= MAXIMUM_INTEGER:
                    raise CanonicalError("json_number", number=value)
            case list():
                for item in value:
                    self.check_value(item, depth + 1)
            case Mapping():
                self.check_object(value, depth)
            case _:
                raise CanonicalError("json_not_a_value", type=type(value).__name__)

    def check_text(self, text: str) -> None:
        self.characters += len(text)
        if self.characters > MAXIMUM_TEXT:
            raise CanonicalError("json_too_large", maximum=MAXIMUM_TEXT)
        for code, pattern in (("text_control_character", CONTROL), ("text_surrogate", SURROGATE)):
            if found := pattern.search(text):
                raise CanonicalError(code, code=f"U+{ord(found[0]):04X}")

    def check_object(self, value: Mapping[Any, Any], depth: int) -> None:
        is_value = "@value" in value
        for name, member in value.items():
            if not isinstance(name, str):
                raise CanonicalError("json_not_a_value", type=type(name).__name__)
            self.check_text(name)
            if name == "@context" and not is_value:
                self.check_context(member)
                continue
            if name.startswith("@") != is_value or (is_value and name not in VALUE_KEYWORDS):
                # Keywords say things that readers of the JSON do not look at; in value objects they are all there is.
                raise CanonicalError("keyword_refused", keyword=name if name.startswith("@") else "@value")
            if ":" in name:
                raise CanonicalError("term_not_plain", name=name)
            self.check_value(member, depth + 1)

    def check_context(self, context: Any) -> None:
        for url in context if isinstance(context, list) else [context]:
            if not isinstance(url, str):
                raise ContextError("context_inline")
            if url not in self.contexts:
                raise ContextError("context_unknown", url=url)


class _SafeProcessor(JsonLdProcessor):  # type: ignore[misc]
    """pyld, stopped between expansion and RDF when something would be dropped on the way."""

    def expand(self, input_: Any, options: Any) -> Any:
        expanded = super().expand(input_, options)
        for node in expanded:
            root = node.get("@id")
            for name, values in node.items():
                _check_member(name, values, root)
        return expanded


def _check_member(name: str, values: Any, root: str | None) -> None:
    """Check one member of an expanded node."""
    if name == "@id":
        _check_iri(values)
    elif name == "@type":
        for value in values:
            if value is None or value.startswith(BASE) or not IRI.fullmatch(value):
                raise CanonicalError("term_undefined", name=str(value).removeprefix(BASE))
    elif name == "@graph":
        for node in values:
            # Such a part leaves no trace in the graph, so nothing of it would be signed.
            if "@value" in node or "@list" in node or not set(node) - {"@id"}:
                raise CanonicalError("json_ld_invalid", reason="empty graph object")
            _check_item(node, root)
    else:
        if name != "@list":
            _check_iri(name)
        for item in values:
            _check_item(item, root)


def _check_item(item: Mapping[str, Any], root: str | None) -> None:
    """Check one value of an expanded member: a literal, a list or another node."""
    if "@value" in item:
        language = item.get("@language", "x")
        if not LANGUAGE.fullmatch(language):
            raise CanonicalError("language_invalid", language=language)
        if (datatype := item.get("@type", "@json")) != "@json":
            _check_iri(datatype)
        return
    if root is not None and item.get("@id") == root and any(name.startswith(CREDENTIALS_VOCABULARY) for name in item):
        # An end date moved from the credential to such a part would stay signed and no longer be seen.
        raise CanonicalError("subject_described_twice", iri=root)
    for name, values in item.items():
        _check_member(name, values, root)


def _check_iri(iri: str | None) -> None:
    if iri is None or iri.startswith(BASE) or not (iri.startswith("_:") or IRI.fullmatch(iri)):
        raise CanonicalError("iri_relative", iri=str(iri).removeprefix(BASE))


@lru_cache(maxsize=8)
def _cache_of(contexts: Contexts) -> dict[str, Any]:
    """Keep what pyld made of each context, apart for each set: the same URL may mean another document."""
    return {}


def _options(contexts: Contexts) -> dict[str, Any]:
    def load(url: str, _options: Any) -> dict[str, Any]:
        document = copy.deepcopy(dict(contexts[url]))
        return {"contentType": None, "contextUrl": None, "documentUrl": url, "document": document, "tag": "static"}

    resolver = ContextResolver(_cache_of(contexts), load)
    return {"base": BASE, "documentLoader": load, "contextResolver": resolver}


def _quads(dataset: Mapping[str, Iterable[Mapping[str, Any]]]) -> Iterator[Quad]:
    for graph, triples in dataset.items():
        name = "" if graph == "@default" else graph if graph.startswith("_:") else f"<{graph}>"
        for triple in triples:
            yield Quad(_term(triple["subject"]), _term(triple["predicate"]), _term(triple["object"]), name)


def _term(component: Mapping[str, str]) -> str:
    value = component["value"]
    match component["type"]:
        case "IRI":
            return f"<{value}>"
        case "blank node":
            return value
    literal = f'"{escape(value)}"'
    match component["datatype"]:
        case str(datatype) if datatype == XSD_STRING:
            return literal
        case str(datatype) if datatype == RDF_LANG_STRING:
            return f"{literal}@{component['language']}"
        case datatype:
            return f"{literal}^^<{datatype}>"
