"""Give a mail of an issuer words of its own, or ours again.

A text names what changes from mail to mail in braces, as in `{badge}`. Nothing else in it means anything: it is never
a template, so that no text can run anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from ..models import Issuer, NoticeText, Verb
from .errors import RewordingError
from .log import record
from .policy import check_may_manage

SUBJECT_LIMIT = NoticeText._meta.get_field("subject").max_length or 0
BODY_LIMIT = NoticeText._meta.get_field("body").max_length or 0
SHOWN = 40
"""How much of a text an error repeats."""

_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
_PARAGRAPHS = re.compile(r"\n\s*\n")
_SPACES = re.compile(r"[^\S\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]+")


def on_one_line(words: str) -> str:
    """Return words without breaks and doubled spaces; spaces that keep a line together stay, as in « badge »."""
    return _SPACES.sub(" ", words).strip()


@dataclass(frozen=True)
class MailWords:
    """What a mail says first: its subject, and the text that stands between the greeting and the button."""

    subject: str
    body: str

    @property
    def tidy(self) -> MailWords:
        """The same without what nobody sees: spaces around it, and the line ends of a browser."""
        return MailWords(self.subject.strip(), self.body.replace("\r\n", "\n").replace("\r", "\n").strip())

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text, divided where a line is empty."""
        return tuple(part.strip() for part in _PARAGRAPHS.split(self.body) if part.strip())

    def filled(self, values: Mapping[str, str]) -> MailWords:
        """Put values in the place of their placeholders; braces inside a value stay as they are."""

        def put(text: str) -> str:
            return _PLACEHOLDER.sub(lambda found: values[found[1].strip()], text)

        return MailWords(put(self.subject), put(self.body))


@dataclass(frozen=True, kw_only=True)
class Grammar:
    """Which placeholders a mail knows."""

    subject: tuple[str, ...]
    body: tuple[str, ...]
    needed: tuple[str, ...] = ()
    """Those without which its text would be wrong."""


@dataclass(frozen=True)
class Fault:
    """Why words cannot be sent: `member` is `subject` or `body`."""

    member: str
    error: RewordingError


def faults_of(words: MailWords, grammar: Grammar) -> list[Fault]:
    """Return what is wrong with words, the subject first; nothing when they can be sent.

    Args:
        words: as they are kept.
        grammar: of the mail that they are for.

    Returns:
        Faults whose errors are `words_empty`, `subject_on_lines`, `words_too_long`, `brace_alone`,
        `placeholder_unknown` and `placeholder_needed`.
    """
    found = [Fault("subject", error) for error in _of_text(words.subject, SUBJECT_LIMIT, grammar.subject)]
    if len(words.subject.splitlines()) > 1:
        found.append(Fault("subject", RewordingError("subject_on_lines")))
    found += [Fault("body", error) for error in _of_text(words.body, BODY_LIMIT, grammar.body)]
    if words.body:
        missing = [name for name in grammar.needed if name not in _named(words.body)]
        found += [Fault("body", RewordingError("placeholder_needed", placeholder=f"{{{name}}}")) for name in missing]
    return found


def _of_text(text: str, limit: int, known: tuple[str, ...]) -> Iterator[RewordingError]:
    if not text:
        yield RewordingError("words_empty")
    if len(text) > limit:
        yield RewordingError("words_too_long", limit=limit)
    alone = re.search(r"[{}]", _PLACEHOLDER.sub(lambda found: " " * len(found[0]), text))
    if alone:
        near = text[max(alone.start() - SHOWN // 2, 0) : alone.start() + SHOWN // 2]
        yield RewordingError("brace_alone", near=" ".join(near.split()))
    for name in dict.fromkeys(_named(text)):
        if name not in known:
            every = ", ".join(f"{{{name}}}" for name in known)
            yield RewordingError("placeholder_unknown", placeholder=f"{{{name[:SHOWN]}}}", known=every)


def _named(text: str) -> list[str]:
    return [found.strip() for found in _PLACEHOLDER.findall(text)]


@transaction.atomic
def reword(issuer: Issuer, *, kind: str, language: str, words: MailWords, grammar: Grammar, by: Any) -> NoticeText:
    """Give a mail of an issuer words of its own in one language, in the place of those that it had.

    Args:
        issuer: who writes.
        kind: of the mail, as in `badge.deposited`.
        language: a code of the site.
        words: the subject and the text, with placeholders in braces.
        grammar: what that mail knows.
        by: the user, who manages the issuer.

    Returns:
        The row, which holds no personal data.

    Raises:
        NotAllowedError: `not_your_issuer`.
        RewordingError: the first fault of the words.
    """
    check_may_manage(by, issuer)
    words = words.tidy
    for fault in faults_of(words, grammar):
        raise fault.error
    text: NoticeText = NoticeText.objects.update_or_create(
        issuer=issuer, kind=kind, language=language, defaults={"subject": words.subject, "body": words.body}
    )[0]
    record(Verb.NOTICE_REWORDED, by=by, issuer_id=issuer.pk)
    return text


@transaction.atomic
def restore(issuer: Issuer, *, kind: str, language: str, by: Any) -> bool:
    """Give a mail of an issuer our words again.

    Args:
        issuer: who writes.
        kind: of the mail.
        language: a code of the site.
        by: the user, who manages the issuer.

    Returns:
        Whether it had words of its own.

    Raises:
        NotAllowedError: `not_your_issuer`.
    """
    check_may_manage(by, issuer)
    removed, _rows = NoticeText.objects.filter(issuer=issuer, kind=kind, language=language).delete()
    if removed:
        record(Verb.NOTICE_RESTORED, by=by, issuer_id=issuer.pk)
    return bool(removed)
