"""A counter against floods, in the site's cache: no request is remembered, only how many there were."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from .. import conf


def allow(scope: str, identity: str, *, limit: int, seconds: int) -> bool:
    """Count one more request of this identity and say whether it is within the limit.

    Windows of `seconds` follow each other. The identity, an address for instance, is stored as a keyed hash only.
    A cache that forgets, or keeps to one process, lets more requests through; it never stops anybody by mistake.
    """
    window = int(time.time()) // seconds
    key = "openbadges-" + salted_hmac(__name__, f"{scope}\n{window}\n{identity}", algorithm="sha256").hexdigest()
    if cache.add(key, 1, timeout=seconds):
        return limit >= 1
    try:
        return cache.incr(key) <= limit
    except ValueError:
        # The entry was dropped between the two calls.
        return True


def network_of(request: HttpRequest) -> str:
    """Return the address that a request came from, behind as many proxies as the site says it has.

    Each proxy adds the address that it was asked from at the end of `X-Forwarded-For`; whatever stands before those of
    our own was written by the visitor and is not believed.
    """
    proxies = conf.current().proxies
    passed = [address.strip() for address in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if proxies and len(passed) >= proxies and passed[-proxies]:
        return passed[-proxies]
    return str(request.META.get("REMOTE_ADDR", ""))
