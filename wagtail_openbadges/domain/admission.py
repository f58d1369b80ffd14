"""Whether one can deposit, write or replace, decided at the instant when the request began."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .. import conf
from ..models import AccessLink, ClaimRule, Holder, Opening, OpeningKind, OpeningVersion, Purpose, State, Submission

REPLACEABLE = (State.SUBMITTED, State.IN_REVIEW)


@dataclass(frozen=True, kw_only=True)
class Admission:
    """The answer to a deposit: `reason` is a code of `ClosedOpeningError`, None when it is taken."""

    reason: str | None = None
    in_grace: bool = False
    is_late: bool = False


def newest_form(opening: Opening) -> OpeningVersion | None:
    """Return the form that was published last, in whatever language: it alone says when an opening opens and closes."""
    return opening.versions.last()


def closed_reason(opening: Opening, *, now: datetime, version: OpeningVersion | None = None) -> str | None:
    """Say why nobody can deposit at an instant, as a code of `ClosedOpeningError`; None when it is open.

    Args:
        opening: where one would deposit.
        now: the instant, aware.
        version: the newest form, by whoever holds it already.
    """
    if opening.archived_at is not None:
        return "archived"
    if not opening.is_published:
        return "not_published"
    version = version or newest_form(opening)
    if opening.faults or version is None:
        return "incomplete"
    if version.opens_at is not None and now < version.opens_at:
        return "not_open_yet"
    if version.closes_at is not None and now >= version.closes_at:
        return "closed"
    if version.elsewhere_url:
        return "elsewhere"
    if version.claim_rule == ClaimRule.NO_CLAIMS:
        return "no_claims"
    return None


def grace() -> timedelta:
    """Return how long after a closing what was sent in time may still arrive."""
    return timedelta(minutes=conf.current().grace_minutes)


def late_until(opening: Opening, holder: Holder, *, now: datetime) -> datetime | None:
    """Return until when a late link lets a person deposit; None without one that is still good."""
    links = AccessLink.objects.filter(
        purpose=Purpose.LATE, opening=opening, address__in=[holder.email, *holder.further_addresses], expires_at__gt=now
    )
    last = links.order_by("expires_at").last()
    return last.expires_at if last else None


def admit(opening: Opening, holder: Holder, *, at: datetime) -> Admission:
    """Decide whether a person may deposit in a request that began at an instant.

    Args:
        opening: where.
        holder: who.
        at: when the request began, aware: whoever waited for a lock or sent a large body is not punished for it.
    """
    version = newest_form(opening)
    reason = closed_reason(opening, now=at, version=version)
    if reason != "closed" or version is None or version.closes_at is None:
        return Admission(reason=reason)
    if version.elsewhere_url or version.claim_rule == ClaimRule.NO_CLAIMS:
        return Admission(reason=reason)
    if at < version.closes_at + grace():
        return Admission(in_grace=True)
    if late_until(opening, holder, now=at) is not None:
        return Admission(is_late=True)
    return Admission(reason=reason)


def read_only_reason(submission: Submission, *, at: datetime) -> str | None:
    """Say why a file can only be read by its holder now, as a code of `ClosedOpeningError`; None when it is written.

    The draft of a closed call is kept and can be read. The draft of a badge can always be written, and so can what
    was asked to be completed.

    Args:
        submission: a draft, or a file to complete.
        at: when the request began, aware.
    """
    if submission.state != State.DRAFT or submission.kind != OpeningKind.CALL:
        return None
    if submission.replaces is not None:
        return replacement_refusal(submission.replaces, at=at)
    reason = admit(submission.opening, submission.holder, at=at).reason
    return reason if reason in ("closed", "archived", "elsewhere") else None


def editable_until(opening: Opening) -> datetime | None:
    """Return until when deposits may be replaced: the date that the round says, else its closing; None is no limit."""
    version = newest_form(opening)
    return (version.editable_until_at or version.closes_at) if version else None


def replacement_refusal(submission: Submission, *, at: datetime) -> str | None:
    """Say why a deposit cannot be replaced by its holder, as a code of `ClosedOpeningError`; None when it can.

    Args:
        submission: a deposited file.
        at: when the request began, aware.
    """
    if submission.kind != OpeningKind.CALL or submission.state not in REPLACEABLE:
        return "not_replaceable"
    if submission.opening.archived_at is not None:
        return "archived"
    until = editable_until(submission.opening)
    if until is not None and at >= until + grace():
        return "editable_over"
    return None
