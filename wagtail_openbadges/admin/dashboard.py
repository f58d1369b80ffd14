"""The panels of the admin's front page: what waits for a reviewer, and structures that nobody reads for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from ..domain import policy
from ..domain.promising import due_day
from ..models import CarrierQuestion
from .filters import is_overdue, waiting
from .words import WORDS, file_url, person_of


def unanswered(user: Any) -> list[CarrierQuestion]:
    """Return the questions that wait for an answer of a user, who does not answer her own."""
    questions = policy.questions_for(user).filter(answered_at=None).select_related("holder")
    return [question for question in questions if not policy.is_own(user, question)]


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
        oldest = files.select_related("opening_version", "holder").order_by("due_at", "pk")[:5]
        rows = [
            {
                "submission": submission,
                "person": person_of(submission),
                "url": file_url(submission),
                "due_day": due_day(submission),
                "is_overdue": is_overdue(submission),
            }
            for submission in oldest
        ]
        counts = dict(files.order_by().values_list("kind").annotate(Count("pk"))) if rows else {}
        kinds = [words for kind, words in WORDS.items() if kind in counts]
        questions = len(unanswered(self.user))
        things = [words.waiting % {"count": counts[words.kind]} for words in kinds]
        if questions:
            things.append(ngettext("%(count)s question", "%(count)s questions", questions) % {"count": questions})
        return {
            "rows": rows,
            "heading": self.heading(things, sum(counts.values()) + questions),
            "kinds": kinds or ([] if questions else list(WORDS.values())),
            "questions": questions,
        }

    def heading(self, things: list[str], number: int) -> str:
        """Say what waits: "2 claims, 3 applications and 1 question wait for you"."""
        if not things:
            return _("Nothing waits for you")
        *others, last = things
        listed = _("%(others)s and %(last)s") % {"others": ", ".join(others), "last": last} if others else last
        # Translators: things are for example “2 claims, 3 applications and 1 question”.
        return ngettext("%(things)s waits for you", "%(things)s wait for you", number) % {"things": listed}
