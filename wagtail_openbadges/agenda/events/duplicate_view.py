"""The button "Duplicate this event" of the admin: a title and a first date, then the draft in the editor."""

from __future__ import annotations

from typing import Any

import swapper
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.permission_policies.pages import PagePermissionPolicy

from ...authoring.screens import screen
from .duplicating import can_be_duplicated, duplicate, first_day, proposed_day, source_as_edited
from .mixins import EventPageMixin

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


class DuplicateForm(forms.Form):
    """What the copy is called, and when it begins; an event without dates is not asked for one."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    day = forms.DateField(
        label=gettext_lazy("Day of its first date"),
        help_text=gettext_lazy("The other dates, and the closing of the registration, move by as many days."),
        input_formats=DAY_FORMATS,
        widget=forms.DateInput(attrs={"type": "date"}, format=DAY_FORMATS[0]),
    )

    def __init__(self, page: EventPageMixin, *args: Any, **kwargs: Any) -> None:
        initial = {"title": page.title, "day": proposed_day(page)}
        super().__init__(*args, initial=initial, **kwargs)
        if first_day(page) is None:
            del self.fields["day"]


def duplicate_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask for a title and a first date; on POST, open the draft in the editor."""
    page = get_object_or_404(swapper.load_model("wagtailcore", "Page"), pk=page_id).specific
    if not can_be_duplicated(page):
        raise Http404
    if not may_duplicate(request.user, page):
        raise PermissionDenied
    source = source_as_edited(page)
    form = DuplicateForm(source, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        draft = duplicate(source, title=form.cleaned_data["title"], day=form.cleaned_data.get("day"), by=request.user)
        messages.success(request, _("The copy is here as a draft. Nothing is published yet."))
        return redirect("wagtailadmin_pages:edit", draft.pk)
    return screen(
        request,
        "wagtail_openbadges/agenda/admin/duplicate.html",
        title=_("Duplicate this event"),
        icon="copy",
        parent=page.get_parent(),
        status=422 if form.is_bound else 200,
        page=page,
        form=form,
    )


def may_duplicate(user: Any, page: EventPageMixin) -> bool:
    """Say whether a user may add pages beside an event."""
    return page.get_parent().permissions_for_user(user).can_add_subpage()


def may_add_nearby(user: Any, page: Any) -> bool:
    """Say the same for a row of a list, without a query for its parent."""
    return PagePermissionPolicy().user_has_permission_for_instance(user, "add", page)
