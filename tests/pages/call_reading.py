"""How the tests of this room read the pages of calls: as a visitor does, and with many rounds."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page

from wagtail_openbadges.models import Call, Opening, OpeningVersion
from wagtail_openbadges.pages.models import CallPage, RoundPage


def in_days(days: int, *, minutes: int = 0) -> str:
    """Return an hour on the clock of Paris, so many days from now, as a round's page holds it."""
    local = timezone.now().astimezone(ZoneInfo("Europe/Paris")) + timedelta(days=days, minutes=minutes)
    return local.strftime("%Y-%m-%dT%H:%M")


def headings(response) -> list[str]:
    found = re.findall(r"<h([1-6])[^>]*>(.*?)</h\1>", response.content.decode(), flags=re.DOTALL)
    return [f"{level} {' '.join(re.sub('<[^>]+>', '', text).split())}" for level, text in found]


def buttons(response) -> list[tuple[str, str]]:
    html = re.sub(r"<svg.*?</svg>|<wbr>", "", response.content.decode(), flags=re.DOTALL)
    html = re.sub(r'<span class="openbadges-visually-hidden">.*?</span>', "", html, flags=re.DOTALL)
    found = re.findall(r'<a class="openbadges-button[^"]*" href="([^"]*)"[^>]*>\s*<span>([^<]*)</span>', html)
    return [(label, href) for href, label in found]


def add_rounds(hub: CallPage, opening: Opening, *, count: int) -> None:
    """Put closed rounds below a hub, as publishing each would, in three inserts."""
    hub.refresh_from_db()
    hub.numchild = count + hub.numchild
    hub.save(update_fields=["numchild"])
    kind = ContentType.objects.get_for_model(RoundPage)
    call = Call.objects.get(translation_key=hub.translation_key)
    pages = Page.objects.bulk_create(
        Page(
            path=f"{hub.path}{Page._int2str(1000 + number).rjust(4, '0')}",
            depth=hub.depth + 1,
            title=f"Édition {number:04}",
            slug=f"ancienne-{number}",
            url_path=f"{hub.url_path}ancienne-{number}/",
            content_type=kind,
            locale_id=hub.locale_id,
            translation_key=uuid4(),
        )
        for number in range(count)
    )
    openings = Opening.objects.bulk_create(
        Opening(
            kind=opening.kind,
            translation_key=page.translation_key,
            page_id=page.pk,
            issuer_id=opening.issuer_id,
            call=call,
            round_number=0,
            is_published=True,
            reference_prefix=f"V{number}",
        )
        for number, page in enumerate(pages)
    )
    OpeningVersion.objects.bulk_create(
        OpeningVersion(
            opening=old,
            number=1,
            language="en",
            title=f"Édition {number}",
            zone_name="Europe/Paris",
            closes_at=datetime(2020, 3, 31, 21, 59, tzinfo=UTC),
        )
        for number, old in enumerate(openings)
    )
