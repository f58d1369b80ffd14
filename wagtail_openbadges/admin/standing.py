"""Where rounds stand: the form in force of each, and how many files it holds."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from ..domain import policy
from ..domain.deciding import DECIDABLE
from ..domain.rounds import forms_in_force
from ..models import Opening, OpeningKind, OpeningVersion, State
from .access import RoleRequiredMixin
from .filters import newest_title


def with_figures(openings: QuerySet[Opening]) -> QuerySet[Opening]:
    """Add to rounds their form in force and how many files they hold, in a bounded number of queries."""
    forms = forms_in_force(Opening.objects.filter(kind=OpeningKind.CALL)).defer("questions", "criteria")
    drafts = Q(submissions__state=State.DRAFT)
    return openings.annotate(
        title=newest_title("pk"),
        drafts=Count("submissions", filter=drafts & Q(submissions__replaces=None)),
        applications=Count("submissions", filter=Q(submissions__isnull=False) & ~drafts),
        waiting=Count("submissions", filter=Q(submissions__state__in=DECIDABLE)),
    ).prefetch_related(Prefetch("versions", queryset=forms, to_attr="in_force"))


def form_of(opening: Opening) -> OpeningVersion | None:
    """Return the form in force of a round that came with its figures; None when none was ever complete."""
    return opening.in_force[0] if opening.in_force else None


class RoundMixin(RoleRequiredMixin):
    """Give a view the one round that it is about, if its user may see it; anything else is not found."""

    rounds_of = staticmethod(policy.rounds_for)

    @cached_property
    def round(self) -> Opening:
        rounds = with_figures(self.rounds_of(self.request.user).select_related("issuer__organisation"))
        return get_object_or_404(rounds, pk=self.kwargs["pk"])

    @property
    def round_url(self) -> str:
        return reverse("openbadges_rounds:inspect", args=[self.kwargs["pk"]])


def takes_late_links(opening: Opening, form: OpeningVersion | None) -> bool:
    """Say whether a late link would let anybody in: the round ends, and it is us who take its applications."""
    return bool(form and form.closes_at and not form.elsewhere_url and opening.is_published and not opening.archived_at)
