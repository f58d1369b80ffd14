"""Calls as open data, in the French schema « dispositif d’aide » (schema.data.gouv.fr), version 0.2.0.

What the schema demands and a page does not say keeps its row out: an invalid row is never published.
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from html import unescape
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from ...authoring.below import address_of, types_of
from ...intake.cells import safe_cell, writable
from ...standard.instants import format_instant
from . import below
from .below import ListedRound

if TYPE_CHECKING:
    from .mixins import CallIndexPageMixin

FIELDS = (
    "id",
    "titre",
    "promesse",
    "description",
    "eligibilite",
    "types_aides",
    "porteurs",
    "programmes_parents",
    "url_source",
    "cibles",
    "eligibilite_geographique",
    "eligibilite_geographique_exclusions",
    "date_ouverture",
    "date_cloture",
    "date_mise_a_jour",
)
REQUIRED = {
    "description": _("presentation"),
    "eligibilite": _("who may answer"),
    "types_aides": _("what it offers"),
    "porteurs": _("carriers"),
    "cibles": _("whom it is for"),
    "eligibilite_geographique": _("territories"),
}
"""Fields that the schema demands and that an editor may have left empty, in the words of the editor."""

LONGEST = {"promesse": 180, "description": 5000}
TARGET = "(professionnels|particuliers|associations|secteur public)"
PATTERNS = {
    "cibles": re.compile(rf"{TARGET}(\|{TARGET})*"),
    "eligibilite_geographique": re.compile(r"[A-Z]+-\d+(\|[A-Z]+-\d+)*", re.ASCII),
}
PUBLISHED = ("closing_soon", "open", "opening_soon")
"""The states of the rounds that are exported."""

BLOCK = re.compile(r"<(?:/?(?:p|li|ul|ol|h[1-6])|br)\b[^>]*>")

Row = dict[str, str]


def rows_of(
    index: CallIndexPageMixin,
    rounds: list[ListedRound],
    request: HttpRequest,
    *,
    round_type: type[Model],
    call_type: type[Model],
) -> list[Row]:
    """Return a row for each round that is open or will open, the incomplete ones too."""
    current = [row for row in rounds if row.state.key in PUBLISHED]
    pages = below.pages_of(index, current)
    conditions = _values(index, round_type, "who")
    calls = _values(index, call_type, "presentation", "help_types")
    carriers = _carriers(index, call_type)
    return [
        _row(
            row,
            who=conditions[row.page_id]["who"],
            call=calls[row.call.page_id],
            carriers=carriers[row.call.page_id],
            address=address_of(pages[row.page_id], request),
        )
        for row in current
    ]


def lacking(row: Row) -> list[str]:
    """Return the fields that keep a row out: empty where the schema demands a value, or not of its form."""
    empty = [name for name in REQUIRED if not row[name]]
    wrong = [name for name, pattern in PATTERNS.items() if row[name] and not pattern.fullmatch(row[name])]
    return empty + wrong


def left_out(rows: list[Row]) -> list[dict[str, str]]:
    """Return the rows that are not published, each with what its page does not say."""
    return [
        {"label": row["titre"], "value": ", ".join(str(REQUIRED[name]) for name in names), "href": row["url_source"]}
        for row in rows
        if (names := lacking(row))
    ]


def as_csv(rows: list[Row]) -> HttpResponse:
    """Write the valid rows as a table; cells are safe against formulas."""
    response = HttpResponse(
        content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="calls.csv"'}
    )
    writer = csv.DictWriter(response, FIELDS)
    writer.writeheader()
    for row in rows:
        if not lacking(row):
            writer.writerow({name: _shortened(name, safe_cell(value)) for name, value in row.items()})
    return response


def as_json(rows: list[Row]) -> HttpResponse:
    """Write the valid rows as JSON; what is not known is null."""
    valid = [{name: value or None for name, value in row.items()} for row in rows if not lacking(row)]
    return JsonResponse(
        valid,
        safe=False,
        json_dumps_params={"ensure_ascii": False},
        headers={"Content-Disposition": 'attachment; filename="calls.json"'},
    )


def _row(row: ListedRound, *, who: str, call: dict[str, Any], carriers: dict[str, Any], address: str) -> Row:
    form = row.form
    said = {
        "id": str(form.opening.uuid),
        "titre": row.name,
        "promesse": row.call.promise,
        "description": "\n".join(_lines(call["presentation"])),
        "eligibilite": "\n".join(f"• {line}" for line in _lines(who)),
        "types_aides": "|".join(call["help_types"] or ()),
        "porteurs": json.dumps(list(carriers.values()), ensure_ascii=False) if carriers else "",
        "programmes_parents": "",
        "url_source": address,
        "cibles": "|".join(row.call.publics),
        "eligibilite_geographique": "|".join(row.call.territories),
        "eligibilite_geographique_exclusions": "",
        "date_ouverture": format_instant(form.opens_at) if form.opens_at else "",
        "date_cloture": format_instant(form.closes_at) if form.closes_at else "",
        "date_mise_a_jour": format_instant(row.updated_at),
    }
    return {name: _shortened(name, writable(value)) for name, value in said.items()}


def _values(index: CallIndexPageMixin, mixin: type[Model], *names: str) -> dict[int, dict[str, Any]]:
    """Return some fields of the pages below a page that are made from a mixin, by their primary keys."""
    return {
        page["pk"]: page
        for model in types_of(mixin)
        for page in model.objects.descendant_of(index).live().values("pk", *names)
    }


def _carriers(index: CallIndexPageMixin, call_type: type[Model]) -> dict[int, dict[str, dict[str, Any]]]:
    """Return the structures behind each call, with all their roles and the number that the state knows them by."""
    found: dict[int, dict[str, dict[str, Any]]] = defaultdict(dict)
    for model in types_of(call_type):
        hubs = model.objects.descendant_of(index).live().filter(carriers__isnull=False)
        names = [f"carriers__{name}" for name in ("organisation__name", "organisation__siret", "role")]
        for pk, name, siret, role in hubs.order_by("pk", "carriers__sort_order").values_list("pk", *names):
            carrier = found[pk].setdefault(name, {"nom": name, "siren": siret[:9] or None, "roles": []})
            carrier["roles"].append(role)
    return found


def _lines(html: str) -> list[str]:
    """Return a rich text as plain lines, one for each paragraph, title or item."""
    text = unescape(strip_tags(BLOCK.sub("\n", " ".join(html.split()))))
    return [line for line in (" ".join(line.split()) for line in text.split("\n")) if line]


def _shortened(name: str, text: str) -> str:
    """Keep a text within what the schema allows."""
    longest = LONGEST.get(name, len(text))
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
