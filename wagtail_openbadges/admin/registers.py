"""The registers: what was awarded, by whom, and with which keys. One reads, filters and takes copies; nothing more.

They are wagtail-modeladmin's, which is in maintenance mode: no other module may import it. Of its addresses only the
list and the inspection exist.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.admin import display
from django.contrib.admin.utils import label_for_field, lookup_field
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView, InspectView

from ..domain import policy
from ..models import Assertion, Issuer, SigningKey
from ..spans import day_in_words
from ..templatetags.openbadges_tags import date_and_time
from .access import roles_of
from .filters import address_in
from .register_filters import BadgeFilter, IssuerFilter, KeyStateFilter, ValidityFilter, WayFilter
from .revoking import RevokeView
from .spreadsheets import SafeExportMixin
from .words import file_url


class RegisterPermissions(PermissionHelper):
    """Ask the policy; nobody creates here, and no address changes or deletes."""

    role = "is_reviewer"

    def records_for(self, user: Any) -> QuerySet:
        """Return the rows that a user may see; each register says which."""

    def user_can_list(self, user: Any) -> bool:
        return getattr(roles_of(user), self.role)

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        return self.records_for(user).filter(pk=obj.pk).exists()

    def user_can_create(self, user: Any) -> bool:
        return False


class RegisterButtons(ButtonHelper):
    """Lead from the first cell of a row to its inspection; the policy gave the rows and is not asked of each again."""

    def get_primary_button(self, obj: Any) -> dict[str, Any]:
        return self.inspect_button(obj.pk)

    def get_buttons_for_obj(self, obj: Any, exclude: Any = (), **classnames: Any) -> list[dict[str, Any]]:
        return []

    def button(self, label: str, url: str, *classnames: str) -> dict[str, Any]:
        return {"label": label, "title": label, "url": url, "classname": self.finalise_classname(list(classnames))}


class RegisterIndexView(SafeExportMixin, IndexView):
    """A list that reads no parameter but those of its own filters: others could ask about hidden fields."""

    def get_filters_params(self, params: Any = None) -> dict[str, list[str]]:
        known = {list_filter.parameter_name for list_filter in self.list_filter}
        return {name: values for name, values in super().get_filters_params(params).items() if name in known}

    def get_filters(self, request: HttpRequest) -> tuple:
        """Build the filters once: modeladmin asks for them again to draw the page."""
        return self._filters

    @cached_property
    def _filters(self) -> tuple:
        return super().get_filters(self.request)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> QuerySet:
        words = search_term.replace("\x00", "").strip()
        return self.model_admin.search(queryset, words) if words else queryset

    def get_heading(self, queryset: QuerySet, field: str) -> str:
        return str(capfirst(label_for_field(field, self.model, self.model_admin)))


class RegisterInspectView(InspectView):
    """What a register knows of one record; rows without a value are left out."""

    def get_page_title(self) -> str:
        return capfirst(self.opts.verbose_name)

    def get_page_subtitle(self) -> str:
        return self.model_admin.name_of(self.instance)

    def get_meta_title(self) -> str:
        return f"{self.get_page_title()} {self.get_page_subtitle()}"

    def get_fields_dict(self) -> list[dict[str, Any]]:
        rows = []
        for name in self.model_admin.inspect_view_fields:
            field, _attribute, value = lookup_field(name, self.instance, self.model_admin)
            if field is not None and field.choices:
                value = capfirst(getattr(self.instance, f"get_{name}_display")())
            elif isinstance(value, datetime):
                value = date_and_time(value)
            if value:
                label = label_for_field(name, self.model, self.model_admin)
                rows.append({"label": capfirst(label), "value": value, "type": name})
        return rows


class Register(ModelAdmin):
    """A read-only list of records of the user's issuers."""

    index_view_class = RegisterIndexView
    inspect_view_class = RegisterInspectView
    button_helper_class = RegisterButtons
    index_template_name = "wagtail_openbadges/admin/register.html"
    inspect_template_name = "wagtail_openbadges/admin/register_record.html"
    inspect_view_enabled = True
    history_view_enabled = False
    list_per_page = 50
    empty_value_display = ""
    search_fields = ("pk",)
    deferred: tuple[str, ...] = ()
    empty_text = ""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return self.permission_helper.records_for(request.user).defer(*self.deferred)

    def search(self, records: QuerySet, words: str) -> QuerySet:
        """Narrow the rows to what was typed; each register says where it looks."""

    def name_of(self, record: Any) -> str:
        """Name a record at the top of its page."""
        return str(record)

    def inspect_view(self, request: HttpRequest, instance_pk: int) -> HttpResponse:
        return super().inspect_view(request, str(instance_pk))

    def urls(self) -> list[URLPattern]:
        """Return its two addresses, where a record is named by a number and by nothing else."""
        name = self.url_helper.get_action_url_name
        return [
            path(f"{self.base_url_path}/", self.index_view, name=name("index")),
            path(f"{self.base_url_path}/inspect/<int:instance_pk>/", self.inspect_view, name=name("inspect")),
        ]


class AwardPermissions(RegisterPermissions):
    def records_for(self, user: Any) -> QuerySet[Assertion]:
        return policy.assertions_for(user)


class AwardButtons(RegisterButtons):
    def get_buttons_for_obj(self, obj: Assertion, exclude: Any = (), **classnames: Any) -> list[dict[str, Any]]:
        """Offer the act on the page of an award, not in the list, where one clicks by mistake."""
        if "inspect" not in exclude or obj.is_revoked:
            return []
        return [self.button(_("Revoke this badge"), reverse("openbadges_award_revoke", args=[obj.pk]), "no")]


class AwardRegister(Register):
    """Every badge that was given."""

    model = Assertion
    base_url_path = "openbadges/awards"
    menu_icon = "list-ul"
    export_filename = "awards"
    permission_helper_class = AwardPermissions
    button_helper_class = AwardButtons
    empty_text = gettext_lazy("No badge was given yet.")
    list_display = ("badge", "person", "validity", "issued", "obtained", "issuer")
    list_filter = (ValidityFilter, BadgeFilter, IssuerFilter, WayFilter)
    list_select_related = ("achievement_version__achievement__issuer__organisation",)
    deferred = (
        "credential",
        "achievement_version__image",
        "achievement_version__achievement__issuer__organisation__logo",
    )
    list_export = (
        "identifier",
        "badge",
        "version",
        "issuer",
        "printed_name",
        "obtained",
        "issued_at",
        "expires_at",
        "validity",
        "revoked_at",
        "revocation_reason",
        "verify_address",
    )
    inspect_view_fields = (
        "badge",
        "version",
        "issuer",
        "printed_name",
        "way",
        "file",
        "issued_at",
        "expires_at",
        "validity",
        "revoked_at",
        "revocation_reason",
        "visibility",
        "verify_link",
        "identifier",
    )

    def search(self, awards: QuerySet[Assertion], words: str) -> QuerySet[Assertion]:
        return awards.filter(
            Q(achievement_version__name__icontains=words)
            | Q(printed_name__icontains=words)
            | Q(submission__reference__iexact=words)
            | Q(holder__email=address_in(words))
        )

    def name_of(self, award: Assertion) -> str:
        return " · ".join(filter(None, (award.achievement_version.name, award.printed_name)))

    @display(description=gettext_lazy("identifier"))
    def identifier(self, award: Assertion) -> str:
        return str(award.uuid)

    @display(description=gettext_lazy("badge"), ordering="achievement_version__name")
    def badge(self, award: Assertion) -> str:
        return award.achievement_version.name

    @display(description=gettext_lazy("version"))
    def version(self, award: Assertion) -> int:
        return award.achievement_version.number

    @display(description=gettext_lazy("name to print"), ordering="printed_name")
    def person(self, award: Assertion) -> str:
        return award.printed_name or capfirst(_("without a name"))

    @display(description=gettext_lazy("issued on"), ordering="issued_at")
    def issued(self, award: Assertion) -> str:
        return date_and_time(award.issued_at)

    @display(description=gettext_lazy("issuer"))
    def issuer(self, award: Assertion) -> str:
        return str(award.issuer)

    @display(description=gettext_lazy("how it was obtained"), ordering="way")
    def obtained(self, award: Assertion) -> str:
        return capfirst(award.get_way_display())

    @display(description=gettext_lazy("validity"))
    def validity(self, award: Assertion) -> str:
        if award.is_revoked:
            return capfirst(_("revoked"))
        is_expired = award.expires_at is not None and award.expires_at <= timezone.now()
        return capfirst(pgettext("badge", "expired") if is_expired else _("valid"))

    @display(description=gettext_lazy("page that verifies it"))
    def verify_address(self, award: Assertion) -> str:
        return award.verify_address

    @display(description=gettext_lazy("page that verifies it"))
    def verify_link(self, award: Assertion) -> str:
        return format_html('<a href="{0}">{0}</a>', award.verify_address)

    @display(description=pgettext_lazy("submission", "file"))
    def file(self, award: Assertion) -> str:
        if award.submission is None:
            return ""
        return format_html('<a href="{}">{}</a>', file_url(award.submission), award.submission)


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
    list_display = ("name", "promised_days", "address")
    list_select_related = ("organisation",)
    deferred = ("organisation__logo",)
    list_export = ("name", "description", "promised_days", "linkedin_id", "address", "did")
    inspect_view_fields = (
        "name",
        "description",
        "promised_days",
        "closed",
        "linkedin_id",
        "address",
        "did",
        "reviewers",
        "managers",
    )

    def search(self, issuers: QuerySet[Issuer], words: str) -> QuerySet[Issuer]:
        return issuers.filter(Q(organisation__name__icontains=words) | Q(description__icontains=words))

    @display(description=gettext_lazy("name"), ordering="organisation__name")
    def name(self, issuer: Issuer) -> str:
        return str(issuer)

    @display(description=gettext_lazy("address of its profile"))
    def address(self, issuer: Issuer) -> str:
        return issuer.address

    @display(description=gettext_lazy("closed days"))
    def closed(self, issuer: Issuer) -> str:
        return ", ".join(day_in_words(date.fromisoformat(day)) for day in issuer.closed_days)


class KeyPermissions(RegisterPermissions):
    role = "is_manager"

    def records_for(self, user: Any) -> QuerySet[SigningKey]:
        return policy.keys_for(user)


class KeyRegister(Register):
    """The public parts of the keys that sign; the private part is never read here."""

    model = SigningKey
    base_url_path = "openbadges/keys"
    menu_icon = "key"
    export_filename = "keys"
    permission_helper_class = KeyPermissions
    empty_text = gettext_lazy("There is no key. One is made with each issuer.")
    list_display = ("kid", "issuer", "algorithm", "state_name", "made")
    list_filter = (KeyStateFilter, IssuerFilter)
    list_select_related = ("issuer__organisation",)
    deferred = ("private_part", "issuer__organisation__logo")
    list_export = ("kid", "issuer", "algorithm", "state_name", "public_part", "created_at", "retired_at")
    inspect_view_fields = (
        "kid",
        "issuer",
        "algorithm",
        "state",
        "public_part",
        "verification_method",
        "created_at",
        "retired_at",
    )

    def search(self, keys: QuerySet[SigningKey], words: str) -> QuerySet[SigningKey]:
        return keys.filter(Q(kid__icontains=words) | Q(issuer__organisation__name__icontains=words))

    @display(description=gettext_lazy("issuer"))
    def issuer(self, key: SigningKey) -> str:
        return str(key.issuer)

    @display(description=gettext_lazy("state"), ordering="state")
    def state_name(self, key: SigningKey) -> str:
        return capfirst(key.get_state_display())

    @display(description=gettext_lazy("made on"), ordering="created_at")
    def made(self, key: SigningKey) -> str:
        return date_and_time(key.created_at)

    @display(description=gettext_lazy("verification method"))
    def verification_method(self, key: SigningKey) -> str:
        return key.verification_method


REGISTERS = (AwardRegister(), IssuerRegister(), KeyRegister())


def urls() -> list[URLPattern]:
    """Return the addresses of the registers, and of the one act that starts from them."""
    revoke = path("openbadges/awards/<int:pk>/revoke/", RevokeView.as_view(), name="openbadges_award_revoke")
    return [*(pattern for register in REGISTERS for pattern in register.urls()), revoke]
