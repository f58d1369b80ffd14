"""Rows that an editor adds to a page, edited with a form of their own."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import InlinePanel
from wagtail.admin.panels.base import get_form_for_model

from .forms import RowForm


class RowsPanel(InlinePanel):
    """Rows edited with a form of their own, `RowForm` unless the model names another."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        rows = options["formsets"][self.relation_name]
        rows["fields"] = [*rows["fields"], "uid"]
        rows["form"] = get_form_for_model(
            self.db_field.related_model,
            form_class=getattr(self.db_field.related_model, "base_form_class", RowForm),
            defer_required_on_fields=self.child_edit_handler.get_form_options().get("defer_required_on_fields", []),
        )
        return options
