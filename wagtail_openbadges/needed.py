"""The apps that ours stand on: what is missing is named before an import fails for want of it."""

from __future__ import annotations

from collections.abc import Container

import swapper
from django.core.exceptions import ImproperlyConfigured

from .hints import paste

# Wagtail says the same, but only when its models are read, and ours may stand above it in INSTALLED_APPS.
swapper.set_app_prefix("wagtailcore", "wagtail")

CORE = "wagtail_openbadges"
PAGE_APPS = ("wagtail_openbadges.pages", "wagtail_openbadges.agenda")
OF_PAGES = ("wagtail.contrib.routable_page", "wagtail.documents", "wagtail.embeds")
NEEDS = {
    # The registers are modeladmin's, and their filters are those of Django's admin.
    CORE: ("wagtail_modeladmin", "wagtail.contrib.forms", "wagtail.images", "django.contrib.admin"),
    PAGE_APPS[0]: (CORE, *OF_PAGES),
    PAGE_APPS[1]: (CORE, *OF_PAGES),
}
READ_AT_START = (CORE, "wagtail.contrib.forms", "wagtail.images")
"""Their models are read together with ours, so without them Django stops before any check."""


def missing(installed: Container[str]) -> list[str]:
    """Return the apps that ours need and the site does not have, in the order to add them."""
    wanted = [needed for ours, needs in NEEDS.items() if ours in installed or ours == CORE for needed in needs]
    return [app for app in dict.fromkeys(wanted) if app not in installed]


def lines_for(names: list[str]) -> str:
    """Return what to paste for apps that are missing."""
    return paste("settings.py", "\n".join(["INSTALLED_APPS += [", *(f'    "{name}",' for name in names), "]"]))


class CarefulMixin:
    """An app that says what it stands on before its models are read."""

    def import_models(self):
        names = missing({config.name for config in self.apps.get_app_configs()})
        if any(name in READ_AT_START for name in names):
            raise ImproperlyConfigured(f"wagtail-openbadges needs apps that are not installed.\n{lines_for(names)}")
        super().import_models()
