"""Let one person deposit after the closing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..jobs.outbox import enqueue
from ..models import AccessLink, Holder, Opening, Purpose, Verb
from ..standard.identity import normalise_email
from .access import mint
from .admission import newest_form
from .errors import NotAllowedError, ScheduleError
from .log import record
from .policy import issuers_managed_by


@transaction.atomic
def give_late_link(opening: Opening, *, by: Any, address: str, until: datetime, language: str) -> AccessLink:
    """Let an address deposit until an instant, and write to it.

    The right is the address's: whoever is forwarded the link has to confirm an address that is not theirs.

    Args:
        opening: a round.
        by: a user who manages its issuer.
        address: of the person, as typed.
        until: aware; the person is told it in the zone of the round.
        language: of the mail.

    Raises:
        NotAllowedError: `not_your_issuer`.
        AddressError: when the address is not one.
        ScheduleError: `late_in_the_past`, or `late_before_closing`, when everybody can still deposit.
    """
    if not issuers_managed_by(by).filter(pk=opening.issuer_id).exists():
        raise NotAllowedError("not_your_issuer")
    if until <= timezone.now():
        raise ScheduleError("late_in_the_past")
    form = newest_form(opening)
    if form is not None and form.closes_at is not None and until <= form.closes_at:
        raise ScheduleError("late_before_closing")
    address = normalise_email(address)
    holder = Holder.objects.filter(email=address).first()
    link = mint(purpose=Purpose.LATE, address=address, language=language, holder=holder, opening=opening)
    link.expires_at = until
    link.save(update_fields=["expires_at"])
    record(Verb.LATE_LINK_GIVEN, by=by, opening_id=opening.pk, issuer_id=opening.issuer_id)
    enqueue("mail", f"mail:{link.uuid}:late", {"notice": "late", "link": link.pk})
    return link
