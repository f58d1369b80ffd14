"""Registering for an event, under the address of its page: the address first, then what the organiser must know."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from ..models import Gathering
from .private import private

ROUTE = "register"
"""Where one registers, below the page of the event."""


@private
def start(request: HttpRequest, gathering: Gathering | None, *, page_url: str, language: str) -> HttpResponse:
    """Take the address of somebody who wants to come, then what the organiser must know."""
    return HttpResponse()


@private
def confirm(
    request: HttpRequest, gathering: Gathering | None, link_uuid: UUID, *, page_url: str, language: str
) -> HttpResponse:
    """Confirm the address by the code that was mailed; the link in the same mail does it as well."""
    return HttpResponse()
