"""The words of every mail: what happened, what to do next, until when, and who writes.

A letter is made of parts, so that the HTML and the text of a mail cannot say different things.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import ClaimRule, Issuer, Submission
from ..templatetags.openbadges_tags import date_and_time


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """What a letter is about."""

    issuer: Issuer
    badge: str
    href: str
    """Where its button leads."""
    good_until: datetime
    """When that stops."""
    page: str
    """Where anybody verifies the award."""
    issued_at: datetime
    expires_at: datetime | None = None
    submission: Submission | None = None
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
            "issuer": self.issuer.organisation.name,
            "reference": reference or "",
            "address": self.address,
        }


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One line of a letter that somebody may want to find again."""

    label: str
    value: str
    href: str = ""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """The parts of a mail, in the order in which they are read."""

    subject: str
    title: str
    opening: tuple[str, ...]
    reason: str
    """Why the reader receives it, and that it can be ignored."""
    code: str = ""
    quote_title: str = ""
    quote: str = ""
    action: str = ""
    href: str = ""
    until: str = ""
    facts: tuple[Fact, ...] = ()
    closing: tuple[str, ...] = ()


def day(instant: datetime) -> str:
    """Write the day of an instant, in the active time zone and language."""
    return date_format(localtime(instant), "DATE_FORMAT")


def confirm(occasion: Occasion) -> Letter:
    """Prove an address, or open a file or a badge again."""
    if not occasion.code:
        return _fresh_link(occasion)
    words = occasion.words
    return Letter(
        subject=_("%(code)s is your code for “%(badge)s”") % (words | {"code": occasion.code}),
        title=_("Confirm your address"),
        opening=(
            _("You began to ask %(issuer)s for the badge “%(badge)s” with this address.") % words,
            _("Type this code on the page where you gave your address, or press the button:"),
        ),
        code=occasion.code,
        closing=(_("The code is good until %(time)s.") % {"time": date_and_time(occasion.code_good_until)},),
        action=_("Confirm my address"),
        href=occasion.href,
        until=_until(occasion),
        reason=_(
            "Somebody gave this address to ask %(issuer)s for a badge. If it was not you, you can ignore this mail: "
            "nothing is kept but the address, which is erased when the link is no longer good."
        )
        % words,
    )


def _fresh_link(occasion: Occasion) -> Letter:
    words = occasion.words
    if occasion.submission is not None:
        subject = _("Your link to the file %(reference)s") % words
        opening = (
            _("Here is the new link that you asked for. It opens your file %(reference)s for “%(badge)s”.") % words
        )
        action = _("Open my file")
    else:
        subject = _("Your link to the badge “%(badge)s”") % words
        opening = _("Here is the new link that you asked for. It opens your badge “%(badge)s”.") % words
        action = _("Open my badge")
    return Letter(
        subject=subject,
        title=subject,
        opening=(opening,),
        action=action,
        href=occasion.href,
        until=_until(occasion),
        reason=_asked(occasion),
    )


def deposited(occasion: Occasion) -> Letter:
    """A file, or its correction, has arrived."""
    words, submission = occasion.words, _file(occasion)
    if submission.turn == 1:
        subject = _("Your file %(reference)s is deposited") % words
        opening = _("Your file %(reference)s for the badge “%(badge)s” has reached %(issuer)s.") % words
    else:
        subject = _("The correction of your file %(reference)s is deposited") % words
        opening = _("The correction of your file %(reference)s for “%(badge)s” has reached %(issuer)s.") % words
    return Letter(
        subject=subject,
        title=subject,
        opening=(
            opening,
            *_promise(submission),
            _("You have nothing more to do. We will write to this address as soon as there is news."),
        ),
        action=_("Follow my file"),
        href=occasion.href,
        until=_until(occasion),
        facts=(Fact(label=_("Reference"), value=words["reference"]),),
        reason=_asked(occasion),
    )


def _promise(submission: Submission) -> tuple[str, ...]:
    if submission.due_at is None:
        return ()
    days = submission.opening_version.promised_days
    sentence = ngettext(
        "The usual answer comes within %(days)d day, before %(date)s.",
        "The usual answer comes within %(days)d days, before %(date)s.",
        days,
    )
    return (sentence % {"days": days, "date": day(submission.due_at)},)


def to_complete(occasion: Occasion) -> Letter:
    """Something is missing."""
    words = occasion.words
    subject = _("Your file %(reference)s is to be completed") % words
    return Letter(
        subject=subject,
        title=subject,
        opening=(_("%(issuer)s has read your file for the badge “%(badge)s”. Something is missing.") % words,),
        quote_title=_("What you are asked to complete"),
        quote=occasion.message,
        action=_("Complete my file"),
        href=occasion.href,
        until=_until(occasion),
        closing=(
            _("Your answers and your evidence are kept: change only what is asked, then deposit the file again."),
            _("Your file stays deposited as it was until you deposit the correction. No date limits you."),
        ),
        facts=(Fact(label=_("Reference"), value=words["reference"]),),
        reason=_asked(occasion),
    )


def accepted(occasion: Occasion) -> Letter:
    """The badge is theirs."""
    words = occasion.words
    if _file(occasion).opening_version.claim_rule == ClaimRule.DECLARED:
        opening: tuple[str, ...] = (
            _("Your declaration %(reference)s is registered, and the badge “%(badge)s” is yours.") % words,
            _("The badge says that you declare it. %(issuer)s publishes it and has not checked it.") % words,
        )
    else:
        opening = (_("%(issuer)s has accepted your file %(reference)s. The badge “%(badge)s” is yours.") % words,)
    return _badge_to_take(occasion, subject=_("The badge “%(badge)s” is yours") % words, opening=opening)


def awarded(occasion: Occasion) -> Letter:
    """A badge that nobody asked for."""
    words = occasion.words
    return _badge_to_take(
        occasion,
        subject=_("%(issuer)s gives you the badge “%(badge)s”") % words,
        opening=(
            _("%(issuer)s recognises what you have done and gives you the badge “%(badge)s”.") % words,
            _("An open badge is a picture that carries its own proof: you can show it to whom you like."),
        ),
        reason=_("%(issuer)s gave this badge to the address %(address)s. If it says nothing to you, ignore this mail.")
        % words,
    )


def _badge_to_take(occasion: Occasion, *, subject: str, opening: tuple[str, ...], reason: str = "") -> Letter:
    return Letter(
        subject=subject,
        title=subject,
        opening=opening,
        quote_title=_("A word from %(issuer)s") % occasion.words,
        quote=occasion.message,
        action=_("Take my badge away"),
        href=occasion.href,
        until=_until(occasion),
        facts=_facts_of_award(occasion),
        closing=(
            _("You can keep the badge in a backpack such as Open Badge Passport, or add it to a CV."),
            _(
                "Open Badge Passport takes the badge only if the address %(address)s is confirmed in your account "
                "there. Add it to your account first if you use another one."
            )
            % occasion.words,
        ),
        reason=reason or _asked(occasion),
    )


def _facts_of_award(occasion: Occasion) -> tuple[Fact, ...]:
    facts = (
        Fact(label=_("The page to show: anybody can verify the badge there"), value=occasion.page, href=occasion.page),
        Fact(label=_("Issued on"), value=day(occasion.issued_at)),
    )
    if occasion.expires_at is None:
        return facts
    return (*facts, Fact(label=_("Expires on"), value=day(occasion.expires_at)))


def declined(occasion: Occasion) -> Letter:
    """No, why, and what can be done."""
    words = occasion.words
    return Letter(
        subject=_("Answer to your file %(reference)s") % words,
        title=_("Your file %(reference)s is not accepted") % words,
        opening=(_("%(issuer)s has read your file for the badge “%(badge)s” and cannot accept it.") % words,),
        quote_title=_("Here is why"),
        quote=occasion.message,
        closing=(
            _("You can ask for this badge again whenever you want: this answer does not count against you."),
            *_contact(occasion),
        ),
        action=_("Read my file and this answer"),
        href=occasion.href,
        until=_until(occasion),
        facts=(Fact(label=_("Reference"), value=words["reference"]),),
        reason=_asked(occasion),
    )


def withdrawn(occasion: Occasion) -> Letter:
    """They took their file back."""
    words = occasion.words
    subject = _("Your file %(reference)s is withdrawn") % words
    return Letter(
        subject=subject,
        title=subject,
        opening=(
            _("As you asked, your file for the badge “%(badge)s” is withdrawn. %(issuer)s will not decide on it.")
            % words,
            _("You have nothing to do. You can ask for the badge again whenever you want."),
        ),
        action=_("Open my file"),
        href=occasion.href,
        until=_until(occasion),
        closing=_contact(occasion),
        facts=(Fact(label=_("Reference"), value=words["reference"]),),
        reason=_asked(occasion),
    )


def revoked(occasion: Occasion) -> Letter:
    """A badge was taken back."""
    words = occasion.words
    return Letter(
        subject=_("Your badge “%(badge)s” is revoked") % words,
        title=_("Your badge “%(badge)s” is revoked") % words,
        opening=(
            _("%(issuer)s has taken back the badge “%(badge)s”.") % words,
            _("From now on, whoever verifies it reads that it is revoked, and why."),
        ),
        quote_title=_("Here is why"),
        quote=occasion.message,
        closing=(
            _("Do not show this badge any more. If you keep a copy in a backpack, remove it there."),
            *_contact(occasion),
        ),
        action=_("Open my badge"),
        href=occasion.href,
        until=_until(occasion),
        facts=(
            Fact(label=_("What people read now when they verify the badge"), value=occasion.page, href=occasion.page),
        ),
        reason=_("You receive this mail because %(issuer)s had given this badge to the address %(address)s.") % words,
    )


def new_file(occasion: Occasion) -> Letter:
    """Tell a reviewer; the person who asks is not named in a mail."""
    words, submission = occasion.words, _file(occasion)
    if submission.turn == 1:
        subject = _("New file %(reference)s: %(badge)s") % words
        opening = _("A file for the badge “%(badge)s” waits for a reviewer of %(issuer)s.") % words
    else:
        subject = _("Corrected file %(reference)s: %(badge)s") % words
        opening = _("The file for the badge “%(badge)s” was corrected, as %(issuer)s asked.") % words
    facts = [Fact(label=_("Reference"), value=words["reference"])]
    if submission.due_at is not None:
        facts.append(Fact(label=_("Answer promised before"), value=day(submission.due_at)))
    return Letter(
        subject=subject,
        title=subject,
        opening=(opening,),
        action=_("Read the file"),
        href=occasion.href,
        facts=tuple(facts),
        reason=_("You receive this mail because you are a reviewer of %(issuer)s. Another reviewer may be faster.")
        % words,
    )


def _file(occasion: Occasion) -> Submission:
    if occasion.submission is None:
        raise ValueError("This letter is about a file: give the submission.")
    return occasion.submission


def _until(occasion: Occasion) -> str:
    return _("This link is for you alone. It is good until %(time)s; afterwards it offers you a new one.") % {
        "time": date_and_time(occasion.good_until)
    }


def _contact(occasion: Occasion) -> tuple[str, ...]:
    address = occasion.issuer.organisation.email
    if not address:
        return ()
    words = occasion.words | {"contact": address}
    return (_("You do not understand or do not agree? Write to %(issuer)s: %(contact)s.") % words,)


def _asked(occasion: Occasion) -> str:
    return (
        _(
            "You receive this mail because the address %(address)s was used to ask %(issuer)s for a badge. "
            "If it was not you, you can ignore it."
        )
        % occasion.words
    )


LETTERS: dict[str, Callable[[Occasion], Letter]] = {
    "confirm": confirm,
    "deposited": deposited,
    "to_complete": to_complete,
    "accepted": accepted,
    "declined": declined,
    "withdrawn": withdrawn,
    "revoked": revoked,
    "awarded": awarded,
    "new_file": new_file,
}
