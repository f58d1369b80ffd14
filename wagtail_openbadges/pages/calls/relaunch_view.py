"""The button "Relaunch" of the admin: a page that explains, then the draft in the editor."""

from __future__ import annotations

from typing import Any

import swapper
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ...authoring.screens import screen
from ...domain.errors import RelaunchError
from ...public import wording
from .checking import checklist
from .mixins import CallPageMixin, RoundPageMixin
from .relaunching import find_or_relaunch, hub_of, waiting_draft


def relaunch_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Explain what is taken over; on POST, open the draft of the next round in the editor."""
    page = get_object_or_404(swapper.load_model("wagtailcore", "Page"), pk=page_id).specific
    if not can_be_relaunched(page):
        raise Http404
    if not hub_of(page).permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    if request.method == "POST":
        return _open_draft(request, page)
    hub = hub_of(page)
    return screen(
        request,
        "wagtail_openbadges/pages/admin/relaunch.html",
        title=_("Relaunch"),
        icon="redirect",
        parent=hub,
        page=page,
        waiting=waiting_draft(hub),
        checklist=checklist(),
    )


def can_be_relaunched(page: Any) -> bool:
    """Say whether a page is a call or a round of its own: an alias only shows another."""
    return isinstance(page, (CallPageMixin, RoundPageMixin)) and not page.alias_of_id


def _open_draft(request: HttpRequest, page: Any) -> HttpResponse:
    try:
        draft, is_new = find_or_relaunch(page, by=request.user)
    except RelaunchError as error:
        messages.error(request, wording.sentence(error.code, error.params))
        return redirect("wagtailadmin_explore", hub_of(page).pk)
    if is_new:
        messages.success(request, _("The draft of the next round is here. Nothing is published yet."))
    else:
        messages.warning(request, _("The draft of the next round was here already: go on with it."))
    return redirect("wagtailadmin_pages:edit", draft.pk)
