"""The panel of the admin's front page: the five files that wait longest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from wagtail.admin.ui.components import Component

from ..domain import policy
from .filters import is_overdue, waiting
from .words import WORDS, file_url


class WaitingFilesPanel(Component):
    """What waits for a reviewer; nothing when nothing waits."""

    name = "openbadges_waiting"
    order = 50
    template_name = "wagtail_openbadges/admin/dashboard.html"

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        files = waiting(policy.submissions_for(self.user))
        oldest = files.select_related("opening_version").order_by("due_at", "pk")[:5]
        rows = [
            {"submission": submission, "url": file_url(submission), "is_overdue": is_overdue(submission)}
            for submission in oldest
        ]
        counts = dict(files.order_by().values_list("kind").annotate(Count("pk"))) if rows else {}
        kinds = [words for kind, words in WORDS.items() if kind in counts]
        heading = " · ".join(words.waiting % {"count": counts[words.kind]} for words in kinds)
        return {"rows": rows, "heading": heading, "kinds": kinds}
