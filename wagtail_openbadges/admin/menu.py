"""The menu "Open badges": each of its items is shown to whoever may use it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from .access import roles_of
from .words import APPLICATIONS, CLAIMS


class RoleMenuItem(MenuItem):
    """An item for one role."""

    def __init__(self, label: Any, url: str, *, role: str, **kwargs: Any) -> None:
        super().__init__(label, url, **kwargs)
        self.role = role

    def is_shown(self, request: HttpRequest) -> bool:
        return getattr(roles_of(request.user), self.role)


def menu_item() -> SubmenuMenuItem:
    """Return the one entry of the admin's main menu."""
    items = [
        RoleMenuItem(
            CLAIMS.title,
            CLAIMS.index_url,
            role="is_reviewer",
            name="openbadges-claims",
            icon_name=CLAIMS.icon,
            order=10,
        ),
        RoleMenuItem(
            APPLICATIONS.title,
            APPLICATIONS.index_url,
            role="is_reviewer",
            name="openbadges-applications",
            icon_name=APPLICATIONS.icon,
            order=12,
        ),
        RoleMenuItem(
            _("Questions about rounds"),
            reverse("openbadges_questions:index"),
            role="is_reviewer",
            name="openbadges-questions",
            icon_name="help",
            order=14,
        ),
        RoleMenuItem(
            _("Rounds"),
            reverse("openbadges_rounds:index"),
            role="is_reviewer",
            name="openbadges-rounds",
            icon_name="resubmit",
            order=16,
        ),
        RoleMenuItem(
            _("Registrations"),
            reverse("openbadges_registrations:index"),
            role="is_reviewer",
            name="openbadges-registrations",
            icon_name="date",
            order=18,
        ),
        RoleMenuItem(
            _("Register of awards"),
            reverse("openbadges_awards_modeladmin_index"),
            role="is_reviewer",
            name="openbadges-awards",
            icon_name="list-ul",
            order=20,
        ),
        RoleMenuItem(
            _("Issuers"),
            reverse("openbadges_issuers_modeladmin_index"),
            role="sees_issuers",
            name="openbadges-issuers",
            icon_name="group",
            order=30,
        ),
        RoleMenuItem(
            _("Texts of the mails"),
            reverse("openbadges_texts:index"),
            role="is_manager",
            name="openbadges-texts",
            icon_name="mail",
            order=35,
        ),
        RoleMenuItem(
            _("Organisations"),
            reverse("openbadges_organisations:index"),
            role="sees_organisations",
            name="openbadges-organisations",
            icon_name="site",
            order=40,
        ),
        RoleMenuItem(
            _("Keys (technical)"),
            reverse("openbadges_keys_modeladmin_index"),
            role="is_manager",
            name="openbadges-keys",
            icon_name="key",
            order=50,
        ),
    ]
    return SubmenuMenuItem(_("Open badges"), Menu(items=items), name="openbadges", icon_name="success", order=250)
