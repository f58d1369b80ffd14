"""What publishing the page of a round does, what keeps it shut, and which round is the current one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Page

from tests import factories
from tests.domain.race import race
from wagtail_openbadges.domain import admission, archiving, deciding, publishing, rounds, submitting
from wagtail_openbadges.domain.errors import ClosedOpeningError
from wagtail_openbadges.models import Assertion, Call, ClaimRule, Event, Opening, OpeningVersion, OutboxJob, Verb

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _mid_june():
    with time_machine.travel(NOW, tick=False):
        yield


def make_page(**changes):
    """Return a live page: what publishes rounds knows nothing more of pages."""
    slug = f"page-{uuid4().hex[:8]}"
    return Page.get_first_root_node().add_child(instance=Page(title="Édition", slug=slug, **changes))


def a_round(call_key, number, opens, closes, **changes):
    """Publish a round of a call with a page of its own."""
    changes = {"issuer": None, "page_id": make_page().pk} | changes
    return factories.make_round(
        changes.pop("issuer"), call_key=call_key, number=number, opens=opens, closes=closes, **changes
    )


def jobs(kind):
    return list(OutboxJob.objects.filter(kind=kind).order_by("pk").values_list("key", flat=True))


@pytest.mark.django_db
def test_round_that_is_sound_opens_with_instants_and_what_was_typed():
    opening = factories.make_round(
        opens="2026-06-01T09:00", closes="2026-10-25T02:30", editable_until="2026-10-20T12:00", zone_name="Europe/Paris"
    )

    form = opening.versions.get()
    assert (opening.kind, opening.faults, opening.reference_prefix, opening.round_number) == ("call", [], "AMI1", 1)
    assert (form.opens_at, form.closes_at, form.editable_until_at) == (
        datetime(2026, 6, 1, 7, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        datetime(2026, 10, 20, 10, tzinfo=UTC),
    )
    assert (form.opens_local, form.closes_local, form.zone_name) == (
        "2026-06-01T09:00",
        "2026-10-25T02:30",
        "Europe/Paris",
    )
    assert form.claim_rule == ClaimRule.ONE_REVIEW


@pytest.mark.django_db
def test_round_with_a_prefix_that_another_has_gets_one_of_its_own():
    first, second = factories.make_round(), factories.make_round()

    assert (first.reference_prefix, second.reference_prefix) == ("AMI1", f"AMI1-{second.pk}")


@pytest.mark.django_db
def test_round_published_again_changes_nothing_and_enqueues_nothing_twice():
    content = factories.round_content(factories.make_issuer())
    opening = rounds.publish_round(content)
    before = jobs("announce_round") + jobs("remind_drafts")

    again = rounds.publish_round(content)

    assert again == opening
    assert OpeningVersion.objects.count() == 1
    assert jobs("announce_round") + jobs("remind_drafts") == before
    assert len(before) == 3


@pytest.mark.django_db
def test_round_whose_closing_moves_is_reminded_of_the_new_one_and_announced_once_for_ever():
    content = factories.round_content(factories.make_issuer(), closes="2026-07-15T12:00")
    opening = rounds.publish_round(content)

    rounds.publish_round(replace(content, closes="2026-07-20T12:00"))

    assert jobs("announce_round") == [f"announce:{opening.uuid}"]
    assert jobs("remind_drafts") == [
        f"remind:{opening.uuid}:7:2026-07-15T10:00:00+00:00",
        f"remind:{opening.uuid}:2:2026-07-15T10:00:00+00:00",
        f"remind:{opening.uuid}:7:2026-07-20T10:00:00+00:00",
        f"remind:{opening.uuid}:2:2026-07-20T10:00:00+00:00",
    ]
    assert list(OutboxJob.objects.filter(kind="remind_drafts").values_list("run_after", flat=True))[-1] == datetime(
        2026, 7, 18, 10, tzinfo=UTC
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "announced", "reminders"),
    [
        ({"closes": ""}, 1, 0),
        ({"closes": "2026-06-18T12:00"}, 1, 1),
        ({"closes": "2026-06-16T12:00"}, 1, 0),
        ({"opens": "2026-01-01T08:00", "closes": "2026-06-01T12:00"}, 0, 0),
        ({"elsewhere_url": "https://example.org/apply"}, 1, 0),
        ({"privacy_notice": " "}, 0, 0),
    ],
)
def test_round_plans_only_what_can_still_be_said(changes, announced, reminders):
    factories.make_round(**changes)

    assert (len(jobs("announce_round")), len(jobs("remind_drafts"))) == (announced, reminders)


@pytest.mark.django_db
def test_round_answered_elsewhere_needs_no_notice_and_takes_nothing_here():
    opening = factories.make_round(elsewhere_url="https://example.org/apply", privacy_notice="")

    assert (opening.faults, opening.versions.get().claim_rule) == ([], ClaimRule.NO_CLAIMS)
    with pytest.raises(ClosedOpeningError) as refusal:
        factories.make_draft(opening)
    assert refusal.value.code == "elsewhere"


@pytest.mark.django_db
def test_round_whose_titles_are_as_long_as_pages_may_have_keeps_all_of_both():
    longest = Page._meta.get_field("title").max_length
    title = f"{'h' * longest} · {'r' * longest}"

    form = factories.make_round(title=title).versions.get()

    OpeningVersion._meta.get_field("title").run_validators(form.title)
    assert form.title == title


@pytest.mark.django_db
def test_round_without_a_structure_has_no_door_until_one_is_chosen():
    content = replace(factories.round_content(factories.make_issuer()), issuer_id=None)

    assert rounds.publish_round(content) is None
    assert rounds.round_faults(content) == ["missing_receiver"]
    assert not Opening.objects.exists()


@pytest.mark.django_db
def test_round_whose_structure_is_taken_out_again_shuts_and_says_why():
    content = factories.round_content(factories.make_issuer())
    rounds.publish_round(content)

    opening = rounds.publish_round(replace(content, issuer_id=None))

    assert opening.faults == ["missing_receiver"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"opens": "2026-07-01T09:00", "closes": "2026-07-01T09:00"}, ["closes_before_opens"]),
        ({"opens": "2026-07-01T09:00", "editable_until": "2026-06-30T09:00"}, ["editable_before_opens"]),
        ({"closes": "2026-07-01T09:00", "results_on": date(2026, 6, 30)}, ["results_before_closing"]),
        ({"closes": "2026-07-01T09:00", "results_on": date(2026, 7, 1)}, []),
        ({"privacy_notice": ""}, ["missing_notice"]),
        ({"questions": ({**factories.QUESTION, "field_type": "multiselect"},)}, ["missing_choices"]),
        ({"questions": ({**factories.QUESTION, "field_type": "multiselect", "choices": ["Oui"]},)}, []),
        ({"zone_name": "Paris"}, ["unknown_zone"]),
        ({"closes": "tomorrow"}, ["local_unreadable"]),
        ({"closes": "2027-03-28T02:30"}, ["local_skipped"]),
        ({"awards_id": 999_999}, ["badge_not_published"]),
    ],
)
def test_round_that_is_not_sound_stays_shut_and_says_why(changes, faults):
    opening = factories.make_round(**changes)

    assert opening.faults == faults
    assert admission.closed_reason(opening, now=NOW) == ("incomplete" if faults else None)


@pytest.mark.django_db
def test_round_made_unsound_keeps_the_form_that_was_sound_and_shuts():
    content = factories.round_content(factories.make_issuer())
    draft = factories.make_draft(rounds.publish_round(content))

    opening = rounds.publish_round(replace(content, closes="soon"))

    assert (opening.versions.get(), opening.faults) == (draft.opening_version, ["local_unreadable"])
    assert admission.closed_reason(opening, now=NOW) == "incomplete"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("opens", "closes", "faults"),
    [
        ("2026-06-30T12:00", "2026-08-31T12:00", []),
        ("2026-06-30T11:59", "2026-08-31T12:00", ["overlapping_round"]),
        ("2026-01-01T12:00", "2026-06-01T12:00", []),
        ("2026-01-01T12:00", "2026-06-01T12:01", ["overlapping_round"]),
        ("", "2026-08-31T12:00", ["overlapping_round"]),
        ("2026-06-30T12:00", "", []),
        ("", "", ["overlapping_round"]),
    ],
)
def test_round_that_overlaps_another_of_its_call_stays_shut(opens, closes, faults):
    first = factories.make_round(opens="2026-06-01T12:00", closes="2026-06-30T12:00")

    second = factories.make_round(
        call_key=first.call.translation_key, number=2, opens=opens, closes=closes, title="Édition 2"
    )

    assert (first.faults, second.faults) == ([], faults)


@pytest.mark.django_db
def test_round_that_overlaps_one_of_another_call_or_an_archived_one_opens():
    first = factories.make_round()
    other_call = factories.make_round()
    archiving.archive(first)

    second = factories.make_round(call_key=first.call.translation_key, number=2)

    assert (other_call.faults, second.faults) == ([], [])


@pytest.mark.django_db
def test_round_moves_to_another_structure_with_its_drafts_and_no_longer_once_somebody_applied():
    content = factories.round_content(factories.make_issuer())
    draft = factories.make_draft(rounds.publish_round(content))
    second, third = factories.make_issuer(), factories.make_issuer()

    moved = rounds.publish_round(replace(content, issuer_id=second.pk))
    draft.refresh_from_db()
    submitting.move_to_newest(draft)
    draft.refresh_from_db()
    deposited = submitting.submit(draft, version=draft.version)
    refused = rounds.publish_round(replace(content, issuer_id=third.pk))

    assert (moved.faults, moved.issuer, deposited.issuer) == ([], second, second)
    assert (refused.faults, refused.issuer) == (["issuer_fixed"], second)


@pytest.mark.django_db
def test_round_that_gives_the_badge_of_another_issuer_stays_shut():
    badge = factories.make_opening().achievement

    opening = factories.make_round(awards_id=badge.pk)

    assert opening.faults == ["badge_of_other_issuer"]


@pytest.mark.django_db
def test_round_that_names_a_badge_awards_it_in_the_act_of_acceptance():
    issuer = factories.make_issuer()
    badge = factories.make_opening(issuer).achievement
    submission = factories.make_submission(factories.make_round(issuer, awards_id=badge.pk))

    accepted = factories.accept(submission)

    assertion = Assertion.objects.get()
    assert (assertion.submission, assertion.achievement_version.achievement) == (accepted, badge)
    assert (assertion.holder, assertion.printed_name, assertion.way) == (accepted.holder, "Léa Exemple", "reviewed")
    assert f"sign:{assertion.uuid}" in jobs("sign_assertion")


@pytest.mark.django_db
def test_round_that_names_a_badge_in_another_language_awards_what_there_is():
    issuer = factories.make_issuer()
    badge = factories.make_opening(issuer, language="en").achievement
    opening = factories.make_round(issuer, awards_id=badge.pk)

    submission = factories.make_submission(opening)

    assert submission.achievement_version == badge.versions.get()


@pytest.mark.django_db
def test_round_that_names_no_badge_awards_none():
    submission = factories.make_submission(factories.make_round())

    deciding.accept(submission, by=factories.make_reviewer(submission.issuer), version=submission.version)

    assert not Assertion.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("results_on", "due"),
    [
        (date(2026, 9, 1), datetime(2026, 9, 1, 21, 59, tzinfo=UTC)),
        (None, NOW + timedelta(days=60)),
    ],
)
def test_answer_is_promised_for_the_end_of_the_day_of_results_else_within_the_delay(results_on, due):
    submission = factories.make_submission(factories.make_round(results_on=results_on))

    assert submission.due_at == due


@pytest.mark.django_db
def test_answer_after_the_day_of_results_is_promised_within_the_delay():
    draft = factories.make_draft(factories.make_round(closes="", results_on=date(2026, 6, 1)))

    submission = submitting.submit(draft, version=draft.version)

    assert submission.due_at == NOW + timedelta(days=60)


@pytest.mark.django_db
def test_round_remembers_a_live_page_of_its_group_and_forgets_one_that_is_not():
    french, english, hub, other_hub = (make_page() for _page in range(4))
    content = factories.round_content(factories.make_issuer(), page_id=french.pk, call_page_id=hub.pk)
    rounds.publish_round(content)
    translated = replace(content, page_id=english.pk, call_page_id=other_hub.pk)

    both_live = rounds.publish_round(translated).page_id, Call.objects.get().page_id
    Page.objects.filter(pk__in=[french.pk, hub.pk]).update(live=False)
    one_live = rounds.publish_round(translated).page_id, Call.objects.get().page_id

    assert (both_live, one_live) == ((french.pk, hub.pk), (english.pk, other_hub.pk))


@pytest.mark.django_db
def test_current_round_is_the_open_one_then_the_next_then_the_last():
    key = uuid4()
    closed = a_round(key, 1, "2026-01-01T08:00", "2026-03-01T12:00")
    older = a_round(key, 4, "2025-01-01T08:00", "2025-03-01T12:00")
    opened = a_round(key, 2, "2026-06-01T08:00", "2026-07-01T12:00")
    later = a_round(key, 5, "2026-11-01T08:00", "2026-12-01T12:00")
    following = a_round(key, 3, "2026-09-01T08:00", "2026-10-01T12:00")
    call = closed.call

    current = [rounds.current_round(call, now=datetime(2026, month, 15, tzinfo=UTC)) for month in (6, 8, 9, 10, 11, 12)]
    closing = rounds.current_round(call, now=datetime(2026, 7, 1, 10, tzinfo=UTC))
    second_before = rounds.current_round(call, now=datetime(2026, 7, 1, 9, 59, 59, tzinfo=UTC))

    assert current == [opened, following, following, later, later, later]
    assert (second_before, closing) == (opened, following)
    assert older.faults == []


@pytest.mark.django_db
def test_current_round_prefers_one_that_closed_to_one_that_is_not_sound():
    key = uuid4()
    closed = a_round(key, 1, "2026-01-01T08:00", "2026-03-01T12:00")
    a_round(key, 2, "2026-06-01T08:00", "2026-07-01T12:00", privacy_notice="")

    assert rounds.current_round(closed.call, now=NOW) == closed


@pytest.mark.django_db
def test_current_round_answered_elsewhere_counts_as_open():
    key = uuid4()
    a_round(key, 1, "2026-01-01T08:00", "2026-03-01T12:00")
    elsewhere = a_round(key, 2, "2026-06-01T08:00", "2026-07-01T12:00", elsewhere_url="https://example.org/")

    assert rounds.current_round(elsewhere.call, now=NOW) == elsewhere


@pytest.mark.django_db
def test_current_round_is_never_unpublished_archived_or_without_a_page():
    key = uuid4()
    unpublished = publishing.close(a_round(key, 1, "2026-01-01T08:00", "2026-03-01T12:00"))
    archiving.archive(a_round(key, 2, "2026-04-01T08:00", "2026-05-01T12:00"))
    a_round(key, 3, "2026-06-01T08:00", "2026-07-01T12:00", page_id=None)

    assert rounds.current_round(unpublished.call, now=NOW) is None


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 12])
def test_current_round_asks_the_database_as_often_with_few_rounds_as_with_many(count, django_assert_num_queries):
    key, issuer = uuid4(), factories.make_issuer()
    for year in range(count):
        last = a_round(key, year + 1, f"{2026 - year}-01-01T08:00", f"{2026 - year}-03-01T12:00", issuer=issuer)

    with django_assert_num_queries(2):
        rounds.current_round(last.call, now=NOW)


@pytest.mark.django_db
def test_open_rounds_are_those_one_can_answer_now_by_their_closing():
    endless = factories.make_round(opens="", closes="")
    july = factories.make_round(opens="2026-06-15T14:00", closes="2026-07-15T12:00")
    elsewhere = factories.make_round(closes="2026-07-01T12:00", elsewhere_url="https://example.org/")
    factories.make_round(closes="2026-06-15T14:00", opens="2026-06-01T08:00")
    factories.make_round(opens="2026-06-15T14:01")
    factories.make_round(privacy_notice="")
    publishing.close(factories.make_round())
    archiving.archive(factories.make_round())
    factories.make_opening()

    forms = rounds.open_rounds(now=NOW)

    assert [form.opening for form in forms] == [elsewhere, july, endless]


@pytest.mark.django_db
def test_forms_in_force_are_the_newest_whatever_their_language():
    content = factories.round_content(factories.make_issuer())
    opening = rounds.publish_round(content)
    rounds.publish_round(replace(content, language="en", closes="2026-09-01T12:00"))

    (form,) = rounds.forms_in_force(Opening.objects.filter(pk=opening.pk))

    assert (form.language, form.number, form.closes_local) == ("en", 2, "2026-09-01T12:00")


@pytest.mark.django_db
def test_questions_are_taken_until_a_round_closes_and_never_for_a_badge():
    to_come = factories.make_round(opens="2026-07-01T08:00", closes="2026-08-01T12:00")
    elsewhere = factories.make_round(elsewhere_url="https://example.org/")
    closed = factories.make_round(opens="2026-01-01T08:00", closes="2026-02-01T12:00")

    taken = [
        rounds.is_open_to_questions(opening, now=timezone.now())
        for opening in (factories.make_round(), to_come, elsewhere, closed, factories.make_opening())
    ]

    assert taken == [True, True, True, False, False]


@pytest.mark.django_db
def test_round_published_is_written_in_the_log():
    editor = factories.UserFactory()
    opening = rounds.publish_round(factories.round_content(factories.make_issuer()), by=editor)

    event = Event.objects.get(verb=Verb.OPENING_PUBLISHED)
    assert (event.actor, event.opening, event.issuer) == (editor, opening, opening.issuer)


@pytest.mark.django_db(transaction=True)
def test_two_rounds_published_at_once_do_not_hide_their_overlap(site_after_flush):
    issuer, key = factories.make_issuer(), uuid4()
    first, second = (factories.round_content(issuer, call_key=key, number=number) for number in (1, 2))

    results = race(lambda: rounds.publish_round(first), lambda: rounds.publish_round(second))

    assert results == ["done", "done"]
    assert sorted(Opening.objects.values_list("faults", flat=True)) == [[], ["overlapping_round"]]


@pytest.mark.django_db(transaction=True)
def test_one_round_published_twice_at_once_is_one_round(site_after_flush):
    content = factories.round_content(factories.make_issuer())

    results = race(*[lambda: rounds.publish_round(content)] * 2)

    assert results == ["done", "done"]
    assert (Opening.objects.count(), OpeningVersion.objects.count(), len(jobs("announce_round"))) == (1, 1, 1)
