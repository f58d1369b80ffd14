"""A call is relaunched from the admin: the next round as a draft, the rounds before as they were."""

import threading

import pytest
from django.db import connection
from django.urls import reverse
from wagtail.models import Locale, Page

from tests.factories import make_issuer
from tests.pages.call_house import CLOSED, TO_COME, make_call_page, make_draft_round, make_round_page
from tests.pages.editing import edit, edit_url, make_editor, resent, reviewed_by, told
from tests.pages.house import NOTICE, home, make_badge_page, opening_of
from tests.pages.test_call_editing import RICH, said
from tests.testapp.models import HouseCallPage, HouseRoundPage, HouseRoundQuestion
from wagtail_openbadges.domain.errors import RelaunchError
from wagtail_openbadges.models import Call
from wagtail_openbadges.pages.calls.relaunching import find_or_relaunch, next_title, relaunch
from wagtail_openbadges.pages.models import CallPage, RoundPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def editor(client):
    user = make_editor()
    client.force_login(user)
    return user


def relaunch_url(page):
    return reverse("openbadges_relaunch:relaunch", args=(page.pk,))


def latest(page):
    return RoundPage.objects.get(pk=page.pk).get_latest_revision_as_object()


def rows(page):
    return {
        "questions": [row.label for row in page.questions.all()],
        "criteria": [(row.text, row.weight) for row in page.criteria.all()],
        "documents": [row.text for row in page.documents.all()],
        "steps": [row.text for row in page.steps.all()],
        "support": [row.name for row in page.support.all()],
        "answers": [row.question for row in page.answers.all()],
    }


def identifiers(page):
    return [row.uid for row in [*page.questions.all(), *page.criteria.all()]]


def test_relaunch_copies_what_lasts_and_leaves_the_rest_blank():
    first = make_round_page(
        make_issuer(),
        **CLOSED,
        editable_until="2024-03-15T12:00",
        results_on="2024-06-01",
        change_note="<p>Première fois.</p>",
        results="<p>Trois lauréats.</p>",
    )

    draft = relaunch(first)

    made = latest(draft)
    assert (made.live, made.number, made.title, made.slug) == (False, 2, "Édition 2", "edition-2")
    assert (made.opens, made.closes, made.editable_until, made.results_on) == ("", "", "", None)
    assert (made.change_note, made.results, made.regulation) == ("", "", None)
    assert (made.who, made.offered, made.issuer, made.privacy_notice) == (
        first.who,
        first.offered,
        first.issuer,
        first.privacy_notice,
    )
    assert rows(made) == rows(first)
    assert [row.when for row in made.steps.all()] == [""]


def test_relaunched_rows_have_identifiers_of_their_own_in_page_and_revision():
    first = make_round_page(make_issuer(), **CLOSED)

    draft = relaunch(first)

    assert identifiers(RoundPage.objects.get(pk=draft.pk)) == identifiers(latest(draft))
    assert set(identifiers(latest(draft))).isdisjoint(identifiers(first))
    assert len(set(identifiers(latest(draft)))) == 3


def test_relaunch_leaves_the_round_before_as_it_was(client):
    first = make_round_page(make_issuer(), **CLOSED)

    relaunch(first)

    again = RoundPage.objects.get(pk=first.pk)
    assert (again.live, again.title, again.closes, identifiers(again)) == (
        True,
        first.title,
        first.closes,
        identifiers(first),
    )
    assert (opening_of(again).is_published, opening_of(again).versions.count()) == (True, 1)


def test_relaunch_of_a_hub_copies_its_newest_round():
    hub = make_call_page()
    make_round_page(make_issuer(), hub=hub, title="Édition 2024", **CLOSED)
    make_round_page(make_issuer(), hub=hub, title="Édition 2026", number=2)

    draft = relaunch(hub)

    assert (draft.number, draft.title) == (3, "Édition 2027")


def test_relaunch_of_an_older_round_counts_on_from_the_newest():
    hub = make_call_page()
    first = make_round_page(make_issuer(), hub=hub, who="<p>Tout le monde.</p>", **CLOSED)
    make_round_page(make_issuer(), hub=hub, number=2)

    draft = relaunch(first)

    assert (draft.number, draft.title, draft.who) == (3, "Édition 3", "<p>Tout le monde.</p>")


def test_relaunch_done_twice_makes_one_draft():
    first = make_round_page(make_issuer(), **CLOSED)

    made, is_new = find_or_relaunch(first)
    again, is_new_again = find_or_relaunch(first.hub)

    assert (made.pk, is_new, is_new_again) == (again.pk, True, False)
    assert RoundPage.objects.count() == 2


@pytest.mark.usefixtures("site_after_flush")
@pytest.mark.django_db(transaction=True)
def test_two_editors_who_relaunch_at_once_open_the_same_draft():
    first = make_round_page(make_issuer(), **CLOSED)
    barrier = threading.Barrier(2)
    found = []

    def press():
        barrier.wait()
        try:
            found.append(relaunch(RoundPage.objects.get(pk=first.pk)).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    draft = RoundPage.objects.get(number=2)
    assert (found, RoundPage.objects.count()) == ([draft.pk, draft.pk], 2)


def test_relaunch_after_the_draft_was_published_makes_the_round_after():
    first = make_round_page(make_issuer(), **CLOSED)
    second = latest(relaunch(first))
    second.save_revision().publish()

    third = relaunch(first.hub)

    assert (third.number, RoundPage.objects.count()) == (3, 3)


def test_relaunch_of_a_locked_or_scheduled_round_is_neither():
    first = make_round_page(make_issuer(), **CLOSED)
    RoundPage.objects.filter(pk=first.pk).update(locked=True, expire_at="2099-01-01T00:00Z", seo_title="Édition 1")

    draft = latest(relaunch(RoundPage.objects.get(pk=first.pk)))

    assert (draft.locked, draft.expire_at, draft.seo_title) == (False, None, "")


def test_slug_of_another_page_is_not_taken_twice():
    hub = make_call_page()
    first = make_round_page(make_issuer(), hub=hub, **CLOSED)
    make_draft_round(None, hub=hub, slug="edition-2", number=1)

    assert relaunch(first).slug == "edition-2-1"


def test_site_with_page_types_of_its_own_relaunches_and_edits_them(client, editor):
    hub = home().add_child(instance=HouseCallPage(title="Appel", slug="appel-maison"))
    first = HouseRoundPage(title="Édition 1", slug="e1", issuer=reviewed_by(editor), privacy_notice=NOTICE, **CLOSED)
    first.questions = [HouseRoundQuestion(label="Quel est votre projet ?")]
    hub.add_child(instance=first)
    first.save_revision().publish()
    client.post(relaunch_url(hub))
    draft = HouseRoundPage.objects.get(number=2)

    edit(client, draft, resent(client, draft, rich=RICH, opens="2100-01-04 08:00", closes="2100-03-31 23:59"))

    assert (opening_of(draft).faults, opening_of(draft).call) == ([], opening_of(first).call)
    assert opening_of(draft).versions.get().questions[0]["label"] == "Quel est votre projet ?"


def test_call_without_round_cannot_be_relaunched():
    with pytest.raises(RelaunchError) as refusal:
        relaunch(make_call_page())

    assert refusal.value.code == "no_round_yet"


@pytest.mark.parametrize(
    ("title", "number", "proposed"),
    [
        ("Édition 1", 2, "Édition 2"),
        ("Édition 2026", 2, "Édition 2027"),
        ("Saison 2025-2026", 3, "Saison 2027-2028"),
        ("Édition 1 (2026)", 2, "Édition 2 (2027)"),
        ("Appel de printemps", 2, "Round 2"),
        ("1re édition", 2, "Round 2"),
        ("Les 10 projets", 2, "Round 2"),
    ],
)
def test_title_is_proposed_from_the_old_one(title, number, proposed):
    locale = Locale(language_code="en")

    assert next_title(RoundPage(title=title, number=1, locale=locale), number) == proposed


def test_call_relaunched_in_two_languages_is_one_round_with_one_form():
    hub = make_call_page()
    first = make_round_page(make_issuer(), hub=hub, **CLOSED)
    english = Locale.objects.create(language_code="en")
    home().copy_for_translation(english)
    translated_hub = hub.copy_for_translation(english)
    first.copy_for_translation(english).save_revision().publish()

    french_draft = relaunch(hub)
    english_draft = relaunch(CallPage.objects.get(pk=translated_hub.pk))

    assert english_draft.translation_key == french_draft.translation_key
    assert (english_draft.locale, english_draft.number) == (english, 2)
    assert identifiers(english_draft) == identifiers(french_draft)


def test_editor_relaunches_with_one_button_and_lands_in_the_editor(client, editor):
    first = make_round_page(reviewed_by(editor), **CLOSED)

    response = client.post(relaunch_url(first))

    draft = RoundPage.objects.get(number=2)
    assert (response.status_code, response.url) == (302, edit_url(draft))
    assert told(response) == ["The draft of the next round is here. Nothing is published yet."]
    assert (draft.owner, draft.latest_revision.user) == (editor, editor)


def test_second_press_of_the_button_opens_the_same_draft(client, editor):
    first = make_round_page(reviewed_by(editor), **CLOSED)
    client.post(relaunch_url(first))

    response = client.post(relaunch_url(first.hub))

    assert response.url == edit_url(RoundPage.objects.get(number=2))
    assert told(response)[-1] == "The draft of the next round was here already: go on with it."
    assert RoundPage.objects.count() == 2


def test_page_before_relaunching_explains_and_changes_nothing(client, editor):
    first = make_round_page(reviewed_by(editor), **CLOSED)

    response = client.get(relaunch_url(first))

    labels = [item.label for item in response.context_data["checklist"]]
    assert response.status_code == 200
    assert labels == [
        "Dates",
        "What changed",
        "Conditions",
        "Criteria and weights",
        "Questions",
        "Regulation",
        "Timetable",
        "Support contacts",
        "Privacy notice",
    ]
    assert "Make the draft" in response.content.decode()
    assert RoundPage.objects.count() == 1


def test_page_before_relaunching_names_the_draft_that_waits(client, editor):
    first = make_round_page(reviewed_by(editor), **CLOSED)
    relaunch(first)

    response = client.get(relaunch_url(first))

    assert "The draft of the next round is here already: “Édition 2”." in response.content.decode()


def test_relaunch_of_a_call_without_round_says_what_to_do(client, editor):
    hub = make_call_page()

    response = client.post(relaunch_url(hub))

    assert response.url == reverse("wagtailadmin_explore", args=(hub.pk,))
    assert told(response) == ["This call has no round yet. Add its first round below it."]


def test_relaunch_is_for_those_who_may_add_pages(client):
    first = make_round_page(make_issuer(), **CLOSED)
    client.force_login(make_editor("change_page"))

    response = client.post(relaunch_url(first))

    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
    assert RoundPage.objects.count() == 1


@pytest.mark.parametrize("kind", ["badge", "alias", "missing"])
def test_only_calls_and_rounds_of_their_own_are_relaunched(client, editor, kind):
    page = {
        "badge": lambda: make_badge_page(reviewed_by(editor)),
        "alias": lambda: make_round_page(reviewed_by(editor)).create_alias(parent=make_call_page()),
        "missing": lambda: Page(pk=999999),
    }[kind]()

    response = client.get(relaunch_url(page))

    assert response.status_code == 404


def test_button_is_shown_on_hub_and_round_to_those_who_may_add_pages(client, editor):
    first = make_round_page(reviewed_by(editor), **CLOSED)
    explorer = reverse("wagtailadmin_explore", args=(home().pk,))
    shown = [relaunch_url(page) in client.get(edit_url(page)).content.decode() for page in (first, first.hub)]
    listed = relaunch_url(first.hub) in client.get(explorer).content.decode()
    client.force_login(make_editor("change_page"))

    hidden = [relaunch_url(page) in client.get(edit_url(page)).content.decode() for page in (first, first.hub)]

    assert (shown, listed, hidden) == ([True, True], True, [False, False])


def test_editor_of_a_relaunched_round_reads_what_is_still_blank(client, editor):
    first = make_round_page(reviewed_by(editor), **CLOSED)
    draft = relaunch(first)

    text = said(client, draft)

    assert "Dates: still blank." in text
    assert "What changed: still blank." in text
    assert "Criteria and weights: filled in." in text
    assert "Regulation: still blank." in text
    assert "Timetable: still blank." in text


def test_checklist_is_gone_once_the_round_was_published(client, editor):
    first = make_round_page(reviewed_by(editor), **CLOSED)
    second = make_round_page(reviewed_by(editor), hub=first.hub, number=2, **TO_COME)

    assert [said(client, page).count("Look at each of these") for page in (first, second)] == [0, 0]


def test_moment_of_the_timetable_without_its_date_is_not_published_but_kept_in_a_draft(client, editor):
    draft = relaunch(make_round_page(reviewed_by(editor), **CLOSED))
    dates = {"opens": "2100-01-04 08:00", "closes": "2100-03-31 23:59"}

    refused = edit(client, draft, resent(client, latest(draft), rich=RICH, **dates))
    kept = edit(client, draft, resent(client, latest(draft), publish=False, rich=RICH, **dates))
    published = edit(client, draft, resent(client, latest(draft), rich=RICH, **{"steps-0-when": "En avril"}))

    assert refused.context["form"].formsets["steps"].errors == [{"when": ["This field is required."]}]
    assert (kept.status_code, published.status_code) == (302, 302)
    assert (opening_of(draft).faults, opening_of(draft).round_number) == ([], 2)
    assert Call.objects.count() == 1
