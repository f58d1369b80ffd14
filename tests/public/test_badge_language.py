"""One badge in several languages: its holder chooses once, and the choice stays with the file."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Locale

from tests.factories import make_issuer, make_reviewer
from tests.pages.house import make_badge_page, opening_of
from tests.public.claim_site import ADDRESS, claimant, file_url, text_of
from wagtail_openbadges.domain import awarding, deciding, publishing, receipts, reviewing
from wagtail_openbadges.domain.languages import choice_of
from wagtail_openbadges.models import AccessLink, Assertion, ClaimRule, Purpose, State, Submission
from wagtail_openbadges.pages.models import BadgeCriterion, BadgePage
from wagtail_openbadges.public.wording import sentence

pytestmark = pytest.mark.django_db

LABELS = {"fr": "Français\xa0: Je suis bénévole engagé·e", "en": "English: I am a volunteer"}


def in_english(page, title="I am a volunteer") -> BadgePage:
    english, _created = Locale.objects.get_or_create(language_code="en")
    translated = page.copy_for_translation(english, copy_parents=True)
    translated.title, translated.slug = title, "volunteer"
    translated.save_revision().publish()
    return BadgePage.objects.get(pk=translated.pk)


def bilingual(**changes):
    """Return the pages of a badge in French and in English."""
    page = make_badge_page(make_issuer(), evidence_required=False, **changes)
    return page, in_english(page)


def written(page, language="fr", address=ADDRESS):
    """Return a device and a draft that is ready to be deposited, begun in a language."""
    client, draft = claimant(opening_of(page), address)
    form = draft.opening.versions.filter(language=language).last()
    Submission.objects.filter(pk=draft.pk).update(language=language, opening_version=form)
    client.post(file_url(draft, "edit/"), {"printed_name": "Léa Exemple", "evidence_text": "Mon récit", "check": "1"})
    draft.refresh_from_db()
    return client, draft


def choices_of(response) -> list[tuple[str, bool, str, str]]:
    """Return value, whether it is chosen, language and label of each choice."""
    rows = re.findall(r'<div class="openbadges-choice">(.*?)</div>', response.content.decode(), flags=re.DOTALL)
    parts = r'name="badge_language" value="(\w+):\d+:\w+".*<span lang="(\w+)">(.*?)</span>'
    found = [(re.search(parts, row, flags=re.DOTALL).groups(), " checked" in row) for row in rows]
    return [(value, is_chosen, language, label) for (value, language, label), is_chosen in found]


def choice(draft, language) -> str:
    """Return what the page to check sends for a language; what is no language is sent as it is."""
    version = draft.opening.achievement.versions.filter(language=language).last()
    return choice_of(version) if version else language


def deposit(client, draft, **said):
    return client.post(file_url(draft, "check/"), {"version": str(draft.version), **said})


def deposit_in(client, draft, language):
    return deposit(client, draft, badge_language=choice(draft, language))


@pytest.mark.parametrize(("language", "order"), [("fr", ["fr", "en"]), ("en", ["en", "fr"])])
def test_check_asks_for_the_language_of_the_badge_and_proposes_that_of_the_page(language, order):
    client, draft = written(bilingual()[0], language)

    response = client.get(file_url(draft, "check/"))

    assert choices_of(response) == [(code, code == language, code, LABELS[code]) for code in order]


def test_check_asks_nothing_for_a_badge_in_one_language():
    client, draft = written(make_badge_page(make_issuer(), evidence_required=False))

    response = client.get(file_url(draft, "check/"))

    assert (response.status_code, response.context["language_form"]) == (200, None)


def test_check_asks_nothing_while_the_other_language_is_an_alias_or_not_live():
    page, english = bilingual()
    english.unpublish()
    client, draft = written(page)

    response = client.get(file_url(draft, "check/"))

    assert response.context["language_form"] is None


@pytest.mark.parametrize(("chosen", "pinned"), [("en", "en"), ("fr", "fr"), ("", "fr")])
def test_choice_pins_the_badge_of_that_language(chosen, pinned):
    client, draft = written(bilingual()[0])

    response = deposit_in(client, draft, chosen)

    draft.refresh_from_db()
    assert response.url == file_url(draft)
    assert (draft.state, draft.language, draft.achievement_version.language) == (State.SUBMITTED, "fr", pinned)
    assert draft.achievement_version.is_frozen


def test_declared_badge_is_written_in_the_chosen_language():
    client, draft = written(bilingual(claim_rule=ClaimRule.DECLARED)[0])

    deposit_in(client, draft, "en")

    award = Assertion.objects.get(submission=draft)
    assert (award.achievement_version.language, award.achievement_version.name) == ("en", "I am a volunteer")
    assert "Your badge" not in text_of(client.get(file_url(draft)))
    assert Assertion.objects.count() == 1


@pytest.mark.parametrize("sent", ["en", "de", "²", "x" * 300])
def test_language_that_is_gone_or_was_never_there_is_a_named_conflict_and_loses_nothing(sent):
    page, english = bilingual()
    client, draft = written(page)
    client.get(file_url(draft, "check/"))
    english.unpublish()

    response = deposit_in(client, draft, sent)

    draft.refresh_from_db()
    assert response.status_code == 409
    assert response.context["sentence"].startswith(("Ce badge n’est plus", "This badge is no longer written"))
    assert (draft.state, draft.printed_name) == (State.DRAFT, "Léa Exemple")
    assert deposit(client, draft).url == file_url(draft)


def republish_in_place(english):
    english.description = "Somebody who stays."
    english.save_revision().publish()


def republish_anew(english):
    publishing.freeze(opening_of(english).achievement.versions.get(language="en"))
    republish_in_place(english)


@pytest.mark.parametrize("republish", [republish_in_place, republish_anew])
def test_words_that_changed_between_the_page_and_the_deposit_are_a_named_conflict_and_nothing_is_lost(republish):
    page, english = bilingual()
    client, draft = written(page)
    read = choice(draft, "en")
    republish(english)

    response = deposit(client, draft, badge_language=read)

    draft.refresh_from_db()
    assert (response.status_code, response.context["sentence"]) == (409, sentence_in_french("words_changed"))
    assert (draft.state, draft.printed_name) == (State.DRAFT, "Léa Exemple")
    assert deposit_in(client, draft, "en").url == file_url(draft)


def sentence_in_french(code):
    with translation.override("fr"):
        return sentence(code, {})


def rewrite_criteria(page, change):
    """Publish a page again with other criteria."""
    page = BadgePage.objects.get(pk=page.pk)
    rows = list(page.criteria.all())
    page.criteria = change(rows)
    page.save_revision().publish()


def another(rows):
    return [BadgeCriterion(text="Un bilan écrit")]


def one_more(rows):
    return [*rows, BadgeCriterion(text="Un bilan écrit")]


def optional(rows):
    rows[0].required = False
    return rows


def reworded(rows):
    rows[0].text = "Une mission de trois mois au moins"
    return rows


@pytest.mark.parametrize(
    ("change", "offered"), [(another, None), (one_more, None), (optional, None), (reworded, ["fr", "en"])]
)
def test_language_is_offered_while_its_criteria_are_those_of_the_form(change, offered):
    page, _english = bilingual()
    rewrite_criteria(page, change)
    client, draft = written(page)

    response = client.get(file_url(draft, "check/"))

    assert [row[0] for row in choices_of(response)] == (offered or [])
    assert deposit_in(client, draft, "en").status_code == (302 if offered else 409)


def test_check_leads_to_the_words_of_each_other_language_that_it_offers():
    page, english = bilingual()
    client, draft = written(page)

    response = client.get(file_url(draft, "check/"))

    assert languages_linked(response) == [(english.get_url(), "en", "This badge in English")]


def test_correction_keeps_the_language_that_was_chosen():
    page, english = bilingual()
    client, draft = written(page)
    deposit_in(client, draft, "en")
    draft.refresh_from_db()
    reviewer = make_reviewer(draft.issuer)
    reviewing.request_changes(draft, by=reviewer, version=draft.version, message="Une date ?")
    english.unpublish()

    asked = client.get(file_url(draft, "check/"))
    draft.refresh_from_db()
    deposit_in(client, draft, "fr")

    draft.refresh_from_db()
    assert asked.context["language_form"] is None
    assert (draft.state, draft.achievement_version.language) == (State.IN_REVIEW, "en")


def test_file_says_in_which_language_the_badge_will_be():
    client, draft = written(bilingual()[0])
    deposit_in(client, draft, "en")

    response = client.get(file_url(draft))

    assert response.context["badge_written_in"] == "Anglais"
    assert receipts.deposited_bytes(Submission.objects.get()).count(b'"badge_language":"en"') == 1


def test_file_says_nothing_of_a_badge_in_the_language_of_its_form():
    client, draft = written(bilingual()[0])
    deposit(client, draft)

    response = client.get(file_url(draft))

    assert response.context["badge_written_in"] == ""
    assert b"badge_language" not in receipts.deposited_bytes(Submission.objects.get())


def accepted(page, language, address=ADDRESS):
    client, draft = written(page, address=address)
    deposit_in(client, draft, language)
    draft.refresh_from_db()
    deciding.accept(draft, by=make_reviewer(draft.issuer), version=draft.version)
    return client, Assertion.objects.get(submission=draft)


def test_holder_of_a_badge_in_another_language_goes_on_reading_in_hers():
    device, award = accepted(bilingual()[0], "en")

    page = device.get(f"/openbadges/awards/{award.uuid}/")
    device.post(f"/openbadges/awards/{award.uuid}/link/")

    link = AccessLink.objects.get(assertion=award, purpose=Purpose.AWARD)
    assert re.search(r'<html lang="(\w+)"', page.content.decode()).group(1) == "fr"
    assert link.language == "fr"


def languages_linked(response):
    html = response.content.decode()
    return re.findall(r'<a href="([^"]+)" lang="(\w+)" hreflang="\w+">([^<]+)</a>', html)


def test_badge_is_shown_in_its_language_with_the_way_to_the_page_in_another(client):
    page, _english = bilingual()
    _device, award = accepted(page, "en")

    response = client.get(f"/openbadges/assertions/{award.uuid}/verify/", headers={"accept-language": "fr"})

    assert '<h1 lang="en">I am a volunteer</h1>' in response.content.decode()
    with translation.override("fr"):
        label = gettext("This badge in %(language)s") % {"language": "français"}
    assert languages_linked(response) == [(page.get_url(), "fr", label)]


def test_badge_whose_other_page_is_gone_leads_to_its_frozen_words(client):
    page, english = bilingual()
    accepted(page, "en")
    _device, award = accepted(page, "fr", "nour@example.org")
    english.unpublish()

    response = client.get(f"/openbadges/assertions/{award.uuid}/verify/", headers={"accept-language": "fr"})

    achievement = award.achievement_version.achievement.uuid
    assert languages_linked(response) == [
        (f"/openbadges/achievements/{achievement}/versions/2/", "en", "This badge in English")
    ]


def test_badge_whose_other_language_was_never_relied_on_and_is_not_live_leads_nowhere(client):
    page, english = bilingual()
    _device, award = accepted(page, "fr")
    english.unpublish()

    response = client.get(f"/openbadges/assertions/{award.uuid}/verify/", headers={"accept-language": "fr"})

    assert languages_linked(response) == []


def test_frozen_version_and_file_of_the_holder_lead_to_the_other_language(client):
    page, english = bilingual()
    device, award = accepted(page, "fr")
    version = award.achievement_version
    address = f"/openbadges/achievements/{version.achievement.uuid}/versions/{version.number}/"

    answers = [
        client.get(address, headers={"accept": "text/html"}),
        signed_page(device, award),
    ]

    link = (english.get_url(), "en", "This badge in English")
    assert [languages_linked(answer) for answer in answers] == [[link], [link]]


def signed_page(device, award):
    """Return the page of a file once its badge is signed."""
    awarding.sign(award.pk)
    return device.get(file_url(award.submission))


def test_languages_of_a_badge_cost_the_same_for_two_versions_and_for_many(client, django_assert_num_queries):
    page, english = bilingual()
    _device, award = accepted(page, "fr")
    url = f"/openbadges/assertions/{award.uuid}/verify/"
    client.get(url)
    with django_assert_num_queries(13):
        client.get(url)
    for number in range(3):
        english.title = f"Volunteer {number}"
        english.save_revision().publish()

    with django_assert_num_queries(13):
        client.get(url)
