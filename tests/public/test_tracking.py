"""Where a file stands, and the badge to take away."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from tests.factories import make_draft, make_reviewer
from tests.public import call_site
from tests.public.claim_site import ADDRESS, PDF, Meanwhile, claimant, english_opening, file_url, stranger, text_of
from wagtail_openbadges.domain import awarding, deciding, reviewing, revoking, submitting
from wagtail_openbadges.domain.promising import due_day
from wagtail_openbadges.models import (
    Assertion,
    ClaimRule,
    Evidence,
    OpeningVersion,
    Organisation,
    OutboxJob,
    State,
    Submission,
)
from wagtail_openbadges.public.tracking import linkedin_url
from wagtail_openbadges.public.words import BY_KIND, CLAIM

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.public.claim_site")]


def deposited(**changes):
    """Return a device and a deposited file with a PDF."""
    client, draft = claimant(english_opening(**changes))
    upload = SimpleUploadedFile("story.pdf", PDF, "application/pdf")
    client.post(
        file_url(draft, "edit/"),
        {
            "question-mission": "I welcomed people.",
            "evidence_files": [upload],
            "evidence_text": "My story",
            "check": "1",
        },
    )
    draft.refresh_from_db()
    return client, submitting.submit(draft, version=draft.version)


def accepted(**changes):
    client, file = deposited(**changes)
    file = deciding.accept(file, by=make_reviewer(file.issuer), version=file.version, message="Well done.")
    awarding.sign(Assertion.objects.get().pk)
    return client, file


def test_every_state_has_its_public_sentence_for_each_kind_of_opening():
    assert [set(words.sentences) for words in BY_KIND.values()] == [set(State)] * 2


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_page_shows_the_state_and_what_it_means(state):
    client, file = deposited()
    Submission.objects.filter(pk=file.pk).update(state=state)

    text = text_of(client.get(file_url(file)))

    assert f"{state.label} {file.reference} {CLAIM.sentences[state]}" in text


def test_page_of_a_deposited_file_shows_what_was_deposited_and_when_an_answer_is_promised():
    client, file = deposited()
    Submission.objects.filter(pk=file.pk).update(due_at=datetime(2026, 8, 28, 10, 0, tzinfo=UTC))

    response = client.get(file_url(file))

    text = text_of(response)
    shown = [
        "You will have an answer by 28 August 2026.",
        "What happened You deposited your claim",
        "What you deposited Question mission I welcomed people.",
        "Your evidence story.pdf",
        "My story",
        "Take this claim back",
    ]
    assert [words for words in shown if words not in text] == []
    assert response["Cache-Control"] == "private, no-store"
    assert ADDRESS not in response.content.decode()


def test_page_of_a_draft_is_its_form():
    client, draft = claimant(english_opening())

    assert client.get(file_url(draft)).url == file_url(draft, "edit/")


def test_page_of_a_file_to_complete_says_what_and_hides_the_correction_in_progress():
    client, file = deposited()
    reviewer = make_reviewer(file.issuer)
    reviewing.request_changes(file, by=reviewer, version=file.version, message="Which months?", private_note="Hm.")
    client.post(file_url(file, "edit/"), {"evidence_text": "Not yet deposited", "later": "1"})

    response = client.get(file_url(file))

    text = text_of(response)
    assert "What you are asked for Which months?" in text
    assert "Your original file stays deposited until you deposit the correction." in text
    assert f'href="{file_url(file, "edit/")}"' in response.content.decode()
    hidden = ["Hm.", "Not yet deposited", reviewer.username, reviewer.email]
    assert [words for words in hidden if words in response.content.decode()] == []


def test_page_of_a_declined_file_says_why_and_what_next():
    client, file = deposited()
    deciding.decline(file, by=make_reviewer(file.issuer), version=file.version, message="Too short.")

    text = text_of(client.get(file_url(file)))

    assert "The message to you Too short." in text
    assert "You can make a new claim when you have more to show." in text
    assert "Take this claim back" not in text


def test_page_of_a_decision_that_is_not_told_yet_shows_no_message():
    client, file = deposited()
    deciding.decline(file, by=make_reviewer(file.issuer), version=file.version, message="Too short.")
    file.decision.published_at = None
    file.decision.save()

    assert "Too short." not in text_of(client.get(file_url(file)))


def test_page_of_an_accepted_file_gives_the_badge_away():
    client, file = accepted()
    award = Assertion.objects.get()

    response = client.get(file_url(file))

    text, html = text_of(response), response.content.decode()
    assert "The message to you Well done." in text
    assert "confirm the address l•••@example.org" in text
    own = f"/openbadges/assertions/{award.uuid}"
    for href in (f"{own}/badge.png", f"{own}/verify/", f"{own}/credential.json", "https://openbadgepassport.com/"):
        assert f'href="{href}"' in html
    assert ADDRESS not in html


def test_page_of_a_badge_that_is_not_signed_yet_asks_to_wait():
    client, file = deposited()
    deciding.accept(file, by=make_reviewer(file.issuer), version=file.version)

    response = client.get(file_url(file))

    assert "Your badge is being signed. It takes a minute: load this page again." in text_of(response)
    assert "badge.png" not in response.content.decode()


def test_page_of_a_revoked_badge_says_so_and_why():
    client, file = accepted()
    award = Assertion.objects.get()
    revoking.revoke(award, by=make_reviewer(file.issuer), reason="Given by mistake.")

    response = client.get(file_url(file))

    text, html = text_of(response), response.content.decode()
    assert "This badge was revoked" in text
    assert "Given by mistake." in text
    assert "Do not show this badge any more." in text
    assert "openbadges-badge-image--revoked" in html
    assert f'href="/openbadges/assertions/{award.uuid}/verify/"' in html
    assert "Download my badge" not in text


@pytest.mark.parametrize(("email", "is_named"), [("contact@maison.example.org", True), ("", False)])
def test_page_of_a_revoked_badge_says_whom_to_ask_where_there_is_an_address(email, is_named):
    client, file = accepted()
    Organisation.objects.update(email=email)
    revoking.revoke(Assertion.objects.get(), by=make_reviewer(file.issuer), reason="Given by mistake.")

    response = client.get(file_url(file))

    assert ("You do not understand or do not agree?" in text_of(response)) is is_named
    assert ('<a href="mailto:contact@maison.example.org"' in response.content.decode()) is is_named


def test_page_of_an_expired_badge_shows_it_as_expired():
    client, file = accepted()
    Assertion.objects.update(expires_at=timezone.now() - timedelta(days=1))

    text = text_of(client.get(file_url(file)))

    assert "expired Expired on" in text
    assert "Valid until" not in text


def test_page_of_a_badge_that_expires_later_says_until_when_it_is_valid():
    client, file = accepted()
    Assertion.objects.update(expires_at=timezone.now() + timedelta(days=1))

    text = text_of(client.get(file_url(file)))

    assert "Valid until" in text
    assert "expired" not in text


def test_award_page_gives_the_same_badge_away():
    client, _file = accepted()
    award = Assertion.objects.get()

    response = client.get(f"/openbadges/awards/{award.uuid}/")

    assert "Download my badge (image)" in text_of(response)
    assert f'href="/openbadges/assertions/{award.uuid}/badge.png"' in response.content.decode()


def test_linkedin_form_is_filled_in_with_the_organisation_by_name():
    accepted()
    Assertion.objects.update(
        issued_at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC), expires_at=datetime(2028, 5, 4, 12, tzinfo=UTC)
    )
    award = Assertion.objects.get()

    address = urlsplit(linkedin_url(award))

    assert f"{address.scheme}://{address.netloc}{address.path}" == "https://www.linkedin.com/profile/add"
    assert parse_qs(address.query) == {
        "startTask": ["CERTIFICATION_NAME"],
        "name": ["Committed volunteer"],
        "organizationName": [award.issuer.organisation.name],
        "issueYear": ["2026"],
        "issueMonth": ["1"],
        "expirationYear": ["2028"],
        "expirationMonth": ["5"],
        "certUrl": [award.verify_address],
        "certId": [str(award.uuid)],
    }


def test_linkedin_form_names_the_organisation_by_its_number_when_there_is_one():
    accepted()
    award = Assertion.objects.select_related("achievement_version__achievement__issuer").get()
    award.issuer.linkedin_id = "123456"

    query = parse_qs(urlsplit(linkedin_url(award)).query)

    assert query["organizationId"] == ["123456"]
    assert sorted(query) == [
        "certId",
        "certUrl",
        "issueMonth",
        "issueYear",
        "name",
        "organizationId",
        "startTask",
    ]


def test_own_file_comes_back_as_attachment():
    client, file = deposited()
    piece = Evidence.objects.get(kind="file")

    response = client.get(file_url(file, f"evidence/{piece.uuid}/"))

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="story.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_file_of_another_submission_is_not_found_through_one_s_own():
    client, file = deposited()
    _other, other_file = claimant(file.opening, address="other@example.org")
    piece = submitting.add_statement(other_file, kind="text", text="Secret")
    own_text = Evidence.objects.get(kind="text", submission=file)

    answers = [client.get(file_url(file, f"evidence/{uuid}/")) for uuid in (piece.uuid, own_text.uuid)]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_withdrawing_asks_once_more_and_then_takes_the_file_back():
    client, file = deposited()

    asked = client.get(file_url(file, "withdraw/"))
    done = client.post(file_url(file, "withdraw/"), {"version": str(file.version)})

    assert "Take this claim back?" in text_of(asked)
    assert done.url == file_url(file)
    file.refresh_from_db()
    assert file.state == State.WITHDRAWN
    assert OutboxJob.objects.filter(payload__notice="withdrawn").count() == 1


@pytest.mark.parametrize("version", ["0", "", "nonsense"])
def test_withdrawing_what_changed_meanwhile_is_a_conflict(version):
    client, file = deposited()

    response = client.post(file_url(file, "withdraw/"), {"version": version})

    assert response.status_code == 409
    assert "This file changed since you opened the page." in text_of(response)
    file.refresh_from_db()
    assert file.state == State.SUBMITTED


def test_decided_file_cannot_be_withdrawn():
    client, file = accepted()

    response = client.post(file_url(file, "withdraw/"), {"version": str(file.version)})

    assert response.url == file_url(file)
    file.refresh_from_db()
    assert file.state == State.ACCEPTED


def test_deleting_a_draft_erases_it():
    client, draft = claimant(english_opening())

    asked = client.get(file_url(draft, "withdraw/"))
    done = client.post(file_url(draft, "withdraw/"))

    assert "Delete this draft?" in text_of(asked)
    assert "Your draft is deleted" in text_of(done)
    assert Submission.objects.count() == 0


def test_deleting_a_draft_that_another_window_deleted_says_that_it_is_deleted():
    client, draft = claimant(english_opening())

    with connection.execute_wrapper(Meanwhile(lambda: submitting.discard(Submission.objects.get()))):
        response = client.post(file_url(draft, "withdraw/"))

    assert response.status_code == 200
    assert "Your draft is deleted" in text_of(response)
    assert Submission.objects.count() == 0


def test_deleting_a_draft_that_another_window_deposited_leads_to_the_file():
    draft = make_draft(english_opening())
    client, _same = claimant(draft.opening)

    with connection.execute_wrapper(Meanwhile(lambda: submitting.submit(draft, version=draft.version))):
        response = client.post(file_url(draft, "withdraw/"))

    assert response.url == file_url(draft)
    assert Submission.objects.get().state == State.SUBMITTED


def test_day_of_an_answer_is_the_one_of_the_round_wherever_the_page_is_drawn():
    opening = call_site.english_round(zone_name="Europe/Paris", results_on=date(2099, 9, 30))
    client, file = call_site.deposited(opening)
    OpeningVersion.objects.update(results_on=None)

    with timezone.override("Indian/Reunion"):
        response = client.get(file_url(file))

    assert file.due_at.astimezone(ZoneInfo("Indian/Reunion")).date() == date(2099, 10, 1)
    assert due_day(file) == date(2099, 9, 30)
    assert "You will have an answer by 30 September 2099." in text_of(response)


def test_link_to_the_page_of_the_badge_is_left_out_when_there_is_none():
    client, file = deposited()
    Submission.objects.filter(pk=file.pk).update(state=State.WITHDRAWN)

    assert "Make a new claim" not in text_of(client.get(file_url(file)))


def test_nobody_else_reads_a_file():
    _client, file = deposited()
    piece = Evidence.objects.get(kind="file")

    answers = [stranger().get(file_url(file, page)) for page in ("", f"evidence/{piece.uuid}/")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert [b"story.pdf" in answer.content for answer in answers] == [False, False]


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_the_same_queries_whatever_it_holds(count, django_assert_num_queries):
    client, draft = claimant(english_opening(claim_rule=ClaimRule.ONE_REVIEW))
    for number in range(count):
        submitting.add_statement(draft, kind="link", url=f"https://example.org/{number}")
    submitting.save_answers(
        draft, answers=[{"uid": "mission", "label": "Question mission", "type": "multiline", "value": "Welcome"}]
    )
    draft.refresh_from_db()
    submitting.submit(draft, version=draft.version)

    with django_assert_num_queries(8):
        client.get(file_url(draft))
