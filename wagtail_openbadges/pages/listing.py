"""The list of badges: the words that one looks for, the filters, and pages that keep both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import swapper
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..authoring.filtering import Options, asked_words, by_name, query_of, rows_of
from ..models import ClaimRule
from . import display
from .listed import ListedBadge, badges_among, words_of

if TYPE_CHECKING:
    from .mixins import BadgeIndexPageMixin

WAYS = {
    "declared": (ClaimRule.DECLARED,),
    "confirmed": (ClaimRule.ONE_REVIEW, ClaimRule.QUORUM),
    "given": (ClaimRule.NO_CLAIMS,),
}
"""How one obtains a badge, as a reader chooses it: how many people confirm it is told on its page."""

BANDS = {"up-to-10": 10, "10-to-30": 30, "over-30": None}
"""How many minutes a form takes at most, band by band. What is given has no form."""


def listing_context(index: BadgeIndexPageMixin, request: HttpRequest) -> dict[str, Any]:
    """Lay out the list that a request asks for; choices that mean nothing are ignored.

    Args:
        index: the page of the list.
        request: its GET parameters choose: q, structure, way, theme, time, page.
    """
    badges = badges_among(index.get_badge_pages(), index.get_themes)
    words = asked_words(request)
    wanted = words_of(words)
    options = _options(badges)
    chosen = {name: value if (value := request.GET.get(name, "")) in options[name] else "" for name in options}
    found = [badge for badge in badges if badge.holds(wanted)]
    fitting = [badge for badge in found if _fits(badge, chosen)]
    # Looking for words, one wants what is called so before what only mentions it.
    ordered = sorted(fitting, key=lambda badge: not badge.names(wanted)) if wanted else fitting
    listing = Paginator(ordered, index.per_page).get_page(request.GET.get("page"))
    kept = {"q": words, **chosen}
    is_filtered = any(kept.values())
    return {
        "listing": listing,
        "query": query_of(kept),
        "social_url": _social_url(request, is_filtered=is_filtered, number=listing.number),
        "heading": ngettext("%(count)s badge", "%(count)s badges", len(fitting)) % {"count": len(fitting)},
        "has_badges": bool(badges),
        "words": words,
        "filters": rows_of(_worth_choosing(_counted(options, found, chosen), badges, chosen), chosen, _labels()),
        "chosen": _chosen_rows(kept, options),
        "is_filtered": is_filtered,
        "cards": display.cards_of(_pages_of(listing.object_list), request),
        "empty": None if fitting else _empty(badges),
    }


def _social_url(request: HttpRequest, *, is_filtered: bool, number: int) -> str:
    """Return the address to share and to index: that of the plain list, whatever somebody chose in it."""
    return request.build_absolute_uri(request.path if is_filtered or number == 1 else f"{request.path}?page={number}")


def _pages_of(badges: list[ListedBadge]) -> list[Any]:
    """Return the pages of some badges in their order."""
    pages = swapper.load_model("wagtailcore", "Page").objects.filter(pk__in=[badge.page_id for badge in badges])
    found = {page.pk: page for page in pages.specific()}
    return [found[badge.page_id] for badge in badges if badge.page_id in found]


def _options(badges: list[ListedBadge]) -> Options:
    """Return what one can choose: values that some badge has."""
    structures = {badge.issuer: badge.structure for badge in badges if badge.issuer}
    themes = {slug: name for badge in badges for slug, name in badge.themes.items()}
    ways, bands = _ways(), _bands()
    return {
        "theme": by_name(themes),
        "structure": by_name(structures),
        "way": {way: ways[way] for way in WAYS if any(_way_of(badge) == way for badge in badges)},
        "time": {band: bands[band] for band in BANDS if any(_band_of(badge) == band for badge in badges)},
    }


def _ways() -> dict[str, str]:
    return {
        "declared": _("On declaration"),
        "confirmed": _("Confirmed by the issuer"),
        "given": _("Given by the issuer"),
    }


def _bands() -> dict[str, str]:
    return {
        "up-to-10": _("Up to 10 minutes"),
        "10-to-30": _("10 to 30 minutes"),
        "over-30": _("More than 30 minutes"),
    }


def _labels() -> dict[str, tuple[str, str]]:
    """Return the names of the filters, and of the choice of everything."""
    return {
        "q": (_("Words to look for"), ""),
        "theme": (_("Theme"), _("All themes")),
        "structure": (_("Structure"), _("All structures")),
        "way": (_("How people obtain it"), _("All ways")),
        "time": (_("Time it takes"), _("Any time")),
    }


def _way_of(badge: ListedBadge) -> str:
    return next((way for way, rules in WAYS.items() if badge.claim_rule in rules), "")


def _band_of(badge: ListedBadge) -> str:
    if badge.claim_rule == ClaimRule.NO_CLAIMS:
        return ""
    return next(band for band, last in BANDS.items() if last is None or badge.minutes <= last)


VALUES: dict[str, Callable[[ListedBadge], Any]] = {
    "theme": lambda badge: badge.themes,
    "structure": lambda badge: [badge.issuer],
    "way": lambda badge: [_way_of(badge)],
    "time": lambda badge: [_band_of(badge)],
}
"""The values that a badge has for each filter."""


def _fits(badge: ListedBadge, chosen: dict[str, str]) -> bool:
    return all(not value or value in VALUES[name](badge) for name, value in chosen.items())


def _counted(options: Options, found: list[ListedBadge], chosen: dict[str, str]) -> Options:
    """Add to the name of each value how many badges it would show beside what else is chosen."""
    counts = {
        name: Counter(value for badge in found if _fits(badge, {**chosen, name: ""}) for value in VALUES[name](badge))
        for name in options
    }
    return {
        name: {value: f"{label} ({counts[name][value]})" for value, label in known.items()}
        for name, known in options.items()
    }


def _worth_choosing(options: Options, badges: list[ListedBadge], chosen: dict[str, str]) -> Options:
    """Leave out a filter that would part nothing: each of its values is that of all badges."""
    return {
        name: known
        for name, known in options.items()
        if chosen[name] or any(value not in VALUES[name](badge) for badge in badges for value in known)
    }


def _chosen_rows(kept: dict[str, str], options: Options) -> list[dict[str, str]]:
    """Return what is chosen, each with the address of the list without it."""
    labels = _labels()
    return [
        {
            "label": labels[name][0],
            "value": options[name][value] if name in options else value,
            "href": f"?{query_of(kept, **{name: ''})}".rstrip("&"),
        }
        for name, value in kept.items()
        if value
    ]


def _empty(badges: list[ListedBadge]) -> dict[str, str]:
    """Say that nothing is shown, and what one can do about it."""
    if badges:
        return {
            "title": _("No badge matches these choices."),
            "text": _("Remove a choice, or write fewer words: the beginning of one word is often enough."),
            "href": "?",
            "label": _("Show all badges"),
        }
    return {"title": _("There is no badge here yet.")}
