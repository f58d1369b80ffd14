"""Our screens about pages inside the Wagtail admin: one header, with the way back to the pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse


def screen(
    request: HttpRequest, template: str, *, title: str, icon: str, parent: Any, status: int = 200, **context: Any
) -> TemplateResponse:
    """Answer a screen below the list of the pages of a parent."""
    back_url = reverse("wagtailadmin_explore", args=[parent.pk])
    context |= {
        "page_title": title,
        "header_title": title,
        "header_icon": icon,
        "back_url": back_url,
        "breadcrumbs_items": [
            {"url": back_url, "label": parent.get_admin_display_title()},
            {"url": "", "label": title},
        ],
    }
    return TemplateResponse(request, template, context, status=status)
