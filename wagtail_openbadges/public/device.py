"""The confirmed device: a signed cookie of our own that names the access links that were used on it.

It opens exactly what each link opens, never an account, and knows nothing of the site's session.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from .. import conf
from ..domain.access import CODED
from ..models import AccessLink, Assertion, Gathering, Holder, Opening, Registration, Submission

COOKIE = "openbadges_device"
SALT = "openbadges.device"
MOST_LINKS = 20
"""A cookie stays far below the 4 KB that browsers keep; the oldest link is forgotten first."""


def links(request: HttpRequest) -> list[AccessLink]:
    """Return the links that are still good on this device, the newest first; read once a request."""
    if not hasattr(request, "openbadges_links"):
        request.openbadges_links = _read(request)
    return request.openbadges_links


def _read(request: HttpRequest) -> list[AccessLink]:
    named = _named(request)
    if not named:
        return []
    since = timezone.now() - timedelta(days=conf.current().device_days)
    return list(
        AccessLink.objects.filter(uuid__in=named, used_at__gt=since, holder__isnull=False)
        .filter(holder__erased_at__isnull=True)
        .select_related("holder")
        .order_by("-used_at", "-pk")
    )


def _named(request: HttpRequest) -> list[str]:
    try:
        named = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
    except signing.BadSignature:
        return []
    return named[:MOST_LINKS]


def remember(request: HttpRequest, response: HttpResponse, link: AccessLink) -> None:
    """Let this device open what the link opens, for as many days as the settings say."""
    kept = [str(link.uuid), *(str(known.uuid) for known in links(request) if known.pk != link.pk)]
    response.set_cookie(
        COOKIE,
        signing.dumps(kept[:MOST_LINKS], salt=SALT),
        max_age=timedelta(days=conf.current().device_days),
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Make this device a stranger again."""
    response.delete_cookie(COOKIE, samesite="Lax")


def holder_for(request: HttpRequest, target: Opening | Gathering) -> Holder | None:
    """Return the person who confirmed an address for this opening or event on this device, if any."""
    column = "opening_id" if isinstance(target, Opening) else "gathering_id"
    for link in links(request):
        if link.purpose in CODED and getattr(link, column) == target.pk:
            return link.holder
    return None


def holder_of(request: HttpRequest, submission: Submission) -> bool:
    """Say whether this device may open a submission as its holder.

    A link of an opening opens all files of its person there; the link of a file also opens the correction of it that
    is being written.
    """
    own = {submission.pk, submission.replaces_id} - {None}
    return any(
        link.holder_id == submission.holder_id
        and (link.submission_id in own or link.opening_id == submission.opening_id)
        for link in links(request)
    )


def holder_of_award(request: HttpRequest, assertion: Assertion) -> bool:
    """Say whether this device may open an award as its holder, by its own link or by those of its submission."""
    if assertion.holder_id is None:
        return False
    if any(link.assertion_id == assertion.pk and link.holder_id == assertion.holder_id for link in links(request)):
        return True
    return assertion.submission is not None and holder_of(request, assertion.submission)


def is_registered_as(request: HttpRequest, registration: Registration) -> bool:
    """Say whether this device may open a registration, by its own link or by that of its event."""
    return registration.holder_id is not None and any(
        link.holder_id == registration.holder_id
        and (link.registration_id == registration.pk or link.gathering_id == registration.gathering_id)
        for link in links(request)
    )


def has_used(request: HttpRequest, link: AccessLink) -> bool:
    """Say whether this very link was used on this device."""
    return any(known.pk == link.pk for known in links(request))
