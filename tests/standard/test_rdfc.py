from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from wagtail_openbadges.standard.errors import CanonicalError
from wagtail_openbadges.standard.rdfc import Quad, canonical_nquads

P = "<https://example.org/p>"
Q = "<https://example.org/q>"


def canonical_by_pyld(quads):
    text = "".join(quad.line() for quad in quads)
    options = {"algorithm": "URDNA2015", "inputFormat": "application/n-quads", "format": "application/n-quads"}
    return jsonld.normalize(text, options)


def ring(size):
    return [Quad(f"_:{node}", P, f"_:{(node + 1) % size}") for node in range(size)]


def clique(size):
    return [Quad(f"_:{a}", P, f"_:{b}") for a, b in permutations(range(size), 2)]


def test_blank_nodes_are_named_in_the_order_of_their_hashes():
    quads = [
        Quad("_:x", P, '"b"'),
        Quad("_:y", P, '"a"'),
        Quad("_:y", Q, "_:x"),
        Quad("<https://example.org/s>", P, "_:y", "_:g"),
    ]

    text = canonical_nquads(quads)

    assert text == canonical_by_pyld(quads)
    assert text.count("_:c14n") == 6


def test_statement_given_twice_counts_once():
    quad = Quad("<https://example.org/s>", P, '"a"')

    assert canonical_nquads([quad, quad]) == quad.line()


@pytest.mark.parametrize(
    "quads",
    [
        ring(3),
        ring(6),
        clique(4),
        [*ring(3), Quad("_:9", Q, "_:0")],
        [Quad(f"_:{node}", P, "_:hub") for node in range(4)],
        [Quad("_:a", P, "_:b", "_:g"), Quad("_:b", P, "_:a", "_:h"), Quad("_:a", P, "_:b")],
        [*ring(3), *[Quad(quad.subject + "x", P, quad.object + "x") for quad in ring(3)]],
    ],
    ids=["ring of 3", "ring of 6", "clique of 4", "ring with tail", "star", "graphs", "two rings"],
)
def test_nodes_that_look_alike_are_named_as_pyld_names_them(quads):
    assert canonical_nquads(quads) == canonical_by_pyld(quads)


terms = st.sampled_from(["_:a", "_:b", "_:c", "_:d", "<https://example.org/s>"])
graphs = st.sampled_from(["", "", "_:a", "_:g"])
statements = st.builds(Quad, terms, st.sampled_from([P, Q]), st.one_of(terms, st.just('"v"')), graphs)


def names_each_node_once(quad):
    nodes = [node for _, node in quad.blank_nodes()]
    return len(set(nodes)) == len(nodes)


# pyld counts a statement twice for a node that is in it twice, where RDFC-1.0 §4.4.3 (2.1) counts it once.
@given(st.lists(statements.filter(names_each_node_once), max_size=8, unique=True))
def test_any_small_dataset_has_the_form_that_pyld_gives_it(quads):
    assert canonical_nquads(quads) == canonical_by_pyld(quads)


@given(st.lists(statements, max_size=10), st.randoms(use_true_random=False))
def test_form_does_not_depend_on_labels_nor_on_order(quads, chance):
    labels = dict(zip(["_:a", "_:b", "_:c", "_:d", "_:g"], chance.sample(range(100), 5), strict=True))
    renamed = [Quad(*(f"_:{labels[term]}" if term in labels else term for term in quad)) for quad in quads]
    chance.shuffle(renamed)

    assert canonical_nquads(renamed) == canonical_nquads(quads)


@given(st.lists(statements, max_size=10))
def test_canonical_form_of_the_canonical_form_is_itself(quads):
    text = canonical_nquads(quads)

    again = [Quad(*line.removesuffix(" .").split(" ")) for line in text.splitlines()]

    assert canonical_nquads(again) == text


def circulant(size):
    return [Quad(f"_:{node}", P, f"_:{(node + step) % size}") for node in range(size) for step in (1, 2, 5)]


@pytest.mark.parametrize(
    "quads",
    [
        clique(8),
        clique(40),
        ring(1_000),
        circulant(80),
        [Quad("_:hub", P, f"_:{node}") for node in range(12)] + clique(12),
    ],
    ids=["clique of 8", "clique of 40", "ring of 1000", "circulant", "hub over clique"],
)
def test_poison_graph_is_refused_by_name(quads):
    with pytest.raises(CanonicalError) as refused:
        canonical_nquads(quads)

    assert refused.value.code == "graph_too_complex"


def test_node_related_to_itself_counts_its_statement_once():
    quads = [Quad("_:a", P, "_:a"), Quad("_:b", P, '"v"')]

    text = canonical_nquads(quads)

    # The first-degree hashes, by hand: sha256('_:a <…p> "v" .\n') comes before sha256('_:a <…p> _:a .\n').
    assert text == f'_:c14n0 {P} "v" .\n_:c14n1 {P} _:c14n1 .\n'


def test_work_is_paid_from_the_budget():
    quads = ring(6)

    with pytest.raises(CanonicalError) as refused:
        canonical_nquads(quads, budget=10)

    assert canonical_nquads(quads).count("\n") == 6
    assert refused.value.code == "graph_too_complex"
