"""A badge in two languages asks for the same in both: the page that lags behind takes the other's criteria over."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from tests.factories import make_issuer, make_reviewer
from tests.pages.call_house import make_round_page
from tests.pages.editing import edit_url, make_editor, told
from tests.pages.house import make_badge_page, opening_of
from wagtail_openbadges.domain.languages import badge_versions
from wagtail_openbadges.domain.publishing import current_version
from wagtail_openbadges.pages.models import BadgeCriterion, BadgePage

pytestmark = pytest.mark.django_db

OFFER = "Reprendre ses critères"


@pytest.fixture
def pages(client):
    """The pages of one badge in French and in English, with an editor who is logged in."""
    issuer = make_issuer()
    page = make_badge_page(issuer)
    english, _created = Locale.objects.get_or_create(language_code="en")
    translated = page.copy_for_translation(english, copy_parents=True)
    translated.title = "I am a volunteer"
    first = translated.criteria.get()
    first.text = "I helped"
    translated.criteria = [first]
    translated.save_revision().publish()
    client.force_login(make_editor(issuer=issuer))
    return page, BadgePage.objects.get(pk=translated.pk)


def asks_for(page, *texts):
    """Publish a page with further criteria, written by hand."""
    page.criteria = [*page.criteria.all(), *(BadgeCriterion(text=text, sort_order=9) for text in texts)]
    page.save_revision().publish()
    return BadgePage.objects.get(pk=page.pk)


def drafted(page):
    draft = BadgePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return [(row.text, row.required) for row in draft.criteria.all()]


def follow_url(page, source):
    return reverse("openbadges_criteria:follow", args=[page.pk, source.pk])


def languages_offered(page):
    opening = opening_of(page)
    return set(badge_versions(opening, current_version(opening, "fr")))


def test_pages_that_ask_for_the_same_offer_nothing(client, pages):
    french, english = pages

    assert languages_offered(french) == {"fr", "en"}
    assert "openbadges/criteria/" not in client.get(edit_url(english)).content.decode()
    response = client.post(follow_url(english, french))
    assert (response.url, told(response)) == (
        edit_url(english),
        ["Les deux pages ont les mêmes critères : il n’y a rien à reprendre."],
    )


def test_page_that_lags_behind_takes_the_new_criterion_and_is_offered_again_once_translated(client, pages):
    french, english = pages
    old = french.criteria.get().text
    french = asks_for(french, "J’ai animé une réunion")
    assert languages_offered(french) == {"fr"}

    assert OFFER in client.get(edit_url(english)).content.decode()
    shown = client.get(follow_url(english, french)).content.decode()
    assert ("J’ai animé une réunion" in shown, "I helped" in shown, old in shown) == (True, True, False)
    response = client.post(follow_url(english, french))

    assert (response.url, told(response)) == (
        edit_url(english),
        [f"Le brouillon demande la même chose que « {french.title} ». Traduisez ce qui est nouveau, puis publiez."],
    )
    assert drafted(english) == [("I helped", True), ("J’ai animé une réunion", True)]
    assert BadgePage.objects.get(pk=english.pk).criteria.count() == 1

    draft = BadgePage.objects.get(pk=english.pk).get_latest_revision_as_object()
    kept, new = draft.criteria.all()
    new.text = "I led a meeting"
    draft.criteria = [kept, new]
    draft.save_revision().publish()

    assert languages_offered(french) == {"fr", "en"}


def test_criterion_that_the_other_page_gave_up_goes_and_what_is_optional_there_is_here(client, pages):
    french, english = pages
    english = asks_for(english, "I led a meeting")
    only = french.criteria.get()
    only.required = False
    french.criteria = [only]
    french.save_revision().publish()

    assert "I led a meeting" in client.get(follow_url(english, french)).content.decode()
    client.post(follow_url(english, french))

    assert drafted(english) == [("I helped", False)]


def test_following_keeps_what_else_the_draft_says(client, pages):
    french, english = pages
    french = asks_for(french, "J’ai animé une réunion")
    draft = english.get_latest_revision_as_object()
    draft.title = "I volunteer"
    draft.save_revision()

    client.post(follow_url(english, french))

    assert BadgePage.objects.get(pk=english.pk).get_latest_revision_as_object().title == "I volunteer"


def test_locked_page_is_not_changed(client, pages):
    french, english = pages
    french = asks_for(french, "J’ai animé une réunion")
    BadgePage.objects.filter(pk=english.pk).update(
        locked=True, locked_by=make_reviewer(make_issuer()), locked_at=timezone.now()
    )

    response = client.post(follow_url(english, french))

    assert told(response) == ["Cette page est verrouillée : rien n’est modifié."]
    assert drafted(english) == [("I helped", True)]


def test_whoever_may_not_edit_the_page_is_refused(client, pages):
    french, english = pages
    french = asks_for(french, "J’ai animé une réunion")
    client.force_login(make_reviewer(make_issuer()))

    answers = [client.get(follow_url(english, french)), client.post(follow_url(english, french))]

    assert [(answer.status_code, answer.url) for answer in answers] == [(302, reverse("wagtailadmin_home"))] * 2
    assert drafted(english) == [("I helped", True)]


def test_page_of_another_badge_is_no_source_and_another_kind_of_page_is_not_found(client, pages):
    french, english = pages
    other = asks_for(make_badge_page(make_issuer()), "Autre chose")

    client.post(follow_url(english, other))

    assert drafted(english) == [("I helped", True)]
    for page in (english.get_parent(), make_round_page(make_issuer())):
        assert client.get(follow_url(page, french)).status_code == 404


def test_page_that_is_private_is_no_source(client, pages):
    french, english = pages
    french = asks_for(french, "J’ai animé une réunion")
    PageViewRestriction.objects.create(page=french, restriction_type=PageViewRestriction.LOGIN)

    assert OFFER not in client.get(edit_url(english)).content.decode()
    assert "J’ai animé une réunion" not in client.get(follow_url(english, french), follow=True).content.decode()
