"""Who registered for events: the events that one receives registrations for, and the people of each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django.db.models import F, Q, QuerySet
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet

from ..domain import policy
from ..domain.gatherings import to_come
from ..models import ALIVE, Gathering, GatheringStatus, Registration, RegistrationState
from ..public.wording import sentence
from .access import RoleRequiredMixin
from .attendance import PeopleExportMixin, SheetView, address_of, name_of
from .counting import CountedMixin
from .filters import address_in, issuers
from .gatherings import (
    GatheringMixin,
    gap_of,
    seats_of,
    standing_of,
    titled_like,
    undelivered,
    when,
    with_figures,
    with_registrations,
)
from .messages import MessagesView
from .registered import CancelView, RegistrationView, registration_url
from .shown_first import ShownFirstFilterSet, ShownFirstMixin


class GatheringFilterSet(ShownFirstFilterSet):
    """Narrow the events. Without any wish those are shown that are still to come, the next one first."""

    show = django_filters.ChoiceFilter(
        label=gettext_lazy("Show"),
        empty_label=pgettext_lazy("events", "To come"),
        method="filter_show",
        choices=[("past", pgettext_lazy("events", "Past")), ("all", pgettext_lazy("events", "All"))],
    )
    issuer = django_filters.ModelChoiceFilter(label=gettext_lazy("Issuer"), queryset=issuers)

    class Meta:
        model = Gathering
        fields = ["show", "issuer"]

    def filter_show(self, gatherings: QuerySet[Gathering], name: str, value: str) -> QuerySet[Gathering]:
        if value == "past":
            return gatherings.exclude(to_come(timezone.now())).order_by("-ends_at", "-pk")
        return gatherings.order_by(F("starts_at").desc(nulls_first=True), "-pk")

    def shown_first(self, gatherings: QuerySet[Gathering]) -> QuerySet[Gathering]:
        coming = gatherings.filter(to_come(timezone.now()))
        return coming.order_by(F("next_at").asc(nulls_last=True), "pk")


class GatheringsView(RoleRequiredMixin, CountedMixin, ShownFirstMixin, generic.IndexView):
    """The events whose registrations a user receives."""

    model = Gathering
    page_title = gettext_lazy("Registrations")
    verbose_name_singular = Gathering._meta.verbose_name
    verbose_name_plural = Gathering._meta.verbose_name_plural
    header_icon = "date"
    results_template_name = "wagtail_openbadges/admin/gatherings_results.html"
    filterset_class = GatheringFilterSet
    is_searchable = True
    index_url_name = "openbadges_registrations:index"
    index_results_url_name = "openbadges_registrations:index_results"
    paginate_by = 30
    default_ordering = "-pk"

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "title",
                label=_("Event"),
                classname="openbadges-wide",
                get_url=lambda gathering: reverse("openbadges_registrations:event", args=[gathering.pk]),
            ),
            Column("when", label=_("Next date"), accessor=lambda gathering: capfirst(when(gathering, now=self.now))),
            Column("seats", label=_("Seats taken"), accessor=seats_of),
            Column("waiting", label=_("On the waiting list")),
            Column("standing", label=_("State"), accessor=lambda gathering: standing_of(gathering, now=self.now)),
        ]

    @cached_property
    def now(self):
        return timezone.now()

    def get_base_queryset(self):
        return with_figures(with_registrations(policy.gatherings_for(self.request.user)), now=self.now)

    def order_queryset(self, queryset):
        return queryset.order_by("-pk")

    def search_queryset(self, queryset):
        return titled_like(queryset, self.search_query) if self.search_query else queryset


class RegistrationFilterSet(ShownFirstFilterSet):
    """Narrow the people. Without any wish those are shown who come or wait; a search looks everywhere."""

    wish = "state"

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        empty_label=gettext_lazy("Coming or waiting"),
        method="filter_state",
        choices=[
            *((state.value, capfirst(state.label)) for state in RegistrationState),
            ("all", pgettext_lazy("claims", "All")),
        ],
    )

    class Meta:
        model = Registration
        fields = ["state"]

    def filter_state(self, registrations: QuerySet[Registration], name: str, value: str) -> QuerySet[Registration]:
        return registrations if value == "all" else registrations.filter(state=value)

    @property
    def is_unasked(self) -> bool:
        return not self.data.get("q") and super().is_unasked

    def shown_first(self, registrations: QuerySet[Registration]) -> QuerySet[Registration]:
        return registrations.filter(state__in=ALIVE)


class StateColumn(Column):
    """The state of a registration, until when an offer is kept, and a word when a mail did not arrive."""

    cell_template_name = "wagtail_openbadges/admin/registration_state_cell.html"

    def __init__(self, name: str, *, undelivered: set[UUID], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.undelivered = undelivered

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"registration": instance, "is_undelivered": instance.uuid in self.undelivered}


def needs_of(registration: Registration) -> str:
    """Say which needs somebody wrote of; what they are is read on the screen of the registration."""
    said = [_("food") if registration.food else "", _("accessibility") if registration.access else ""]
    return ", ".join(filter(None, said))


class PeopleView(GatheringMixin, CountedMixin, ShownFirstMixin, PeopleExportMixin, generic.IndexView):
    """One event: its numbers, and the people who registered."""

    model = Registration
    verbose_name_singular = Registration._meta.verbose_name
    verbose_name_plural = Registration._meta.verbose_name_plural
    header_icon = "date"
    template_name = "wagtail_openbadges/admin/gathering.html"
    results_template_name = "wagtail_openbadges/admin/registrations_results.html"
    filterset_class = RegistrationFilterSet
    is_searchable = True
    paginate_by = 50
    default_ordering = "created_at"

    @cached_property
    def undelivered(self) -> set[UUID]:
        return undelivered()

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "name",
                label=_("Name"),
                classname="openbadges-wide",
                accessor=name_of,
                get_url=registration_url,
                sort_key="name",
            ),
            Column("address", label=_("E-mail address"), accessor=address_of),
            Column("seats", label=_("Seats"), sort_key="seats"),
            StateColumn("state", label=_("State"), undelivered=self.undelivered, sort_key="state"),
            DateColumn("created_at", label=pgettext("column", "Registered"), sort_key="created_at"),
            Column("needs", label=_("Needs"), accessor=needs_of),
        ]

    def get_page_title(self):
        return self.gathering.title

    def get_breadcrumbs_items(self):
        return self.trail()

    def get_index_url(self):
        return self.gathering_url

    def get_index_results_url(self):
        return reverse("openbadges_registrations:event_results", args=[self.kwargs["pk"]])

    def get_base_queryset(self):
        return self.gathering.registrations.select_related("holder")

    def order_queryset(self, queryset):
        return queryset.order_by(self.ordering, "pk")

    def search_queryset(self, queryset):
        words = self.search_query
        if not words:
            return queryset
        return queryset.filter(Q(name__icontains=words) | Q(holder__email=address_in(words)))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(*args, **(self._numbers() | kwargs))

    def _numbers(self) -> dict[str, Any]:
        gathering, page = self.gathering, self.gathering.page
        uuids = set(gathering.registrations.values_list("uuid", flat=True)) if self.undelivered else set()
        may_edit = page is not None and page.permissions_for_user(self.request.user).can_edit()
        return {
            "gathering": gathering,
            "when": when(gathering, now=self.now),
            "standing": standing_of(gathering, now=self.now),
            "seats": seats_of(gathering),
            "faults": [sentence(code, {"local": "…"}) for code in gathering.faults],
            "gap": gap_of(gathering, now=self.now),
            "is_called_off": gathering.status in (GatheringStatus.CANCELLED, GatheringStatus.POSTPONED),
            "undelivered_count": len(uuids & self.undelivered),
            "erased_count": gathering.registrations.exclude(erased_at=None).count(),
            "page_url": page.get_url(self.request) if page is not None and page.live else "",
            "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]) if may_edit else "",
        }


class RegistrationViewSet(ViewSet):
    """The addresses of events, of those who registered, and of what is written to them."""

    name = "openbadges_registrations"
    url_prefix = "openbadges/registrations"
    icon = "date"

    def get_urlpatterns(self):
        return [
            path("", GatheringsView.as_view(), name="index"),
            path("results/", GatheringsView.as_view(results_only=True), name="index_results"),
            path("<int:pk>/", PeopleView.as_view(), name="event"),
            path("<int:pk>/results/", PeopleView.as_view(results_only=True), name="event_results"),
            path("<int:pk>/sheet/", SheetView.as_view(), name="sheet"),
            path("<int:pk>/messages/", MessagesView.as_view(), name="messages"),
            path("person/<int:pk>/", RegistrationView.as_view(), name="inspect"),
            path("person/<int:pk>/cancel/", CancelView.as_view(), name="cancel"),
        ]
