"""The page of a late link: it may have been forwarded, so its address has to confirm itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ..domain import access
from ..domain.admission import newest_form
from ..domain.errors import AccessError
from ..models import AccessLink, Purpose
from ..standard.errors import OpenBadgesError
from ..templatetags.openbadges_tags import moment
from . import claiming, device
from .confirming import confirm_url
from .private import check_network, explained, masked, page
from .showcase import page_url_of
from .wording import sentence
from .words import words_of


def late(request: HttpRequest, link: AccessLink) -> HttpResponse:
    """Say who may still deposit, and until when; send a code to that address when the button is pressed."""
    opening = link.opening
    form = newest_form(opening)
    page_url = page_url_of(request, opening)
    begin_url = f"{page_url}{words_of(opening.kind).route}/"
    context = {
        "title": form.title,
        "address": masked(link.address),
        "until": moment(link.expires_at, form.zone_name),
        "organisation": opening.issuer.organisation,
    }
    try:
        access.check_usable(link)
    except AccessError:
        return page(request, "access/late", {**context, "is_over": True}, status=410)
    holder = device.holder_for(request, opening)
    if holder is not None and link.address in (holder.email, *holder.further_addresses):
        if not page_url:
            shut = {"title": form.title, "page_url": "", "words": words_of(opening.kind)}
            return claiming.closed(request, "not_published", shut)
        return redirect(begin_url)
    if request.method != "POST":
        return page(request, "access/late", {**context, "sentence": sentence("link_not_enough", {})})
    try:
        check_network(request)
        sent = access.request_access(
            purpose=Purpose.CLAIM, address=link.address, language=link.language, opening=opening
        )
    except OpenBadgesError as error:
        return page(request, "access/late", {**context, "errors": [{"message": explained(error)}]}, status=429)
    if not page_url:
        return page(request, "access/sent", {"address": masked(link.address)})
    return redirect(confirm_url(begin_url, sent))
