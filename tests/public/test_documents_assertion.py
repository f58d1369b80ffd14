"""An award, as Assertion, as signed credential, as image, and in the status list."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.public.makers import ADDRESS, NAME, TALE, address_of, make_award, publish, revoke
from wagtail_openbadges.domain import awarding
from wagtail_openbadges.models import Assertion, Reception, StatusList
from wagtail_openbadges.standard.baking import unbake_png
from wagtail_openbadges.standard.identity import identity_hash

pytestmark = pytest.mark.django_db

BROWSER = {"Accept": "text/html,*/*;q=0.8"}


def test_assertion_asked_without_accept_is_the_2_0_document(client):
    award = make_award()

    response = client.get(address_of("assertion", award))
    document = response.json()

    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert document["@context"] == "https://w3id.org/openbadges/v2"
    assert document["id"] == award.address
    assert document["badge"] == award.achievement_version.address
    assert document["recipient"] == {
        "type": "email",
        "hashed": True,
        "salt": award.identity_salt,
        "identity": f"sha256${identity_hash(ADDRESS, award.identity_salt)}",
    }
    assert document["verification"] == {"type": "HostedBadge"}


def test_assertion_asked_by_a_browser_leads_to_the_verification_page(client):
    award = make_award()

    response = client.get(address_of("assertion", award), headers=BROWSER)

    assert response.status_code == 302
    assert response["Location"] == address_of("assertion_verify", award)


def test_assertion_that_was_revoked_answers_410_with_the_reason(client):
    award = revoke(make_award())

    response = client.get(address_of("assertion", award))

    assert response.status_code == 410
    assert response.json() == {
        "@context": "https://w3id.org/openbadges/v2",
        "type": "Assertion",
        "id": award.address,
        "revoked": True,
        "revocationReason": "Donné par erreur.",
    }


def test_award_that_the_person_has_not_taken_yet_answers_nowhere(client):
    award = make_award()
    award.reception = Reception.OFFERED
    award.save()

    for name in ("assertion", "credential", "badge_png", "qr", "assertion_verify"):
        response = client.get(address_of(name, award))

        assert response.status_code == 404
        assert response.json()["error"]["code"] == "assertion_unknown"


def test_documents_before_the_signature_ask_to_come_back(client):
    award = make_award(signed=False)

    for address in (
        address_of("credential", award),
        address_of("badge_png", award),
        reverse("openbadges:status", args=[award.status_list.uuid]),
    ):
        response = client.get(address)

        assert response.status_code == 503
        assert response["Retry-After"] == "60"
        assert response.json()["error"]["code"] == "not_signed_yet"


def test_assertion_before_the_signature_is_published_already(client):
    award = make_award(signed=False)

    assert client.get(address_of("assertion", award)).status_code == 200


def test_credential_is_the_stored_bytes(client):
    award = make_award()

    response = client.get(address_of("credential", award))

    assert response["Content-Type"] == "application/vc+ld+json"
    assert response.content == bytes(award.credential)


def test_image_carries_both_badges_and_has_a_name_that_people_know(client):
    award = make_award(name="Cœur d’équipe engagé·e")

    response = client.get(address_of("badge_png", award))
    baked = unbake_png(response.content)

    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"] == 'attachment; filename="coeur-dequipe-engage-e.png"'
    assert baked.v2 == award.address
    assert baked.v3 == bytes(award.credential).decode()


def test_image_of_a_badge_without_latin_letters_still_has_a_name(client):
    award = make_award(name="🎖️")

    response = client.get(address_of("badge_png", award))

    assert response["Content-Disposition"].startswith('attachment; filename="')
    assert response["Content-Disposition"] != 'attachment; filename=".png"'


def test_image_of_a_revoked_badge_is_kept(client):
    award = revoke(make_award())

    response = client.get(address_of("badge_png", award))

    assert response.status_code == 200
    assert unbake_png(response.content).v2 == award.address


def test_qr_code_is_a_drawing_without_script(client):
    response = client.get(address_of("qr", make_award()))

    assert response["Content-Type"] == "image/svg+xml"
    assert response.content.startswith(b"<?xml")
    assert b"<script" not in response.content


def test_status_list_is_the_stored_bytes_for_a_short_time(client):
    status_list = make_award().status_list

    response = client.get(reverse("openbadges:status", args=[status_list.uuid]))

    assert response["Content-Type"] == "application/vc+ld+json"
    assert response["Cache-Control"] == "public, max-age=60"
    assert response.content == bytes(status_list.signed)


def test_status_list_asked_after_a_revocation_is_not_signed_by_the_reader(client):
    award = make_award()
    before = bytes(award.status_list.signed)
    revoke(award)

    response = client.get(reverse("openbadges:status", args=[award.status_list.uuid]))

    assert response.content == before
    awarding.sign_status_list(award.status_list_id)
    assert client.get(reverse("openbadges:status", args=[award.status_list.uuid])).content != before


def test_documents_of_an_award_never_tell_who_or_what(client):
    award = publish(make_award())
    submission = award.submission
    evidence = submission.evidence.get()
    told = (ADDRESS, "lea.secret", NAME, TALE, factories.ANSWER["value"], submission.reference)
    assert (award.printed_name, award.holder.email, evidence.text) == (NAME, ADDRESS, TALE)
    assert submission.answers == [factories.ANSWER]

    for name in ("assertion", "credential", "badge_png", "qr"):
        body = client.get(address_of(name, award)).content

        assert len(body) > 500
        for text in told:
            assert text.encode() not in body
            assert json.dumps(text).strip('"').encode() not in body


@pytest.mark.parametrize("rows", [3, 3000])
def test_hosted_assertion_costs_two_queries_whatever_the_number_of_awards(client, django_assert_max_num_queries, rows):
    award = make_award()
    moment = timezone.now()
    Assertion.objects.bulk_create(
        Assertion(
            achievement_version=award.achievement_version,
            way="by_hand",
            identity_hash="0" * 64,
            identity_salt=uuid.uuid4().hex,
            issued_at=moment - timedelta(seconds=number),
            status_list=StatusList.objects.get(),
            status_index=(award.status_index + 1 + number) % 131072,
        )
        for number in range(rows - 1)
    )

    with django_assert_max_num_queries(2):
        response = client.get(address_of("assertion", award))

    assert Assertion.objects.count() == rows
    assert response.status_code == 200
