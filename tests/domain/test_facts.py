from dataclasses import replace

import pytest

from tests import factories
from wagtail_openbadges.domain import awarding, facts, publishing
from wagtail_openbadges.models import KeyState, Way

pytestmark = pytest.mark.django_db


def test_issuer_without_site_is_known_by_its_profile():
    issuer = factories.make_issuer()
    issuer.organisation.url = ""
    issuer.organisation.logo = factories.picture()

    described = facts.issuer_facts(issuer)

    assert (described.url, described.image) == (issuer.address, issuer.image_address)


def test_retired_keys_stay_published_and_compromised_ones_are_named():
    issuer = factories.make_issuer()
    issuer.keys.update(state=KeyState.COMPROMISED)

    assert [key.is_compromised for key in facts.key_facts(issuer)] == [True]


def test_optional_criteria_say_so():
    criteria = (
        {"uid": "a", "text": "Une mission", "required": True},
        {"uid": "b", "text": "Un récit", "required": False},
    )
    version = factories.make_opening(criteria=criteria).achievement.versions.get()

    assert facts.criteria_narrative(version) == "- Une mission\n- Un récit (facultatif)"


def test_frozen_translations_are_related_by_their_newest_version():
    content = factories.badge_content(factories.make_issuer())
    opening = publishing.publish_badge(content)
    for description in ("One.", "Two."):
        publishing.publish_badge(replace(content, language="en", description=description))
        publishing.freeze(publishing.current_achievement_version(opening.achievement, "en"))
    french = publishing.freeze(publishing.current_achievement_version(opening.achievement, "fr"))

    related = facts.achievement_facts(french).related

    assert [(row.language, row.version) for row in related] == [("en", "3")]


@pytest.mark.parametrize(
    ("way", "beginning"),
    [
        (Way.DECLARED, "La personne titulaire du badge déclare"),
        (Way.REVIEWED, "Maison"),
        (Way.BY_HAND, "Maison"),
    ],
)
def test_way_is_said_in_the_language_of_the_badge(way, beginning):
    version = factories.make_opening().achievement.versions.get()
    assertion = awarding.award(version, address="lea@example.org", way=way)

    assert facts.way_statement(assertion).startswith(beginning)
