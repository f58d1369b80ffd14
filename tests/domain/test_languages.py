"""The languages of a badge, for those who claim it and for those to whom a call gives it."""

from dataclasses import replace

import pytest

from tests import factories
from wagtail_openbadges.domain import languages, publishing
from wagtail_openbadges.domain.errors import StateConflictError

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
    assert languages.chosen_version(opening, form, "fr").number == 1
