"""A frozen version of a badge, as BadgeClass, as Achievement, as image and as page."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Page

from tests import factories
from tests.public.makers import make_award
from wagtail_openbadges.domain import publishing
from wagtail_openbadges.models import AchievementVersion

pytestmark = pytest.mark.django_db

BROWSER = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "en"}


def address_of(version: AchievementVersion, name: str = "achievement_version") -> str:
    return reverse(f"openbadges:{name}", args=[version.achievement.uuid, version.number])


def test_version_that_nobody_relied_on_yet_is_a_404_everywhere(client):
    version = factories.make_opening().achievement.versions.get()

    for name in ("achievement_version", "achievement_version_v3", "achievement_version_image"):
        response = client.get(address_of(version, name))

        assert response.status_code == 404
        assert response.json()["error"]["code"] == "achievement_unknown"


def test_version_asked_without_accept_is_its_badge_class(client):
    version = make_award().achievement_version
    base = f"https://badges.example.org{address_of(version)}"

    response = client.get(address_of(version))

    assert response["Content-Type"] == "application/json"
    assert response["Content-Language"] == "fr"
    assert response.json() == {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "BadgeClass",
        "id": base,
        "@language": "fr",
        "version": "1",
        "name": "Je suis bénévole engagé·e",
        "description": "Cette personne s’engage dans la durée.",
        "image": f"{base}image.png",
        "criteria": {
            "type": "Criteria",
            "id": f"{base}#criteria",
            "narrative": "- Une mission d’au moins trois mois",
        },
        "issuer": version.achievement.issuer.address,
        "tags": ["bénévolat"],
    }


def test_version_as_achievement_has_the_same_address(client):
    version = make_award().achievement_version

    document = client.get(address_of(version, "achievement_version_v3")).json()

    assert document["id"] == f"https://badges.example.org{address_of(version)}"
    assert document["type"] == ["Achievement"]
    assert document["creator"]["id"] == version.achievement.issuer.did


def test_image_of_a_version_is_the_frozen_one_and_may_be_kept(client):
    version = make_award().achievement_version

    response = client.get(address_of(version, "achievement_version_image"))

    assert response.content == bytes(version.image)
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=2592000"
    assert "Last-Modified" in response


def test_version_asked_by_a_browser_renders_the_frozen_content(client):
    version = make_award().achievement_version

    page = client.get(address_of(version), headers=BROWSER).content.decode()

    assert '<h1 lang="fr">Je suis bénévole engagé·e</h1>' in page
    assert 'id="criteria"' in page
    assert "Une mission d’au moins trois mois" in page
    assert f'<meta property="og:image" content="{version.image_address}">' in page


def test_version_that_was_replaced_leads_to_the_newer_one_once_that_is_frozen(client):
    issuer = factories.make_issuer()
    content = factories.badge_content(issuer)
    opening = publishing.publish_badge(content)
    factories.make_submission(opening)
    changed = factories.badge_content(issuer, translation_key=content.translation_key, name="Bénévole, deuxième")
    publishing.publish_badge(changed)
    first = opening.achievement.versions.get(number=1)
    newer_link = 'versions/2/">See the newest version</a>'

    before = client.get(address_of(first), headers=BROWSER).content.decode()
    factories.make_submission(opening, address="max@example.org")
    after = client.get(address_of(first), headers=BROWSER).content.decode()

    assert newer_link not in before
    assert newer_link in after
    assert "Bénévole, deuxième" not in after


def test_version_leads_to_the_page_of_the_badge_only_while_it_is_live(client):
    award = make_award()
    version = award.achievement_version
    page = Page(title="Bénévole", slug="benevole", live=True)
    Page.objects.get(depth=2).add_child(instance=page)
    opening = version.achievement.opening
    opening.page_id = page.pk
    opening.save()
    link = '/benevole/"'

    live = client.get(address_of(version), headers=BROWSER).content.decode()
    page.unpublish()
    unpublished = client.get(address_of(version), headers=BROWSER).content.decode()

    assert link in live
    assert link not in unpublished


def test_document_of_a_version_costs_two_queries(client, django_assert_max_num_queries):
    address = address_of(make_award().achievement_version)

    with django_assert_max_num_queries(2):
        client.get(address)
