"""A 3.0 credential with Data Integrity proofs: what each row of the report says, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.standard.issued import (
    ACHIEVEMENT,
    ASSERTION,
    DID_ADDRESS,
    EXPIRES_AT,
    ISSUED_AT,
    ISSUER,
    NOW,
    OTHER_ISSUER,
    OTHER_SIGNER,
    SIGNER,
    SLOT,
    STATUS_ADDRESS,
    Issued,
    as_json,
    issue,
    sign,
    status_list,
)
from wagtail_openbadges.standard import v3
from wagtail_openbadges.standard.facts import PublicKeyFacts
from wagtail_openbadges.standard.loading import Response
from wagtail_openbadges.standard.report import Check, Outcome, Report, Verdict, VerifiedFacts
from wagtail_openbadges.standard.verification import verify

METHOD = f"{ISSUER.did}#{SIGNER.public_multikey}"


def judge(issued: Issued, *, now: datetime = NOW) -> Report:
    return verify(as_json(issued.credential), load=issued.web, now=now)


def row(report: Report, name: str) -> tuple[Outcome, str, dict]:
    [found] = [check for check in report.checks if check.check == name]
    return found.outcome, found.code, dict(found.params)


def did_document(issued: Issued, **changes: object) -> dict:
    return issued.published(DID_ADDRESS) | changes


def test_credential_sound_passes_every_check_that_applies():
    issued = issue()

    report = judge(issued)

    assert report.verdict is Verdict.VALID
    assert report.checks == (
        Check(check="structure", outcome=Outcome.PASSED, code="structure_sound", params={"version": "3.0"}),
        Check(check="terms", outcome=Outcome.PASSED, code="terms_known"),
        Check(check="proof", outcome=Outcome.PASSED, code="proof_holds"),
        Check(check="key", outcome=Outcome.PASSED, code="key_of_issuer", params={"issuer": ISSUER.did}),
        Check(check="dates", outcome=Outcome.PASSED, code="dates_current"),
        Check(check="status", outcome=Outcome.PASSED, code="status_not_revoked"),
        Check(check="schema", outcome=Outcome.NOT_APPLICABLE, code="schema_not_used"),
        Check(check="recipient", outcome=Outcome.NOT_APPLICABLE, code="recipient_not_asked"),
        Check(check="endorsements", outcome=Outcome.NOT_APPLICABLE, code="endorsements_not_checked"),
    )


def test_credential_sound_says_what_it_is():
    report = judge(issue())

    assert report.facts == VerifiedFacts(
        achievement_address=ACHIEVEMENT.address,
        achievement_name=ACHIEVEMENT.name,
        achievement_description=ACHIEVEMENT.description,
        achievement_image=ACHIEVEMENT.image,
        criteria_narrative=f"{ACHIEVEMENT.criteria_narrative}\n\n{ASSERTION.way_statement}",
        tags=("accueil", "association", "reviewed"),
        issuer_id=ISSUER.did,
        issuer_name=ISSUER.name,
        issuer_url=ISSUER.url,
        assertion_address=ASSERTION.credential_address,
        issued_at=ISSUED_AT,
        expires_at=EXPIRES_AT,
    )


def test_credential_sound_asks_each_address_once():
    issued = issue()
    web = issued.web

    verify(as_json(issued.credential), load=web, now=NOW)

    assert web.asked == [DID_ADDRESS, STATUS_ADDRESS]


def test_credential_without_achievement_breaks_the_structure_and_the_rest_is_not_reached():
    issued = issue()
    del issued.credential["credentialSubject"]["achievement"]

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "structure")[0] is Outcome.FAILED
    assert {check.code for check in report.checks[1:]} == {"not_reached"}
    assert report.facts == VerifiedFacts()


def test_credential_with_a_changed_value_fails_its_proof():
    issued = issue()
    issued.credential["credentialSubject"]["achievement"]["name"] = "Diriger l’association"

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "proof") == (Outcome.FAILED, "proof_signature_invalid", {})


def test_credential_with_an_undefined_term_is_refused_although_the_signature_would_match():
    issued = issue()
    issued.credential["credentialSubject"]["grade"] = "excellent"

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "terms") == (Outcome.FAILED, "term_undefined", {"name": "grade"})
    assert row(report, "proof") == (Outcome.UNKNOWN, "not_reached", {})


def test_credential_with_a_context_that_we_do_not_hold_cannot_be_judged():
    issued = issue()
    issued.credential["@context"].append("https://elsewhere.example/context.json")

    report = judge(issued)

    assert report.verdict is Verdict.INDETERMINATE
    assert row(report, "terms") == (
        Outcome.UNKNOWN,
        "context_unknown",
        {"url": "https://elsewhere.example/context.json"},
    )


def test_credential_without_proof_is_refused():
    issued = issue()
    del issued.credential["proof"]

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "proof") == (Outcome.FAILED, "proof_missing", {})
    assert row(report, "key") == (Outcome.UNKNOWN, "not_reached", {})


def test_credential_with_two_proofs_of_its_issuer_holds():
    issued = issue()
    twice = sign(issued.credential, created=ISSUED_AT + timedelta(days=1))["proof"]
    issued.credential["proof"] += twice

    assert judge(issued).verdict is Verdict.VALID


def test_credential_with_very_many_proofs_is_refused_before_they_are_checked():
    issued = issue()
    issued.credential["proof"] *= 9

    report = judge(issued)

    assert row(report, "proof") == (Outcome.FAILED, "proofs_too_many", {"maximum": 8})


@pytest.mark.parametrize(
    ("changes", "code", "params"),
    [
        ({"type": "Ed25519Signature2020"}, "proof_type_unsupported", {"type": "Ed25519Signature2020"}),
        ({"cryptosuite": "eddsa-jcs-2022"}, "proof_suite_unsupported", {"cryptosuite": "eddsa-jcs-2022"}),
        ({"previousProof": "urn:uuid:1"}, "proof_chain_unsupported", {}),
    ],
)
def test_credential_with_a_proof_of_another_kind_cannot_be_judged(changes, code, params):
    issued = issue()
    issued.credential["proof"][0] |= changes

    report = judge(issued)

    assert report.verdict is Verdict.INDETERMINATE
    assert row(report, "proof") == (Outcome.UNKNOWN, code, params)


def test_credential_with_a_proof_for_another_purpose_is_refused():
    issued = issue()
    issued.credential["proof"][0]["proofPurpose"] = "authentication"

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "proof") == (Outcome.FAILED, "proof_purpose_wrong", {"purpose": "authentication"})


def test_credential_whose_issuer_document_is_unreachable_cannot_be_judged():
    issued = issue()
    del issued.documents[DID_ADDRESS]

    report = judge(issued)

    assert report.verdict is Verdict.INDETERMINATE
    assert row(report, "key") == (Outcome.UNKNOWN, "address_unreachable", {"url": DID_ADDRESS})
    assert row(report, "proof") == (Outcome.UNKNOWN, "not_reached", {})


@pytest.mark.parametrize("status", [404, 410])
def test_credential_whose_issuer_document_is_gone_cannot_be_judged(status):
    issued = issue()
    issued.documents[DID_ADDRESS] = Response(status=status)

    report = judge(issued)

    assert report.verdict is Verdict.INDETERMINATE
    assert row(report, "key") == (Outcome.UNKNOWN, "address_missing", {"url": DID_ADDRESS})


def test_credential_whose_issuer_document_names_another_issuer_is_refused():
    issued = issue()
    issued.publish(DID_ADDRESS, did_document(issued, id=OTHER_ISSUER.did))

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "key") == (Outcome.FAILED, "document_other", {"url": DID_ADDRESS, "id": OTHER_ISSUER.did})


@pytest.mark.parametrize("method", [f"{OTHER_ISSUER.did}#{OTHER_SIGNER.public_multikey}", ISSUER.did + "x#k", ""])
def test_credential_signed_with_the_key_of_another_issuer_is_refused(method):
    issued = issue()
    issued.credential["proof"][0]["verificationMethod"] = method

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "key") == (Outcome.FAILED, "key_of_another", {"method": method, "issuer": ISSUER.did})


def test_credential_signed_with_a_key_that_only_its_fragment_spells_out_is_refused():
    issued = issue()
    issued.credential = sign(issued.credential, signer=OTHER_SIGNER)

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "key")[:2] == (Outcome.FAILED, "key_not_listed")


def test_credential_signed_by_one_issuer_in_the_name_of_another_is_refused():
    issued = issue()
    issued.credential["issuer"] = v3.issuer_object(OTHER_ISSUER)

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "key")[:2] == (Outcome.FAILED, "key_of_another")


@pytest.mark.parametrize("assertion_method", [[], None, [f"{ISSUER.did}#other"], [{"type": "Multikey"}]])
def test_credential_signed_with_a_key_that_may_not_sign_badges_is_refused(assertion_method):
    issued = issue()
    issued.publish(DID_ADDRESS, did_document(issued, assertionMethod=assertion_method))

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "key") == (Outcome.FAILED, "key_not_for_badges", {"method": METHOD})


def test_credential_signed_with_a_compromised_key_is_refused():
    issued = issue()
    keys = [PublicKeyFacts(multikey=SIGNER.public_multikey, is_compromised=True)]
    issued.publish(DID_ADDRESS, v3.profile_document(ISSUER, keys))

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "key") == (Outcome.FAILED, "key_not_for_badges", {"method": METHOD})


def changed_key(issued: Issued, **changes: object) -> None:
    document = did_document(issued)
    document["verificationMethod"][0] |= changes
    issued.publish(DID_ADDRESS, document)


def test_credential_signed_with_a_key_that_another_controls_is_refused():
    issued = issue()
    changed_key(issued, controller=OTHER_ISSUER.did)

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "key") == (Outcome.FAILED, "key_of_another", {"method": METHOD, "issuer": ISSUER.did})


@pytest.mark.parametrize("member", ["expires", "revoked"])
def test_credential_signed_with_a_key_that_was_withdrawn_is_refused(member):
    issued = issue()
    changed_key(issued, **{member: "2026-04-01T00:00:00Z"})

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "key") == (Outcome.FAILED, "key_withdrawn", {"method": METHOD})


def test_credential_signed_with_a_key_that_ends_later_holds():
    issued = issue()
    changed_key(issued, expires="2030-04-01T00:00:00Z")

    assert judge(issued).verdict is Verdict.VALID


def test_credential_whose_key_is_of_another_type_cannot_be_judged():
    issued = issue()
    changed_key(issued, type="JsonWebKey")

    report = judge(issued)

    assert report.verdict is Verdict.INDETERMINATE
    assert row(report, "key") == (Outcome.UNKNOWN, "key_type_unsupported", {"type": "JsonWebKey"})


def test_credential_whose_key_is_listed_twice_is_refused():
    issued = issue()
    document = did_document(issued)
    issued.publish(DID_ADDRESS, document | {"verificationMethod": document["verificationMethod"] * 2})

    assert row(judge(issued), "key") == (Outcome.FAILED, "key_not_listed", {"method": METHOD})


def test_credential_whose_key_is_listed_as_a_bare_reference_is_refused():
    issued = issue()
    issued.publish(DID_ADDRESS, did_document(issued, verificationMethod=[METHOD]))

    assert row(judge(issued), "key") == (Outcome.FAILED, "key_not_listed", {"method": METHOD})


def test_credential_whose_issuer_document_names_its_keys_by_fragment_holds():
    issued = issue()
    fragment = f"#{SIGNER.public_multikey}"
    changed_key(issued, id=fragment)
    issued.publish(DID_ADDRESS, did_document(issued, assertionMethod=fragment))

    assert judge(issued).verdict is Verdict.VALID


def test_credential_of_an_issuer_that_is_no_did_web_cannot_be_judged():
    issued = issue()
    issued.credential["issuer"]["id"] = f"did:key:{SIGNER.public_multikey}"

    report = judge(issued)

    assert report.verdict is Verdict.INDETERMINATE
    assert row(report, "key")[:2] == (Outcome.UNKNOWN, "did_method_unsupported")


def test_credential_before_its_first_day_is_refused():
    report = judge(issue(), now=ISSUED_AT - timedelta(seconds=1))

    assert report.verdict is Verdict.INVALID
    assert row(report, "dates") == (Outcome.FAILED, "proof_not_current", {})


def test_credential_that_begins_after_it_was_signed_is_refused_until_then():
    issued = issue()
    issued.credential = sign(issued.credential | {"validFrom": "2026-06-01T00:00:00Z"})

    report = judge(issued)

    assert row(report, "dates") == (Outcome.FAILED, "not_valid_yet", {"instant": "2026-06-01T00:00:00Z"})


@pytest.mark.parametrize(("now", "verdict"), [(EXPIRES_AT - timedelta(seconds=1), "valid"), (EXPIRES_AT, "invalid")])
def test_credential_holds_until_its_last_second(now, verdict):
    assert judge(issue(), now=now).verdict.value == verdict


def test_credential_expired_says_since_when():
    report = judge(issue(), now=datetime(2030, 1, 1, tzinfo=UTC))

    assert row(report, "dates") == (Outcome.FAILED, "expired", {"instant": "2028-03-01T09:30:00Z"})


def test_credential_that_ends_before_it_begins_is_refused():
    issued = issue(assertion=replace(ASSERTION, expires_at=ISSUED_AT - timedelta(days=1)))

    assert row(judge(issued), "dates") == (Outcome.FAILED, "dates_reversed", {})


def test_credential_whose_proof_expired_is_refused():
    issued = issue()
    issued.credential["proof"][0]["expires"] = "2026-04-01T00:00:00Z"

    assert row(judge(issued), "dates") == (Outcome.FAILED, "proof_not_current", {})


def test_credential_without_end_holds():
    issued = issue(assertion=replace(ASSERTION, expires_at=None))

    assert judge(issued, now=datetime(2060, 1, 1, tzinfo=UTC)).verdict is Verdict.VALID


def test_credential_without_status_entry_holds_and_says_so():
    report = judge(issue(assertion=replace(ASSERTION, status=None)))

    assert report.verdict is Verdict.VALID
    assert row(report, "status") == (Outcome.NOT_APPLICABLE, "status_not_offered", {})


def test_credential_revoked_is_refused():
    issued = issue()
    issued.publish(STATUS_ADDRESS, status_list(SLOT))

    report = judge(issued)

    assert report.verdict is Verdict.INVALID
    assert row(report, "status") == (Outcome.FAILED, "revoked", {})


def test_credential_beside_a_revoked_one_holds():
    issued = issue()
    issued.publish(STATUS_ADDRESS, status_list(SLOT - 1, SLOT + 1))

    assert judge(issued).verdict is Verdict.VALID


def test_credential_suspended_is_refused():
    issued = issue()
    entry = issued.credential["credentialStatus"] | {"statusPurpose": "suspension"}
    issued.credential = sign(issued.credential | {"credentialStatus": entry})
    suspended = status_list(SLOT)
    suspended["credentialSubject"]["statusPurpose"] = "suspension"
    issued.publish(STATUS_ADDRESS, sign(suspended))

    assert row(judge(issued), "status") == (Outcome.FAILED, "suspended", {})


@pytest.mark.parametrize(
    ("changes", "code", "params"),
    [
        ({"statusPurpose": "message"}, "status_purpose_unsupported", {"purpose": "message"}),
        ({"type": "1EdTechRevocationList"}, "not_supported_yet", {"what": "1EdTechRevocationList"}),
    ],
)
def test_credential_with_another_kind_of_status_cannot_be_judged(changes, code, params):
    issued = issue()
    entry = issued.credential["credentialStatus"] | changes
    issued.credential["credentialStatus"] = entry

    assert row(judge(issued), "status") == (Outcome.UNKNOWN, code, params)


def test_credential_with_very_many_status_entries_is_refused():
    issued = issue()
    issued.credential["credentialStatus"] = [issued.credential["credentialStatus"]] * 5

    assert row(judge(issued), "status") == (Outcome.FAILED, "status_malformed", {})


def published_status(issued: Issued, document: object, status: int = 200) -> Report:
    issued.publish(STATUS_ADDRESS, document, status)
    return judge(issued)


def test_credential_whose_status_list_is_unreachable_is_never_valid():
    issued = issue()
    del issued.documents[STATUS_ADDRESS]

    report = judge(issued)

    assert report.verdict is Verdict.INDETERMINATE
    assert row(report, "status") == (Outcome.UNKNOWN, "address_unreachable", {"url": STATUS_ADDRESS})


def test_credential_whose_status_list_is_in_trouble_is_never_valid():
    report = published_status(issue(), {}, status=503)

    assert report.verdict is Verdict.INDETERMINATE
    assert row(report, "status") == (
        Outcome.UNKNOWN,
        "address_in_trouble",
        {"url": STATUS_ADDRESS, "status": 503},
    )


def unsigned_list() -> dict:
    document = status_list()
    del document["proof"]
    return document


def flipped_list() -> dict:
    document = status_list(SLOT)
    document["credentialSubject"]["encodedList"] = status_list()["credentialSubject"]["encodedList"]
    return document


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (["not an object"], "status_list_untrusted"),
        (unsigned_list(), "status_list_untrusted"),
        (flipped_list(), "status_list_untrusted"),
        (status_list(id="https://badges.example/openbadges/status/2/"), "status_list_untrusted"),
        (status_list(issuer=OTHER_ISSUER), "status_list_untrusted"),
        (sign(unsigned_list() | {"issuer": OTHER_ISSUER.did}), "status_list_other"),
        (sign(unsigned_list() | {"issuer": {"id": OTHER_ISSUER.did}}), "status_list_other"),
        (status_list(validUntil="2026-04-01T00:00:00Z"), "status_list_not_current"),
        (status_list(validFrom="2026-06-01T00:00:00Z"), "status_list_not_current"),
        (status_list(validFrom="yesterday"), "status_list_untrusted"),
        (status_list(type=["VerifiableCredential"]), "status_list_not_a_list"),
    ],
)
def test_credential_whose_status_list_cannot_be_trusted_is_never_valid(document, code):
    report = published_status(issue(), document)

    assert report.verdict is Verdict.INDETERMINATE
    assert row(report, "status")[:2] == (Outcome.UNKNOWN, code)


def test_credential_whose_status_list_names_its_issuer_as_an_object_holds():
    report = published_status(issue(), sign(unsigned_list() | {"issuer": {"id": ISSUER.did}}))

    assert report.verdict is Verdict.VALID


def test_credential_whose_key_is_not_of_its_issuer_has_no_issuer_document_read():
    issued = issue()
    issued.credential["issuer"]["id"] = OTHER_ISSUER.did
    web = issued.web

    verify(as_json(issued.credential), load=web, now=NOW)

    assert web.asked == [STATUS_ADDRESS]
