"""Pages that people rely on are not deleted but archived: their files and badges keep the page that they came from.

Wagtail asks its reference index about the page alone; here the whole subtree is looked through.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import swapper
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from ..authoring.deleting import is_deletion_of_pages, tree_of, with_cascade
from ..authoring.screens import screen
from ..domain.archiving import archive, kept_by, unarchive
from ..models import Assertion, Opening, Submission
from .shown import OpeningPageMixin

NAMED_AT_MOST = 50
PAGE_NUMBER = re.compile(r"[0-9]{1,18}")
"""No longer than databases count."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A page that must not be deleted, and how much is kept with it."""

    page: Any
    opening: Opening
    files: int
    awards: int


def refuse_deletion(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Answer the deletion of a page by what is kept below it, its translations that would go with it included."""
    return _refusal(request, with_cascade(page))


def refuse_bulk_deletion(request: HttpRequest, action_type: str, pages: list[Any], action: Any) -> HttpResponse | None:
    """Answer the deletion of several pages in the same way."""
    return _refusal(request, pages) if is_deletion_of_pages(action_type, action) else None


def _refusal(request: HttpRequest, pages: list[Any]) -> HttpResponse | None:
    kept = kept_below(pages)
    if not kept:
        return None
    can_archive = any(row.opening.archived_at is None and may_archive(request.user, row.page) for row in kept)
    return screen(
        request,
        "wagtail_openbadges/pages/admin/kept.html",
        title=ngettext("This page is kept", "These pages are kept", len(kept)),
        icon="warning",
        parent=pages[0].get_parent(),
        status=409,
        pages=pages,
        kept=kept[:NAMED_AT_MOST],
        number=len(kept),
        more=len(kept) - NAMED_AT_MOST,
        can_archive=can_archive,
    )


def kept_below(pages: Iterable[Any]) -> list[Kept]:
    """Return the pages of some subtrees that hold files or awards.

    An alias keeps nothing, because its source stays; nor does a page that was never published.
    """
    tree = tree_of(pages).filter(alias_of__isnull=True, first_published_at__isnull=False)
    page_of = {page.translation_key: page for page in tree}
    files = Submission.objects.filter(opening=OuterRef("pk")).order_by().values("opening").annotate(n=Count("pk"))
    achievement = "achievement_version__achievement"
    awards = Assertion.objects.filter(**{f"{achievement}__opening": OuterRef("pk")}).order_by()
    awards = awards.values(f"{achievement}__opening").annotate(n=Count("pk"))
    openings = kept_by(page_of).annotate(files=Subquery(files.values("n")), awards=Subquery(awards.values("n")))
    return [
        Kept(
            page=page_of[opening.translation_key],
            opening=opening,
            files=opening.files or 0,
            awards=opening.awards or 0,
        )
        for opening in openings
    ]


def may_archive(user: Any, page: Any) -> bool:
    """Say whether a user may shut what a page leads to: whoever may publish it, and so unpublish it."""
    return page.permissions_for_user(user).can_publish()


def archive_pages(request: HttpRequest) -> HttpResponse:
    """Explain what archiving some pages means; on POST, archive what they lead to and what is kept below them."""
    model = swapper.load_model("wagtailcore", "Page")
    named = request.POST.getlist("page") or request.GET.getlist("page")
    pages = list(model.objects.filter(pk__in=[pk for pk in named if PAGE_NUMBER.fullmatch(pk)]).specific())
    found = [(page, opening) for page, opening in _openings_of(pages) if may_archive(request.user, page)]
    if not found:
        raise PermissionDenied
    if request.method == "POST":
        with transaction.atomic():
            for _page, opening in found:
                archive(opening, by=request.user)
        messages.success(request, _archived(len(found)))
        return redirect("wagtailadmin_explore", pages[0].get_parent().pk)
    parent = pages[0].get_parent()
    return screen(
        request,
        "wagtail_openbadges/pages/admin/archive.html",
        title=_("Archive"),
        icon="folder-inverse",
        parent=parent,
        pages=pages,
        found=found,
    )


def _openings_of(pages: list[Any]) -> list[tuple[Any, Opening]]:
    """Return what pages lead to, and what is kept below them, each once and not archived yet."""
    own = [(page, page.opening) for page in pages if isinstance(page, OpeningPageMixin) and not page.alias_of_id]
    below = [(row.page, row.opening) for row in kept_below(pages)]
    found = {opening.pk: (page, opening) for page, opening in [*own, *below] if opening is not None}
    return [(page, opening) for page, opening in found.values() if opening.archived_at is None]


def _archived(number: int) -> str:
    return ngettext(
        "Archived: nobody can send anything there any more. The page and its files stay.",
        "%(number)s pages are archived: nobody can send anything there any more. The pages and their files stay.",
        number,
    ) % {"number": number}


def unarchive_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Explain what it means to take a page out of the archive; on POST, do it."""
    page = get_object_or_404(swapper.load_model("wagtailcore", "Page"), pk=page_id).specific
    opening = page.opening if isinstance(page, OpeningPageMixin) else None
    # An alias shows the badge of another page: only who may archive that one decides.
    if opening is None or page.alias_of_id or not may_archive(request.user, page):
        raise PermissionDenied
    if request.method == "POST":
        unarchive(opening, by=request.user)
        messages.success(request, _("It is out of the archive: its dates and its page say again whether it is open."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return screen(
        request,
        "wagtail_openbadges/pages/admin/unarchive.html",
        title=_("Take out of the archive"),
        icon="folder-inverse",
        parent=page.get_parent(),
        page=page,
    )
