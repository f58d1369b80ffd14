"""The rounds of calls: where each stands, what came in, and what a manager may do about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from ..domain import archiving, policy
from ..models import Opening
from ..public.wording import sentence
from ..templatetags.openbadges_tags import date_and_time, moment
from .access import RoleRequiredMixin
from .counting import CountedMixin
from .filters import issuers
from .late_links import LateLinkView
from .shown_first import ShownFirstFilterSet, ShownFirstMixin
from .standing import RoundMixin, form_of, takes_late_links, with_figures
from .words import APPLICATIONS, ROUND_STATES, round_state

SHOWN = {
    "archived": lambda openings: openings.exclude(archived_at=None),
    "all": lambda openings: openings,
}


class RoundFilterSet(ShownFirstFilterSet):
    """Narrow the rounds. Without any wish those are shown that are not archived."""

    show = django_filters.ChoiceFilter(
        label=gettext_lazy("Show"),
        empty_label=gettext_lazy("Not archived"),
        method="filter_show",
        choices=[("archived", ROUND_STATES["archived"]), ("all", pgettext_lazy("claims", "All"))],
    )
    issuer = django_filters.ModelChoiceFilter(label=gettext_lazy("Issuer"), queryset=issuers)

    class Meta:
        model = Opening
        fields = ["show", "issuer"]

    def filter_show(self, openings: QuerySet[Opening], name: str, value: str) -> QuerySet[Opening]:
        return SHOWN[value](openings)

    def shown_first(self, openings: QuerySet[Opening]) -> QuerySet[Opening]:
        return openings.filter(archived_at=None)


def _written(instant: datetime | None, zone_name: str) -> str:
    """Write an instant on the clock of a round, which is named only where the reader lives by another."""
    return date_and_time(instant) if zone_name == timezone.get_current_timezone_name() else moment(instant, zone_name)


def _opens(opening: Opening) -> str:
    form = form_of(opening)
    return _written(form.opens_at, form.zone_name) if form else ""


def _closes(opening: Opening) -> str:
    form = form_of(opening)
    return _written(form.closes_at, form.zone_name) if form else ""


class RoundsView(RoleRequiredMixin, CountedMixin, ShownFirstMixin, generic.IndexView):
    """The rounds of a user's issuers, the newest first."""

    model = Opening
    page_title = gettext_lazy("Rounds")
    verbose_name_singular = gettext_lazy("round")
    verbose_name_plural = gettext_lazy("rounds")
    header_icon = "resubmit"
    results_template_name = "wagtail_openbadges/admin/rounds_results.html"
    filterset_class = RoundFilterSet
    index_url_name = "openbadges_rounds:index"
    index_results_url_name = "openbadges_rounds:index_results"
    paginate_by = 30
    default_ordering = "-pk"

    @cached_property
    def columns(self):
        now = timezone.now()
        return [
            TitleColumn(
                "title",
                label=_("Round"),
                classname="openbadges-wide",
                accessor=lambda opening: opening.title or opening.reference_prefix,
                get_url=lambda opening: reverse("openbadges_rounds:inspect", args=[opening.pk]),
            ),
            Column("state", label=_("State"), accessor=lambda opening: round_state(opening, form_of(opening), now=now)),
            Column("opens", label=_("Opens"), accessor=_opens),
            Column("closes", label=_("Closes"), accessor=_closes),
            Column("drafts", label=_("Drafts")),
            Column("applications", label=APPLICATIONS.title),
            Column("waiting", label=_("Waiting for us")),
        ]

    def get_base_queryset(self):
        return with_figures(policy.rounds_for(self.request.user))

    def order_queryset(self, queryset):
        return queryset.order_by("-pk")


class RoundView(RoundMixin, WagtailAdminTemplateMixin, TemplateView):
    """One round: where it stands, and what can be done."""

    template_name = "wagtail_openbadges/admin/round.html"
    header_icon = "resubmit"

    def get_page_title(self):
        return self.round.title or self.round.reference_prefix

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("openbadges_rounds:index"), "label": RoundsView.page_title},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = form_of(self.round)
        return super().get_context_data(
            round=self.round,
            form=form,
            state=round_state(self.round, form, now=timezone.now()),
            faults=[sentence(code, {"local": "…"}) for code in self.round.faults],
            is_managed=policy.rounds_managed_by(self.request.user).filter(pk=self.round.pk).exists(),
            takes_late_links=takes_late_links(self.round, form),
            **kwargs,
        )


class ArchiveView(RoundMixin, View):
    """Archive a round, or take it out of the archive again."""

    http_method_names = ["post"]
    role = "is_manager"
    rounds_of = staticmethod(policy.rounds_managed_by)
    act = archiving.archive
    done = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        self.act(self.round, by=request.user)
        messages.success(request, self.done)
        return redirect(self.round_url)


class RoundViewSet(ViewSet):
    """The addresses of the rounds."""

    name = "openbadges_rounds"
    url_prefix = "openbadges/rounds"
    icon = "resubmit"

    def get_urlpatterns(self):
        archive = ArchiveView.as_view(
            act=archiving.archive, done=gettext_lazy("The round is archived: its page and its applications stay.")
        )
        unarchive = ArchiveView.as_view(
            act=archiving.unarchive, done=gettext_lazy("The round is out of the archive again.")
        )
        return [
            path("", RoundsView.as_view(), name="index"),
            path("results/", RoundsView.as_view(results_only=True), name="index_results"),
            path("<int:pk>/", RoundView.as_view(), name="inspect"),
            path("<int:pk>/late/", LateLinkView.as_view(), name="late"),
            path("<int:pk>/archive/", archive, name="archive"),
            path("<int:pk>/unarchive/", unarchive, name="unarchive"),
        ]
