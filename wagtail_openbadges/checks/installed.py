"""Checks of what is installed beside us."""

from __future__ import annotations

import swapper
from django.apps import apps
from django.core.checks import CheckMessage, Error

from ..needed import PAGE_APPS, lines_for, missing


def check_apps(**kwargs: object) -> list[CheckMessage]:
    """Report apps that ours stand on and the site does not have, and page apps that cannot stand on its base page."""
    installed = {config.name for config in apps.get_app_configs()}
    found: list[CheckMessage] = []
    names = missing(installed)
    if names:
        message = f"These apps are not installed, and wagtail-openbadges needs them: {', '.join(names)}."
        found.append(Error(message, hint=lines_for(names), id="wagtail_openbadges.E010"))
    base, ours = swapper.is_swapped("wagtailcore", "Page"), [name for name in PAGE_APPS if name in installed]
    if base and ours:
        message = f"The base page of this site is {base}, and the page types of {' and '.join(ours)} are Wagtail's own."
        hint = (
            f"Take {' and '.join(ours)} out of INSTALLED_APPS, and make page types of your own from their mixins: "
            "docs/how-to/install.md shows how."
        )
        found.append(Error(message, hint=hint, id="wagtail_openbadges.E019"))
    return found
