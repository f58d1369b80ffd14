"""An address, and the code that confirms it: how everything begins that one person does on a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext

from .. import conf
from ..domain import access
from ..domain.errors import AccessError
from ..models import AccessLink, Gathering, Holder, Opening, Purpose
from ..standard.errors import OpenBadgesError
from . import device
from .forms import AddressForm, CodeForm
from .private import check_network, explained, masked, page
from .wording import sentence


def take_address(
    request: HttpRequest, target: Opening | Gathering, *, purpose: Purpose, language: str
) -> tuple[AddressForm, AccessLink | None]:
    """Return the form of the address, and the link that was sent when a good one was typed."""
    form = AddressForm(request.POST or None, initial={"address": _typed_before(request, target)})
    if not form.is_valid():
        return form, None
    try:
        check_network(request)
        return form, access.request_access(
            purpose=purpose, address=form.cleaned_data["address"], language=language, **_named(target)
        )
    except OpenBadgesError as error:
        form.add_error("address", explained(error))
        return form, None


def _named(target: Opening | Gathering) -> dict[str, Opening | Gathering]:
    """Give what is begun under the name that links know it by."""
    return {"opening" if isinstance(target, Opening) else "gathering": target}


def _typed_before(request: HttpRequest, target: Opening | Gathering) -> str:
    """Return the address to correct, named by its link: an address of the web never holds one of a person."""
    try:
        uuid = UUID(request.GET.get("correct", ""))
    except ValueError:
        return ""
    link = AccessLink.objects.filter(uuid=uuid, used_at__isnull=True, **_named(target)).first()
    return link.address if link and not _may_be_of_another(link) else ""


def _may_be_of_another(link: AccessLink) -> bool:
    """Say whether the address may not have been typed by whoever reads it: a late link can be forwarded."""
    return AccessLink.objects.filter(purpose=Purpose.LATE, opening=link.opening_id, address=link.address).exists()


def confirm_url(begin_url: str, link: AccessLink) -> str:
    """Return the page where the code of a link is typed."""
    return f"{begin_url}confirm/{link.uuid}/"


def confirm_address(
    request: HttpRequest,
    link: AccessLink,
    *,
    title: str,
    begin_url: str,
    go_on: Callable[[Holder], HttpResponse],
) -> HttpResponse:
    """Ask for the code of a link, then go on as the person of its address.

    Args:
        request: a GET or a POST of the page of the code.
        link: what was mailed.
        title: of what was begun.
        begin_url: where the address was typed.
        go_on: what answers once the address is confirmed.
    """
    shown = link.used_at is None and not _may_be_of_another(link)
    context = {
        "title": title,
        "begin_url": begin_url,
        "correct_url": f"{begin_url}?correct={link.uuid}",
        "address": link.address if shown else masked(link.address),
        "was_used": link.used_at is not None,
        "was_sent_again": "again" in request.GET,
        "minutes": conf.current().code_minutes,
    }
    if request.method == "POST" and "resend" in request.POST:
        return _send_again(request, link, context)
    if device.has_used(request, link):
        return go_on(link.holder)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            used = access.use_code(link.uuid, form.cleaned_data["code"], **link.target)
        except AccessError as error:
            form.add_error("code", _refused_code(error))
        else:
            response = go_on(used.holder)
            device.remember(request, response, used)
            return response
    return page(request, "claim/confirm", {**context, "form": form}, status=422 if form.errors else 200)


def _send_again(request: HttpRequest, link: AccessLink, context: dict[str, Any]) -> HttpResponse:
    try:
        check_network(request)
        fresh = access.renew(link)
    except OpenBadgesError as error:
        context |= {"form": CodeForm(), "errors": [{"message": explained(error)}]}
        return page(request, "claim/confirm", context, status=429)
    return redirect(f"{confirm_url(context['begin_url'], fresh)}?again=1")


def _refused_code(error: AccessError) -> str:
    left = error.params.get("attempts_left")
    if not left:
        return sentence("code_exhausted", {}) if left == 0 else explained(error)
    return ngettext(
        "This code is not the right one. You can try once more.",
        "This code is not the right one. You can try %(count)s more times.",
        left,
    ) % {"count": left}
