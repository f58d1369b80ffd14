"""What all registers are: read-only lists of what the policy lets somebody see, with an address for each record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.admin.utils import label_for_field, lookup_field
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.text import capfirst
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView, InspectView

from ...templatetags.openbadges_tags import date_and_time
from ..access import roles_of
from ..spreadsheets import SafeExportMixin


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
