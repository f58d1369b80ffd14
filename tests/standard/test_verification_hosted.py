"""A hosted 2.0 Assertion: what each row of the report says, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.standard.issued import (
    ACHIEVEMENT,
    ASSERTION,
    EXPIRES_AT,
    ISSUED_AT,
    ISSUER,
    NOW,
    OTHER_ISSUER,
    Issued,
    as_json,
    issue,
)
from wagtail_openbadges.standard import v2
from wagtail_openbadges.standard.loading import Response
from wagtail_openbadges.standard.report import Check, Outcome, Report, Verdict, VerifiedFacts
from wagtail_openbadges.standard.verification import verify

ADDRESS = ASSERTION.address
ELSEWHERE = "https://elsewhere.example/achievements/1/"


def judge(issued: Issued, *, now: datetime = NOW) -> Report:
    return verify(as_json(issued.assertion), load=issued.web, now=now)


def row(report: Report, name: str) -> tuple[Outcome, str, dict]:
    [found] = [check for check in report.checks if check.check == name]
    return found.outcome, found.code, dict(found.params)


def changed(issued: Issued, **changes: object) -> Issued:
    """Change the Assertion where it is published as well as in the hand of its holder."""
    issued.assertion |= changes
    issued.publish(ADDRESS, issued.assertion)
    return issued


def test_assertion_sound_passes_every_check_that_applies():
    report = judge(issue())

    assert report.verdict is Verdict.VALID
    assert report.checks == (
        Check(check="structure", outcome=Outcome.PASSED, code="structure_sound", params={"version": "2.0"}),
        Check(check="hosting", outcome=Outcome.PASSED, code="hosted_as_given"),
        Check(
            check="achievement",
            outcome=Outcome.PASSED,
            code="achievement_published",
            params={"issuer": "Les Tilleuls"},
        ),
        Check(check="dates", outcome=Outcome.PASSED, code="dates_current"),
        Check(check="status", outcome=Outcome.PASSED, code="status_not_revoked"),
        Check(check="schema", outcome=Outcome.NOT_APPLICABLE, code="schema_not_used"),
        Check(check="recipient", outcome=Outcome.NOT_APPLICABLE, code="recipient_not_asked"),
        Check(check="endorsements", outcome=Outcome.NOT_APPLICABLE, code="endorsements_not_checked"),
    )


def test_assertion_sound_says_what_it_is():
    report = judge(issue())

    assert report.facts == VerifiedFacts(
        achievement_address=ACHIEVEMENT.address,
        achievement_name=ACHIEVEMENT.name,
        achievement_description=ACHIEVEMENT.description,
        achievement_image=ACHIEVEMENT.image,
        criteria_narrative=ACHIEVEMENT.criteria_narrative,
        tags=("accueil", "association", "reviewed", "file"),
        issuer_id=ISSUER.address,
        issuer_name=ISSUER.name,
        issuer_url=ISSUER.url,
        assertion_address=ADDRESS,
        issued_at=ISSUED_AT,
        expires_at=EXPIRES_AT,
    )


def test_assertion_without_recipient_breaks_the_structure_and_the_rest_is_not_reached():
    issued = issue()
    del issued.assertion["recipient"]

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "structure") == (Outcome.FAILED, "document_not_object", {"member": "recipient"})
    assert {check.code for check in report.checks[1:]} == {"not_reached"}


def test_assertion_signed_is_not_supported_yet_by_name():
    report = judge(changed(issue(), verification={"type": "SignedBadge"}))

    assert report.verdict is Verdict.INDETERMINATE
    assert row(report, "structure") == (Outcome.UNKNOWN, "not_supported_yet", {"what": "SignedBadge"})


def test_assertion_other_than_the_one_published_is_refused():
    issued = issue()
    issued.assertion["expires"] = "2099-01-01T00:00:00Z"

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "hosting") == (Outcome.FAILED, "hosted_differs", {"url": ADDRESS})


def test_assertion_that_only_python_takes_for_the_one_published_is_refused():
    issued = issue()
    issued.publish(ADDRESS, issued.assertion | {"evaluated": True})
    issued.assertion["evaluated"] = 1

    assert row(judge(issued), "hosting") == (Outcome.FAILED, "hosted_differs", {"url": ADDRESS})


def test_assertion_unreachable_cannot_be_judged():
    issued = issue()
    del issued.documents[ADDRESS]

    report = judge(issued)

    assert report.verdict is Verdict.INDETERMINATE
    assert row(report, "hosting") == (Outcome.UNKNOWN, "address_unreachable", {"url": ADDRESS})
    assert row(report, "status") == (Outcome.UNKNOWN, "not_reached", {})


def test_assertion_that_its_issuer_never_published_is_refused():
    issued = issue()
    issued.documents[ADDRESS] = Response(status=404)

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "hosting") == (Outcome.FAILED, "hosted_missing", {"url": ADDRESS})


@pytest.mark.parametrize(
    "address", ["urn:uuid:1", "http://[", "https:///x", "https://badges.example:x/", "https://a@b/"]
)
def test_assertion_whose_address_is_not_of_the_web_is_refused_and_not_asked_for(address):
    issued = issue()
    issued.assertion["id"] = address
    web = issued.web

    report = verify(as_json(issued.assertion), load=web, now=NOW)

    assert report.verdict is Verdict.INVALID
    assert web.asked == []


def test_assertion_whose_address_answers_a_page_is_refused():
    issued = issue()
    issued.documents[ADDRESS] = Response(body=b"<!doctype html>")

    assert row(judge(issued), "hosting") == (Outcome.FAILED, "json_unreadable", {})


def test_assertion_revoked_with_a_reason_says_it():
    issued = issue()
    issued.publish(ADDRESS, v2.revoked_document(ADDRESS, "Donné par erreur"), status=410)

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "status") == (Outcome.FAILED, "revoked_because", {"reason": "Donné par erreur"})
    assert row(report, "hosting") == (Outcome.FAILED, "hosted_missing", {"url": ADDRESS})


@pytest.mark.parametrize("body", [b"", b"gone", b"{}"])
def test_assertion_revoked_by_the_http_status_alone_is_refused(body):
    issued = issue()
    issued.documents[ADDRESS] = Response(status=410, body=body)

    assert row(judge(issued), "status") == (Outcome.FAILED, "revoked", {})


def test_assertion_revoked_by_its_document_alone_is_refused():
    issued = issue()
    issued.publish(ADDRESS, v2.revoked_document(ADDRESS, ""))

    assert row(judge(issued), "status") == (Outcome.FAILED, "revoked", {})


def test_assertion_that_says_itself_revoked_is_refused():
    issued = issue()
    issued.assertion = v2.revoked_document(ADDRESS, "Donné par erreur")

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "status") == (Outcome.FAILED, "revoked_because", {"reason": "Donné par erreur"})


def test_assertion_whose_badge_class_is_on_another_host_is_refused():
    issued = changed(issue(), badge=ELSEWHERE)
    issued.publish(ELSEWHERE, v2.badge_class_document(replace(ACHIEVEMENT, address=ELSEWHERE), ISSUER))

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "achievement") == (
        Outcome.FAILED,
        "host_differs",
        {"url": ELSEWHERE, "host": "badges.example:443"},
    )


def test_assertion_whose_badge_class_is_on_another_port_is_refused():
    address = ACHIEVEMENT.address.replace("badges.example", "badges.example:8443")
    issued = changed(issue(), badge=address)

    assert row(judge(issued), "achievement")[:2] == (Outcome.FAILED, "host_differs")


def test_assertion_whose_badge_class_writes_the_port_out_holds():
    address = ACHIEVEMENT.address.replace("badges.example", "badges.example:443")
    issued = changed(issue(), badge=address)
    issued.publish(address, v2.badge_class_document(replace(ACHIEVEMENT, address=address), ISSUER))

    assert judge(issued).verdict is Verdict.VALID


def test_assertion_whose_issuer_is_on_another_host_is_refused():
    issued = issue()
    issuer = replace(OTHER_ISSUER, address="https://elsewhere.example/issuer/")
    issued.publish(ACHIEVEMENT.address, v2.badge_class_document(ACHIEVEMENT, issuer))

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "achievement")[:2] == (Outcome.FAILED, "host_differs")
    assert report.facts.achievement_name == ACHIEVEMENT.name
    assert report.facts.issuer_name == ""


@pytest.mark.parametrize("address", [ACHIEVEMENT.address, ISSUER.address])
def test_assertion_whose_badge_class_or_issuer_is_unreachable_cannot_be_judged(address):
    issued = issue()
    del issued.documents[address]

    report = judge(issued)

    assert report.verdict is Verdict.INDETERMINATE
    assert row(report, "achievement") == (Outcome.UNKNOWN, "address_unreachable", {"url": address})


def test_assertion_whose_badge_class_names_another_address_is_refused():
    issued = issue()
    document = issued.published(ACHIEVEMENT.address) | {"id": ELSEWHERE}
    issued.publish(ACHIEVEMENT.address, document)

    assert row(judge(issued), "achievement") == (
        Outcome.FAILED,
        "document_other",
        {"url": ACHIEVEMENT.address, "id": ELSEWHERE},
    )


def test_assertion_whose_badge_class_has_its_image_as_an_object_and_its_criteria_as_an_address_holds():
    issued = issue()
    document = issued.published(ACHIEVEMENT.address)
    changes = {"image": {"id": ACHIEVEMENT.image}, "criteria": ACHIEVEMENT.criteria_address, "tags": None}
    issued.publish(ACHIEVEMENT.address, document | changes)

    report = judge(issued)

    assert report.verdict is Verdict.VALID
    assert report.facts.achievement_image == ACHIEVEMENT.image
    assert report.facts.criteria_narrative == ""


def test_assertion_with_its_badge_class_inside_is_judged_by_the_one_published():
    inside = {"id": ACHIEVEMENT.address, "type": "BadgeClass", "name": "Diriger l’association"}
    report = judge(changed(issue(), badge=inside))

    assert report.facts.achievement_name == ACHIEVEMENT.name


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (ISSUED_AT - timedelta(seconds=1), "not_valid_yet"),
        (ISSUED_AT, "dates_current"),
        (EXPIRES_AT - timedelta(seconds=1), "dates_current"),
        (EXPIRES_AT, "expired"),
    ],
)
def test_assertion_holds_from_its_first_to_its_last_second(now, code):
    assert row(judge(issue(), now=now), "dates")[1] == code
