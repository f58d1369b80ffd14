"""A form that is tried before it is published: judged like a real one, while nothing of it is stored or sent.

What the form asks travels with it, signed. So what is tried is what was shown, whether that was never saved, is the
draft of an hour ago or an older revision; whoever serves these pages says who may try.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from .. import conf
from ..domain.completeness import lacking
from ..domain.errors import EvidenceError
from ..intake.evidence import accept_upload
from ..models import Evidence, EvidenceKind, OpeningVersion
from ..standard.errors import OpenBadgesError
from .composites import draw_more_rows
from .depositing import rows_to_check
from .drafting import asked_context, name_missing, refusal_of
from .forms import ClaimForm, claim_form_class
from .private import page
from .words import words_of

CARRIED = ("language", "title", "questions", "criteria", "evidence_rules")
"""What of a form is needed to draw and to judge it."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A form to try. `href` is where it is sent; its seal is good there alone."""

    kind: str
    version: OpeningVersion
    href: str

    @property
    def seal(self) -> str:
        """What the form asks, for the browser to bring back."""
        asked = {name: getattr(self.version, name) for name in CARRIED}
        return signing.dumps([self.kind, asked], salt=_salt(self.href), compress=True)

    def form(self, *args: Any, **options: Any) -> ClaimForm:
        form_class = claim_form_class(self.version.questions, self.version.evidence_rules, words_of(self.kind))
        return form_class(*args, **options)


def _salt(href: str) -> str:
    return f"{__name__}:{href}"


def brought_back(request: HttpRequest) -> Trial | None:
    """Return the trial that a browser sends; None when it was not drawn for this address."""
    try:
        kind, asked = signing.loads(request.POST.get("trial", ""), salt=_salt(request.path))
    except signing.BadSignature:
        return None
    return Trial(kind=kind, version=OpeningVersion(**asked), href=request.path)


def draw(request: HttpRequest, trial: Trial, form: ClaimForm | None = None, *, status: int = 200) -> HttpResponse:
    """Show the form as people see it, blank or as it was sent."""
    with translation.override(trial.version.language):
        context = asked_context(trial.version, trial.kind, form or trial.form(), []) | {
            "note": _(
                "You are trying this form. Nothing that you write is kept, no mail is sent, and files are thrown away"
                " once they were checked: choose them again each time."
            ),
            "trial": trial,
        }
        return page(request, "pages/preview/form", context, status=status)


def judge(request: HttpRequest, trial: Trial) -> HttpResponse:
    """Judge what was sent as a real form is judged; draw it again, or say what would have been deposited."""
    with translation.override(trial.version.language):
        sent = request.POST
        if "again" in sent:
            return draw(request, trial)
        form = trial.form(sent, answers_may_wait="check" not in sent)
        pieces = _pieces(request, form)
        if "check" in sent:
            name_missing(form, lacking(trial.version, answers=form.answers(), evidence=pieces))
        if form.errors or not ("check" in sent or "later" in sent):
            draw_more_rows(form, sent.get("more", ""))
            return draw(request, trial, form, status=422 if form.errors else 200)
        return _done(request, trial, form, pieces)


def _pieces(request: HttpRequest, form: ClaimForm) -> list[Evidence]:
    """Return the evidence that would be kept, and put beside its field why a file would not be."""
    pieces, refused = [], []
    for name, question in form.file_fields.items():
        for upload in request.FILES.getlist(name):
            try:
                pieces.append(_file(upload, question, len(pieces)))
            except OpenBadgesError as error:
                refused.append((name, refusal_of(upload, error)))
    form.is_valid()
    for name, message in refused:
        form.add_error(name, message)
    said = form.cleaned_data
    if said.get("evidence_url"):
        pieces.append(Evidence(kind=EvidenceKind.LINK, url=said["evidence_url"]))
    if said.get("evidence_text"):
        pieces.append(Evidence(kind=EvidenceKind.TEXT, text=said["evidence_text"]))
    return pieces


def _file(upload: Any, question: str, count: int) -> Evidence:
    """Check a file as a real one is, and let go of what is in it.

    Raises:
        OpenBadgesError: it would not be taken.
    """
    limit = conf.current().max_files
    if count >= limit:
        raise EvidenceError("too_many_files", limit=limit)
    accepted = accept_upload(upload)
    return Evidence(kind=EvidenceKind.FILE, question=question, original_name=accepted.original_name)


def _done(request: HttpRequest, trial: Trial, form: ClaimForm, pieces: list[Evidence]) -> HttpResponse:
    words = words_of(trial.kind)
    context = {
        "title": trial.version.title,
        "trial": trial,
        "is_draft": "check" not in request.POST,
        "sections": rows_to_check(
            form, words, answers=form.answers(), pieces=pieces, name=form.cleaned_data["printed_name"]
        ),
    }
    return page(request, "pages/preview/tried", context)
