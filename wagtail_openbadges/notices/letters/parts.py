"""What a letter is about, what it is made of, and the sentences that several letters share.

A letter is made of parts, so that the HTML and the text of a mail cannot say different things.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...domain.admission import editable_until
from ...domain.promising import due_day
from ...models import (
    LASTING,
    CarrierQuestion,
    Deposit,
    Gathering,
    GatheringDate,
    GatheringText,
    Issuer,
    Opening,
    OpeningVersion,
    Registration,
    Submission,
)
from ...spans import day_in_words
from ...templatetags.openbadges_tags import date_and_time, moment


@dataclass(frozen=True, kw_only=True)
class WaitingFile:
    """A file that a digest names; its person is named in the admin alone."""

    reference: str
    title: str
    due_day: date | None
    href: str


@dataclass(frozen=True, kw_only=True)
class Digest:
    """What waits for one reviewer of one structure."""

    files: tuple[WaitingFile, ...]
    """Some of those that wait, whose answer is due first."""
    waiting: int
    new: int
    overdue: int
    questions: int
    room: str
    """Where all of it is."""
    account: str
    """Where she chooses how often she is told."""


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """What a letter is about."""

    issuer: Issuer
    badge: str
    """Its name; empty when there is none to speak of."""
    href: str
    """Where its button leads."""
    good_until: datetime
    """When that stops."""
    page: str
    """Where anybody verifies the award."""
    issued_at: datetime
    purpose: str = ""
    """Of the link that the button opens."""
    expires_at: datetime | None = None
    submission: Submission | None = None
    round: Opening | None = None
    """Of a call, when the letter is about one."""
    form: OpeningVersion | None = None
    """The form in force of that round: its dates count."""
    call: str = ""
    """Title of that round, with its call's."""
    hub: str = ""
    """Title of that call alone."""
    event: Gathering | None = None
    """The event, when the letter is about one."""
    event_text: GatheringText | None = None
    """What the event says in the language of the reader."""
    event_page: str = ""
    """Where it is shown; empty while it is not."""
    calendar: str = ""
    """Where its file for calendars is."""
    registration: Registration | None = None
    heading: str = ""
    """Subject of what the organiser of an event wrote."""
    question: CarrierQuestion | None = None
    digest: Digest | None = None
    unsubscribe: str = ""
    """Where a subscription is ended."""
    message: str = ""
    address: str = ""
    code: str = ""
    code_good_until: datetime | None = None

    @property
    def words(self) -> dict[str, str]:
        """What sentences name."""
        reference = self.submission.reference if self.submission else ""
        return {
            "badge": self.badge,
            "call": self.call,
            "hub": self.hub,
            "event": self.event_text.title if self.event_text else "",
            "issuer": self.issuer.organisation.name,
            "reference": reference or "",
            "address": self.address,
            "code": self.code,
        }

    @property
    def zone_name(self) -> str:
        """Where its clock is, when it is about a round or an event."""
        clock = self.event or self.form
        return clock.zone_name if clock else ""

    @property
    def file(self) -> Submission:
        """Return the file that the letter cannot do without."""
        if self.submission is None:
            raise ValueError("This letter is about a file: give the submission.")
        return self.submission

    @property
    def name(self) -> str:
        """What the reader calls herself, where she said it."""
        if self.registration is not None:
            return self.registration.name
        return self.submission.printed_name if self.submission else ""

    @property
    def seats(self) -> int:
        """How many seats somebody has, or wants, at an event."""
        return self.registration.seats if self.registration else 1

    @cached_property
    def dates(self) -> list[GatheringDate]:
        """All the dates of the event."""
        return list(self.event.dates.all()) if self.event else []

    @cached_property
    def deposit(self) -> Deposit | None:
        """The last deposit of the file."""
        return self.file.deposits.last()

    @property
    def replaceable_until(self) -> datetime | None:
        """Until when what was deposited may be replaced; None is no limit."""
        return editable_until(self.file.opening)

    def moment(self, instant: datetime | None) -> str:
        """Write an instant: of a round or an event on its clock, with the name of the zone, wherever it is read."""
        return moment(instant, self.zone_name) if self.zone_name else date_and_time(instant)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One line of a letter that somebody may want to find again."""

    label: str
    value: str
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What a person wrote, word for word."""

    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The parts of a mail, in the order in which they are read."""

    subject: str
    title: str
    opening: tuple[str, ...]
    reason: str
    """Why the reader receives it, and that it can be ignored."""
    code: str = ""
    quotes: tuple[Quote, ...] = ()
    action: str = ""
    href: str = ""
    until: str = ""
    facts: tuple[Fact, ...] = ()
    closing: tuple[str, ...] = ()


def until(occasion: Occasion) -> str:
    """Say how long the link of a letter is good, and what comes then: it can only lead on to what is there."""
    lasts = not occasion.code and occasion.purpose in ("", *LASTING)
    said = (
        _("This link is for you alone. It is good until %(time)s; afterwards it offers you a new one.")
        if lasts
        else _("This link is for you alone. It is good until %(time)s.")
    )
    return said % {"time": occasion.moment(occasion.good_until)}


def quoted(title: str, text: str) -> tuple[Quote, ...]:
    """Quote what was written, if anything was."""
    return (Quote(title=title, text=text),) if text else ()


def reference(occasion: Occasion) -> Fact:
    """Give the number of a file."""
    return Fact(label=_("Reference"), value=occasion.words["reference"])


def promise(submission: Submission) -> tuple[str, ...]:
    """Say when the answer usually comes, where a day was promised."""
    if submission.due_at is None:
        return ()
    days = submission.opening_version.promised_days
    sentence = ngettext(
        "The usual answer comes within %(days)d day, by %(date)s.",
        "The usual answer comes within %(days)d days, by %(date)s.",
        days,
    )
    said = sentence % {"days": days, "date": day_in_words(due_day(submission))}
    if submission.submitted_at is None or submission.due_at - submission.submitted_at < timedelta(days=days + 1):
        return (said,)
    closed = _("The days on which %(issuer)s is closed are not counted.")
    return (said, closed % {"issuer": submission.issuer.organisation.name})


def proof_of_deposit() -> str:
    """Say where the button of a letter also leads."""
    return _("The same page holds the proof of your deposit: print it or keep it.")


def contact(occasion: Occasion) -> tuple[str, ...]:
    """Say whom to write to, where the structure has an address."""
    return with_contact(occasion, _("You do not understand or do not agree? Write to %(issuer)s: %(contact)s."))


def not_you(occasion: Occasion) -> tuple[str, ...]:
    """Say whom to write to when somebody else did what the reader is said to have done."""
    return with_contact(occasion, _("It was not you? Write to %(issuer)s at once: %(contact)s."))


def with_contact(occasion: Occasion, sentence: str) -> tuple[str, ...]:
    """Fill a sentence that names where to write to; nothing where the structure has no address."""
    address = occasion.issuer.organisation.email
    return (sentence % {**occasion.words, "contact": address},) if address else ()


def ignorable(reason: str) -> str:
    """Add to the reason of a letter that nothing happens when it is thrown away."""
    return " ".join([reason, _("If it was not you, you can ignore this mail.")])


def with_code(occasion: Occasion, *, opening: str, reason: str) -> Letter:
    """Prove an address by a code, for something that begins on a page."""
    words = occasion.words
    name = {"name": words["event"] or occasion.call or occasion.badge, "code": occasion.code}
    return Letter(
        subject=_("%(code)s is your code for “%(name)s”") % name,
        title=_("Confirm your address"),
        opening=(opening, _("Type this code on the page where you gave your address, or press the button:")),
        code=occasion.code,
        closing=(_("The code is good until %(time)s.") % {"time": occasion.moment(occasion.code_good_until)},),
        action=_("Confirm my address"),
        href=occasion.href,
        until=until(occasion),
        reason=reason,
    )
