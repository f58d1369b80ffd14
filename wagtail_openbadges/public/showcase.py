"""The pages of an issuer and of a frozen version of a badge, at the addresses of their documents."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..intake.identifiers import spaced_siret
from ..models import Achievement, AchievementVersion, Call, Gathering, Issuer, Opening, OpeningVersion
from .languages import in_other_languages

CARDS = 24


def issuer_page(request: HttpRequest, issuer: Issuer) -> HttpResponse:
    """Show who an issuer is and what it recognises."""
    achievements = (
        Achievement.objects.filter(issuer=issuer, archived_at=None, versions__frozen_at__isnull=False)
        .distinct()
        .order_by("-pk")
    )
    page = Paginator(achievements, CARDS).get_page(request.GET.get("page"))
    context = {
        "issuer": issuer,
        "organisation": issuer.organisation,
        "page": page,
        "cards": [_card(version) for version in _shown_versions(page.object_list)],
        "facts": _issuer_facts(issuer),
        "logo": reverse("openbadges:issuer_image", args=[issuer.uuid]) if issuer.organisation.logo else "",
        "documents": [
            {
                "label": _("Profile and keys (Open Badges 3.0)"),
                "href": reverse("openbadges:issuer_did", args=[issuer.uuid]),
                "kind": "document",
            }
        ],
    }
    return render(request, "wagtail_openbadges/issuer/issuer.html", context)


def _issuer_facts(issuer: Issuer) -> list[dict[str, Any]]:
    organisation = issuer.organisation
    rows = [
        {"label": _("Website"), "value": organisation.url, "href": organisation.url, "icon": "link"},
        {
            "label": _("Contact"),
            "value": organisation.email,
            "href": organisation.email and f"mailto:{organisation.email}",
            "icon": "mail",
        },
        {"label": _("Territory"), "value": organisation.territory, "icon": "people"},
        {"label": _("RNA number"), "value": organisation.rna},
        {"label": _("SIRET number"), "value": spaced_siret(organisation.siret)},
        {"label": _("Identifier (DID)"), "value": issuer.did, "icon": "shield"},
    ]
    return [row for row in rows if row["value"]]


def _shown_versions(achievements: list[Achievement]) -> list[AchievementVersion]:
    """Return the newest frozen version of each achievement, in the reader's language where there is one."""
    chosen: dict[int, AchievementVersion] = {}
    frozen = AchievementVersion.objects.filter(achievement__in=list(achievements), frozen_at__isnull=False)
    for version in frozen.select_related("achievement").defer("image").order_by("number"):
        other = chosen.get(version.achievement_id)
        if other is None or version.language == get_language() or other.language != get_language():
            chosen[version.achievement_id] = version
    return [chosen[achievement.pk] for achievement in achievements]


def _card(version: AchievementVersion) -> dict[str, str]:
    return {
        "name": version.name,
        "href": reverse("openbadges:achievement_version", args=[version.achievement.uuid, version.number]),
        "image": version_image(version),
        "lang": version.language,
    }


def version_page(request: HttpRequest, version: AchievementVersion) -> HttpResponse:
    """Show what a frozen version says, and where the badge stands today."""
    newer = (
        AchievementVersion.objects.filter(
            achievement=version.achievement_id,
            language=version.language,
            number__gt=version.number,
            frozen_at__isnull=False,
        )
        .defer("image")
        .last()
    )
    context = {
        "version": version,
        "issuer": version.achievement.issuer,
        "image": version_image(version),
        "criteria": criteria_rows(version),
        "newer": newer,
        "page_url": todays_page(request, version),
        "other_languages": in_other_languages(request, version),
        "facts": _version_facts(version),
        "documents": [
            {
                "label": _("Description of the badge (Open Badges 3.0)"),
                "href": reverse("openbadges:achievement_version_v3", args=[version.achievement.uuid, version.number]),
                "kind": "document",
            }
        ],
    }
    return render(request, "wagtail_openbadges/achievement/version.html", context)


def _version_facts(version: AchievementVersion) -> list[dict[str, Any]]:
    issuer = version.achievement.issuer
    rows = [
        {
            "label": _("Issued by"),
            "value": issuer.organisation.name,
            "href": reverse("openbadges:issuer", args=[issuer.uuid]),
            "icon": "people",
        },
        {"label": _("Kind of badge"), "value": capfirst(version.get_achievement_type_display()), "icon": "star"},
        {"label": _("Version"), "value": str(version.number), "icon": "document"},
        {"label": _("Keywords"), "value": capfirst(", ".join(version.tags)), "lang": version.language},
    ]
    return [row for row in rows if row["value"]]


def version_image(version: AchievementVersion) -> str:
    """Return where the image of a version is on this host: a page may be read on another one than its documents."""
    return reverse("openbadges:achievement_version_image", args=[version.achievement.uuid, version.number])


def criteria_rows(version: AchievementVersion | OpeningVersion) -> list[dict[str, Any]]:
    """Return the criteria as the criteria element shows them; those of a round may have a weight."""
    total = sum(row.get("weight") or 0 for row in version.criteria)
    return [
        {
            "text": row["text"],
            "optional": not row["required"],
            "description": row.get("help", ""),
            "weight": _weight(row["weight"], total) if row.get("weight") else "",
        }
        for row in version.criteria
    ]


def _weight(weight: int, total: int) -> str:
    return _("Counts for %(weight)s out of %(total)s") % {"weight": weight, "total": total}


def page_url_of(request: HttpRequest, record: Opening | Call | Gathering) -> str:
    """Return the address of the page of a record, in the language in force; empty when none is live."""
    if record.page is None:
        return ""
    page = record.page.localized
    return (page.get_url(request) or "") if page.live else ""


def todays_page(request: HttpRequest, version: AchievementVersion) -> str:
    """Return the address of the badge's page, in the reader's language where it exists; empty when it is not live."""
    opening = Opening.objects.filter(achievement=version.achievement_id).select_related("page").first()
    return page_url_of(request, opening) if opening is not None else ""
