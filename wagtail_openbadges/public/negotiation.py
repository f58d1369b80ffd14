"""How public addresses answer: documents for programs, pages for people, refusals by name for both."""

from __future__ import annotations

import codecs
import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from .errors import MethodError, MissingError, PublicError, TooLargeError
from .wording import sentence

JSON = "application/json"
CREDENTIAL = "application/vc+ld+json"
PAGE = "text/html"
# The first is what we answer to whoever takes anything, or does not say.
REPRESENTATIONS = (JSON, "application/ld+json", CREDENTIAL, PAGE)
MINUTES = 60
MONTH = 30 * 24 * 60 * MINUTES

View = Callable[..., HttpResponseBase]


def prefers_page(request: HttpRequest) -> bool:
    """Tell whether a person asks: backpacks send no Accept header and want JSON, browsers put text/html first."""
    return request.get_preferred_type(REPRESENTATIONS) == PAGE


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a script of a page asks: it says so, while whoever says nothing gets the page."""
    return request.get_preferred_type((PAGE, JSON)) == JSON


def public_document(view: View) -> View:
    """Make a view answer documents: to be read only, from any site (CORS)."""
    return _public(view, methods=("GET", "HEAD"), is_shared=True)


def public_page(*methods: str) -> Callable[[View], View]:
    """Make a view answer pages. Their forms change no record and read no cookie, so they carry no CSRF token."""

    def decorate(view: View) -> View:
        return _public(view, methods=methods, is_shared=False)

    return decorate


def _public(view: View, *, methods: tuple[str, ...], is_shared: bool) -> View:
    @wraps(view)
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        with translation.override(translation.get_language_from_request(request)):
            try:
                response = _called(view, request, methods, kwargs)
            except PublicError as error:
                response = refusal(request, error)
        if is_shared and not response.get("Content-Type", "").startswith(PAGE):
            response["Access-Control-Allow-Origin"] = "*"
        return response

    answer.csrf_exempt = True
    return answer


def _called(view: View, request: HttpRequest, methods: tuple[str, ...], kwargs: dict[str, Any]) -> HttpResponseBase:
    allowed = ", ".join([*methods, "OPTIONS"])
    if request.method == "OPTIONS":
        headers = {"Allow": allowed, "Access-Control-Allow-Methods": allowed, "Access-Control-Allow-Headers": "*"}
        return HttpResponse(content_type="text/plain", headers=headers)
    if request.method not in methods:
        raise MethodError("method_not_allowed", method=request.method, headers={"Allow": allowed})
    return view(request, **kwargs)


def read_form(request: HttpRequest, *, megabytes: int) -> None:
    """Read the form of a request before anything else does, or refuse it by name.

    Raises:
        TooLargeError: it announces more than `megabytes`.
        PublicError: it is no form.
    """
    try:
        announced = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        announced = 0
    if announced > megabytes * 1024 * 1024:
        raise TooLargeError("input_too_large", megabytes=megabytes)
    check_charset(request)
    try:
        _ = request.POST
    except (MultiPartParserError, SuspiciousOperation) as error:
        raise PublicError("request_unreadable") from error


def check_charset(request: HttpRequest) -> None:
    """Refuse a body that says to be written in anything but UTF-8, as browsers write forms of pages in UTF-8.

    Raises:
        PublicError: `request_unreadable`.
    """
    charset = (request.content_params or {}).get("charset", "utf-8")
    try:
        is_utf8 = codecs.lookup(charset).name in ("utf-8", "ascii")
    except LookupError:
        is_utf8 = False
    if not is_utf8:
        # Whoever reads the body after us, such as the check against forgery, must not stumble over that charset.
        request.encoding = "utf-8"
        raise PublicError("request_unreadable")


def vary_on_accept(response: HttpResponseBase) -> HttpResponseBase:
    """Tell caches that another Accept header gets another answer at this address."""
    patch_vary_headers(response, ["Accept"])
    return response


def document(
    request: HttpRequest,
    body: bytes,
    *,
    content_type: str = JSON,
    status: int = 200,
    max_age: int = 5 * MINUTES,
    last_modified: datetime | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponseBase:
    """Answer a public document, or 304 to whoever has it already."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=content_type, status=status, headers=headers)
    response["Cache-Control"] = f"public, max-age={max_age}"
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    changed = None if last_modified is None else int(last_modified.timestamp())
    if changed is not None:
        response["Last-Modified"] = http_date(changed)
    return get_conditional_response(request, etag=etag, last_modified=changed, response=response)


def json_answer(content: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Answer a program what is true now only."""
    body = json.dumps(content, ensure_ascii=False)
    return HttpResponse(body, content_type=JSON, status=status, headers={"Cache-Control": "no-store"})


def refusal(request: HttpRequest, error: PublicError) -> HttpResponse:
    """Answer an error by its name: JSON for programs, a page for people."""
    message = sentence(error.code, error.params)
    if prefers_page(request):
        context = {"code": error.code, "message": message, "status": error.status}
        response = render(request, "wagtail_openbadges/errors/error.html", context, status=error.status)
        response["Cache-Control"] = "no-store"
    else:
        response = json_answer({"error": {"code": error.code, "message": message}}, status=error.status)
    for name, value in error.headers.items():
        response[name] = value
    return vary_on_accept(response)


@public_document
def unknown_address(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
    """Answer what no other address answers."""
    raise MissingError("page_unknown")
