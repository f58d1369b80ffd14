"""What is said to a person, for each kind of opening: a claim of a badge, an application to a call.

Sentences are whole, because other languages do not build them from the same pieces.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext_lazy as _

from ..models import ClaimRule, OpeningKind, State, Submission, Verb


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of one kind; every text is lazy, some take `issuer`, `address` or `badge`."""

    route: str
    """Where one begins, below the page of the opening."""
    yours: str
    ask: str
    declare: str
    to_page: str
    criteria: str
    evidence: str
    add_evidence: str
    your_evidence: str
    no_evidence: str
    no_other_evidence: str
    """Where some stands below a question already."""
    evidence_and_name: str
    name_label: str
    name_help: str
    step_write: str
    step_deposit: str
    begin: str
    begin_another: str
    begin_again: str
    after_declining: str
    not_deposited: str
    deposit_title: str
    deposit: str
    published: tuple[str, ...]
    published_award: str
    closed: str
    kept_draft: str
    already_begun: str
    come_back: str
    follow: str
    complete_title: str
    complete: str
    open_title: str
    open: str
    withdraw: str
    withdraw_title: str
    withdraw_warning: str
    withdraw_button: str
    sentences: Mapping[State, str]
    """What each state means for the person."""
    told: Mapping[Verb, str]
    """What the person is told of the event log; who read the file is not."""


CLAIM: Final = Words(
    route="claim",
    yours=_("Your claim"),
    ask=_("Ask for this badge"),
    declare=_("Get this badge by declaration"),
    to_page=_("To the page of the badge"),
    criteria=_("What this badge recognises"),
    evidence=_("Evidence of what you did"),
    add_evidence=_("Add this evidence"),
    your_evidence=_("Your evidence"),
    no_evidence=_("No evidence"),
    no_other_evidence=_("No other evidence"),
    evidence_and_name=_("Evidence and name"),
    name_label=_("Your name, as it may be shown beside the badge"),
    name_help=_("It is not written into the badge. It is shown only if you decide so later."),
    step_write=_("You answer and add your evidence, now or later. We keep your draft."),
    step_deposit=_("You check everything and deposit your claim."),
    begin=_("Begin my claim"),
    begin_another=_("Begin a new claim"),
    begin_again=_("Make a new claim"),
    after_declining=_("This decision does not close the door. You can make a new claim when you have more to show."),
    not_deposited=_("Your claim is not deposited yet."),
    deposit_title=_("Deposit your claim"),
    deposit=_("Deposit my claim"),
    published=(
        _("The badge says: what it recognises, that %(issuer)s issues it, when, and how it was obtained."),
        _(
            "It holds a fingerprint of your address %(address)s: whoever knows the address can check that the badge is"
            " yours, nobody can read the address from it."
        ),
        _("Your name, your answers and your evidence are not published. %(issuer)s reads them."),
    ),
    published_award="",
    closed=_("Claims are closed"),
    kept_draft=_("Your draft is kept, with all its files. You can deposit it if claims open again."),
    already_begun=_("Have you already begun or deposited a claim?"),
    come_back=_(
        "On any other device: open the page of the badge, begin a claim and write the same address, %(address)s. You"
        " will find your draft there."
    ),
    follow=_("Follow the claim that waits"),
    complete_title=_("Complete your claim"),
    complete=_("Complete my claim"),
    open_title=_("Open your claim"),
    open=_("Open my claim"),
    withdraw=_("Take this claim back"),
    withdraw_title=_("Take this claim back?"),
    withdraw_warning=_("Nobody will read it any more. This cannot be undone, but you can make a new claim."),
    withdraw_button=_("Take my claim back"),
    sentences={
        State.DRAFT: _("Your claim is not deposited yet."),
        State.SUBMITTED: _("We have received your claim."),
        State.IN_REVIEW: _("We are reading your claim."),
        State.CHANGES_REQUESTED: _("Something is missing: here is what."),
        State.ACCEPTED: _("Your claim is accepted: the badge is yours."),
        State.DECLINED: _("Your claim was not accepted. Here is why, and what you can do."),
        State.WITHDRAWN: _("You took this claim back. Nobody reads it any more."),
        State.EXPIRED: _("We closed this claim because we had no news from you. You can start again."),
        State.ERASED: _("What this claim held was erased."),
    },
    told={
        Verb.SUBMITTED: _("You deposited your claim"),
        Verb.REVIEW_STARTED: _("Somebody began to read it"),
        Verb.CHANGES_REQUESTED: _("You were asked to complete it"),
        Verb.RESUBMITTED: _("You deposited your correction"),
        Verb.ACCEPTED: _("Your claim was accepted"),
        Verb.DECLINED: _("Your claim was not accepted"),
        Verb.WITHDRAWN: _("You took your claim back"),
        Verb.REVOKED: _("Your badge was revoked"),
    },
)

APPLICATION: Final = Words(
    route="apply",
    yours=_("Your application"),
    ask=_("Answer this call"),
    declare=_("Answer this call"),
    to_page=_("To the page of the call"),
    criteria=_("What applications are judged on"),
    evidence=_("Documents that go with your application"),
    add_evidence=_("Add this to my application"),
    your_evidence=_("Your documents"),
    no_evidence=_("No document"),
    no_other_evidence=_("No other document"),
    evidence_and_name=_("Documents and name"),
    name_label=_("Your name"),
    name_help=_("The name of the person who answers for this application. It is not published."),
    step_write=_("You answer and add your documents, now or later. We keep your draft."),
    step_deposit=_("You check everything and deposit your application."),
    begin=_("Begin my application"),
    begin_another=_("Begin another application"),
    begin_again=_("Make another application"),
    after_declining=_("This decision is about this round. You can answer the next one."),
    not_deposited=_("Your application is not deposited yet."),
    deposit_title=_("Deposit your application"),
    deposit=_("Deposit my application"),
    published=(_("Nothing of what you send is published. %(issuer)s reads your application."),),
    published_award=_(
        "If your application is accepted, you receive the badge “%(badge)s”. It holds a fingerprint of your address"
        " %(address)s, and neither your name nor anything that you wrote here."
    ),
    closed=_("Applications are closed"),
    kept_draft=_("Your draft is kept, with all its files. You can read it, and copy from it for the next round."),
    already_begun=_("Have you already begun or deposited an application?"),
    come_back=_(
        "On any other device: open the page of the call, press “Apply” and write the same address, %(address)s. You"
        " will find your draft there."
    ),
    follow=_("See the application that you deposited"),
    complete_title=_("Complete your application"),
    complete=_("Complete my application"),
    open_title=_("Open your application"),
    open=_("Open my application"),
    withdraw=_("Take this application back"),
    withdraw_title=_("Take this application back?"),
    withdraw_warning=_(
        "Nobody will read it any more. This cannot be undone. You can make another application while the call is open."
    ),
    withdraw_button=_("Take my application back"),
    sentences={
        State.DRAFT: _("Your application is not deposited yet."),
        State.SUBMITTED: _("We have received your application."),
        State.IN_REVIEW: _("We are reading your application."),
        State.CHANGES_REQUESTED: _("Something is missing: here is what."),
        State.ACCEPTED: _("Your application is accepted."),
        State.DECLINED: _("Your application was not accepted. Here is why, and what you can do."),
        State.WITHDRAWN: _("You took this application back. Nobody reads it any more."),
        State.EXPIRED: _("We closed this application because we had no news from you."),
        State.ERASED: _("What this application held was erased."),
    },
    told={
        Verb.SUBMITTED: _("You deposited your application"),
        Verb.REPLACED: _("You deposited a correction in the place of your file"),
        Verb.REVIEW_STARTED: _("Somebody began to read it"),
        Verb.CHANGES_REQUESTED: _("You were asked to complete it"),
        Verb.RESUBMITTED: _("You deposited your correction"),
        Verb.ACCEPTED: _("Your application was accepted"),
        Verb.DECLINED: _("Your application was not accepted"),
        Verb.WITHDRAWN: _("You took your application back"),
        Verb.REVOKED: _("Your badge was revoked"),
    },
)

DECLARATION: Final = replace(
    CLAIM,
    sentences={**CLAIM.sentences, State.ACCEPTED: _("Your declaration is registered: the badge is yours.")},
    told={**CLAIM.told, Verb.ACCEPTED: _("You received the badge")},
)
"""Of a claim that nobody checks: nobody accepted it either."""

BY_KIND: Final = {OpeningKind.BADGE: CLAIM, OpeningKind.CALL: APPLICATION}


def words_of(kind: str) -> Words:
    """Return the words of a kind of opening."""
    return BY_KIND[OpeningKind(kind)]


def words_for(submission: Submission) -> Words:
    """Return the words of a file that was deposited."""
    is_declared = submission.opening_version.claim_rule == ClaimRule.DECLARED
    return DECLARATION if is_declared and submission.kind == OpeningKind.BADGE else words_of(submission.kind)


def words_at(route: str) -> Words:
    """Return the words of the pages below a route."""
    return next(words for words in BY_KIND.values() if words.route == route)
