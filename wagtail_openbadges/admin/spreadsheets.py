"""The tables that leave the admin: safe against formulas, whoever wrote the cells."""

from __future__ import annotations

from typing import Any

from ..intake.cells import safe_cell


class SafeExportMixin:
    """Make Wagtail's exports safe: it writes cells as they are."""

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {name: safe_cell(value) for name, value in super().to_row_dict(item).items()}
