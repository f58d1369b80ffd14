"""The public verifier, by its form and by programs."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.public.makers import ADDRESS, address_of, make_award, revoke
from wagtail_openbadges.domain import awarding
from wagtail_openbadges.public.verifier import VERIFICATIONS

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json", "Accept-Language": "en"}
BROWSER = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "en"}


def verify(client, headers=JSON, **fields):
    return client.post(reverse("openbadges:verifier"), fields, headers=headers)


def test_verifier_without_a_badge_asks_for_one(client):
    response = client.get(reverse("openbadges:verifier"), headers=BROWSER)
    page = response.content.decode()

    assert response.status_code == 200
    assert "<h1>Verify a badge</h1>" in page
    for name in ("url", "file", "text", "address"):
        assert f'name="{name}"' in page


def test_verifier_calls_optional_only_what_is_not_one_of_the_three_ways(client):
    page = client.get(reverse("openbadges:verifier"), headers=BROWSER).content.decode()

    assert "Give one of these: the address, the file or the text of an open badge." in page
    labels = re.findall(r'<label class="openbadges-label"[^>]*>(.*?)</label>', page, re.DOTALL)
    assert [re.sub(r"<[^>]+>", "", label) for label in labels] == [
        "Address of the badge",
        "File of the badge",
        "Text of the badge",
        "E-mail address of the person (optional)",
    ]


@pytest.mark.parametrize("name", ["assertion", "credential", "assertion_verify", "badge_png", "qr"])
def test_address_of_ours_is_read_from_the_records(client, name):
    award = make_award()

    report = verify(client, url=f"https://badges.example.org{address_of(name, award)}").json()

    assert report["verdict"] == "valid"
    assert {row["outcome"] for row in report["checks"]} == {"passed", "not_applicable"}
    assert report["facts"]["achievement_name"] == "Je suis bénévole engagé·e"


def test_image_that_was_downloaded_holds_in_both_standards(client):
    award = make_award()
    png = client.get(address_of("badge_png", award)).content

    report = verify(client, file=SimpleUploadedFile("badge.png", png)).json()

    assert (report["input"], report["verdict"]) == ("PNG", "valid")
    assert {row["part"] for row in report["checks"] if "part" in row} == {"2.0", "3.0"}


def test_text_of_a_credential_is_verified(client):
    award = make_award()

    report = verify(client, text=bytes(award.credential).decode()).json()

    assert report["verdict"] == "valid"


def test_credential_that_was_changed_is_invalid(client):
    award = make_award()
    document = json.loads(bytes(award.credential))
    document["name"] = "Directrice"

    report = verify(client, text=json.dumps(document)).json()

    assert report["verdict"] == "invalid"
    assert [row["code"] for row in report["checks"] if row["outcome"] == "failed"] == ["proof_signature_invalid"]


def test_revoked_badge_is_invalid_in_both_standards(client):
    award = make_award()
    png = client.get(address_of("badge_png", award)).content
    revoke(award)
    awarding.sign_status_list(award.status_list_id)

    report = verify(client, file=SimpleUploadedFile("badge.png", png)).json()

    assert report["verdict"] == "invalid"
    failed = {(row.get("part"), row["code"]) for row in report["checks"] if row["outcome"] == "failed"}
    assert failed == {("2.0", "revoked_because"), ("3.0", "revoked")}


def test_recipient_is_compared_when_asked(client):
    award = make_award()

    own = verify(client, url=award.address, address=ADDRESS.upper()).json()
    other = verify(client, url=award.address, address="max@example.org").json()

    assert (own["verdict"], other["verdict"]) == ("valid", "invalid")
    assert ADDRESS not in json.dumps(other)


def test_address_of_another_site_is_not_fetched_and_nobody_can_tell(client):
    report = verify(client, url="https://elsewhere.example/badge").json()

    assert report["verdict"] == "indeterminate"
    assert [row["code"] for row in report["checks"]] == ["address_unreachable"]
    assert report["checks"][0]["message"] == "https://elsewhere.example/badge cannot be reached. Try again later."


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "nothing_to_verify"),
        ({"url": "https://a.example/", "text": "{}"}, "too_much_to_verify"),
        ({"url": "not an address"}, "field_refused"),
        ({"text": "{}", "address": "nobody"}, "field_refused"),
        ({"text": "a\x00b"}, "field_refused"),
        ({"file": SimpleUploadedFile("empty.png", b"")}, "field_refused"),
    ],
)
def test_wrong_request_of_a_program_is_refused_by_name(client, fields, code):
    response = verify(client, **fields)

    assert response.status_code == 400
    assert response["Content-Type"] == "application/json"
    assert response.json()["error"]["code"] == code


def test_wrong_request_of_a_person_shows_the_errors_first(client):
    response = verify(client, BROWSER, url="not an address")
    page = response.content.decode()

    assert response.status_code == 400
    assert "<title>Error: Verify a badge</title>" in page
    assert '<a href="#id_url">' in page


def test_answer_to_a_person_is_a_page_that_leads_to_the_badge(client):
    award = make_award()

    response = verify(client, BROWSER, text=bytes(award.credential).decode())
    page = response.content.decode()

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert "<h2>Yes, this badge is valid.</h2>" in page
    assert f'href="{address_of("assertion_verify", award)}"' in page
    assert f"versions/{award.achievement_version.number}/image.png" in page


def test_badge_of_another_site_leads_to_no_page_of_ours(client):
    award = make_award()
    document = json.loads(bytes(award.credential))
    document["id"] = document["id"].replace("badges.example.org", "elsewhere.example")

    page = verify(client, BROWSER, text=json.dumps(document)).content.decode()

    assert "<h2>No, do not rely on this badge.</h2>" in page
    assert f'href="{address_of("assertion_verify", award)}"' not in page


def test_words_of_a_foreign_badge_are_shown_as_text(client):
    award = make_award()
    document = json.loads(bytes(award.credential))
    document["credentialSubject"]["achievement"]["name"] = "<script>alert(1)</script>"

    page = verify(client, BROWSER, text=json.dumps(document)).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page


def test_program_needs_neither_cookie_nor_csrf_token():
    award = make_award()

    response = Client(enforce_csrf_checks=True).post(
        reverse("openbadges:verifier"), {"url": award.address}, headers=JSON
    )

    assert response.json()["verdict"] == "valid"
    assert response.cookies == {}


def test_request_that_is_too_large_is_refused_by_name_before_it_is_read(client):
    response = client.post(
        reverse("openbadges:verifier"),
        data=b"x",
        content_type="multipart/form-data; boundary=x",
        headers=JSON | {"Content-Length": str(17 * 1024 * 1024)},
    )

    assert response.status_code == 413
    assert response.json()["error"] == {
        "code": "input_too_large",
        "message": "This is too large: at most 16 MB are read.",
    }


def test_request_of_unreadable_length_is_judged_by_what_it_holds(client):
    response = client.generic(
        "POST", reverse("openbadges:verifier"), b"", content_type="text/plain", headers=JSON, CONTENT_LENGTH="many"
    )

    assert response.status_code == 400
    assert response.json()["error"]["code"] == "nothing_to_verify"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=text\r\n"),
        ("multipart/form-data; boundary=" + "x" * 300, b"--x"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % number for number in range(2000))),
        ("application/x-www-form-urlencoded", b"text=" + b"a" * 3_000_000),
        ("application/x-www-form-urlencoded; charset=nonsense", b"text=%ff%fe"),
        ("application/json", b"{}"),
        ("text/plain", b"\xff\xfe\x00"),
    ],
)
def test_request_that_is_no_form_is_refused_by_name(client, content_type, body):
    response = client.generic("POST", reverse("openbadges:verifier"), body, content_type=content_type, headers=JSON)

    assert response.status_code in (200, 400)
    assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize("charset", ["utf-16", "hex", "nonsense"])
def test_request_in_another_charset_is_refused_by_name_for_programs_and_for_people(charset):
    body = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n{}\r\n--x--\r\n'
    content_type = f"multipart/form-data; boundary=x; charset={charset}"
    client = Client(enforce_csrf_checks=True)

    program, person = (
        client.generic("POST", reverse("openbadges:verifier"), body, content_type=content_type, headers=headers)
        for headers in (JSON, BROWSER)
    )

    assert (program.status_code, program.json()["error"]["code"]) == (400, "request_unreadable")
    assert person.status_code == 400
    assert "This request cannot be read. Send the form again." in person.content.decode()


def test_verifications_without_end_are_stopped_by_name(client):
    for _number in range(VERIFICATIONS):
        verify(client, url="https://elsewhere.example/badge")

    response = verify(client, url="https://elsewhere.example/badge")

    assert response.status_code == 429
    assert response["Retry-After"] == "60"
    assert response.json()["error"]["code"] == "too_many_requests"
