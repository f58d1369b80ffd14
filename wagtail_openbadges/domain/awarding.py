"""Give a badge: once, with a slot of its own in a status list, and signed afterwards by a job."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from ..jobs.outbox import enqueue
from ..models import AchievementVersion, Assertion, Holder, Issuer, StatusList, Submission, Verb, Way
from ..standard import proofs, v3
from ..standard.identity import identity_hash, normalise_email
from ..standard.status_list import StatusBits, status_list_credential
from .errors import AwardError
from .facts import achievement_facts, assertion_facts, issuer_facts
from .keys import signer_of
from .log import record
from .publishing import freeze
from .telling import tell_holder_of_award

SLOT_TRIES = 8


@transaction.atomic
def award(
    version: AchievementVersion,
    *,
    address: str,
    by: Any = None,
    way: Way = Way.BY_HAND,
    printed_name: str = "",
    expires_at: datetime | None = None,
    language: str = "",
) -> Assertion:
    """Give a badge to an address, without a file.

    Args:
        version: what the badge says.
        address: e-mail of the person, as typed.
        by: the user who gives it.
        way: how it was obtained.
        printed_name: shown only while the holder wants it.
        expires_at: aware UTC, or never.
        language: to write to the person in.

    Returns:
        The award; a job signs it and a mail tells the person.

    Raises:
        AddressError: when the address is not one.
        AwardError: when no slot could be found.
    """
    holder, _created = Holder.objects.get_or_create(
        email=normalise_email(address), defaults={"locale": language or version.language}
    )
    assertion = issue(version, holder=holder, way=way, by=by, printed_name=printed_name, expires_at=expires_at)
    tell_holder_of_award("awarded", assertion, holder)
    return assertion


def issue(
    version: AchievementVersion,
    *,
    holder: Holder,
    way: Way,
    by: Any = None,
    submission: Submission | None = None,
    printed_name: str = "",
    expires_at: datetime | None = None,
) -> Assertion:
    """Store an award in the caller's transaction: the one road to an assertion.

    The version is frozen, the address is hashed with a fresh salt of 128 bits (Open Badges 3.0, §B.5.11) and a
    random free slot is taken (Bitstring Status List 1.0, §6).

    Raises:
        AwardError: when no slot could be found.
    """
    version = freeze(version)
    address = holder.email
    if address is None:
        raise AwardError("no_address")
    salt = secrets.token_hex(16)
    assertion = Assertion(
        achievement_version=version,
        holder=holder,
        submission=submission,
        way=way,
        printed_name=printed_name,
        identity_hash=identity_hash(address, salt),
        identity_salt=salt,
        evidence=_snapshot(submission),
        issued_at=timezone.now().replace(microsecond=0),
        expires_at=expires_at,
    )
    _take_slot(assertion, version.achievement.issuer)
    enqueue("sign_assertion", f"sign:{assertion.uuid}", {"assertion": assertion.pk})
    record(
        Verb.AWARDED,
        by=by,
        submission=submission,
        assertion=assertion,
        issuer_id=version.achievement.issuer_id,
        achievement_id=version.achievement_id,
    )
    return assertion


def _snapshot(submission: Submission | None) -> list[dict[str, str]]:
    """Keep what documents say of the evidence, so that they never change when files are erased."""
    if submission is None:
        return []
    return [
        {"uuid": str(evidence.uuid), "kind": evidence.kind, "sha256": evidence.sha256}
        for evidence in submission.evidence.all()
    ]


def _take_slot(assertion: Assertion, issuer: Issuer) -> None:
    """Store the award in a random slot that no other award has."""
    status_list = _open_list(issuer)
    assertion.status_list = status_list
    for _try in range(SLOT_TRIES):
        assertion.status_index = secrets.randbelow(status_list.size)
        try:
            with transaction.atomic():
                assertion.save(force_insert=True)
        except IntegrityError:
            if not status_list.assertions.filter(status_index=assertion.status_index).exists():
                raise
            continue
        StatusList.objects.filter(pk=status_list.pk).update(used=F("used") + 1)
        return
    raise AwardError("no_slot")


def _open_list(issuer: Issuer) -> StatusList:
    """Return the list that takes new awards: a list closes when it is half full, and another begins."""
    Issuer.objects.select_for_update().get(pk=issuer.pk)
    lists = StatusList.objects.select_for_update().filter(issuer=issuer, purpose="revocation")
    status_list = lists.filter(used__lt=F("size") / 2).last()
    if status_list is None:
        last = lists.aggregate(last=Max("epoch"))["last"] or 0
        status_list = StatusList.objects.create(issuer=issuer, epoch=last + 1, bits=bytes(StatusBits()))
    status_list.issuer = issuer
    return status_list


def _signed(document: dict[str, Any], issuer: Issuer) -> bytes:
    """Sign a document with the key in use, and write the bytes that are published for ever."""
    key, signer = signer_of(issuer)
    signed = proofs.add_proof(
        document,
        signer,
        verification_method=key.verification_method,
        created=timezone.now().replace(microsecond=0),
    )
    return json.dumps(signed, ensure_ascii=False, separators=(",", ":")).encode()


def sign(assertion_id: int) -> None:
    """Sign an award and store the bytes, once: a second call changes nothing.

    The status list is signed first where it never was, so that no credential points to nothing.

    Raises:
        AwardError: when the issuer has no key in use.
        KeyStorageError: when its key cannot be read.
    """
    assertion = Assertion.objects.select_related(
        "achievement_version__achievement__issuer__organisation", "status_list__issuer__organisation"
    ).get(pk=assertion_id)
    if assertion.is_signed:
        return
    if not assertion.status_list.signed:
        sign_status_list(assertion.status_list_id)
    issuer = assertion.issuer
    document = v3.credential(
        assertion_facts(assertion), achievement_facts(assertion.achievement_version), issuer_facts(issuer)
    )
    signed = _signed(document, issuer)
    with transaction.atomic():
        if Assertion.objects.filter(pk=assertion_id, credential__isnull=True).update(credential=signed):
            record(Verb.SIGNED, assertion=assertion, issuer_id=issuer.pk)


@transaction.atomic
def sign_status_list(list_id: int) -> None:
    """Sign a status list as its bits stand now and store the bytes.

    Raises:
        AwardError: when the issuer has no key in use.
    """
    status_list = StatusList.objects.select_for_update().get(pk=list_id)
    now = timezone.now().replace(microsecond=0)
    document = status_list_credential(
        address=status_list.address,
        issuer=issuer_facts(status_list.issuer),
        purpose=status_list.purpose,
        bits=StatusBits(bytes(status_list.bits)),
        issued_at=now,
    )
    status_list.signed = _signed(document, status_list.issuer)
    status_list.signed_at = now
    status_list.save(update_fields=["signed", "signed_at"])
