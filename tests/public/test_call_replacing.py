"""Correct what was deposited: nobody is un-submitted before the correction is deposited too."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from tests.factories import accept, make_link, make_reviewer
from tests.public.call_site import apply_url, close, deposited, english_round
from tests.public.claim_site import PDF, Meanwhile, claimant, english_opening, file_url, link_url, stranger, text_of
from wagtail_openbadges.domain import access, publishing, replacing, reviewing, submitting
from wagtail_openbadges.models import AccessLink, Deposit, OpeningVersion, Purpose, State, Submission

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.public.call_site")]

STANDS = "Your original file stays deposited until you deposit the correction."


def begin(client, file: Submission) -> Submission:
    client.post(file_url(file, "replace/"))
    return Submission.objects.get(replaces=file)


def write(client, draft: Submission, mission: str = "We cook better.") -> Submission:
    client.post(file_url(draft, "edit/"), {"question-mission": mission, "printed_name": "Léa Corrigée", "check": "1"})
    draft.refresh_from_db()
    return draft


def deposit(client, draft: Submission):
    return client.post(file_url(draft.replaces, "replace/"), {"version": str(draft.version)})


def mission_of(file: Submission) -> str:
    file.refresh_from_db()
    return file.answers[0]["value"]


def test_tracking_offers_to_correct_and_says_until_when_and_that_nothing_is_lost():
    client, file = deposited(english_round(editable_until="2098-01-01T11:00", closes="2099-01-01T12:00"))

    text = text_of(client.get(file_url(file)))

    assert f"Did you make a mistake? {STANDS}" in text
    assert "You can deposit your correction until 1 January 2098 at 11:00, Paris time." in text


def test_correction_starts_from_what_was_deposited_and_leaves_it_deposited():
    client, file = deposited()

    response = client.post(file_url(file, "replace/"))
    draft = Submission.objects.get(replaces=file)
    shown = text_of(client.get(response.url))
    write(client, draft)

    assert response.url == file_url(draft, "edit/")
    assert "Correct what you deposited" in shown
    assert STANDS in shown
    assert "We cook." in shown
    assert (mission_of(file), file.state) == ("We cook.", State.SUBMITTED)
    assert "You are writing a correction" in text_of(client.get(file_url(file)))


def test_correction_is_checked_and_deposited_in_the_place_of_the_file():
    client, file = deposited()
    draft = write(client, begin(client, file))

    checked = client.get(file_url(draft, "check/"))
    response = deposit(client, draft)

    assert "Your correction is not deposited yet." in text_of(checked)
    assert f'action="{file_url(file, "replace/")}"' in checked.content.decode()
    assert response.url == file_url(file)
    assert (mission_of(file), file.printed_name, file.state) == ("We cook better.", "Léa Corrigée", State.SUBMITTED)
    assert Submission.objects.count() == 1
    assert Deposit.objects.filter(submission=file).count() == 2
    assert "You deposited a correction in the place of your file" in text_of(client.get(file_url(file)))


def test_second_click_leads_to_the_file_and_deposits_nothing_more():
    client, file = deposited()
    draft = write(client, begin(client, file))

    answers = [deposit(client, draft) for _click in range(2)]

    assert [answer.url for answer in answers] == [file_url(file)] * 2
    assert Deposit.objects.count() == 2


def test_beginning_twice_opens_the_same_correction():
    client, file = deposited()

    answers = [client.post(file_url(file, "replace/")) for _click in range(2)]

    assert answers[0].url == answers[1].url
    assert Submission.objects.filter(replaces=file).count() == 1


def test_following_the_address_begins_nothing():
    client, file = deposited()

    response = client.get(file_url(file, "replace/"))

    assert response.url == file_url(file)
    assert Submission.objects.count() == 1


def test_correction_that_is_thrown_away_leaves_the_deposit_and_its_files():
    opening = english_round()
    client, file = deposited(opening)
    upload = SimpleUploadedFile("plan.pdf", PDF, "application/pdf")
    draft = begin(client, file)
    client.post(file_url(draft, "edit/"), {"question-mission": "x", "evidence_files": [upload], "later": "1"})

    asked = text_of(client.get(file_url(draft, "withdraw/")))
    thrown = client.post(file_url(draft, "withdraw/"))

    assert "Throw this correction away? What you changed is lost. What you deposited stands." in asked
    assert "Your correction is thrown away What you deposited stands." in text_of(thrown)
    assert f'href="{file_url(file)}"' in thrown.content.decode()
    assert list(Submission.objects.values_list("pk", "state")) == [(file.pk, State.SUBMITTED)]
    assert mission_of(file) == "We cook."


def test_form_that_changed_meanwhile_does_not_stop_a_correction():
    opening = english_round()
    client, file = deposited(opening)
    draft = write(client, begin(client, file))
    form = OpeningVersion.objects.get()
    said = {name: getattr(form, name) for name in ("claim_rule", "questions", "zone_name", "closes_at")}
    publishing.append_form(opening, "en", {**said, "title": "Other", "privacy_notice": "x"}, "other")

    checked = client.get(file_url(draft, "check/"))
    response = deposit(client, draft)

    assert (checked.status_code, response.url) == (200, file_url(file))


def test_reviewer_who_decided_meanwhile_is_a_conflict_that_leads_to_the_file():
    client, file = deposited()
    draft = write(client, begin(client, file))
    accept(file)

    response = deposit(client, draft)

    assert response.status_code == 409
    assert "This file changed since you opened the page." in text_of(response)
    assert f'href="{file_url(file)}"' in response.content.decode()
    assert mission_of(file) == "We cook."
    assert Submission.objects.filter(pk=draft.pk).exists()


def test_correction_of_a_decided_file_can_only_be_read():
    client, file = deposited()
    draft = write(client, begin(client, file))
    accept(file)

    edited = client.get(file_url(draft, "edit/"))
    tracked = text_of(client.get(file_url(file)))
    begun = client.post(file_url(file, "replace/"))

    assert "This file cannot be replaced now. What you deposited stands." in text_of(edited)
    assert "Here is the correction that you were writing. It was not deposited." in text_of(edited)
    assert "It can no longer be deposited. You can read it, or throw it away." in tracked
    assert "This file cannot be replaced now. What you deposited stands." in text_of(begun)


def test_correction_after_its_date_is_refused_by_name_and_kept():
    opening = english_round()
    client, file = deposited(opening)
    draft = write(client, begin(client, file))
    close(opening)

    response = deposit(client, draft)
    offered = text_of(client.get(file_url(file)))

    sentence = "The date until which a deposit could be replaced has passed. What you deposited stands."
    assert sentence in text_of(response)
    assert "Read my correction" in offered
    assert Submission.objects.filter(pk=draft.pk).exists()
    assert mission_of(file) == "We cook."


def test_correction_within_the_grace_is_taken_though_it_is_no_longer_offered():
    opening = english_round()
    client, file = deposited(opening)
    other, other_file = deposited(opening, address="samir@example.org")
    draft = write(client, begin(client, file))
    close(opening, minutes=1)

    response = deposit(client, draft)
    text = text_of(other.get(file_url(other_file)))

    assert response.url == file_url(file)
    assert mission_of(file) == "We cook better."
    assert "Correct my application" not in text


def test_reviewer_who_asks_for_changes_finds_the_correction_absorbed():
    client, file = deposited()
    draft = write(client, begin(client, file), "Half a correction")
    reviewing.request_changes(file, by=make_reviewer(file.issuer), version=file.version, message="Which streets?")

    lost = client.post(file_url(draft, "edit/"), {"question-mission": "x", "later": "1"})
    edited = client.get(file_url(file, "edit/"))
    sent = client.post(file_url(file, "replace/"), {"version": "1"})

    assert lost.status_code == 403
    assert "Half a correction" in text_of(edited)
    assert 'value="Léa Corrigée"' in edited.content.decode()
    assert sent.url == file_url(file)
    file.refresh_from_db()
    assert (file.printed_name, mission_of(file)) == ("Léa Exemple", "We cook.")


def test_correction_that_vanishes_while_it_is_deposited_leads_to_the_file():
    client, file = deposited()
    draft = write(client, begin(client, file))

    with connection.execute_wrapper(Meanwhile(lambda: submitting.discard(draft))):
        response = deposit(client, draft)

    assert response.url == file_url(file)
    assert mission_of(file) == "We cook."


def test_correction_that_vanishes_while_it_is_saved_leads_to_the_file():
    client, file = deposited()
    draft = begin(client, file)

    with connection.execute_wrapper(Meanwhile(lambda: submitting.discard(draft))):
        response = client.post(file_url(draft, "edit/"), {"question-mission": "x", "later": "1"})

    assert response.url == file_url(file)


def test_incomplete_correction_leads_back_to_its_form():
    client, file = deposited()
    draft = begin(client, file)
    client.post(file_url(draft, "edit/"), {"question-mission": "", "later": "1"})
    draft.refresh_from_db()

    response = deposit(client, draft)

    assert response.url == file_url(draft, "edit/?check=1")


def test_link_that_follows_a_file_opens_its_correction_too():
    _client, file = deposited()
    draft = replacing.begin_replacement(file, at=file.submitted_at)
    link = access.request_access(purpose=Purpose.TRACK, address="lea@example.org", language="en", submission=file)
    other = stranger()
    other.post(link_url(link))

    assert other.get(file_url(draft, "edit/")).status_code == 200
    assert stranger().get(file_url(draft, "edit/")).status_code == 403


def test_correction_in_progress_is_not_taken_for_a_draft_of_the_round():
    opening = english_round(ceiling=2)
    client, file = deposited(opening)
    begin(client, file)
    other = stranger()
    link = make_link(opening)
    AccessLink.objects.filter(pk=link.pk).update(language="en")

    opened = other.post(link_url(link))
    known = text_of(client.get(apply_url(opening)))

    assert opened.url == file_url(file)
    assert "Begin another application" in known
    assert "Go on with my draft" not in known


def test_badge_claims_are_not_replaced():
    device, draft = claimant(english_opening(evidence_rules={}))
    device.post(file_url(draft, "edit/"), {"question-mission": "x", "check": "1"})
    draft.refresh_from_db()
    file = submitting.submit(draft, version=draft.version)

    response = device.post(file_url(file, "replace/"))

    assert "This file cannot be replaced now. What you deposited stands." in text_of(response)
    assert "Correct my application" not in text_of(device.get(file_url(file)))
