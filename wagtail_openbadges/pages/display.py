"""What the templates of pages show, ready to be laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import swapper
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q, QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from ..authoring.json_ld import script
from ..authoring.shown import social, source_of
from ..domain.admission import closed_reason
from ..domain.rounds import forms_in_force
from ..models import ClaimRule, Opening, OpeningKind, OpeningVersion
from ..public import wording
from ..public.asked import evidence_expected
from . import json_ld
from .images import badge_image_url, prefetch_badge_images
from .support import support_rows
from .written import WAY_OF_RULE

if TYPE_CHECKING:
    from .mixins import BadgePageMixin, OrganisationPageMixin


def badge_context(page: BadgePageMixin, request: HttpRequest) -> dict[str, Any]:
    """Say what a badge is, who gives it, and how one obtains it."""
    form = _newest_form(page)
    if form and form.opening.issuer_id == page.issuer_id:
        page.issuer = form.opening.issuer
    image_url = badge_image_url(page.image)
    supporters = list(page.support.select_related("organisation"))
    addresses = _addresses(page, supporters, request)
    issuer = {"name": page.issuer.organisation.name if page.issuer else "", "href": _issuer_url(page, addresses)}
    criteria = [{"text": row.text, "optional": not row.required} for row in page.criteria.all()]
    calls = _calls_that_give(page, form, request) if page.claim_rule == ClaimRule.NO_CLAIMS and form else []
    return {
        "foreign_language": page.foreign_language,
        "issuer": issuer,
        "image_url": image_url,
        "criteria": criteria,
        "rule": page.claim_rule,
        "way": _way_tag(page.claim_rule),
        "how": _how(page.claim_rule, issuer["name"], by_calls=bool(calls)),
        "calls": calls,
        "action": _action(page, form, request),
        "evidence": evidence_expected(page) if page.claim_rule != ClaimRule.NO_CLAIMS else None,
        "facts": _facts(page, form),
        "alignments": [
            {"href": row.url, "label": row.name, "detail": " ".join(filter(None, [row.framework, row.code]))}
            for row in page.alignments.all()
        ],
        "tags": page.get_badge_tags(),
        "support": support_rows(supporters, addresses),
        "social": social(page, request, image_url),
        "json_ld": script(_described(page, request, image_url, issuer, criteria)),
    }


def _addresses(page: BadgePageMixin, supporters: list[Any], request: HttpRequest) -> dict[int, str]:
    """Return the pages of the structures that a badge names, looked up at once."""
    issuing = [page.issuer.organisation] if page.issuer else []
    return page.get_addresses([*issuing, *(row.organisation for row in supporters if row.organisation)], request)


def _issuer_url(page: BadgePageMixin, addresses: dict[int, str]) -> str:
    """Return where the issuer is presented: its page, else the address of its record."""
    if page.issuer is None:
        return ""
    return addresses.get(page.issuer.organisation_id) or reverse("openbadges:issuer", args=[page.issuer.uuid])


def _way_tag(rule: str) -> dict[str, str]:
    words = {
        ClaimRule.DECLARED: _("On declaration"),
        ClaimRule.ONE_REVIEW: _("Confirmed by the issuer"),
        ClaimRule.QUORUM: _("Confirmed by several people"),
        ClaimRule.NO_CLAIMS: _("Given by the issuer"),
    }
    return {"way": WAY_OF_RULE[rule].value, "label": words[rule]}


def _calls_that_give(page: BadgePageMixin, form: OpeningVersion, request: HttpRequest) -> list[dict[str, str]]:
    """Return the pages, in the language of this one, of the calls in which acceptance gives the badge."""
    rounds = forms_in_force(Opening.objects.filter(kind=OpeningKind.CALL, is_published=True, archived_at=None)).filter(
        awards=form.opening.achievement_id
    )
    keys = rounds.values("opening__call__translation_key")
    hubs = swapper.load_model("wagtailcore", "Page").objects.live().public()
    found = hubs.filter(translation_key__in=keys, locale=page.locale_id).order_by("title")
    return [{"title": hub.title, "href": hub.get_url(request) or ""} for hub in found]


def _how(rule: str, issuer: str, *, by_calls: bool) -> list[str]:
    """Say in words how the badge is obtained."""
    if rule == ClaimRule.DECLARED:
        return [
            _("You declare what you have done and you add your evidence. You receive the badge at once."),
            _("The badge says that you declare it yourself: %(issuer)s publishes it and has not checked it.")
            % {"issuer": issuer},
        ]
    if by_calls:
        return [_("%(issuer)s gives this badge when an application is accepted, in answer to:") % {"issuer": issuer}]
    if rule == ClaimRule.NO_CLAIMS:
        return [_("%(issuer)s gives this badge itself. You have nothing to send.") % {"issuer": issuer}]
    return [
        _("You ask for the badge and you add your evidence."),
        _("Somebody at %(issuer)s reads your request, may ask you for more, and decides.") % {"issuer": issuer},
    ]


def _newest_form(page: BadgePageMixin) -> OpeningVersion | None:
    """Return the newest form of the opening, with what the page tells about it, in one query.

    `holders` counts the people who hold the badge; nobody is named.
    """
    awards = "opening__achievement__versions__assertions"
    holders = Count(f"{awards}__holder", filter=Q(**{f"{awards}__revoked_at": None}), distinct=True)
    forms = OpeningVersion.objects.filter(opening__translation_key=source_of(page).translation_key)
    return forms.annotate(holders=holders).select_related("opening__issuer__organisation").order_by("-number").first()


def _action(page: BadgePageMixin, form: OpeningVersion | None, request: HttpRequest) -> dict[str, str] | None:
    """Return the button that leads to the form, or the reason why there is none; nothing for a badge given by hand."""
    if page.claim_rule == ClaimRule.NO_CLAIMS:
        return None
    reason = closed_reason(form.opening, now=timezone.now(), version=form) if form else "incomplete"
    if reason and not getattr(request, "is_preview", False):
        return {"closed": wording.sentence(reason, {})}
    declared = page.claim_rule == ClaimRule.DECLARED
    return {
        "label": _("Get this badge by declaration") if declared else _("Ask for this badge"),
        "href": f"{page.get_url(request) or ''}{page.reverse_subpage('claim')}",
    }


def _facts(page: BadgePageMixin, form: OpeningVersion | None) -> list[dict[str, Any]]:
    rows = []
    if page.achievement_type:
        kind = capfirst(page.get_achievement_type_display())
        rows.append({"label": _("Kind of badge"), "value": kind, "icon": "star"})
    if page.claim_rule != ClaimRule.NO_CLAIMS:
        minutes = ngettext("about %(count)s minute", "about %(count)s minutes", page.minutes) % {"count": page.minutes}
        rows.append({"label": _("Filling in the form"), "value": minutes, "icon": "clock"})
        rows.append({"label": _("Answer"), "value": _promise(page, form), "icon": "mail"})
    holders = form.holders if form else 0
    if holders:
        value = ngettext("%(count)s person", "%(count)s people", holders) % {"count": holders}
        rows.append({"label": _("Who holds it"), "value": value, "icon": "people"})
    return rows


def _promise(page: BadgePageMixin, form: OpeningVersion | None) -> str:
    """Say what the form in force promises: people are held to that, whatever the structure promises by now."""
    if page.claim_rule == ClaimRule.DECLARED:
        return _("at once")
    days = form.promised_days if form else page.delay_in_days
    return ngettext("within %(count)s day", "within %(count)s days", days) % {"count": days}


def _described(
    page: BadgePageMixin, request: HttpRequest, image_url: str, issuer: dict[str, str], criteria: list[dict[str, Any]]
) -> dict[str, Any]:
    shared = social(page, request, image_url)
    return json_ld.badge(
        name=page.title,
        description=page.description,
        url=shared["url"],
        image=shared["image"],
        language=page.content_language,
        issuer=issuer["name"],
        issuer_url=request.build_absolute_uri(issuer["href"]) if issuer["href"] else "",
        criteria=[row["text"] for row in criteria],
    )


def page_of_cards(pages: QuerySet, request: HttpRequest, *, per_page: int) -> dict[str, Any]:
    """Lay out one page of a list of badge pages, whatever their page types."""
    listing = Paginator(pages.specific(), per_page).get_page(request.GET.get("page"))
    return {
        "social_url": request.build_absolute_uri(request.path if listing.number == 1 else f"?page={listing.number}"),
        "listing": listing,
        "cards": cards_of(list(listing.object_list), request),
    }


def cards_of(badges: list[BadgePageMixin], request: HttpRequest | None) -> list[dict[str, str]]:
    """Lay out some badges as cards, whatever their page types."""
    images = prefetch_badge_images(get_image_model().objects.all())
    prefetch_related_objects(badges, "locale", "issuer__organisation", Prefetch("image", queryset=images))
    prefetch_related_objects([badge for badge in badges if badge.alias_of_id], "alias_of__locale")
    return [_card(badge, request) for badge in badges]


def _card(page: BadgePageMixin, request: HttpRequest | None) -> dict[str, str]:
    language = (page.alias_of or page).locale.language_code
    return {
        "name": page.title,
        "href": page.get_url(request) or "",
        "image": badge_image_url(page.image),
        "issuer": page.issuer.organisation.name if page.issuer else "",
        "description": page.description,
        "tag": _way_tag(page.claim_rule)["label"],
        "lang": language if language != get_language() else "",
    }


def organisation_context(page: OrganisationPageMixin, request: HttpRequest) -> dict[str, Any]:
    """Say who an organisation is and how to reach it."""
    organisation = page.organisation
    issuer = getattr(organisation, "issuer", None)
    rows = [
        {"label": _("Website"), "value": organisation.url, "href": organisation.url, "icon": "link"},
        {"label": _("E-mail"), "value": organisation.email, "href": f"mailto:{organisation.email}", "icon": "mail"},
        {"label": _("Territory"), "value": organisation.territory, "icon": "place"},
    ]
    return {
        "organisation": organisation,
        "issuer": issuer,
        "logo_url": reverse("openbadges:issuer_image", args=[issuer.uuid]) if issuer and organisation.logo else "",
        "facts": [row for row in rows if row["value"]],
    }
