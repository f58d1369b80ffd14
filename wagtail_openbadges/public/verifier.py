"""The public verifier: an address, a file or a text in, a report out, as a page or as JSON. Nothing is stored."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..domain.hosting import RecordLoader
from ..intake.throttling import allow, network_of
from ..models import Assertion
from ..spans import day_in_words
from ..standard.errors import AddressError
from ..standard.identity import normalise_email
from ..standard.report import Report
from ..standard.verification import verify
from .documents import AWARDS
from .errors import PublicError, TooManyRequestsError
from .negotiation import json_answer, prefers_page, public_page, read_form
from .showcase import version_image
from .verification import end_label, verdict_of
from .wording import sentence

MEGABYTES = 16
TEXT_CHARACTERS = 1_000_000
VERIFICATIONS = 30
SECONDS = 60
WAYS_TO_GIVE = ("url", "file", "text")
# People copy what they have before them: the page of an award, its image or its QR code.
OURS = re.compile(r"/assertions/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/")
BESIDE_ASSERTION = re.compile(r"(.*/assertions/[0-9a-f-]{36}/)(?:verify/|badge\.png|qr\.svg)", re.DOTALL)


class VerifierForm(forms.Form):
    """One badge in one of three forms, and whom it should belong to."""

    url = forms.URLField(
        label=_("Address of the badge"),
        help_text=_("For example the link that you were given, or that a QR code holds."),
        required=False,
        max_length=2000,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("File of the badge"),
        help_text=_("A PNG image that carries a badge, or a JSON file: at most 16 MB."),
        required=False,
        widget=forms.FileInput(
            attrs={"accept": ".png,.json,image/png,application/json", "data-max-bytes": MEGABYTES * 1024 * 1024}
        ),
    )
    text = forms.CharField(
        label=_("Text of the badge"),
        help_text=_("What the file of a badge holds (JSON), copied and pasted."),
        required=False,
        max_length=TEXT_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    address = forms.CharField(
        label=_("E-mail address of the person"),
        help_text=_("To check that the badge was given to this address. We keep no trace of it."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() & set(WAYS_TO_GIVE):
            self.fields[name].is_one_of_several = True

    def clean_address(self) -> str:
        address = self.cleaned_data["address"]
        try:
            return normalise_email(address) if address else ""
        except AddressError as error:
            raise ValidationError(sentence(error.code, error.params), code=error.code) from None

    def clean(self) -> dict[str, Any]:
        given = [name for name in WAYS_TO_GIVE if self.cleaned_data.get(name)]
        if not self.errors and len(given) != 1:
            code = "too_much_to_verify" if given else "nothing_to_verify"
            raise ValidationError(sentence(code, {}), code=code)
        return self.cleaned_data

    def report(self) -> Report:
        """Verify what was given."""
        given = self.cleaned_data
        data = given["file"].read() if given["file"] else given["text"] or BESIDE_ASSERTION.sub(r"\1", given["url"])
        recipient = f"email:{given['address']}" if given["address"] else None
        return verify(data, load=RecordLoader(), now=timezone.now(), recipient=recipient)


@public_page("GET", "HEAD", "POST")
def verifier(request: HttpRequest) -> HttpResponse:
    """Verify what is posted; without a post, ask for it."""
    if request.method != "POST":
        return _page(request, VerifierForm())
    if not allow("verify", network_of(request), limit=VERIFICATIONS, seconds=SECONDS):
        raise TooManyRequestsError("too_many_requests", headers={"Retry-After": str(SECONDS)})
    read_form(request, megabytes=MEGABYTES)
    form = VerifierForm(request.POST, request.FILES)
    if prefers_page(request):
        return _page(request, VerifierForm(), form.report()) if form.is_valid() else _page(request, form)
    if not form.is_valid():
        raise _first_error(form)
    return json_answer(_as_json(form.report()))


def _page(request: HttpRequest, form: VerifierForm, report: Report | None = None) -> HttpResponse:
    context: dict[str, Any] = {"form": form}
    if report is not None:
        context |= _report_context(report)
    status = 400 if form.errors else 200
    response = render(request, "wagtail_openbadges/verify/verifier.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _report_context(report: Report) -> dict[str, Any]:
    facts = report.facts
    rows = [
        {"label": _("Issued by"), "value": facts.issuer_name or facts.issuer_id, "icon": "people"},
        {"label": _("Issued on"), "value": facts.issued_at and day_in_words(facts.issued_at), "icon": "calendar"},
        {
            "label": end_label(facts.expires_at),
            "value": facts.expires_at and day_in_words(facts.expires_at),
            "icon": "calendar",
        },
        {"label": _("Address"), "value": facts.assertion_address, "icon": "link"},
    ]
    award = _award_of_ours(facts.assertion_address)
    return {
        "facts": facts,
        "rows": [row for row in rows if row["value"]],
        "award_url": award and reverse("openbadges:assertion_verify", args=[award.uuid]),
        "image": award and version_image(award.achievement_version),
        "verdict": verdict_of(report, issuer=facts.issuer_name, issued_at=facts.issued_at, expires_at=facts.expires_at),
    }


def _award_of_ours(address: str) -> Assertion | None:
    """Return the award of this site at an address. Images of other sites are never loaded, so only ours have one."""
    named = OURS.search(address)
    if named is None:
        return None
    award = AWARDS.defer("credential", "achievement_version__image").filter(uuid=named[1]).first()
    return award if award and address in (award.address, award.credential_address) else None


def _first_error(form: VerifierForm) -> PublicError:
    """Name the first thing that is wrong with a form, for a program."""
    field, errors = next(iter(form.errors.as_data().items()))
    if errors[0].code in PublicError.messages:
        return PublicError(errors[0].code)
    return PublicError("field_refused", field=field, reason=" ".join(errors[0].messages))


def _as_json(report: Report) -> dict[str, Any]:
    rows = [row.as_dict() | {"message": sentence(row.code, row.params)} for row in report.checks]
    return report.as_dict() | {"checks": rows}
