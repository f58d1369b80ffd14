"""The policy that a careful site would set."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self';"
    " form-action 'self'; frame-ancestors 'self'; base-uri 'none'"
)


def strict_content_security_policy(get_response: Callable[[HttpRequest], HttpResponse]):
    """Send a strict policy with every page outside the admin, which brings its own needs."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith(reverse("wagtailadmin_home")):
            response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return middleware
