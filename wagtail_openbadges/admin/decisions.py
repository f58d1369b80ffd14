"""Decide on a file: write the message, read the very mail, confirm; then the next file opens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..domain import deciding, policy, reviewing
from ..domain.errors import DomainError, StateConflictError
from ..models import Submission, Verb
from ..notices.presenter import present
from ..public.wording import sentence
from .access import FileMixin
from .filters import waiting
from .words import CLAIMS, acceptance_of, file_url, person_of, words_of

MOVES = (
    Verb.REVIEW_STARTED,
    Verb.CHANGES_REQUESTED,
    Verb.RESUBMITTED,
    Verb.ACCEPTED,
    Verb.DECLINED,
    Verb.WITHDRAWN,
)
"""What can happen to a file while somebody has it open."""


def drawn_from(request: HttpRequest) -> int:
    """Return the counter of the page that was sent; 0, which no file has, when it is missing or senseless."""
    version = request.POST.get("version", "")
    return int(version[:9]) if version.isdecimal() else 0


class DecisionForm(forms.Form):
    """What is said to the person, and what stays among reviewers."""

    message = forms.CharField(
        label=gettext_lazy("Message to the person"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=5000,
        error_messages={"required": lazy(sentence, str)("missing_message", {})},
    )
    private_note = forms.CharField(
        label=gettext_lazy("Private note (optional)"),
        help_text=gettext_lazy("Only the reviewers of this issuer read it. The person never sees it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        required=False,
    )


class AcceptForm(DecisionForm):
    message = forms.CharField(
        label=gettext_lazy("Message to the person (optional)"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=5000,
        required=False,
    )


class DecisionView(FileMixin, WagtailAdminTemplateMixin, FormView):
    """The step between the file and its decision, the same for each of the three."""

    template_name = "wagtail_openbadges/admin/decide.html"
    form_class = DecisionForm
    notice = ""
    act = None
    button = ""
    hint = ""
    done = ""
    tone = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.submission.state not in deciding.DECIDABLE:
            messages.warning(request, _("There is nothing to decide on this file now."))
            return redirect(file_url(self.submission))
        return super().get(request, *args, **kwargs)

    @property
    def header_icon(self):
        return self.words.icon

    def get_page_subtitle(self):
        return self.submission.reference

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": self.words.index_url, "label": self.words.title},
            {"url": file_url(self.submission), "label": self.submission.reference},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Draw the form from the version that the reviewer read, not from one that she never saw."""
        return super().get_context_data(
            submission=self.submission,
            person=person_of(self.submission),
            file_url=file_url(self.submission),
            version=drawn_from(self.request) if self.request.method == "POST" else self.submission.version,
            button=self.button % self.names,
            hint=self.hint,
            tone=self.tone,
            **kwargs,
        )

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        if drawn_from(self.request) != self.submission.version:
            return conflict(self.request, self.submission, **form.cleaned_data)
        if "confirm" not in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, mail=self.mail(form)))
        try:
            type(self).act(self.submission, by=self.request.user, version=drawn_from(self.request), **form.cleaned_data)
        except StateConflictError:
            return conflict(self.request, self.submission, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, sentence(error.code, error.params))
            return self.form_invalid(form)
        return next_file(self.request, self.submission, self.done % self.names)

    def form_invalid(self, form: DecisionForm) -> HttpResponse:
        messages.validation_error(self.request, _("Nothing was sent."), form)
        return super().form_invalid(form)

    @property
    def names(self) -> dict[str, str]:
        """What the sentences of a decision name."""
        badge = self.submission.achievement_version
        return {"reference": self.submission.reference, "badge": badge.name if badge else ""}

    def mail(self, form: DecisionForm):
        """Return the mail as the person will read it."""
        submission = self.submission
        return present(
            self.notice, submission=submission, message=form.cleaned_data["message"], language=submission.language
        )


class AcceptView(DecisionView):
    page_title = gettext_lazy("Accept")
    form_class = AcceptForm
    notice = "accepted"
    act = deciding.accept

    @property
    def button(self):
        return acceptance_of(self.submission).button

    @property
    def hint(self):
        return acceptance_of(self.submission).hint

    @property
    def done(self):
        return acceptance_of(self.submission).done


class RequestChangesView(DecisionView):
    page_title = gettext_lazy("Ask for changes")
    notice = "to_complete"
    act = reviewing.request_changes
    button = gettext_lazy("Ask for these changes")
    hint = gettext_lazy("Say what is missing and how to give it. The file comes back to you once it is completed.")
    done = gettext_lazy("%(reference)s went back to the person, who was told what to complete.")


class DeclineView(DecisionView):
    page_title = gettext_lazy("Do not accept")
    notice = "declined"
    act = deciding.decline
    button = gettext_lazy("Send this answer")
    done = gettext_lazy("%(reference)s is not accepted, and the person was told why.")
    tone = "no"

    @property
    def hint(self):
        return self.words.decline_hint


class ConflictView(WagtailAdminTemplateMixin, TemplateView):
    """The page of a race that somebody else has won."""

    page_title = gettext_lazy("This file changed meanwhile")
    header_icon = "warning"
    template_name = "wagtail_openbadges/admin/conflict.html"
    words = CLAIMS

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": self.words.index_url, "label": self.words.title},
            {"url": "", "label": self.page_title},
        ]


def conflict(request: HttpRequest, submission: Submission, message: str = "", private_note: str = "") -> HttpResponse:
    """Say what happened meanwhile, and give back what was written so that nothing is lost."""
    submission.refresh_from_db(fields=["state"])
    view = ConflictView()
    view.setup(request)
    view.words = words_of(submission)
    context = view.get_context_data(
        submission=submission,
        file_url=file_url(submission),
        words=view.words,
        move=submission.events.filter(verb__in=MOVES).select_related("actor").last(),
        message=message,
        private_note=private_note,
    )
    return view.render_to_response(context, status=409)


def next_file(request: HttpRequest, decided: Submission, done: str) -> HttpResponse:
    """Say what was done and open the file of this kind that waits longest, or the queue when none does."""
    messages.success(request, done)
    files = waiting(policy.submissions_for(request.user)).filter(kind=decided.kind)
    following = files.order_by("due_at", "pk").first()
    if following is None:
        return redirect(words_of(decided).index_url)
    left = files.count()
    messages.info(
        request,
        ngettext("Here is the last file that waits.", "Here is the next file. %(count)d files wait.", left)
        % {"count": left},
    )
    return redirect(file_url(following))
