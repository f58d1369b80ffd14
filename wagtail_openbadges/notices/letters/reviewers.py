"""Letters to those who read and answer. The person who asks is never named in a mail."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...domain.promising import due_day
from ...models import Verb
from ...spans import day_in_words
from .parts import Digest, Fact, Letter, Occasion, WaitingFile, reference

DEPOSITS = (Verb.SUBMITTED, Verb.RESUBMITTED, Verb.REPLACED)


def new_claim(occasion: Occasion) -> Letter:
    """A file for a badge waits."""
    words = occasion.words
    if occasion.file.turn == 1:
        subject = _("New file %(reference)s: %(badge)s") % words
        opening = _("A file for the badge “%(badge)s” waits for a reviewer of %(issuer)s.") % words
    else:
        subject = _("Corrected file %(reference)s: %(badge)s") % words
        opening = _("The file for the badge “%(badge)s” was corrected, as %(issuer)s asked.") % words
    return _to_read(occasion, subject, opening, _("Read the file"))


def new_application(occasion: Occasion) -> Letter:
    """An application to a call waits, for the first time, corrected or replaced."""
    words = occasion.words
    last = occasion.file.events.filter(verb__in=DEPOSITS).last()
    verb = last.verb if last else Verb.SUBMITTED
    if verb == Verb.SUBMITTED:
        subject = _("New application %(reference)s: %(call)s") % words
        opening = _("An application to the call “%(call)s” waits for a reviewer of %(issuer)s.") % words
    elif verb == Verb.RESUBMITTED:
        subject = _("Corrected application %(reference)s: %(call)s") % words
        opening = _("The application to the call “%(call)s” was corrected, as %(issuer)s asked.") % words
    else:
        subject = _("Replaced application %(reference)s: %(call)s") % words
        opening = (
            _("An application to the call “%(call)s” was replaced while it was being read. Read it again.") % words
        )
    return _to_read(occasion, subject, opening, _("Read the application"))


def _to_read(occasion: Occasion, subject: str, opening: str, action: str) -> Letter:
    facts = [reference(occasion)]
    day = due_day(occasion.file)
    if day is not None:
        facts.append(Fact(label=_("Answer promised by"), value=day_in_words(day)))
    return Letter(
        subject=subject,
        title=subject,
        opening=(opening,),
        action=action,
        href=occasion.href,
        facts=tuple(facts),
        reason=_reviewing(occasion),
    )


def new_question(occasion: Occasion) -> Letter:
    """Somebody asks the carrier of a round something; what is asked is read in the admin alone."""
    words = occasion.words
    subject = _("New question about “%(call)s”") % words
    return Letter(
        subject=subject,
        title=subject,
        opening=(_("Somebody asks %(issuer)s a question about the call “%(call)s”.") % words,),
        action=_("Read and answer the question"),
        href=occasion.href,
        reason=_reviewing(occasion),
    )


def digest(occasion: Occasion) -> Letter:
    """What waits, once a day or once a week."""
    told = occasion.digest
    if told is None:
        raise ValueError("This letter says what waits: give the digest.")
    words = occasion.words
    subject = ngettext("%(count)s file waits at %(issuer)s", "%(count)s files wait at %(issuer)s", told.waiting)
    if not told.waiting:
        subject = ngettext(
            "%(count)s question waits at %(issuer)s", "%(count)s questions wait at %(issuer)s", told.questions
        )
    subject %= {**words, "count": told.waiting or told.questions}
    return Letter(
        subject=subject,
        title=subject,
        opening=tuple(_counted(told)),
        action=_("See what waits"),
        href=occasion.href,
        facts=tuple(_file_to_read(file) for file in told.files),
        closing=(_more(told),) if told.waiting > len(told.files) else (),
        reason=_(
            "You receive this mail because you are a reviewer of %(issuer)s. Choose in your account how often you want "
            "it: %(account)s"
        )
        % {**words, "account": told.account},
    )


def _counted(told: Digest) -> Iterator[str]:
    """Say in a sentence each what is new, late and asked, where there is any."""
    if told.new:
        yield ngettext("%(count)s is new.", "%(count)s are new.", told.new) % {"count": told.new}
    if told.overdue:
        sentence = ngettext(
            "%(count)s should have been answered by now.", "%(count)s should have been answered by now.", told.overdue
        )
        yield sentence % {"count": told.overdue}
    if told.waiting and told.questions:
        sentence = ngettext(
            "%(count)s question waits for an answer.", "%(count)s questions wait for an answer.", told.questions
        )
        yield sentence % {"count": told.questions}


def _file_to_read(file: WaitingFile) -> Fact:
    said = file.title
    if file.due_day is not None:
        said = _("%(title)s, answer promised by %(date)s") % {
            "title": file.title,
            "date": day_in_words(file.due_day),
        }
    return Fact(label=file.reference, value=said, href=file.href)


def _more(told: Digest) -> str:
    left = told.waiting - len(told.files)
    return ngettext("%(count)s more waits.", "%(count)s more wait.", left) % {"count": left}


def _reviewing(occasion: Occasion) -> str:
    return (
        _("You receive this mail because you are a reviewer of %(issuer)s. Another reviewer may be faster.")
        % occasion.words
    )
