"""What people ask about rounds: a list, and one screen to answer in private and to publish without a name."""

from __future__ import annotations

from copy import copy
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property, lazy
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from ..domain import asking, policy
from ..domain.admission import newest_form
from ..domain.errors import StateConflictError
from ..models import CarrierQuestion, Holder
from ..notices.presenter import present
from ..public.wording import sentence
from .access import RoleRequiredMixin
from .counting import CountedMixin
from .filters import OpeningFilter, newest_title, rounds
from .shown_first import ShownFirstFilterSet, ShownFirstMixin
from .words import APPLICATIONS

TO_ANSWER = pgettext_lazy("question", "To answer")
ANSWERED = pgettext_lazy("question", "Answered")
PUBLISHED = pgettext_lazy("question", "Published")
SHOWN = {
    "answered": lambda questions: questions.exclude(answered_at=None),
    "published": lambda questions: questions.exclude(published_at=None),
    "all": lambda questions: questions,
}
NOT_SHOWN = "…"
"""What stands in a preview for the address of whoever asked."""


class QuestionFilterSet(ShownFirstFilterSet):
    """Narrow the questions. Without any wish those are shown that wait for an answer."""

    show = django_filters.ChoiceFilter(
        label=gettext_lazy("Show"),
        empty_label=TO_ANSWER,
        method="filter_show",
        choices=[
            ("answered", ANSWERED),
            ("published", PUBLISHED),
            ("all", pgettext_lazy("claims", "All")),
        ],
    )
    opening = OpeningFilter(label=APPLICATIONS.opening, queryset=rounds)

    class Meta:
        model = CarrierQuestion
        fields = ["show", "opening"]

    def filter_show(self, questions: QuerySet[CarrierQuestion], name: str, value: str) -> QuerySet[CarrierQuestion]:
        return SHOWN[value](questions)

    def shown_first(self, questions: QuerySet[CarrierQuestion]) -> QuerySet[CarrierQuestion]:
        return questions.filter(answered_at=None)


def answer_url(question: CarrierQuestion) -> str:
    return reverse("openbadges_questions:answer", args=[question.pk])


def state_of(question: CarrierQuestion) -> Any:
    """Say in words how far a question has come."""
    if question.published_at is not None:
        return PUBLISHED
    return TO_ANSWER if question.answered_at is None else ANSWERED


class QuestionsView(RoleRequiredMixin, CountedMixin, ShownFirstMixin, generic.IndexView):
    """The questions that a user may answer, the oldest first."""

    model = CarrierQuestion
    page_title = gettext_lazy("Questions about rounds")
    verbose_name_singular = gettext_lazy("question")
    verbose_name_plural = gettext_lazy("questions")
    header_icon = "help"
    results_template_name = "wagtail_openbadges/admin/questions_results.html"
    filterset_class = QuestionFilterSet
    index_url_name = "openbadges_questions:index"
    index_results_url_name = "openbadges_questions:index_results"
    paginate_by = 30
    default_ordering = "asked_at"

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "text",
                label=_("Question"),
                classname="openbadges-wide",
                accessor=lambda question: Truncator(question.text).chars(120),
                get_url=answer_url,
            ),
            Column("round_title", label=_("Round")),
            Column("state", label=_("State"), accessor=state_of),
            DateColumn("asked_at", label=pgettext("column", "Asked"), sort_key="asked_at"),
        ]

    def get_base_queryset(self):
        return policy.questions_for(self.request.user).annotate(round_title=newest_title("opening"))

    def order_queryset(self, queryset):
        return queryset.order_by(self.ordering, "pk")


class AnswerForm(forms.Form):
    """What the person is told, and what everybody may read."""

    answer = forms.CharField(
        label=gettext_lazy("Answer to the person"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=5000,
        error_messages={"required": lazy(sentence, str)("answer_empty", {})},
    )
    publish = forms.BooleanField(
        label=gettext_lazy("Publish on the page of the round"),
        help_text=gettext_lazy("Everybody then has the same answer."),
        required=False,
    )
    public_text = forms.CharField(
        label=gettext_lazy("Question as it will be published"),
        help_text=gettext_lazy("Take out whatever tells who asked: names, places, the project."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        required=False,
    )
    public_answer = forms.CharField(
        label=gettext_lazy("Answer as it will be published"),
        help_text=gettext_lazy("Leave it empty to publish the same answer as to the person."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=5000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("publish") and not said.get("public_text") and "public_text" not in self.errors:
            self.add_error("public_text", sentence("public_text_empty", {}))
        return said


class AnswerView(RoleRequiredMixin, WagtailAdminTemplateMixin, FormView):
    """Answer one question. Who asked is never shown here, to nobody."""

    template_name = "wagtail_openbadges/admin/question.html"
    page_title = gettext_lazy("Answer a question")
    header_icon = "help"
    form_class = AnswerForm

    @cached_property
    def question(self) -> CarrierQuestion:
        questions = policy.questions_for(self.request.user).select_related(
            "opening__issuer__organisation", "holder", "answered_by"
        )
        return get_object_or_404(questions, pk=self.kwargs["pk"])

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("openbadges_questions:index"), "label": QuestionsView.page_title},
            {"url": "", "label": self.page_title},
        ]

    def get_initial(self) -> dict[str, Any]:
        question = self.question
        return {
            "answer": question.answer,
            "publish": question.published_at is not None,
            "public_text": question.public_text or question.text,
            "public_answer": question.public_answer,
        }

    def get_form(self, form_class: type[AnswerForm] | None = None) -> AnswerForm:
        form = super().get_form(form_class)
        if self.question.published_at is not None:
            form.fields["publish"].help_text = _("Untick it to take question and answer off the page.")
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Draw the form from what the reviewer read, not from what she never saw."""
        question = self.question
        return super().get_context_data(
            question=question,
            state=state_of(question),
            round_form=newest_form(question.opening),
            can_be_told=self.can_be_told,
            **{"seen": self.request.POST.get("seen") or asking.mark(question), **kwargs},
        )

    @property
    def can_be_told(self) -> bool:
        holder = self.question.holder
        return holder is not None and holder.email is not None

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        seen, said = self.request.POST.get("seen", ""), form.cleaned_data
        tells = self.can_be_told and said["answer"] != self.question.answer
        if tells and "confirm" not in self.request.POST and seen == asking.mark(self.question):
            return self.render_to_response(self.get_context_data(form=form, mail=self.mail(said["answer"])))
        try:
            asking.answer(self.question, by=self.request.user, seen=seen, **said)
        except StateConflictError:
            return self.conflict(form)
        self.say_what_was_done(is_told=tells, is_published=said["publish"])
        return redirect("openbadges_questions:index")

    def form_invalid(self, form: AnswerForm) -> HttpResponse:
        messages.validation_error(self.request, _("Nothing was sent."), form)
        return super().form_invalid(form)

    def conflict(self, form: AnswerForm) -> HttpResponse:
        """Show what somebody else has written meanwhile beside what was typed, which can then be sent knowingly."""
        del self.question
        context = self.get_context_data(form=form, is_conflict=True, seen=asking.mark(self.question))
        return self.render_to_response(context, status=409)

    def mail(self, answer: str):
        """Return the mail as the person will read it, but for their address, which a mail names."""
        shown = copy(self.question)
        shown.holder = Holder(email=NOT_SHOWN)
        return present("answered", question=shown, message=answer, language=shown.language)

    def say_what_was_done(self, *, is_told: bool, is_published: bool) -> None:
        was_published = self.question.published_at is not None
        if is_told:
            messages.success(self.request, _("The answer is on its way to the person."))
        if is_published:
            messages.success(self.request, _("Question and answer are on the page of the round, without a name."))
        elif was_published:
            messages.success(self.request, _("Question and answer are no longer on the page of the round."))
        elif not is_told:
            messages.success(self.request, _("The answer is kept."))


class QuestionViewSet(ViewSet):
    """The addresses of the questions."""

    name = "openbadges_questions"
    url_prefix = "openbadges/questions"
    icon = "help"

    def get_urlpatterns(self):
        return [
            path("", QuestionsView.as_view(), name="index"),
            path("results/", QuestionsView.as_view(results_only=True), name="index_results"),
            path("<int:pk>/", AnswerView.as_view(), name="answer"),
        ]
