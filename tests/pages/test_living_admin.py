"""What the admin does to several pages at once, to whole sites and to languages; what is archived answers for ever."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import Locale, Page, Site

from tests.agenda.house import make_event, make_event_index
from tests.factories import accept, make_issuer, make_submission
from tests.pages.call_house import make_call_page, make_round_page
from tests.pages.editing import make_editor, reviewed_by
from tests.pages.house import home, make_badge_page, make_draft_page, opening_of
from tests.pages.test_deleting import ARCHIVE, bulk_delete, delete_url, kept_rows
from wagtail_openbadges.domain import awarding, revoking
from wagtail_openbadges.models import Achievement, Assertion, Opening
from wagtail_openbadges.pages.models import BadgeIndexPage, BadgePage, OrganisationPage, RoundPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def editor(client):
    user = make_editor("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page")
    client.force_login(user)
    return user


def bulk(client, action, *pages, **said):
    url = reverse("wagtail_bulk_action", args=("wagtailcore", "page", action))
    query = "&".join(f"id={page.pk}" for page in pages)
    return client.post(f"{url}?next=/admin/&{query}", said)


def make_index(slug="badges", parent=None):
    return (parent or home()).add_child(instance=BadgeIndexPage(title=slug.capitalize(), slug=slug))


def make_site(hostname="badges.maillage.example.org"):
    root = Page.get_first_root_node().add_child(instance=BadgeIndexPage(title="Maillage", slug="maillage"))
    return Site.objects.create(hostname=hostname, port=80, root_page=root)


def test_bulk_publication_opens_what_is_complete_and_keeps_the_rest_shut_with_reasons(client, editor):
    issuer = reviewed_by(editor)
    complete, lacking = make_draft_page(issuer), make_draft_page(issuer, privacy_notice="")

    response = bulk(client, "publish", complete, lacking)

    assert response.status_code == 302
    assert (opening_of(complete).faults, opening_of(lacking).faults) == ([], ["missing_notice"])
    assert BadgePage.objects.live().count() == 2


def test_bulk_publication_of_a_call_with_what_is_below_opens_its_round(client, editor):
    hub = make_call_page()
    page = make_round_page(reviewed_by(editor), hub=hub)
    bulk(client, "unpublish", hub, include_descendants="on")
    shut = opening_of(page).is_published

    bulk(client, "publish", hub, include_descendants="on")

    assert (shut, opening_of(page).is_published) == (False, True)


def test_bulk_move_of_rounds_puts_them_in_the_other_call(client, editor):
    issuer = reviewed_by(editor)
    other = make_call_page()
    page = make_round_page(issuer)
    make_submission(opening_of(page))

    response = bulk(client, "move", page, chooser=other.pk)

    assert response.status_code == 302
    assert RoundPage.objects.get().get_parent().pk == other.pk
    assert opening_of(page).call.page_id == other.pk


def test_several_badges_of_which_one_is_kept_are_not_deleted_in_bulk(client, editor):
    issuer = reviewed_by(editor)
    pages = [make_badge_page(issuer, image=None) for _number in range(3)]
    kept = make_badge_page(issuer)
    make_submission(opening_of(kept))

    response = bulk_delete(client, *pages, kept)

    assert (response.status_code, kept_rows(response)) == (409, [(kept.title, 1, 0)])
    assert BadgePage.objects.count() == 4


def test_translation_that_shares_files_is_not_deleted_in_bulk(client, editor):
    page = make_badge_page(reviewed_by(editor))
    translated = page.copy_for_translation(Locale.objects.create(language_code="en"), copy_parents=True)
    translated.save_revision().publish()
    make_submission(opening_of(page))

    response = bulk_delete(client, translated)

    assert (response.status_code, kept_rows(response)) == (409, [(page.title, 1, 0)])
    assert BadgePage.objects.count() == 2


def test_root_of_a_site_is_kept_with_the_badges_below_it(client, editor):
    site = make_site()
    page = make_badge_page(reviewed_by(editor), parent=site.root_page)
    make_submission(opening_of(page))

    response = client.post(delete_url(site.root_page))

    assert (response.status_code, kept_rows(response)) == (409, [(page.title, 1, 0)])
    assert Site.objects.filter(pk=site.pk).exists()


def test_root_of_a_site_on_which_nobody_relies_is_deleted(client, editor):
    site = make_site()
    page = make_badge_page(reviewed_by(editor), parent=site.root_page)

    response = client.post(delete_url(site.root_page))

    assert (response.status_code, opening_of(page).is_published) == (302, False)
    assert not Site.objects.filter(pk=site.pk).exists()


def test_language_in_use_cannot_be_deleted_and_one_that_is_not_can(admin_client):
    english = Locale.objects.create(language_code="en")
    page = make_badge_page(make_issuer())
    translated = page.copy_for_translation(english, copy_parents=True)
    translated.save_revision().publish()
    make_submission(opening_of(page))
    url = reverse("wagtaillocales:delete", args=[english.pk])

    refused = admin_client.post(url)
    Page.objects.filter(locale=english).order_by("depth").first().delete()
    deleted = admin_client.post(url)

    assert (refused.status_code, deleted.status_code) == (200, 302)
    assert list(Locale.objects.values_list("language_code", flat=True)) == ["fr"]
    assert [version.language for version in opening_of(page).achievement.versions.all()] == ["fr", "en"]
    assert opening_of(page).is_published is True


def test_badge_of_a_second_site_is_found_there_and_its_documents_at_the_address_of_its_issuer(client):
    site = make_site()
    page = make_badge_page(make_issuer(), parent=site.root_page)
    award = awarded(page)

    shown = client.get(
        f"{page.get_url()}claim/".removeprefix(f"http://{site.hostname}"), headers={"host": site.hostname}
    )
    verified = client.get(path_of(award.verify_address), headers={"accept-language": "en"})

    assert (shown.status_code, shown.context["title"]) == (200, page.title)
    assert verified.context["page_url"] == f"http://{site.hostname}{page.url_path.removeprefix('/maillage')}"
    assert award.address.startswith("https://badges.example.org/openbadges/")


def test_badge_whose_site_is_gone_is_verified_without_a_way_to_its_page(client):
    site = make_site()
    page = make_badge_page(make_issuer(), parent=site.root_page)
    award = awarded(page)

    Site.objects.filter(pk=site.pk).delete()

    verified = client.get(path_of(award.verify_address), headers={"accept-language": "en"})
    assert (verified.status_code, verified.context["page_url"]) == (200, "")


def awarded(page):
    """Return the signed award of a claim to a badge."""
    award = Assertion.objects.get(submission=accept(make_submission(opening_of(page))))
    awarding.sign(award.pk)
    return Assertion.objects.get(pk=award.pk)


def path_of(address):
    return address.removeprefix("https://badges.example.org")


def documents_of(award):
    version = award.achievement_version
    addresses = [
        version.address,
        f"{version.address}v3.json",
        version.image_address,
        award.address,
        award.verify_address,
        award.credential_address,
        award.image_address,
        award.status_list.address,
        award.issuer.address,
    ]
    return [path_of(address) for address in addresses]


def test_documents_of_an_archived_badge_answer_for_ever_also_without_its_page(client, editor):
    page = make_badge_page(reviewed_by(editor))
    award = awarded(page)
    before = {path: client.get(path).status_code for path in documents_of(award)}

    client.post(ARCHIVE, {"page": page.pk})
    archived = {path: client.get(path).status_code for path in documents_of(award)}
    page.delete()
    deleted = {path: client.get(path).status_code for path in documents_of(award)}

    assert set(before.values()) == {200}
    assert archived == before
    assert deleted == before


def test_award_of_an_archived_badge_is_still_revoked_and_says_so(client, editor):
    page = make_badge_page(reviewed_by(editor))
    award = awarded(page)
    client.post(ARCHIVE, {"page": page.pk})

    revoking.revoke(award, by=editor, reason="Donné par erreur.")

    assert client.get(path_of(award.address)).status_code == 410
    assert client.get(path_of(award.achievement_version.address)).status_code == 200


def test_archived_badge_leaves_the_lists_and_comes_back_with_its_archive_opened(client, editor):
    issuer = reviewed_by(editor)
    index = make_index()
    page = make_badge_page(issuer, parent=index)
    page.create_alias(update_slug="alias")
    house = home().add_child(instance=OrganisationPage(title="Maison", slug="maison", organisation=issuer.organisation))
    awarded(page)
    lists = [index.get_url(), house.get_url(), path_of(issuer.address)]

    def listed():
        answers = [client.get(url, headers={"accept": "text/html"}) for url in lists]
        return [answer.content.decode().count(">Je suis bénévole engagé·e<") for answer in answers]

    before = listed()
    client.post(ARCHIVE, {"page": page.pk})
    archived, answer = listed(), client.get(page.get_url())
    client.post(reverse("openbadges_archive:unarchive", args=(page.pk,)))

    assert before == [2, 1, 1]
    assert archived == [0, 0, 0]
    assert answer.status_code == 200
    assert listed() == before


def test_archived_badge_published_again_stays_archived(client, editor):
    page = make_badge_page(reviewed_by(editor))
    client.post(ARCHIVE, {"page": page.pk})

    page.save_revision().publish()

    assert (opening_of(page).archived_at is None, Achievement.objects.get().archived_at is None) == (False, False)
    assert Opening.objects.get().is_published is True


def forget_type_of(page):
    """Let a page be of a type that the site no longer has, as after an app was taken out."""
    gone = ContentType.objects.get_or_create(app_label="gone", model="gonepage")[0]
    Page.objects.filter(pk=page.pk).update(content_type=gone)


def test_explorer_lists_a_page_whose_type_is_gone(client, editor):
    forget_type_of(make_index("ancienne"))
    make_call_page(title="Bien manger")

    response = client.get(reverse("wagtailadmin_explore", args=[home().pk]))

    page = response.content.decode()
    assert (response.status_code, "Ancienne" in page, "Bien manger" in page) == (200, True, True)


def test_badge_and_event_below_a_page_whose_type_is_gone_are_shown(client):
    index, agenda = make_index(), make_event_index()
    badge, event = make_badge_page(make_issuer(), parent=index), make_event(index=agenda)
    for parent in (index, agenda):
        forget_type_of(parent)

    answers = [client.get(page.url) for page in (badge, event)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert "index" not in answers[0].context_data
