"""What publishing the page of a round does to its call and its opening, and which round is the current one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from ..jobs.outbox import enqueue
from ..models import Achievement, Call, ClaimRule, Opening, OpeningKind, OpeningVersion, State, Verb
from .admission import closed_reason
from .clock import instant_of, zone
from .errors import ScheduleError
from .log import record
from .publishing import append_form, digest_of, faults_of_questions

REMINDER_DAYS = (7, 2)
"""How long before the closing the owners of drafts are reminded."""


@dataclass(frozen=True, kw_only=True)
class RoundContent:
    """What the page of a round says, in one language, as plain values.

    Dates with an hour are `YYYY-MM-DDTHH:MM` on the clock of `zone_name`, empty when there is none.
    """

    translation_key: UUID
    page_id: int | None
    language: str
    call_key: UUID
    """Translation key of the hub page."""
    call_page_id: int | None
    number: int
    title: str
    issuer_id: int | None
    zone_name: str
    opens: str = ""
    closes: str = ""
    editable_until: str = ""
    results_on: date | None = None
    questions: tuple[dict[str, Any], ...] = ()
    criteria: tuple[dict[str, Any], ...] = ()
    evidence_rules: dict[str, Any] | None = None
    minutes: int = 30
    promised_days: int = 60
    ceiling: int | None = 1
    elsewhere_url: str = ""
    awards_id: int | None = None
    """The achievement that acceptance awards, if any."""
    privacy_notice: str = ""


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """The instants that a round's dates mean, aware UTC; None where none was given."""

    opens_at: datetime | None
    closes_at: datetime | None
    editable_until_at: datetime | None


def schedule_of(content: RoundContent) -> Schedule:
    """Return the instants of a round.

    Raises:
        ScheduleError: for a zone, a date or an hour that means nothing.
    """
    zone(content.zone_name)
    return Schedule(
        opens_at=instant_of(content.opens, content.zone_name),
        closes_at=instant_of(content.closes, content.zone_name, is_end=True),
        editable_until_at=instant_of(content.editable_until, content.zone_name, is_end=True),
    )


def round_faults(content: RoundContent) -> list[str]:
    """Say what keeps a round from opening, as codes of `PublishingError` or `ScheduleError`, in the form's order."""
    faults = []
    if content.issuer_id is None:
        faults.append("missing_receiver")
    elif _issuer_is_fixed(content):
        faults.append("issuer_fixed")
    if _number_is_taken(content):
        faults.append("number_taken")
    try:
        faults += _faults_of_dates(content, schedule_of(content))
    except ScheduleError as error:
        faults.append(error.code)
    if not content.privacy_notice.strip() and not content.elsewhere_url:
        faults.append("missing_notice")
    if not content.elsewhere_url:
        faults += faults_of_questions(content.questions)
    return faults + _faults_of_badge(content)


def _issuer_is_fixed(content: RoundContent) -> bool:
    opening = Opening.objects.filter(translation_key=content.translation_key).first()
    return (
        opening is not None
        and opening.issuer_id != content.issuer_id
        and opening.submissions.exclude(state=State.DRAFT).exists()
    )


def _number_is_taken(content: RoundContent) -> bool:
    """Say whether another round of the call, that still has a page, counts as this one does."""
    others = Opening.objects.filter(call__translation_key=content.call_key, round_number=content.number)
    return others.exclude(page=None).exclude(translation_key=content.translation_key).exists()


def _faults_of_dates(content: RoundContent, schedule: Schedule) -> list[str]:
    opens, closes, editable = schedule.opens_at, schedule.closes_at, schedule.editable_until_at
    faults = []
    if opens and closes and closes <= opens:
        faults.append("closes_before_opens")
    if opens and editable and editable <= opens:
        faults.append("editable_before_opens")
    if content.results_on and content.closes and content.results_on.isoformat() < content.closes[:10]:
        faults.append("results_before_closing")
    if not faults and _overlaps(content, schedule):
        faults.append("overlapping_round")
    return faults


def _overlaps(content: RoundContent, schedule: Schedule) -> bool:
    """Say whether another published round of the same call is open while this one is."""
    others = Opening.objects.filter(
        call__translation_key=content.call_key, is_published=True, faults=[], archived_at=None
    ).exclude(translation_key=content.translation_key)
    for form in forms_in_force(others):
        begins_before_we_end = not (schedule.closes_at and form.opens_at and form.opens_at >= schedule.closes_at)
        ends_after_we_begin = not (schedule.opens_at and form.closes_at and form.closes_at <= schedule.opens_at)
        if begins_before_we_end and ends_after_we_begin:
            return True
    return False


def _faults_of_badge(content: RoundContent) -> list[str]:
    if content.awards_id is None:
        return []
    achievement = Achievement.objects.filter(pk=content.awards_id).first()
    if achievement is None or not achievement.versions.exists():
        return ["badge_not_published"]
    return ["badge_of_other_issuer"] if achievement.issuer_id != content.issuer_id else []


def forms_in_force(openings: Any) -> Any:
    """Return the newest form of each of some openings: the one whose dates count.

    Args:
        openings: a queryset of `Opening`.
    """
    newest = OpeningVersion.objects.filter(opening=OuterRef("opening")).order_by("-number").values("number")[:1]
    return OpeningVersion.objects.filter(opening__in=openings, number=Subquery(newest)).select_related("opening")


@transaction.atomic
def publish_round(content: RoundContent, *, by: Any = None) -> Opening | None:
    """Bring call and opening in line with a published page.

    Publishing never fails for what is missing: the opening stays shut and keeps the reasons, which editors see. When
    the round is sound, those who asked to be told are told once, and the reminders of its closing are planned.

    Args:
        content: what the page says.
        by: the user who published, if known.

    Returns:
        The opening of the page's translation group; None when it has none yet and no structure was chosen.
    """
    call = _call_of(content)
    opening = Opening.objects.select_for_update().filter(translation_key=content.translation_key).first()
    if opening is None:
        if content.issuer_id is None:
            return None
        opening = _new_opening(content, call, content.issuer_id)
    opening.call, opening.round_number = call, content.number
    opening.faults = round_faults(content)
    if opening.page is None or not opening.page.live:
        opening.page_id = content.page_id
    opening.is_published = True
    if not opening.faults and content.issuer_id is not None:
        _move_to(opening, content.issuer_id)
        form = _align_form(opening, content)
        _plan(opening, form)
    opening.save()
    record(Verb.OPENING_PUBLISHED, by=by, opening_id=opening.pk, issuer_id=opening.issuer_id)
    return opening


def _call_of(content: RoundContent) -> Call:
    """Return the call of a round, locked: publishing two of its rounds at once must not hide their overlap."""
    Call.objects.get_or_create(translation_key=content.call_key, defaults={"page_id": content.call_page_id})
    call = Call.objects.select_for_update().get(translation_key=content.call_key)
    if call.page is None or not call.page.live:
        call.page_id = content.call_page_id
        call.save(update_fields=["page"])
    return call


def _new_opening(content: RoundContent, call: Call, issuer_id: int) -> Opening:
    opening = Opening.objects.create(
        kind=OpeningKind.CALL,
        translation_key=content.translation_key,
        page_id=content.page_id,
        issuer_id=issuer_id,
        call=call,
        round_number=content.number,
        reference_prefix=content.translation_key.hex[:12],
    )
    wanted = f"AMI{content.number}"
    taken = Opening.objects.filter(reference_prefix=wanted).exists()
    opening.reference_prefix = f"{wanted}-{opening.pk}"[:12] if taken else wanted
    return opening


def _move_to(opening: Opening, issuer_id: int) -> None:
    """Let another structure receive what is only drafts so far; `round_faults` has refused anything else."""
    if opening.issuer_id != issuer_id:
        opening.issuer_id = issuer_id
        opening.submissions.update(issuer_id=issuer_id)


def asked_by(content: RoundContent) -> dict[str, Any]:
    """Return what the form of a round asks and says, but the instants of its dates, as its opening keeps it."""
    return {
        "title": content.title,
        "claim_rule": str(ClaimRule.NO_CLAIMS if content.elsewhere_url else ClaimRule.ONE_REVIEW),
        "questions": list(content.questions),
        "criteria": list(content.criteria),
        "evidence_rules": content.evidence_rules or {},
        "minutes": content.minutes,
        "promised_days": content.promised_days,
        "opens_local": content.opens,
        "closes_local": content.closes,
        "editable_until_local": content.editable_until,
        "zone_name": content.zone_name,
        "results_on": content.results_on,
        "ceiling": content.ceiling,
        "elsewhere_url": content.elsewhere_url,
        "awards_id": content.awards_id,
        "privacy_notice": content.privacy_notice,
    }


def _align_form(opening: Opening, content: RoundContent) -> OpeningVersion:
    asked = {**asked_by(content), **asdict(schedule_of(content))}
    plain = {name: str(value) if isinstance(value, (date, datetime)) else value for name, value in asked.items()}
    return append_form(opening, content.language, asked, digest_of(plain))


def _plan(opening: Opening, form: OpeningVersion) -> None:
    """Enqueue what follows from a sound round: the announcement, once for ever, and the reminders of this closing."""
    now = timezone.now()
    if form.closes_at is None or form.closes_at > now:
        enqueue("announce_round", f"announce:{opening.uuid}", {"opening": opening.pk})
    if form.closes_at is None or form.elsewhere_url:
        return
    for days in REMINDER_DAYS:
        when = form.closes_at - timedelta(days=days)
        if when > now:
            enqueue(
                "remind_drafts",
                f"remind:{opening.uuid}:{days}:{form.closes_at.isoformat()}",
                {"opening": opening.pk, "days": days, "closes_at": form.closes_at.isoformat()},
                run_after=when,
            )


def current_round(call: Call, *, now: datetime) -> Opening | None:
    """Return the round of a call that one can apply to, else the next to open, else the last that closed.

    Args:
        call: the call.
        now: the instant, aware.

    Returns:
        A published round; None when the call has none.
    """
    openings = Opening.objects.filter(call=call, is_published=True, archived_at=None).exclude(page=None)
    forms = {form.opening_id: form for form in forms_in_force(openings)}
    return min(
        openings.select_related("page"),
        key=lambda opening: _rank(opening, forms.get(opening.pk), now),
        default=None,
    )


def _rank(opening: Opening, form: OpeningVersion | None, now: datetime) -> tuple[int, float]:
    """Return what is small for a round that comes first: an open one, the next to open, the last that closed."""
    reason = closed_reason(opening, now=now, version=form) if form else "incomplete"
    if reason == "not_open_yet" and form is not None and form.opens_at is not None:
        return 1, form.opens_at.timestamp()
    if reason == "closed" and form is not None and form.closes_at is not None:
        return 2, -form.closes_at.timestamp()
    return (0 if reason in (None, "elsewhere") else 3), -(opening.round_number or 0)


def open_rounds(*, now: datetime) -> Any:
    """Return the forms of the calls that one can answer at an instant, those that close first before the others.

    Args:
        now: the instant, aware.
    """
    openings = Opening.objects.filter(kind=OpeningKind.CALL, is_published=True, archived_at=None, faults=[])
    return (
        forms_in_force(openings)
        .filter(Q(opens_at=None) | Q(opens_at__lte=now))
        .filter(Q(closes_at=None) | Q(closes_at__gt=now))
        .order_by(F("closes_at").asc(nulls_last=True), "pk")
    )


def is_open_to_questions(opening: Opening, *, now: datetime, version: OpeningVersion | None = None) -> bool:
    """Say whether the carrier of a round still takes questions: until it closes.

    Args:
        opening: of the round.
        now: the instant, aware.
        version: the newest form, by whoever holds it already.
    """
    return opening.kind == OpeningKind.CALL and closed_reason(opening, now=now, version=version) in (
        None,
        "elsewhere",
        "not_open_yet",
    )
