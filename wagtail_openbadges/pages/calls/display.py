"""What the templates of hub and round show."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.images.shortcuts import get_rendition_or_not_found

from ...authoring.json_ld import script
from ...authoring.shown import social
from ...domain import asking
from ...domain.rounds import current_round, is_open_to_questions
from ...models import Call, Issuer, Opening, OpeningVersion, Organisation
from ...public.forms import SubscriptionForm
from .. import json_ld
from ..mixins import OrganisationPageMixin
from ..support import support_rows
from . import rounds, sections
from .states import RoundState, state_of

if TYPE_CHECKING:
    from .mixins import CallPageMixin, RoundPageMixin

PICTURE_FILTER = "max-1200x800"
ANSWERS_SHOWN = 30
ROUNDS_SHOWN = 10


def round_context(page: RoundPageMixin, request: HttpRequest) -> dict[str, Any]:
    """Say all that one round is, where it stands, and how one applies."""
    now = timezone.now()
    form = rounds.form_of(page)
    opening = form.opening if form else None
    if opening is not None and opening.issuer_id == page.issuer_id:
        page.issuer = opening.issuer
    state, form_shown = _standing(page, form, request, now=now)
    hub = page.hub
    supporters = list(page.support.select_related("organisation"))
    texts = sections.texts(page)
    pages = OrganisationPageMixin.addresses_of(_organisations_of(page, supporters), page.locale_id, request)
    receiver = _receiver(page.issuer, pages)
    action = _button(state, page.elsewhere_url, f"{page.get_url(request) or ''}{page.reverse_subpage('apply')}")
    return {
        "foreign_language": page.foreign_language,
        "hub": {"title": hub.title, "spoken_title": hub.spoken_title, "href": hub.get_url(request)},
        "state": state,
        "action": action,
        "current": _newer_round(hub, opening, state, request, now=now),
        "texts": texts,
        "documents": list(page.documents.all()),
        "criteria": sections.criteria(page),
        "steps": list(page.steps.all()),
        "support": support_rows(supporters, pages),
        "regulation": sections.regulation(page),
        "questions": _questions(page, form, request, now=now),
        "dates": sections.dates(form_shown, has_results=any(text["id"] == "results" for text in texts), now=now),
        "facts": [
            *([] if state.is_past else sections.effort(page, len(form_shown.questions))),
            *sections.badge_given(page, request),
            *sections.territories(hub),
        ],
        "receiver": receiver,
        **_for_robots(hub, page, request, carriers=[receiver] if receiver else [], action=action, form=form_shown),
    }


def _organisations_of(page: RoundPageMixin, supporters: list[Any]) -> list[Organisation]:
    """Return the structures that a round names, to look their pages up at once."""
    receiving = [page.issuer.organisation] if page.issuer else []
    return [*receiving, *(row.organisation for row in supporters if row.organisation)]


def _standing(
    page: RoundPageMixin, form: OpeningVersion | None, request: HttpRequest, *, now: datetime
) -> tuple[RoundState, OpeningVersion]:
    """Return where a round stands, and the form whose dates are shown: the records decide, a preview goes ahead."""
    written = rounds.form_as_written(page)
    if getattr(request, "is_preview", False):
        return rounds.state_in_preview(written, now=now), written
    if form is None:
        return state_of(None, None, now=now), written
    return state_of(form.opening, form, now=now), written if form.opening.faults else form


def _button(state: RoundState, elsewhere_url: str, apply_href: str) -> dict[str, Any] | None:
    """Return the button that leads to the form, here or on another site, while one can apply."""
    if not state.is_open:
        return None
    if elsewhere_url:
        label = _("Apply on %(host)s") % {"host": urlsplit(elsewhere_url).hostname}
        return {"label": label, "href": elsewhere_url, "external": True}
    return {"label": _("Apply"), "href": apply_href}


def _newer_round(
    hub: CallPageMixin, opening: Opening | None, state: RoundState, request: HttpRequest, *, now: datetime
) -> dict[str, Any] | None:
    """Name the current round of the call on the page of a round that is closed, archived or older."""
    current = current_round(opening.call, now=now) if opening and opening.call and not state.is_open else None
    if opening is None or current is None or current.pk == opening.pk:
        return None
    is_older = (opening.round_number or 0) < (current.round_number or 0)
    return _row_of(hub, current, request, now=now) if is_older or state.is_past else None


def _row_of(hub: CallPageMixin, opening: Opening, request: HttpRequest, *, now: datetime) -> dict[str, Any] | None:
    """Return title, address and state of a round; None when its page cannot be read."""
    page = rounds.page_of_round(hub, opening)
    return rounds.laid_out([page], request, now=now)[0] if page else None


def _questions(
    page: RoundPageMixin, form: OpeningVersion | None, request: HttpRequest, *, now: datetime
) -> dict[str, Any]:
    """Return what was asked and answered, and where to ask while the carrier takes questions."""
    opening = form.opening if form else None
    published = Paginator(asking.published(opening), ANSWERS_SHOWN).get_page(request.GET.get("questions"))
    rows = [{"question": row.question, "answer": row.answer} for row in page.answers.all()]
    rows = rows if published.number == 1 else []
    rows += [{"question": row.public_text, "answer": row.public_answer} for row in published]
    may_ask = opening is not None and is_open_to_questions(opening, now=now, version=form)
    ask = f"{page.get_url(request) or ''}{page.reverse_subpage('ask')}" if may_ask else ""
    return {"rows": rows, "listing": published, "ask_href": ask}


def _receiver(issuer: Issuer | None, pages: dict[int, str]) -> dict[str, Any] | None:
    """Name the structure that receives the applications and decides, and say how to reach it."""
    if issuer is None:
        return None
    organisation = issuer.organisation
    record = reverse("openbadges:issuer", args=[issuer.uuid])
    return {
        "name": organisation.name,
        "href": pages.get(organisation.pk, record),
        "email": organisation.email,
        "is_funder": False,
    }


def call_context(page: CallPageMixin, request: HttpRequest) -> dict[str, Any]:
    """Say what a call is, which round is the current one, and which there were."""
    now, call = timezone.now(), page.call
    current_page = current_page_of(page, call, now=now)
    listing = Paginator(rounds.rounds_of(page), ROUNDS_SHOWN).get_page(request.GET.get("page"))
    history = rounds.laid_out([*([current_page] if current_page else []), *listing], request, now=now)
    current = _with_button(page, history.pop(0), request) if current_page else None
    is_alone = current is not None and [row["href"] for row in history] == [current["href"]]
    carriers = sections.carriers(page, request)
    return {
        "foreign_language": page.foreign_language,
        "image_url": picture_url(page.image),
        "current": current,
        "carriers": carriers,
        "facts": [*sections.scope(page), *sections.territories(page)],
        "themes": page.get_call_tags(),
        "history": [] if is_alone else history,
        "listing": listing,
        **subscribing(page, call, request),
        **_for_robots(
            page,
            page,
            request,
            carriers=carriers,
            action=current and current["action"],
            form=current and current["form"],
        ),
    }


def current_page_of(hub: CallPageMixin, call: Call | None, *, now: datetime) -> Any:
    """Return the page of the current round of a call; None while no round is published."""
    opening = current_round(call, now=now) if call else None
    return rounds.page_of_round(hub, opening) if opening else None


def _with_button(hub: CallPageMixin, row: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    """Add the button of the hub: its address stays the same whatever the round."""
    elsewhere_url = row["form"].elsewhere_url if row["form"] else ""
    apply_href = f"{hub.get_url(request) or ''}{hub.reverse_subpage('apply')}"
    return {**row, "action": _button(row["state"], elsewhere_url, apply_href)}


def subscribing(hub: CallPageMixin, call: Call | None, request: HttpRequest) -> dict[str, Any]:
    """Return the form of those who want to be told about the next round, and where it is sent.

    There is no form before the first round: no structure would be there to write to them.
    """
    if call is None or not call.rounds.exists():
        return {}
    return {
        "subscribe_form": SubscriptionForm(),
        "subscribe_href": f"{hub.get_url(request) or ''}{hub.reverse_subpage('subscribe')}",
    }


def _for_robots(
    hub: CallPageMixin,
    page: CallPageMixin | RoundPageMixin,
    request: HttpRequest,
    *,
    carriers: list[dict[str, Any]],
    action: dict[str, Any] | None,
    form: OpeningVersion | None,
) -> dict[str, Any]:
    """Describe a hub or a round to search engines and to sites where it is shared."""
    shared = social(page, request, picture_url(hub.image))
    named = [{**row, "url": request.build_absolute_uri(row["href"]) if row["href"] else ""} for row in carriers]
    document = json_ld.call(
        name=hub.title if page is hub else f"{hub.title} · {page.title}",
        description=hub.promise,
        funders=[row for row in named if row["is_funder"]],
        sponsors=[row for row in named if not row["is_funder"]],
        action=_apply_action(action, form, request) if action and form else None,
        **shared,
    )
    return {"social": shared, "json_ld": script(document)}


def _apply_action(action: dict[str, Any], form: OpeningVersion, request: HttpRequest) -> dict[str, str]:
    return {
        "target": request.build_absolute_uri(action["href"]),
        "startTime": form.opens_at.isoformat() if form.opens_at else "",
        "endTime": form.closes_at.isoformat() if form.closes_at else "",
    }


def picture_url(image: Any) -> str:
    """Return the address of a call's picture; empty without one."""
    return get_rendition_or_not_found(image, PICTURE_FILTER).url if image else ""
