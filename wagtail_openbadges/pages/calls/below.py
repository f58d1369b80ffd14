"""The rounds below a list of calls, as plain values: what the list, the feeds and the open data are made of.

Pages say what is shown, records say when one can apply. Everything is read in a few queries, however many rounds there
are: no page is loaded that is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import F, Model
from django.db.models.functions import Coalesce

from ...authoring.below import has_tags, pages_below, pairs_of, types_of
from ...domain.rounds import forms_in_force
from ...intake.cells import writable
from ...models import Opening, OpeningKind, OpeningVersion
from .states import RoundState, state_of

if TYPE_CHECKING:
    from .mixins import CallIndexPageMixin

UNREAD = ("questions", "criteria", "evidence_rules", "privacy_notice")
"""What makes a form heavy and no list shows."""


@dataclass(frozen=True, kw_only=True)
class ListedCall:
    """The hub of some listed rounds."""

    page_id: int
    title: str
    promise: str
    publics: tuple[str, ...]
    themes: dict[str, str]
    """Names by their slugs."""
    territories: dict[str, str]
    """Names by their official codes."""
    updated_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ListedRound:
    """A published round, and where it stands at the instant of the request."""

    page_id: int
    title: str
    call: ListedCall
    form: OpeningVersion
    """The form in force, whose dates count."""
    state: RoundState
    published_at: datetime
    updated_at: datetime

    @property
    def name(self) -> str:
        """The title of the call and that of the round, as any file can hold it."""
        return writable(f"{self.call.title} · {self.title}")


def rounds_below(
    index: CallIndexPageMixin, *, round_type: type[Model], call_type: type[Model], now: datetime
) -> list[ListedRound]:
    """Return the sound, published rounds below a page, in the order of the tree.

    An alias stands for the round of its source; a round that is listed twice below the page counts once.

    Args:
        index: the page.
        round_type: the mixin of rounds.
        call_type: the mixin of hubs; a round whose hub is not public is not shown.
        now: the instant, aware.
    """
    source_key = Coalesce(F("alias_of__translation_key"), F("translation_key"))
    pages = list(
        pages_below(index)
        .type(round_type)
        .annotate(source_key=source_key)
        .order_by("path")
        .values("pk", "path", "title", "source_key", "first_published_at", "last_published_at")
    )
    # The keys are named: as a query within the query, PostgreSQL plans it badly until it knows the tables.
    openings = Opening.objects.filter(
        kind=OpeningKind.CALL,
        is_published=True,
        archived_at=None,
        faults=[],
        translation_key__in={page["source_key"] for page in pages},
    )
    forms = {form.opening.translation_key: form for form in forms_in_force(openings).defer(*UNREAD)}
    calls = _calls_below(index, call_type)
    found: dict[int, ListedRound] = {}
    for page in pages:
        form, call = forms.get(page["source_key"]), calls.get(page["path"][: -index.steplen])
        if form is not None and call is not None:
            found.setdefault(form.opening_id, _listed(page, form, call, now))
    return list(found.values())


def _listed(page: dict[str, Any], form: OpeningVersion, call: ListedCall, now: datetime) -> ListedRound:
    updates = [page["last_published_at"], call.updated_at, form.created_at]
    return ListedRound(
        page_id=page["pk"],
        title=page["title"],
        call=call,
        form=form,
        state=state_of(form.opening, form, now=now),
        published_at=page["first_published_at"] or form.created_at,
        updated_at=max(update for update in updates if update),
    )


def pages_of(index: CallIndexPageMixin, rounds: list[ListedRound]) -> dict[int, Any]:
    """Return the pages of some rounds by their primary keys, in one query: they know their addresses."""
    return pages_below(index).model.objects.in_bulk([row.page_id for row in rounds])


def _calls_below(index: CallIndexPageMixin, call_type: type[Model]) -> dict[str, ListedCall]:
    """Return the hubs below a page by their paths in the tree."""
    found = {}
    for model in types_of(call_type):
        hubs = model.objects.descendant_of(index).live()
        territories = pairs_of(hubs, "territories__code", "territories__name", order="territories__sort_order")
        themes = pairs_of(hubs, "tags__slug", "tags__name", order="tags__name") if has_tags(model) else {}
        for hub in hubs.values("pk", "path", "title", "promise", "publics", "last_published_at"):
            found[hub["path"]] = ListedCall(
                page_id=hub["pk"],
                title=hub["title"],
                promise=hub["promise"],
                publics=tuple(hub["publics"] or ()),
                themes=themes.get(hub["pk"], {}),
                territories=territories.get(hub["pk"], {}),
                updated_at=hub["last_published_at"],
            )
    return found
