import json
import re
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tests import factories
from wagtail_openbadges.domain import awarding
from wagtail_openbadges.domain.errors import AwardError
from wagtail_openbadges.domain.handlers import sign_assertion, sign_list
from wagtail_openbadges.domain.hosting import RecordLoader
from wagtail_openbadges.models import Assertion, Event, Holder, KeyState, OutboxJob, StatusList, Verb, Way
from wagtail_openbadges.standard.errors import OpenBadgesError
from wagtail_openbadges.standard.identity import identity_hash
from wagtail_openbadges.standard.verification import verify

pytestmark = pytest.mark.django_db


def make_award(opening=None, **details):
    opening = opening or factories.make_opening()
    return awarding.award(opening.achievement.versions.get(), address="lea@example.org", **details)


def test_award_freezes_what_it_says_and_keeps_only_a_hash_of_the_address():
    assertion = make_award(printed_name="Léa Exemple")

    assert assertion.achievement_version.is_frozen
    assert assertion.identity_hash == identity_hash("lea@example.org", assertion.identity_salt)
    assert len(assertion.identity_salt) == 32
    assert (assertion.way, assertion.visibility, assertion.issued_at.microsecond) == ("by_hand", "unlisted", 0)
    assert str(assertion) == str(assertion.uuid)
    assert OutboxJob.objects.get(kind="mail").key == f"mail:{assertion.uuid}:awarded"


def test_award_signed_verifies_as_2_0_and_3_0():
    assertion = make_award()
    awarding.sign(assertion.pk)
    assertion.refresh_from_db()

    reports = [
        verify(subject, load=RecordLoader(), now=timezone.now(), recipient=recipient)
        for subject, recipient in (
            (bytes(assertion.credential), "emailAddress:lea@example.org"),
            (assertion.address, "email:lea@example.org"),
        )
    ]

    assert [report.verdict for report in reports] == ["valid", "valid"]


def test_signed_bytes_hold_no_name_no_address_and_no_evidence():
    submission = factories.make_submission()
    reviewer = factories.make_reviewer(submission.issuer)
    assertion = factories.accept(submission, reviewer).assertion
    awarding.sign(assertion.pk)
    assertion.refresh_from_db()

    text = bytes(assertion.credential).decode()
    document = json.loads(text)

    assert re.findall("Léa|lea@|récit|accueil", text) == []
    assert [piece["genre"] for piece in document["evidence"]] == ["text"]


def test_signing_twice_keeps_the_first_bytes():
    assertion = make_award()
    sign_assertion({"assertion": assertion.pk}, None)
    first = Assertion.objects.get().credential

    sign_assertion({"assertion": assertion.pk}, None)

    assert Assertion.objects.get().credential == first
    assert Event.objects.filter(verb=Verb.SIGNED).count() == 1


def test_signing_finished_by_somebody_else_meanwhile_keeps_their_bytes(monkeypatch):
    assertion = make_award()
    original = awarding._signed

    def slow(document, issuer):
        signed = original(document, issuer)
        Assertion.objects.filter(pk=assertion.pk).update(credential=b"{}")
        return signed

    sign_list({"list": assertion.status_list_id}, None)
    monkeypatch.setattr(awarding, "_signed", slow)
    awarding.sign(assertion.pk)

    assert bytes(Assertion.objects.get().credential) == b"{}"


def test_signing_without_key_in_use_is_refused_by_name():
    assertion = make_award()
    assertion.issuer.keys.update(state=KeyState.RETIRED)

    with pytest.raises(AwardError) as refusal:
        awarding.sign(assertion.pk)

    assert refusal.value.code == "no_active_key"


def test_slots_are_drawn_at_random_and_never_shared(monkeypatch):
    opening = factories.make_opening()
    drawn = iter([7, 7, 7, 9])
    monkeypatch.setattr(awarding.secrets, "randbelow", lambda size: next(drawn))

    awards = [make_award(opening), make_award(opening)]

    assert [assertion.status_index for assertion in awards] == [7, 9]
    assert StatusList.objects.get().used == 2


def test_slot_that_cannot_be_found_is_refused_and_nothing_is_stored(monkeypatch):
    opening = factories.make_opening()
    monkeypatch.setattr(awarding.secrets, "randbelow", lambda size: 7)
    make_award(opening)

    with pytest.raises(AwardError) as refusal:
        make_award(opening)

    assert refusal.value.code == "no_slot"
    assert Assertion.objects.count() == 1


def test_list_half_full_closes_and_another_begins():
    opening = factories.make_opening()
    first = make_award(opening)
    StatusList.objects.update(used=65536)

    second = make_award(opening)

    assert (first.status_list.epoch, second.status_list.epoch) == (1, 2)
    assert str(second.status_list) == str(second.status_list.uuid)


def test_award_with_an_end_says_so_in_both_documents():
    end = timezone.now().replace(microsecond=0) + timedelta(days=365)
    assertion = make_award(expires_at=end)
    awarding.sign(assertion.pk)
    assertion.refresh_from_db()

    loader = RecordLoader()
    hosted = json.loads(loader.load(assertion.address).body)
    signed = json.loads(bytes(assertion.credential))

    assert hosted["expires"] == signed["validUntil"] == end.strftime("%Y-%m-%dT%H:%M:%SZ")
    report = verify(bytes(assertion.credential), load=loader, now=end + timedelta(seconds=1))
    assert report.verdict == "invalid"


def test_award_to_something_that_is_no_address_is_refused():
    opening = factories.make_opening()

    with pytest.raises(OpenBadgesError) as refusal:
        awarding.award(opening.achievement.versions.get(), address="lea")

    assert refusal.value.code == "email_invalid"
    assert not Holder.objects.exists()


def test_award_to_a_person_who_was_erased_is_refused():
    submission = factories.make_submission()
    Holder.objects.update(email=None)

    with pytest.raises(AwardError) as refusal:
        factories.accept(submission)

    assert refusal.value.code == "no_address"


def test_one_file_gives_one_award_whoever_asks():
    submission = factories.accept(factories.make_submission())

    with pytest.raises(IntegrityError):
        awarding.issue(
            submission.achievement_version, holder=submission.holder, way=Way.REVIEWED, submission=submission
        )
