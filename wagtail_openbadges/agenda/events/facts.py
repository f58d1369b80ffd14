"""Facts of an event that calendars and search engines read in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from ...models import RegistrationWay

if TYPE_CHECKING:
    from .below import ListedEvent
    from .mixins import EventPageMixin


def online_address(page: EventPageMixin) -> str:
    """Return where one joins online, as far as everybody may know it: with registration here it goes out by mail."""
    is_open = page.event_format != "on_site" and page.registration != RegistrationWay.HERE
    return page.online_url if is_open else ""


def place_of(said: EventPageMixin | ListedEvent) -> str:
    """Return the place and its address on one line; empty for an event online, or when nothing is known."""
    if said.event_format == "online":
        return ""
    return ", ".join(filter(None, [said.place_name, said.street, f"{said.postcode} {said.town}".strip()]))


def organiser_name(page: EventPageMixin) -> str:
    """Return who organises an event; empty when nobody is named."""
    return page.organiser.name if page.organiser else page.organiser_name


def organiser_email(page: EventPageMixin) -> str:
    """Return the address for questions, else that of the structure; empty when neither is known."""
    return email_in(page.contact) or (page.organiser.email if page.organiser else "")


def email_in(contact: str) -> str:
    """Return what an editor gave as contact when it is an e-mail address, else nothing: it may be a telephone."""
    try:
        validate_email(contact)
    except ValidationError:
        return ""
    return contact
