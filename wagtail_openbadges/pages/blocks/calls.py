"""A block of the calls that are open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import swapper
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ...domain.rounds import open_rounds
from ...models import OpeningVersion
from ..calls.states import state_of
from .choosing import MOST


class OpenCallsBlock(blocks.StructBlock):
    """The calls that one can answer now, those that close first before the others; nothing while there is none."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    limit = blocks.IntegerBlock(label=_("How many calls at most"), default=3, min_value=1, max_value=MOST)

    class Meta:
        icon = "calendar-alt"
        label = _("Open calls")
        template = "wagtail_openbadges/blocks/open_calls.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["cards"] = open_call_cards(context.get("request"), limit=value["limit"] or MOST, now=timezone.now())
        return context


def open_call_cards(request: HttpRequest | None, *, limit: int, now: datetime) -> list[dict[str, Any]]:
    """Return cards of the calls that are open, whose page everybody may read, in the language in force."""
    public_pages = swapper.load_model("wagtailcore", "Page").objects.live().public()
    forms = open_rounds(now=now).filter(opening__page__in=public_pages).select_related("opening__page__locale")[:limit]
    translations = public_pages.select_related("locale").filter(
        translation_key__in=[form.opening.translation_key for form in forms], locale__language_code=get_language()
    )
    pages = {page.translation_key: page for page in translations}
    shown = [(form, pages.get(form.opening.translation_key, form.opening.page)) for form in forms]
    hubs = public_pages.filter(path__in=[page.path[: -page.steplen] for _form, page in shown])
    titles = {hub.path: hub.title for hub in hubs}
    return [_card(form, page, titles.get(page.path[: -page.steplen], ""), request, now=now) for form, page in shown]


def _card(form: OpeningVersion, page: Any, call: str, request: HttpRequest | None, *, now: datetime) -> dict[str, Any]:
    state, language = state_of(form.opening, form, now=now), page.locale.language_code
    return {
        "name": f"{call} · {page.title}" if call else page.title,
        "href": page.get_url(request),
        "state": state.key,
        "state_label": state.label,
        "lang": language if language != get_language() else "",
        "dates": [sentence for sentence in (state.sentence, state.time_left) if sentence],
    }
