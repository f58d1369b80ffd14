"""What publishing the page of an event does to its record, and what those who registered must learn of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..jobs.outbox import enqueue
from ..models import (
    Gathering,
    GatheringDate,
    GatheringStatus,
    GatheringText,
    RegistrationWay,
    Verb,
)
from .clock import LOCAL_FORMAT, instant_of, zone
from .errors import ScheduleError
from .log import record
from .publishing import digest_of

SECOND_THOUGHTS = timedelta(minutes=10)
"""How long an editor may correct a change before those who registered are told of it."""

REMINDER = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class DateContent:
    """One date as its editor typed it: `YYYY-MM-DDTHH:MM` on the clock of the event, `end` empty when it is not known.

    For a whole day, or several, the hours say nothing.
    """

    uid: UUID
    start: str
    end: str = ""
    is_all_day: bool = False


@dataclass(frozen=True, kw_only=True)
class GatheringContent:
    """What the page of an event says, in one language, as plain values."""

    translation_key: UUID
    page_id: int | None
    language: str
    title: str
    zone_name: str
    dates: tuple[DateContent, ...] = ()
    status: str = GatheringStatus.PLANNED
    status_note: str = ""
    """Why, or what now, in a sentence."""
    place: str = ""
    address: str = ""
    online_url: str = ""
    practical: str = ""
    """What to know before coming: access, what to bring."""
    registration: str = RegistrationWay.NONE
    issuer_id: int | None = None
    elsewhere_url: str = ""
    registration_closes: str = ""
    """As a date; empty when one can register until the event begins."""
    capacity: int | None = None
    seats_at_most: int = 1
    has_waiting_list: bool = True
    reply_hours: int = 48
    asks_food: bool = False
    asks_access: bool = False
    questions: tuple[dict[str, Any], ...] = ()
    privacy_notice: str = ""


@dataclass(frozen=True, kw_only=True)
class Span:
    """From when to when a date goes, aware UTC: `ends_at` no longer belongs to it."""

    starts_at: datetime
    ends_at: datetime


def span_of(date: DateContent, zone_name: str) -> Span:
    """Return the instants of a date.

    A date without end is taken to go on until the end of its day: nobody knows better. A whole day ends at the
    midnight after it, on the clock of the place.

    Raises:
        ScheduleError: for a zone, a date or an hour that means nothing, or `ends_before_start`.
    """
    if date.is_all_day:
        starts_at = _midnight(date.start, zone_name)
        ends_at = _midnight(date.end or date.start, zone_name, days=1)
    else:
        starts_at = _instant(date.start, zone_name)
        ends_at = _instant(date.end, zone_name, is_end=True) if date.end else _midnight(date.start, zone_name, days=1)
    if ends_at <= starts_at:
        raise ScheduleError("ends_before_start")
    return Span(starts_at=starts_at, ends_at=ends_at)


def _instant(local: str, zone_name: str, *, is_end: bool = False) -> datetime:
    instant = instant_of(local, zone_name, is_end=is_end)
    if instant is None:
        raise ScheduleError("local_unreadable")
    return instant


def _midnight(local: str, zone_name: str, *, days: int = 0) -> datetime:
    """Return the first instant of the day of a local date, or of one some days later.

    Where clocks jump over midnight the day begins an hour later.
    """
    zone(zone_name)
    try:
        # Only its day counts: the zone follows with the hour.
        typed = datetime.strptime(local, LOCAL_FORMAT)  # noqa: DTZ007
        midnight = datetime.combine(typed.date() + timedelta(days=days), time())
    except (ValueError, OverflowError):
        raise ScheduleError("local_unreadable") from None
    try:
        return _instant(midnight.strftime(LOCAL_FORMAT), zone_name)
    except ScheduleError as error:
        if error.code != "local_skipped":
            raise
        return _instant((midnight + timedelta(hours=1)).strftime(LOCAL_FORMAT), zone_name)


def gathering_faults(content: GatheringContent) -> list[str]:
    """Say what is wrong with an event, as codes of `PublishingError` or `ScheduleError`, in the form's order.

    A wrong date keeps the event out of lists and calendars; the others only keep people from registering.
    """
    faults: list[str] = []
    if not content.dates and content.status != GatheringStatus.POSTPONED:
        faults.append("missing_date")
    for date in content.dates:
        try:
            span_of(date, content.zone_name)
        except ScheduleError as error:
            faults.append(error.code)
    if content.registration_closes and not faults:
        try:
            _instant(content.registration_closes, content.zone_name, is_end=True)
        except ScheduleError as error:
            faults.append(error.code)
    if content.registration == RegistrationWay.HERE:
        if content.issuer_id is None:
            faults.append("missing_registrar")
        elif _issuer_is_fixed(content):
            faults.append("issuer_fixed")
        if not content.privacy_notice.strip():
            faults.append("missing_notice")
    if content.registration == RegistrationWay.ELSEWHERE and not content.elsewhere_url:
        faults.append("missing_elsewhere")
    return list(dict.fromkeys(faults))


def _issuer_is_fixed(content: GatheringContent) -> bool:
    """Say whether people gave what they said to another structure already."""
    others = Gathering.objects.exclude(issuer=content.issuer_id).exclude(issuer=None)
    return others.filter(translation_key=content.translation_key, registrations__isnull=False).exists()


def is_over(gathering: Gathering, *, at: datetime) -> bool:
    """Say whether an event has ended. One that is postponed has not: its dates no longer count.

    Args:
        gathering: the event.
        at: the instant, aware.
    """
    return gathering.status != GatheringStatus.POSTPONED and gathering.ends_at is not None and at >= gathering.ends_at


def to_come(at: datetime) -> Q:
    """Match the events of which `is_over` is false, whether they take place or not.

    Args:
        at: the instant, aware.
    """
    return Q(status=GatheringStatus.POSTPONED) | Q(ends_at=None) | Q(ends_at__gt=at)


DATE_FAULTS = ("missing_date", "unknown_zone", "local_unreadable", "local_skipped", "ends_before_start")
"""The faults for which an event has no dates that lists and calendars could show."""


@transaction.atomic
def publish_gathering(content: GatheringContent, *, by: Any = None) -> Gathering:
    """Bring the record of an event in line with its published page.

    Publishing never fails for what is wrong: the record keeps the reasons, which editors see. Its dates stay what they
    were while those of the page mean nothing. Who is already registered stays so, whatever the editor changes.

    Args:
        content: what the page says.
        by: the user who published, if known.
    """
    gathering = _locked_or_new(content)
    faults = gathering_faults(content)
    was_first = not gathering.digest
    if not any(fault in DATE_FAULTS for fault in faults):
        _write_dates(gathering, content)
    text = _write_text(gathering, content)
    _write_rules(gathering, content, faults)
    digest = digest_of([gathering.status, _calendar_dates(gathering)])
    text_digest = digest_of([text.title, text.place, text.address, text.online_url])
    if gathering.digest != digest or text.digest not in ("", text_digest):
        gathering.sequence += 0 if was_first else 1
        gathering.changed_at = timezone.now()
    gathering.digest, text.digest = digest, text_digest
    gathering.save()
    text.save()
    record(Verb.GATHERING_PUBLISHED, by=by, gathering_id=gathering.pk, issuer_id=gathering.issuer_id)
    _plan(gathering)
    return gathering


def _locked_or_new(content: GatheringContent) -> Gathering:
    """Return the event of a page, locked; the first publication makes it, even when two arrive at once."""
    Gathering.objects.get_or_create(
        translation_key=content.translation_key,
        defaults={"page_id": content.page_id, "zone_name": content.zone_name, "changed_at": timezone.now()},
    )
    gathering: Gathering = Gathering.objects.select_for_update().get(translation_key=content.translation_key)
    return gathering


def _write_dates(gathering: Gathering, content: GatheringContent) -> None:
    """Write the dates anew, each under the identifier that its row keeps."""
    spans = {uid: (date, span_of(date, content.zone_name)) for uid, date in _identified(gathering, content)}
    gathering.dates.exclude(uid__in=spans).delete()
    for uid, (date, span) in spans.items():
        GatheringDate.objects.update_or_create(
            gathering=gathering,
            uid=uid,
            defaults={
                "starts_at": span.starts_at,
                "ends_at": span.ends_at,
                "starts_local": date.start,
                "ends_local": date.end,
                "is_all_day": date.is_all_day,
            },
        )
    gathering.zone_name = content.zone_name
    gathering.starts_at = min((span.starts_at for _date, span in spans.values()), default=None)
    gathering.ends_at = max((span.ends_at for _date, span in spans.values()), default=None)
    closes = content.registration_closes
    gathering.registration_closes_at = _instant(closes, content.zone_name, is_end=True) if closes else None


def _identified(gathering: Gathering, content: GatheringContent) -> list[tuple[UUID, DateContent]]:
    """Return the dates with their identifiers: one that was added to each language by hand keeps that of the first."""
    known = {date.uid: date for date in gathering.dates.all()}
    said = {date.uid for date in content.dates}
    same = {
        (date.starts_local, date.ends_local, date.is_all_day): uid for uid, date in known.items() if uid not in said
    }
    found = []
    for date in content.dates:
        other = None if date.uid in known else same.pop((date.start, date.end, date.is_all_day), None)
        found.append((other or date.uid, date))
    return found


def _write_text(gathering: Gathering, content: GatheringContent) -> GatheringText:
    text: GatheringText | None = gathering.texts.filter(language=content.language).first()
    text = text or GatheringText(gathering=gathering, language=content.language)
    text.title = content.title
    text.place = content.place
    text.address = content.address
    text.online_url = content.online_url
    text.practical = content.practical
    text.status_note = content.status_note
    text.questions = list(content.questions)
    text.privacy_notice = content.privacy_notice
    return text


def _write_rules(gathering: Gathering, content: GatheringContent, faults: list[str]) -> None:
    gathering.status = content.status
    gathering.registration = content.registration
    gathering.elsewhere_url = content.elsewhere_url
    gathering.capacity = content.capacity
    gathering.seats_at_most = content.seats_at_most
    gathering.has_waiting_list = content.has_waiting_list
    gathering.reply_hours = content.reply_hours
    gathering.asks_food = content.asks_food
    gathering.asks_access = content.asks_access
    # Whoever registered gave what she said to one structure: no later page hands it to another.
    if gathering.issuer_id is None or not gathering.registrations.exists():
        gathering.issuer_id = content.issuer_id
    gathering.faults = faults
    gathering.is_published = True
    if gathering.page is None or not gathering.page.live:
        gathering.page_id = content.page_id


def _calendar_dates(gathering: Gathering) -> list[list[Any]]:
    """Return the dates as calendars know them."""
    dates = gathering.dates.order_by("starts_at", "pk")
    return [[gathering.zone_name, date.starts_local, date.ends_local, date.is_all_day] for date in dates]


def _plan(gathering: Gathering) -> None:
    """Enqueue what follows: telling those who registered, offering seats that became free, reminding."""
    if gathering.registration != RegistrationWay.HERE and not gathering.registrations.exists():
        return
    ids = {"gathering": gathering.pk}
    now = timezone.now()
    if gathering.sequence:
        enqueue(
            "tell_gathering",
            f"tell:{gathering.uuid}:{gathering.sequence}",
            {**ids, "sequence": gathering.sequence},
            run_after=now + SECOND_THOUGHTS,
        )
    enqueue("offer_seats", f"offer:{gathering.uuid}:{now.isoformat()}", ids)
    for begins in reminded_dates(gathering):
        if begins - REMINDER > now:
            enqueue(
                "remind_gathering",
                f"remind:{gathering.uuid}:{begins.isoformat()}",
                {**ids, "starts_at": begins.isoformat()},
                run_after=begins - REMINDER,
            )


def reminded_dates(gathering: Gathering) -> list[datetime]:
    """Return when the dates begin that people are reminded of: each, but not the days after a day on which they came.

    Nothing is reminded of an event that nobody is shown, or that does not take place on its dates.
    """
    stopped = (GatheringStatus.CANCELLED, GatheringStatus.POSTPONED)
    if not gathering.is_published or gathering.status in stopped:
        return []
    begins = sorted({date.starts_at for date in gathering.dates.all()})
    return [
        instant
        for before, instant in zip([None, *begins], begins, strict=False)
        if before is None or instant - before > 2 * REMINDER
    ]


@transaction.atomic
def carry_gathering(gathering: Gathering, *, page_id: int) -> None:
    """Let another page show an event whose page left; what was said of it last stays true.

    Args:
        gathering: the event.
        page_id: of a live page of the same translation group.
    """
    Gathering.objects.filter(pk=gathering.pk).update(page_id=page_id)


@transaction.atomic
def close_gathering(gathering: Gathering, *, by: Any = None) -> None:
    """Take an event off lists and calendars, because no page of it is live any more; registrations stay."""
    if Gathering.objects.filter(pk=gathering.pk, is_published=True).update(is_published=False):
        record(Verb.GATHERING_CLOSED, by=by, gathering_id=gathering.pk, issuer_id=gathering.issuer_id)


def text_of(gathering: Gathering, language: str) -> GatheringText | None:
    """Return what an event says in a language, else in the one that it was written in first."""
    texts = {text.language: text for text in gathering.texts.all()}
    return texts.get(language) or next(iter(sorted(texts.values(), key=lambda text: text.pk)), None)


def told_digest(gathering: Gathering, text: GatheringText | None, *, status: str | None = None) -> str:
    """Return a digest of what somebody who comes must know: she is told again only when it changes.

    That an event is full is no news to those who have a seat. Of an event that is cancelled nothing else matters.
    `status` is that of the event, unless another one is asked about.
    """
    status = status or gathering.status
    if status == GatheringStatus.CANCELLED:
        return digest_of([status])
    status = GatheringStatus.PLANNED if status == GatheringStatus.FULL else status
    said = [text.place, text.address, text.online_url] if text is not None else []
    return digest_of([status, _calendar_dates(gathering), said])
