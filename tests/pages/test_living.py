"""Pages that live: copied, translated, moved, scheduled, moderated; what each road does to what they lead to."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page, Workflow

from tests.factories import UserFactory, make_issuer, make_submission
from tests.pages.call_house import make_call_page, make_round_page
from tests.pages.house import home, make_badge_page, make_draft_page, opening_of
from wagtail_openbadges.models import Call, Opening
from wagtail_openbadges.pages.models import BadgeIndexPage, BadgePage, CallPage, RoundPage

pytestmark = pytest.mark.django_db


def said(page):
    """Return number, language and name of each version of the achievement of a page."""
    versions = opening_of(page).achievement.versions.order_by("number")
    return [(version.number, version.language, version.name) for version in versions]


def in_english(page, **changes):
    """Return the published translation of a page."""
    english, _created = Locale.objects.get_or_create(language_code="en")
    translated = page.copy_for_translation(english, copy_parents=True)
    for name, value in changes.items():
        setattr(translated, name, value)
    translated.save_revision().publish()
    return type(page).objects.get(pk=translated.pk)


def convert(alias):
    """Make an ordinary page of an alias, as the admin does it."""
    ConvertAliasPageAction(alias).execute(skip_permission_checks=True)


def make_index(slug, **changes):
    return home().add_child(instance=BadgeIndexPage(title=slug.capitalize(), slug=slug, **changes))


def test_fifty_copies_are_fifty_badges_of_their_own():
    # Without image, so that no drawing is read fifty times; each stays shut and says why.
    page = make_badge_page(make_issuer(), image=None)

    for number in range(50):
        page.copy(update_attrs={"slug": f"copie-{number}", "title": f"Copie {number}"}, keep_live=True)

    openings = Opening.objects.all()
    assert len({opening.page_id for opening in openings}) == 51
    assert len({opening.reference_prefix for opening in openings}) == 51
    assert {tuple(opening.faults) for opening in openings} == {("missing_image",)}


def test_fifty_copies_of_an_open_round_stay_shut_and_leave_it_open(client):
    hub = make_call_page()
    page = make_round_page(make_issuer(), hub=hub)

    for number in range(50):
        page.copy(update_attrs={"slug": f"copie-{number}"}, keep_live=True)

    faults = [opening.faults for opening in Opening.objects.exclude(pk=opening_of(page).pk)]
    led = client.get(f"{CallPage.objects.get().url}apply/")
    assert faults == [["number_taken", "overlapping_round"]] * 50
    assert opening_of(page).faults == []
    assert (led.status_code, led.url) == (302, f"{page.url}apply/")


def test_copied_list_of_badges_has_badges_of_its_own():
    index = make_index("badges")
    page = make_badge_page(make_issuer(), parent=index)

    copied = index.copy(recursive=True, keep_live=True, update_attrs={"slug": "copie"})

    copy = BadgePage.objects.child_of(copied).get()
    assert opening_of(copy).page_id == copy.pk
    assert opening_of(copy).achievement_id not in (None, opening_of(page).achievement_id)


def test_copied_call_has_rounds_and_a_call_of_its_own():
    hub = make_call_page()
    page = make_round_page(make_issuer(), hub=hub)

    copied = CallPage.objects.get().copy(recursive=True, keep_live=True, update_attrs={"slug": "copie"})

    copy = RoundPage.objects.child_of(copied).get()
    assert (opening_of(copy).call, opening_of(copy).faults) == (Call.objects.get(page=copied.pk), [])
    assert opening_of(page).call == Call.objects.get(page=hub.pk)
    assert Call.objects.count() == 2


def test_alias_converted_is_a_badge_of_its_own():
    page = make_badge_page(make_issuer())
    alias = page.create_alias(update_slug="alias")

    convert(alias)

    assert opening_of(alias).page_id == alias.pk
    assert said(alias) == [(1, "fr", page.title)]
    assert opening_of(page).page_id == page.pk


def test_alias_converted_while_it_is_not_live_opens_nothing():
    page = make_badge_page(make_issuer())
    alias = page.create_alias(update_slug="alias")
    alias.unpublish()

    convert(BadgePage.objects.get(pk=alias.pk))

    assert opening_of(alias) is None


def test_alias_in_another_language_speaks_once_it_is_translated_and_published():
    english = Locale.objects.create(language_code="en")
    page = make_badge_page(make_issuer())
    alias = page.copy_for_translation(english, copy_parents=True, alias=True)

    convert(alias)
    before = said(page)
    translated = BadgePage.objects.get(pk=alias.pk).get_latest_revision_as_object()
    translated.title = "Volunteer"
    translated.save_revision().publish()

    assert before == [(1, "fr", page.title)]
    assert said(page) == [(1, "fr", page.title), (2, "en", "Volunteer")]
    assert Opening.objects.count() == 1


def test_alias_whose_source_is_deleted_is_an_ordinary_draft():
    page = make_badge_page(make_issuer())
    alias = page.create_alias(update_slug="alias")

    page.delete()

    left = BadgePage.objects.get(pk=alias.pk)
    assert (left.live, left.alias_of, opening_of(left)) == (False, None, None)
    left.save_revision().publish()
    assert said(left) == [(1, "fr", page.title)]


def test_alias_in_another_language_whose_source_is_deleted_leaves_the_opening_shut():
    english = Locale.objects.create(language_code="en")
    page = make_badge_page(make_issuer())
    alias = page.copy_for_translation(english, copy_parents=True, alias=True)

    page.delete()

    opening = Opening.objects.get()
    assert (opening.is_published, BadgePage.objects.get(pk=alias.pk).live) == (False, False)


def test_alias_deleted_with_its_source_leaves_nothing_open():
    index = make_index("badges")
    page = make_badge_page(make_issuer(), parent=index)
    alias = page.create_alias(update_slug="alias")

    Page.objects.get(pk=index.pk).delete()

    assert opening_of(alias) is None
    assert opening_of(page).is_published is False


def test_translation_changed_makes_a_version_in_its_language_alone():
    page = make_badge_page(make_issuer())
    english = in_english(page, title="Volunteer")
    make_submission(opening_of(page))

    page.title = "Bénévole, autrement"
    page.save_revision().publish()

    assert said(page) == [
        (1, "fr", "Je suis bénévole engagé·e"),
        (2, "en", "Volunteer"),
        (3, "fr", "Bénévole, autrement"),
    ]
    assert opening_of(english).page_id == page.pk


def test_translation_with_faults_shuts_the_door_until_it_is_mended_or_unpublished():
    page = make_badge_page(make_issuer())

    english = in_english(page, description="")
    shut = opening_of(page).faults
    english.unpublish()

    assert shut == ["missing_description"]
    assert (opening_of(page).faults, opening_of(page).is_published) == ([], True)


def test_change_scheduled_is_said_from_its_hour():
    page = make_badge_page(make_issuer())
    make_submission(opening_of(page))
    page.title = "Plus tard"
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    page.save_revision().publish()
    before = said(page)

    page.revisions.update(approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1))
    revision = page.revisions.order_by("-pk").first()
    revision.content["go_live_at"] = (timezone.now() - datetime.timedelta(minutes=1)).isoformat()
    revision.save()
    call_command("publish_scheduled")

    assert before == [(1, "fr", "Je suis bénévole engagé·e")]
    assert said(page) == [*before, (2, "fr", "Plus tard")]


def test_round_expired_is_shut_and_its_draft_can_be_published_again():
    page = make_round_page(make_issuer())
    RoundPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(minutes=1))

    call_command("publish_scheduled")
    shut = opening_of(page).is_published
    again = RoundPage.objects.get(pk=page.pk)
    again.expire_at = None
    again.save_revision().publish()

    assert (shut, opening_of(page).is_published) == (False, True)


def test_earlier_revision_published_again_is_one_more_version():
    page = make_badge_page(make_issuer())
    earlier = page.latest_revision
    make_submission(opening_of(page))
    page.title = "Autre chose"
    page.save_revision().publish()
    make_submission(opening_of(page), address="nour@example.org")

    earlier.as_object().save_revision().publish()

    names = ["Je suis bénévole engagé·e", "Autre chose", "Je suis bénévole engagé·e"]
    assert said(page) == [(number, "fr", name) for number, name in enumerate(names, start=1)]


def moderated(page):
    """Submit the latest draft of a page to a workflow, and return the task that waits."""
    workflow = Workflow.objects.get(name="Moderators approval")
    return workflow.start(page, UserFactory(is_superuser=True)).current_task_state.specific


def test_badge_sent_to_moderation_opens_when_it_is_approved():
    page = make_draft_page(make_issuer())

    task = moderated(page)
    before = opening_of(page)
    task.approve(user=UserFactory(is_superuser=True))

    assert before is None
    assert (opening_of(page).is_published, opening_of(page).faults) == (True, [])


def test_change_that_moderation_rejects_is_never_said():
    page = make_badge_page(make_issuer())
    page.title = "Refusé"
    page.save_revision()

    moderated(page).reject(user=UserFactory(is_superuser=True))

    assert said(page) == [(1, "fr", "Je suis bénévole engagé·e")]
    assert opening_of(page).is_published is True


def test_list_unpublished_with_what_is_below_closes_its_badges():
    index = make_index("badges")
    page = make_badge_page(make_issuer(), parent=index)

    UnpublishPageAction(index, user=UserFactory(is_superuser=True), include_descendants=True).execute()

    assert opening_of(page).is_published is False
