"""Who gets a document and who gets a page; how refusals are named; what other sites may read."""

from __future__ import annotations

import json
import uuid

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.public.makers import address_of, make_award
from wagtail_openbadges.public.negotiation import prefers_page

pytestmark = pytest.mark.django_db

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CHROMIUM = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, False),
        ("*/*", False),
        ("", False),
        ("application/json", False),
        ("application/json, text/plain, */*", False),
        ("application/ld+json", False),
        ("application/json, text/html", False),
        ("text/html;q=0.5, application/json", False),
        ("image/png", False),
        ("nonsense", False),
        ("text/html;q=nonsense", True),
        ("text/html", True),
        ("text/html, application/json", True),
        (FIREFOX, True),
        (CHROMIUM, True),
    ],
)
def test_preference_only_when_html_comes_first_is_a_page(accept, expected):
    headers = {} if accept is None else {"Accept": accept}

    assert prefers_page(RequestFactory().get("/", headers=headers)) is expected


@pytest.mark.parametrize("name", ["issuer", "achievement_version", "assertion"])
def test_negotiated_address_varies_on_accept_for_both_answers(client, name):
    award = make_award()
    version = award.achievement_version
    arguments = {
        "issuer": [award.issuer.uuid],
        "achievement_version": [version.achievement.uuid, version.number],
        "assertion": [award.uuid],
    }
    address = reverse(f"openbadges:{name}", args=arguments[name])

    for accept in ("*/*", FIREFOX):
        response = client.get(address, headers={"Accept": accept})

        assert "Accept" in [value.strip() for value in response["Vary"].split(",")]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("issuers/{uuid}/", "issuer_unknown"),
        ("issuers/{uuid}/image.png", "issuer_unknown"),
        ("issuers/{uuid}/did.json", "issuer_unknown"),
        ("issuers/{uuid}/keys/z6Mkunknown", "key_unknown"),
        ("issuers/{uuid}/keys/not%20a%00key", "page_unknown"),
        ("issuers/not-a-uuid/", "page_unknown"),
        ("achievements/{uuid}/versions/1/", "achievement_unknown"),
        ("achievements/{uuid}/versions/1/v3.json", "achievement_unknown"),
        ("achievements/{uuid}/versions/1/image.png", "achievement_unknown"),
        ("achievements/{uuid}/versions/99999999999999999999999/", "achievement_unknown"),
        ("achievements/{uuid}/versions/one/", "page_unknown"),
        ("assertions/{uuid}/", "assertion_unknown"),
        ("assertions/{uuid}/verify/", "assertion_unknown"),
        ("assertions/{uuid}/credential.json", "assertion_unknown"),
        ("assertions/{uuid}/badge.png", "assertion_unknown"),
        ("assertions/{uuid}/qr.svg", "assertion_unknown"),
        ("assertions/{uuid}/nothing.json", "page_unknown"),
        ("assertions/{uuid}/verify/more/", "page_unknown"),
        ("assertions/…/", "page_unknown"),
        ("status/{uuid}/", "status_list_unknown"),
        ("nothing/", "page_unknown"),
    ],
)
def test_address_of_nothing_is_a_named_404_for_programs_and_a_page_for_people(client, path, code):
    address = "/openbadges/" + path.format(uuid=uuid.uuid4())

    answer = client.get(address, headers={"Accept": "application/json"})
    page = client.get(address, headers={"Accept": FIREFOX}, follow=True)

    assert answer.status_code == 404
    assert list(answer.json()) == ["error"]
    assert answer.json()["error"]["code"] == code
    assert answer["Cache-Control"] == "no-store"
    assert page.status_code == 404
    assert page["Content-Type"] == "text/html; charset=utf-8"
    assert f'<p class="openbadges-lead">{answer.json()["error"]["message"]}</p>' in page.content.decode()


def test_address_without_its_final_slash_leads_to_the_one_with_it(client):
    award = make_award()

    response = client.get(address_of("assertion", award).removesuffix("/"))

    assert response.status_code == 301
    assert response["Location"] == address_of("assertion", award)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_document_asked_by_another_method_is_a_named_405(method):
    award = make_award()

    response = getattr(Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"}), method)(
        address_of("assertion", award)
    )

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json()["error"] == {
        "code": "method_not_allowed",
        "message": f"This address does not answer {method.upper()} requests.",
    }


def test_document_asked_by_head_answers_without_body(client):
    award = make_award()
    whole = client.get(address_of("credential", award))

    response = client.head(address_of("credential", award))

    assert response.status_code == 200
    assert response.content == b""
    assert response["ETag"] == whole["ETag"]
    assert response["Content-Type"] == "application/vc+ld+json"


def test_document_asked_from_another_site_may_be_read(client):
    award = make_award()

    for response in (
        client.get(address_of("assertion", award)),
        client.get(address_of("credential", award)),
        client.get(address_of("badge_png", award)),
        client.get(f"/openbadges/assertions/{uuid.uuid4()}/"),
    ):
        assert response["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response


def test_preflight_of_a_document_allows_reading_only(client):
    award = make_award()

    response = client.options(address_of("credential", award), headers={"Origin": "https://wallet.example"})

    assert response.status_code == 200
    assert response.content == b""
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_page_asked_from_another_site_may_not_be_read(client):
    award = make_award()
    issuer = reverse("openbadges:issuer", args=[award.issuer.uuid])

    for response in (
        client.get(address_of("assertion_verify", award)),
        client.get(reverse("openbadges:verifier")),
        client.options(reverse("openbadges:verifier")),
        client.get(issuer, headers={"Accept": FIREFOX}),
    ):
        assert response.status_code == 200
        assert "Access-Control-Allow-Origin" not in response


def test_document_that_the_reader_has_already_is_not_sent_again(client):
    award = make_award()
    first = client.get(address_of("assertion", award))

    again = client.get(address_of("assertion", award), headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert again["Access-Control-Allow-Origin"] == "*"


def test_documents_asked_at_any_host_name_the_stored_address(client):
    award = make_award()
    address = address_of("assertion", award)

    bodies = {client.get(address, headers={"Host": host}).content for host in ("a.example", "b.example:8000")}

    assert len(bodies) == 1
    assert json.loads(bodies.pop())["id"] == f"https://badges.example.org{address}"


def test_public_pages_set_no_cookie(client):
    award = make_award()

    for address in (address_of("assertion_verify", award), reverse("openbadges:verifier"), "/openbadges/nothing/"):
        response = client.get(address, headers={"Accept": FIREFOX})

        assert response.cookies == {}


def test_page_follows_the_language_of_the_reader_and_says_so(client):
    award = make_award()

    french = client.get(address_of("assertion_verify", award), headers={"Accept-Language": "fr"})
    english = client.get(address_of("assertion_verify", award), headers={"Accept-Language": "en"})

    assert '<html lang="fr"' in french.content.decode()
    assert '<html lang="en"' in english.content.decode()
    assert "Accept-Language" in english["Vary"]
