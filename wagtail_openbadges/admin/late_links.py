"""Let one person deposit after the closing: a form whose hours are those of the round, and the links still good."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..domain import clock, lateness, policy
from ..domain.errors import ScheduleError
from ..models import AccessLink, OpeningVersion, Purpose
from ..public.languages import name_of
from ..public.wording import sentence
from ..standard.errors import OpenBadgesError
from ..templatetags.openbadges_tags import moment, zone_label
from .access import roles_of
from .standing import RoundMixin, form_of, takes_late_links

MOST_SHOWN = 100
FIELDS = {"late_in_the_past": "until", "email_invalid": "address"}
"""Beside which field an error of the act is shown."""


class LateLinkForm(forms.Form):
    """Who, until when on the clock of the round, and in which language."""

    address = forms.CharField(
        label=gettext_lazy("E-mail address of the person"), max_length=254, widget=forms.EmailInput
    )
    until = forms.CharField(
        label=gettext_lazy("Until"), max_length=19, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the mail"))

    def __init__(self, *args: Any, round_form: OpeningVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone_name = round_form.zone_name
        self.fields["until"].help_text = _("On the clock of the round: %(zone)s.") % {
            "zone": zone_label(self.zone_name)
        }
        languages = round_form.opening.versions.order_by("language").values_list("language", flat=True).distinct()
        self.fields["language"].choices = [(code, name_of(code)) for code in languages]
        self.fields["language"].initial = round_form.language

    def clean_until(self) -> datetime | None:
        """Return the instant; what was typed never meets the time zone of the user."""
        typed = self.cleaned_data["until"].strip().replace(" ", "T")
        try:
            return clock.instant_of(typed, self.zone_name, is_end=True)
        except ScheduleError as error:
            raise ValidationError(sentence(error.code, error.params), code=error.code) from None


class LateLinkView(RoundMixin, WagtailAdminTemplateMixin, FormView):
    """Give a late link; whoever is forwarded it has to confirm an address that is not theirs."""

    template_name = "wagtail_openbadges/admin/late_link.html"
    page_title = gettext_lazy("Give a late link")
    header_icon = "time"
    form_class = LateLinkForm
    role = "is_manager"

    rounds_of = staticmethod(policy.rounds_managed_by)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if roles_of(request.user).is_manager and not takes_late_links(self.round, form_of(self.round)):
            messages.warning(request, _("A late link would let nobody in: look at the state of this round."))
            return redirect(self.round_url)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("openbadges_rounds:index"), "label": _("Rounds")},
            {"url": self.round_url, "label": self.round.title},
            {"url": "", "label": self.page_title},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"round_form": form_of(self.round)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        links = AccessLink.objects.filter(purpose=Purpose.LATE, opening=self.round, expires_at__gt=timezone.now())
        return super().get_context_data(
            round=self.round,
            round_form=form_of(self.round),
            round_url=self.round_url,
            links=links.order_by("expires_at", "pk")[:MOST_SHOWN],
            **kwargs,
        )

    def form_valid(self, form: LateLinkForm) -> HttpResponse:
        try:
            link = lateness.give_late_link(self.round, by=self.request.user, **form.cleaned_data)
        except OpenBadgesError as error:
            form.add_error(FIELDS.get(error.code), sentence(error.code, error.params))
            return self.form_invalid(form)
        words = {"address": link.address, "moment": moment(link.expires_at, form.zone_name)}
        messages.success(self.request, _("%(address)s can deposit until %(moment)s. The link is on its way.") % words)
        return redirect("openbadges_rounds:late", self.round.pk)

    def form_invalid(self, form: LateLinkForm) -> HttpResponse:
        messages.validation_error(self.request, _("No link was given."), form)
        return super().form_invalid(form)
