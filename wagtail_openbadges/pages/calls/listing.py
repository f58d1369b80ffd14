"""The list of calls: which rounds are shown, in which order, and the filters that choose among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...authoring.filtering import Options, by_name, query_of, rows_of, with_capitals
from . import below
from .below import ListedRound
from .states import LABELS

if TYPE_CHECKING:
    from .mixins import CallIndexPageMixin

ORDER = ("closing_soon", "open", "opening_soon", "closed")
"""The states of the list, what is urgent first."""

SHOWN = {
    "": ("closing_soon", "open", "opening_soon"),
    "open": ("closing_soon", "open"),
    "closing_soon": ("closing_soon",),
    "opening_soon": ("opening_soon",),
    "closed": ("closed",),
}
"""Which states each choice of the reader shows; without a choice, those that one can still answer."""


def listing_context(
    index: CallIndexPageMixin,
    rounds: list[ListedRound],
    request: HttpRequest,
    *,
    publics: Mapping[str, str],
    per_page: int,
) -> dict[str, Any]:
    """Lay out the list that a request asks for; filters that mean nothing are ignored.

    Args:
        index: the page of the list.
        rounds: all that are below it.
        request: its GET parameters choose: state, theme, territory, public, page.
        publics: names of the publics, in their order.
        per_page: how many rounds one page shows.
    """
    options = _options(rounds, publics)
    chosen = {
        name: value if (value := request.GET.get(name, "")) in known else ""
        for name, known in {"state": SHOWN, **options}.items()
    }
    fitting = [row for row in rounds if _fits(row, chosen)]
    wanted = [row for row in fitting if row.state.key in SHOWN[chosen["state"]]]
    listing = Paginator(sorted(wanted, key=_place), per_page).get_page(request.GET.get("page"))
    query = query_of(chosen)
    here = query + (f"page={listing.number}" if listing.number > 1 else "")
    return {
        "listing": listing,
        "query": query,
        "social_url": request.build_absolute_uri(f"{request.path}?{here}".rstrip("?&")),
        "heading": _heading(len(wanted), chosen, options),
        "states": _states(Counter(row.state.key for row in fitting), chosen),
        "state": chosen["state"],
        "filters": _filters(options, chosen),
        "is_filtered": any(chosen.values()),
        "groups": _groups(index, listing.object_list, request, publics),
        "empty": _empty(rounds, chosen) if not wanted else None,
    }


def follow_links(index: CallIndexPageMixin, request: HttpRequest) -> list[dict[str, str]]:
    """Return the addresses where the list is read without the page, with what each is for."""
    page_url = index.get_url(request) or ""
    ways = [
        ("feed", "application/atom+xml", _("Feed (Atom)"), _("tells your feed reader about new calls.")),
        ("deadlines", "text/calendar", _("Calendar of deadlines (.ics)"), _("shows the closings in your calendar.")),
        ("csv", "text/csv", _("Open data (CSV)"), _("opens in a spreadsheet.")),
        ("json", "application/json", _("Open data (JSON)"), _("is for programs.")),
    ]
    return [
        {"type": kind, "label": label, "help": help_text, "href": f"{page_url}{index.reverse_subpage(name)}"}
        for name, kind, label, help_text in ways
    ]


def _options(rounds: list[ListedRound], publics: Mapping[str, str]) -> Options:
    calls = {row.call.page_id: row.call for row in rounds}.values()
    themes = {slug: name for call in calls for slug, name in call.themes.items()}
    territories = {code: name for call in calls for code, name in call.territories.items()}
    used = {public for call in calls for public in call.publics}
    return {
        "theme": by_name(themes),
        "territory": by_name(territories),
        "public": {value: str(label) for value, label in publics.items() if value in used},
    }


def _fits(row: ListedRound, chosen: dict[str, str]) -> bool:
    """Say whether a round passes the filters, whatever its state."""
    theme, territory, public = chosen["theme"], chosen["territory"], chosen["public"]
    return (
        (not theme or theme in row.call.themes)
        and (not territory or territory in row.call.territories)
        and (not public or public in row.call.publics)
    )


def _place(row: ListedRound) -> tuple[int, float]:
    """Put first what closes first, then what opens first, then what closed last."""
    form, state = row.form, row.state.key
    date = form.opens_at if state == "opening_soon" else form.closes_at
    instant = date.timestamp() if date else float("inf")
    return ORDER.index(state), -instant if state == "closed" else instant


def _states(counts: Counter[str], chosen: dict[str, str]) -> list[dict[str, Any]]:
    """Return the states that one can choose, each with the number of rounds that the other filters leave."""
    labels = {"": _("Open and opening soon"), **LABELS}
    return [
        {
            "label": str(labels[state]),
            "count": sum(counts[key] for key in shown),
            "href": f"?{query_of(chosen, state=state)}".rstrip("&"),
            "is_current": state == chosen["state"],
        }
        for state, shown in SHOWN.items()
    ]


def _filters(options: Options, chosen: dict[str, str]) -> list[dict[str, Any]]:
    labels = {
        "theme": (_("Theme"), _("All themes")),
        "territory": (_("Territory"), _("All territories")),
        "public": (_("For whom"), _("All audiences")),
    }
    return rows_of(with_capitals(options), chosen, labels)


def _heading(count: int, chosen: dict[str, str], options: Options) -> str:
    """Say what is shown: "3 open calls for associations"."""
    words = {
        "": ngettext("%(count)s call open or opening soon", "%(count)s calls open or opening soon", count),
        "open": ngettext("%(count)s open call", "%(count)s open calls", count),
        "closing_soon": ngettext("%(count)s call closing soon", "%(count)s calls closing soon", count),
        "opening_soon": ngettext("%(count)s call opening soon", "%(count)s calls opening soon", count),
        "closed": ngettext("%(count)s closed call", "%(count)s closed calls", count),
    }
    # Translators: these follow each other after “3 open calls”, in this order; each may be absent.
    tails = {"public": _("for %(name)s"), "theme": _("on “%(name)s”"), "territory": _("in %(name)s")}
    parts = [tail % {"name": options[name][chosen[name]]} for name, tail in tails.items() if chosen[name]]
    return " ".join([words[chosen["state"]] % {"count": count}, *parts])


def _groups(
    index: CallIndexPageMixin, rounds: list[ListedRound], request: HttpRequest, publics: Mapping[str, str]
) -> list[dict[str, Any]]:
    pages = below.pages_of(index, rounds)
    return [
        {
            "title": str(LABELS[state]),
            "cards": [_card(row, pages[row.page_id].get_url(request), publics) for row in group],
        }
        for state, group in groupby(rounds, key=lambda row: row.state.key)
    ]


def _card(row: ListedRound, href: str, publics: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": row.name,
        "href": href,
        "promise": row.call.promise,
        "state": row.state.key,
        "state_label": row.state.label,
        "dates": list(filter(None, [row.state.sentence, row.state.time_left])),
        "publics": [str(publics[public]) for public in row.call.publics if public in publics],
        "territories": list(row.call.territories.values()),
    }


def _empty(rounds: list[ListedRound], chosen: dict[str, str]) -> dict[str, str]:
    """Say that nothing is shown, and what one can do about it."""
    if any(chosen.values()):
        return {
            "title": _("No call matches these choices."),
            "text": _("Remove a choice, or look at all that can be answered."),
            "href": "?",
            "label": _("Show all calls"),
        }
    if rounds:
        return {
            "title": _("No call is open now."),
            "text": _("Calls come back: the pages of those that closed say when, and offer to tell you."),
            "href": "?state=closed",
            "label": _("Look at the closed calls"),
        }
    return {
        "title": _("There is no call here yet."),
        "text": _("Follow this list with your calendar or a feed reader: the addresses are below."),
    }
