"""What an issuer publishes about itself, and the keys that its signatures rest on."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.urls import reverse

from tests import factories
from tests.public.makers import make_award
from wagtail_openbadges.domain import publishing
from wagtail_openbadges.models import Issuer, KeyState, SigningKey

pytestmark = pytest.mark.django_db

BROWSER = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "en"}


def get(client, name: str, issuer: Issuer, *arguments, **headers):
    return client.get(reverse(f"openbadges:{name}", args=[issuer.uuid, *arguments]), headers=headers)


def test_issuer_asked_without_accept_is_its_profile(client):
    issuer = factories.make_issuer(description="Nous accueillons les associations.")

    response = get(client, "issuer", issuer)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response.json() == {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Profile",
        "id": f"https://badges.example.org/openbadges/issuers/{issuer.uuid}/",
        "name": issuer.organisation.name,
        "url": "https://maison.example.org",
        "email": "contact@maison.example.org",
        "description": "Nous accueillons les associations.",
    }


def test_issuer_asked_by_a_browser_is_a_page_with_its_badges(client):
    award = make_award()
    issuer = award.issuer

    response = get(client, "issuer", issuer, **BROWSER)
    page = response.content.decode()

    assert response.status_code == 200
    assert f"<h1>{issuer.organisation.name}</h1>" in page
    assert '<a href="/openbadges/achievements/' in page
    assert award.achievement_version.name in page


def test_page_of_an_issuer_shows_no_badge_that_nobody_relied_on(client):
    issuer = factories.make_issuer()
    factories.make_opening(issuer, name="Pas encore figé")

    page = get(client, "issuer", issuer, **BROWSER).content.decode()

    assert "Pas encore figé" not in page
    assert "No badge was given yet." in page


def test_page_of_an_issuer_shows_each_badge_in_the_language_of_the_reader(client):
    issuer = factories.make_issuer()
    french = factories.badge_content(issuer)
    english = replace(french, language="en", name="I volunteer")
    achievement = publishing.publish_badge(french).achievement
    publishing.publish_badge(english)
    for version in achievement.versions.all():
        publishing.freeze(version)

    shown = {
        language: get(client, "issuer", issuer, **{**BROWSER, "Accept-Language": language}).content.decode()
        for language in ("fr", "en")
    }

    assert ("Je suis bénévole" in shown["fr"], "I volunteer" in shown["fr"]) == (True, False)
    assert ("Je suis bénévole" in shown["en"], "I volunteer" in shown["en"]) == (False, True)


def test_page_of_an_issuer_costs_the_same_for_one_badge_and_for_three(client, django_assert_num_queries):
    issuer = make_award().issuer
    with django_assert_num_queries(4):
        get(client, "issuer", issuer, **BROWSER)
    for number in (2, 3):
        opening = factories.make_opening(issuer, name=f"Badge {number}")
        factories.make_submission(opening)

    with django_assert_num_queries(4):
        page = get(client, "issuer", issuer, **BROWSER).content.decode()

    assert page.count("openbadges-card__text") == 3


def test_logo_of_an_issuer_is_the_stored_png(client):
    issuer = factories.make_issuer()
    issuer.organisation.logo = factories.picture()
    issuer.organisation.save()

    response = get(client, "issuer_image", issuer)

    assert response["Content-Type"] == "image/png"
    assert response.content == factories.picture()


def test_logo_that_an_issuer_does_not_have_is_a_named_404(client):
    response = get(client, "issuer_image", factories.make_issuer())

    assert response.status_code == 404
    assert response.json()["error"]["code"] == "issuer_without_image"


def test_did_document_lists_every_key_and_trusts_those_that_are_safe(client):
    issuer = factories.make_issuer()
    safe = issuer.keys.get()
    unsafe = SigningKey.objects.create(
        issuer=issuer, kid="z6Mkunsafe", public_part="z6Mkunsafe", state=KeyState.COMPROMISED
    )

    response = get(client, "issuer_did", issuer)
    document = response.json()

    assert response["Content-Type"] == "application/did+json"
    assert document["id"] == f"did:web:badges.example.org:openbadges:issuers:{issuer.uuid}"
    assert [method["id"] for method in document["verificationMethod"]] == [
        f"{issuer.did}#{safe.kid}",
        f"{issuer.did}#{unsafe.kid}",
    ]
    assert document["assertionMethod"] == [f"{issuer.did}#{safe.kid}"]


def test_key_answers_one_jwk_without_its_private_part(client):
    issuer = factories.make_issuer()
    key = issuer.keys.get()

    response = get(client, "key", issuer, key.kid)
    jwk = response.json()

    assert response["Content-Type"] == "application/json"
    assert sorted(jwk) == ["alg", "crv", "kid", "kty", "use", "x"]
    assert jwk["kid"] == key.kid
    assert key.private_part
    assert key.private_part not in response.content.decode()


def test_key_of_another_issuer_is_a_named_404(client):
    key = factories.make_issuer().keys.get()

    response = get(client, "key", factories.make_issuer(), key.kid)

    assert response.status_code == 404
    assert response.json()["error"]["code"] == "key_unknown"


def test_key_that_was_retired_stays_published(client):
    issuer = factories.make_issuer()
    issuer.keys.update(state=KeyState.RETIRED)

    assert get(client, "key", issuer, issuer.keys.get().kid).status_code == 200


def test_key_that_is_no_longer_safe_is_gone_and_left_out_of_the_list(client):
    issuer = factories.make_issuer()
    other = factories.make_issuer().keys.get()
    issuer.keys.update(state=KeyState.COMPROMISED)

    response = get(client, "key", issuer, issuer.keys.get().kid)
    listed = client.get("/.well-known/jwks.json").json()

    assert response.status_code == 410
    assert response.json()["error"]["code"] == "key_compromised"
    assert [jwk["kid"] for jwk in listed["keys"]] == [other.kid]


def test_list_of_keys_holds_those_of_all_issuers(client):
    kids = {factories.make_issuer().keys.get().kid, factories.make_issuer().keys.get().kid}

    response = client.get("/.well-known/jwks.json")

    assert response["Access-Control-Allow-Origin"] == "*"
    assert {jwk["kid"] for jwk in json.loads(response.content)["keys"]} == kids
