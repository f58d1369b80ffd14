"""Pages of news and events that the tests of this room start from."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone
from wagtail.models import Page

from tests.pages.house import NOTICE, home
from wagtail_openbadges.agenda.models import (
    EventIndexPage,
    EventOccurrence,
    EventPage,
    EventQuestion,
    NewsIndexPage,
    NewsPage,
)
from wagtail_openbadges.models import Issuer, RegistrationWay


def clock(days: float, hour: str = "12:30") -> str:
    """Return a date some days from now as editors type it, with an hour."""
    return f"{timezone.localdate() + timedelta(days=days):%Y-%m-%d}T{hour}"


def make_news_index(*, parent: Page | None = None, **changes) -> NewsIndexPage:
    """Return a live list of news."""
    said = {"title": "Actualités", "slug": f"actualites-{uuid4().hex[:8]}", **changes}
    return (parent or home()).add_child(instance=NewsIndexPage(**said))


def make_news(*, index: Page | None = None, tags: tuple[str, ...] = (), **changes) -> NewsPage:
    """Return a published news."""
    said = {
        "title": "La Métropole relance son appel",
        "slug": f"news-{uuid4().hex[:8]}",
        "summary": "L’appel revient cette année, avec des dates et un accompagnement.",
        "author": "Léa Exemple",
        **changes,
    }
    page = NewsPage(**said)
    page = (index or make_news_index()).add_child(instance=page)
    page.tags.set(tags)
    page.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)


def make_event_index(*, parent: Page | None = None, **changes) -> EventIndexPage:
    """Return a live agenda."""
    said = {"title": "Agenda", "slug": f"agenda-{uuid4().hex[:8]}", **changes}
    return (parent or home()).add_child(instance=EventIndexPage(**said))


def event_page(issuer: Issuer | None = None, **changes) -> EventPage:
    """Return a complete event that is not in the tree yet: in ten days, with registration when there is an issuer."""
    said = {
        "title": "Repas convivial chez Maillage",
        "slug": f"event-{uuid4().hex[:8]}",
        "summary": "Un repas partagé entre personnes qui portent un projet.",
        "zone_name": "Europe/Paris",
        "place_name": "Maillage",
        "street": "1 rue de l’Exemple",
        "postcode": "59000",
        "town": "Lille",
        "issuer": issuer,
        "registration": RegistrationWay.HERE if issuer else RegistrationWay.NONE,
        "privacy_notice": NOTICE if issuer else "",
        **changes,
    }
    dates = said.pop("dates", [(clock(10, "12:30"), clock(10, "14:00"))])
    questions = said.pop("questions", [])
    page = EventPage(**said)
    page.occurrences = [EventOccurrence(starts=starts, ends=ends) for starts, ends in dates]
    page.questions = [EventQuestion(**question) for question in questions]
    return page


def make_event(
    issuer: Issuer | None = None, *, index: Page | None = None, tags: tuple[str, ...] = (), **changes
) -> EventPage:
    """Return a published event."""
    page = (index or make_event_index()).add_child(instance=event_page(issuer, **changes))
    page.tags.set(tags)
    page.save_revision().publish()
    return EventPage.objects.get(pk=page.pk)
