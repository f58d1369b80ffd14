"""Registering for an event: seats counted under the lock of the event, and a waiting list that is kept in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone

from ..jobs import Fence
from ..jobs.outbox import enqueue
from ..models import (
    ALIVE,
    SEATED,
    Gathering,
    GatheringStatus,
    Holder,
    Registration,
    RegistrationState,
    RegistrationWay,
    Verb,
)
from .errors import RegistrationError
from .gatherings import DATE_FAULTS, is_over, text_of, told_digest
from .log import record
from .telling import tell_registered


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody says when registering: `answers` are rows of uid, label, type and value."""

    name: str
    seats: int = 1
    answers: Sequence[dict[str, Any]] = field(default_factory=tuple)
    food: str = ""
    access: str = ""


def closed_to_registration(gathering: Gathering, *, now: datetime) -> str | None:
    """Say why nobody can register at an instant, as a code of `RegistrationError`; None when one can.

    An event that is full is not closed: `seats_left` and its waiting list say what a registration becomes.

    Args:
        gathering: the event.
        now: when the request began, aware.
    """
    over = is_over(gathering, at=now)
    # Each reason is asked only after those before it, in the order in which they matter to people.
    reasons = (
        ("event_not_shown", not gathering.is_published),
        ("event_cancelled", gathering.status == GatheringStatus.CANCELLED),
        ("event_postponed", gathering.status == GatheringStatus.POSTPONED),
        ("event_over", over),
        ("no_registration", gathering.registration == RegistrationWay.NONE),
        ("event_incomplete", bool(gathering.faults) or gathering.starts_at is None),
        ("registration_closed", _is_past_closing(gathering, now)),
        ("registration_elsewhere", gathering.registration == RegistrationWay.ELSEWHERE),
        ("event_full", gathering.status == GatheringStatus.FULL and not gathering.has_waiting_list),
    )
    return next((code for code, holds in reasons if holds), None)


def _is_past_closing(gathering: Gathering, now: datetime) -> bool:
    closes_at = gathering.registration_closes_at or gathering.starts_at
    return closes_at is not None and now >= closes_at


def seats_taken(gathering: Gathering) -> int:
    """Count the seats of those who have one or are offered one; whoever was erased meanwhile holds none."""
    seated = gathering.registrations.filter(state__in=SEATED, erased_at=None)
    taken = seated.aggregate(seats=Sum("seats"))["seats"]
    return taken or 0


def seats_left(gathering: Gathering) -> int | None:
    """Count the seats that are free; None without limit, never below 0. An editor may say that it is full."""
    if gathering.status == GatheringStatus.FULL:
        return 0
    if gathering.capacity is None:
        return None
    return max(gathering.capacity - seats_taken(gathering), 0)


def queue_of(gathering: Gathering) -> QuerySet[Registration]:
    """Return those who wait, in their order.

    Whoever asks for more seats than the whole event has by now waits outside the order: she would keep everybody out.
    """
    waiting = gathering.registrations.filter(state=RegistrationState.WAITING).order_by("waiting_since", "pk")
    return waiting if gathering.capacity is None else waiting.filter(seats__lte=gathering.capacity)


def has_queue(gathering: Gathering) -> bool:
    """Say whether somebody waits: nobody who comes later takes a seat before her."""
    return queue_of(gathering).exists()


def _fits(gathering: Gathering, seats: int) -> bool:
    left = seats_left(gathering)
    return left is None or seats <= left


def locked(gathering: Gathering) -> Gathering:
    """Return the event as it is now, locked until the transaction ends.

    SQLite has no row locks: there the transaction itself is IMMEDIATE, which the system check asks for.
    """
    row: Gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    return row


@transaction.atomic
def register(gathering: Gathering, holder: Holder, wish: Wish, *, language: str, at: datetime) -> Registration:
    """Give somebody a seat, or a place on the waiting list when there is none.

    Args:
        gathering: the event.
        holder: whose address was confirmed.
        wish: what she said.
        language: of the mails.
        at: when the request began, aware.

    Raises:
        RegistrationError: nobody can register now, `event_full`, `already_registered` or `too_many_seats`.
    """
    gathering = locked(gathering)
    reason = closed_to_registration(gathering, now=at)
    if reason is not None:
        raise RegistrationError(reason)
    if gathering.registrations.filter(holder=holder, state__in=ALIVE).exists():
        raise RegistrationError("already_registered")
    _check_seats(gathering, wish.seats)
    has_seat = _fits(gathering, wish.seats) and not has_queue(gathering)
    if not has_seat and not gathering.has_waiting_list:
        raise RegistrationError("event_full")
    text = text_of(gathering, language)
    registration = Registration.objects.create(
        gathering=gathering,
        holder=holder,
        language=text.language if text else language,
        state=RegistrationState.REGISTERED if has_seat else RegistrationState.WAITING,
        created_at=timezone.now(),
        waiting_since=None if has_seat else timezone.now(),
        told_digest=told_digest(gathering, text),
        **_said(wish),
    )
    record(Verb.REGISTERED if has_seat else Verb.WAIT_BEGUN, registration=registration)
    tell_registered("registered" if has_seat else "waiting", registration)
    return registration


def most_seats(gathering: Gathering) -> int:
    """Return how many seats one person may take: never more than the whole event has."""
    return min(gathering.seats_at_most, gathering.capacity or gathering.seats_at_most)


def _check_seats(gathering: Gathering, seats: int) -> None:
    limit = most_seats(gathering)
    if not 1 <= seats <= limit:
        raise RegistrationError("too_many_seats", limit=limit)


def _said(wish: Wish) -> dict[str, Any]:
    return {
        "name": wish.name,
        "seats": wish.seats,
        "answers": list(wish.answers),
        "food": wish.food,
        "access": wish.access,
    }


def _alive(registration: Registration) -> tuple[Gathering, Registration]:
    """Return the event, locked, and the registration as it is now.

    Raises:
        RegistrationError: `registration_ended`, or `offer_over` when it ended because nobody took the seat.
    """
    gathering = locked(registration.gathering)
    current: Registration = Registration.objects.select_related("holder").get(pk=registration.pk)
    if current.state == RegistrationState.LAPSED:
        raise RegistrationError("offer_over")
    if current.state not in ALIVE:
        raise RegistrationError("registration_ended")
    current.gathering = gathering
    return gathering, current


@transaction.atomic
def change_registration(registration: Registration, wish: Wish, *, at: datetime) -> Registration:
    """Write anew what somebody said. Fewer seats free some for those who wait; more are taken only if they are free.

    Args:
        registration: of somebody who comes or waits.
        wish: what she says now.
        at: when the request began, aware.

    Raises:
        RegistrationError: `registration_ended`, `offer_over`, `event_over`, `too_many_seats` or `seats_gone`.
    """
    gathering, current = _alive(registration)
    if is_over(gathering, at=at):
        raise RegistrationError("event_over")
    more = wish.seats - current.seats
    # Whoever has more seats than one may take by now keeps them.
    if more > 0 or wish.seats < 1:
        _check_seats(gathering, wish.seats)
        if current.state in SEATED and (has_queue(gathering) or not _fits(gathering, more)):
            raise RegistrationError("seats_gone", left=0 if has_queue(gathering) else seats_left(gathering))
    # What is said of needs anew, after an event was moved, is to be erased anew.
    said = {**_said(wish), "needs_erased_at": None}
    for name, value in said.items():
        setattr(current, name, value)
    # Only what it changes: what she was told last is written by a job at its own time.
    current.save(update_fields=list(said))
    record(Verb.REGISTRATION_CHANGED, registration=current)
    if more < 0:
        _offer(gathering, now=timezone.now())
    return current


@transaction.atomic
def take_seat(registration: Registration, *, at: datetime) -> Registration:
    """Take the seat that was offered; a second time changes nothing.

    Args:
        registration: one that a seat was offered to.
        at: when the request began, aware: whoever answered in time is not punished for a slow line.

    Raises:
        RegistrationError: `registration_ended`, `offer_over` or `event_cancelled`.
    """
    gathering, current = _alive(registration)
    if current.state == RegistrationState.REGISTERED:
        return current
    if gathering.status == GatheringStatus.CANCELLED:
        raise RegistrationError("event_cancelled")
    due = reply_due(current)
    if due is None or at >= due:
        raise RegistrationError("offer_over")
    current.state = RegistrationState.REGISTERED
    current.offered_until = None
    current.told_digest = told_digest(gathering, text_of(gathering, current.language))
    current.save(update_fields=["state", "offered_until", "told_digest"])
    record(Verb.SEAT_TAKEN, registration=current)
    tell_registered("registered", current, occasion="taken")
    return current


def reply_due(registration: Registration) -> datetime | None:
    """Return until when an offered seat can be taken: an event that was moved forward ends its offers as it begins.

    None when no seat is offered.
    """
    due: datetime | None = registration.offered_until
    if registration.state != RegistrationState.OFFERED or due is None:
        return None
    return min(due, registration.gathering.starts_at or due)


@transaction.atomic
def cancel_registration(registration: Registration, *, by: Any = None, at: datetime | None = None) -> Registration:
    """Give a seat or a place on the waiting list back; the next one is offered the seat.

    Args:
        registration: of somebody who comes or waits.
        by: the organiser, as a user; None for the person herself.
        at: when the request began; only a person is refused after the event, now if not given.

    Raises:
        RegistrationError: `registration_ended`, `offer_over`, or `event_over` for a person.
    """
    gathering, current = _alive(registration)
    if by is None and is_over(gathering, at=at or timezone.now()):
        raise RegistrationError("event_over")
    _end(current, RegistrationState.CANCELLED)
    record(Verb.REGISTRATION_CANCELLED, by=by, registration=current)
    tell_registered("unregistered" if by is None else "struck_off", current)
    _offer(gathering, now=timezone.now())
    return current


def _end(registration: Registration, state: RegistrationState) -> None:
    """End a registration; what was said of needs is needed no more."""
    registration.state = state
    registration.ended_at = timezone.now()
    registration.offered_until = None
    registration.food = registration.access = ""
    registration.save(update_fields=["state", "ended_at", "offered_until", "food", "access"])


@transaction.atomic
def offer_seats(gathering: Gathering) -> None:
    """Offer the seats that are free to those who wait, in their order."""
    _offer(locked(gathering), now=timezone.now())


def _offer(gathering: Gathering, *, now: datetime) -> None:
    """Offer free seats of a locked event, strictly in order: whoever waits for two is not overtaken by one.

    When the event takes seats without limit by now, everybody who waits is offered one.
    """
    if not _gives_seats(gathering, now):
        return
    for registration in queue_of(gathering).select_related("holder"):
        if not _fits(gathering, registration.seats):
            return
        _offer_one(gathering, registration, now=now)


def _gives_seats(gathering: Gathering, now: datetime) -> bool:
    stopped = (GatheringStatus.CANCELLED, GatheringStatus.POSTPONED)
    has_begun = gathering.starts_at is None or now >= gathering.starts_at
    is_sound = gathering.is_published and not set(gathering.faults) & set(DATE_FAULTS)
    return is_sound and not has_begun and gathering.status not in stopped


def _offer_one(gathering: Gathering, registration: Registration, *, now: datetime) -> None:
    """Keep seats for somebody until the reply is due, which is never after the event begins."""
    until = now + timedelta(hours=gathering.reply_hours)
    registration.state = RegistrationState.OFFERED
    registration.offered_until = min(until, gathering.starts_at or until)
    registration.save(update_fields=["state", "offered_until"])
    record(Verb.SEAT_OFFERED, registration=registration)
    occasion = registration.offered_until.isoformat()
    tell_registered("offered", registration, occasion=occasion)
    enqueue(
        "lapse_offer",
        f"lapse:{registration.uuid}:{occasion}",
        {"registration": registration.pk, "until": occasion},
        run_after=registration.offered_until,
    )


def offer_again(payload: dict[str, Any], fence: Fence) -> None:
    """Offer what is free of an event, as the job `offer_seats`."""
    with transaction.atomic():
        fence.check()
        offer_seats(Gathering.objects.get(pk=payload["gathering"]))


def lapse_offer(payload: dict[str, Any], fence: Fence) -> None:
    """End an offer that nobody took in time and offer the seat to the next, as the job `lapse_offer`."""
    with transaction.atomic():
        fence.check()
        registration = Registration.objects.select_related("gathering").get(pk=payload["registration"])
        gathering = locked(registration.gathering)
        registration.refresh_from_db()
        due = registration.offered_until
        if registration.state != RegistrationState.OFFERED or due is None or due.isoformat() != payload["until"]:
            return
        _end(registration, RegistrationState.LAPSED)
        record(Verb.OFFER_LAPSED, registration=registration)
        # Of a cancelled event she knows already that there is no seat to take.
        if gathering.status != GatheringStatus.CANCELLED:
            tell_registered("lapsed", registration)
        _offer(gathering, now=timezone.now())
