"""The one presenter of mails: the admin previews with it the very mail that the job sends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.template.loader import select_template
from django.utils import timezone, translation

from .. import conf
from ..domain.access import CODED, code_of
from ..domain.rewording import MailWords, on_one_line
from ..models import Issuer
from . import addresses, texts
from .fiction import example_of
from .letters import Letter, Occasion, write
from .rewordable import Rewordable
from .subjects import Subject, subject_of

TO_REVIEWERS = ("new_file", "new_question", "digest")


@dataclass(frozen=True)
class Mail:
    """A mail as it is read."""

    subject: str
    text: str
    html: str
    sender: str
    """Who writes: a name to show beside the site's own address."""
    reply_to: str
    unsubscribe: str
    """Where the reader ends what makes us write; empty when one mail answers one act."""


def present(notice: str, *, message: str | None = None, language: str, **about: Any) -> Mail:
    """Write a mail in a language.

    Args:
        notice: One of `LETTERS`.
        message: What a reviewer or carrier wrote, when it is not stored yet.
        language: Of the reader.
        about: What the mail is about: `submission`, `assertion`, `question`, `opening`, `subscription`, `gathering`,
            `registration`, `gathering_message`, `digest`, `issuer`, each only where it does not follow from another,
            and `link`, which the button opens. In a preview the button leads nowhere: there is no link yet.
    """
    subject = subject_of(**about)
    # The clock of a round or an event is that of its place, wherever the server or the reader is.
    clock = subject.gathering or subject.form
    with translation.override(language), timezone.override(clock.zone_name if clock else None):
        occasion = _occasion(notice, subject, message, language)
        letter = texts.reword(write(notice, occasion), notice, occasion, language)
        return _render(notice, letter, occasion, language)


def rehearse(mail: Rewordable, *, issuer: Issuer, language: str, words: MailWords) -> Mail:
    """Write a mail about nothing that happened, as `present` would write it with some words.

    Args:
        mail: One of those that an issuer may word.
        issuer: Who writes.
        language: Of the reader.
        words: Without a fault.
    """
    with translation.override(language), timezone.override(None):
        occasion = example_of(mail, issuer)
        letter = texts.spoken(write(mail.notice, occasion), mail, words, occasion)
        return _render(mail.notice, letter, occasion, language)


def _occasion(notice: str, subject: Subject, message: str | None, language: str) -> Occasion:
    now = timezone.now()
    link, assertion, gathering = subject.link, subject.assertion, subject.gathering
    written = subject.gathering_message
    return Occasion(
        issuer=subject.issuer,
        badge=subject.badge(language),
        call=subject.title(language) if subject.round else "",
        hub=subject.hub(language) if subject.round else "",
        round=subject.round,
        form=subject.form,
        href=addresses.button(notice, subject),
        purpose=link.purpose if link else "",
        good_until=link.expires_at if link else now + timedelta(days=conf.current().link_days),
        page=addresses.verification(subject),
        issued_at=assertion.issued_at if assertion else now,
        expires_at=assertion.expires_at if assertion else None,
        submission=subject.submission,
        event=gathering,
        event_text=subject.event_text(language),
        event_page=addresses.page_of(gathering) if gathering else "",
        calendar=addresses.calendar_of(gathering) if gathering else "",
        registration=subject.registration,
        heading=written.subject if written else "",
        question=subject.question,
        digest=subject.digest,
        unsubscribe=addresses.unsubscribing(subject),
        message=(subject.message(notice) if message is None else message).strip(),
        address=subject.address or addresses.NOT_YET,
        code=code_of(link) if link and link.purpose in CODED else "",
        code_good_until=link.code_expires_at if link else None,
    )


def _render(notice: str, letter: Letter, occasion: Occasion, language: str) -> Mail:
    """Fill the templates; a site may restyle all mails (`letter`) or one of them (its notice)."""
    context = {
        "letter": letter,
        "issuer": occasion.issuer,
        "language": language,
        "name": "" if notice in TO_REVIEWERS else occasion.name,
    }
    text, html = (
        # A template marks all that it gives as safe. A copy is not: pages that show a mail must escape it.
        select_template([f"wagtail_openbadges/mail/{name}.{kind}" for name in (notice, "letter")]).render(context)[:]
        for kind in ("txt", "html")
    )
    organisation = occasion.issuer.organisation
    return Mail(
        # A name with a line break in it must not become a header of its own.
        subject=on_one_line(letter.subject),
        text=text,
        html=html,
        sender=on_one_line(organisation.name),
        reply_to=organisation.email,
        unsubscribe=occasion.unsubscribe,
    )
