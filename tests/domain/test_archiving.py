"""What people rely on is archived, never deleted."""

from uuid import uuid4

import pytest

from tests import factories
from wagtail_openbadges.domain import admission, archiving, awarding
from wagtail_openbadges.models import Achievement, Event, Opening, Verb

pytestmark = pytest.mark.django_db


def verbs_of(opening):
    return list(Event.objects.filter(opening=opening, verb__startswith="opening").values_list("verb", flat=True))


def test_kept_are_openings_with_files_drafts_or_awards_among_those_asked_for():
    with_draft = factories.make_draft(factories.make_round()).opening
    with_file = factories.make_submission(factories.make_round()).opening
    with_award = factories.make_opening()
    awarding.award(with_award.achievement.versions.get(), address="lea@example.org")
    empty = factories.make_round()
    factories.make_submission(factories.make_round())
    asked = [opening.translation_key for opening in (with_award, with_file, empty, with_draft)]

    kept = archiving.kept_by([*asked, uuid4()])

    assert list(kept) == [with_draft, with_file, with_award]


def test_kept_by_no_page_is_nothing():
    factories.make_submission()

    assert list(archiving.kept_by([])) == []


def test_archived_round_is_shut_for_good_and_keeps_its_files():
    submission = factories.make_submission(factories.make_round())
    editor = factories.UserFactory()

    opening = archiving.archive(submission.opening, by=editor)
    again = archiving.archive(opening)

    assert admission.closed_reason(opening, now=submission.submitted_at) == "archived"
    assert (again.archived_at, list(opening.submissions.all())) == (opening.archived_at, [submission])
    assert verbs_of(opening) == [Verb.OPENING_PUBLISHED, Verb.OPENING_ARCHIVED]
    assert Event.objects.get(verb=Verb.OPENING_ARCHIVED).actor == editor


def test_archived_round_taken_out_again_is_open_as_before():
    opening = archiving.archive(factories.make_round())

    back = archiving.unarchive(opening)
    again = archiving.unarchive(back)

    assert Opening.objects.get().archived_at is back.archived_at is again.archived_at is None
    assert verbs_of(opening) == [Verb.OPENING_PUBLISHED, Verb.OPENING_ARCHIVED, Verb.OPENING_PUBLISHED]


def test_achievement_is_archived_with_its_opening_and_comes_back_with_it():
    opening = archiving.archive(factories.make_opening())
    archived = (opening.archived_at, Achievement.objects.get().archived_at)

    archiving.unarchive(opening)

    assert None not in archived
    assert archived[0] == archived[1]
    assert Achievement.objects.get().archived_at is None
