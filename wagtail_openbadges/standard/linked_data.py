"""JSON-LD in a safe mode of our own: every word of a document becomes a statement, or the document is refused.

pyld expands; on its own it would drop undefined words, resolve what is relative against a base of its own, and fetch
contexts. The walk that writes the statements is ours, so that what it cannot write cannot be lost.
"""

from __future__ import annotations

import copy
import re
import threading
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from pyld import jsonld
from pyld.context_resolver import ContextResolver

from .contexts import Contexts
from .errors import CanonicalError, ContextError
from .rdfc import Quad, escape

MAXIMUM_TEXT: Final = 2_000_000
MAXIMUM_DEPTH: Final = 40
MAXIMUM_VALUES: Final = 4_000
# Each context that is applied costs milliseconds.
MAXIMUM_CONTEXTS: Final = 100
# Beyond it, programs that read numbers as doubles see another number.
MAXIMUM_INTEGER: Final = 2**53 - 1

IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f<>\"{}|^`\\]*")
LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)
CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
VALUE_KEYWORDS: Final = frozenset({"@value", "@type", "@language"})

# pyld needs a base; what was resolved against this one is recognised by its scheme and refused.
RELATIVE: Final = "relative-reference:"
BASE: Final = f"{RELATIVE}///"
CREDENTIALS_VOCABULARY: Final = "https://www.w3.org/2018/credentials#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"

# pyld's caches are not made for several threads.
_expansion = threading.Lock()


def quads_of(document: Any, contexts: Contexts) -> list[Quad]:
    """Write a JSON-LD document as RDF statements.

    Args:
        document: the document; it is not changed.
        contexts: the only contexts that it may use.

    Raises:
        CanonicalError: a word would be lost or could be read in two ways, or the document is too large.
        ContextError: a context is missing, inline or not in `contexts`.
    """
    _Screen(contexts).check(document)
    try:
        with _expansion:
            expanded = jsonld.expand(document, _options(contexts), on_property_dropped=_refuse_term)
    except jsonld.JsonLdError as error:
        raise CanonicalError("json_ld_invalid", reason=_reason(error)) from error
    statements = _Statements()
    for root in expanded:
        statements.root = root.get("@id")
        statements.add_node(root, "")
    return statements.quads


class _Screen:
    """What is refused before pyld sees a document."""

    def __init__(self, contexts: Contexts) -> None:
        self.contexts = contexts
        self.values_left = MAXIMUM_VALUES
        self.text_left = MAXIMUM_TEXT
        self.contexts_left = MAXIMUM_CONTEXTS

    def check(self, document: Any) -> None:
        if not isinstance(document, Mapping):
            raise CanonicalError("json_not_object")
        if "@context" not in document:
            raise ContextError("context_missing")
        self.check_value(document, 1)

    def check_value(self, value: Any, depth: int) -> None:
        self.values_left -= 1
        if self.values_left < 0:
            raise CanonicalError("json_too_many_values", maximum=MAXIMUM_VALUES)
        if depth > MAXIMUM_DEPTH:
            raise CanonicalError("json_too_deep", maximum=MAXIMUM_DEPTH)
        match value:
            case None | bool():
                pass
            case str():
                self.check_text(value)
            case int() | float():
                self.check_number(value)
            case list():
                for item in value:
                    self.check_value(item, depth + 1)
            case Mapping():
                self.check_object(value, depth)
            case _:
                raise CanonicalError("json_not_a_value", type=type(value).__name__)

    def check_number(self, number: float) -> None:
        # Written so that NaN, which compares false with everything, is refused as well.
        if not abs(number) <= MAXIMUM_INTEGER:
            raise CanonicalError("json_number", number=number)

    def check_text(self, text: str) -> None:
        self.text_left -= len(text)
        if self.text_left < 0:
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
            if name == "@context":
                self.check_context(member)
                continue
            if name.startswith("@") and not (is_value and name in VALUE_KEYWORDS):
                # What keywords add is not where readers of the JSON look for it, or is never signed.
                raise CanonicalError("keyword_refused", keyword=name)
            if ":" in name:
                # A credential could hide its end date from readers under the full address of the word.
                raise CanonicalError("term_not_plain", name=name)
            self.check_value(member, depth + 1)

    def check_context(self, context: Any) -> None:
        for url in context if isinstance(context, list) else [context]:
            if not isinstance(url, str):
                raise ContextError("context_inline")
            if url not in self.contexts:
                raise ContextError("context_unknown", url=url)
            self.contexts_left -= 1
            if self.contexts_left < 0:
                raise CanonicalError("json_too_many_values", maximum=MAXIMUM_CONTEXTS)


class _Statements:
    """The statements of one expanded document (JSON-LD 1.1 API §8.1, without the detour by a node map)."""

    def __init__(self) -> None:
        self.quads: list[Quad] = []
        self.root: str | None = None
        self.fresh = 0

    def blank(self) -> str:
        # Labels of the document get an “n”, so that they never meet these.
        self.fresh += 1
        return f"_:{self.fresh}"

    def resource(self, iri: str | None) -> str:
        if iri is not None and iri.startswith("_:"):
            return f"_:n{iri[2:]}"
        if iri is None or iri.startswith(RELATIVE) or not IRI.fullmatch(iri):
            raise CanonicalError("iri_relative", iri=str(iri).removeprefix(BASE).removeprefix(RELATIVE))
        return f"<{iri}>"

    def add_node(self, node: Mapping[str, Any], graph: str) -> str:
        """Write what is said of one node, and give its term."""
        subject = self.resource(node["@id"]) if "@id" in node else self.blank()
        for name, values in node.items():
            match name:
                case "@id":
                    pass
                case "@type":
                    for value in values:
                        self.quads.append(Quad(subject, f"<{RDF}type>", self.type_of(value), graph))
                case "@graph":
                    for inner in values:
                        self.add_inner(inner, subject)
                case _:
                    predicate = self.predicate(name)
                    for value in values:
                        self.quads.append(Quad(subject, predicate, self.add_object(value, graph), graph))
        return subject

    def add_inner(self, node: Mapping[str, Any], graph: str) -> None:
        """Write a node of a graph of its own, such as a proof."""
        before = len(self.quads)
        if "@value" not in node and "@list" not in node:
            self.add_node(node, graph)
        if len(self.quads) == before:
            raise CanonicalError("json_ld_invalid", reason="empty graph object")

    def add_object(self, value: Mapping[str, Any], graph: str) -> str:
        if "@value" in value:
            return self.literal(value)
        if "@list" in value:
            return self.add_list(value["@list"], graph)
        is_root_again = self.root is not None and value.get("@id") == self.root
        if is_root_again and any(name.startswith(CREDENTIALS_VOCABULARY) for name in value):
            # An end date moved from the credential to such a part would stay signed and no longer be seen.
            raise CanonicalError("subject_described_twice", iri=self.root)
        return self.add_node(value, graph)

    def add_list(self, values: list[Mapping[str, Any]], graph: str) -> str:
        head = f"<{RDF}nil>"
        for value in reversed(values):
            cell = self.blank()
            self.quads.append(Quad(cell, f"<{RDF}first>", self.add_object(value, graph), graph))
            self.quads.append(Quad(cell, f"<{RDF}rest>", head, graph))
            head = cell
        return head

    def predicate(self, iri: str) -> str:
        if not IRI.fullmatch(iri):
            # A blank node or a keyword that a context put in the place of a word.
            raise CanonicalError("term_undefined", name=iri)
        return f"<{iri}>"

    def type_of(self, iri: str | None) -> str:
        try:
            return self.resource(iri)
        except CanonicalError as error:
            raise CanonicalError("term_undefined", name=error.params["iri"]) from error

    def literal(self, value: Mapping[str, Any]) -> str:
        if value.get("@type") == "@json":
            raise CanonicalError("json_ld_invalid", reason="JSON literal")
        text, datatype = _lexical(value["@value"], value.get("@type"))
        quoted = f'"{escape(text)}"'
        if "@language" in value:
            if not LANGUAGE.fullmatch(value["@language"]):
                raise CanonicalError("language_invalid", language=value["@language"])
            return f"{quoted}@{value['@language']}"
        return quoted if datatype == f"{XSD}string" else f"{quoted}^^{self.resource(datatype)}"


def _lexical(value: str | bool | float, datatype: str | None) -> tuple[str, str]:
    """Give the text and the datatype of a value (JSON-LD 1.1 API §8.2.2)."""
    match value:
        case bool():
            return ("true" if value else "false"), datatype or f"{XSD}boolean"
        case str():
            return value, datatype or f"{XSD}string"
    if float(value).is_integer() and datatype != f"{XSD}double":
        return str(int(value)), datatype or f"{XSD}integer"
    mantissa, exponent = f"{value:1.15E}".split("E")
    digits = mantissa.rstrip("0")
    return f"{digits}{'0' if digits.endswith('.') else ''}E{int(exponent)}", datatype or f"{XSD}double"


def _refuse_term(name: str | None) -> None:
    raise CanonicalError("term_undefined", name=name)


def _reason(error: jsonld.JsonLdError) -> str:
    """Find the code that the JSON-LD specification gives to the error; pyld buries it under others."""
    reason = str(error.type)
    cause: BaseException | None = error
    while isinstance(cause, jsonld.JsonLdError):
        reason = cause.code or reason
        cause = cause.__cause__
    return reason


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
