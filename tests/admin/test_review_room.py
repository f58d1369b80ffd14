"""The queue, the screen of a file and its evidence."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.admin.people import rows
from tests.admin.room import file_url, make_room, many_files
from tests.factories import (
    UserFactory,
    accept,
    badge_content,
    make_draft,
    make_opening,
    make_round,
    make_submission,
    picture,
)
from wagtail_openbadges.domain import publishing, submitting
from wagtail_openbadges.models import ClaimRule, Event, Holder, Review, State, Submission, Verb

pytestmark = pytest.mark.django_db

QUEUE = "openbadges_review:index"


def references(response):
    return [row.reference for row in response.context["object_list"]]


def queue(client, **wishes):
    return client.get(reverse(QUEUE), wishes)


def test_queue_shows_waiting_files_the_oldest_promise_first(client):
    issuer, reviewer, late = make_room()
    soon = make_submission(make_opening(issuer))
    Submission.objects.filter(pk=soon.pk).update(due_at=timezone.now() - timezone.timedelta(days=1))
    make_draft(make_opening(issuer))
    accept(make_submission(make_opening(issuer)), reviewer)
    client.force_login(reviewer)

    response = queue(client)

    assert references(response) == [soon.reference, late.reference]
    assert response.content.decode().count("openbadges-overdue") == 1


def test_queue_without_files_says_how_one_learns_of_them(client):
    _issuer, reviewer, submission = make_room()
    submitting.withdraw(submission, version=submission.version)
    client.force_login(reviewer)

    response = queue(client)

    page = response.content.decode()
    assert "No claim waits for you." in page
    assert f'<a href="{reverse(QUEUE)}?show=all">All claims</a>' in page


def test_queue_names_a_person_by_the_name_given_or_else_by_the_address(client):
    issuer, reviewer, named = make_room()
    nameless = make_submission(make_opening(issuer), address="sam@example.org")
    erased = make_submission(make_opening(issuer), address="ana@example.org")
    Submission.objects.filter(pk__in=[nameless.pk, erased.pk]).update(printed_name="")
    Holder.objects.filter(pk=erased.holder_id).update(email=None)
    client.force_login(reviewer)

    listed = rows(client, reverse("openbadges_review:index_results"))

    assert {row[0]: row[1] for row in listed} == {
        named.reference: "Léa Exemple",
        nameless.reference: "sam@example.org",
        erased.reference: "",
    }


def test_queue_promises_an_answer_to_files_that_wait_alone(client):
    issuer, reviewer, waiting = make_room()
    settled = accept(make_submission(make_opening(issuer)), reviewer)
    client.force_login(reviewer)

    listed = rows(client, reverse("openbadges_review:index_results"), show="all")

    assert settled.due_at is not None
    assert {row[0]: bool(row[2]) for row in listed} == {waiting.reference: True, settled.reference: False}


def test_queue_can_be_narrowed(client):
    issuer, reviewer, waiting = make_room()
    declared = make_submission(make_opening(issuer, claim_rule=ClaimRule.DECLARED))
    overdue = make_submission(make_opening(issuer))
    Submission.objects.filter(pk=overdue.pk).update(due_at=timezone.now())
    client.force_login(reviewer)

    found = {
        "overdue": references(queue(client, show="overdue")),
        "declared": references(queue(client, show="declared")),
        "accepted": references(queue(client, state=State.ACCEPTED)),
        "opening": references(queue(client, opening=waiting.opening_id)),
        "issuer": sorted(references(queue(client, issuer=issuer.pk))),
        "all": sorted(references(queue(client, show="all"))),
    }

    assert found == {
        "overdue": [overdue.reference],
        "declared": [declared.reference],
        "accepted": [declared.reference],
        "opening": [waiting.reference],
        "issuer": sorted([waiting.reference, overdue.reference]),
        "all": sorted([waiting.reference, overdue.reference, declared.reference]),
    }


def test_filters_name_the_issuers_and_badges_of_the_user_only(client):
    issuer, reviewer, submission = make_room()
    make_submission(make_opening(name="Badge des autres"))
    client.force_login(reviewer)

    form = queue(client).context["filters"].form

    assert [label for _key, label in form.fields["opening"].choices] == ["---------", submission.opening_version.title]
    assert [label for _key, label in form.fields["issuer"].choices] == ["---------", str(issuer)]


@pytest.mark.parametrize("words", ["{reference}", "bénévole engagé", "Léa", "lea@example.org", "LEA@Example.org"])
def test_search_finds_by_reference_badge_name_and_address(client, words):
    _issuer, reviewer, submission = make_room()
    client.force_login(reviewer)

    response = queue(client, q=words.format(reference=submission.reference))

    assert references(response) == [submission.reference]


@pytest.mark.parametrize("words", ["example.org", "personne", "lea@"])
def test_search_finds_nobody_by_a_part_of_an_address(client, words):
    _issuer, reviewer, _submission = make_room()
    client.force_login(reviewer)

    response = queue(client, q=words)

    assert references(response) == []
    assert "No file matches." in response.content.decode()


@pytest.mark.parametrize(
    "wishes", [{"state": "x"}, {"opening": "x"}, {"p": "99"}, {"p": "x"}, {"ordering": "holder__email"}, {"q": "\0"}]
)
def test_senseless_wish_is_ignored(client, wishes):
    _issuer, reviewer, submission = make_room()
    client.force_login(reviewer)

    response = queue(client, **wishes)

    assert (response.status_code, references(response)) == (200, [submission.reference])


def test_queue_is_read_in_as_many_queries_with_3_and_with_60_files(client, django_assert_max_num_queries):
    _issuer, reviewer, submission = make_room()
    client.force_login(reviewer)
    many_files(2, submission)
    queue(client)
    with django_assert_max_num_queries(15):
        assert len(references(queue(client, show="all"))) == 3
    many_files(57, submission)

    with django_assert_max_num_queries(15):
        response = queue(client, show="all")

    assert (len(references(response)), response.context["paginator"].count) == (30, 60)


def test_file_shows_what_was_deposited(client):
    _issuer, reviewer, submission = make_room()
    link = submitting.add_statement
    Submission.objects.filter(pk=submission.pk).update(state=State.DRAFT)
    link(submission, kind="link", url="https://asso.example.org/projet", text="Notre page")
    Submission.objects.filter(pk=submission.pk).update(state=State.SUBMITTED)
    client.force_login(reviewer)

    response = client.get(file_url(submission))

    page = response.content.decode()
    reading = response.context["reading"]
    assert [(answer.label, answer.texts) for section in reading.sections for answer in section.answers] == [
        ("Quelle était votre mission ?", ["J’ai tenu l’accueil."])
    ]
    assert [(piece.evidence.kind, piece.host, piece.caption) for piece in reading.pieces] == [
        ("text", "", ""),
        ("link", "asso.example.org", "Link"),
    ]
    assert 'href="https://asso.example.org/projet" rel="noopener noreferrer nofollow external"' in page
    assert "This link leads outside, to asso.example.org." in page
    assert "Une mission d’au moins trois mois" in page
    assert page.count("<h1") == 1


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://[", "ftp://asso.example.org/", "https://"])
def test_link_that_leads_nowhere_is_no_link(client, address):
    _issuer, reviewer, submission = make_room()
    submission.evidence.create(kind="link", url=address, turn=1)
    client.force_login(reviewer)

    response = client.get(file_url(submission))

    assert response.status_code == 200
    assert f'href="{address}"' not in response.content.decode()


def test_file_shows_other_files_of_the_person_and_earlier_words(client):
    issuer, reviewer, submission = make_room()
    other = make_submission(make_opening(issuer))
    elsewhere = make_submission()
    Review.objects.create(
        submission=submission, turn=1, reviewer=reviewer, note_to_holder="Complétez.", private_note="Vu au téléphone."
    )
    client.force_login(reviewer)

    response = client.get(file_url(submission))

    page = response.content.decode()
    assert [file.submission.reference for file in response.context["reading"].others] == [other.reference]
    assert elsewhere.reference not in page
    assert ("Complétez." in page, "Vu au téléphone." in page) == (True, True)


def test_file_is_read_in_a_bounded_number_of_queries(client, django_assert_num_queries):
    issuer, reviewer, submission = make_room()
    client.force_login(reviewer)
    client.get(file_url(submission))
    with CaptureQueriesContext(connection) as first:
        client.get(file_url(submission))
    submission.evidence.create(kind="text", text="Encore.", turn=1)
    make_submission(make_opening(issuer))
    make_submission(make_opening(issuer))

    with django_assert_num_queries(len(first)):
        client.get(file_url(submission))


def test_looking_changes_nothing(client):
    _issuer, reviewer, submission = make_room()
    client.force_login(reviewer)
    before = (Submission.objects.values().get(pk=submission.pk), Event.objects.count())

    for step in ("inspect", "accept", "request_changes", "decline"):
        client.get(file_url(submission, step))

    assert (Submission.objects.values().get(pk=submission.pk), Event.objects.count()) == before
    assert client.get(file_url(submission, "start")).status_code == 405


def test_start_tells_that_the_file_is_read(client):
    _issuer, reviewer, submission = make_room()
    client.force_login(reviewer)

    response = client.post(file_url(submission, "start"), {"version": submission.version}, follow=True)

    submission.refresh_from_db()
    assert submission.state == State.IN_REVIEW
    assert "The person now sees that you are reading the file." in response.content.decode()


def test_start_from_an_old_page_is_a_conflict(client):
    _issuer, reviewer, submission = make_room()
    client.force_login(reviewer)

    response = client.post(file_url(submission, "start"), {"version": "²"})

    submission.refresh_from_db()
    assert (response.status_code, submission.state) == (409, State.SUBMITTED)


def test_evidence_leaves_as_attachment_and_the_download_is_recorded(client):
    _issuer, reviewer, submission = make_room()
    evidence = submission.evidence.create(kind="file", media_type="image/png", original_name="été.png", turn=1)
    evidence.file.save("evidence/ete.png", ContentFile(picture()))
    client.force_login(reviewer)
    page = client.get(file_url(submission)).content.decode()

    download = client.get(file_url(submission, "evidence", evidence.uuid))
    preview = client.get(file_url(submission, "evidence_preview", evidence.uuid))

    assert f'src="{file_url(submission, "evidence_preview", evidence.uuid)}"' in page
    assert download.headers["Content-Disposition"] == "attachment; filename*=utf-8''%C3%A9t%C3%A9.png"
    assert (preview.headers["Content-Disposition"], preview.headers["Content-Security-Policy"]) == (
        'inline; filename="ete.png"',
        "default-src 'none'; sandbox",
    )
    assert [event.actor for event in submission.events.filter(verb="evidence_read")] == [reviewer]
    assert [b"".join(response.streaming_content) for response in (download, preview)] == [picture(), picture()]


def test_evidence_says_what_it_answers_and_what_is_known_of_its_file(client):
    _issuer, reviewer, submission = make_room()
    submission.evidence.all().delete()
    question = submission.opening_version.questions[0]["uid"]
    for name, media_type, asked in (("bilan.pdf", "application/pdf", question), ("été.png", "image/png", "")):
        evidence = submission.evidence.create(
            kind="file", media_type=media_type, original_name=name, size=2048, question=asked, turn=1
        )
        evidence.file.save(f"evidence/{evidence.pk}", ContentFile(b"-"))
    submission.evidence.create(kind="text", text="Encore.", turn=2)
    Event.objects.create(
        verb=Verb.RESUBMITTED, at=timezone.now(), submission=submission, issuer=submission.issuer, turn=2
    )
    client.force_login(reviewer)

    pieces = client.get(file_url(submission)).context["reading"].pieces

    assert [piece.caption.replace("\u00a0", " ") for piece in pieces] == [
        "Quelle était votre mission ? · 2 KB · not scanned",
        "File · été.png · 2 KB · not scanned",
        "Added at turn 2",
    ]


def test_evidence_that_is_no_file_is_not_found(client):
    _issuer, reviewer, submission = make_room()
    client.force_login(reviewer)

    response = client.get(file_url(submission, "evidence", submission.evidence.get().uuid))

    assert response.status_code == 404


def test_declared_file_says_that_nobody_checked_it_and_leads_to_its_award(client):
    issuer, reviewer, _waiting = make_room()
    declared = make_submission(make_opening(issuer, claim_rule=ClaimRule.DECLARED))
    client.force_login(reviewer)

    page = client.get(file_url(declared)).content.decode()

    assert "A declaration: the badge was given at once, nobody checked it." in page
    assert reverse("openbadges_awards_modeladmin_inspect", args=[declared.assertion.pk]) in page
    assert file_url(declared, "accept") not in page


def test_front_page_shows_the_five_oldest_files_and_their_number(client):
    _issuer, reviewer, first = make_room()
    for number in range(5):
        make_submission(first.opening, address=f"personne{number}@example.org")
    client.force_login(reviewer)

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    shown = [file for file in Submission.objects.order_by("due_at", "pk") if file_url(file) in page]
    assert "6 claims wait for you" in page
    assert page.count("Answer by ") == 5
    assert f'<a href="{reverse(QUEUE)}?show=all">All claims</a>' in page
    assert shown == list(Submission.objects.order_by("due_at", "pk")[:5])


def test_front_page_names_the_person_of_each_file(client):
    issuer, reviewer, named = make_room()
    nameless = make_submission(make_opening(issuer), address="sam@example.org")
    Submission.objects.filter(pk=nameless.pk).update(printed_name="")
    client.force_login(reviewer)

    listed = rows(client, reverse("wagtailadmin_home"))

    assert {row[0]: row[1] for row in listed} == {
        named.reference: "Léa Exemple",
        nameless.reference: "sam@example.org",
    }


def test_front_page_leads_to_the_lists_when_nothing_waits(client):
    make_submission()
    _issuer, reviewer, waiting = make_room()
    submitting.withdraw(waiting, version=waiting.version)
    client.force_login(reviewer)

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "Nothing waits for you" in page
    assert f'<a href="{reverse(QUEUE)}?show=all">All claims</a>' in page
    assert f'<a href="{reverse("openbadges_applications:index")}?show=all">All applications</a>' in page


def test_front_page_of_others_has_no_panel(client):
    make_submission()
    editor = UserFactory()
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)

    page = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "openbadges-waiting" not in page


def in_english(content):
    """Return the version of a badge in English, which names its criterion in its own words."""
    criteria = ({"uid": "c1", "text": "Three months of service", "required": True},)
    opening = publishing.publish_badge(replace(content, language="en", name="I volunteer", criteria=criteria))
    return opening.achievement.versions.get(language="en")


def criteria_on_screen(client, submission):
    reading = client.get(file_url(submission)).context["reading"]
    return reading.criteria_language, [criterion["text"] for criterion in reading.criteria]


def test_file_is_judged_by_the_criteria_that_its_badge_will_say(client):
    issuer, reviewer, _other = make_room()
    content = badge_content(issuer)
    french, english = (make_submission(publishing.publish_badge(content), address=f"{n}@example.org") for n in "ab")
    words = publishing.freeze(in_english(content))
    Submission.objects.filter(pk=english.pk).update(achievement_version=words)
    client.force_login(reviewer)

    shown = [criteria_on_screen(client, submission) for submission in (french, english)]

    assert shown == [("fr", ["Une mission d’au moins trois mois"]), ("en", ["Three months of service"])]


def test_application_is_judged_by_the_criteria_of_its_call_whatever_badge_it_gives(client):
    issuer, reviewer, _other = make_room()
    badge = publishing.publish_badge(badge_content(issuer)).achievement
    application = make_submission(make_round(issuer, number=2, awards_id=badge.pk))
    client.force_login(reviewer)

    shown = criteria_on_screen(client, application)

    assert application.achievement_version.criteria[0]["text"] == "Une mission d’au moins trois mois"
    assert shown == ("fr", ["Le projet est local"])
