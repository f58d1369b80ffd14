"""What every page made for one person shares: its language, its headers, and a body that is not too large."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from .. import conf
from ..intake.evidence import largest_upload
from ..intake.throttling import allow, network_of
from ..intake.uploads import StrangersLimitHandler
from .errors import PublicError, TooLargeError, TooManyRequestsError
from .negotiation import check_charset
from .wording import sentence

HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
HOUR = 3600
ROOM_FOR_ANSWERS = 5 * 1024 * 1024

View = Callable[..., HttpResponseBase]


def _begin(request: HttpRequest) -> None:
    """Note the instant that alone decides whether something was open: a slow body or a lock costs nobody a deposit."""
    if not hasattr(request, "began_at"):
        request.began_at = timezone.now()


def private(view: View) -> View:
    """Keep a page and its address from caches, search engines and other sites; note when the request began."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _begin(request)
        response = view(request, *args, **kwargs)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return answer


def page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Draw a page in the language in force now, whatever language the rest of the request speaks."""
    response = render(request, f"wagtail_openbadges/{template}.html", context, status=status)
    response["Content-Language"] = translation.get_language()
    return response


def takes_files(view: View) -> View:
    """Read the body before anything else does, so that one which is too large gets a page and not a bare refusal.

    Django's CSRF check would read it first: it is put off until the body was read, never left out.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _begin(request)
        if request.method == "POST":
            request.upload_handlers.insert(0, StrangersLimitHandler(request))
            request.refused_body = _refused_body(request)
        return protected(request, *args, **kwargs)

    return answer


def _refused_body(request: HttpRequest) -> PublicError | None:
    most = conf.current().max_files * largest_upload() + ROOM_FOR_ANSWERS
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > most:
            raise RequestDataTooBig
        check_charset(request)
        _read = request.POST
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        return TooLargeError("input_too_large", megabytes=most // (1024 * 1024))
    except (MultiPartParserError, ValueError):
        return PublicError("request_unreadable")
    except PublicError as error:
        return error
    return None


def masked(address: str) -> str:
    """Write an address so that its owner knows it again and nobody else learns it."""
    local, _at, host = address.partition("@")
    return f"{local[:1]}•••@{host}"


def check_network(request: HttpRequest) -> None:
    """Refuse a network that asked for too many mails within the hour; `domain` counts those to one address.

    Raises:
        TooManyRequestsError: it asked too often.
    """
    most = 5 * conf.current().mails_per_hour
    if not allow("mails", network_of(request), limit=most, seconds=HOUR):
        raise TooManyRequestsError("too_many_requests")


def explained(error: Any) -> str:
    """Write an error for the person, in the language in force now."""
    return sentence(error.code, error.params)
