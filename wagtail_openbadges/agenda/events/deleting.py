"""Events that people registered for are cancelled before they are deleted: nobody stands before a closed door."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from ...authoring.deleting import is_deletion_of_pages, tree_of, with_cascade
from ...authoring.screens import screen
from ...domain.gatherings import to_come
from ...models import SEATED, Gathering, GatheringStatus, RegistrationState

NAMED_AT_MOST = 50


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """A page of an event to come, and how many people count on it."""

    page: Any
    seated: int
    waiting: int


def refuse_deletion(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Answer the deletion of a page by the events below it that people wait for, translations included."""
    return _refusal(request, with_cascade(page))


def refuse_bulk_deletion(request: HttpRequest, action_type: str, pages: list[Any], action: Any) -> HttpResponse | None:
    """Answer the deletion of several pages in the same way."""
    return _refusal(request, pages) if is_deletion_of_pages(action_type, action) else None


def _refusal(request: HttpRequest, pages: list[Any]) -> HttpResponse | None:
    awaited = awaited_below(pages)
    if not awaited:
        return None
    return screen(
        request,
        "wagtail_openbadges/agenda/admin/awaited.html",
        title=_("People count on these events"),
        icon="warning",
        parent=pages[0].get_parent(),
        status=409,
        awaited=awaited[:NAMED_AT_MOST],
        more=len(awaited) - NAMED_AT_MOST,
    )


def awaited_below(pages: Iterable[Any]) -> list[Awaited]:
    """Return the events to come of some subtrees that people registered for.

    A cancelled event waits for nobody: who registered is told. An alias may go, because its source stays; so may one
    language of an event as long as another one is live elsewhere.
    """
    tree = tree_of(pages)
    own = tree.filter(alias_of__isnull=True, first_published_at__isnull=False)
    page_of = {page.translation_key: page for page in own.order_by("-path")}
    found = list(_with_people(page_of))
    elsewhere = tree.model.objects.filter(
        translation_key__in=[gathering.translation_key for gathering in found], live=True, alias_of__isnull=True
    ).exclude(pk__in=tree.values("pk"))
    spared = set(elsewhere.values_list("translation_key", flat=True))
    return [
        Awaited(page=page_of[gathering.translation_key], seated=gathering.seated, waiting=gathering.waiting)
        for gathering in found
        if gathering.translation_key not in spared
    ]


def _with_people(keys: Iterable[UUID]) -> QuerySet[Gathering]:
    """Return the events to come, and not cancelled, that somebody has a seat for or waits for one."""
    coming = Gathering.objects.filter(to_come(timezone.now()))
    counted = coming.filter(translation_key__in=list(keys)).annotate(
        seated=Count("registrations", filter=Q(registrations__state__in=SEATED)),
        waiting=Count("registrations", filter=Q(registrations__state=RegistrationState.WAITING)),
    )
    has_people = Q(seated__gt=0) | Q(waiting__gt=0)
    return counted.filter(has_people).exclude(status=GatheringStatus.CANCELLED).order_by("starts_at", "pk")
