"""The previews of a page that people deposit to: its form to try, also on a phone, the mail of acceptance, the badge.

They show what is written now, saved or not, through the templates and the presenter that people meet; they store
nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any

import swapper
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.utils.decorators import xframe_options_sameorigin_override

from ..models import ClaimRule, OpeningKind
from ..notices.presenter import present
from ..public import trying, verification, wording
from ..public.private import explained, private, takes_files
from ..public.private import page as render_page
from ..standard.report import Report
from .written import ADDRESS, Written, award_of, file_of

if TYPE_CHECKING:
    from .shown import OpeningPageMixin

PAGE = ""
"""The mode that Wagtail chooses itself."""
FAULTS_OF_BADGE = ("missing_image", "missing_description", "missing_criteria")


def serve(page: OpeningPageMixin, request: HttpRequest, mode: str) -> HttpResponse:
    """Show a page in one of `SHOWN`, in the language that it is written in."""
    with translation.override(page.content_language):
        response = SHOWN[mode](page, request)
    # A draft or an older revision is shown outside the panel: there Wagtail leaves out what lets a frame hold it.
    response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
    return response


def _form(page: OpeningPageMixin, request: HttpRequest) -> HttpResponse:
    written = page.get_written()
    reason = _not_asked_for_here(written)
    if reason:
        return _note(request, reason)
    return trying.draw(request, trying.Trial(kind=written.kind, version=written.form, href=_address(page)))


def _not_asked_for_here(written: Written) -> str:
    """Return why there is no form, as a code of `ClosedOpeningError`; a preview does not look at the dates."""
    if written.form.elsewhere_url:
        return "elsewhere"
    return "no_claims" if written.form.claim_rule == ClaimRule.NO_CLAIMS else ""


def _phone(page: OpeningPageMixin, request: HttpRequest) -> HttpResponse:
    """Hold the form in a frame as wide as a small phone; its address is this one in another mode."""
    in_panel = "&in_preview_panel=true" if getattr(request, "in_preview_panel", False) else ""
    context = {"href": f"?mode=form{in_panel}", "title": page.title}
    return _with_frame(render_page(request, "pages/preview/phone", context))


def _with_frame(response: HttpResponse) -> HttpResponse:
    """Allow a page of ours to hold a frame of this site: a strict policy of the site would leave it blank."""
    response["Content-Security-Policy"] = "frame-src 'self'; frame-ancestors 'self'; object-src 'none'; base-uri 'none'"
    return response


def _mail(page: OpeningPageMixin, request: HttpRequest) -> HttpResponse:
    written = page.get_written()
    if written.issuer is None:
        return _note(request, _no_issuer(written))
    if written.form.elsewhere_url:
        return _note(request, "elsewhere")
    is_given = written.form.claim_rule == ClaimRule.NO_CLAIMS
    mail = present("awarded" if is_given else "accepted", submission=file_of(written), language=written.form.language)
    _name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    rows = [
        {"label": capfirst(label), "value": value}
        for label, value in (
            (pgettext("mail", "subject"), mail.subject),
            (_("from"), f"{mail.sender} <{address}>"),
            (_("to"), ADDRESS),
            (_("answers go to"), mail.reply_to),
        )
        if value
    ]
    return render_page(request, "pages/preview/mail", {"mail": mail, "rows": rows})


def _badge(page: OpeningPageMixin, request: HttpRequest) -> HttpResponse:
    written = page.get_written()
    if written.issuer is None:
        return _note(request, _no_issuer(written))
    award = award_of(written)
    verdict = verification.verdict_of(
        Report(input="", checks=()),
        issuer=written.issuer.organisation.name,
        issued_at=award.issued_at,
        expires_at=None,
    )
    context = verification.award_said(award, verdict) | {
        "image": written.image_url,
        "notes": [wording.sentence(fault, {}) for fault in written.faults if fault in FAULTS_OF_BADGE],
    }
    return render_page(request, "pages/preview/badge", context)


def _no_issuer(written: Written) -> str:
    return "missing_issuer" if written.kind == OpeningKind.BADGE else "missing_receiver"


def _note(request: HttpRequest, code: str) -> HttpResponse:
    """Say in a friendly way why there is nothing to show."""
    return render_page(request, "pages/preview/note", {"sentence": wording.sentence(code, {})})


LABELS = {
    PAGE: gettext_lazy("The page"),
    "form": gettext_lazy("The form, to try it"),
    "phone": gettext_lazy("The form on a phone"),
    "mail": gettext_lazy("The mail of acceptance or award"),
    "badge": gettext_lazy("The badge"),
}

SHOWN: dict[str, Callable[[Any, HttpRequest], HttpResponse]] = {
    "form": _form,
    "phone": _phone,
    "mail": _mail,
    "badge": _badge,
}


def _address(page: OpeningPageMixin) -> str:
    """Return where the form of a page is sent to be judged; a page that was never saved has only its parent."""
    if page.pk is None:
        return reverse("openbadges_trial:below", args=[page.get_parent().pk])
    return reverse("openbadges_trial:page", args=[page.pk])


@xframe_options_sameorigin_override
@takes_files
@private
def try_form(request: HttpRequest, page_id: int) -> HttpResponse:
    """Judge the form of a page for whoever may edit or publish it."""
    permissions = _permissions(request, page_id)
    return _judge(request, is_allowed=permissions.can_edit() or permissions.can_publish())


@xframe_options_sameorigin_override
@takes_files
@private
def try_form_below(request: HttpRequest, page_id: int) -> HttpResponse:
    """Judge the form of a page that was never saved for whoever may add it."""
    return _judge(request, is_allowed=_permissions(request, page_id).can_add_subpage())


def _permissions(request: HttpRequest, page_id: int) -> Any:
    page = get_object_or_404(swapper.load_model("wagtailcore", "Page"), pk=page_id)
    return page.specific.permissions_for_user(request.user)


def _judge(request: HttpRequest, *, is_allowed: bool) -> HttpResponse:
    if not is_allowed:
        raise PermissionDenied
    # The form is drawn as visitors see it: without the button that Wagtail lays over pages for editors.
    request.user = AnonymousUser()
    refused = getattr(request, "refused_body", None)
    if refused is not None:
        return render_page(request, "pages/preview/note", {"sentence": explained(refused)}, status=refused.status)
    trial = trying.brought_back(request)
    if trial is None:
        sentence = _("Open the preview again to try the form.")
        return render_page(request, "pages/preview/note", {"sentence": sentence}, status=400)
    return trying.judge(request, trial)
