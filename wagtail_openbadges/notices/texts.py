"""The words that an issuer gave a mail: read when it leaves, and put in the place of ours."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone, translation

from ..domain.rewording import MailWords, faults_of
from ..models import Issuer, NoticeText
from .fiction import example_of, outline_of
from .letters import Letter, Occasion, write
from .rewordable import Rewordable, mail_of


def our_words(mail: Rewordable) -> MailWords:
    """Return what a mail says in the active language when nobody gave it other words, with its placeholders."""
    occasion = outline_of(mail)
    letter = write(mail.notice, occasion)
    said = [letter.subject, "\n\n".join(letter.opening)]
    stood_for = {name: value for name, value in mail.values(occasion).items() if value}
    for name, value in stood_for.items():
        said = [text.replace(value, f"{{{name}}}") for text in said]
    return MailWords(*said)


def example_values(mail: Rewordable, issuer: Issuer, language: str) -> dict[str, str]:
    """Return what the placeholders of a mail stand for where it is previewed."""
    with translation.override(language), timezone.override(None):
        return mail.values(example_of(mail, issuer))


def own_words(mail: Rewordable, issuer: Issuer, language: str) -> MailWords | None:
    """Return the words that an issuer gave a mail in a language, whether they can be sent or not."""
    # The key alone is asked for: an issuer that is not stored yet has no words.
    texts = NoticeText.objects.filter(issuer_id=issuer.pk, kind=mail.kind, language=language)
    found = texts.order_by("pk").values_list("subject", "body").first()
    return MailWords(*found) if found else None


def reword(letter: Letter, notice: str, occasion: Occasion, language: str) -> Letter:
    """Give a letter the words of its issuer, where it has any in that language that can be sent."""
    mail = mail_of(notice, occasion)
    words = own_words(mail, occasion.issuer, language) if mail is not None else None
    if mail is None or words is None or faults_of(words, mail.grammar):
        return letter
    return spoken(letter, mail, words, occasion)


def spoken(letter: Letter, mail: Rewordable, words: MailWords, occasion: Occasion) -> Letter:
    """Put words in the place of ours; whatever is not a matter of wording stays."""
    said = words.filled(mail.values(occasion))
    return replace(letter, subject=said.subject, title=said.subject, opening=said.paragraphs)
