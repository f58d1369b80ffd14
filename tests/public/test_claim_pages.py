"""Claiming under real pages: the way from a badge page and back to it."""

from __future__ import annotations

import pytest

from tests.factories import make_issuer
from tests.pages.house import make_badge_page, opening_of
from tests.public.claim_site import ADDRESS, claimant, file_url, stranger, text_of
from wagtail_openbadges.domain import access
from wagtail_openbadges.models import AccessLink, State, Submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return make_badge_page(make_issuer())


def test_claim_begins_under_the_page_and_leaves_its_tree_for_the_draft(page):
    client = stranger()

    shown = client.get(f"{page.url}claim/")
    asked = client.post(f"{page.url}claim/", {"address": ADDRESS})
    link = AccessLink.objects.get()
    confirmed = client.post(asked.url, {"code": access.code_of(link)})

    assert page.title in text_of(shown)
    assert asked.url == f"{page.url}claim/confirm/{link.uuid}/"
    assert confirmed.url == file_url(Submission.objects.get(), "edit/")


def test_saved_draft_leads_back_to_the_page(page):
    client, draft = claimant(opening_of(page))

    response = client.get(file_url(draft, "edit/?saved=1"))

    assert f'href="{page.url}"' in response.content.decode()


def test_declined_file_leads_to_a_new_claim(page):
    client, draft = claimant(opening_of(page))
    Submission.objects.filter(pk=draft.pk).update(state=State.DECLINED)

    response = client.get(file_url(draft))

    assert f'href="{page.url}claim/"' in response.content.decode()


def test_draft_outlives_a_page_that_is_unpublished_and_leads_nowhere_wrong(page):
    client, draft = claimant(opening_of(page))
    page.unpublish()

    response = client.get(file_url(draft, "edit/?saved=1"))

    assert response.status_code == 200
    assert f'href="{page.url}"' not in response.content.decode()


def test_draft_outlives_a_page_that_is_deleted(page):
    client, draft = claimant(opening_of(page))
    page.delete()

    answers = [client.get(file_url(draft, address)) for address in ("edit/", "edit/?saved=1")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert Submission.objects.get() == draft
