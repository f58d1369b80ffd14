"""What the roads of publication do to the opening of a badge page."""

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale, Page

from tests.factories import make_issuer, make_submission
from tests.pages.house import badge_page, home, make_badge_page, make_draft_page, opening_of
from tests.testapp.models import HouseBadgePage, HouseCriterion
from wagtail_openbadges.authoring import following
from wagtail_openbadges.models import Achievement, Opening
from wagtail_openbadges.pages.models import BadgeIndexPage, BadgePage

pytestmark = pytest.mark.django_db


def test_page_published_opens_what_it_says():
    issuer = make_issuer(promised_days=14)

    page = make_badge_page(issuer)

    opening = opening_of(page)
    version = opening.achievement.versions.get()
    form = opening.versions.get()
    assert (opening.is_published, opening.faults, opening.page_id) == (True, [], page.pk)
    assert (version.name, version.language) == ("Je suis bénévole engagé·e", "fr")
    assert [row["text"] for row in form.criteria] == ["Une mission d’au moins trois mois"]
    assert [row["uid"] for row in form.questions] == [str(page.questions.get().uid)]
    assert (form.claim_rule, form.promised_days, form.evidence_rules) == (
        "one_review",
        14,
        {"required": True, "help": "", "kinds": ["file", "link", "text"]},
    )


def test_page_published_by_code_with_faults_stays_shut_with_reasons():
    page = make_badge_page(make_issuer(), image=None, criteria=[], privacy_notice="")

    opening = opening_of(page)
    assert page.live
    assert opening.faults == ["missing_image", "missing_criteria", "missing_notice"]
    assert opening.versions.count() == 0


def test_page_published_without_issuer_has_no_opening():
    page = make_badge_page(None)

    assert page.live
    assert opening_of(page) is None


def test_draft_saved_opens_nothing():
    page = make_draft_page(make_issuer())

    assert opening_of(page) is None


def test_page_published_twice_without_change_adds_no_version():
    page = make_badge_page(make_issuer())

    page.save_revision().publish()

    opening = opening_of(page)
    assert (opening.versions.count(), opening.achievement.versions.count()) == (1, 1)


def test_page_changed_after_a_deposit_makes_a_second_version():
    page = make_badge_page(make_issuer())
    make_submission(opening_of(page))

    page.description = "Autre chose."
    page.save_revision().publish()

    assert [version.description for version in opening_of(page).achievement.versions.order_by("number")] == [
        "Cette personne s’engage dans la durée.",
        "Autre chose.",
    ]


def test_page_unpublished_closes_the_opening():
    page = make_badge_page(make_issuer())

    page.unpublish()

    assert opening_of(page).is_published is False


def test_page_published_again_opens_again():
    page = make_badge_page(make_issuer())
    page.unpublish()

    page.save_revision().publish()

    assert opening_of(page).is_published is True


def test_page_deleted_with_deposits_keeps_them_and_closes():
    page = make_badge_page(make_issuer())
    submission = make_submission(opening_of(page))

    page.delete()

    submission.refresh_from_db()
    assert (submission.opening.is_published, submission.opening.page_id) == (False, None)


def test_draft_deleted_leaves_nothing():
    page = make_draft_page(make_issuer())

    page.delete()

    assert Opening.objects.count() == 0


def test_parent_deleted_closes_the_openings_below():
    index = home().add_child(instance=BadgeIndexPage(title="Badges"))
    page = make_badge_page(make_issuer(), parent=index)

    Page.objects.get(pk=index.pk).delete()

    opening = Opening.objects.get(translation_key=page.translation_key)
    assert (opening.is_published, opening.page_id) == (False, None)


def test_first_publication_scheduled_opens_at_its_hour():
    issuer = make_issuer()
    page = make_draft_page(issuer)
    page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
    page.save_revision().publish()
    assert opening_of(page) is None

    page.revisions.update(approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1))
    revision = page.revisions.order_by("-pk").first()
    revision.content["go_live_at"] = (timezone.now() - datetime.timedelta(minutes=1)).isoformat()
    revision.save()
    call_command("publish_scheduled")

    assert opening_of(page).is_published is True


def test_page_expired_closes_the_opening():
    page = make_badge_page(make_issuer())
    BadgePage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(minutes=1))

    call_command("publish_scheduled")

    assert opening_of(page).is_published is False


def test_copy_kept_live_is_another_achievement():
    page = make_badge_page(make_issuer())

    copy = page.copy(update_attrs={"slug": "copie", "title": "Copie"}, keep_live=True)

    assert opening_of(copy).achievement != opening_of(page).achievement
    assert [achievement.opening.page_id for achievement in Achievement.objects.order_by("pk")] == [page.pk, copy.pk]


def test_copy_in_draft_opens_nothing():
    page = make_badge_page(make_issuer())

    copy = page.copy(update_attrs={"slug": "copie"}, keep_live=False)

    assert opening_of(copy) is None


def test_copy_published_after_edit_keeps_the_identifiers_of_its_rows():
    page = make_badge_page(make_issuer())
    copy = page.copy(update_attrs={"slug": "copie"}, keep_live=True)
    before = opening_of(copy).versions.last().questions[0]["uid"]

    edited = copy.get_latest_revision_as_object()
    edited.description = "Autre chose."
    edited.save_revision().publish()

    assert opening_of(copy).versions.last().questions[0]["uid"] == before


def test_alias_opens_nothing_of_its_own():
    page = make_badge_page(make_issuer())

    alias = page.create_alias(update_slug="alias")
    page.save_revision().publish()

    assert opening_of(alias) is None
    assert BadgePage.objects.get(pk=alias.pk).opening == opening_of(page)
    assert opening_of(page).page_id == page.pk


def test_alias_unpublished_leaves_the_opening_of_its_source():
    page = make_badge_page(make_issuer())
    alias = page.create_alias(update_slug="alias")

    alias.unpublish()

    assert opening_of(page).is_published is True


def test_translation_shares_achievement_and_opening():
    english = Locale.objects.create(language_code="en")
    page = make_badge_page(make_issuer())

    translated = page.copy_for_translation(english, copy_parents=True)
    translated.title = "I am an engaged volunteer"
    translated.save_revision().publish()

    opening = Opening.objects.get()
    assert [(version.number, version.language, version.name) for version in opening.achievement.versions.all()] == [
        (1, "fr", "Je suis bénévole engagé·e"),
        (2, "en", "I am an engaged volunteer"),
    ]
    assert [version.questions[0]["uid"] for version in opening.versions.all()] == [str(page.questions.get().uid)] * 2


def test_translation_left_alone_keeps_the_opening():
    english = Locale.objects.create(language_code="en")
    page = make_badge_page(make_issuer())
    translated = page.copy_for_translation(english, copy_parents=True)
    translated.save_revision().publish()

    page.delete()

    opening = Opening.objects.get()
    assert (opening.is_published, opening.page_id) == (True, translated.pk)


def test_both_translations_unpublished_close_the_opening():
    english = Locale.objects.create(language_code="en")
    page = make_badge_page(make_issuer())
    translated = page.copy_for_translation(english, copy_parents=True)
    translated.save_revision().publish()
    page.unpublish()

    BadgePage.objects.get(pk=translated.pk).unpublish()

    assert opening_of(page).is_published is False


class UnreadablePage:
    """A page whose content cannot be handed over."""

    pk, live, alias_of_id = 1, True, None

    def publish_to_records(self, *, by=None):
        raise ValueError("unreadable")


def test_content_that_cannot_be_read_is_logged_and_stops_nothing(caplog):
    following.on_published(BadgePage, instance=UnreadablePage())

    assert [(record.name, record.levelname, record.getMessage()) for record in caplog.records] == [
        (following.__name__, "ERROR", "The records of page 1 could not be brought in line with it")
    ]


def test_page_type_of_a_site_publishes_through_the_mixin():
    page = HouseBadgePage(
        **{name: getattr(badge_page(make_issuer()), name) for name in ("title", "description", "issuer", "image")},
        slug="maison",
        privacy_notice="Notre notice",
        live=False,
    )
    page.criteria = [HouseCriterion(text="Un critère")]
    home().add_child(instance=page)

    page.save_revision().publish()

    assert opening_of(page).faults == []
    assert opening_of(page).is_published is True
