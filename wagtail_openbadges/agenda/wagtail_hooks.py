"""What the Wagtail admin learns of events: duplicating one, and what must not be deleted.

A site with page types of its own needs them too, so the core registers them whether or not this app is installed.
"""

from __future__ import annotations

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from .events import deleting, duplicate_view
from .events.duplicating import can_be_duplicated
from .events.mixins import EventPageMixin

hooks.register("before_delete_page", deleting.refuse_deletion)
hooks.register("before_bulk_action", deleting.refuse_bulk_deletion)


@hooks.register("register_admin_urls")
def register_urls():
    duplicate = [path("<int:page_id>/", duplicate_view.duplicate_page, name="duplicate")]
    return [path("openbadges/duplicate/", include((duplicate, "openbadges_duplicate")))]


@hooks.register("register_page_header_buttons")
def add_header_buttons(page, user, view_name, next_url=None):
    page = page.specific
    if can_be_duplicated(page) and duplicate_view.may_duplicate(user, page):
        yield duplicate_button(page)


@hooks.register("register_page_listing_more_buttons")
def add_listing_buttons(page, user, next_url=None):
    is_event = issubclass(page.specific_class or object, EventPageMixin) and not page.alias_of_id
    if is_event and duplicate_view.may_add_nearby(user, page):
        yield duplicate_button(page)


def duplicate_button(page):
    return Button(
        _("Duplicate this event"),
        reverse("openbadges_duplicate:duplicate", args=[page.pk]),
        icon_name="copy",
        priority=17,
    )
