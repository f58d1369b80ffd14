"""A site without news and events: nothing of ours asks for them."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from tests.factories import make_issuer
from tests.pages.editing import make_editor
from tests.pages.house import make_badge_page
from wagtail_openbadges.agenda.news.blocks import LastNewsBlock

pytestmark = pytest.mark.django_db


def test_site_has_no_page_type_for_news_or_events_and_its_check_finds_nothing():
    out = io.StringIO()

    call_command("check", stdout=out, stderr=out)

    assert [apps.is_installed(name) for name in ("wagtail_openbadges.agenda", "tests.testapp")] == [False, False]
    assert [name for name in connection.introspection.table_names() if name.startswith("openbadges_agenda")] == []
    assert out.getvalue() == "System check identified no issues (0 silenced).\n"


def test_page_of_a_badge_answers(client):
    page = make_badge_page(make_issuer())

    response = client.get(page.url)

    assert (response.status_code, response.context["page"].specific) == (200, page)


def test_editor_sees_the_badge_among_the_pages_and_may_delete_it(client):
    client.force_login(make_editor())
    page = make_badge_page(make_issuer())

    listed = client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    asked = client.get(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert (listed.status_code, asked.status_code) == (200, 200)


def test_block_of_the_last_news_shows_none(rf):
    block = LastNewsBlock()

    context = block.get_context(block.to_python({"heading": "", "limit": 3}), {"request": rf.get("/")})

    assert context["cards"] == []


def test_purge_and_the_room_of_registrations_find_nothing(admin_client):
    make_issuer()

    call_command("openbadges_purge", stdout=io.StringIO())
    response = admin_client.get(reverse("openbadges_registrations:index"))

    assert (response.status_code, list(response.context["object_list"])) == (200, [])
