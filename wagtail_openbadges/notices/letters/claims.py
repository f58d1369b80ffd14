"""Letters about badges: the file that asks for one, and the badge itself."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ...models import ClaimRule
from ...spans import day_in_words
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
    """Prove an address, or open a file or a badge again."""
    if not occasion.code:
        return _fresh_link(occasion)
    words = occasion.words
    return with_code(
        occasion,
        opening=_("You began to ask %(issuer)s for the badge “%(badge)s” with this address.") % words,
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
        until=until(occasion),
        reason=ignorable(_asked(occasion)),
    )


def deposited(occasion: Occasion) -> Letter:
    """A file, or its correction, has arrived."""
    words, submission = occasion.words, occasion.file
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
            *promise(submission),
            _("You have nothing more to do. We will write to this address as soon as there is news."),
        ),
        action=_("Follow my file"),
        href=occasion.href,
        until=until(occasion),
        closing=(proof_of_deposit(),),
        facts=(reference(occasion),),
        reason=ignorable(_asked(occasion)),
    )


def to_complete(occasion: Occasion) -> Letter:
    """Something is missing."""
    words = occasion.words
    subject = _("Your file %(reference)s is to be completed") % words
    return Letter(
        subject=subject,
        title=subject,
        opening=(_("%(issuer)s has read your file for the badge “%(badge)s”. Something is missing.") % words,),
        quotes=quoted(_("What you are asked to complete"), occasion.message),
        action=_("Complete my file"),
        href=occasion.href,
        until=until(occasion),
        closing=(
            _("Your answers and your evidence are kept: change only what is asked, then deposit the file again."),
            _("Your file stays deposited as it was until you deposit the correction. No date limits you."),
        ),
        facts=(reference(occasion),),
        reason=ignorable(_asked(occasion)),
    )


def accepted(occasion: Occasion) -> Letter:
    """The badge is theirs."""
    words = occasion.words
    if is_declared(occasion):
        opening: tuple[str, ...] = (
            _("Your declaration %(reference)s is registered, and the badge “%(badge)s” is yours.") % words,
            declared(occasion),
        )
    else:
        opening = (_("%(issuer)s has accepted your file %(reference)s. The badge “%(badge)s” is yours.") % words,)
    return badge_to_take(occasion, subject=_("The badge “%(badge)s” is yours") % words, opening=opening)


def is_declared(occasion: Occasion) -> bool:
    """Say whether nobody checks what the holder declares."""
    return occasion.file.opening_version.claim_rule == ClaimRule.DECLARED


def declared(occasion: Occasion) -> str:
    """Say what a badge on declaration is worth."""
    return _("The badge says that you declare it. %(issuer)s publishes it and has not checked it.") % occasion.words


def awarded(occasion: Occasion) -> Letter:
    """A badge that nobody asked for."""
    words = occasion.words
    return badge_to_take(
        occasion,
        subject=_("%(issuer)s gives you the badge “%(badge)s”") % words,
        opening=(
            _("%(issuer)s recognises what you have done and gives you the badge “%(badge)s”.") % words,
            _("An open badge is a picture that carries its own proof: you can show it to whom you like."),
        ),
        reason=_("%(issuer)s gave this badge to the address %(address)s. If it says nothing to you, ignore this mail.")
        % words,
    )


def badge_to_take(occasion: Occasion, *, subject: str, opening: tuple[str, ...], reason: str = "") -> Letter:
    return Letter(
        subject=subject,
        title=subject,
        opening=opening,
        quotes=quoted(_("A word from %(issuer)s") % occasion.words, occasion.message),
        action=_("Take my badge away"),
        href=occasion.href,
        until=until(occasion),
        facts=_facts_of_award(occasion),
        closing=(
            _("You can keep the badge in a backpack such as Open Badge Passport, or add it to a CV."),
            _(
                "Open Badge Passport takes the badge only if the address %(address)s is confirmed in your account "
                "there. Add it to your account first if you use another one."
            )
            % occasion.words,
        ),
        reason=reason or ignorable(_asked(occasion)),
    )


def _facts_of_award(occasion: Occasion) -> tuple[Fact, ...]:
    facts = (
        Fact(label=_("The page to show: anybody can verify the badge there"), value=occasion.page, href=occasion.page),
        Fact(label=_("Issued on"), value=day_in_words(occasion.issued_at)),
    )
    if occasion.expires_at is None:
        return facts
    return (*facts, Fact(label=_("Expires on"), value=day_in_words(occasion.expires_at)))


def declined(occasion: Occasion) -> Letter:
    """No, why, and what can be done."""
    words = occasion.words
    return Letter(
        subject=_("Answer to your file %(reference)s") % words,
        title=_("Your file %(reference)s is not accepted") % words,
        opening=(_("%(issuer)s has read your file for the badge “%(badge)s” and cannot accept it.") % words,),
        quotes=quoted(_("Here is why"), occasion.message),
        closing=(
            _("You can ask for this badge again whenever you want: this answer does not count against you."),
            *contact(occasion),
        ),
        action=_("Read my file and this answer"),
        href=occasion.href,
        until=until(occasion),
        facts=(reference(occasion),),
        reason=ignorable(_asked(occasion)),
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
        until=until(occasion),
        closing=not_you(occasion),
        facts=(reference(occasion),),
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
        quotes=quoted(_("Here is why"), occasion.message),
        closing=(
            _("Do not show this badge any more. If you keep a copy in a backpack, remove it there."),
            *contact(occasion),
        ),
        action=_("Open my badge"),
        href=occasion.href,
        until=until(occasion),
        facts=(
            Fact(label=_("What people read now when they verify the badge"), value=occasion.page, href=occasion.page),
        ),
        reason=_("You receive this mail because %(issuer)s had given this badge to the address %(address)s.") % words,
    )


def _asked(occasion: Occasion) -> str:
    return (
        _("You receive this mail because the address %(address)s was used to ask %(issuer)s for a badge.")
        % occasion.words
    )
