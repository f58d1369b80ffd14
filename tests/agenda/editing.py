"""What an editor of news and events sends back to the admin."""

from __future__ import annotations

import html
import re

from tests.agenda.house import event_page, make_event_index
from tests.pages import editing
from wagtail_openbadges.agenda.models import EventPage
from wagtail_openbadges.models import Issuer

STREAMS = {"body-count": "0", "report-count": "0", "tags": ""}
"""Fields that a browser sends in another form than the one they are read in."""


def make_draft_event(issuer: Issuer | None = None, **changes) -> EventPage:
    """Return an event in the tree that was never published."""
    page = make_event_index().add_child(instance=event_page(issuer, live=False, **changes))
    page.save_revision()
    return page


def resent(client, page, **changes):
    return editing.resent(client, page, **{**STREAMS, **changes})


def publish(client, page, **changes):
    return editing.edit(client, page, resent(client, page, **changes))


def save_draft(client, page, **changes):
    return editing.edit(client, page, resent(client, page, publish=False, **changes))


def row_errors(response, name="occurrences"):
    """Return the errors of the rows by their fields, one dict for each row."""
    formset = response.context["form"].formsets[name]
    return [{field: [str(error) for error in errors] for field, errors in row.items()} for row in formset.errors]


def said(client, page) -> str:
    """Return the text of the editing screen, without its markup."""
    text = re.sub(r"<[^>]+>", " ", client.get(editing.edit_url(page)).content.decode())
    return " ".join(html.unescape(text).split())
