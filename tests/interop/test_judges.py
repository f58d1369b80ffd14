"""Other people's verifiers accept what we issue, and every tampered variant is refused by the judges it names."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from tests.interop.award import twin
from tests.interop.judges import JUDGES, Ruling
from tests.interop.variants import VARIANTS

pytestmark = pytest.mark.interop

Rulings = dict[str, dict[str, Ruling]]


@pytest.fixture(scope="module")
def rulings() -> Rulings:
    """Lay every variant, and its twin that nobody tampered with, before the judges that read its kind, in one run."""
    found: Rulings = {}
    for reads, judges in JUDGES.items():
        cases = [twin(reads), *(variant.case() for variant in VARIANTS if variant.reads == reads)]
        for name, judge in judges.items():
            for case, ruling in judge(cases).items():
                found.setdefault(case, {})[name] = ruling
    return found


@pytest.mark.parametrize("reads", JUDGES)
def test_award_that_nobody_tampered_with_is_accepted_by_every_judge(rulings, reads):
    assert rulings[twin(reads).name] == {name: Ruling(accepted=True, reason="") for name in JUDGES[reads]}


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_tampered_variant_is_refused_by_exactly_the_judges_it_names(rulings, variant):
    refused_by = {judge for judge, ruling in rulings[variant.name].items() if not ruling.accepted}

    assert refused_by == variant.refused_by


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_tampered_variant_is_refused_by_us_for_the_right_reason(rulings, variant):
    assert rulings[variant.name]["ours"].reason == variant.code


def test_variants_are_enough_and_each_has_a_name_of_its_own():
    names = Counter(variant.name for variant in VARIANTS)

    assert (len(VARIANTS) >= 30, len({variant.kind for variant in VARIANTS}) >= 10) == (True, True)
    assert set(names.values()) == {1}


def test_table_of_rulings_is_printed(rulings, capsys):
    judges = list(dict.fromkeys(name for group in JUDGES.values() for name in group))
    marks = {True: "accepts", False: "refuses"}
    header = ["tampered variant", *judges, "why it must be refused"]
    lines = [" | ".join(header), " | ".join("---" for _ in header)]
    for variant in VARIANTS:
        said = rulings[variant.name]
        cells = [marks[said[judge].accepted] if judge in said else "–" for judge in judges]
        lines.append(" | ".join([variant.name, *cells, f"{variant.why} ({variant.code})"]))

    with capsys.disabled():
        sys.stdout.write("\n\n| " + " |\n| ".join(lines) + " |\n")

    assert len(lines) == len(VARIANTS) + 2
