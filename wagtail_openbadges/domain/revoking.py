"""Take a badge back: its record, its bit and the word to its holder."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from ..jobs.outbox import enqueue
from ..models import Assertion, StatusList, Verb
from ..standard.status_list import StatusBits
from .errors import AwardError, IncompleteError
from .log import record
from .policy import check_may_revoke
from .telling import tell_holder_of_award


@transaction.atomic
def revoke(assertion: Assertion, *, by: Any, reason: str) -> Assertion:
    """Revoke an award for ever.

    Args:
        assertion: the award.
        by: a user who may decide for its issuer, never the holder.
        reason: public: everybody who checks the badge reads it.

    Returns:
        The award. Its 2.0 document answers 410 from now on; a job signs the status list anew (Bitstring Status
        List 1.0, §3.1).

    Raises:
        NotAllowedError: when the user may not decide for the issuer, or holds the award.
        IncompleteError: without a reason.
        AwardError: when it is revoked already.
    """
    check_may_revoke(by, assertion)
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
