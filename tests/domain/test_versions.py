"""What publishing would do to a badge, asked beforehand: it is what publishing then does."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from wagtail_openbadges.domain import awarding, publishing, revoking, submitting
from wagtail_openbadges.domain.versions import Difference, Effect, Foresight, Reliance, RowChange, foresee
from wagtail_openbadges.models import (
    AchievementVersion,
    Assertion,
    ClaimRule,
    Event,
    Opening,
    OpeningVersion,
    Submission,
)

pytestmark = pytest.mark.django_db

FIRST = {"uid": "c1", "text": "Une mission d’au moins trois mois", "required": True}
SECOND = {"uid": "c2", "text": "Un bilan écrit", "required": True}
THIRD = {"uid": "c3", "text": "Un échange", "required": False}


def published(**changes):
    """Return what a published badge says, and its opening."""
    content = factories.badge_content(factories.make_issuer(), **changes)
    return content, publishing.publish_badge(content)


def version_of(opening):
    return opening.achievement.versions.order_by("number").last()


def awarded(**changes):
    """Return what a badge says that somebody has received, and its opening."""
    content, opening = published(**changes)
    awarding.award(version_of(opening), address="lea@example.org")
    return content, opening


def outcome(foresight):
    return (foresight.effect, foresight.number, foresight.makes_form)


def counted():
    return [model.objects.count() for model in (AchievementVersion, OpeningVersion, Opening, Event)]


def test_badge_never_published_makes_its_first_version():
    content = factories.badge_content(factories.make_issuer())

    foresight = foresee(content)

    assert foresight == Foresight(effect=Effect.FIRST, number=1, makes_form=True)


def test_badge_that_was_shut_until_now_makes_its_first_version():
    content, _opening = published(description="")

    foresight = foresee(replace(content, description="Cette personne s’engage."))

    assert outcome(foresight) == (Effect.FIRST, 1, True)


def test_badge_with_something_missing_stays_shut():
    content, _opening = published()

    foresight = foresee(replace(content, criteria=(), description=" "))

    assert foresight == Foresight(effect=Effect.SHUT, faults=("missing_description", "missing_criteria"))


def test_badge_that_says_the_same_changes_nothing():
    content, opening = awarded()

    foresight = foresee(content)

    assert outcome(foresight) == (Effect.SAME, 1, False)
    assert (foresight.badge_changes, foresight.form_changes) == ((), ())
    assert not foresight.makes_another_version
    assert (foresight.kept, foresight.form) == (version_of(opening), opening.versions.get())


def test_badge_that_nobody_relies_on_is_edited_in_place():
    content, _opening = published()

    foresight = foresee(replace(content, name="Bénévole"))

    assert outcome(foresight) == (Effect.IN_PLACE, 1, True)
    assert foresight.badge_changes == (Difference(field="name", old=content.name, new="Bénévole"),)


def test_badge_that_was_awarded_makes_another_version():
    content, _opening = awarded()

    foresight = foresee(replace(content, description="Autre chose.", tags=("bénévolat", "accueil")))

    assert outcome(foresight) == (Effect.NEW, 2, True)
    assert foresight.makes_another_version
    assert foresight.badge_changes == (
        Difference(field="description", old=content.description, new="Autre chose."),
        Difference(field="tags", old=["bénévolat"], new=["bénévolat", "accueil"]),
    )
    assert foresight.form_changes == ()


def test_translation_makes_the_first_version_of_its_language():
    content, _opening = awarded()

    foresight = foresee(replace(content, language="en", name="I volunteer"))

    assert foresight == Foresight(effect=Effect.FIRST, number=2, makes_form=True)


def test_version_that_follows_one_in_another_language_is_numbered_after_it():
    content, _opening = awarded()
    publishing.publish_badge(replace(content, language="en", name="I volunteer"))

    foresight = foresee(replace(content, name="Bénévole"))

    assert (foresight.number, foresight.kept.number) == (3, 1)


def test_form_that_asks_something_else_leaves_the_badge_as_it_is():
    content, _opening = awarded()
    changed = replace(
        content,
        claim_rule=ClaimRule.DECLARED,
        evidence_rules={"required": False, "help": "", "kinds": ["text"]},
        minutes=5,
        promised_days=7,
        privacy_notice="Autre notice.",
    )

    foresight = foresee(changed)

    assert outcome(foresight) == (Effect.SAME, 1, True)
    assert foresight.badge_changes == ()
    assert foresight.form_changes == (
        Difference(field="claim_rule", old="one_review", new="declared"),
        Difference(field="evidence_rules", old=content.evidence_rules, new=changed.evidence_rules),
        Difference(field="minutes", old=10, new=5),
        Difference(field="promised_days", old=21, new=7),
        Difference(field="privacy_notice", old=content.privacy_notice, new="Autre notice."),
    )


def test_another_image_makes_another_version():
    content, _opening = awarded()

    foresight = foresee(replace(content, image=factories.picture("#aa0000")))

    assert outcome(foresight) == (Effect.NEW, 2, True)
    assert foresight.badge_changes == (Difference(field="image", old=None, new=None),)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"name": "Bénévole"},
        {"criteria": (FIRST, SECOND)},
        {"image": factories.picture("#aa0000")},
        {"minutes": 5},
        {"language": "en"},
        {"description": ""},
    ],
)
@pytest.mark.parametrize("make", [published, awarded])
def test_publishing_does_what_was_foreseen(make, change):
    content, opening = make()
    changed = replace(content, **change)
    forms, versions = opening.versions.count(), opening.achievement.versions.count()

    foresight = foresee(changed)
    publishing.publish_badge(changed)

    makes_version = foresight.effect in (Effect.NEW, Effect.FIRST)
    opening.refresh_from_db()
    assert opening.achievement.versions.count() - versions == int(makes_version)
    assert opening.versions.count() - forms == int(foresight.makes_form)
    assert opening.faults == list(foresight.faults)
    if not foresight.faults:
        assert publishing.current_achievement_version(opening.achievement, changed.language).number == foresight.number


def rows_of(old, new):
    content, _opening = awarded(criteria=old)
    (difference,) = foresee(replace(content, criteria=new)).badge_changes
    return difference.rows


def test_criterion_added_in_between_moves_no_other():
    rows = rows_of((FIRST, THIRD), (FIRST, SECOND, THIRD))

    assert rows == (RowChange(old=None, new=SECOND, old_place=None, new_place=2),)


def test_criterion_removed_moves_no_other():
    rows = rows_of((FIRST, SECOND, THIRD), (SECOND, THIRD))

    assert rows == (RowChange(old=FIRST, new=None, old_place=1, new_place=None),)


def test_criterion_changed_keeps_its_place():
    changed = {**SECOND, "text": "Un bilan écrit ou dit"}

    rows = rows_of((FIRST, SECOND), (FIRST, changed))

    assert rows == (RowChange(old=SECOND, new=changed, old_place=2, new_place=2),)


def test_criterion_carried_to_the_top_is_the_only_one_that_moves():
    rows = rows_of((FIRST, SECOND, THIRD), (THIRD, FIRST, SECOND))

    assert rows == (RowChange(old=THIRD, new=THIRD, old_place=3, new_place=1, is_moved=True),)


def test_alignments_are_told_apart_by_their_address_and_their_number():
    rome = {"name": "Animation", "url": "https://example.org/rome", "framework": "ROME", "code": "K1206"}
    again = {**rome, "code": "K1207"}
    content, _opening = awarded(alignments=(rome, again))

    (difference,) = foresee(replace(content, alignments=(rome, {**again, "code": "K1208"}))).badge_changes

    assert difference.rows == (RowChange(old=again, new={**again, "code": "K1208"}, old_place=2, new_place=2),)


def test_questions_are_compared_row_by_row():
    content, _opening = awarded()
    changed = {**factories.QUESTION, "required": False}

    (difference,) = foresee(replace(content, questions=(changed,))).form_changes

    assert difference.rows == (RowChange(old=factories.QUESTION, new=changed, old_place=1, new_place=1),)


def test_awards_and_files_that_keep_the_version_are_counted():
    content, opening = awarded()
    revoked = awarding.award(version_of(opening), address="erreur@example.org")
    revoking.revoke(revoked, by=factories.make_reviewer(opening.issuer), reason="Attribué par erreur.")
    factories.make_submission(opening, address="nour@example.org")
    factories.accept(factories.make_submission(opening, address="samia@example.org"))
    factories.make_draft(opening, address="tom@example.org")

    foresight = foresee(replace(content, name="Bénévole"))

    assert foresight.reliance == Reliance(badges=2, files=1, files_in_language=1, drafts=1)


def test_files_of_an_earlier_version_are_counted_apart():
    content, opening = published()
    factories.make_submission(opening, address="nour@example.org")
    content = replace(content, name="Bénévole")
    factories.make_submission(publishing.publish_badge(content), address="samia@example.org")

    foresight = foresee(replace(content, name="Bénévole engagé"))

    assert outcome(foresight) == (Effect.NEW, 3, True)
    assert foresight.reliance == Reliance(badges=0, files=1, earlier=1, files_in_language=2, drafts=0)


def test_what_happens_in_another_language_is_not_counted():
    content, opening = awarded()
    english = replace(content, language="en", name="I volunteer")
    publishing.publish_badge(english)
    submitting.open_draft(opening, holder=factories.make_holder("tom@example.org"), language="fr")
    factories.make_submission(opening, address="nour@example.org")

    foresight = foresee(replace(english, description="Something else."))

    assert (foresight.effect, foresight.reliance) == (Effect.IN_PLACE, Reliance())


def pinned_to_english():
    """Return what a badge says in French and in English, with a file deposited in French that chose the English."""
    content, opening = published()
    english = replace(content, language="en", name="I volunteer")
    publishing.publish_badge(english)
    file = factories.make_submission(opening, address="nour@example.org")
    words = publishing.freeze(opening.achievement.versions.get(language="en"))
    Submission.objects.filter(pk=file.pk).update(achievement_version=words)
    return content, english


def test_file_that_chose_the_badge_in_another_language_counts_where_its_words_are():
    _french, english = pinned_to_english()

    foresight = foresee(replace(english, description="Something else."))

    assert outcome(foresight) == (Effect.NEW, 3, True)
    assert foresight.reliance == Reliance(files=1)


def test_file_that_chose_earlier_words_in_another_language_counts_where_its_words_are():
    _french, english = pinned_to_english()
    later = replace(english, description="Something else.")
    publishing.publish_badge(later)

    foresight = foresee(replace(later, description="Something new."))

    assert (foresight.effect, foresight.reliance) == (Effect.IN_PLACE, Reliance(earlier=1))


def test_file_that_chose_the_badge_in_another_language_holds_to_its_form_alone():
    french, _english = pinned_to_english()

    foresight = foresee(replace(french, description="Autre chose."))

    assert foresight.kept.language == "fr"
    assert foresight.reliance == Reliance(files_in_language=1)


def award_often(version, number):
    """Let a version have a number of awards, as rows alone."""
    (example,) = version.assertions.all()
    copies = []
    for place in range(number - 1):
        copy = Assertion.objects.get(pk=example.pk)
        copy.pk, copy.uuid, copy.status_index = None, Assertion().uuid, (example.status_index + 1 + place) % 131072
        copies.append(copy)
    Assertion.objects.bulk_create(copies)


def test_queries_are_as_many_with_400_awards_as_with_one():
    content, opening = awarded()
    changed = replace(content, name="Bénévole")

    with CaptureQueriesContext(connection) as one:
        foresee(changed)
    award_often(version_of(opening), 400)
    with CaptureQueriesContext(connection) as many:
        foresight = foresee(changed)

    assert foresight.reliance.badges == 400
    assert (len(one), len(many)) == (7, 7)


def test_asking_writes_nothing():
    content, _opening = awarded()
    before = counted()

    foresee(replace(content, name="Bénévole", minutes=5))

    assert counted() == before
