"""Letters about applications to calls, and to those who ask about a call or wait for its next round."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from ...models import Purpose
from ...spans import day_in_words
from .claims import badge_to_take
from .parts import (
    Fact,
    Letter,
    Occasion,
    contact,
    ignorable,
    not_you,
    promise,
    proof_of_deposit,
    quoted,
    reference,
    until,
    with_code,
)


def confirm(occasion: Occasion) -> Letter:
    """Prove an address, or open an application again."""
    if occasion.purpose == Purpose.SUBSCRIBE:
        return _confirm_subscription(occasion)
    if occasion.purpose == Purpose.ASK:
        return _confirm_question(occasion)
    if not occasion.code:
        return _fresh_link(occasion)
    return with_code(
        occasion,
        opening=_("You began to apply to the call “%(call)s” of %(issuer)s with this address.") % occasion.words,
        reason=_(
            "Somebody gave this address to apply to the call “%(call)s” of %(issuer)s. If it was not you, you can "
            "ignore this mail: nothing is kept but the address, which is erased when the link is no longer good."
        )
        % occasion.words,
    )


def _confirm_question(occasion: Occasion) -> Letter:
    return with_code(
        occasion,
        opening=_("You want to ask %(issuer)s a question about the call “%(call)s” with this address.")
        % occasion.words,
        reason=_(
            "Somebody gave this address to ask a question about the call “%(call)s” of %(issuer)s. If it was not you, "
            "you can ignore this mail: nothing is kept but the address, which is erased when the link is no longer "
            "good."
        )
        % occasion.words,
    )


def _confirm_subscription(occasion: Occasion) -> Letter:
    words = occasion.words
    return Letter(
        subject=_("Confirm your address to be told about the next round of “%(hub)s”") % words,
        title=_("Confirm your address"),
        opening=(
            _("You asked to be told about the next round of the call “%(hub)s”.") % words,
            _("Press the button to confirm that this address is yours. We write to it when a round is published."),
        ),
        action=_("Tell me about the next round"),
        href=occasion.href,
        until=until(occasion),
        reason=_(
            "Somebody gave this address to be told about the next round of “%(hub)s”. If it was not you, you can "
            "ignore this mail: nothing is kept but the address, which is erased when the link is no longer good."
        )
        % words,
    )


def _fresh_link(occasion: Occasion) -> Letter:
    words = occasion.words
    subject = _("Your link to your application to “%(call)s”") % words
    return Letter(
        subject=subject,
        title=subject,
        opening=(
            _("Here is the new link that you asked for. It opens your application to the call “%(call)s”.") % words,
        ),
        action=_("Open my application"),
        href=occasion.href,
        until=until(occasion),
        reason=ignorable(_applied(occasion)),
    )


def deposited(occasion: Occasion) -> Letter:
    """An application, or what was asked to be completed, has arrived."""
    words = occasion.words
    if occasion.file.turn == 1:
        subject = _("Your application %(reference)s is deposited") % words
        opening = _("Your application %(reference)s to the call “%(call)s” has reached %(issuer)s.") % words
    else:
        subject = _("The correction of your application %(reference)s is deposited") % words
        opening = (
            _("The correction of your application %(reference)s to the call “%(call)s” has reached %(issuer)s.") % words
        )
    return _arrived(occasion, subject, opening)


def replaced(occasion: Occasion) -> Letter:
    """An application stands in the place of what was deposited before."""
    words = occasion.words
    return _arrived(
        occasion,
        _("Your application %(reference)s is replaced") % words,
        _(
            "What you have just deposited to the call “%(call)s” takes the place of your earlier application. Its "
            "reference is still %(reference)s."
        )
        % words,
    )


def _arrived(occasion: Occasion, subject: str, opening: str) -> Letter:
    return Letter(
        subject=subject,
        title=subject,
        opening=(
            opening,
            *expected_answer(occasion),
            _("You have nothing more to do. We will write to this address as soon as there is news."),
        ),
        action=_("Follow my application"),
        href=occasion.href,
        until=until(occasion),
        closing=(
            *_replaceable(occasion),
            proof_of_deposit(),
        ),
        facts=(reference(occasion), *_deposited_on(occasion)),
        reason=ignorable(_applied(occasion)),
    )


def expected_answer(occasion: Occasion) -> tuple[str, ...]:
    """Say when the results are expected, if that day is still to come, else what delay is promised."""
    expected = occasion.form.results_on if occasion.form else None
    deposit = occasion.deposit
    if deposit and expected and timezone.localdate(deposit.at) <= expected:
        return (_("The results are expected on %(date)s.") % {"date": day_in_words(expected)},)
    return promise(occasion.file)


def _replaceable(occasion: Occasion) -> tuple[str, ...]:
    end, deposit = occasion.replaceable_until, occasion.deposit
    if end is None:
        return (_("You can correct your application until it is decided. What you deposited stands meanwhile."),)
    if deposit is None or deposit.at >= end:
        return ()
    return (
        _(
            "You can correct your application until %(moment)s. What you deposited stands until you deposit the "
            "correction."
        )
        % {"moment": occasion.moment(end)},
    )


def _deposited_on(occasion: Occasion) -> tuple[Fact, ...]:
    return _dated(_("Deposited on"), occasion, occasion.deposit.at if occasion.deposit else None)


def to_complete(occasion: Occasion) -> Letter:
    """Something is missing."""
    words = occasion.words
    subject = _("Your application %(reference)s is to be completed") % words
    return Letter(
        subject=subject,
        title=subject,
        opening=(_("%(issuer)s has read your application to the call “%(call)s”. Something is missing.") % words,),
        quotes=quoted(_("What you are asked to complete"), occasion.message),
        action=_("Complete my application"),
        href=occasion.href,
        until=until(occasion),
        closing=(
            _("Your answers and documents are kept: change only what is asked, then deposit the application again."),
            _("Your application stays deposited as it was until you deposit the correction. No date limits you."),
        ),
        facts=(reference(occasion),),
        reason=ignorable(_applied(occasion)),
    )


def accepted(occasion: Occasion) -> Letter:
    """Yes; with the badge that the round names, if it names one."""
    words = occasion.words
    subject = _("Your application %(reference)s is accepted") % words
    opening = _("%(issuer)s has accepted your application %(reference)s to the call “%(call)s”.") % words
    if occasion.badge:
        badge = _("With it, %(issuer)s gives you the badge “%(badge)s”.") % words
        return badge_to_take(occasion, subject=subject, opening=(opening, badge), reason=ignorable(_applied(occasion)))
    return Letter(
        subject=subject,
        title=subject,
        opening=(opening,),
        quotes=quoted(_("A word from %(issuer)s") % words, occasion.message),
        action=_("Open my application"),
        href=occasion.href,
        until=until(occasion),
        facts=(reference(occasion),),
        reason=ignorable(_applied(occasion)),
    )


def declined(occasion: Occasion) -> Letter:
    """No, why, and what can be done."""
    words = occasion.words
    return Letter(
        subject=_("Answer to your application %(reference)s") % words,
        title=_("Your application %(reference)s is not accepted") % words,
        opening=(_("%(issuer)s has read your application to the call “%(call)s” and does not accept it.") % words,),
        quotes=quoted(_("Here is why"), occasion.message),
        action=_("Read my application and this answer"),
        href=occasion.href,
        until=until(occasion),
        closing=(
            _("You can answer the next round: this answer does not count against you."),
            *contact(occasion),
        ),
        facts=(reference(occasion),),
        reason=ignorable(_applied(occasion)),
    )


def withdrawn(occasion: Occasion) -> Letter:
    """They took their application back."""
    words = occasion.words
    subject = _("Your application %(reference)s is withdrawn") % words
    return Letter(
        subject=subject,
        title=subject,
        opening=(
            _("As you asked, your application to the call “%(call)s” is withdrawn. %(issuer)s will not decide on it.")
            % words,
            _("You have nothing to do. As long as the round is open, you can apply again."),
        ),
        action=_("Open my application"),
        href=occasion.href,
        until=until(occasion),
        closing=not_you(occasion),
        facts=(reference(occasion),),
        reason=_applied(occasion),
    )


def reminder(occasion: Occasion) -> Letter:
    """A draft is not deposited and the round closes soon."""
    closes = occasion.moment(occasion.form.closes_at if occasion.form else None)
    words = occasion.words | {"moment": closes}
    return Letter(
        subject=_("Your application to “%(call)s” is not deposited yet") % words,
        title=_("Your application is not deposited yet"),
        opening=(
            _("You began an application to the call “%(call)s” of %(issuer)s. It is not deposited yet.") % words,
            _("The call closes on %(moment)s. What is not deposited by then is not read.") % words,
        ),
        action=_("Continue my application"),
        href=occasion.href,
        until=until(occasion),
        closing=(
            _("What you wrote is kept, and so are the files that you sent."),
            _("You do not want to apply any more? Then you have nothing to do."),
        ),
        facts=(Fact(label=_("Closes on"), value=closes),),
        reason=ignorable(_applied(occasion)),
    )


def round_open(occasion: Occasion) -> Letter:
    """A round was published, and somebody asked to be told."""
    words = occasion.words
    form = occasion.form
    news = _("The round “%(call)s” is announced.") if is_to_come(occasion) else _("The round “%(call)s” is open.")
    return Letter(
        subject=_("A new round: “%(call)s”") % words,
        title=_("A new round of “%(hub)s”") % words,
        opening=(
            _("You asked to be told about the next round of the call “%(hub)s”.") % words,
            news % words,
        ),
        action=_("Read the page of the round"),
        href=occasion.href,
        facts=(
            *_dated(_("Opens on"), occasion, form.opens_at if form else None),
            *_dated(_("Closes on"), occasion, form.closes_at if form else None),
            Fact(
                label=_("Do not write to me about this call any more"),
                value=occasion.unsubscribe,
                href=occasion.unsubscribe,
            ),
        ),
        reason=_(
            "You receive this mail because the address %(address)s was given and confirmed to be told about the next "
            "round of “%(hub)s”."
        )
        % words,
    )


def is_to_come(occasion: Occasion) -> bool:
    """Say whether a round that was published opens later."""
    opens = occasion.form.opens_at if occasion.form else None
    return opens is not None and opens > timezone.now()


def _dated(label: str, occasion: Occasion, instant: datetime | None) -> tuple[Fact, ...]:
    return (Fact(label=label, value=occasion.moment(instant)),) if instant is not None else ()


def answered(occasion: Occasion) -> Letter:
    """The carrier answers a question."""
    words = occasion.words
    asked = occasion.question.text if occasion.question else ""
    subject = _("Answer to your question about “%(call)s”") % words
    return Letter(
        subject=subject,
        title=subject,
        opening=(_("%(issuer)s answers the question that you asked about the call “%(call)s”.") % words,),
        quotes=(*quoted(_("Your question"), asked), *quoted(_("The answer"), occasion.message)),
        action=_("See my questions and the answers"),
        href=occasion.href,
        until=until(occasion),
        reason=_(
            "You receive this mail because the address %(address)s was used to ask a question about the call "
            "“%(call)s” of %(issuer)s."
        )
        % words,
    )


def late(occasion: Occasion) -> Letter:
    """One person may still deposit."""
    words = occasion.words | {"moment": occasion.moment(occasion.good_until)}
    subject = _("You can still apply to “%(call)s”") % words
    return Letter(
        subject=subject,
        title=subject,
        opening=(
            _("The closing date of the call “%(call)s” has passed. %(issuer)s gives you more time to apply.") % words,
            _("You can deposit your application until %(moment)s.") % words,
        ),
        action=_("Go to my application"),
        href=occasion.href,
        closing=(
            _("This link is for the address %(address)s alone. Whoever you pass it on to cannot deposit with it.")
            % words,
            *contact(occasion),
        ),
        facts=(Fact(label=_("Closes for you on"), value=words["moment"]),),
        reason=_(
            "You receive this mail because %(issuer)s lets the address %(address)s apply to the call “%(call)s” after "
            "its closing."
        )
        % words,
    )


def _applied(occasion: Occasion) -> str:
    return (
        _(
            "You receive this mail because the address %(address)s was used to apply to the call “%(call)s” of "
            "%(issuer)s."
        )
        % occasion.words
    )
