"""The draft: whatever can be kept is kept."""

from __future__ import annotations

import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from tests.factories import badge_content, make_reviewer
from tests.intake.pictures import two_halves, written
from tests.public.claim_site import (
    ADDRESS,
    PDF,
    Meanwhile,
    claimant,
    english_opening,
    errors_of,
    file_url,
    photo,
    question,
    stranger,
    text_of,
)
from wagtail_openbadges.domain import publishing, reviewing, submitting
from wagtail_openbadges.intake import seats
from wagtail_openbadges.models import EvidenceKind, OpeningVersion, State, Submission

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.public.claim_site")]


def pdf(name: str = "story.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def answers_of(draft: Submission) -> dict:
    draft.refresh_from_db()
    return {answer["uid"]: answer["value"] for answer in draft.draft_answers}


def names_of(draft: Submission) -> list[str]:
    return [piece.original_name for piece in draft.evidence.filter(kind=EvidenceKind.FILE)]


def test_form_shows_questions_by_section_and_what_is_not_done_yet():
    opening = english_opening(questions=(question("a", section="Your mission"), question("b", required=False)))
    client, draft = claimant(opening)

    response = client.get(file_url(draft, "edit/"))

    text = text_of(response)
    assert "Your mission Question a Question b (optional)" in text
    assert "Your claim is not deposited yet." in text
    assert [label for label in ("Check my answers", "Save and come back later", "Add this evidence") if label in text]
    assert response["Cache-Control"] == "private, no-store"
    assert b'enctype="multipart/form-data"' in response.content


def test_saving_keeps_half_an_answer_and_says_how_to_come_back():
    opening = english_opening(questions=(question("mission", "multiline"), question("hours", "number")))
    client, draft = claimant(opening)

    saved = client.post(file_url(draft, "edit/"), {"question-hours": "about ten", "later": "1"})
    shown = client.get(saved.url)
    again = client.get(file_url(draft, "edit/"))

    assert saved.url == file_url(draft, "edit/?saved=1")
    assert answers_of(draft) == {"mission": "", "hours": "about ten"}
    text = text_of(shown)
    assert "On this device: open this page again. It knows you for 30 days." in text
    assert "write the same address, l•••@example.org." in text
    assert "We keep it for 180 days after your last change." in text
    assert ADDRESS not in shown.content.decode()
    assert 'value="about ten"' in again.content.decode()


def test_checking_names_each_answer_that_is_wrong_and_keeps_the_others():
    opening = english_opening(
        questions=(question("mission"), question("hours", "number"), question("site", "url")),
        evidence_rules={"kinds": []},
    )
    client, draft = claimant(opening)

    response = client.post(
        file_url(draft, "edit/"),
        {"question-mission": "Welcome", "question-hours": "ten", "question-site": "", "check": "1"},
    )

    assert response.status_code == 422
    assert errors_of(response) == [
        "Question hours – Enter a number.",
        "Question site – Answer this question.",
    ]
    html = response.content.decode()
    assert "<title>Error: Your claim · Committed volunteer" in html
    assert 'href="#id_question-hours"' in html
    assert 'id="id_question-hours"' in html
    assert html.index("openbadges-error-summary") < html.index("<form")
    assert answers_of(draft) == {"mission": "Welcome", "hours": "ten", "site": ""}


def test_good_file_is_kept_although_another_and_an_answer_are_wrong():
    client, draft = claimant(english_opening())

    response = client.post(
        file_url(draft, "edit/"),
        {
            "question-mission": "",
            "evidence_files": [pdf("good.pdf"), pdf("broken.pdf", b"%PDF-1.7 cut"), pdf("empty.pdf", b"")],
            "check": "1",
        },
    )

    assert errors_of(response) == [
        "Question mission – Answer this question.",
        "Files – broken.pdf: This PDF is damaged or cut short. Open it, save it again as PDF, then send the new file.",
        "Files – empty.pdf: This file is empty. Choose another file.",
    ]
    assert names_of(draft) == ["good.pdf"]
    assert "What we keep for you good.pdf" in text_of(response)


@pytest.mark.parametrize("button", ["later", "add"])
def test_file_that_is_lost_is_an_error_whatever_the_button(button):
    client, draft = claimant(english_opening())

    response = client.post(
        file_url(draft, "edit/"),
        {"question-mission": "Welcome", "evidence_files": [pdf("note.docx", b"PK\3\4")], button: "1"},
    )

    assert response.status_code == 422
    assert errors_of(response) == ["Files – note.docx: Choose a PDF file or a photo (JPEG, HEIC, PNG or WebP)."]
    assert answers_of(draft) == {"mission": "Welcome"}


def test_file_with_a_very_long_name_is_kept():
    client, draft = claimant(english_opening())

    response = client.post(file_url(draft, "edit/"), {"evidence_files": [pdf("é" * 150 + ".pdf")], "add": "1"})

    assert response.url == file_url(draft, "edit/#evidence")
    assert [len(name) <= 150 and name.endswith(".pdf") for name in names_of(draft)] == [True]
    assert client.get(file_url(draft, "edit/")).status_code == 200


def test_photo_of_an_iphone_is_kept_as_jpeg_under_its_name():
    client, draft = claimant(english_opening())
    photo = SimpleUploadedFile("IMG_1.HEIC", written(two_halves(), "HEIF"), "image/heic")

    response = client.post(file_url(draft, "edit/"), {"evidence_files": [photo], "add": "1"})

    assert response.url == file_url(draft, "edit/#evidence")
    assert list(draft.evidence.values_list("original_name", "media_type")) == [("IMG_1.HEIC", "image/jpeg")]


def test_photo_of_an_iphone_that_is_damaged_says_what_to_do():
    client, draft = claimant(english_opening())
    heic = b"\0\0\0\x18ftypheic" + b"\0" * 64

    response = client.post(
        file_url(draft, "edit/"),
        {"evidence_files": [SimpleUploadedFile("IMG_1.HEIC", heic, "image/heic")], "add": "1"},
    )

    assert errors_of(response) == [
        "Files – IMG_1.HEIC: This image cannot be read. Open it, save it again as JPEG, then send the new file."
    ]


def test_more_files_than_the_limit_keeps_the_first_ones():
    client, draft = claimant(english_opening())
    files = [pdf(f"{number}.pdf", PDF + b"%" * number) for number in range(7)]

    response = client.post(file_url(draft, "edit/"), {"evidence_files": files, "add": "1"})

    assert names_of(draft) == [f"{number}.pdf" for number in range(5)]
    assert errors_of(response) == [
        "Files – 5.pdf: You can send 5 files at most. Remove one to add another.",
        "Files – 6.pdf: You can send 5 files at most. Remove one to add another.",
    ]


def test_file_beyond_the_limit_of_one_request_is_not_even_opened(settings):
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "MAX_FILES": 2}
    client, draft = claimant(english_opening())
    unreadable = pdf("last.pdf", b"%PDF-1.7 cut")

    response = client.post(
        file_url(draft, "edit/"), {"evidence_files": [pdf("a.pdf"), pdf("twin.pdf"), unreadable], "add": "1"}
    )

    assert names_of(draft) == ["a.pdf"]
    assert errors_of(response) == ["Files – last.pdf: You can send 2 files at most. Remove one to add another."]


def test_file_sent_twice_is_kept_once():
    client, draft = claimant(english_opening())

    for _time in range(2):
        response = client.post(file_url(draft, "edit/"), {"evidence_files": [pdf()], "add": "1"})

    assert response.status_code == 302
    assert names_of(draft) == ["story.pdf"]


def test_photo_that_arrives_while_too_many_are_read_is_named_and_costs_nothing_else(settings, monkeypatch, tmp_path):
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "IMAGES_AT_ONCE": 1}
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(seats, "WAIT_SECONDS", 0)
    client, draft = claimant(english_opening())
    upload = SimpleUploadedFile("me.jpg", photo(), "image/jpeg")

    with seats.seat():
        response = client.post(
            file_url(draft, "edit/"),
            {"question-mission": "Welcome", "evidence_files": [upload, pdf("story.pdf")], "later": "1"},
        )

    assert errors_of(response) == [
        "Files – me.jpg: Many images are arriving at the moment, so this one was not read. Send it again in a minute:"
        " everything else is kept."
    ]
    assert (answers_of(draft), names_of(draft)) == ({"mission": "Welcome"}, ["story.pdf"])


def test_photo_is_kept_redrawn():
    client, draft = claimant(english_opening())
    upload = SimpleUploadedFile("me.jpg", photo(), "image/jpeg")

    client.post(file_url(draft, "edit/"), {"evidence_files": [upload], "add": "1"})

    piece = draft.evidence.get()
    assert (piece.original_name, piece.media_type) == ("me.jpg", "image/jpeg")


def test_files_of_a_question_stay_with_it():
    opening = english_opening(questions=(question("photo", "file"),), evidence_rules={"kinds": []})
    client, draft = claimant(opening)

    refused = client.post(file_url(draft, "edit/"), {"check": "1"})
    kept = client.post(file_url(draft, "edit/"), {"question-photo": [pdf()], "check": "1"})
    shown = client.get(file_url(draft, "edit/"))

    assert errors_of(refused) == ["Question photo – Choose a file."]
    assert kept.url == file_url(draft, "check/")
    assert draft.evidence.get().question == "photo"
    assert "Files that we keep story.pdf" in text_of(shown)


def test_evidence_that_is_required_is_asked_for_where_it_is_given():
    client, draft = claimant(english_opening())

    response = client.post(file_url(draft, "edit/"), {"question-mission": "Welcome", "check": "1"})

    assert errors_of(response) == ["Files – Add at least one piece of evidence: a file, a link or a text."]


def test_evidence_required_where_no_kind_is_taken_is_said_without_a_field():
    client, draft = claimant(english_opening())
    # No page can be published so: the form was kept before that was refused.
    OpeningVersion.objects.update(evidence_rules={"required": True, "kinds": []})

    response = client.post(file_url(draft, "edit/"), {"question-mission": "Welcome", "check": "1"})

    assert errors_of(response) == ["Add at least one piece of evidence: a file, a link or a text."]


def test_link_is_added_once_with_what_it_shows():
    client, draft = claimant(english_opening())
    sent = {"evidence_url": "https://example.org/me", "evidence_url_text": "My page", "add": "1"}

    client.post(file_url(draft, "edit/"), sent)
    client.post(file_url(draft, "edit/"), sent)

    piece = draft.evidence.get()
    assert (piece.kind, piece.url, piece.text) == ("link", "https://example.org/me", "My page")
    assert "https://example.org/me" in text_of(client.get(file_url(draft, "edit/")))


def test_link_that_is_none_is_an_error_and_stays_in_its_field():
    client, draft = claimant(english_opening())

    response = client.post(file_url(draft, "edit/"), {"evidence_url": "not a link", "later": "1"})

    assert errors_of(response) == ["Link – Enter a valid URL."]
    assert 'value="not a link"' in response.content.decode()
    assert draft.evidence.count() == 0


def test_text_is_one_piece_that_can_be_written_again_or_emptied():
    client, draft = claimant(english_opening())

    kept = []
    for text in ("First", "First", "Second", ""):
        client.post(file_url(draft, "edit/"), {"evidence_text": text, "add": "1"})
        kept.append([piece.text for piece in draft.evidence.all()])

    assert kept == [["First"], ["First"], ["Second"], []]


def test_text_of_the_draft_stands_in_its_field():
    client, draft = claimant(english_opening())
    client.post(file_url(draft, "edit/"), {"evidence_text": "My story", "add": "1"})

    html = client.get(file_url(draft, "edit/")).content.decode()

    assert html.count("My story") == 1


def test_removing_a_file_keeps_what_was_typed_beside_it():
    client, draft = claimant(english_opening())
    client.post(file_url(draft, "edit/"), {"evidence_files": [pdf()], "add": "1"})
    piece = draft.evidence.get()

    response = client.post(file_url(draft, "edit/"), {"question-mission": "Welcome", "remove": str(piece.uuid)})

    assert response.url == file_url(draft, "edit/#evidence")
    assert draft.evidence.count() == 0
    assert answers_of(draft) == {"mission": "Welcome"}


@pytest.mark.parametrize("name", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_removing_what_is_not_there_is_no_error(name):
    client, draft = claimant(english_opening())

    response = client.post(file_url(draft, "edit/"), {"remove": name})

    assert response.url == file_url(draft, "edit/#evidence")


def test_enter_key_saves_instead_of_removing_a_file():
    client, draft = claimant(english_opening())
    client.post(file_url(draft, "edit/"), {"evidence_files": [pdf()], "add": "1"})

    html = client.get(file_url(draft, "edit/")).content.decode()

    form = html[html.index("<form") :]
    assert form.index('name="add"') < form.index('name="remove"')


def test_printed_name_is_kept_and_one_that_is_too_long_is_told():
    client, draft = claimant(english_opening())

    client.post(file_url(draft, "edit/"), {"printed_name": "Léa Exemple", "later": "1"})
    response = client.post(file_url(draft, "edit/"), {"printed_name": "L" * 121, "later": "1"})

    assert errors_of(response) == [
        "Your name, as it may be shown beside the badge – Ensure this value has at most 120 characters (it has 121)."
    ]
    draft.refresh_from_db()
    assert draft.printed_name == "Léa Exemple"


def test_hostile_answer_is_shown_as_text():
    client, draft = claimant(english_opening())
    hostile = "</textarea><script>alert(1)</script>\0"

    client.post(file_url(draft, "edit/"), {"question-mission": hostile, "later": "1"})
    html = client.get(file_url(draft, "edit/")).content.decode()

    assert answers_of(draft) == {"mission": "</textarea><script>alert(1)</script>"}
    assert "<script>alert" not in html


def test_body_that_is_too_large_is_named_and_the_draft_is_kept(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2000
    client, draft = claimant(english_opening())
    client.post(file_url(draft, "edit/"), {"question-mission": "Welcome", "later": "1"})

    response = client.post(file_url(draft, "edit/"), {"question-mission": "x" * 3000, "check": "1"})

    assert response.status_code == 413
    assert errors_of(response) == ["This is too large: at most 205 MB are read."]
    assert answers_of(draft) == {"mission": "Welcome"}
    assert "Welcome" in text_of(response)


def test_body_that_announces_too_much_is_not_read():
    client, draft = claimant(english_opening())

    response = client.post(file_url(draft, "edit/"), {"check": "1"}, CONTENT_LENGTH=str(10**9))

    assert response.status_code == 413
    assert errors_of(response) == ["This is too large: at most 205 MB are read."]


def test_body_that_is_cut_in_its_middle_is_named():
    client, draft = claimant(english_opening())

    response = client.post(file_url(draft, "edit/"), b"no boundary", content_type="multipart/form-data; boundary=")

    assert response.status_code == 400
    assert errors_of(response) == ["This request cannot be read. Send the form again."]


@pytest.mark.parametrize("charset", ["utf-16", "hex", "nonsense"])
def test_body_in_another_charset_is_refused_by_name_and_tells_strangers_nothing(charset):
    client, draft = claimant(english_opening())
    client.post(file_url(draft, "edit/"), {"question-mission": "Welcome", "later": "1"})
    body = b'--x\r\nContent-Disposition: form-data; name="question-mission"\r\n\r\nOther\r\n--x--\r\n'
    content_type = f"multipart/form-data; boundary=x; charset={charset}"

    own, of_a_stranger = (
        device.generic("POST", file_url(draft, "edit/"), body, content_type) for device in (client, stranger())
    )

    assert own.status_code == 400
    assert errors_of(own) == ["This request cannot be read. Send the form again."]
    assert of_a_stranger.status_code == 403
    assert answers_of(draft) == {"mission": "Welcome"}


def test_file_above_the_limit_does_not_cost_the_others(settings):
    settings.WAGTAIL_OPENBADGES = {
        **settings.WAGTAIL_OPENBADGES,
        "MAX_DOCUMENT_MEGABYTES": 1,
        "MAX_PHOTO_MEGABYTES": 1,
    }
    client, draft = claimant(english_opening())

    response = client.post(
        file_url(draft, "edit/"),
        {"evidence_files": [pdf("huge.pdf", PDF + b"%" * 2_000_000), pdf("good.pdf")], "add": "1"},
    )

    assert errors_of(response) == [
        "Files – huge.pdf: This PDF is too large: the limit is 1 MB. Reduce it, or send its pages in several files."
    ]
    assert names_of(draft) == ["good.pdf"]


def test_form_is_protected_against_other_sites():
    client, draft = claimant(english_opening())
    client.handler.enforce_csrf_checks = True

    response = client.post(file_url(draft, "edit/"), {"question-mission": "Forged", "later": "1"})

    assert response.status_code == 403
    assert answers_of(draft) == {}


def republish(opening, *questions, **changes) -> None:
    said = {"language": "en", "name": "Committed volunteer", "questions": questions, **changes}
    content = badge_content(opening.issuer, translation_key=opening.translation_key, **said)
    publishing.publish_badge(content)


def test_newer_form_says_what_changed_and_loses_no_answer():
    opening = english_opening(questions=(question("old"), question("kept")))
    client, draft = claimant(opening)
    client.post(file_url(draft, "edit/"), {"question-old": "Old words", "question-kept": "Kept words", "later": "1"})
    republish(opening, question("kept"), question("new"))

    response = client.get(file_url(draft, "edit/"))

    text = text_of(response)
    assert "This form has changed since your last visit" in text
    assert "New questions: Question new No longer asked: Question old" in text
    assert "Your answers to questions that are no longer asked" in text
    assert "Question old Old words" in text
    assert 'value="Kept words"' in response.content.decode()
    assert "This form has changed" not in text_of(client.get(file_url(draft, "edit/")))


def test_newer_form_names_the_questions_that_changed_and_opens_the_criteria_that_did():
    opening = english_opening(questions=(question("kept"), question("place", "radio", choices=["Door", "Hall"])))
    client, draft = claimant(opening)
    changed = question("place", "radio", choices=["Door"])
    republish(opening, question("kept"), changed)
    questions_only = client.get(file_url(draft, "edit/"))
    asks = ({"uid": "c1", "text": "Six months", "required": True},)
    republish(opening, question("kept"), changed, criteria=asks)

    criteria_only = client.get(file_url(draft, "edit/"))

    assert "before you deposit. Changed questions: Question place What this badge recognises" in text_of(questions_only)
    assert '<details class="openbadges-details">' in questions_only.content.decode()
    assert (
        "before you deposit. The criteria have changed: read them below. What this badge recognises"
        " Six months" in text_of(criteria_only)
    )
    assert '<details class="openbadges-details" open>' in criteria_only.content.decode()


def test_choice_that_the_editor_removed_stays_in_the_draft_until_another_one_is_chosen():
    opening = english_opening(
        questions=(question("place", "radio", choices=["Door", "Hall"]),), evidence_rules={"kinds": []}
    )
    client, draft = claimant(opening)
    client.post(file_url(draft, "edit/"), {"question-place": "Hall", "later": "1"})
    republish(opening, question("place", "radio", choices=["Door"]), evidence_rules={"kinds": []})

    shown = client.get(file_url(draft, "edit/"))
    saved = client.post(file_url(draft, "edit/"), {"form": "2", "question-place": "Hall", "later": "1"})
    kept = answers_of(draft)
    check = client.get(file_url(draft, "check/"))
    refused = client.get(check.url)
    again = client.post(file_url(draft, "edit/"), {"form": "2", "question-place": "Hall", "check": "1"})
    still_kept = answers_of(draft)
    chosen = client.post(file_url(draft, "edit/"), {"form": "2", "question-place": "Door", "check": "1"})

    assert "Door Hall (no longer offered)" in text_of(shown)
    assert (saved.url, kept, still_kept) == (file_url(draft, "edit/?saved=1"), {"place": "Hall"}, {"place": "Hall"})
    assert check.url == file_url(draft, "edit/?check=1")
    assert errors_of(refused) == errors_of(again) == ["Question place – “Hall” is no longer offered. Choose again."]
    assert (chosen.url, answers_of(draft)) == (file_url(draft, "check/"), {"place": "Door"})


@pytest.mark.parametrize("field_type", ["amount", "date", "datetime", "number"])
def test_tick_whose_question_became_of_another_kind_stays_in_the_draft_in_words(field_type):
    opening = english_opening(questions=(question("sure", "checkbox"),), evidence_rules={"kinds": []})
    client, draft = claimant(opening)
    client.post(file_url(draft, "edit/"), {"question-sure": "on", "later": "1"})
    republish(opening, question("sure", field_type), evidence_rules={"kinds": []})

    shown = [client.get(file_url(draft, page)) for page in ("edit/", "edit/?check=1")]

    assert [page.status_code for page in shown] == [200, 200]
    assert ['value="Yes"' in page.content.decode() for page in shown] == [True, True]


def test_instant_of_a_year_that_nobody_means_stays_in_the_draft_as_it_was_typed():
    opening = english_opening(questions=(question("when", "datetime"),), evidence_rules={"kinds": []})
    client, draft = claimant(opening)

    saved = client.post(file_url(draft, "edit/"), {"question-when": "0001-01-01T00:00", "later": "1"})
    shown = client.get(file_url(draft, "edit/"))
    checked = client.get(file_url(draft, "edit/?check=1"))

    assert saved.url == file_url(draft, "edit/?saved=1")
    assert answers_of(draft) == {"when": "0001-01-01T00:00"}
    assert shown.status_code == 200
    assert 'value="0001-01-01T00:00"' in shown.content.decode()
    assert errors_of(checked) == ["Question when – Check the year of this date."]


def test_page_drawn_from_an_older_form_is_read_as_it_was_drawn():
    opening = english_opening(questions=(question("old"), question("kept")))
    client, draft = claimant(opening)
    republish(opening, question("kept"), question("new"))
    client.get(file_url(draft, "edit/"))

    client.post(file_url(draft, "edit/"), {"form": "1", "question-old": "Old", "question-kept": "Kept", "later": "1"})

    assert answers_of(draft) == {"old": "Old", "kept": "Kept"}


@pytest.mark.parametrize("number", ["99", "nonsense", "9" * 40])
def test_page_drawn_from_a_form_that_never_was_is_read_as_the_draft_s(number):
    client, draft = claimant(english_opening())

    client.post(file_url(draft, "edit/"), {"form": number, "question-mission": "Welcome", "later": "1"})

    assert answers_of(draft) == {"mission": "Welcome"}


def test_correction_shows_what_is_asked_and_leaves_the_deposit_alone():
    opening = english_opening()
    client, draft = claimant(opening)
    client.post(
        file_url(draft, "edit/"), {"question-mission": "First", "evidence_files": [pdf("first.pdf")], "later": "1"}
    )
    draft.refresh_from_db()
    deposited = submitting.submit(draft, version=draft.version)
    reviewing.request_changes(
        deposited, by=make_reviewer(opening.issuer), version=deposited.version, message="Which months?"
    )

    shown = client.get(file_url(draft, "edit/"))
    client.post(
        file_url(draft, "edit/"), {"question-mission": "Second", "evidence_files": [pdf("second.pdf")], "later": "1"}
    )

    text = text_of(shown)
    assert "What you are asked for Which months?" in text
    assert "Your original file stays deposited until you deposit the correction." in text
    assert "Already deposited first.pdf" in text
    draft.refresh_from_db()
    assert [answer["value"] for answer in draft.answers] == ["First"]
    assert [answer["value"] for answer in draft.draft_answers] == ["Second"]
    assert [(piece.turn, piece.original_name) for piece in draft.evidence.all()] == [
        (1, "first.pdf"),
        (2, "second.pdf"),
    ]


def test_deposited_piece_cannot_be_removed_from_a_correction():
    opening = english_opening()
    client, draft = claimant(opening)
    client.post(file_url(draft, "edit/"), {"question-mission": "First", "evidence_text": "Story", "later": "1"})
    draft.refresh_from_db()
    deposited = submitting.submit(draft, version=draft.version)
    reviewing.request_changes(deposited, by=make_reviewer(opening.issuer), version=deposited.version, message="More")
    piece = draft.evidence.get()

    response = client.post(file_url(draft, "edit/"), {"question-mission": "Second", "remove": str(piece.uuid)})

    assert errors_of(response) == ["This piece was already deposited: it stays in the file."]
    assert draft.evidence.get() == piece
    assert answers_of(draft) == {"mission": "Second"}


@pytest.mark.parametrize("method", ["get", "post"])
def test_form_of_a_file_that_is_deposited_leads_to_where_it_stands(method):
    client, draft = claimant(english_opening())
    Submission.objects.filter(pk=draft.pk).update(state=State.IN_REVIEW)

    response = getattr(client, method)(file_url(draft, "edit/"), {"question-mission": "Late"})

    assert response.url == file_url(draft)
    assert answers_of(draft) == {}


@pytest.mark.parametrize("files", [[], ["story.pdf"]])
def test_answers_that_arrive_after_a_withdrawal_lead_to_where_the_file_stands(files):
    client, draft = claimant(english_opening())
    sent = {"question-mission": "Late", "evidence_files": [pdf(name) for name in files], "later": "1"}
    withdrawal = Meanwhile(lambda: Submission.objects.filter(pk=draft.pk).update(state=State.WITHDRAWN))

    with connection.execute_wrapper(withdrawal):
        response = client.post(file_url(draft, "edit/"), sent)

    assert response.url == file_url(draft)
    assert answers_of(draft) == {}
    assert draft.evidence.count() == 0


def test_form_of_a_closed_badge_can_be_written_and_says_that_it_cannot_be_deposited():
    opening = english_opening()
    client, draft = claimant(opening)
    publishing.close(opening)

    shown = client.get(file_url(draft, "edit/"))
    client.post(file_url(draft, "edit/"), {"question-mission": "Welcome", "later": "1"})

    assert "This page is not published now, so nothing can be sent here. What was begun before is kept." in text_of(
        shown
    )
    assert answers_of(draft) == {"mission": "Welcome"}


@pytest.mark.parametrize("count", [1, 3])
def test_form_takes_the_same_queries_whatever_it_holds(count, django_assert_num_queries):
    client, draft = claimant(english_opening())
    for number in range(count):
        submitting.add_statement(draft, kind=EvidenceKind.LINK, url=f"https://example.org/{number}")

    with django_assert_num_queries(10):
        client.get(file_url(draft, "edit/"))


def test_files_sent_ahead_are_kept_and_the_script_is_told_which_were_not():
    opening = english_opening()
    client, draft = claimant(opening)
    script = {"Accept": "application/json"}

    good = client.post(file_url(draft, "edit/"), {"evidence_files": [pdf("a.pdf")], "add": "1"}, headers=script)
    mixed = client.post(
        file_url(draft, "edit/"),
        {"evidence_files": [pdf("b.pdf", PDF + b" "), pdf("c.pdf", b"no document")], "add": "1"},
        headers=script,
    )

    assert (good.status_code, good.json()) == (200, {"refused": []})
    assert mixed.status_code == 422
    [refused] = mixed.json()["refused"]
    assert (refused["field"], len(refused["messages"])) == ("evidence_files", 1)
    assert refused["messages"][0].startswith("c.pdf: ")
    assert names_of(draft) == ["a.pdf", "b.pdf"]


def test_files_sent_ahead_leave_the_answers_to_the_form_that_follows():
    opening = english_opening(questions=(question("mission", "multiline"), question("hours", "number")))
    client, draft = claimant(opening)

    ahead = client.post(
        file_url(draft, "edit/"),
        {"question-mission": "Soup", "question-hours": "about ten", "evidence_files": [pdf()], "add": "1"},
        headers={"Accept": "application/json"},
    )
    followed = client.post(
        file_url(draft, "edit/"), {"question-mission": "Soup", "question-hours": "about ten", "check": "1"}
    )

    assert (ahead.status_code, ahead.json()) == (200, {"refused": []})
    assert followed.status_code == 422
    assert "Question hours – Enter a number." in errors_of(followed)
    assert answers_of(draft) == {"mission": "Soup", "hours": "about ten"}


def test_files_sent_ahead_that_are_too_large_together_are_refused_by_name(settings):
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "MAX_PHOTO_MEGABYTES": 1, "MAX_DOCUMENT_MEGABYTES": 1}
    client, draft = claimant(english_opening())
    heavy = pdf(content=PDF + b"0" * 40_000_000)

    response = client.post(
        file_url(draft, "edit/"), {"evidence_files": [heavy], "add": "1"}, headers={"Accept": "application/json"}
    )

    assert (response.status_code, response.json()["error"]["code"]) == (413, "input_too_large")
    assert names_of(draft) == []
