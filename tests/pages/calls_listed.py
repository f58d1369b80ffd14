"""Rounds that the tests of the list, its feeds and its open data start from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from tests.factories import OrganisationFactory, make_issuer
from tests.pages.call_house import make_call_index, make_call_page, make_round_page
from wagtail_openbadges.models import Call, ClaimRule, Opening, OpeningKind, OpeningVersion
from wagtail_openbadges.pages.models import CallPage, CallTerritory, RoundPage

NOW = datetime(2026, 9, 20, 12, 0, tzinfo=UTC)
OPEN = {"opens": "2026-09-01T08:00", "closes": "2026-11-30T23:59"}
CLOSING = {"opens": "2026-09-01T08:00", "closes": "2026-09-30T23:59"}
TO_COME = {"opens": "2026-12-01T08:00", "closes": "2026-12-31T23:59"}
CLOSED = {"opens": "2026-03-02T08:00", "closes": "2026-06-30T23:59"}

ZONES = [
    ("Europe/Paris", "2026-09-30T23:59", "30 September 2026 at 23:59, Paris time", "2026-09-30T21:59:00Z"),
    ("Indian/Reunion", "2026-09-30T23:59", "30 September 2026 at 23:59, Réunion time (UTC+4)", "2026-09-30T19:59:00Z"),
    (
        "America/Martinique",
        "2026-09-30T23:59",
        "30 September 2026 at 23:59, Martinique time (UTC−4)",
        "2026-10-01T03:59:00Z",
    ),
    ("Europe/Paris", "2026-10-25T02:30", "25 October 2026 at 02:30, Paris time (UTC+1)", "2026-10-25T01:30:00Z"),
    ("Europe/Paris", "2027-03-28T03:00", "28 March 2027 at 03:00, Paris time", "2027-03-28T01:00:00Z"),
]
"""A closing on the clock of a place, its words, and its instant: three zones and both nights that change the clock."""


def make_call(index, title="Bien-être alimentaire", *, themes=(), territories=(), **changes) -> CallPage:
    """Return a hub below a list, carried by a structure with a SIRET number."""
    carrier = OrganisationFactory(name="Métropole Européenne de Lille", siret="20009320100016")
    hub = make_call_page(carrier, parent=index, title=title, **changes)
    hub.tags.add(*themes)
    if territories:
        hub.territories = [CallTerritory(code=code, name=name) for code, name in territories]
    hub.save_revision().publish()
    return CallPage.objects.get(pk=hub.pk)


def make_list(*dates, index=None, **changes):
    """Return a list with one call, and one round for each of some dates."""
    index = index or make_call_index()
    issuer, hub = make_issuer(), make_call(index, **changes)
    for number, dated in enumerate(dates, start=1):
        make_round_page(issuer, hub=hub, number=number, title=f"Édition {number}", **dated)
    return index


def make_many_rounds(count, index) -> None:
    """Put many rounds below a list at once, as many open as closed."""
    hub, issuer = make_call(index, title=f"Appel {uuid4().hex[:6]}"), make_issuer()
    kind = ContentType.objects.get_for_model(RoundPage)
    pages = Page.objects.bulk_create(
        Page(
            path=Page._get_path(hub.path, hub.depth + 1, number),
            depth=hub.depth + 1,
            title=f"Édition {number}",
            draft_title=f"Édition {number}",
            slug=f"edition-{number}",
            url_path=f"{hub.url_path}edition-{number}/",
            content_type=kind,
            locale=hub.locale,
            translation_key=uuid4(),
            live=True,
            first_published_at=NOW - timedelta(minutes=number),
            last_published_at=NOW,
        )
        for number in range(1, count + 1)
    )
    Page.objects.filter(pk=hub.pk).update(numchild=count)
    call = Call.objects.get_or_create(translation_key=hub.translation_key)[0]
    openings = Opening.objects.bulk_create(
        Opening(
            kind=OpeningKind.CALL,
            translation_key=page.translation_key,
            page=page,
            issuer=issuer,
            call=call,
            round_number=number,
            is_published=True,
            reference_prefix=page.translation_key.hex[:12],
        )
        for number, page in enumerate(pages, start=1)
    )
    OpeningVersion.objects.bulk_create(
        OpeningVersion(
            opening=opening,
            number=1,
            language="fr",
            title="Appel",
            claim_rule=ClaimRule.ONE_REVIEW,
            closes_at=NOW + timedelta(days=30 if opening.round_number % 2 else -30),
            zone_name="Europe/Paris",
            privacy_notice="Lu par la structure.",
            digest="",
        )
        for opening in openings
    )
