"""Whatever is handed in, verification answers with a report: images, addresses, other formats, anything."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.standard.issued import (
    ACHIEVEMENT,
    ASSERTION,
    ISSUER,
    NOW,
    STATUS_ADDRESS,
    Web,
    as_json,
    issue,
    picture,
    sign,
    status_list,
)
from wagtail_openbadges.standard import v2
from wagtail_openbadges.standard.baking import bake_png
from wagtail_openbadges.standard.errors import OpenBadgesError
from wagtail_openbadges.standard.loading import Response
from wagtail_openbadges.standard.report import CHECK_MESSAGES, DOUBTFUL_CODES, Outcome, Report, Verdict
from wagtail_openbadges.standard.verification import verify

NOTHING = Web({})


def only_row(report: Report) -> tuple[str, Outcome, str, dict]:
    [row] = report.checks
    return row.check, row.outcome, row.code, dict(row.params)


def test_image_with_both_badges_gives_one_report_in_which_both_hold():
    issued = issue()

    report = verify(issued.png(), load=issued.web, now=NOW)

    assert (report.input, report.verdict) == ("PNG", Verdict.VALID)
    assert [(row.part, row.check) for row in report.checks] == [
        ("2.0", "structure"),
        ("2.0", "hosting"),
        ("2.0", "achievement"),
        ("2.0", "dates"),
        ("2.0", "status"),
        ("2.0", "schema"),
        ("2.0", "recipient"),
        ("2.0", "endorsements"),
        ("3.0", "structure"),
        ("3.0", "terms"),
        ("3.0", "proof"),
        ("3.0", "key"),
        ("3.0", "dates"),
        ("3.0", "status"),
        ("3.0", "schema"),
        ("3.0", "recipient"),
        ("3.0", "endorsements"),
        ("", "parts"),
    ]
    assert report.facts.issuer_id == ISSUER.did


def test_image_of_which_only_one_badge_holds_is_invalid():
    issued = issue()
    issued.publish(ASSERTION.address, v2.revoked_document(ASSERTION.address, ""), status=410)

    report = verify(issued.png(), load=issued.web, now=NOW)

    assert report.verdict is Verdict.INVALID
    assert [(row.part, row.code) for row in report.checks if row.outcome is Outcome.FAILED] == [("2.0", "revoked")]


def test_image_with_one_badge_is_judged_by_it():
    issued = issue()

    hosted = verify(bake_png(picture(), v2=as_json(issued.assertion).decode()), load=issued.web, now=NOW)
    signed = verify(bake_png(picture(), v3=as_json(issued.credential).decode()), load=issued.web, now=NOW)

    assert (hosted.verdict, {row.part for row in hosted.checks}) == (Verdict.VALID, {"2.0"})
    assert (signed.verdict, {row.part for row in signed.checks}) == (Verdict.VALID, {"3.0"})


def test_image_whose_badges_name_different_achievements_is_invalid():
    first = issue()
    second = issue(achievement=replace(ACHIEVEMENT, name="Diriger l’association"))
    image = first.png(v3=as_json(second.credential).decode())

    report = verify(image, load=first.web, now=NOW)

    assert report.verdict is Verdict.INVALID
    assert [row.code for row in report.checks if row.outcome is Outcome.FAILED] == ["parts_differ"]


def test_image_whose_badges_are_of_issuers_on_different_sites_is_invalid():
    first = issue()
    elsewhere = replace(ISSUER, did="did:web:elsewhere.example:tilleuls")
    second = issue(issuer=elsewhere, assertion=replace(ASSERTION, status=None))
    first.documents |= second.documents

    report = verify(first.png(v3=as_json(second.credential).decode()), load=first.web, now=NOW)

    assert [row.code for row in report.checks if row.outcome is Outcome.FAILED] == ["parts_differ"]


def test_image_of_which_one_badge_cannot_be_read_says_which():
    issued = issue()

    report = verify(issued.png(v2="nothing"), load=issued.web, now=NOW)

    assert report.verdict is Verdict.INVALID
    assert [(row.part, row.check, row.code) for row in report.checks if row.outcome is not Outcome.PASSED] == [
        ("2.0", "input", "input_not_badge"),
        ("3.0", "schema", "schema_not_used"),
        ("3.0", "recipient", "recipient_not_asked"),
        ("3.0", "endorsements", "endorsements_not_checked"),
        ("", "parts", "not_reached"),
    ]


def test_image_without_badge_says_so():
    report = verify(picture(), load=NOTHING, now=NOW)

    assert only_row(report) == ("input", Outcome.FAILED, "image_without_badge", {})


def test_image_altered_after_baking_says_so():
    image = issue().png()
    altered = image.replace(b"Les Tilleuls", b"Les Platanes")

    report = verify(altered, load=NOTHING, now=NOW)

    assert only_row(report) == ("input", Outcome.FAILED, "image_chunk_damaged", {"chunk": "iTXt"})


def test_image_whose_badge_leads_to_an_image_is_not_followed():
    image = bake_png(picture(), v2="https://badges.example/badge.png")
    web = Web({"https://badges.example/badge.png": Response(body=image)})

    report = verify(image, load=web, now=NOW)

    assert only_row(report) == ("input", Outcome.FAILED, "input_not_badge", {})


def test_address_of_an_image_is_judged_like_the_image():
    issued = issue()
    issued.documents[ASSERTION.image] = Response(body=issued.png())

    report = verify(ASSERTION.image, load=issued.web, now=NOW)

    assert (report.input, report.verdict, len(report.checks)) == (ASSERTION.image, Verdict.VALID, 18)


@pytest.mark.parametrize("address", [ASSERTION.address, ASSERTION.credential_address])
def test_address_of_either_standard_is_judged_as_what_it_answers(address):
    report = verify(f" {address}\n".encode(), load=issue().web, now=NOW)

    assert (report.input, report.verdict) == (address, Verdict.VALID)


def test_address_of_a_revoked_badge_says_that_it_was_revoked():
    issued = issue()
    issued.publish(ASSERTION.address, v2.revoked_document(ASSERTION.address, "Donné par erreur"), status=410)

    report = verify(ASSERTION.address, load=issued.web, now=NOW)

    assert report.verdict is Verdict.INVALID
    assert [(row.check, row.code) for row in report.checks if row.code != "not_reached"] == [
        ("status", "revoked_because")
    ]


@pytest.mark.parametrize(
    ("response", "code"),
    [
        (None, "address_unreachable"),
        (Response(status=404), "address_missing"),
        (Response(status=503), "address_in_trouble"),
    ],
)
def test_address_that_does_not_answer_cannot_be_judged(response, code):
    url = "https://badges.example/1"
    web = Web({} if response is None else {url: response})

    report = verify(url, load=web, now=NOW)

    assert report.verdict is Verdict.INDETERMINATE
    assert only_row(report)[:3] == ("input", Outcome.UNKNOWN, code)


@pytest.mark.parametrize("body", [b"<!doctype html>", b"https://badges.example/2", b"\xff\xfe"])
def test_address_of_something_else_is_refused(body):
    web = Web({"https://badges.example/1": Response(body=body)})

    report = verify("https://badges.example/1", load=web, now=NOW)

    assert only_row(report) == ("input", Outcome.FAILED, "input_not_badge", {})
    assert web.asked == ["https://badges.example/1"]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ("eyJhbGciOiJSUzI1NiJ9.eyJpZCI6MX0.c2ln", "JWT"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        ('<?xml version="1.0"?><svg/>', "SVG"),
        (as_json({"@context": ["https://www.w3.org/2018/credentials/v1"]}), "Verifiable Credentials 1.1"),
        (as_json({"@context": "https://w3id.org/openbadges/v1"}), "Open Badges 1.1"),
        (as_json({"type": ["VerifiableCredential", "EndorsementCredential"]}), "EndorsementCredential"),
        (as_json({"type": "EnvelopedVerifiableCredential"}), "EnvelopedVerifiableCredential"),
        (as_json({"type": "VerifiablePresentation"}), "VerifiablePresentation"),
    ],
)
def test_input_of_a_kind_that_comes_later_is_named(data, what):
    report = verify(data, load=NOTHING, now=NOW)

    assert report.verdict is Verdict.INDETERMINATE
    assert only_row(report) == ("input", Outcome.UNKNOWN, "not_supported_yet", {"what": what})


@pytest.mark.parametrize(
    ("data", "kind", "code"),
    [
        (b"", "text", "input_not_badge"),
        ("bonjour", "text", "input_not_badge"),
        ("[1, 2]", "text", "input_not_badge"),
        (b"\xff\xd8\xff\xe0", "file", "input_not_badge"),
        ("{}", "JSON", "input_not_badge"),
        ('{"@context": [7, {"a": 1}], "type": [[], 3]}', "JSON", "input_not_badge"),
        ("{", "JSON", "json_unreadable"),
        ('{"type": 1, "type": 2}', "JSON", "json_duplicate_member"),
        ('{"id": "\\ud800"}', "JSON", "text_surrogate"),
        ('{"a":' + "[" * 50 + "]" * 50 + "}", "JSON", "json_too_deep"),
        ('{"a":' * 100_000, "JSON", "json_too_deep"),
        ('{"a":' + "1" * 5000 + "}", "JSON", "json_number"),
    ],
)
def test_input_that_is_no_badge_is_refused_by_name(data, kind, code):
    report = verify(data, load=NOTHING, now=NOW)

    assert (report.input, report.verdict) == (kind, Verdict.INVALID)
    assert only_row(report)[:3] == ("input", Outcome.FAILED, code)


def test_input_with_a_byte_order_mark_is_read():
    issued = issue()

    assert verify(b"\xef\xbb\xbf" + as_json(issued.credential), load=issued.web, now=NOW).verdict is Verdict.VALID


def test_input_status_list_is_no_badge():
    report = verify(as_json(status_list()), load=NOTHING, now=NOW)

    assert (report.checks[0].outcome, report.checks[0].check) == (Outcome.FAILED, "structure")


def test_message_of_a_very_long_or_broken_text_is_fit_for_a_page():
    issued = issue()
    issued.credential["proof"][0]["type"] = "x" * 100_000
    del issued.documents[STATUS_ADDRESS]

    report = verify(as_json(issued.credential), load=issued.web, now=NOW)

    assert max(len(row.message) for row in report.checks) < 2_100


def test_report_as_json_holds_what_the_command_line_prints():
    issued = issue()
    report = verify(issued.png(v3="{}"), load=issued.web, now=NOW)

    written = json.loads(json.dumps(report.as_dict()))

    assert (written["input"], written["verdict"]) == ("PNG", "invalid")
    assert written["checks"][-2:] == [
        {
            "part": "3.0",
            "check": "input",
            "outcome": "failed",
            "code": "input_not_badge",
            "message": "This is neither a badge, nor an image that carries one, nor the address of one.",
        },
        {
            "check": "parts",
            "outcome": "unknown",
            "code": "not_reached",
            "message": "This was not checked, because an earlier check did not pass.",
        },
    ]


def test_report_as_json_writes_the_facts_that_are_known():
    report = verify(ASSERTION.address, load=issue(assertion=replace(ASSERTION, expires_at=None)).web, now=NOW)

    facts = report.as_dict()["facts"]

    assert facts["issued_at"] == "2026-03-01T09:30:00Z"
    assert sorted(facts) == [
        "achievement_address",
        "achievement_description",
        "achievement_image",
        "achievement_name",
        "assertion_address",
        "criteria_narrative",
        "issued_at",
        "issuer_id",
        "issuer_name",
        "issuer_url",
        "tags",
    ]


def test_every_doubtful_code_has_a_sentence():
    assert set(CHECK_MESSAGES) >= DOUBTFUL_CODES


def test_every_error_has_a_code_of_its_own():
    codes = [code for code, _ in OpenBadgesError.catalogue()]

    assert sorted(codes) == sorted(set(codes))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(), children, max_size=4),
    max_leaves=8,
)
FUZZED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
ISSUED = issue()


def places(value: object, place: tuple = ()) -> list[tuple]:
    """List the ways to every part of a document."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place] * bool(place) + [found for key, child in items for found in places(child, (*place, key))]


def replaced(document: dict, place: tuple, value: object) -> dict:
    target = document = json.loads(as_json(document))
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = value
    return document


def assert_answered(report: Report) -> None:
    """Check that every row can be shown, and that nothing foreign became valid."""
    assert {row.code for row in report.checks} <= set(CHECK_MESSAGES)
    for row in report.checks:
        row.message.encode()
    json.dumps(report.as_dict())


@FUZZED
@given(st.binary(max_size=300) | st.text(max_size=300))
def test_any_input_is_answered_by_a_report_that_is_never_valid(data):
    report = verify(data, load=NOTHING, now=NOW)

    assert_answered(report)
    assert report.verdict is not Verdict.VALID


@FUZZED
@given(st.sampled_from(places(ISSUED.credential)), JSON)
def test_any_change_of_a_credential_is_answered_by_a_report(place, value):
    assert_answered(verify(json.dumps(replaced(ISSUED.credential, place, value)), load=ISSUED.web, now=NOW))


@FUZZED
@given(st.sampled_from(places(ISSUED.assertion)), JSON)
def test_any_change_of_an_assertion_is_answered_by_a_report(place, value):
    issued = ISSUED.copy()
    changed = replaced(issued.assertion, place, value)
    issued.documents[ASSERTION.address] = Response(body=json.dumps(changed).encode())

    assert_answered(verify(json.dumps(changed), load=issued.web, now=NOW, recipient="email:awa@example.org"))


@FUZZED
@given(st.data())
def test_any_change_of_what_the_issuer_publishes_is_answered_by_a_report(data):
    issued = ISSUED.copy()
    address = data.draw(st.sampled_from(sorted(issued.documents)))
    document = issued.published(address)
    changed = replaced(document, data.draw(st.sampled_from(places(document))), data.draw(JSON))
    issued.documents[address] = Response(body=json.dumps(changed).encode())

    assert_answered(verify(issued.png(), load=issued.web, now=NOW))


@FUZZED
@given(st.data())
def test_any_change_that_the_issuer_signs_is_answered_by_a_report(data):
    place = data.draw(st.sampled_from(places({k: v for k, v in ISSUED.credential.items() if k != "proof"})))
    changed = replaced(ISSUED.credential, place, data.draw(JSON))
    try:
        signed = sign(changed)
    except OpenBadgesError:
        signed = changed

    assert_answered(verify(json.dumps(signed), load=ISSUED.web, now=NOW, recipient="email:awa@example.org"))
