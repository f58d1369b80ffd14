"""Being told about the next round of a call: an address, confirmed by a link, and taken back by another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.utils import timezone

from ..jobs import Fence
from ..jobs.outbox import enqueue_many
from ..models import AccessLink, Call, Opening, Purpose, Subscription, Verb
from .access import request_access
from .admission import closed_reason, newest_form
from .errors import AccessError, SubscriptionError
from .log import record

SALT = "openbadges.subscription"
CHUNK = 500


def ask_to_be_told(call: Call, *, address: str, language: str) -> AccessLink:
    """Send a link that confirms an address; until it is used nothing but the address and the link is kept.

    Args:
        call: whose next rounds.
        address: as typed.
        language: of the mails.

    Raises:
        AddressError: when the address is not one.
        TooManyMailsError: when the address was written to too often in the last hour.
        SubscriptionError: `nobody_to_write` as long as no structure has published a round.
    """
    if not call.rounds.exists():
        raise SubscriptionError("nobody_to_write")
    return request_access(purpose=Purpose.SUBSCRIBE, address=address, language=language, call=call)


def subscribe(link: AccessLink) -> Subscription:
    """Keep the address of a used link; a second time changes nothing.

    Args:
        link: a link of the purpose `subscribe`, just used, in the caller's transaction.
    """
    subscription, _created = Subscription.objects.get_or_create(
        call=link.call, address=link.address, defaults={"language": link.language}
    )
    return subscription


def token_of_subscription(subscription: Subscription) -> str:
    """Return the secret that stands in every mail and ends the subscription, for as long as it exists."""
    return signing.Signer(salt=SALT).sign(subscription.uuid.hex)


def find_subscription(token: str) -> Subscription | None:
    """Return the subscription of a token; None when it was ended already.

    Raises:
        AccessError: `link_unknown` for a token that is none of ours.
    """
    try:
        uuid = UUID(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        raise AccessError("link_unknown") from None
    return Subscription.objects.select_related("call__page").filter(uuid=uuid).first()


def unsubscribe(token: str) -> None:
    """Forget an address; a second time changes nothing.

    Raises:
        AccessError: `link_unknown`.
    """
    subscription = find_subscription(token)
    if subscription is not None:
        subscription.delete()


def announce_round(payload: dict[str, Any], fence: Fence) -> None:
    """Write to everybody who asked for the next round, once each, as the job `announce_round`."""
    opening = Opening.objects.get(pk=payload["opening"])
    form = newest_form(opening)
    now = timezone.now()
    if form is None or closed_reason(opening, now=now, version=form) not in (None, "elsewhere", "not_open_yet"):
        return
    last = 0
    while True:
        with transaction.atomic():
            fence.check()
            following = Subscription.objects.filter(call=opening.call_id, pk__gt=last).order_by("pk")
            chunk = list(following.values_list("pk", "uuid")[:CHUNK])
            if not chunk:
                record(Verb.ROUND_ANNOUNCED, opening_id=opening.pk, issuer_id=opening.issuer_id)
                return
            enqueue_many(
                "mail",
                {
                    f"mail:{uuid}:round_open:{opening.uuid}": {
                        "notice": "round_open",
                        "subscription": pk,
                        "opening": opening.pk,
                    }
                    for pk, uuid in chunk
                },
            )
            last = chunk[-1][0]
