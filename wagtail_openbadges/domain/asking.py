"""Questions to the carrier of a round: asked in private, answered, and published without a name for everybody."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ..jobs.outbox import enqueue
from ..models import CarrierQuestion, Holder, Opening, Purpose, Verb
from .access import mint
from .errors import NotAllowedError, QuestionError, StateConflictError
from .log import record
from .policy import issuers_reviewed_by
from .rounds import is_open_to_questions

MOST_WAITING = 10
"""How many questions of one person may wait for an answer at once."""


@transaction.atomic
def ask(opening: Opening, *, holder: Holder, text: str, language: str, at: datetime | None = None) -> CarrierQuestion:
    """Keep a question and tell the carrier; the same text asked twice is kept once.

    Args:
        opening: the round.
        holder: who asks: an address that was confirmed. The carrier is never shown it.
        text: as typed.
        language: of the page.
        at: when the request began, now if not given.

    Raises:
        QuestionError: `question_empty`, `questions_not_taken` or `too_many_questions`.
    """
    Opening.objects.select_for_update().get(pk=opening.pk)
    text = text.strip()
    if not text:
        raise QuestionError("question_empty")
    now = at or timezone.now()
    if not is_open_to_questions(opening, now=now):
        raise QuestionError("questions_not_taken")
    waiting = CarrierQuestion.objects.filter(opening=opening, holder=holder, answered_at=None)
    same: CarrierQuestion | None = waiting.filter(text=text).first()
    if same is not None:
        return same
    if waiting.count() >= MOST_WAITING:
        raise QuestionError("too_many_questions", limit=MOST_WAITING)
    question = CarrierQuestion.objects.create(
        opening=opening, holder=holder, text=text, language=language, asked_at=now
    )
    record(Verb.QUESTION_ASKED, opening_id=opening.pk, issuer_id=opening.issuer_id)
    enqueue("mail", f"mail:{question.uuid}:new_question", {"notice": "new_question", "question": question.pk})
    return question


def mark(question: CarrierQuestion) -> str:
    """Return what tells one answer from another: a form says from which one it was drawn."""
    said = [question.answer, question.public_text, question.public_answer, question.published_at is not None]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


@transaction.atomic
def answer(
    question: CarrierQuestion,
    *,
    by: Any,
    answer: str,
    publish: bool = False,
    public_text: str = "",
    public_answer: str = "",
    seen: str | None = None,
) -> CarrierQuestion:
    """Answer a question, and publish it without a name when the carrier says so.

    The person is written to with the first answer and with each one that says something else.

    Args:
        question: the question.
        by: a user who may decide for the issuer of the round.
        answer: to the person.
        publish: show question and answer on the page of the round; False takes them off again.
        public_text: the question as everybody reads it.
        public_answer: the answer as everybody reads it; the answer to the person if empty.
        seen: the `mark` of what a form was drawn from; None when there was no form.

    Raises:
        NotAllowedError: `not_your_issuer`.
        StateConflictError: when somebody has answered since.
        QuestionError: `answer_empty` or `public_text_empty`.
    """
    question = CarrierQuestion.objects.select_for_update().select_related("opening").get(pk=question.pk)
    opening = question.opening
    if not issuers_reviewed_by(by).filter(pk=opening.issuer_id).exists():
        raise NotAllowedError("not_your_issuer")
    if seen is not None and seen != mark(question):
        raise StateConflictError("state_conflict")
    answer, public_text = answer.strip(), public_text.strip()
    if not answer:
        raise QuestionError("answer_empty")
    if publish and not public_text:
        raise QuestionError("public_text_empty")
    now = timezone.now()
    says_something_new = answer != question.answer
    newly_published = publish and question.published_at is None
    question.public_text, question.public_answer = public_text, public_answer.strip() or answer
    question.published_at = (question.published_at or now) if publish else None
    if says_something_new:
        question.answer, question.answered_at, question.answered_by = answer, now, by
    question.save()
    if says_something_new:
        record(Verb.QUESTION_ANSWERED, by=by, opening_id=opening.pk, issuer_id=opening.issuer_id)
        _tell(question, now)
    if newly_published:
        record(Verb.QUESTION_PUBLISHED, by=by, opening_id=opening.pk, issuer_id=opening.issuer_id)
    return question


def _tell(question: CarrierQuestion, now: datetime) -> None:
    """Write to the person, with a link that opens the page of questions again."""
    holder = question.holder
    if holder is None or holder.email is None:
        return
    link = mint(
        purpose=Purpose.ASK,
        address=holder.email,
        language=question.language,
        holder=holder,
        opening=question.opening,
    )
    enqueue(
        "mail",
        f"mail:{question.uuid}:answered:{now.isoformat()}",
        {"notice": "answered", "question": question.pk, "link": link.pk},
    )


def published(opening: Opening) -> Any:
    """Return what everybody may read of the questions to a round, oldest first: `public_text` and `public_answer`.

    Neither the words of the person nor the person is read from the database.
    """
    questions = CarrierQuestion.objects.filter(opening=opening, published_at__isnull=False)
    return questions.only("uuid", "public_text", "public_answer", "published_at").order_by("published_at", "pk")
