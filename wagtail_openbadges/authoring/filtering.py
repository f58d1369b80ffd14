"""What the lists of our pages share: choices that live in the address, and the words that somebody looks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.text import capfirst
from wagtail.coreutils import string_to_ascii

from ..intake.cells import writable

LONGEST_SEARCH = 100
"""How many characters of a search are read."""

Options = dict[str, dict[str, str]]
"""For each filter, the values that something has, and their names."""


def asked_words(request: HttpRequest) -> str:
    """Return the words that a request searches, without what no search can hold."""
    return " ".join(writable(request.GET.get("q", "")).split())[:LONGEST_SEARCH].strip()


def by_name(names: Mapping[str, str]) -> dict[str, str]:
    """Put values into the alphabetical order of their names: É beside E, and not behind Z."""
    return dict(sorted(names.items(), key=lambda item: (string_to_ascii(item[1]).casefold(), item[1])))


def with_capitals(options: Options) -> Options:
    """Return the same choices under names that begin with a capital, as lists show them."""
    return {name: {value: capfirst(label) for value, label in known.items()} for name, known in options.items()}


def query_of(chosen: Mapping[str, str], **changes: str) -> str:
    """Return the chosen filters for an address, ready for one more parameter."""
    kept = {name: value for name, value in {**chosen, **changes}.items() if value}
    return f"{urlencode(kept)}&" if kept else ""


def rows_of(options: Options, chosen: Mapping[str, str], labels: Mapping[str, tuple[str, str]]) -> list[dict[str, Any]]:
    """Return the filters that have something to choose, as the element `filters` shows them.

    Args:
        options: the values and their names.
        chosen: the value of each filter, "" for none.
        labels: of each filter, and of the choice of everything.
    """
    return [
        {
            "name": name,
            "label": labels[name][0],
            "everything": labels[name][1],
            "options": [
                {"value": value, "label": label, "is_chosen": value == chosen[name]} for value, label in known.items()
            ],
        }
        for name, known in options.items()
        if known
    ]
