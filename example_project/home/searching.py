"""One search over everything that the site publishes."""

import re
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from home.models import ContentPage
from wagtail.models import Page, Site

from wagtail_openbadges.agenda.models import EventPage, NewsPage
from wagtail_openbadges.models import GatheringDate
from wagtail_openbadges.pages.models import BadgePage, CallPage, OrganisationPage, RoundPage

PER_PAGE = 12
LONGEST = 200
"""Characters of a question: what is beyond them is not looked at."""


@dataclass(frozen=True)
class Kind:
    """What one may look for: page types, and the fields that sum their pages up, the first that says something."""

    name: str
    label: str
    types: tuple[type[Page], ...]
    summaries: tuple[str, ...]


KINDS = (
    Kind("badges", gettext_lazy("Badges"), (BadgePage,), ("description",)),
    Kind("calls", gettext_lazy("Calls"), (CallPage, RoundPage), ("promise",)),
    Kind("news", gettext_lazy("News"), (NewsPage,), ("summary",)),
    Kind("events", gettext_lazy("Events"), (EventPage,), ("summary",)),
    Kind("structures", gettext_lazy("Structures"), (OrganisationPage,), ()),
    Kind("pages", gettext_lazy("Pages"), (ContentPage,), ("introduction",)),
)
KIND_OF = {page_type: kind for kind in KINDS for page_type in kind.types}


@dataclass
class Asked:
    """What somebody looks for, as far as it can be looked for."""

    text: str = ""
    words: list[str] = field(default_factory=list)
    kind: str = ""


def asked(data) -> Asked:
    """Read a request: only letters and digits are looked for, in which no search engine finds an order.

    A letter alone, as in « l’appel », says nothing beside other words.
    """
    text = " ".join(data.get("q", "").replace("\0", " ").split())[:LONGEST].strip()
    words = re.findall(r"\w+", text)
    names = [kind.name for kind in KINDS]
    return Asked(
        text=text,
        words=[word for word in words if len(word) > 1] or words,
        kind=data.get("kind", "") if data.get("kind", "") in names else "",
    )


def search(request):
    """Show what the site says of some words, best first."""
    question = asked(request.GET)
    front = Site.find_for_request(request).root_page.localized
    pages = Page.objects.live().public().descendant_of(front).type(*KIND_OF).exclude(pk__in=_news_of_the_past())
    counts = _counts(pages, question.words)
    listing = Paginator(_found(pages, question, counts), PER_PAGE).get_page(request.GET.get("page"))
    language = front.locale.language_code
    return render(
        request,
        "home/search.html",
        {
            "asked": question.text,
            "kind": question.kind,
            "heading": _heading(question, listing.paginator.count) if question.text else "",
            "kinds": _kinds(question, counts),
            "listing": listing,
            "results": _results(list(listing.object_list), request),
            "query": f"{_query(question.text, question.kind)}&",
            "lang": language if language != get_language() else "",
        },
    )


def _news_of_the_past() -> list[int]:
    """Return the news that left the lists: their pages stay for those who have the address."""
    return list(NewsPage.objects.filter(shown_until__lt=timezone.localdate()).values_list("pk", flat=True))


def _counts(pages, words: list[str]) -> dict[str, int]:
    """Count what is found of each kind."""
    counts = dict.fromkeys([kind.name for kind in KINDS], 0)
    if words:
        by_type = pages.search(" ".join(words), order_by_relevance=False).facet("content_type_id")
        for pk, count in by_type.items():
            counts[KIND_OF[ContentType.objects.get_for_id(pk).model_class()].name] += count
    return counts


def _found(pages, question: Asked, counts: dict[str, int]):
    if not any(counts.values()):
        return []
    kinds = [kind for kind in KINDS if question.kind in ("", kind.name)]
    types = [page_type for kind in kinds for page_type in kind.types]
    return pages.type(*types).specific().search(" ".join(question.words))


def _heading(question: Asked, count: int) -> str:
    return ngettext("%(count)s result for “%(asked)s”", "%(count)s results for “%(asked)s”", count) % {
        "count": count,
        "asked": question.text,
    }


def _query(text: str, kind: str) -> str:
    return urlencode({"q": text, **({"kind": kind} if kind else {})})


def _kinds(question: Asked, counts: dict[str, int]) -> list[dict]:
    """Return links that narrow the search to a kind; those that would show nothing are left out."""
    rows = [("", _("Everything"), sum(counts.values()))]
    rows += [(kind.name, kind.label, counts[kind.name]) for kind in KINDS]
    return [
        {
            "label": label,
            "count": count,
            "href": f"?{_query(question.text, name)}",
            "is_current": name == question.kind,
        }
        for name, label, count in rows
        if count or name == question.kind
    ]


def _results(pages: list[Page], request) -> list[dict]:
    dates = _dates_of_events([page for page in pages if isinstance(page, EventPage)])
    calls = _calls_of_rounds([page for page in pages if isinstance(page, RoundPage)])
    return [
        {
            "kind": _kind_word(page),
            "title": " · ".join(filter(None, [calls.get(page.pk), page.title])),
            "href": page.get_url(request),
            "summary": _summary(page),
            "date": _date(page, dates),
        }
        for page in pages
    ]


def _kind_word(page: Page) -> str:
    words = {
        BadgePage: _("Badge"),
        CallPage: _("Call"),
        RoundPage: _("Round of a call"),
        NewsPage: _("News item"),
        EventPage: _("Event"),
        OrganisationPage: _("Structure"),
        ContentPage: _("Page"),
    }
    return words[type(page)]


def _summary(page: Page) -> str:
    said = (getattr(page, name) for name in KIND_OF[type(page)].summaries if hasattr(page, name))
    return next(filter(None, said), page.search_description)


def _date(page: Page, dates: dict):
    """Return the day that readers care for: when an event is, when a news came; a page of the site has none."""
    if isinstance(page, NewsPage):
        return page.date
    return dates.get(page.translation_key)


def _dates_of_events(pages: list[EventPage]) -> dict:
    """Return the next day of each event, on its own clock; the last one when all are over."""
    rows = GatheringDate.objects.filter(
        gathering__is_published=True, gathering__translation_key__in=[page.translation_key for page in pages]
    )
    days, coming = {}, set()
    for key, ends_at, starts in rows.order_by("starts_at").values_list(
        "gathering__translation_key", "ends_at", "starts_local"
    ):
        if key not in coming:
            days[key] = date.fromisoformat(starts[:10])
        if ends_at > timezone.now():
            coming.add(key)
    return days


def _calls_of_rounds(pages: list[RoundPage]) -> dict[int, str]:
    """Return the title of the call of each round."""
    parents = {page.path[: -page.steplen]: page.pk for page in pages}
    hubs = Page.objects.filter(path__in=parents).values_list("path", "title")
    titles = dict(hubs) if parents else {}
    return {page.pk: titles.get(page.path[: -page.steplen], "") for page in pages}
