"""The languages of a badge, for those who claim it and for those to whom a call gives it."""

from dataclasses import replace

import pytest

from tests import factories
from wagtail_openbadges.domain import awarding, languages, publishing, telling
from wagtail_openbadges.domain.errors import StateConflictError
from wagtail_openbadges.models import AccessLink, Holder, Way

pytestmark = pytest.mark.django_db


def make_badge(issuer, *spoken):
    """Return the opening of a badge that was published in some languages, without any page."""
    content = factories.badge_content(issuer)
    for language in spoken:
        opening = publishing.publish_badge(replace(content, language=language, name=f"Badge {language}"))
    return opening


def numbers(versions):
    return {language: version.number for language, version in versions.items()}


def test_badge_whose_other_pages_are_not_live_is_offered_in_the_language_of_the_form_alone():
    opening = make_badge(factories.make_issuer(), "fr", "en")

    offered = languages.badge_versions(opening, opening.versions.get(language="en"))

    assert numbers(offered) == {"en": 2}


@pytest.mark.parametrize(("spoken", "given"), [(("en", "fr"), {"fr": 2}), (("en",), {"en": 1})])
def test_call_gives_its_badge_in_the_language_of_the_form_or_in_the_one_that_there_is(spoken, given):
    issuer = factories.make_issuer()
    badge = make_badge(issuer, *spoken).achievement
    opening = factories.make_round(issuer, awards_id=badge.pk)

    offered = languages.badge_versions(opening, opening.versions.get())

    assert numbers(offered) == given


def test_call_without_badge_offers_none():
    opening = factories.make_round()
    form = opening.versions.get()

    assert languages.badge_versions(opening, form) == {}
    assert languages.chosen_version(opening, form, "") is None


def test_language_that_is_not_offered_is_refused_by_name_and_that_of_the_form_is_not():
    opening = make_badge(factories.make_issuer(), "fr", "en")
    form = opening.versions.get(language="fr")

    with pytest.raises(StateConflictError) as refusal:
        languages.chosen_version(opening, form, "en")

    assert refusal.value.code == "language_gone"
    french = opening.achievement.versions.get(language="fr")
    assert languages.chosen_version(opening, form, languages.choice_of(french)) == french


def test_words_that_were_edited_in_place_since_they_were_chosen_are_refused_by_name():
    content = factories.badge_content(factories.make_issuer())
    opening = publishing.publish_badge(content)
    read = languages.choice_of(opening.achievement.versions.get())
    publishing.publish_badge(replace(content, name="Bénévole"))
    form = opening.versions.last()

    with pytest.raises(StateConflictError) as refusal:
        languages.chosen_version(opening, form, read)

    assert refusal.value.code == "words_changed"
    assert languages.chosen_version(opening, form, languages.choice_of(opening.achievement.versions.get())).number == 1


def award_for_file(locale=""):
    """Return the award of a file that was deposited in French, its badge written in English."""
    opening = make_badge(factories.make_issuer(), "fr", "en")
    file = factories.make_submission(opening, address="lea@example.org")
    Holder.objects.update(locale=locale)
    english = opening.achievement.versions.get(language="en")
    holder = Holder.objects.get()
    return awarding.issue(english, holder=holder, way=Way.REVIEWED, submission=file)


@pytest.mark.parametrize("locale", ["", "en"])
def test_holder_of_a_file_reads_in_its_language_whatever_that_of_her_badge(locale):
    award = award_for_file(locale)

    telling.tell_holder_of_award("awarded", award, award.holder)

    assert languages.reading_language(award) == "fr"
    assert AccessLink.objects.get(assertion=award).language == "fr"


@pytest.mark.parametrize(("locale", "language"), [("fr", "fr"), ("", "en")])
def test_holder_without_a_file_reads_in_her_own_language_or_in_that_of_her_badge(locale, language):
    award = award_for_file(locale)
    award.submission = None

    assert languages.reading_language(award) == language


def test_award_whose_holder_is_erased_is_read_in_its_own_language():
    award = award_for_file("fr")
    award.submission = award.holder = None

    assert languages.reading_language(award) == "en"
