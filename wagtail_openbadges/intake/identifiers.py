"""French identifiers of structures: RNA of associations, SIRET of establishments."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

RNA = re.compile(r"W(\d[0-9AB])\d{7}", re.ASCII)
SIRET = re.compile(r"\d{14}")
LA_POSTE = "356000000"


def clean_rna(typed: str) -> str:
    """Return an RNA number without spaces, in capitals: W and nine characters.

    Raises:
        ValidationError: it has not that shape.
    """
    number = "".join(typed.split()).upper()
    if number and not RNA.fullmatch(number):
        raise ValidationError(_("An RNA number is the letter W and nine figures, such as W595001234."), code="rna")
    return number


def clean_siret(typed: str) -> str:
    """Return a SIRET number without spaces: fourteen figures, of which the last ones check the others.

    Raises:
        ValidationError: it has not that shape, or a figure is wrong.
    """
    number = "".join(typed.split())
    if not number:
        return ""
    if not SIRET.fullmatch(number) or not number.isascii():
        raise ValidationError(_("A SIRET number has fourteen figures."), code="siret")
    if not (_luhn(number) or _la_poste(number)):
        raise ValidationError(
            _("One of the figures of this SIRET number is wrong. Compare it with the official one."), code="siret"
        )
    return number


def spaced_siret(number: str) -> str:
    """Write a SIRET number as it is read aloud, 3-3-3-5, with no-break spaces; any other text stays as it is."""
    return "\u00a0".join((number[:3], number[3:6], number[6:9], number[9:])) if SIRET.fullmatch(number) else number


def _luhn(number: str) -> bool:
    """Check a number by the formula of Luhn: every second figure from the right counts double."""
    doubled = [int(figure) * (1 + place % 2) for place, figure in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _la_poste(number: str) -> bool:
    """Check an establishment of La Poste, which has too many for the formula."""
    return number.startswith(LA_POSTE) and sum(int(figure) for figure in number) % 5 == 0
