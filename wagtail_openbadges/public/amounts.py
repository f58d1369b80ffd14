"""Amounts in euros: as people type them, as records keep them, as pages write them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

NOISE: Final = re.compile(r"[\s'’€]")
PLAIN: Final = re.compile(r"([0-9]{1,12})(?:[.,]([0-9]{1,2}))?")
GROUPED: Final = re.compile(r"([0-9]{1,3}(?:,[0-9]{3}){1,3})\.([0-9]{2})|([0-9]{1,3}(?:\.[0-9]{3}){1,3}),([0-9]{2})")
"""Thousands marked by one sign and cents by the other; “1,200” alone could be read in two ways, so it is refused."""


def read_amount(typed: str) -> Decimal:
    """Read an amount as it is typed in French or in English: 1 200,50 €, 1200.5, 1,200.50.

    Raises:
        ValueError: it is none, it is negative, or it can be read in two ways.
    """
    text = NOISE.sub("", typed)
    plain, grouped = PLAIN.fullmatch(text), GROUPED.fullmatch(text)
    if plain:
        euros, cents = plain.groups()
    elif grouped:
        euros, cents = (part for part in grouped.groups() if part)
    else:
        raise ValueError(typed)
    return Decimal(f"{euros.replace(',', '').replace('.', '')}.{(cents or '').ljust(2, '0')}")


def write_amount(amount: Decimal) -> str:
    """Write an amount for people: « 1 200,50 € », €1,200.50."""
    written = formats.number_format(amount, decimal_pos=2, use_l10n=True, force_grouping=True)
    # Translators: an amount in euros; in French « %(amount)s € ».
    return gettext("€%(amount)s") % {"amount": written}


class AmountField(forms.CharField):
    """An amount of euros with two decimals; it is kept as plain text with a point, such as 1200.50."""

    default_error_messages = {"invalid": _("Write an amount in euros with two decimals at most, such as 1200.50.")}

    def __init__(self, **options: Any):
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{"widget": widget, "max_length": 40, **options})

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if text in self.empty_values:
            return ""
        try:
            return str(read_amount(text))
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        """Show what was kept in the writing of the reader; what cannot be read stays as it was typed."""
        try:
            amount = read_amount(value or "")
        except ValueError:
            return value
        return formats.number_format(amount, decimal_pos=2, use_l10n=True, force_grouping=False)
