"""What a public address refuses, each with the HTTP status that says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from ..standard.errors import OpenBadgesError


class PublicError(OpenBadgesError):
    """A request that a public address cannot answer; `headers` go into the answer."""

    status: ClassVar[int] = 400
    messages: ClassVar[Mapping[str, str]] = {
        "nothing_to_verify": "Give the address of a badge, a file, or its text.",
        "too_much_to_verify": "Give only one thing: an address, a file, or a text.",
        "request_unreadable": "This request cannot be read. Send the form again.",
        "field_refused": "“{field}” cannot be used. {reason}",
    }

    def __init__(self, code: str, /, *, headers: Mapping[str, str] | None = None, **params: Any) -> None:
        self.headers = dict(headers or {})
        super().__init__(code, **params)


class MissingError(PublicError):
    """There is nothing at this address."""

    status = 404
    messages: ClassVar[Mapping[str, str]] = {
        "page_unknown": "There is nothing at this address. Check that it is complete.",
        "issuer_unknown": "No issuer has this address. Check that it is complete.",
        "issuer_without_image": "This issuer has no logo.",
        "key_unknown": "This issuer has no key of this name.",
        "achievement_unknown": "No badge has this address. Check the address and the number of the version.",
        "assertion_unknown": "No award has this address. Check that it is complete.",
        "status_list_unknown": "No status list has this address.",
    }


class MethodError(PublicError):
    """An address that cannot be used in this way."""

    status = 405
    messages: ClassVar[Mapping[str, str]] = {
        "method_not_allowed": "This address does not answer {method} requests.",
    }


class GoneError(PublicError):
    """Something that was withdrawn for good."""

    status = 410
    messages: ClassVar[Mapping[str, str]] = {
        "key_compromised": "This key was given up because it is no longer safe. Nothing that it signed counts.",
    }


class TooLargeError(PublicError):
    """A request that is larger than we read."""

    status = 413
    messages: ClassVar[Mapping[str, str]] = {
        "input_too_large": "This is too large: at most {megabytes} MB are read.",
    }


class TooManyRequestsError(PublicError):
    """A caller who asks too often."""

    status = 429
    messages: ClassVar[Mapping[str, str]] = {
        "too_many_requests": "Too many requests came from your network. Wait a few minutes, then try again.",
    }


class NotReadyError(PublicError):
    """Something that is still being made."""

    status = 503
    messages: ClassVar[Mapping[str, str]] = {
        "not_signed_yet": "This document is being signed. Try again in a minute.",
    }
