"""Take a badge back: its record, its bit and the word to its holder."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from ..jobs.outbox import enqueue
from ..models import Assertion, StatusList, Verb
from ..standard.status_list import StatusBits
from . import policy
from .errors import AwardError, IncompleteError, NotAllowedError
from .log import record
from .telling import tell_holder_of_award


@transaction.atomic
def revoke(assertion: Assertion, *, by: Any, reason: str) -> Assertion:
    """Revoke an award for ever.

    Args:
        assertion: the award.
        by: a user who may decide for its issuer.
        reason: public: everybody who checks the badge reads it.

    Returns:
        The award. Its 2.0 document answers 410 from now on; a job signs the status list anew (Bitstring Status
        List 1.0, §3.1).

    Raises:
        NotAllowedError: when the user may not decide for the issuer.
        IncompleteError: without a reason.
        AwardError: when it is revoked already.
    """
    if not policy.assertions_for(by).filter(pk=assertion.pk).exists():
        raise NotAllowedError("not_your_issuer")
    if not reason.strip():
        raise IncompleteError("missing_reason")
    if not Assertion.objects.filter(pk=assertion.pk, revoked_at__isnull=True).update(
        revoked_at=timezone.now(), revocation_reason=reason.strip()[:300]
    ):
        raise AwardError("already_revoked")
    assertion.refresh_from_db()
    status_list = StatusList.objects.select_for_update().get(pk=assertion.status_list_id)
    bits = StatusBits(bytes(status_list.bits))
    bits.set(assertion.status_index)
    status_list.bits = bytes(bits)
    status_list.save(update_fields=["bits"])
    enqueue("sign_status_list", f"status:{status_list.uuid}:{assertion.uuid}", {"list": status_list.pk})
    record(Verb.REVOKED, by=by, assertion=assertion, submission=assertion.submission, issuer_id=assertion.issuer.pk)
    tell_holder_of_award("revoked", assertion, assertion.holder)
    return assertion
