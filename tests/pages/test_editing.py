"""What an editor meets in the admin: the real forms, posted as the browser does."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from tests.factories import UserFactory, make_issuer, make_submission
from tests.pages import editing
from tests.pages.editing import edit, errors_of, make_editor, resent, reviewed_by
from tests.pages.house import NOTICE, home, make_badge_page, make_draft_page, make_image, opening_of
from wagtail_openbadges.pages.models import BadgePage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(settings):
    """Read the admin in the language of the source strings."""
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def editor(client):
    """An editor of all pages who is also a reviewer of one issuer."""
    user = make_editor()
    client.force_login(user)
    return user


def row(**fields):
    return {"uid": "", **fields}


def question_row(**changes):
    return row(
        **{
            "label": "Quelle était votre mission ?",
            "help_text": "",
            "required": "on",
            "field_type": "multiline",
            "choices": "",
            "section": "",
            **changes,
        }
    )


def posted(issuer, *, criteria=None, questions=(), publish=True, **changes):
    """Return what the browser sends for a complete badge page."""
    criteria = [row(text="Une mission d’au moins trois mois", required="on")] if criteria is None else criteria
    fields = {
        "title": "Bénévole",
        "slug": "benevole",
        "issuer": issuer.pk if issuer else "",
        "image": make_image().pk,
        "description": "Cette personne s’engage.",
        "body": rich_text("<p>Bonjour</p>"),
        "achievement_type": "CommunityService",
        "tags": "bénévolat",
        "claim_rule": "declared",
        "evidence_required": "on",
        "accepts_files": "on",
        "accepts_links": "on",
        "minutes": "5",
        "promised_days": "",
        "evidence_help": "",
        "privacy_notice": NOTICE,
        "criteria": inline_formset(criteria),
        "alignments": inline_formset([]),
        "support": inline_formset([]),
        "questions": inline_formset(list(questions)),
        "comments": inline_formset([]),
        **changes,
    }
    data = nested_form_data(fields)
    if publish:
        data["action-publish"] = "action-publish"
    return data


def add(client, data):
    return editing.add(client, "badgepage", home(), data)


def test_editor_publishes_a_complete_badge(client, editor):
    issuer = reviewed_by(editor)

    response = add(client, posted(issuer, questions=[question_row()]))

    page = BadgePage.objects.get()
    opening = opening_of(page)
    assert response.status_code == 302
    assert (page.live, opening.faults, opening.is_published) == (True, [], True)
    assert opening.versions.get().claim_rule == "declared"
    assert opening.versions.get().questions[0]["label"] == "Quelle était votre mission ?"
    assert opening.versions.get().evidence_rules["kinds"] == ["file", "link"]
    assert opening.achievement.versions.get().tags == ["bénévolat"]


def test_incomplete_badge_is_refused_with_reasons(client, editor):
    response = add(client, posted(None, criteria=[], image="", privacy_notice="", description=""))

    assert BadgePage.objects.count() == 0
    assert errors_of(response) == {
        "issuer": ["Choose the structure that issues this badge."],
        "description": ["Write what this badge says about the person."],
        "image": ["Choose an image for this badge."],
        "__all__": ["Write at least one criterion."],
        "privacy_notice": ["Write the privacy notice: people read it before they give their data."],
    }


def test_incomplete_badge_is_kept_as_a_draft(client, editor):
    response = add(client, posted(None, criteria=[], image="", privacy_notice="", description="", publish=False))

    page = BadgePage.objects.get()
    assert response.status_code == 302
    assert (page.live, opening_of(page)) == (False, None)


def test_badge_given_by_hand_needs_no_notice(client, editor):
    add(client, posted(reviewed_by(editor), claim_rule="no_claims", privacy_notice=""))

    assert opening_of(BadgePage.objects.get()).faults == []


def test_image_whose_file_is_lost_is_refused(client, editor):
    image = make_image()
    image.file.storage.delete(image.file.name)

    response = add(client, posted(reviewed_by(editor), image=image.pk))

    assert errors_of(response) == {"image": ["Choose an image for this badge."]}


def test_deleted_criterion_does_not_count(client, editor):
    criteria = [row(text="Une mission", required="on", DELETE="on")]

    response = add(client, posted(reviewed_by(editor), criteria=criteria))

    assert errors_of(response) == {"__all__": ["Write at least one criterion."]}


def test_evidence_needed_but_none_accepted_is_refused(client, editor):
    data = posted(reviewed_by(editor))
    del data["accepts_files"], data["accepts_links"]

    response = add(client, data)

    assert errors_of(response) == {"evidence_required": ["Tick at least one kind of evidence that people may send."]}


def test_list_without_choices_is_refused(client, editor):
    response = add(client, posted(reviewed_by(editor), questions=[question_row(field_type="radio")]))

    assert response.context["form"].formsets["questions"].errors == [
        {"choices": ["Write the answers that people can choose from, one on each line."]}
    ]


def test_editor_chooses_among_her_own_issuers_only(client, editor):
    foreign = make_issuer()

    response = add(client, posted(foreign))

    assert list(response.context["form"].fields["issuer"].queryset) == [reviewed_by(editor)]
    assert list(errors_of(response)) == ["issuer"]


def test_editor_of_another_structure_keeps_the_issuer_of_the_page(client, editor):
    page = make_badge_page(make_issuer())

    edit(client, page, posted(page.issuer, slug=page.slug, title="Autre titre"))

    page.refresh_from_db()
    assert (page.title, opening_of(page).issuer) == ("Autre titre", page.issuer)


def test_issuer_cannot_change_after_a_deposit(client):
    client.force_login(UserFactory(is_superuser=True))
    page = make_badge_page(make_issuer())
    make_submission(opening_of(page))

    response = edit(client, page, posted(make_issuer(), slug=page.slug))

    assert errors_of(response) == {"issuer": ["The issuer cannot change any more: people have already relied on it."]}


def test_row_keeps_its_identifier_from_draft_to_draft_and_through_publication(client, editor):
    page = make_badge_page(reviewed_by(editor))
    added = {
        "tags": "",
        "questions-TOTAL_FORMS": "2",
        "questions-1-label": "Et où ?",
        "questions-1-field_type": "singleline",
    }
    edit(client, page, resent(client, page, publish=False, rich=["body"], **added))
    first = identifiers(page)

    edit(client, page, resent(client, page, publish=False, rich=["body"], tags="", title="Deuxième titre"))
    second = identifiers(page)
    edit(client, page, resent(client, page, rich=["body"], tags="", title="Troisième titre"))

    form = opening_of(page).versions.last()
    assert (form.title, len(first)) == ("Troisième titre", 2)
    assert second == first
    assert [question["uid"] for question in form.questions] == first


def identifiers(page):
    """Return those of the questions in the latest draft."""
    latest = BadgePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return [str(question.uid) for question in latest.questions.all()]


def test_edit_page_tells_what_keeps_the_badge_shut(client):
    client.force_login(UserFactory(is_superuser=True))
    page = make_badge_page(make_issuer(), image=None)

    response = client.get(reverse("wagtailadmin_pages:edit", args=(page.pk,)))

    assert "Choose an image for this badge." in response.content.decode()


def test_identifier_travels_hidden_with_each_row_but_not_with_new_ones(client):
    client.force_login(UserFactory(is_superuser=True))
    page = make_badge_page(make_issuer())

    response = client.get(reverse("wagtailadmin_pages:edit", args=(page.pk,)))

    html = response.content.decode()
    uid = page.criteria.get().uid
    assert f'<input type="hidden" name="criteria-0-uid" value="{uid}" id="id_criteria-0-uid">' in html
    assert '<input type="hidden" name="criteria-__prefix__-uid" id="id_criteria-__prefix__-uid">' in html


def test_preview_of_a_draft_shows_the_badge(client):
    client.force_login(UserFactory(is_superuser=True))
    page = make_draft_page(make_issuer())
    url = reverse("wagtailadmin_pages:preview_on_edit", args=(page.pk,))

    client.post(url, posted(page.issuer, slug=page.slug, title="Titre à l’essai"))
    response = client.get(url)

    text = response.content.decode()
    assert response.status_code == 200
    assert "<h1>Titre à l’essai</h1>" in text
    assert f'href="{page.url}claim/"' in text


def test_preview_of_a_page_not_yet_saved_shows_the_badge(client):
    client.force_login(UserFactory(is_superuser=True))
    url = reverse("wagtailadmin_pages:preview_on_add", args=("openbadges_pages", "badgepage", home().pk))

    client.post(url, posted(make_issuer(), title="Titre à l’essai"))
    response = client.get(url)

    assert response.status_code == 200
    assert "<h1>Titre à l’essai</h1>" in response.content.decode()
