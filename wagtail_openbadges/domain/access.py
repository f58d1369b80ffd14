"""Links and codes: proof that an address is read by the person, for one target at a time."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from .. import conf
from ..jobs.outbox import enqueue
from ..models import AccessLink, Holder, Purpose
from ..standard.identity import normalise_email
from .errors import AccessError, TooManyMailsError

CODED = (Purpose.CLAIM, Purpose.ASK, Purpose.REGISTER)
"""What a code of six digits opens as well, on the page where the address was typed."""


def token_of(link: AccessLink) -> str:
    """Return the secret of a link: derived, so that a mail job needs to carry no secret."""
    return salted_hmac("openbadges.link", link.uuid.hex, algorithm="sha256").hexdigest()


def code_of(link: AccessLink) -> str:
    """Return the six digits of a link."""
    digest = salted_hmac("openbadges.code", link.uuid.hex, algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06d}"


def _hash_of_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _hash_of_code(link: AccessLink, code: str) -> str:
    """Key the hash: six digits alone would be guessed from a plain one."""
    return salted_hmac("openbadges.code-at-rest", f"{link.uuid.hex}{code}", algorithm="sha256").hexdigest()


def mint(*, purpose: Purpose, address: str, language: str, holder: Holder | None = None, **target: Any) -> AccessLink:
    """Store a link for one target in the caller's transaction; only what begins on a page has a code.

    Args:
        purpose: what the link opens.
        address: a normalised e-mail address.
        language: of the mail and of the pages behind it.
        holder: the person, when known.
        target: the column of `models.access.TARGETS` that goes with the purpose.
    """
    now = timezone.now()
    settings_now = conf.current()
    link = AccessLink(
        purpose=purpose,
        address=address,
        holder=holder,
        language=language,
        created_at=now,
        expires_at=now + timedelta(days=settings_now.link_days),
        **target,
    )
    link.token_hash = _hash_of_token(token_of(link))
    if purpose in CODED:
        link.code_hash = _hash_of_code(link, code_of(link))
        link.code_expires_at = now + timedelta(minutes=settings_now.code_minutes)
        link.attempts_left = settings_now.code_attempts
    link.save()
    return link


@transaction.atomic
def request_access(*, purpose: Purpose, address: str, language: str, **target: Any) -> AccessLink:
    """Send a fresh link, and a code where one can be typed, to an address.

    Args:
        purpose: what the link opens.
        address: an e-mail address as typed.
        language: of the mail.
        target: the column of `models.access.TARGETS` that goes with the purpose.

    Returns:
        The stored link; nothing else is kept of the person before it is used.

    Raises:
        TooManyMailsError: when the address was written to too often in the last hour.
    """
    address = normalise_email(address)
    recent = AccessLink.objects.filter(address=address, created_at__gt=timezone.now() - timedelta(hours=1))
    if recent.count() >= conf.current().mails_per_hour:
        raise TooManyMailsError("too_many_mails")
    holder = Holder.objects.filter(email=address).first()
    link = mint(purpose=purpose, address=address, language=language, holder=holder, **target)
    enqueue("mail", f"mail:{link.uuid}:confirm", {"notice": "confirm", "link": link.pk})
    return link


def renew(link: AccessLink) -> AccessLink:
    """Send a fresh link for the same target to the same address.

    Of a late link, which only a manager gives, it is one that confirms the address.

    Raises:
        TooManyMailsError: when the address was written to too often in the last hour.
    """
    purpose = Purpose.CLAIM if link.purpose == Purpose.LATE else Purpose(link.purpose)
    return request_access(purpose=purpose, address=link.address, language=link.language, **link.target)


def find(token: str) -> AccessLink:
    """Return the link of a token, whatever its state, without using it.

    Raises:
        AccessError: `link_unknown`.
    """
    link = AccessLink.objects.filter(token_hash=_hash_of_token(token)).first()
    if link is None:
        raise AccessError("link_unknown")
    return link


def check_usable(link: AccessLink) -> None:
    """Refuse a link that was used or is too old. A late link may be followed until it expires: it opens nothing itself.

    Raises:
        AccessError: `link_used` or `link_expired`.
    """
    if link.used_at is not None:
        raise AccessError("link_used")
    if link.expires_at <= timezone.now():
        raise AccessError("link_expired")


@transaction.atomic
def use_link(token: str) -> AccessLink:
    """Consume a link: its address is now confirmed, and its holder exists where something is kept of a person.

    Raises:
        AccessError: `link_unknown`, `link_used` or `link_expired`; `link_not_enough` for a late link, which may have
            been forwarded: the address confirms itself by a link of its own.
    """
    link = find(token)
    check_usable(link)
    if link.purpose == Purpose.LATE:
        raise AccessError("link_not_enough")
    return _consume(link)


def use_code(uuid: UUID, code: str, **target: Any) -> AccessLink:
    """Consume the link of something that begins on a page by the code that was mailed with it.

    Wrong tries are counted even though the act fails.

    Args:
        uuid: of the link, from the address of the page where the code is typed.
        code: as typed; spaces are forgiven.
        target: what that page is about: its `opening` or its `gathering`.

    Raises:
        AccessError: `link_unknown`, `link_used`, `code_expired`, `code_exhausted` or `code_wrong`.
    """
    link = AccessLink.objects.filter(uuid=uuid, **target).first()
    if link is None:
        raise AccessError("link_unknown")
    if link.used_at is not None:
        raise AccessError("link_used")
    if link.code_expires_at is None or link.code_expires_at <= timezone.now():
        raise AccessError("code_expired")
    tries = AccessLink.objects.filter(pk=link.pk, attempts_left__gt=0)
    if not tries.update(attempts_left=F("attempts_left") - 1):
        raise AccessError("code_exhausted")
    if not constant_time_compare(_hash_of_code(link, "".join(code.split())), link.code_hash):
        raise AccessError("code_wrong", attempts_left=link.attempts_left - 1)
    with transaction.atomic():
        return _consume(link)


def _consume(link: AccessLink) -> AccessLink:
    if not AccessLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=timezone.now()):
        raise AccessError("link_used")
    link.refresh_from_db()
    if link.holder is None and link.purpose != Purpose.SUBSCRIBE:
        link.holder, _created = Holder.objects.get_or_create(
            email=link.address, defaults={"locale": link.language or settings.LANGUAGE_CODE}
        )
        link.save(update_fields=["holder"])
    return link
