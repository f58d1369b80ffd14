"""What a deposit needs, and what of a draft is deposited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..models import Evidence, OpeningVersion, Submission
from .errors import IncompleteError

NAME = "printed_name"
"""Stands for a question in the answers of a correction: the name that it would print."""


@dataclass(frozen=True, kw_only=True)
class Missing:
    """One thing that a deposit still lacks: a question by its uid, or evidence (empty uid)."""

    uid: str
    label: str


def missing(submission: Submission) -> list[Missing]:
    """List what the form requires and the draft does not hold yet.

    Args:
        submission: a draft, or a file to complete.

    Returns:
        The unanswered questions in the order of the form, then evidence if some is needed and none was given.
    """
    return lacking(submission.opening_version, answers=submission.draft_answers, evidence=submission.evidence.all())


def lacking(
    version: OpeningVersion, *, answers: Iterable[dict[str, Any]], evidence: Iterable[Evidence]
) -> list[Missing]:
    """List what a form requires and what was given does not hold, stored or not.

    Args:
        version: the form.
        answers: rows of uid, label, type, value.
        evidence: the pieces that were given.

    Returns:
        The unanswered questions in the order of the form, then evidence if some is needed and none was given.
    """
    given = {answer["uid"]: answer["value"] for answer in answers}
    evidence = list(evidence)
    with_file = {piece.question for piece in evidence}
    needed = [
        Missing(uid=question["uid"], label=question["label"])
        for question in version.questions
        if question["required"]
        and (question["uid"] not in with_file if question["field_type"] == "file" else not given.get(question["uid"]))
    ]
    if version.evidence_rules.get("required") and not evidence:
        needed.append(Missing(uid="", label=""))
    return needed


def check_complete(submission: Submission) -> None:
    """Refuse a deposit that lacks something required.

    Raises:
        IncompleteError: `missing_answers`, which names them, or `missing_evidence`.
    """
    needed = missing(submission)
    labels = [item.label for item in needed if item.uid]
    if labels:
        raise IncompleteError("missing_answers", labels=", ".join(labels))
    if needed:
        raise IncompleteError("missing_evidence")


def name_row(name: str) -> dict[str, Any]:
    """Return the row that keeps the name of a correction until it is deposited."""
    return {"uid": NAME, "label": "", "type": "singleline", "value": name}


def written_name(submission: Submission) -> str:
    """Return the name as it is written now: that of the correction in progress, else the deposited one."""
    names = [answer["value"] for answer in submission.draft_answers if answer["uid"] == NAME]
    return names[0] if names else submission.printed_name


def asked_answers(submission: Submission) -> list[dict[str, Any]]:
    """Return the answers to what is asked, in the order of the form."""
    given = {answer["uid"]: answer for answer in submission.draft_answers}
    return [given[question["uid"]] for question in submission.opening_version.questions if question["uid"] in given]
