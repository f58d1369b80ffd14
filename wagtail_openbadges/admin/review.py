"""The review room: a queue, one screen to read a file, and its evidence."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import F
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from ..domain import deciding, policy, reviewing
from ..domain.errors import StateConflictError
from ..domain.log import record
from ..domain.promising import due_day
from ..domain.receipts import deposited_evidence
from ..intake import delivery
from ..models import EvidenceKind, Submission, Verb
from .access import FileMixin, RoleRequiredMixin
from .counting import CountedMixin
from .decisions import AcceptView, DeclineView, RequestChangesView, conflict, drawn_from
from .filters import ApplicationFilterSet, ClaimFilterSet, found, is_overdue
from .reading import read_file
from .shown_first import ShownFirstMixin
from .spreadsheets import SafeExportMixin
from .words import APPLICATIONS, CLAIMS, Words, file_url, person_of


class DueColumn(Column):
    """The promised date of a file that waits, with a word when it has passed."""

    cell_template_name = "wagtail_openbadges/admin/due_cell.html"

    def get_value(self, instance):
        return super().get_value(instance) if instance.state in deciding.DECIDABLE else None

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"due_day": due_day(instance), "is_overdue": is_overdue(instance)}


class QueueView(RoleRequiredMixin, CountedMixin, ShownFirstMixin, SafeExportMixin, generic.IndexView):
    """The files of one kind that a user may see, those that wait first."""

    model = Submission
    words: Words = CLAIMS
    results_template_name = "wagtail_openbadges/admin/queue_results.html"
    filterset_class = ClaimFilterSet
    is_searchable = True
    paginate_by = 30
    default_ordering = "due_at"
    list_export = ["reference", "opened", "printed_name", "get_state_display", "submitted_at", "due_at", "decided_at"]

    @property
    def page_title(self):
        return self.words.title

    @property
    def header_icon(self):
        return self.words.icon

    @property
    def verbose_name_singular(self):
        return self.words.singular

    @property
    def verbose_name_plural(self):
        return self.words.plural

    @property
    def index_url_name(self):
        return f"{self.words.namespace}:index"

    @property
    def index_results_url_name(self):
        return f"{self.words.namespace}:index_results"

    @property
    def export_filename(self):
        return self.words.export_filename

    @property
    def export_headings(self):
        return {"opened": self.words.opening, "get_state_display": _("State")}

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "reference",
                label=_("Reference"),
                classname="openbadges-whole",
                get_url=file_url,
                sort_key="reference",
            ),
            Column("person", label=_("Person"), accessor=person_of),
            DueColumn("due_at", label=_("Answer promised by"), sort_key="due_at"),
            Column("get_state_display", label=_("State"), sort_key="state"),
            Column("opened", label=self.words.opening, classname="openbadges-wide"),
            DateColumn("submitted_at", label=pgettext("column", "Deposited"), sort_key="submitted_at"),
        ]

    def get_base_queryset(self):
        files = policy.submissions_for(self.request.user).filter(kind=self.words.kind)
        files = files.select_related("holder", "opening_version").defer(
            "answers",
            "draft_answers",
            "opening_version__questions",
            "opening_version__criteria",
            "opening_version__privacy_notice",
        )
        return files.annotate(opened=F("opening_version__title"))

    def order_queryset(self, queryset):
        return queryset.order_by(self.ordering, "pk")

    def search_queryset(self, queryset):
        return found(queryset, self.search_query) if self.search_query else queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(*args, words=self.words, **kwargs)


class FileView(FileMixin, WagtailAdminTemplateMixin, TemplateView):
    """Everything that one needs to decide. Looking changes nothing."""

    template_name = "wagtail_openbadges/admin/file.html"

    @property
    def header_icon(self):
        return self.words.icon

    def get_page_title(self):
        return f"{self.submission.reference} · {self.submission.opening_version.title}"

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": self.words.index_url, "label": self.words.title},
            {"url": "", "label": self.submission.reference},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            submission=self.submission,
            words=self.words,
            reading=read_file(self.submission, self.request.user),
            can_decide=self.submission.state in deciding.DECIDABLE,
            is_overdue=is_overdue(self.submission),
            due_day=due_day(self.submission),
            **kwargs,
        )


class StartView(FileMixin, View):
    """Say that the file is being read."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        try:
            reviewing.start_review(self.submission, by=request.user, version=drawn_from(request))
        except StateConflictError:
            return conflict(request, self.submission)
        messages.success(request, _("The person now sees that you are reading the file."))
        return redirect(file_url(self.submission))


class EvidenceView(FileMixin, View):
    """Hand out a file of evidence, as attachment; every download is recorded."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: int, uuid: UUID) -> HttpResponseBase:
        evidence = get_object_or_404(deposited_evidence(self.submission), uuid=uuid, kind=EvidenceKind.FILE)
        response = delivery.attachment(evidence.file, name=evidence.original_name, media_type=evidence.media_type)
        record(Verb.EVIDENCE_READ, by=request.user, submission=self.submission)
        return response


class EvidencePreviewView(FileMixin, View):
    """Show an image that we encoded ourselves, inside the file's screen."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: int, uuid: UUID) -> HttpResponseBase:
        evidence = get_object_or_404(deposited_evidence(self.submission), uuid=uuid, kind=EvidenceKind.FILE)
        return delivery.preview(evidence.file)


class ReviewViewSet(ViewSet):
    """The room's addresses for the files of one kind."""

    words = CLAIMS
    filterset_class = ClaimFilterSet

    def get_urlpatterns(self):
        queue = {"words": self.words, "filterset_class": self.filterset_class}
        return [
            path("", QueueView.as_view(**queue), name="index"),
            path("results/", QueueView.as_view(results_only=True, **queue), name="index_results"),
            path("<int:pk>/", FileView.as_view(), name="inspect"),
            path("<int:pk>/start/", StartView.as_view(), name="start"),
            path("<int:pk>/accept/", AcceptView.as_view(), name="accept"),
            path("<int:pk>/request-changes/", RequestChangesView.as_view(), name="request_changes"),
            path("<int:pk>/decline/", DeclineView.as_view(), name="decline"),
            path("<int:pk>/evidence/<uuid:uuid>/", EvidenceView.as_view(), name="evidence"),
            path("<int:pk>/evidence/<uuid:uuid>/preview/", EvidencePreviewView.as_view(), name="evidence_preview"),
        ]


def room() -> list[ReviewViewSet]:
    """Return the two halves of the room: claims and applications."""
    return [
        ReviewViewSet(CLAIMS.namespace, url_prefix="openbadges/claims", icon=CLAIMS.icon),
        ReviewViewSet(
            APPLICATIONS.namespace,
            url_prefix="openbadges/applications",
            icon=APPLICATIONS.icon,
            words=APPLICATIONS,
            filterset_class=ApplicationFilterSet,
        ),
    ]
