"""RDF Dataset Canonicalization (RDFC-1.0) with SHA-256 and a bound on the work.

A term is its own N-Quads text: `<https://…>`, `"text"@fr`, `_:b0`. The algorithm tries permutations of blank nodes
that look alike, so a small hostile graph can keep it busy for years; here every step is paid from a budget.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import permutations
from typing import Final, NamedTuple

from .errors import CanonicalError

# Units of work, of about two microseconds each. Real credentials need a few hundred.
BUDGET: Final = 200_000
# Each blank node on the way deepens the recursion.
MAXIMUM_PATH: Final = 100

ESCAPES: Final = str.maketrans(
    {chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F)}
    | {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
)


class Quad(NamedTuple):
    """One statement; `graph` is empty in the default graph."""

    subject: str
    predicate: str
    object: str
    graph: str = ""

    def line(self, names: Mapping[str, str] | None = None) -> str:
        """Write the canonical N-Quads line, with the blank nodes renamed."""
        names = names or {}
        terms = (names.get(term, term) for term in self if term)
        return " ".join(terms) + " .\n"

    def blank_nodes(self) -> list[tuple[str, str]]:
        """List the blank nodes with their positions: `s`, `o` or `g`."""
        places = (("s", self.subject), ("o", self.object), ("g", self.graph))
        return [(position, term) for position, term in places if is_blank(term)]


def is_blank(term: str) -> bool:
    """Tell a blank node from an address and a literal."""
    return term.startswith("_:")


def escape(text: str) -> str:
    """Escape a literal as canonical N-Quads demand (RDFC-1.0 §5, appendix A)."""
    return text.translate(ESCAPES)


def canonical_nquads(quads: Iterable[Quad], *, budget: int = BUDGET) -> str:
    """Write a dataset in its canonical form.

    Args:
        quads: the statements, in any order, repeated or not.
        budget: units of work that may be spent on blank nodes that look alike.

    Returns:
        Sorted N-Quads, one per line.

    Raises:
        CanonicalError: the budget does not suffice (`graph_too_complex`).
    """
    statements = set(quads)
    names = _Labelling(statements, budget).names()
    return "".join(sorted(quad.line(names) for quad in statements))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class _Labelling:
    """The state of one canonicalisation (RDFC-1.0 §4.2), named as in the specification."""

    def __init__(self, quads: set[Quad], budget: int) -> None:
        self.budget = budget
        self.canonical: dict[str, str] = {}
        self.quads_of: defaultdict[str, list[Quad]] = defaultdict(list)
        for quad in quads:
            for node in {node for _, node in quad.blank_nodes()}:
                self.quads_of[node].append(quad)
        self.first_degree = {node: self.hash_first_degree(node) for node in self.quads_of}

    def names(self) -> dict[str, str]:
        """Give every blank node its canonical name (§4.4.3)."""
        alike: defaultdict[str, list[str]] = defaultdict(list)
        for node, digest in self.first_degree.items():
            alike[digest].append(node)
        for _, nodes in sorted(alike.items()):
            if len(nodes) == 1:
                self.issue(self.canonical, "c14n", nodes[0])
        for _, nodes in sorted(alike.items()):
            paths = [self.hash_n_degree(node, {node: "_:b0"}) for node in nodes if node not in self.canonical]
            for _, issuer in sorted(paths, key=lambda path: path[0]):
                for node in issuer:
                    self.issue(self.canonical, "c14n", node)
        return self.canonical

    def spend(self, units: int) -> None:
        self.budget -= units
        if self.budget < 0:
            raise CanonicalError("graph_too_complex")

    @staticmethod
    def issue(issuer: dict[str, str], prefix: str, node: str) -> str:
        """Give a node the next name of an issuer, or the one it has (§4.5)."""
        return issuer.setdefault(node, f"_:{prefix}{len(issuer)}")

    def hash_first_degree(self, node: str) -> str:
        """Hash what is said of a node, other blank nodes left anonymous (§4.6)."""
        lines = []
        for quad in self.quads_of[node]:
            names = {other: "_:a" if other == node else "_:z" for _, other in quad.blank_nodes()}
            lines.append(quad.line(names))
        return _sha256("".join(sorted(lines)))

    def hash_related(self, related: str, quad: Quad, issuer: Mapping[str, str], position: str) -> str:
        """Hash how a node is related to another (§4.7)."""
        name = self.canonical.get(related) or issuer.get(related) or self.first_degree[related]
        predicate = "" if position == "g" else quad.predicate
        return _sha256(position + predicate + name)

    def hash_n_degree(self, node: str, issuer: dict[str, str]) -> tuple[str, dict[str, str]]:
        """Hash what is said of a node and, step by step, of the nodes around it (§4.8)."""
        self.spend(len(self.quads_of[node]))
        if len(issuer) > MAXIMUM_PATH:
            raise CanonicalError("graph_too_complex")
        around: defaultdict[str, list[str]] = defaultdict(list)
        for quad in self.quads_of[node]:
            for position, related in quad.blank_nodes():
                if related != node:
                    around[self.hash_related(related, quad, issuer, position)].append(related)
        data = ""
        for digest, group in sorted(around.items()):
            path, issuer = self.shortest_path(group, issuer)
            data += digest + path
        return _sha256(data), issuer

    def shortest_path(self, group: list[str], issuer: dict[str, str]) -> tuple[str, dict[str, str]]:
        """Choose among the orders of a group the one whose path comes first (§4.8.2, step 5.4)."""
        best, after = "", issuer
        for order in permutations(sorted(group)):
            self.spend(len(order) + len(issuer))
            found = self.path_in_order(order, dict(issuer), best)
            if found and (not best or found[0] < best):
                best, after = found
        return best, after

    def path_in_order(
        self, order: tuple[str, ...], issuer: dict[str, str], best: str
    ) -> tuple[str, dict[str, str]] | None:
        """Walk through a group in one order; nothing when the path cannot be the best."""

        def is_beaten(path: str) -> bool:
            return bool(best) and len(path) >= len(best) and path > best

        path, unseen = "", []
        for related in order:
            if related not in self.canonical and related not in issuer:
                unseen.append(related)
            path += self.canonical.get(related) or self.issue(issuer, "b", related)
            if is_beaten(path):
                return None
        for related in unseen:
            digest, issuer_after = self.hash_n_degree(related, issuer)
            path += f"{self.issue(issuer, 'b', related)}<{digest}>"
            issuer = issuer_after
            if is_beaten(path):
                return None
        return path, issuer
