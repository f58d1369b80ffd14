"""All that an opening asks, in words: read, and printed, before one begins."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .. import conf
from ..models import ClaimRule, Opening, OpeningKind, OpeningVersion
from ..spans import day_in_words
from ..templatetags.openbadges_tags import moment
from .answers import Question, read_questions
from .showcase import criteria_rows

KINDS_OF_ANSWER = {
    "singleline": gettext_lazy("a line of text"),
    "multiline": gettext_lazy("a text of several lines"),
    "email": gettext_lazy("an e-mail address"),
    "number": gettext_lazy("a number"),
    "url": gettext_lazy("the address of a page"),
    "checkbox": gettext_lazy("a box to tick"),
    "checkboxes": gettext_lazy("several choices among these"),
    "multiselect": gettext_lazy("several choices among these"),
    "dropdown": gettext_lazy("one choice among these"),
    "radio": gettext_lazy("one choice among these"),
    "date": gettext_lazy("a date"),
    "datetime": gettext_lazy("a date and an hour"),
    "file": gettext_lazy("a file, a PDF or a photo"),
    "organisation": gettext_lazy("the name of your structure, its RNA and SIRET numbers if it has them, your role"),
    "amount": gettext_lazy("an amount in euros"),
    "budget": gettext_lazy("a table of lines with amounts in euros; we compute the total"),
    "partners": gettext_lazy(
        "a table of partners with their roles and contributions in euros; we compute the total of the contributions"
    ),
}


def about(opening: Opening, version: OpeningVersion) -> dict[str, Any]:
    """Say what the first page tells about what one can deposit here."""
    questions = read_questions(version.questions)
    return {
        "title": version.title,
        "issuer": opening.issuer.organisation.name,
        "questions": [question_row(question) for question in questions],
        "facts": _facts(version, len(questions)) + call_facts(opening, version),
        "criteria": criteria_rows(version),
        "evidence": evidence_expected(version),
        "privacy_notice": version.privacy_notice,
        "is_declared": version.claim_rule == ClaimRule.DECLARED,
        "promised_days": version.promised_days,
        "results_on": version.results_on,
        "elsewhere_url": version.elsewhere_url,
        "content_language": version.language,
    }


def question_row(question: Question) -> dict[str, Any]:
    """Tell a question before it is asked."""
    return {
        "label": question.label,
        "help": question.help_text,
        "kind": KINDS_OF_ANSWER.get(question.field_type, ""),
        "choices": question.choices,
        "required": question.required,
        "section": question.section,
    }


def _facts(version: OpeningVersion, count: int) -> list[dict[str, str]]:
    minutes = ngettext("about %(count)s minute", "about %(count)s minutes", version.minutes) % {
        "count": version.minutes
    }
    answer = ngettext("within %(count)s day", "within %(count)s days", version.promised_days) % {
        "count": version.promised_days
    }
    questions = ngettext("%(count)s question", "%(count)s questions", count) % {"count": count}
    rows = [
        {"label": _("Filling in the form"), "value": minutes, "icon": "clock"},
        {"label": _("What is asked"), "value": questions, "icon": "question"},
    ]
    if version.results_on is None:
        is_declared = version.claim_rule == ClaimRule.DECLARED
        rows.append({"label": _("Answer"), "value": _("at once") if is_declared else answer, "icon": "mail"})
    return rows


def call_facts(opening: Opening, version: OpeningVersion) -> list[dict[str, str]]:
    """Say the dates of a round, which are those of its newest form, and how often one person may apply."""
    if opening.kind != OpeningKind.CALL:
        return []
    dates = [
        (_("Opens"), moment(version.opens_at, version.zone_name), "calendar"),
        (_("Closes"), moment(version.closes_at, version.zone_name), "calendar"),
        (_("Results expected on"), version.results_on and day_in_words(version.results_on), "mail"),
        (_("Applications of one person"), version.ceiling and at_most(version.ceiling), "person"),
    ]
    return [{"label": label, "value": value, "icon": icon} for label, value, icon in dates if value]


def at_most(count: int) -> str:
    """Say how many applications one person may make."""
    return ngettext("one at most", "%(count)s at most", count) % {"count": count}


def evidence_expected(version: OpeningVersion) -> dict[str, Any] | None:
    """Say which evidence a form expects, in words; None when it takes none."""
    rules = version.evidence_rules
    settings = conf.current()
    words = {
        "file": _(
            "files: PDF up to %(document)s MB, photos (JPEG, HEIC, PNG, WebP) up to %(photo)s MB, "
            "%(count)s files at most"
        )
        % {
            "document": settings.max_document_megabytes,
            "photo": settings.max_photo_megabytes,
            "count": settings.max_files,
        },
        "link": _("links to pages that show what you did"),
        "text": _("a text of yours"),
    }
    kinds = [words[kind] for kind in rules.get("kinds", ()) if kind in words]
    return {"kinds": kinds, "help": rules.get("help", ""), "required": rules.get("required")} if kinds else None
