"""The panel of the admin's front page: the five files that wait longest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from ..domain import policy
from .filters import is_overdue, waiting
from .words import WORDS, file_url


class UnreadIssuersPanel(Component):
    """Structures whose files nobody can decide on; nothing when there is none."""

    name = "openbadges_unread"
    order = 45
    template_name = "wagtail_openbadges/admin/unread.html"

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        issuers = policy.unread_issuers(self.user).select_related("organisation").defer("organisation__logo")
        return {
            "rows": [
                {"issuer": issuer, "url": reverse("openbadges_issuers:edit", args=[issuer.pk])} for issuer in issuers
            ]
        }


class WaitingFilesPanel(Component):
    """What waits for a reviewer, or that nothing does; and the way to the lists."""

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
        return {
            "rows": rows,
            "heading": heading or _("Nothing waits for you"),
            "kinds": kinds or list(WORDS.values()),
        }
