"""A site whose events are a few addresses, in English: enough to register through, with no page class in the way."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone
from wagtail.models import Page, Site

from tests.factories import make_gathering
from tests.public.claim_site import ADDRESS, stranger
from tests.urls import urlpatterns as site_urlpatterns
from wagtail_openbadges.domain import access
from wagtail_openbadges.models import AccessLink, Gathering, Purpose, Registration
from wagtail_openbadges.public import registering


def found(uuid) -> Gathering | None:
    return Gathering.objects.filter(uuid=uuid).first()


def said(uuid) -> dict:
    return {"page_url": f"/events/{uuid}/", "language": "en"}


def register(request, uuid):
    return registering.start(request, found(uuid), **said(uuid))


def confirm(request, uuid, link):
    return registering.confirm(request, found(uuid), link, **said(uuid))


def event(request, uuid):
    return HttpResponse("The page of the event.")


urlpatterns = [
    path("events/<uuid:uuid>/", event),
    path("events/<uuid:uuid>/register/", register),
    path("events/<uuid:uuid>/register/confirm/<uuid:link>/", confirm),
    *site_urlpatterns,
]


def english_event(**changes) -> Gathering:
    """Return an event that one can register for, whose pages speak English."""
    content = {
        "language": "en",
        "title": "Shared lunch",
        "place": "Maillage",
        "address": "1 rue de l’Exemple\n59000 Lille",
        "practical": "Bus 12, second floor.",
        "online_url": "https://meet.example.org/lunch",
        "privacy_notice": "Only the structure reads your answers.",
    }
    return make_gathering(**{**content, **changes})


def with_page(gathering: Gathering) -> Page:
    """Give an event a page of the tree, as links and private pages look for it."""
    home = Site.objects.get(is_default_site=True).root_page
    page = home.add_child(instance=Page(title="Shared lunch", slug="shared-lunch"))
    Gathering.objects.filter(pk=gathering.pk).update(page=page)
    return page


def register_url(gathering: Gathering) -> str:
    return f"/events/{gathering.uuid}/register/"


def registration_url(registration: Registration, page: str = "") -> str:
    return f"/openbadges/registrations/{registration.uuid}/{page}"


def visitor(gathering: Gathering, address: str = ADDRESS) -> Client:
    """Return a device that confirmed its address to register."""
    client = stranger()
    asked = client.post(register_url(gathering), {"address": address})
    link = AccessLink.objects.filter(purpose=Purpose.REGISTER, address=address).latest("pk")
    client.post(asked.url, {"code": access.code_of(link)})
    return client


def registered(gathering: Gathering | None = None, address: str = ADDRESS, **sent) -> tuple[Client, Registration]:
    """Return a device and what it registered: a seat, or a place on the waiting list."""
    gathering = gathering or english_event()
    client = visitor(gathering, address)
    client.post(register_url(gathering), {"name": "Léa Exemple", "seats": "1", **sent})
    return client, Registration.objects.get(gathering=gathering, holder__email=address)


def change(gathering: Gathering, **fields) -> None:
    """Let an event be otherwise than it was published."""
    Gathering.objects.filter(pk=gathering.pk).update(**fields)


def end(gathering: Gathering) -> None:
    """Let an event be over for an hour."""
    now = timezone.now()
    change(gathering, starts_at=now - timedelta(hours=3), ends_at=now - timedelta(hours=1))
