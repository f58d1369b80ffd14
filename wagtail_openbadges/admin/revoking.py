"""Revoke a badge from its register: a page that says what it means, a reason, the act."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..domain import policy, revoking
from ..domain.errors import DomainError
from ..models import Assertion
from ..public.wording import sentence
from .access import RoleRequiredMixin


class RevocationForm(forms.Form):
    """Why: for the person, and for everybody."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "This is public: the holder and everybody who checks the badge will read it. Name nobody."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=300,
        error_messages={"required": lazy(sentence, str)("missing_reason", {})},
    )


class RevokeView(RoleRequiredMixin, WagtailAdminTemplateMixin, FormView):
    """Ask once more, then revoke for ever."""

    template_name = "wagtail_openbadges/admin/revoke.html"
    page_title = gettext_lazy("Revoke a badge")
    header_icon = "warning"
    form_class = RevocationForm

    @cached_property
    def assertion(self) -> Assertion:
        awards = policy.assertions_for(self.request.user).select_related("achievement_version", "holder", "submission")
        return get_object_or_404(awards.defer("achievement_version__image"), pk=self.kwargs["pk"])

    @property
    def record_url(self) -> str:
        return reverse("openbadges_awards_modeladmin_inspect", args=[self.assertion.pk])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.assertion.is_revoked:
            messages.warning(request, sentence("already_revoked", {}))
            return redirect(self.record_url)
        return super().get(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("openbadges_awards_modeladmin_index"), "label": _("Register of awards")},
            {"url": self.record_url, "label": self.assertion.achievement_version.name},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(assertion=self.assertion, record_url=self.record_url, **kwargs)

    def form_valid(self, form: RevocationForm) -> HttpResponse:
        try:
            revoking.revoke(self.assertion, by=self.request.user, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error(None, sentence(error.code, error.params))
            return self.form_invalid(form)
        messages.success(self.request, _("The badge is revoked. Whoever checks it reads why, and the person is told."))
        return redirect(self.record_url)

    def form_invalid(self, form: RevocationForm) -> HttpResponse:
        messages.validation_error(self.request, _("The badge was not revoked."), form)
        return super().form_invalid(form)
