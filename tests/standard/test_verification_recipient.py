"""Was it given to this person?"""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from tests.standard.issued import ASSERTION, NOW, RECIPIENT, SALT, Issued, as_json, issue, sign
from wagtail_openbadges.standard.errors import AddressError
from wagtail_openbadges.standard.report import Outcome, Report, Verdict
from wagtail_openbadges.standard.verification import verify


def row(report: Report) -> tuple[Outcome, str, dict]:
    [found] = [check for check in report.checks if check.check == "recipient"]
    return found.outcome, found.code, dict(found.params)


def judge_credential(issued: Issued, recipient: str) -> Report:
    return verify(as_json(sign(issued.credential)), load=issued.web, now=NOW, recipient=recipient)


def judge_assertion(issued: Issued, recipient: str, **changes: object) -> Report:
    issued.assertion["recipient"] |= changes
    issued.publish(ASSERTION.address, issued.assertion)
    return verify(as_json(issued.assertion), load=issued.web, now=NOW, recipient=recipient)


@pytest.mark.parametrize("recipient", [f"emailAddress:{RECIPIENT}", f"email:{RECIPIENT}", "email: AWA@Example.ORG "])
def test_recipient_who_received_it_is_recognised_in_both_standards(recipient):
    credential, assertion = judge_credential(issue(), recipient), judge_assertion(issue(), recipient)

    assert row(credential) == row(assertion) == (Outcome.PASSED, "recipient_matches", {})
    assert credential.verdict is assertion.verdict is Verdict.VALID


def test_recipient_who_did_not_receive_it_makes_it_invalid_in_both_standards():
    recipient = "email:someone.else@example.org"

    credential, assertion = judge_credential(issue(), recipient), judge_assertion(issue(), recipient)

    assert row(credential) == row(assertion) == (Outcome.FAILED, "recipient_differs", {})
    assert credential.verdict is assertion.verdict is Verdict.INVALID


def test_recipient_whose_hash_was_made_with_another_salt_is_not_recognised():
    report = judge_assertion(issue(), f"email:{RECIPIENT}", salt=SALT[::-1])

    assert row(report) == (Outcome.FAILED, "recipient_differs", {})


def test_recipient_whose_hash_is_in_capitals_is_recognised():
    digest = hashlib.sha256(f"{RECIPIENT}{SALT}".encode()).hexdigest().upper()

    report = judge_assertion(issue(), f"email:{RECIPIENT}", identity=f"sha256${digest}")

    assert row(report) == (Outcome.PASSED, "recipient_matches", {})


def test_recipient_hidden_by_another_hash_cannot_be_compared():
    digest = hashlib.md5(f"{RECIPIENT}{SALT}".encode(), usedforsecurity=False).hexdigest()

    report = judge_assertion(issue(), f"email:{RECIPIENT}", identity=f"md5${digest}")

    assert row(report) == (Outcome.UNKNOWN, "hash_unsupported", {"algorithm": "md5"})
    assert report.verdict is Verdict.INDETERMINATE


@pytest.mark.parametrize(
    ("identity", "code"),
    [("Awa@example.org", "recipient_matches"), ("awa@example.com", "recipient_differs"), ("Awa", "recipient_differs")],
)
def test_recipient_in_plain_is_compared_as_an_address(identity, code):
    report = judge_assertion(issue(), f"email:{RECIPIENT}", hashed=False, identity=identity)

    assert row(report)[1] == code


def test_recipient_known_by_something_else_cannot_be_compared():
    report = judge_assertion(issue(), f"email:{RECIPIENT}", type="telephone")

    assert row(report) == (Outcome.UNKNOWN, "recipient_not_stated", {})


def test_recipient_of_a_credential_without_identity_cannot_be_compared():
    issued = issue()
    del issued.credential["credentialSubject"]["identifier"]

    report = judge_credential(issued, f"email:{RECIPIENT}")

    assert row(report) == (Outcome.UNKNOWN, "recipient_not_stated", {})
    assert report.verdict is Verdict.INDETERMINATE


def test_recipient_among_several_identities_is_recognised():
    issued = issue()
    [identity] = issued.credential["credentialSubject"]["identifier"]
    other = identity | {"identityHash": "sha256$" + "0" * 64}
    issued.credential["credentialSubject"]["identifier"] = [other, identity]

    assert row(judge_credential(issued, f"email:{RECIPIENT}")) == (Outcome.PASSED, "recipient_matches", {})


@pytest.mark.parametrize("recipient", ["", RECIPIENT, "telephone:+33123456789", "email:", "email:awa"])
def test_recipient_that_is_not_an_address_is_refused(recipient):
    with pytest.raises(AddressError) as refused:
        judge_credential(issue(assertion=replace(ASSERTION, status=None)), recipient)

    assert refused.value.code == "email_invalid"
