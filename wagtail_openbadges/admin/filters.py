"""What the review room can be narrowed to."""

from __future__ import annotations

import django_filters
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from ..domain import policy
from ..domain.deciding import DECIDABLE
from ..models import ClaimRule, Issuer, Opening, OpeningVersion, State, Submission
from ..standard.errors import OpenBadgesError
from ..standard.identity import normalise_email

SHOWN = {
    "overdue": lambda files: overdue(files),
    "declared": lambda files: files.filter(opening_version__claim_rule=ClaimRule.DECLARED, state=State.ACCEPTED),
    "all": lambda files: files,
}


def waiting(files: QuerySet[Submission]) -> QuerySet[Submission]:
    """Keep the files that wait for a reviewer."""
    return files.filter(state__in=DECIDABLE)


def overdue(files: QuerySet[Submission]) -> QuerySet[Submission]:
    """Keep the files whose promised date has passed."""
    return waiting(files).filter(due_at__lt=timezone.now())


def is_overdue(submission: Submission) -> bool:
    """Say whether the promised date of a waiting file has passed."""
    return submission.state in DECIDABLE and submission.due_at is not None and submission.due_at < timezone.now()


def _issuers(request: HttpRequest) -> QuerySet[Issuer]:
    return policy.issuers_reviewed_by(request.user).select_related("organisation")


def _openings(request: HttpRequest) -> QuerySet[Opening]:
    newest = OpeningVersion.objects.filter(opening=OuterRef("pk")).order_by("-number").values("title")[:1]
    openings = Opening.objects.filter(issuer__in=policy.issuers_reviewed_by(request.user))
    return openings.annotate(title=Subquery(newest)).exclude(title=None).order_by("title", "pk")


class BadgeField(django_filters.fields.ModelChoiceField):
    """Name a badge by the title of its newest form."""

    def label_from_instance(self, opening: Opening) -> str:
        return opening.title


class BadgeFilter(django_filters.ModelChoiceFilter):
    field_class = BadgeField


class SubmissionFilterSet(WagtailFilterSet):
    """Narrow the queue. Without any wish it shows what waits for a reviewer; a search looks everywhere."""

    show = django_filters.ChoiceFilter(
        label=_("Show"),
        empty_label=_("Waiting for us"),
        method="filter_show",
        choices=[
            ("overdue", _("Overdue")),
            ("declared", _("Declared, to look at afterwards")),
            ("all", _("All")),
        ],
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[choice for choice in State.choices if choice[0] != State.DRAFT]
    )
    opening = BadgeFilter(label=_("Badge"), queryset=_openings)
    issuer = django_filters.ModelChoiceFilter(label=_("Issuer"), queryset=_issuers)

    class Meta:
        model = Submission
        fields = ["show", "state", "opening", "issuer"]

    def filter_show(self, files, name, value):
        return SHOWN[value](files)

    def filter_queryset(self, files):
        files = super().filter_queryset(files)
        wishes = self.form.cleaned_data
        if self.data.get("q") or wishes["show"] or wishes["state"]:
            return files
        return waiting(files)


def address_in(words: str) -> str:
    """Return the words of a search as an address of a holder; nothing when they are none."""
    try:
        return normalise_email(words)
    except OpenBadgesError:
        return ""


def found(files: QuerySet[Submission], words: str) -> QuerySet[Submission]:
    """Search files by reference, badge and name to print, or by a whole e-mail address."""
    return files.filter(
        Q(reference__iexact=words)
        | Q(opening_version__title__icontains=words)
        | Q(printed_name__icontains=words)
        | Q(holder__email=address_in(words))
    )
