"""Pages of calls and rounds that the tests of this room start from."""

from __future__ import annotations

from uuid import uuid4

from wagtail.models import Page

from tests.pages.house import NOTICE, home
from wagtail_openbadges.models import Issuer
from wagtail_openbadges.pages.models import (
    CallCarrier,
    CallIndexPage,
    CallPage,
    CallTerritory,
    RoundAnswer,
    RoundCriterion,
    RoundDocument,
    RoundPage,
    RoundQuestion,
    RoundStep,
    RoundSupport,
)

OPEN = {"opens": "2026-01-05T08:00", "closes": "2099-09-30T23:59"}
CLOSED = {"opens": "2024-01-08T08:00", "closes": "2024-03-31T23:59"}
TO_COME = {"opens": "2100-01-04T08:00", "closes": "2100-03-31T23:59"}
"""Dates that do not overlap, on the clock of Paris unless a page says otherwise."""


def make_call_index(*, parent: Page | None = None, **changes) -> CallIndexPage:
    """Return a live list of calls."""
    said = {"title": "Nos appels", "slug": f"appels-{uuid4().hex[:8]}", **changes}
    return (parent or home()).add_child(instance=CallIndexPage(**said))


def make_call_page(*carriers, parent: Page | None = None, **changes) -> CallPage:
    """Return the live hub of a call, carried by some organisations."""
    said = {
        "title": "Bien-être alimentaire",
        "slug": f"appel-{uuid4().hex[:8]}",
        "promise": "Développer un projet d’alimentation saine, locale et durable",
        "presentation": "<p>Un appel pour les projets alimentaires du territoire.</p>",
        "recurrence": "Chaque année, en automne",
        "publics": ["associations"],
        "help_types": ["accompagnement"],
        **changes,
    }
    page = CallPage(**said)
    page.carriers = [CallCarrier(organisation=organisation) for organisation in carriers]
    page.territories = [CallTerritory(code="EPCI-200093201", name="Métropole Européenne de Lille")]
    page = (parent or home()).add_child(instance=page)
    page.save_revision().publish()
    return CallPage.objects.get(pk=page.pk)


def round_page(issuer: Issuer | None, **changes) -> RoundPage:
    """Return a complete round that is not in the tree yet; it is open unless its dates say otherwise."""
    said = {
        "title": "Édition 1",
        "slug": f"edition-{uuid4().hex[:8]}",
        "number": 1,
        "issuer": issuer,
        "zone_name": "Europe/Paris",
        "who": "<p>Les associations du territoire.</p>",
        "offered": "<p>Un accompagnement pendant un an.</p>",
        "privacy_notice": NOTICE,
        **OPEN,
        **changes,
    }
    page = RoundPage(**said)
    page.criteria = [
        RoundCriterion(text="Utilité pour les habitants", weight=60),
        RoundCriterion(text="Faisabilité", weight=40),
    ]
    page.documents = [RoundDocument(text="Statuts de l’association")]
    page.steps = [RoundStep(when="En octobre", text="Lecture des dossiers")]
    page.support = [RoundSupport(name="Maillage", email="bonjour@maillage.example.org")]
    page.answers = [RoundAnswer(question="Faut-il être à Lille ?", answer="Non, dans la métropole.")]
    page.questions = [RoundQuestion(label="Quel est votre projet ?", field_type="multiline", required=False)]
    return page


def make_draft_round(issuer: Issuer | None, *, hub: Page | None = None, **changes) -> RoundPage:
    """Return a round in the tree that was never published."""
    page = (hub or make_call_page()).add_child(instance=round_page(issuer, live=False, **changes))
    page.save_revision()
    return page


def make_round_page(issuer: Issuer | None, *, hub: Page | None = None, **changes) -> RoundPage:
    """Return a round that was published."""
    page = make_draft_round(issuer, hub=hub, **changes)
    page.save_revision().publish()
    return RoundPage.objects.get(pk=page.pk)
