import io
import tempfile
import uuid
from dataclasses import replace

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from wagtail.models import Page

from tests import factories
from wagtail_openbadges.domain import awarding, publishing
from wagtail_openbadges.domain.versions import foresee
from wagtail_openbadges.intake import seats
from wagtail_openbadges.models import AchievementVersion, ClaimRule, Event, Opening, Verb

pytestmark = pytest.mark.django_db


def versions(opening):
    return list(opening.achievement.versions.values_list("number", "language", "name"))


def test_publishing_a_complete_badge_opens_it_with_its_first_version():
    issuer = factories.make_issuer()

    opening = publishing.publish_badge(factories.badge_content(issuer))

    assert (opening.is_published, opening.faults, opening.kind) == (True, [], "badge")
    assert opening.issuer == opening.achievement.issuer == issuer
    assert opening.reference_prefix == str(opening) == f"B{opening.pk}"
    version = opening.achievement.versions.get()
    assert (version.number, version.is_frozen, str(version)) == (1, False, "Je suis bénévole engagé·e")
    assert bytes(version.image).startswith(b"\x89PNG")
    assert opening.versions.get().criteria == version.criteria


def test_publishing_the_same_again_changes_nothing():
    content = factories.badge_content(factories.make_issuer())
    opening = publishing.publish_badge(content)

    publishing.publish_badge(content)

    assert opening.versions.count() == 1
    assert versions(opening) == [(1, "fr", "Je suis bénévole engagé·e")]


def test_publishing_a_change_before_anybody_relied_on_it_edits_in_place():
    content = factories.badge_content(factories.make_issuer())
    opening = publishing.publish_badge(content)

    publishing.publish_badge(replace(content, name="Bénévole"))

    assert versions(opening) == [(1, "fr", "Bénévole")]
    assert [version.title for version in opening.versions.all()] == ["Je suis bénévole engagé·e", "Bénévole"]


def test_publishing_a_change_after_an_award_makes_a_new_version_and_keeps_the_old():
    content = factories.badge_content(factories.make_issuer())
    opening = publishing.publish_badge(content)
    awarding.award(opening.achievement.versions.get(), address="lea@example.org")

    publishing.publish_badge(replace(content, description="Autre chose."))
    publishing.publish_badge(replace(content, description="Encore autre chose."))

    kept, new = opening.achievement.versions.all()
    assert (kept.number, kept.is_frozen, kept.description) == (1, True, content.description)
    assert (new.number, new.is_frozen, new.description) == (2, False, "Encore autre chose.")
    assert bytes(new.image) == bytes(kept.image)


def test_freezing_twice_is_recorded_once():
    version = factories.make_opening().achievement.versions.get()

    first = publishing.freeze(version).frozen_at
    second = publishing.freeze(version).frozen_at

    assert first == second
    assert Event.objects.filter(verb=Verb.VERSION_FROZEN).count() == 1


def test_publishing_a_translation_shares_achievement_and_opening():
    content = factories.badge_content(factories.make_issuer())
    french = publishing.publish_badge(content)

    english = publishing.publish_badge(replace(content, language="en", name="I volunteer"))

    assert english == french
    assert versions(english) == [(1, "fr", "Je suis bénévole engagé·e"), (2, "en", "I volunteer")]
    assert publishing.current_version(english, "en").title == "I volunteer"
    assert publishing.current_version(english, "de").title == "I volunteer"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"description": " "}, "missing_description"),
        ({"image": b""}, "missing_image"),
        ({"image": b"not an image"}, "unreadable_image"),
        ({"criteria": ()}, "missing_criteria"),
        ({"privacy_notice": ""}, "missing_notice"),
        ({"evidence_rules": {"required": True, "help": "", "kinds": []}}, "missing_evidence_kind"),
        ({"questions": (factories.QUESTION, {**factories.QUESTION, "field_type": "radio"})}, "missing_choices"),
    ],
)
def test_publishing_with_something_missing_leaves_the_door_shut_and_says_why(change, fault):
    opening = publishing.publish_badge(factories.badge_content(factories.make_issuer(), **change))

    assert (opening.faults, opening.versions.count()) == ([fault], 0)
    assert not AchievementVersion.objects.exists()


def test_publishing_while_too_many_images_are_read_says_so_and_opens_the_next_time(settings, monkeypatch, tmp_path):
    settings.WAGTAIL_OPENBADGES = {**settings.WAGTAIL_OPENBADGES, "IMAGES_AT_ONCE": 1}
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(seats, "WAIT_SECONDS", 0)
    content = factories.badge_content(factories.make_issuer())

    with seats.seat():
        busy = publishing.publish_badge(content).faults
    later = publishing.publish_badge(content).faults

    assert (busy, later) == (["image_waiting"], [])


def test_publishing_a_badge_that_nobody_claims_needs_no_notice_and_no_form_that_can_be_answered():
    content = factories.badge_content(
        factories.make_issuer(),
        privacy_notice="",
        claim_rule=ClaimRule.NO_CLAIMS,
        evidence_rules={"required": True, "help": "", "kinds": []},
        questions=({**factories.QUESTION, "field_type": "dropdown"},),
    )

    assert publishing.publish_badge(content).faults == []


@pytest.mark.parametrize(
    "changes",
    [
        {"evidence_rules": {"required": False, "help": "", "kinds": []}},
        {"evidence_rules": None},
        {"questions": ({**factories.QUESTION, "field_type": "checkboxes", "choices": ["Oui", "Non"]},)},
        {"questions": ({**factories.QUESTION, "field_type": "checkbox"},)},
    ],
)
def test_publishing_a_form_that_can_be_answered_opens_the_door(changes):
    assert publishing.publish_badge(factories.badge_content(factories.make_issuer(), **changes)).faults == []


def test_publishing_a_badge_whose_title_is_as_long_as_a_page_may_have_keeps_all_of_it():
    title = "é" * Page._meta.get_field("title").max_length

    version = factories.make_opening(name=title).achievement.versions.get()

    AchievementVersion._meta.get_field("name").run_validators(version.name)
    assert version.name == title


def test_publishing_without_issuer_makes_nothing_at_first():
    content = replace(factories.badge_content(factories.make_issuer()), issuer_id=None)

    assert publishing.publish_badge(content) is None
    assert not Opening.objects.exists()


def test_publishing_without_issuer_later_shuts_the_door():
    content = factories.badge_content(factories.make_issuer())
    publishing.publish_badge(content)

    opening = publishing.publish_badge(replace(content, issuer_id=None))

    assert opening.faults == ["missing_issuer"]


def test_another_issuer_before_anybody_relied_on_it_is_taken_drafts_included():
    content = factories.badge_content(factories.make_issuer())
    opening = publishing.publish_badge(content)
    draft = factories.make_draft(opening)
    other = factories.make_issuer()

    publishing.publish_badge(replace(content, issuer_id=other.pk))

    draft.refresh_from_db()
    opening.refresh_from_db()
    assert [opening.issuer, opening.achievement.issuer, draft.issuer] == [other, other, other]


@pytest.mark.parametrize(
    "rely",
    [
        factories.make_submission,
        lambda opening: awarding.award(opening.achievement.versions.get(), address="lea@example.org"),
    ],
)
def test_another_issuer_after_a_deposit_or_an_award_is_a_fault(rely):
    content = factories.badge_content(factories.make_issuer())
    rely(publishing.publish_badge(content))

    opening = publishing.publish_badge(replace(content, issuer_id=factories.make_issuer().pk))

    assert opening.faults == ["issuer_fixed"]
    assert opening.issuer_id == content.issuer_id


def test_closing_keeps_everything_and_is_recorded_once():
    opening = factories.make_opening()

    publishing.close(opening)
    closed = publishing.close(opening)

    assert (closed.is_published, closed.versions.count()) == (False, 1)
    assert Event.objects.filter(verb=Verb.OPENING_CLOSED).count() == 1


def test_two_badges_have_an_achievement_each():
    issuer = factories.make_issuer()

    first = factories.make_opening(issuer)
    second = factories.make_opening(issuer, translation_key=uuid.uuid4())

    assert first.achievement != second.achievement
    assert str(first.achievement) == str(first.achievement.uuid)


def test_page_published_in_another_language_leaves_the_live_page_that_its_opening_knows():
    first, second = (
        Page.get_first_root_node().add_child(instance=Page(title="Badge", slug=slug))
        for slug in ("badge", "open-badge")
    )
    content = factories.badge_content(factories.make_issuer(), page_id=first.pk)
    publishing.publish_badge(content)

    opening = publishing.publish_badge(replace(content, language="en", page_id=second.pk))

    assert opening.page_id == first.pk


def test_another_file_of_the_same_drawing_makes_no_version_and_is_known_from_then_on():
    content = factories.badge_content(factories.make_issuer())
    opening = publishing.publish_badge(content)
    version = awarding.award(opening.achievement.versions.get(), address="lea@example.org").achievement_version
    written = PngInfo()
    written.add_text("Software", "another one")
    again = io.BytesIO()
    Image.open(io.BytesIO(content.image)).save(again, "PNG", pnginfo=written)
    exported = replace(content, image=again.getvalue())

    foreseen = foresee(exported)
    publishing.publish_badge(exported)

    assert exported.image != content.image
    assert (foreseen.makes_another_version, foresee(exported).makes_another_version) == (True, False)
    assert versions(opening) == [(1, "fr", "Je suis bénévole engagé·e")]
    assert bytes(opening.achievement.versions.get().image) == bytes(version.image)
