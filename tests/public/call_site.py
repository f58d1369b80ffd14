"""A site whose rounds are a few addresses, in English: enough to apply through, with no page class in the way."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.urls import path
from django.utils import timezone

from tests.factories import make_issuer, make_round
from tests.public.claim_site import claimant, file_url, question
from tests.urls import urlpatterns as site_urlpatterns
from wagtail_openbadges.domain import submitting
from wagtail_openbadges.models import Call, Opening, OpeningVersion, Submission
from wagtail_openbadges.public import asking, claiming, subscribing

DOCUMENTS = [{"text": "The statutes", "help": "On the site of the prefecture."}]


def found(uuid) -> Opening | None:
    return Opening.objects.filter(uuid=uuid).first()


def said(uuid) -> dict:
    return {"page_url": f"/rounds/{uuid}/", "language": "en"}


def start(request, uuid):
    return claiming.start(request, found(uuid), route="apply", documents=DOCUMENTS, **said(uuid))


def confirm(request, uuid, link):
    return claiming.confirm(request, found(uuid), link, route="apply", **said(uuid))


def ask(request, uuid):
    return asking.ask_view(request, found(uuid), **said(uuid))


def confirm_asking(request, uuid, link):
    return asking.confirm_view(request, found(uuid), link, **said(uuid))


def subscribe(request, uuid):
    return subscribing.subscribe_view(request, Call.objects.filter(uuid=uuid).first(), **said(uuid))


urlpatterns = [
    path("rounds/<uuid:uuid>/apply/", start),
    path("rounds/<uuid:uuid>/apply/confirm/<uuid:link>/", confirm),
    path("rounds/<uuid:uuid>/ask/", ask),
    path("rounds/<uuid:uuid>/ask/confirm/<uuid:link>/", confirm_asking),
    path("rounds/<uuid:uuid>/subscribe/", subscribe),
    *site_urlpatterns,
]


def english_round(**changes) -> Opening:
    """Return a round that is open, whose pages speak English."""
    content = {
        "language": "en",
        "title": "Good food · Round 2",
        "questions": (question("mission", "multiline"),),
        "evidence_rules": {"required": False, "help": "", "kinds": ["file"]},
        "criteria": ({"uid": "c1", "text": "Useful to people", "required": True, "help": "To whom?", "weight": 60},),
        "privacy_notice": "Only the structure reads your answers.",
    }
    issuer = changes.pop("issuer", None) or make_issuer()
    return make_round(issuer, **{**content, **changes})


def apply_url(opening: Opening) -> str:
    return f"/rounds/{opening.uuid}/apply/"


def close(opening: Opening, *, minutes: float = 60, **changes) -> None:
    """Let a round have closed some minutes ago; a negative number is still to come."""
    instant = timezone.now() - timedelta(minutes=minutes)
    OpeningVersion.objects.filter(opening=opening).update(**{"closes_at": instant, **changes})


def written(opening: Opening, mission: str = "We cook.", **changes) -> tuple[Client, Submission]:
    """Return a device and the draft that it wrote, ready to be deposited."""
    client, draft = claimant(opening, **changes)
    client.post(file_url(draft, "edit/"), {"question-mission": mission, "printed_name": "Léa Exemple", "check": "1"})
    draft.refresh_from_db()
    return client, draft


def deposited(opening: Opening | None = None, **changes) -> tuple[Client, Submission]:
    """Return a device and the file that it deposited."""
    client, draft = written(opening or english_round(), **changes)
    return client, submitting.submit(draft, version=draft.version)
