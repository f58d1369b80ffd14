"""Being told about the next round of a call: the address, its confirmation, and the way out in every mail."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from ..domain.errors import AccessError, TooManyMailsError
from ..domain.subscribing import ask_to_be_told, find_subscription, subscribe, unsubscribe
from ..models import AccessLink, Call, Subscription
from .errors import TooManyRequestsError
from .forms import SubscriptionForm
from .private import check_network, explained, masked, page, private
from .showcase import page_url_of

__all__ = ["is_subscribed", "subscribe", "subscribe_view", "subscribed", "subscription", "title_of"]


@private
def subscribe_view(request: HttpRequest, call: Call | None, *, page_url: str, language: str) -> HttpResponse:
    """Take the address of somebody who wants to be told; the answer is the same whether it was known or not.

    Args:
        request: a GET or a POST of this page.
        call: of the page; None while it has no round.
        page_url: of the page itself; this view answers at `subscribe/` below it.
        language: of the page.
    """
    with translation.override(language):
        if call is None or not call.rounds.exists():
            return page(request, "subscribe/ask", {"page_url": page_url})
        form = SubscriptionForm(request.POST or None)
        context = {"form": form, "page_url": page_url, "title": title_of(call)}
        if not form.is_valid():
            return page(request, "subscribe/ask", context, status=422 if form.errors else 200)
        address = form.cleaned_data["address"]
        try:
            check_network(request)
        except TooManyRequestsError as error:
            form.add_error("address", explained(error))
            return page(request, "subscribe/ask", context, status=error.status)
        # To say that this address was written to too often would be to say that it is known here.
        with suppress(TooManyMailsError):
            ask_to_be_told(call, address=address, language=language)
        return page(request, "subscribe/sent", {**context, "form": None, "address": address})


def title_of(call: Call) -> str:
    """Name a call as its page does in the language in force; empty when the page is gone."""
    return call.page.localized.title if call.page else ""


def is_subscribed(link: AccessLink) -> bool:
    """Say whether the address of a link waits for the next round."""
    return Subscription.objects.filter(call=link.call_id, address=link.address).exists()


def subscribed(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """Say that the address is kept, and how to take it back."""
    context = {
        "title": title_of(link.call),
        "page_url": page_url_of(request, link.call),
        "address": masked(link.address),
    }
    return page(request, "subscribe/done", context)


@csrf_exempt
@private
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once more, then forget the address.

    A mail program that ends a subscription in one click (RFC 8058) cannot send Django's token against forgery. The one
    in the address is secret enough for an act that only takes its own address off a list.
    """
    fallback = translation.get_language_from_request(request)
    try:
        found = find_subscription(token)
    except AccessError:
        with translation.override(fallback):
            return page(request, "access/unknown", status=404)
    with translation.override(found.language if found else fallback):
        context = _said_of(request, found)
        if request.method == "POST":
            unsubscribe(token)
            context["is_over"] = True
        return page(request, "subscribe/end", context)


def _said_of(request: HttpRequest, found: Subscription | None) -> dict[str, Any]:
    if found is None:
        return {"is_over": True}
    return {
        "is_over": False,
        "title": title_of(found.call),
        "page_url": page_url_of(request, found.call),
        "address": masked(found.address),
    }
