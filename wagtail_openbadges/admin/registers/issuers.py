"""The register of those who award."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.admin import display
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...domain import policy
from ...models import Issuer
from ...spans import day_in_words
from ..access import roles_of
from .base import Register, RegisterButtons, RegisterPermissions


class IssuerPermissions(RegisterPermissions):
    role = "sees_issuers"

    def records_for(self, user: Any) -> QuerySet[Issuer]:
        return policy.issuers_reviewed_by(user)


class IssuerButtons(RegisterButtons):
    """Lead to the forms of issuers, which are not a register."""

    @cached_property
    def managed(self) -> set[int]:
        return set(policy.issuers_managed_by(self.request.user).values_list("pk", flat=True))

    def get_buttons_for_obj(self, obj: Issuer, exclude: Any = (), **classnames: Any) -> list[dict[str, Any]]:
        if obj.pk not in self.managed:
            return []
        address = reverse("openbadges_issuers:edit", args=[obj.pk])
        return [self.button(_("Edit"), address, "button-secondary", *classnames.get("classnames_add", ()))]

    @property
    def new_issuer(self) -> dict[str, Any] | None:
        if not roles_of(self.request.user).may_add_issuers:
            return None
        return self.button(_("Add an issuer"), reverse("openbadges_issuers:add"), "bicolor", "button--icon") | {
            "icon": "plus"
        }


class IssuerRegister(Register):
    """Who issues badges on this site."""

    model = Issuer
    base_url_path = "openbadges/issuers"
    menu_icon = "group"
    export_filename = "issuers"
    permission_helper_class = IssuerPermissions
    button_helper_class = IssuerButtons
    empty_text = gettext_lazy("There is no issuer yet.")
    list_display = ("name", "promised_days", "profile")
    list_select_related = ("organisation",)
    deferred = ("organisation__logo",)
    list_export = ("name", "description", "promised_days", "linkedin_id", "address", "did")
    inspect_view_fields = (
        "name",
        "description",
        "promised_days",
        "closed",
        "linkedin_id",
        "profile",
        "did",
        "reviewers",
        "managers",
    )

    def search(self, issuers: QuerySet[Issuer], words: str) -> QuerySet[Issuer]:
        return issuers.filter(Q(organisation__name__icontains=words) | Q(description__icontains=words))

    @display(description=gettext_lazy("name"), ordering="organisation__name")
    def name(self, issuer: Issuer) -> str:
        return str(issuer)

    @display(description=gettext_lazy("public profile"))
    def address(self, issuer: Issuer) -> str:
        return issuer.address

    @display(description=gettext_lazy("public profile"))
    def profile(self, issuer: Issuer) -> str:
        return format_html('<a href="{0}">{0}</a>', issuer.address)

    @display(description=gettext_lazy("closed days"))
    def closed(self, issuer: Issuer) -> str:
        return ", ".join(day_in_words(date.fromisoformat(day)) for day in issuer.closed_days)
