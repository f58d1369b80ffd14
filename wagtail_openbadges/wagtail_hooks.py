"""What the Wagtail admin learns of us; each thing is made in `admin`."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from .admin import registers
from .admin.access import PERMISSIONS, roles_of
from .admin.dashboard import UnreadIssuersPanel, WaitingFilesPanel
from .admin.issuers import IssuerViewSet
from .admin.menu import menu_item
from .admin.notice_texts import NoticeTextViewSet
from .admin.organisations import OrganisationViewSet
from .admin.questions import QuestionViewSet
from .admin.registrations import RegistrationViewSet
from .admin.review import room
from .admin.rhythm import RhythmPanel
from .admin.rounds import RoundViewSet
from .agenda import wagtail_hooks as _agenda  # noqa: F401  So with events.
from .pages import wagtail_hooks as _pages  # noqa: F401  A site with page types of its own may leave our page app out.

hooks.register("register_admin_menu_item", menu_item)
hooks.register("register_admin_urls", registers.urls)
hooks.register("register_account_settings_panel", RhythmPanel)


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [
        *room(),
        QuestionViewSet(),
        RoundViewSet(),
        RegistrationViewSet(),
        IssuerViewSet(),
        OrganisationViewSet(),
        NoticeTextViewSet(),
    ]


@hooks.register("construct_homepage_panels")
def add_our_panels(request, panels):
    if roles_of(request.user).is_reviewer:
        panels.append(WaitingFilesPanel(request.user))
    if roles_of(request.user).is_manager:
        panels.append(UnreadIssuersPanel(request.user))


@hooks.register("register_permissions")
def register_permissions():
    return Permission.objects.filter(content_type__app_label="wagtail_openbadges", codename__in=PERMISSIONS)


@hooks.register("insert_global_admin_css")
def insert_css():
    return format_html('<link rel="stylesheet" href="{}">', static("wagtail_openbadges/admin.css"))
