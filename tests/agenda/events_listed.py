"""Events that the tests of the list, the months and the block start from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from wagtail_openbadges.agenda.models import EventPage
from wagtail_openbadges.models import Gathering, GatheringDate

NOW = datetime(2026, 8, 20, 10, 0, tzinfo=UTC)
"""A Thursday at noon in Paris."""

TODAY = ("2026-08-20T12:30", "2026-08-20T14:00")
MEAL = ("2026-08-28T12:30", "2026-08-28T14:00")
AUTUMN = ("2026-10-03T09:00", "2026-10-03T12:00")
PAST = ("2026-07-01T18:00", "2026-07-01T20:00")


def make_many_events(count, index) -> None:
    """Put many events below an agenda at once, as many to come as past, one each day."""
    kind = ContentType.objects.get_for_model(EventPage)
    parents = Page.objects.bulk_create(
        Page(
            path=Page._get_path(index.path, index.depth + 1, number),
            depth=index.depth + 1,
            title=f"Repas {number}",
            draft_title=f"Repas {number}",
            slug=f"repas-{number}",
            url_path=f"{index.url_path}repas-{number}/",
            content_type=kind,
            locale=index.locale,
            translation_key=uuid4(),
            live=True,
            first_published_at=NOW,
            last_published_at=NOW,
        )
        for number in range(1, count + 1)
    )
    Page.objects.filter(pk=index.pk).update(numchild=count)
    for parent in parents:
        page = EventPage(page_ptr_id=parent.pk, zone_name="Europe/Paris", town="Lille", publics=["volunteers"])
        page.save_base(raw=True)
    gatherings = Gathering.objects.bulk_create(
        Gathering(
            translation_key=parent.translation_key,
            page=parent,
            is_published=True,
            zone_name="Europe/Paris",
            changed_at=NOW,
        )
        for parent in parents
    )
    GatheringDate.objects.bulk_create(
        GatheringDate(
            gathering=gathering,
            uid=uuid4(),
            starts_at=NOW + timedelta(days=number if number % 2 else -number),
            ends_at=NOW + timedelta(days=number if number % 2 else -number, hours=2),
            starts_local="2026-08-20T12:00",
            ends_local="2026-08-20T14:00",
        )
        for number, gathering in enumerate(gatherings, start=1)
    )
