"""Amounts in euros: typed in French or English, kept exactly, written for people."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django import forms
from django.utils import translation

from wagtail_openbadges.public.amounts import AmountField, read_amount, write_amount

THE_SAME = ["1 200,50", "1200.5", "1\u202f200,50\u00a0€", "€1,200.50", "1.200,50", "1'200,50", " 1200,5 "]


@pytest.mark.parametrize("typed", THE_SAME)
def test_amount_is_read_however_it_is_typed(typed):
    assert read_amount(typed) == Decimal("1200.50")


@pytest.mark.parametrize("typed", ["0", "850", "999999999999.99"])
def test_amount_without_cents_or_very_large_is_exact(typed):
    assert read_amount(typed) == Decimal(typed)


@pytest.mark.parametrize("typed", ["1,200", "1.200", "-5", "1e9", "1,2,3", "12.345", "abc", "", "٣", "NaN", "9" * 13])
def test_amount_that_is_none_or_can_be_read_in_two_ways_is_refused(typed):
    with pytest.raises(ValueError):
        read_amount(typed)


@pytest.mark.parametrize(("language", "written"), [("fr", "1200,50"), ("en", "1200.50")])
def test_amount_is_shown_in_its_field_as_the_reader_writes_and_read_back(language, written):
    field = AmountField()

    with translation.override(language):
        shown = field.prepare_value("1200.50")

        assert (shown, field.clean(shown)) == (written, "1200.50")


def test_amount_that_cannot_be_read_stays_in_its_field_as_typed():
    assert (AmountField().prepare_value("a lot"), AmountField().prepare_value(None)) == ("a lot", None)


def test_wrong_amount_says_how_to_write_it():
    with translation.override("en"), pytest.raises(forms.ValidationError) as refused:
        AmountField().clean("a lot")

    with translation.override("en"):
        assert refused.value.messages == ["Write an amount in euros with two decimals at most, such as 1200.50."]


def test_amount_is_written_with_its_currency():
    with translation.override("en"):
        assert write_amount(Decimal("1200.50")) == "€1,200.50"
