"""The stable address of a call's form: it leads to the round that one can apply to now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from ...public.private import page as draw
from ...public.private import private
from . import display

if TYPE_CHECKING:
    from .mixins import CallPageMixin


@private
def to_current_round(request: HttpRequest, page: CallPageMixin) -> HttpResponse:
    """Redirect to the form of the current round; without a round, explain and offer to be told about the next one.

    Nobody may keep the redirect: the next round has another address.
    """
    call = page.call
    current = display.current_page_of(page, call, now=timezone.now())
    if current is None:
        context = {"page": page, "hub_href": page.get_url(request), **display.subscribing(page, call, request)}
        return draw(request, "pages/call_without_round", context)
    return redirect(f"{current.get_url(request)}{current.specific.reverse_subpage('apply')}")
