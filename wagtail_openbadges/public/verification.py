"""Verification for people: what a report says, in words, and the page of one award."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from ..domain.facts import way_sentence
from ..domain.hosting import RecordLoader
from ..intake.throttling import allow, network_of
from ..models import AchievementVersion, Assertion, EvidenceKind, Visibility, Way
from ..spans import day_in_words
from ..standard.errors import AddressError
from ..standard.identity import identity_hash, normalise_email
from ..standard.report import Outcome, Report
from ..standard.verification import verify
from .documents import AWARDS, found_award
from .errors import TooManyRequestsError
from .languages import in_other_languages
from .negotiation import public_page, read_form
from .showcase import criteria_rows, todays_page, version_image
from .wording import check_label, sentence

FORM_MEGABYTES = 1
COMPARISONS = 20
COMPARISON_SECONDS = 10 * 60
REVOKED = {"revoked", "revoked_because"}
# What each standing looks like in the verdict element, and what it says.
STANDINGS = {
    "valid": ("valid", gettext_lazy("Yes, this badge is valid.")),
    "revoked": ("invalid", gettext_lazy("No, this badge was revoked.")),
    "expired": ("invalid", gettext_lazy("No longer: this badge has expired.")),
    "invalid": ("invalid", gettext_lazy("No, do not rely on this badge.")),
    "indeterminate": ("indeterminate", gettext_lazy("We cannot tell whether this badge is valid.")),
}


def standing_of(report: Report) -> str:
    """Tell a badge that was revoked, or that has merely expired, from one that is wrong."""
    failed = {row.code for row in report.checks if row.outcome == Outcome.FAILED}
    if failed & REVOKED:
        return "revoked"
    return "expired" if failed == {"expired"} else report.verdict.value


def verdict_of(report: Report, *, issuer: str, issued_at: datetime | None, expires_at: datetime | None) -> dict:
    """Turn a report into what the verdict element shows."""
    standing = standing_of(report)
    look, title = STANDINGS[standing]
    rows = [
        {
            "label": f"{check_label(row.check)} ({row.part})" if row.part else check_label(row.check),
            "outcome": row.outcome.value,
            "message": sentence(row.code, row.params),
        }
        for row in report.checks
    ]
    text = _standing_text(standing, report, issuer=issuer, issued_at=issued_at, expires_at=expires_at)
    return {"standing": standing, "verdict": look, "title": title, "text": text, "rows": rows}


def _standing_text(
    standing: str, report: Report, *, issuer: str, issued_at: datetime | None, expires_at: datetime | None
) -> str:
    """Say in a sentence when and by whom, or what is wrong."""
    if standing == "valid" and issued_at:
        names = {"issuer": issuer, "date": day_in_words(issued_at)}
        if expires_at is None:
            return _("%(issuer)s issued it on %(date)s. It has no end date.") % names
        return _("%(issuer)s issued it on %(date)s. It is valid until %(end)s.") % (
            names | {"end": day_in_words(expires_at)}
        )
    codes = {"revoked": REVOKED, "expired": {"expired"}}.get(standing)
    wrong = [row for row in report.checks if row.outcome in (Outcome.FAILED, Outcome.UNKNOWN)]
    telling = next(row for row in wrong if codes is None or row.code in codes)
    return sentence(telling.code, telling.params)


class RecipientForm(forms.Form):
    """Was the badge given to this address?"""

    address = forms.CharField(
        label=gettext_lazy("E-mail address of the person"),
        help_text=gettext_lazy("We compare it with the badge, and keep no trace of it."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean_address(self) -> str:
        try:
            return normalise_email(self.cleaned_data["address"])
        except AddressError as error:
            raise ValidationError(sentence(error.code, error.params), code=error.code) from None


@public_page("GET", "HEAD", "POST")
def assertion_verify(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show an award to an employer: whether it holds, what for, by whom, until when."""
    award = found_award(uuid, AWARDS.defer("achievement_version__image"))
    form = RecipientForm()
    comparison = None
    if request.method == "POST":
        read_form(request, megabytes=FORM_MEGABYTES)
        if not allow("compare", network_of(request), limit=COMPARISONS, seconds=COMPARISON_SECONDS):
            raise TooManyRequestsError("too_many_requests", headers={"Retry-After": str(COMPARISON_SECONDS)})
        form = RecipientForm(request.POST)
        if form.is_valid():
            comparison = belongs_to(award, form.cleaned_data["address"])
    context = {**award_context(request, award), "form": form, "comparison": comparison}
    status = 400 if form.errors else 200
    response = render(request, "wagtail_openbadges/verify/award.html", context, status=status)
    response["Cache-Control"] = "no-store" if request.method == "POST" else "no-cache"
    return response


def belongs_to(award: Assertion, address: str) -> bool:
    """Compare an address with the hash that stands for the recipient."""
    return constant_time_compare(identity_hash(address, award.identity_salt), award.identity_hash)


def award_context(request: HttpRequest, award: Assertion) -> dict[str, Any]:
    """Gather what the page of an award shows; the person's name only when the person chose so."""
    version, issuer = award.achievement_version, award.issuer
    # A revocation shows at the hosted address at once, in the status list when a job has signed it.
    stored = bytes(award.credential) if award.is_signed and not award.is_revoked else award.address
    report = verify(stored, load=RecordLoader(), now=timezone.now())
    verdict = verdict_of(
        report, issuer=issuer.organisation.name, issued_at=award.issued_at, expires_at=award.expires_at
    )
    if award.is_revoked:
        verdict["text"] = _revoked_text(award)
    return award_said(award, verdict) | {
        "image": version_image(version),
        "page_url": todays_page(request, version),
        "other_languages": in_other_languages(request, version),
        "links": _links(award),
    }


def award_said(award: Assertion, verdict: dict[str, Any]) -> dict[str, Any]:
    """Gather what an award says by itself, stored or not."""
    version, name = award.achievement_version, shown_name(award)
    return {
        "award": award,
        "version": version,
        "issuer": award.issuer,
        "name": name,
        "verdict": verdict,
        "stamp": {"revoked": _("revoked"), "expired": pgettext("badge", "expired")}.get(verdict["standing"], ""),
        "way_sentence": _way_sentence(award, name),
        "facts": _award_facts(award, name),
        "criteria": criteria_rows(version),
        "evidence": _evidence_rows(award),
        "og_title": _("%(badge)s: %(name)s") % {"badge": version.name, "name": name} if name else version.name,
    }


def _revoked_text(award: Assertion) -> str:
    named = {"issuer": award.issuer.organisation.name, "date": day_in_words(award.revoked_at)}
    return _("%(issuer)s revoked it on %(date)s, for this reason: “%(reason)s”") % (
        named | {"reason": award.revocation_reason}
    )


def shown_name(award: Assertion) -> str:
    """Return the name of the person while the person lets everybody see it."""
    return award.printed_name if award.visibility == Visibility.PUBLIC else ""


def _way_sentence(award: Assertion, name: str) -> str:
    issuer = award.issuer.organisation.name
    if name and award.way == Way.DECLARED:
        return _(
            "%(name)s declares that the criteria are met and gave evidence. %(issuer)s publishes this declaration;"
            " it has not checked it."
        ) % {"name": name, "issuer": issuer}
    return way_sentence(award.way, issuer)


def _award_facts(award: Assertion, name: str) -> list[dict[str, Any]]:
    version, issuer = award.achievement_version, award.issuer
    rows = [
        {
            "label": pgettext("person who received a badge", "Given to"),
            "value": name or _("somebody who does not show their name"),
            "icon": "person",
        },
        {
            "label": _("Issued by"),
            "value": issuer.organisation.name,
            "href": reverse("openbadges:issuer", args=[issuer.uuid]),
            "icon": "people",
        },
        _dated(_("Issued on"), award.issued_at),
        _dated(end_label(award.expires_at), award.expires_at)
        or {"label": _("End date"), "value": pgettext("end date of a badge", "none"), "icon": "calendar"},
        _dated(_("Revoked on"), award.revoked_at),
        _version_row(version),
    ]
    return [row for row in rows if row]


def end_label(expires_at: datetime | None) -> str:
    """Name the end of a badge, which may have passed."""
    is_past = expires_at is not None and expires_at <= timezone.now()
    return _("Expired on") if is_past else _("Expires on")


def _version_row(version: AchievementVersion) -> dict[str, str]:
    """Lead to what was given; a version that is not stored has neither a number nor an address yet."""
    if version.number is None:
        return {}
    return {
        "label": _("Badge"),
        "value": _("Version %(number)d, as it was given") % {"number": version.number},
        "href": reverse("openbadges:achievement_version", args=[version.achievement.uuid, version.number]),
        "icon": "document",
    }


def _dated(label: str, instant: datetime | None) -> dict[str, str]:
    if instant is None:
        return {}
    return {
        "label": label,
        "value": day_in_words(instant),
        "datetime": timezone.localdate(instant).isoformat(),
        "icon": "calendar",
    }


def _evidence_rows(award: Assertion) -> list[dict[str, str]]:
    """Say which kinds of evidence were given, and nothing of what they hold."""
    labels = dict(EvidenceKind.choices)
    return [
        {"uuid": row["uuid"], "kind": row["kind"], "label": labels[row["kind"]], "sha256": row["sha256"]}
        for row in award.evidence
    ]


def _links(award: Assertion) -> list[dict[str, Any]]:
    rows = [
        {
            "label": _("Signed document (Open Badges 3.0)"),
            "detail": _("JSON, for programs that verify by themselves"),
            "href": reverse("openbadges:credential", args=[award.uuid]),
            "kind": "document",
        },
        {
            "label": _("Image with the badge inside"),
            "detail": _("PNG, for passports and verifiers"),
            "href": reverse("openbadges:badge_png", args=[award.uuid]),
            "kind": "download",
            "download": True,
        },
    ]
    return rows if award.is_signed else []
