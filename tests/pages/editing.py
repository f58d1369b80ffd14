"""An editor, and what her browser sends back to the admin."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags
from wagtail.models import GroupPagePermission, Page
from wagtail.test.utils.form_data import rich_text

from tests.factories import make_issuer, make_reviewer
from wagtail_openbadges.domain.policy import issuers_reviewed_by

ALL = ("add_page", "change_page", "publish_page", "bulk_delete_page")


def make_editor(*permissions: str, issuer=None):
    """Return an editor of all pages who is also a reviewer of one issuer."""
    user = make_reviewer(issuer or make_issuer())
    group = Group.objects.create(name=f"Rédaction {user.username}")
    for codename in permissions or ALL:
        GroupPagePermission.objects.create(
            group=group, page=Page.get_first_root_node(), permission_type=codename.removesuffix("_page")
        )
    user.groups.add(group)
    return user


def reviewed_by(user):
    return issuers_reviewed_by(user).get()


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=(page.pk,))


def edit(client, page, data):
    return client.post(edit_url(page), data)


def add(client, kind, parent, data):
    return client.post(reverse("wagtailadmin_pages:add", args=("openbadges_pages", kind, parent.pk)), data)


def told(response) -> list[str]:
    """Return the messages that the admin shows next."""
    return [" ".join(strip_tags(str(message)).split()) for message in get_messages(response.wsgi_request)]


def count_queries(client, url) -> int:
    """Return how many queries an address costs once everything that is cached is warm."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


def errors_of(response) -> dict[str, list[str]]:
    return {name: [str(error) for error in errors] for name, errors in response.context["form"].errors.items()}


def form_of(client, page):
    return client.get(edit_url(page)).context["form"]


def resent(client, page, *, publish=True, rich=(), **changes):
    """Return what the browser sends back, unchanged but for some fields; rich texts are named to be sent as such."""
    form = form_of(client, page)
    data = {bound.html_name: _sent(bound) for bound in form}
    for prefix, formset in form.formsets.items():
        data |= {f"{prefix}-{name}": value for name, value in formset.management_form.initial.items()}
        for child in formset.forms:
            data |= {bound.html_name: _sent(bound) for bound in child}
    data |= {name: rich_text(getattr(page, name)) for name in rich}
    data |= changes
    if publish:
        data["action-publish"] = "action-publish"
    return {name: "" if value is None else value for name, value in data.items() if value is not False}


def _sent(bound):
    """Return what a widget shows of a value: a date as the picker writes it."""
    value = bound.value()
    return bound.field.widget.format_value(value) if hasattr(value, "isoformat") else value
