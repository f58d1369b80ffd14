"""Occasions that never were: what a mail is previewed with, and what our own words are read from as a text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from .. import conf
from ..models import (
    CarrierQuestion,
    ClaimRule,
    Deposit,
    Gathering,
    GatheringDate,
    GatheringStatus,
    GatheringText,
    Issuer,
    Opening,
    OpeningKind,
    OpeningVersion,
    Organisation,
    Registration,
    RegistrationState,
    Submission,
)
from .addresses import CALENDAR, NOT_YET
from .letters import EVENT, Occasion
from .rewordable import Rewordable

NUMBER = 7303
"""What is counted where names are placeholders: no sentence of ours names that figure otherwise."""


@dataclass(frozen=True, kw_only=True)
class Names:
    """What a fiction calls things."""

    person: str
    badge: str
    round: str
    call: str
    event: str
    reference: str
    code: str
    figure: int | None = None
    """What is counted, where no example is wanted."""


@dataclass(frozen=True, kw_only=True)
class Fiction(Occasion):
    """An occasion whose records are in no table, so that nothing of it is looked up."""

    given_dates: tuple[GatheringDate, ...] = ()
    given_deposit: Deposit | None = None
    says_moments: bool = True
    """Else an instant is a placeholder too."""

    @property
    def dates(self) -> list[GatheringDate]:
        return list(self.given_dates)

    @property
    def deposit(self) -> Deposit | None:
        return self.given_deposit

    @property
    def replaceable_until(self) -> datetime | None:
        return self.form.closes_at if self.form else None

    def moment(self, instant: datetime | None) -> str:
        return super().moment(instant) if self.says_moments else "{until}"


def example_of(mail: Rewordable, issuer: Issuer) -> Occasion:
    """Make up an occasion of a mail, with names in the active language that are nobody's."""
    names = Names(
        person=_("Alex Example"),
        badge=_("Committed volunteer"),
        round=_("Good food for everybody, round 2"),
        call=_("Good food for everybody"),
        event=_("Shared meal"),
        reference="AMI2-0042" if mail.family == OpeningKind.CALL else "B1-0042",
        code="123456",
    )
    return _occasion(mail, issuer, names)


def outline_of(mail: Rewordable) -> Occasion:
    """Make up an occasion of a mail whose names are its placeholders."""
    names = Names(
        person="{name}",
        badge="{badge}",
        round="{round}",
        call="{call}",
        event="{event}",
        reference="{reference}",
        code="{code}",
        figure=NUMBER,
    )
    issuer = Issuer(organisation=Organisation(name="{issuer}"))
    return _occasion(mail, issuer, names, says_moments=False)


def _occasion(mail: Rewordable, issuer: Issuer, names: Names, *, says_moments: bool = True) -> Fiction:
    now = timezone.now()
    example = mail.example
    about: dict[str, Any] = {
        "badge": names.badge if mail.family == OpeningKind.BADGE or example.get("has_badge") else "",
        "code": names.code if example.get("code") else "",
        "code_good_until": now + timedelta(minutes=conf.current().code_minutes),
    }
    if mail.family == EVENT:
        about |= _event(mail, issuer, names, now)
    elif mail.family == OpeningKind.CALL:
        about |= _round(mail, names, now)
    if mail.family != EVENT and example.get("has_file", True):
        about |= _file(mail, issuer, names, now, form=about.get("form"))
    return Fiction(
        issuer=issuer,
        href=f"{issuer.base_url}links/{NOT_YET}/",
        good_until=now + timedelta(days=conf.current().link_days),
        page=f"{issuer.base_url}assertions/{NOT_YET}/verify/",
        issued_at=now,
        purpose=example.get("purpose", ""),
        unsubscribe=f"{issuer.base_url}subscriptions/{NOT_YET}/",
        address="alex@example.org",
        message=""
        if example.get("rule") == ClaimRule.DECLARED
        else _("What your team wrote stands here, word for word."),
        question=CarrierQuestion(text=_("What was asked stands here, word for word.")),
        says_moments=says_moments,
        **about,
    )


def _file(mail: Rewordable, issuer: Issuer, names: Names, now: datetime, *, form: OpeningVersion | None) -> dict:
    rule = mail.example.get("rule", ClaimRule.ONE_REVIEW)
    days = issuer.promised_days
    submission = Submission(
        kind=mail.family,
        reference=names.reference,
        issuer=issuer,
        opening_version=form or OpeningVersion(title=names.badge, claim_rule=rule, promised_days=days),
        printed_name=names.person,
        turn=mail.example.get("turn", 1),
        submitted_at=now,
        due_at=now + timedelta(days=days),
    )
    return {"submission": submission, "given_deposit": Deposit(number=1, at=now)}


def _round(mail: Rewordable, names: Names, now: datetime) -> dict[str, Any]:
    opens_at = now + timedelta(days=7 if mail.example.get("is_to_come") else -7)
    form = OpeningVersion(
        title=names.round,
        zone_name=timezone.get_default_timezone_name(),
        opens_at=opens_at,
        closes_at=opens_at + timedelta(days=30),
        results_on=(opens_at + timedelta(days=60)).date(),
    )
    return {"round": Opening(kind=OpeningKind.CALL), "form": form, "call": names.round, "hub": names.call}


def _event(mail: Rewordable, issuer: Issuer, names: Names, now: datetime) -> dict[str, Any]:
    example = mail.example
    zone = timezone.get_default_timezone()
    day = timezone.localdate(now, zone) + timedelta(days=example.get("in_days", 10))
    starts_at, ends_at = (datetime.combine(day, time(hour, 30), zone) for hour in (12, 14))
    gathering = Gathering(
        issuer=issuer,
        status=example.get("status", GatheringStatus.PLANNED),
        zone_name=timezone.get_default_timezone_name(),
        starts_at=starts_at,
        reply_hours=names.figure or 48,
    )
    seats = example.get("seats", 1)
    registration = Registration(
        gathering=gathering,
        name=names.person,
        seats=names.figure or seats if seats > 1 else seats,
        state=example.get("state", RegistrationState.REGISTERED),
        offered_until=now + timedelta(hours=48),
    )
    page = "https://www.example.org/"
    date = GatheringDate(starts_at=starts_at, ends_at=ends_at, ends_local=f"{ends_at:%Y-%m-%dT%H:%M}")
    return {
        "event": gathering,
        "event_text": GatheringText(
            title=names.event,
            place=_("The community house"),
            practical=_("What to know before coming stands here."),
            status_note=_("What you say about the change stands here."),
        ),
        "event_page": page,
        "calendar": page + CALENDAR,
        "registration": None if example.get("code") else registration,
        "given_dates": (date,),
    }
