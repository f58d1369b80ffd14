"""Issuers: made by the act, which makes their key too, and changed by whoever manages them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import path, reverse
from django.utils.formats import localize_input
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button

from ..domain import founding, policy
from ..domain.errors import DomainError
from ..models import Issuer, Organisation
from ..public.wording import sentence
from .access import RoleRequiredMixin


class DatesField(forms.CharField):
    """Dates, one on each line, kept as a sorted list of ISO texts."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(str(localize_input(date.fromisoformat(day))) for day in value)
        return value

    def to_python(self, value: Any) -> list[str]:
        lines = [line.strip() for line in super().to_python(value).splitlines()]
        return sorted({self._day(line).isoformat() for line in lines if line})

    def _day(self, line: str) -> date:
        try:
            return forms.DateField().clean(line)
        except ValidationError:
            example = localize_input(date(2027, 12, 24))
            raise ValidationError(
                _("“%(line)s” is not a date. Write one date on each line, such as %(example)s."),
                code="date",
                params={"line": line[:40], "example": example},
            ) from None


class IssuerForm(forms.ModelForm):
    """What an issuer says and promises; what identifies it is not asked, it never changes."""

    promised_days = forms.IntegerField(
        label=gettext_lazy("Promised delay in days"),
        help_text=gettext_lazy("People are told that they have an answer within so many days."),
        min_value=1,
        max_value=365,
        initial=21,
    )
    closed_days = DatesField(
        label=gettext_lazy("Closed days"),
        help_text=gettext_lazy(
            "One date on each line, such as 2027-12-24. These days are not counted in the promised delay."
        ),
        required=False,
    )
    linkedin_id = forms.RegexField(
        r"^\d{1,20}$",
        label=gettext_lazy("Number of the LinkedIn page"),
        help_text=gettext_lazy(
            "Figures only. You see it in the address when you manage the page on LinkedIn. LinkedIn then shows the"
            " badge under the page of the issuer."
        ),
        required=False,
        error_messages={"invalid": gettext_lazy("Write the number of the LinkedIn page, in figures only.")},
    )

    class Meta:
        model = Issuer
        fields = ["description", "promised_days", "closed_days", "linkedin_id"]
        help_texts = {"description": gettext_lazy("Public: a few sentences on the structure, beside its badges.")}


class NewIssuerForm(IssuerForm):
    """The same, for an organisation that is no issuer yet."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        help_text=gettext_lazy("An organisation that is an issuer already is not in this list."),
        queryset=Organisation.objects.none(),
    )

    field_order = ["organisation"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(issuer=None).defer("logo")


class IssuerMixin(RoleRequiredMixin):
    model = Issuer
    header_icon = "group"
    index_url_name = "openbadges_issuers_modeladmin_index"
    edit_url_name = "openbadges_issuers:edit"
    template_name = "wagtail_openbadges/admin/issuer_form.html"


class IssuerAddView(IssuerMixin, generic.CreateView):
    """Make an issuer. Its key is made by the act; nobody meets it here."""

    role = "may_add_issuers"
    form_class = NewIssuerForm
    add_url_name = "openbadges_issuers:add"
    success_message = gettext_lazy(
        "%(object)s is now an issuer. Put its people in its two groups: reviewers decide on claims, managers also "
        "change this record."
    )

    def form_valid(self, form: NewIssuerForm):
        try:
            return super().form_valid(form)
        except DomainError as error:
            form.add_error(None, sentence(error.code, error.params))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)

    def save_instance(self) -> Issuer:
        given = dict(self.form.cleaned_data)
        return founding.create_issuer(given.pop("organisation"), by=self.request.user, **given)

    def get_success_buttons(self):
        return []


class IssuerEditView(IssuerMixin, generic.EditView):
    role = "is_manager"
    form_class = IssuerForm

    def get_queryset(self):
        return policy.issuers_managed_by(self.request.user).select_related("organisation", "reviewers", "managers")

    def save_instance(self) -> Issuer:
        return founding.restore_groups(super().save_instance(), by=self.request.user)

    @property
    def header_more_buttons(self):
        organisation_url = reverse("openbadges_organisations:edit", args=[self.object.organisation_id])
        texts_url = reverse("openbadges_texts:list", args=[self.object.pk])
        return [
            Button(_("Edit the organisation"), url=organisation_url, icon_name="site", priority=10),
            Button(_("Texts of the mails"), url=texts_url, icon_name="mail", priority=20),
        ]


class IssuerViewSet(ViewSet):
    """The forms of issuers. Their list is a register; nothing is deleted: badges rest on them."""

    name = "openbadges_issuers"
    url_prefix = "openbadges/issuers"
    icon = "group"

    def get_urlpatterns(self):
        return [
            path("new/", IssuerAddView.as_view(), name="add"),
            path("<int:pk>/", IssuerEditView.as_view(), name="edit"),
        ]
