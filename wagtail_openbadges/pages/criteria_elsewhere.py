"""The criteria of a badge on its page in another language: what a page lacks of them, and how it takes them over.

Wagtail copies rows once, when a page is translated. A person may choose among the languages of a badge only while all
ask for the same: an editor who changes the criteria of one page brings the others after it here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import swapper
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.panels import Panel

from ..authoring.screens import screen
from ..public.languages import name_of


@dataclass(frozen=True, kw_only=True)
class TakenOver:
    """What becomes of the criteria of a page that takes those of another language."""

    kept: list[Any]
    added: list[Any]
    left_out: list[Any]


class CriteriaElsewherePanel(Panel):
    """Tell the editor that the same badge asks for something else on its page in another language."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtail_openbadges/pages/panels/criteria_elsewhere.html"

        def __init__(self, **kwargs: Any):
            super().__init__(**kwargs)
            self.others = [
                {"page": page, "language": name_of(page.locale.language_code)}
                for page in pages_that_differ(self.instance)
            ]

        def is_shown(self) -> bool:
            return bool(self.others) and super().is_shown()


def pages_that_differ(page: Any) -> list[Any]:
    """Return the pages of a badge in other languages, those that everybody may read, which ask for something else."""
    if page.pk is None or page.alias_of_id:
        return []
    others = page.get_translations().live().public().filter(alias_of=None).specific().select_related("locale")
    own = _asked(page)
    return [other for other in others if hasattr(other, "criteria") and _asked(other) != own]


def _asked(page: Any) -> set[tuple[Any, bool]]:
    return {(row.uid, row.required) for row in page.criteria.all()}


def taken_over(draft: Any, source: Any) -> TakenOver:
    """Say what a draft would ask for if it followed another page: its own words where it has them."""
    wanted, own = list(source.criteria.all()), {row.uid: row for row in draft.criteria.all()}
    asked = {row.uid for row in wanted}
    return TakenOver(
        kept=[own[row.uid] for row in wanted if row.uid in own],
        added=[row for row in wanted if row.uid not in own],
        left_out=[row for uid, row in own.items() if uid not in asked],
    )


def take_over(draft: Any, source: Any) -> None:
    """Let a draft ask for what another page asks for, in its order; a new criterion comes with its words."""
    own = {row.uid: row for row in draft.criteria.all()}
    rows = []
    for place, wanted in enumerate(source.criteria.all()):
        row = own.get(wanted.uid) or draft.criteria.model(uid=wanted.uid, text=wanted.text)
        row.required, row.sort_order = wanted.required, place
        rows.append(row)
    draft.criteria = rows


def follow_page(request: HttpRequest, page_id: int, source_id: int) -> HttpResponse:
    """Show what becomes of the criteria of a page; on POST, save a draft that asks for what the other page asks for."""
    page = get_object_or_404(swapper.load_model("wagtailcore", "Page"), pk=page_id).specific
    if not hasattr(page, "get_badge_content"):
        raise Http404
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    draft = page.get_latest_revision_as_object()
    source = next((other for other in pages_that_differ(draft) if other.pk == source_id), None)
    if source is None:
        messages.info(request, _("Both pages ask for the same: there is nothing to take over."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    if request.method == "POST":
        return _followed(request, page, draft, source)
    return screen(
        request,
        "wagtail_openbadges/pages/admin/follow.html",
        title=_("Take the criteria over"),
        icon="globe",
        parent=page.get_parent(),
        page=page,
        source=source,
        language=name_of(source.locale.language_code),
        found=taken_over(draft, source),
    )


def _followed(request: HttpRequest, page: Any, draft: Any, source: Any) -> HttpResponse:
    lock = page.get_lock()
    if lock is not None and lock.for_user(request.user):
        messages.error(request, _("This page is locked: nothing is changed."))
    else:
        take_over(draft, source)
        draft.save_revision(user=request.user, log_action=True, clean=False)
        said = _("The draft asks for the same as “%(title)s”. Translate what is new, then publish.")
        messages.success(request, said % {"title": source.get_admin_display_title()})
    return redirect("wagtailadmin_pages:edit", page.pk)
