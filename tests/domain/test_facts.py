"""The facts that documents are made of."""

import json
from dataclasses import replace

import pytest
from django.utils import timezone

from tests import factories
from wagtail_openbadges.domain import awarding, facts, hosting, publishing
from wagtail_openbadges.models import Assertion, KeyState, Way
from wagtail_openbadges.standard.report import Verdict
from wagtail_openbadges.standard.verification import verify

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


def publish_frozen(content, **changes):
    """Publish what a page says now and let somebody rely on it."""
    opening = publishing.publish_badge(replace(content, **changes))
    return publishing.freeze(
        publishing.current_achievement_version(opening.achievement, changes.get("language", content.language))
    )


def related_to(version):
    return [(row.address, row.language, row.version) for row in facts.achievement_facts(version).related]


def test_version_names_the_newest_frozen_version_of_each_other_language():
    content = factories.badge_content(factories.make_issuer())
    french = publish_frozen(content)
    publish_frozen(content, language="en", description="One.")
    english = publish_frozen(content, language="en", description="Two.")
    publishing.publish_badge(replace(content, language="en", description="Three, on which nobody relies."))

    assert related_to(french) == [(english.address, "en", "3")]
    assert related_to(english)[-1] == (french.address, "fr", "1")


def test_version_names_the_one_before_it_and_the_newest_of_its_language():
    content = factories.badge_content(factories.make_issuer())
    first, second, third = (publish_frozen(content, description=text) for text in ("Un.", "Deux.", "Trois."))

    assert related_to(first) == [(third.address, "fr", "3")]
    assert related_to(second) == [(first.address, "fr", "1"), (third.address, "fr", "3")]
    assert related_to(third) == [(second.address, "fr", "2")]


def test_only_version_is_related_to_nothing():
    assert related_to(publish_frozen(factories.badge_content(factories.make_issuer()))) == []


def test_translation_frozen_after_an_award_is_named_by_what_is_hosted_and_not_by_what_is_signed():
    content = factories.badge_content(factories.make_issuer())
    french = publish_frozen(content)
    assertion = awarding.award(french, address="lea@example.org")
    awarding.sign(assertion.pk)
    before = bytes(Assertion.objects.get(pk=assertion.pk).credential)

    english = publish_frozen(content, language="en", name="Volunteer")

    signed = json.loads(before)["credentialSubject"]["achievement"]
    hosted = hosting.badge_class_document(french).document
    assert bytes(Assertion.objects.get(pk=assertion.pk).credential) == before
    assert "related" not in signed
    assert hosted["related"] == [{"type": "BadgeClass", "id": english.address, "@language": "en", "version": "2"}]
    assert verify(before, load=hosting.RecordLoader(), now=timezone.now()).verdict == Verdict.VALID
    assert verify(assertion.address, load=hosting.RecordLoader(), now=timezone.now()).verdict == Verdict.VALID


def test_credential_signed_after_a_translation_names_it():
    content = factories.badge_content(factories.make_issuer())
    french = publish_frozen(content)
    english = publish_frozen(content, language="en", name="Volunteer")
    assertion = awarding.award(french, address="lea@example.org")

    awarding.sign(assertion.pk)

    stored = bytes(Assertion.objects.get(pk=assertion.pk).credential)
    assert json.loads(stored)["credentialSubject"]["achievement"]["related"] == [
        {"id": english.address, "type": ["Related"], "inLanguage": "en", "version": "2"}
    ]
    assert verify(stored, load=hosting.RecordLoader(), now=timezone.now()).verdict == Verdict.VALID


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
