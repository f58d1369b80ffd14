"""What the review room can be narrowed to."""

from __future__ import annotations

import django_filters
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..domain import policy
from ..domain.deciding import DECIDABLE
from ..models import ClaimRule, Issuer, Opening, OpeningKind, OpeningVersion, State, Submission
from ..standard.errors import OpenBadgesError
from ..standard.identity import normalise_email
from .shown_first import ShownFirstFilterSet
from .words import APPLICATIONS, CLAIMS

SHOWN = {
    "overdue": lambda files: overdue(files),
    "declared": lambda files: files.filter(opening_version__claim_rule=ClaimRule.DECLARED, state=State.ACCEPTED),
    "all": lambda files: files,
}
SHOWN_LABELS = {
    "overdue": _("Overdue"),
    "declared": _("Declared, to look at afterwards"),
    "all": pgettext_lazy("claims", "All"),
}
FIELDS = ["show", "state", "opening", "issuer"]


def waiting(files: QuerySet[Submission]) -> QuerySet[Submission]:
    """Keep the files that wait for a reviewer."""
    return files.filter(state__in=DECIDABLE)


def overdue(files: QuerySet[Submission]) -> QuerySet[Submission]:
    """Keep the files whose promised date has passed."""
    return waiting(files).filter(due_at__lt=timezone.now())


def is_overdue(submission: Submission) -> bool:
    """Say whether the promised date of a waiting file has passed."""
    return submission.state in DECIDABLE and submission.due_at is not None and submission.due_at < timezone.now()


def issuers(request: HttpRequest) -> QuerySet[Issuer]:
    return policy.issuers_reviewed_by(request.user).select_related("organisation")


def newest_title(opening: str) -> Subquery:
    """Return the title of the newest form of an opening, for an annotation.

    Args:
        opening: the way from the annotated row to its opening.
    """
    forms = OpeningVersion.objects.filter(opening=OuterRef(opening)).order_by("-number")
    return Subquery(forms.values("title")[:1])


def _openings(request: HttpRequest, kind: OpeningKind) -> QuerySet[Opening]:
    openings = Opening.objects.filter(kind=kind, issuer__in=policy.issuers_reviewed_by(request.user))
    return openings.annotate(title=newest_title("pk")).exclude(title=None).order_by("title", "pk")


def badges(request: HttpRequest) -> QuerySet[Opening]:
    return _openings(request, OpeningKind.BADGE)


def rounds(request: HttpRequest) -> QuerySet[Opening]:
    return _openings(request, OpeningKind.CALL)


class OpeningField(django_filters.fields.ModelChoiceField):
    """Name a badge or a round by the title of its newest form."""

    def label_from_instance(self, opening: Opening) -> str:
        return opening.title


class OpeningFilter(django_filters.ModelChoiceFilter):
    field_class = OpeningField


def _show_filter(*names: str) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=_("Show"),
        empty_label=_("Waiting for us"),
        method="filter_show",
        choices=[(name, SHOWN_LABELS[name]) for name in names],
    )


class SubmissionFilterSet(ShownFirstFilterSet):
    """Narrow the queue. Without any wish it shows what waits for a reviewer; a search looks everywhere."""

    show = _show_filter("overdue", "all")
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[choice for choice in State.choices if choice[0] != State.DRAFT]
    )
    issuer = django_filters.ModelChoiceFilter(label=_("Issuer"), queryset=issuers)

    def filter_show(self, files, name, value):
        return SHOWN[value](files)

    @property
    def is_unasked(self) -> bool:
        wishes = self.form.cleaned_data
        return not (self.data.get("q") or wishes["show"] or wishes["state"])

    def shown_first(self, files):
        return waiting(files)


class ClaimFilterSet(SubmissionFilterSet):
    show = _show_filter("overdue", "declared", "all")
    opening = OpeningFilter(label=CLAIMS.opening, queryset=badges)

    class Meta:
        model = Submission
        fields = FIELDS


class ApplicationFilterSet(SubmissionFilterSet):
    opening = OpeningFilter(label=APPLICATIONS.opening, queryset=rounds)

    class Meta:
        model = Submission
        fields = FIELDS


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
