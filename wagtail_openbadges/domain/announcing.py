"""Writing to those who registered: what changed, the day before, and what the organiser wants to say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from ..jobs import Fence
from ..jobs.outbox import enqueue
from ..models import (
    ALIVE,
    SEATED,
    Audience,
    Gathering,
    GatheringMessage,
    GatheringStatus,
    Registration,
    RegistrationState,
    Verb,
)
from .errors import MessageError
from .gatherings import is_over, reminded_dates, text_of, told_digest
from .log import record
from .registering import locked
from .rewording import on_one_line
from .telling import tell_registered

CHUNK = 500

AGAIN = timedelta(minutes=10)
"""How long the same message to the same people counts as a button that was pressed twice."""

AUDIENCES = {
    Audience.REGISTERED: SEATED,
    Audience.WAITING: (RegistrationState.WAITING,),
    Audience.EVERYBODY: ALIVE,
}


def audience_of(gathering: Gathering, audience: str) -> QuerySet[Registration]:
    """Return the registrations that a message goes to."""
    return gathering.registrations.filter(state__in=AUDIENCES[Audience(audience)], holder__isnull=False)


@transaction.atomic
def send_message(
    gathering: Gathering, *, subject: str, text: str, audience: str, by: Any, uuid: UUID | None = None
) -> GatheringMessage:
    """Write to those who registered, each in a mail of her own; the same words sent again at once are sent once.

    Args:
        gathering: the event.
        subject: of the mail.
        text: as the organiser wrote it.
        audience: one of `Audience`.
        by: the organiser, as a user.
        uuid: of the message, where it was chosen with a preview: one preview sends once, however late.

    Raises:
        MessageError: `message_empty` or `nobody_registered`.
    """
    gathering = locked(gathering)
    subject, text = on_one_line(subject), text.strip()
    if not subject or not text:
        raise MessageError("message_empty")
    now = timezone.now()
    said = {"subject": subject, "text": text, "audience": audience}
    pressed_twice = Q(uuid=uuid) | Q(**said, sent_at__gt=now - AGAIN)
    same: GatheringMessage | None = gathering.messages.filter(pressed_twice).first()
    if same is not None:
        return same
    if not audience_of(gathering, audience).exists():
        raise MessageError("nobody_registered")
    message = GatheringMessage.objects.create(
        uuid=uuid or uuid4(), gathering=gathering, sent_at=now, sent_by=by, **said
    )
    record(Verb.MESSAGE_SENT, by=by, gathering_id=gathering.pk, issuer_id=gathering.issuer_id)
    enqueue("send_message", f"message:{message.uuid}", {"message": message.pk})
    return message


def deliver_message(payload: dict[str, Any], fence: Fence) -> None:
    """Enqueue a mail for each person that a message goes to, as the job `send_message`."""
    message = GatheringMessage.objects.select_related("gathering").get(pk=payload["message"])
    occasion = str(message.uuid)
    _each(
        audience_of(message.gathering, message.audience).filter(created_at__lte=message.sent_at),
        fence,
        lambda registration: tell_registered("message", registration, occasion=occasion, message=message.pk),
    )


def tell_gathering(payload: dict[str, Any], fence: Fence) -> None:
    """Tell those who registered what they do not know yet of an event, as the job `tell_gathering`.

    Nobody is told twice: each registration keeps what its person was told last. A change that was followed by another
    one waits for the job of that one, and what is over is told to nobody.
    """
    gathering = Gathering.objects.prefetch_related("texts").get(pk=payload["gathering"])
    is_late = is_over(gathering, at=timezone.now())
    is_called_off = gathering.status == GatheringStatus.CANCELLED
    if gathering.sequence != payload["sequence"] or (is_late and not is_called_off):
        return
    told: list[int] = []
    digests = {text.language: told_digest(gathering, text) for text in gathering.texts.all()}
    fallback = told_digest(gathering, text_of(gathering, ""))
    # Once its dates are over it is cancelled for those alone who were told something else than that it takes place
    # then: who knows it to be postponed was promised to be told how it ends, whenever that is.
    announced = {
        told_digest(gathering, text, status=status)
        for text in gathering.texts.all()
        for status in (GatheringStatus.PLANNED, GatheringStatus.MOVED)
    }

    def tell(registration: Registration) -> None:
        digest = digests.get(registration.language, fallback)
        if registration.told_digest == digest or (is_late and registration.told_digest in announced):
            return
        Registration.objects.filter(pk=registration.pk).update(told_digest=digest)
        tell_registered("changed", registration, occasion=str(payload["sequence"]))
        told.append(registration.pk)

    _each(gathering.registrations.filter(state__in=ALIVE), fence, tell)
    if not told:
        return
    with transaction.atomic():
        fence.check()
        record(Verb.GATHERING_TOLD, gathering_id=gathering.pk, issuer_id=gathering.issuer_id)


def remind_gathering(payload: dict[str, Any], fence: Fence) -> None:
    """Remind those who have a seat, the day before, as the job `remind_gathering`.

    A date that was moved since has a job of its own.
    """
    gathering = Gathering.objects.get(pk=payload["gathering"])
    begins = datetime.fromisoformat(payload["starts_at"])
    if begins not in reminded_dates(gathering) or begins <= timezone.now():
        return
    _each(
        gathering.registrations.filter(state=RegistrationState.REGISTERED),
        fence,
        lambda registration: tell_registered("remind_event", registration, occasion=payload["starts_at"]),
    )


def _each(registrations: QuerySet[Registration], fence: Fence, tell: Callable[[Registration], None]) -> None:
    """Do something for many registrations, some hundreds in each transaction."""
    last = 0
    while True:
        with transaction.atomic():
            fence.check()
            chunk = list(registrations.filter(pk__gt=last).select_related("holder").order_by("pk")[:CHUNK])
            for registration in chunk:
                tell(registration)
        if not chunk:
            return
        last = chunk[-1].pk
