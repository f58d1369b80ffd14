"""The rounds below a hub: the page of each in the hub's language, and what the records say of it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import available_timezones

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from ...authoring.clocks import site_zone
from ...authoring.shown import source_of
from ...domain.errors import ScheduleError
from ...domain.publishing import current_achievement_version
from ...domain.rounds import asked_by, forms_in_force
from ...models import AchievementVersion, Call, Opening, OpeningKind, OpeningVersion
from ..written import Written
from . import dates
from .states import RoundState, state_of

if TYPE_CHECKING:
    from .mixins import CallPageMixin, RoundPageMixin


def rounds_of(hub: CallPageMixin) -> QuerySet:
    """Return the published pages of a call's rounds that are not archived, the newest first.

    They are plain pages with `round_key`, which names their opening: an alias has that of its source.
    """
    openings = Opening.objects.filter(translation_key=OuterRef("round_key"), kind=OpeningKind.CALL, archived_at=None)
    return (
        hub.get_children()
        .live()
        .public()
        .annotate(round_key=Coalesce("alias_of__translation_key", "translation_key"))
        .annotate(round_number=Subquery(openings.values("round_number")[:1]))
        .filter(round_number__isnull=False)
        .order_by("-round_number", "-pk")
    )


def forms_of(keys: Iterable[UUID]) -> dict[UUID, OpeningVersion]:
    """Return the newest form of each of some openings, by the key of its page."""
    openings = Opening.objects.filter(translation_key__in=list(keys), kind=OpeningKind.CALL)
    forms = forms_in_force(openings).select_related("opening__call", "opening__issuer__organisation")
    return {form.opening.translation_key: form for form in forms}


def form_of(page: RoundPageMixin) -> OpeningVersion | None:
    """Return the newest form of a round, with its opening; None when it was never complete."""
    key = source_of(page).translation_key
    return forms_of([key]).get(key)


def form_as_written(page: RoundPageMixin) -> OpeningVersion:
    """Return what a page says as it is written, outside the records: what a preview shows.

    A date that cannot be read is left out: the editor is told beside its field.
    """
    return OpeningVersion(
        **instants_as_written(page),
        zone_name=page.zone_name,
        results_on=page.results_on,
        elsewhere_url=page.elsewhere_url,
        questions=[row.as_row() for row in page.questions.all()],
    )


def instants_as_written(page: RoundPageMixin) -> dict[str, datetime | None]:
    """Return the instants that the dates of a page mean, those that mean anything."""
    said, instants = dates.dates_of(page), {}
    for name in dates.IS_END:
        with suppress(ScheduleError):
            instants[f"{name}_at"] = dates.instant(said, name)
    return instants


def written_round(page: RoundPageMixin) -> Written:
    """Return what the page of a round says."""
    content = page.get_round_content()
    said = asked_by(content) | instants_as_written(page)
    if said["zone_name"] not in available_timezones():
        # An older draft may name one that nobody knows.
        said["zone_name"] = site_zone()
    return Written(
        kind=OpeningKind.CALL,
        issuer=page.issuer,
        form=OpeningVersion(language=content.language, **said),
        reference=f"AMI{content.number}-0042",
        call=Call(page=page.hub),
        badge=_badge_given(page),
    )


def _badge_given(page: RoundPageMixin) -> AchievementVersion | None:
    """Return what the badge that acceptance gives says now, best in the language of the page."""
    if page.awards is None:
        return None
    return current_achievement_version(page.awards, page.content_language) or page.awards.versions.last()


def state_in_preview(form: OpeningVersion, *, now: datetime) -> RoundState:
    """Say where a round would stand if it were published as it is written."""
    return state_of(Opening(kind=OpeningKind.CALL, is_published=True), form, now=now)


def page_of_round(hub: CallPageMixin, opening: Opening) -> Any:
    """Return the published page of a round, in the hub's language where there is one; None when it has none.

    Args:
        hub: the page of its call.
        opening: of the round, with its page.
    """
    page = opening.page if opening.page is not None and opening.page.live else None
    if page is None or page.locale_id != hub.locale_id:
        page = rounds_of(hub).filter(round_key=opening.translation_key).first() or page
    if page is not None:
        page.round_key = opening.translation_key
    return page


def laid_out(pages: Iterable[Any], request: HttpRequest, *, now: datetime) -> list[dict[str, Any]]:
    """Return some pages of `rounds_of` with the state and the newest form of each."""
    pages = list(pages)
    forms = forms_of(page.round_key for page in pages)
    rows = []
    for page in pages:
        form = forms.get(page.round_key)
        state = state_of(form.opening if form else None, form, now=now)
        rows.append({"page": page, "label": page.title, "href": page.get_url(request), "state": state, "form": form})
    return rows
