"""RNA and SIRET numbers, as they are typed."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from wagtail_openbadges.intake.identifiers import clean_rna, clean_siret, spaced_siret


@pytest.mark.parametrize("typed", ["", "  ", "W595001234", "w2a1000123", "W59 500 12 34"])
def test_rna_is_kept_in_capitals_without_spaces(typed):
    assert clean_rna(typed) == typed.replace(" ", "").upper()


@pytest.mark.parametrize("typed", ["595001234", "W59500123", "W5950012345", "W59500123٤"])
def test_rna_of_another_shape_is_refused(typed):
    with pytest.raises(ValidationError) as refused:
        clean_rna(typed)

    assert refused.value.code == "rna"


@pytest.mark.parametrize("typed", ["", "73282932000074", "732 829 320 00074", "35600000000048", "35600000049837"])
def test_siret_whose_figures_agree_is_kept_without_spaces(typed):
    assert clean_siret(typed) == typed.replace(" ", "")


@pytest.mark.parametrize("typed", ["73282932000075", "7328293200007", "732829320000740", "7328293200007٤", "SIRET"])
def test_siret_with_a_wrong_figure_or_another_shape_is_refused(typed):
    with pytest.raises(ValidationError) as refused:
        clean_siret(typed)

    assert refused.value.code == "siret"


@pytest.mark.parametrize(
    ("number", "said"),
    [("73282932000074", "732\u00a0829\u00a0320\u00a000074"), ("7328293200007", "7328293200007"), ("", "")],
)
def test_siret_is_written_in_groups_that_stay_together(number, said):
    assert spaced_siret(number) == said
