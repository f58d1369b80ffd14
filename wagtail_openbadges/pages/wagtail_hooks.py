"""What the Wagtail admin learns of our pages: relaunching, archiving, new versions, and what must not be deleted.

A site with page types of its own needs them too, so the core registers them whether or not this app is installed.
"""

from __future__ import annotations

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from . import criteria_elsewhere, deleting, previews, version_view
from .calls import relaunch_view
from .calls.mixins import CallPageMixin
from .shown import OpeningPageMixin

hooks.register("before_delete_page", deleting.refuse_deletion)
hooks.register("before_bulk_action", deleting.refuse_bulk_deletion)
# Before the hooks of others: ours runs them itself once the editor has confirmed.
hooks.register("before_publish_page", version_view.ask_before_publishing, order=-100)


@hooks.register("register_admin_urls")
def register_urls():
    archive = [
        path("", deleting.archive_pages, name="archive"),
        path("<int:page_id>/out/", deleting.unarchive_page, name="unarchive"),
    ]
    relaunch = [path("<int:page_id>/", relaunch_view.relaunch_page, name="relaunch")]
    versions = [path("<int:page_id>/publish/", version_view.publish_version, name="publish")]
    trial = [
        path("<int:page_id>/", previews.try_form, name="page"),
        path("below/<int:page_id>/", previews.try_form_below, name="below"),
    ]
    criteria = [path("<int:page_id>/from/<int:source_id>/", criteria_elsewhere.follow_page, name="follow")]
    return [
        path("openbadges/criteria/", include((criteria, "openbadges_criteria"))),
        path("openbadges/archive/", include((archive, "openbadges_archive"))),
        path("openbadges/relaunch/", include((relaunch, "openbadges_relaunch"))),
        path("openbadges/versions/", include((versions, "openbadges_versions"))),
        path("openbadges/try/", include((trial, "openbadges_trial"))),
    ]


@hooks.register("register_page_header_buttons")
def add_header_buttons(page, user, view_name, next_url=None):
    page = page.specific
    if (
        relaunch_view.can_be_relaunched(page)
        and relaunch_view.hub_of(page).permissions_for_user(user).can_add_subpage()
    ):
        yield relaunch_button(page)
    if isinstance(page, OpeningPageMixin) and not page.alias_of_id and deleting.may_archive(user, page):
        opening = page.opening
        if opening is not None and opening.archived_at is None:
            yield archive_button(page)


@hooks.register("register_page_listing_more_buttons")
def add_listing_buttons(page, user, next_url=None):
    """Offer it in lists for hubs alone: to ask each round for its hub would cost a query a row."""
    is_hub = issubclass(page.specific_class or object, CallPageMixin) and not page.alias_of_id
    if is_hub and page.permissions_for_user(user).can_add_subpage():
        yield relaunch_button(page)


def relaunch_button(page):
    return Button(
        _("Relaunch"), reverse("openbadges_relaunch:relaunch", args=[page.pk]), icon_name="redirect", priority=16
    )


def archive_button(page):
    url = f"{reverse('openbadges_archive:archive')}?page={page.pk}"
    return Button(_("Archive"), url, icon_name="folder-inverse", priority=55)
