"""Organisations: managers change those of their issuers, others need the permission for all of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet

from .. import conf
from ..intake.delivery import HEADERS
from ..intake.errors import IntakeError
from ..intake.identifiers import clean_rna, clean_siret
from ..intake.images import MEBIBYTE, logo_png
from ..models import Issuer, Organisation
from ..public.wording import sentence
from .access import RoleRequiredMixin, organisations_for, roles_of


class OrganisationForm(forms.ModelForm):
    """What is known of a structure; its logo is drawn anew by us."""

    url = forms.URLField(label=_("Website"), assume_scheme="https", required=False)
    email = forms.EmailField(
        label=_("Contact e-mail"),
        help_text=_("Public: people who hold or claim a badge write to it."),
        required=False,
    )
    rna = forms.CharField(
        label=_("RNA number of the association"),
        help_text=_("The letter W and nine figures, such as W595001234."),
        required=False,
    )
    siret = forms.CharField(
        label=_("SIRET number of the structure"),
        help_text=_("Fourteen figures, if the structure has one."),
        required=False,
    )
    logo_file = forms.FileField(
        label=_("Logo"),
        help_text=_("PNG, JPEG or WebP. A new one takes the place of the present one."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        required=False,
    )
    remove_logo = forms.BooleanField(label=_("Remove the present logo"), required=False)

    class Meta:
        model = Organisation
        fields = ["name", "url", "email", "territory", "rna", "siret"]
        help_texts = {"territory": _("Where the structure is at work, for example: a town, a region.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and Issuer.objects.filter(organisation=self.instance).exists():
            # The badges of an issuer name its e-mail: without one they are not valid.
            self.fields["email"].required = True
        if not self.instance.logo:
            del self.fields["remove_logo"]
            self.fields["logo_file"].help_text = _("PNG, JPEG or WebP.")

    def clean_rna(self) -> str:
        return clean_rna(self.cleaned_data["rna"])

    def clean_siret(self) -> str:
        return clean_siret(self.cleaned_data["siret"])

    def clean_logo_file(self) -> bytes | None:
        upload = self.cleaned_data["logo_file"]
        if upload is None:
            return None
        try:
            megabytes = conf.current().max_photo_megabytes
            if upload.size > megabytes * MEBIBYTE:
                raise IntakeError("photo_too_large", megabytes=megabytes)
            return logo_png(upload.read())
        except IntakeError as error:
            raise ValidationError(sentence(error.code, error.params), code=error.code) from error

    def save(self, commit: bool = True) -> Organisation:
        if self.cleaned_data["logo_file"]:
            self.instance.logo = self.cleaned_data["logo_file"]
        elif self.cleaned_data.get("remove_logo"):
            self.instance.logo = b""
        return super().save(commit)


class OrganisationMixin(RoleRequiredMixin):
    """Keep to the organisations of the user."""

    model = Organisation
    role = "sees_organisations"
    header_icon = "site"
    index_url_name = "openbadges_organisations:index"
    edit_url_name = "openbadges_organisations:edit"

    def get_queryset(self):
        return organisations_for(self.request.user)


class OrganisationIndexView(OrganisationMixin, generic.IndexView):
    index_results_url_name = "openbadges_organisations:index_results"
    add_url_name = "openbadges_organisations:add"
    add_item_label = _("Add a structure")
    default_ordering = "name"
    paginate_by = 50
    search_fields = ["name", "territory"]
    columns = [
        TitleColumn(
            "name",
            label=_("Name"),
            url_name="openbadges_organisations:edit",
            sort_key="name",
            classname="openbadges-wide",
        ),
        Column("territory", label=_("Territory"), sort_key="territory"),
        Column("email", label=_("Contact e-mail")),
    ]

    def get_base_queryset(self):
        return organisations_for(self.request.user).defer("logo")

    def get_queryset(self):
        return generic.IndexView.get_queryset(self)

    def get_add_url(self):
        return super().get_add_url() if roles_of(self.request.user).may_add_organisations else None


class OrganisationAddView(OrganisationMixin, generic.CreateView):
    role = "may_add_organisations"
    form_class = OrganisationForm
    add_url_name = "openbadges_organisations:add"
    template_name = "wagtail_openbadges/admin/organisation_form.html"

    def get_success_buttons(self):
        return []


class OrganisationEditView(OrganisationMixin, generic.EditView):
    form_class = OrganisationForm
    template_name = "wagtail_openbadges/admin/organisation_form.html"


class LogoView(RoleRequiredMixin, View):
    """Show the logo that the form speaks of."""

    role = "sees_organisations"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        organisation = get_object_or_404(organisations_for(request.user).exclude(logo=b""), pk=pk)
        return HttpResponse(bytes(organisation.logo), content_type="image/png", headers=HEADERS)


class OrganisationViewSet(ViewSet):
    """The addresses of organisations. Nothing is deleted: issuers and badges rest on them."""

    name = "openbadges_organisations"
    url_prefix = "openbadges/organisations"
    icon = "site"

    def get_urlpatterns(self):
        return [
            path("", OrganisationIndexView.as_view(), name="index"),
            path("results/", OrganisationIndexView.as_view(results_only=True), name="index_results"),
            path("new/", OrganisationAddView.as_view(), name="add"),
            path("<int:pk>/", OrganisationEditView.as_view(), name="edit"),
            path("<int:pk>/logo.png", LogoView.as_view(), name="logo"),
        ]
