"""Events that take registrations: how each is called, when it is, and how its seats stand."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from ..domain import policy
from ..domain.registering import closed_to_registration, queue_of, seats_left
from ..models import (
    SEATED,
    Gathering,
    GatheringDate,
    GatheringText,
    JobState,
    OutboxJob,
    Registration,
    RegistrationState,
    RegistrationWay,
)
from ..spans import span_in_words
from .access import RoleRequiredMixin

STANDINGS: Final = {
    None: pgettext_lazy("registration", "Open"),
    "event_not_shown": pgettext_lazy("event", "Not published"),
    "event_cancelled": pgettext_lazy("event", "Cancelled"),
    "event_postponed": pgettext_lazy("event", "Postponed"),
    "event_over": pgettext_lazy("event", "Over"),
    "no_registration": pgettext_lazy("event", "No registration any more"),
    "event_incomplete": pgettext_lazy("registration", "Not open: something is missing"),
    "registration_closed": pgettext_lazy("registration", "Closed"),
    "registration_elsewhere": pgettext_lazy("registration", "On another site"),
    "event_full": pgettext_lazy("event", "Full"),
}
"""How the registration for an event stands, by the reason why nobody can register."""

WAITING_LIST: Final = gettext_lazy("Waiting list open")


def with_registrations(gatherings: QuerySet[Gathering]) -> QuerySet[Gathering]:
    """Keep the events that take registrations here, or have some."""
    registrations = Registration.objects.filter(gathering=OuterRef("pk"))
    return gatherings.filter(Q(registration=RegistrationWay.HERE) | Exists(registrations))


def with_figures(gatherings: QuerySet[Gathering], *, now: datetime) -> QuerySet[Gathering]:
    """Add to events their title as the reader knows it, their next date, and how many seats are taken or waited for."""
    texts = GatheringText.objects.filter(gathering=OuterRef("pk")).order_by("pk").values("title")
    to_come = GatheringDate.objects.filter(gathering=OuterRef("pk"), ends_at__gt=now).order_by("starts_at")
    registrations = Registration.objects.filter(gathering=OuterRef("pk")).order_by().values("gathering")
    seated = registrations.filter(state__in=SEATED).annotate(number=Sum("seats")).values("number")
    waiting = registrations.filter(state=RegistrationState.WAITING).annotate(number=Count("pk")).values("number")
    return gatherings.annotate(
        title=Coalesce(Subquery(texts.filter(language=get_language() or "")[:1]), Subquery(texts[:1])),
        next_at=Subquery(to_come.values("starts_at")[:1]),
        seated=Coalesce(Subquery(seated), 0),
        waiting=Coalesce(Subquery(waiting), 0),
    ).prefetch_related("dates")


def titled_like(gatherings: QuerySet[Gathering], words: str) -> QuerySet[Gathering]:
    """Search events by their title, in any language."""
    texts = GatheringText.objects.filter(gathering=OuterRef("pk"), title__icontains=words)
    return gatherings.filter(Exists(texts))


def when(gathering: Gathering, *, now: datetime) -> str:
    """Write the next date of an event, or its last one; empty when it has none."""
    dates = list(gathering.dates.all())
    date = next((date for date in dates if date.ends_at > now), dates[-1] if dates else None)
    if date is None:
        return ""
    return span_in_words(
        date.starts_at,
        date.ends_at,
        gathering.zone_name,
        is_all_day=date.is_all_day,
        has_end=bool(date.ends_local),
    )


def seats_of(gathering: Gathering) -> Any:
    """Write how many seats are taken, and of how many when there is a limit."""
    if gathering.capacity is None:
        return gathering.seated
    return _("%(taken)s of %(capacity)s") % {"taken": gathering.seated, "capacity": gathering.capacity}


def standing_of(gathering: Gathering, *, now: datetime) -> Any:
    """Say in words whether one can register for an event that came with its figures."""
    reason = closed_to_registration(gathering, now=now)
    is_taken = gathering.capacity is not None and gathering.seated >= gathering.capacity
    if reason is None and (is_taken or gathering.waiting):
        return WAITING_LIST if gathering.has_waiting_list else STANDINGS["event_full"]
    return STANDINGS[reason]


def gap_of(gathering: Gathering, *, now: datetime) -> dict[str, int] | None:
    """Return how many seats are free while the first who waits wishes for more; None when nothing stands still."""
    left = seats_left(gathering)
    is_coming = gathering.starts_at is not None and gathering.starts_at > now
    if not left or not is_coming:
        return None
    wished = queue_of(gathering).values_list("seats", flat=True).first()
    return {"left": left, "wished": wished} if wished and wished > left else None


def undelivered() -> set[UUID]:
    """Return the registrations that a mail could not be delivered to, by the keys of the jobs that gave up."""
    keys = OutboxJob.objects.filter(state=JobState.FAILED, kind="mail").values_list("key", flat=True)
    found = set()
    for key in keys:
        try:
            found.add(UUID(key.split(":")[1]))
        except (IndexError, ValueError):
            continue
    return found


class GatheringMixin(RoleRequiredMixin):
    """Give a view the one event that it is about, if its user may see it; anything else is not found."""

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    @cached_property
    def gathering(self) -> Gathering:
        gatherings = policy.gatherings_for(self.request.user).select_related("issuer__organisation", "page")
        figures = with_figures(with_registrations(gatherings), now=self.now).defer("issuer__organisation__logo")
        return get_object_or_404(figures, pk=self.kwargs["pk"])

    @property
    def gathering_url(self) -> str:
        return reverse("openbadges_registrations:event", args=[self.kwargs["pk"]])

    def trail(self, *last: Any) -> list[dict[str, Any]]:
        """Return the way from the admin's front page to a screen of the event."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("openbadges_registrations:index"), "label": _("Registrations")},
            {"url": self.gathering_url if last else "", "label": self.gathering.title},
            *({"url": "", "label": label} for label in last),
        ]
