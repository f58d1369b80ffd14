"""What a call and a round tell, part by part, ready to be laid out; a part with nothing to say is empty."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import swapper
from django.db.models import Case, When
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...models import AchievementVersion, Opening, OpeningVersion
from ...public.asked import at_most
from ...spans import day_in_words
from ...templatetags.openbadges_tags import moment
from ..mixins import OrganisationPageMixin
from .rows import CarrierRole

if TYPE_CHECKING:
    from .mixins import CallPageMixin, RoundPageMixin


def texts(page: RoundPageMixin) -> list[dict[str, str]]:
    """Return the long texts of a round that say something; results come first, because they are what is new."""
    rows = [
        {"id": "results", "title": _("Results"), "html": page.results},
        {"id": "changes", "title": _("What changed since the last round"), "html": page.change_note},
        {"id": "who", "title": _("Who may answer"), "html": page.who},
        {"id": "offered", "title": _("What is offered"), "html": page.offered},
    ]
    return [row for row in rows if strip_tags(row["html"]).strip()]


def criteria(page: RoundPageMixin) -> dict[str, Any]:
    """Return the criteria, each with what it counts for in words; without any weight all count the same."""
    rows = list(page.criteria.all())
    total = sum(row.weight or 0 for row in rows)
    shown = [{"text": row.text, "help": row.help_text, "share": _share(row.weight, total)} for row in rows]
    return {"rows": shown, "has_shares": total > 0}


def _share(weight: int | None, total: int) -> str:
    if not weight:
        return _("not counted apart")
    return _("%(weight)s out of %(total)s") % {"weight": weight, "total": total}


def regulation(page: RoundPageMixin) -> list[dict[str, Any]]:
    """Return the regulation as a list of files, with its kind and size; a file that is lost still has its link."""
    document = page.regulation
    if document is None:
        return []
    return [
        {
            "name": document.title,
            "href": document.url,
            "size": document.get_file_size(),
            "detail": document.file_extension.upper(),
        }
    ]


def carriers(hub: CallPageMixin, request: HttpRequest) -> list[dict[str, Any]]:
    """Return the structures that carry a call, each once with all its roles."""
    rows = list(hub.carriers.select_related("organisation"))
    pages = OrganisationPageMixin.addresses_of([row.organisation for row in rows], hub.locale_id, request)
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        organisation = row.organisation
        carrier = found.setdefault(
            organisation.pk,
            {
                "name": organisation.name,
                "href": pages.get(organisation.pk) or organisation.url,
                "is_external": organisation.pk not in pages,
                "roles": [],
                "is_funder": False,
            },
        )
        carrier["is_funder"] |= row.role == CarrierRole.FUNDER
        role = capfirst(row.get_role_display())
        if role not in carrier["roles"]:
            carrier["roles"].append(role)
    return list(found.values())


def scope(hub: CallPageMixin) -> list[dict[str, Any]]:
    """Return whom a call is for, what it offers, and how often it comes back."""
    rows = [
        {"label": _("Whom it is for"), "value": capfirst(", ".join(hub.get_publics_display())), "icon": "people"},
        {"label": _("What it offers"), "value": capfirst(", ".join(hub.get_help_types_display())), "icon": "heart"},
        {"label": _("How often it comes back"), "value": hub.recurrence, "icon": "calendar"},
    ]
    return [row for row in rows if row["value"]]


def territories(hub: CallPageMixin) -> list[dict[str, str]]:
    """Return the places where a call applies, as one fact."""
    names = ", ".join(territory.name for territory in hub.territories.all())
    return [{"label": _("Where"), "value": names, "icon": "place"}] if names else []


def dates(form: OpeningVersion, *, has_results: bool, now: datetime) -> list[dict[str, str]]:
    """Return the dates of a round in words, with the zone of their clock; what is no longer to come is left out."""
    replaced = None if form.elsewhere_url else form.editable_until_at or form.closes_at
    if replaced is not None and replaced <= now:
        replaced = None
    instants = [
        (_("Opens"), form.opens_at),
        (_("Closes"), form.closes_at),
        (_("A deposit can be replaced until"), replaced),
    ]
    rows = [
        {
            "label": label,
            "value": moment(instant, form.zone_name),
            "datetime": instant.isoformat(),
            "icon": "calendar",
        }
        for label, instant in instants
        if instant is not None
    ]
    if form.results_on and not has_results:
        value = day_in_words(form.results_on)
        label = _("Results expected on")
        rows.append({"label": label, "value": value, "datetime": form.results_on.isoformat(), "icon": "mail"})
    return rows


def effort(page: RoundPageMixin, count: int) -> list[dict[str, str]]:
    """Return what applying takes; nothing when another site takes the applications.

    Args:
        page: of the round.
        count: of the questions of its form.
    """
    if page.elsewhere_url:
        return []
    minutes = ngettext("about %(count)s minute", "about %(count)s minutes", page.minutes) % {"count": page.minutes}
    questions = ngettext("%(count)s question", "%(count)s questions", count) % {"count": count}
    rows = [
        {"label": _("Filling in the form"), "value": minutes, "icon": "clock"},
        {"label": _("What is asked"), "value": questions, "icon": "question"},
    ]
    if page.ceiling:
        rows.append({"label": _("Applications of one person"), "value": at_most(page.ceiling), "icon": "person"})
    if not page.results_on:
        days = page.delay_in_days
        answer = ngettext("within %(count)s day", "within %(count)s days", days) % {"count": days}
        rows.append({"label": _("Answer"), "value": answer, "icon": "mail"})
    return rows


def badge_given(page: RoundPageMixin, request: HttpRequest) -> list[dict[str, str]]:
    """Name the badge that acceptance gives, with its page in this language where there is one."""
    if page.awards_id is None:
        return []
    versions = AchievementVersion.objects.filter(achievement=page.awards_id).defer("image")
    in_this_language = Case(When(language=page.content_language, then=1), default=0)
    newest = versions.order_by(in_this_language.desc(), "-number").first()
    if newest is None:
        return []
    keys = Opening.objects.filter(achievement=page.awards_id).values("translation_key")
    pages = swapper.load_model("wagtailcore", "Page").objects.live()
    badge_page = pages.filter(translation_key__in=keys, locale=page.locale_id).first()
    href = badge_page.get_url(request) if badge_page else ""
    return [{"label": _("Badge that acceptance gives"), "value": newest.name, "href": href, "icon": "star"}]
