"""The blocks that show badges, who helps, and the form that verifies, as pages of a site show them."""

import re
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.blocks import StreamBlock
from wagtail.blocks.base import BlockWidget
from wagtail.blocks.definition_lookup import BlockDefinitionLookup, BlockDefinitionLookupBuilder
from wagtail.models import Locale, PageViewRestriction

from tests.factories import OrganisationFactory, make_issuer
from tests.pages.house import badge_page, home, make_badge_page, make_image, opening_of
from tests.testapp.models import HouseBadgePage, HouseIndexPage
from wagtail_openbadges.domain.archiving import archive
from wagtail_openbadges.pages import blocks
from wagtail_openbadges.pages.blocks import choosing
from wagtail_openbadges.pages.models import BadgeIndexPage, BadgePage, BadgeSupport, OrganisationPage
from wagtail_openbadges.pages.support import support_rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    """Read pages in the language of the source strings: the site's own locale becomes English."""
    Locale.objects.filter(language_code="fr").update(language_code="en")
    with translation.override("en"):
        yield


def drawn(rf, block, said, *, page=None):
    """Return what a block draws on a page of the site; on none, in the language of the request."""
    context = {"request": rf.get("/"), **({"page": page} if page else {})}
    return block.render(block.to_python(said), context=context)


def titles(html):
    return re.findall(r"<h[23][^>]*><a [^>]*>([^<]*)", html)


def make_index(**changes):
    return home().add_child(
        instance=BadgeIndexPage(**{"title": "Tous les badges", "slug": f"b-{uuid4().hex[:6]}", **changes})
    )


def in_french(page, **changes):
    """Return the published translation of a page."""
    french = Locale.objects.get_or_create(language_code="fr")[0]
    translated = page.copy_for_translation(french, copy_parents=True)
    for name, value in changes.items():
        setattr(translated, name, value)
    translated.save_revision().publish()
    translated.refresh_from_db()
    return translated


def test_badge_block_shows_a_card_that_leads_to_the_badge(rf):
    issuer = make_issuer()
    page = make_badge_page(issuer, title="Bénévole")

    html = drawn(rf, blocks.BadgeBlock(), {"badge": page.pk})

    assert re.findall(r'<h2><a href="([^"]*)">([^<]*)', html) == [(page.url, "Bénévole")]
    assert f'<p class="openbadges-card__issuer">{issuer.organisation.name}</p>' in html
    assert '<span class="openbadges-tag">Confirmed by the issuer</span>' in html


def test_badge_block_shows_the_translation_in_the_language_of_its_page(rf):
    page = make_badge_page(make_issuer(), title="Volunteer")
    here = in_french(home())
    translated = in_french(page, title="Bénévole")

    with_translation = drawn(rf, blocks.BadgeBlock(), {"badge": page.pk}, page=here)
    translated.unpublish()
    without = drawn(rf, blocks.BadgeBlock(), {"badge": page.pk}, page=here)

    assert (titles(with_translation), titles(without)) == (["Bénévole"], ["Volunteer"])


def test_badge_block_names_the_language_of_a_badge_that_is_not_translated(rf):
    page = make_badge_page(make_issuer(), title="Volunteer")
    here = in_french(home())

    with translation.override("fr"):
        html = drawn(rf, blocks.BadgeBlock(), {"badge": page.pk}, page=here)

    assert re.findall(r'<(\w+) lang="([^"]*)"', html) == [("h2", "en"), ("p", "en")]


def test_badge_block_of_what_not_everybody_may_read_draws_nothing(rf):
    unpublished, private, deleted = (make_badge_page(make_issuer()) for _number in range(3))
    said = [{"badge": page.pk} for page in (unpublished, private, deleted)]
    before = [len(titles(drawn(rf, blocks.BadgeBlock(), value))) for value in said]
    unpublished.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    deleted.delete()

    after = [drawn(rf, blocks.BadgeBlock(), value).strip() for value in [*said, {"badge": None}, {"badge": home().pk}]]

    assert (before, after) == ([1, 1, 1], ["", "", "", "", ""])


def test_badge_block_offers_the_page_types_of_badges():
    chooser = blocks.BadgeBlock().child_blocks["badge"]

    assert set(chooser.target_models) == {BadgePage, HouseBadgePage}
    assert set(blocks.BadgesBlock().child_blocks["list_page"].target_models) == {BadgeIndexPage, HouseIndexPage}


def test_badges_block_shows_badges_of_the_site_by_title_and_as_many_as_it_is_told(rf):
    index, issuer = make_index(), make_issuer()
    make_badge_page(issuer, title="C")
    make_badge_page(issuer, title="A", parent=index)
    home().add_child(instance=HouseBadgePage(title="B"))

    html = drawn(rf, blocks.BadgesBlock(), {"heading": "Nos badges", "limit": 2, "list_page": index.pk})

    assert (titles(html), html.count("<h2>Nos badges</h2>")) == (["A", "B"], 1)
    assert f'<p><a href="{index.url}">Tous les badges</a></p>' in html


def test_badges_block_shows_those_of_a_structure_or_with_a_tag(rf):
    issuer = make_issuer()
    page = make_badge_page(issuer, title="A")
    page.tags.add("Vie locale")
    page.save_revision().publish()
    make_badge_page(issuer, title="B")
    make_badge_page(make_issuer(), title="C")
    asked = [
        {},
        {"structure": str(issuer.uuid)},
        {"theme": "vie-locale"},
        {"structure": str(issuer.uuid), "theme": "vie-locale"},
        {"structure": str(uuid4())},
        {"structure": "nonsense"},
        {"theme": "gone"},
    ]

    shown = [titles(drawn(rf, blocks.BadgesBlock(), {"limit": 5, **said})) for said in asked]

    assert shown == [["A", "B", "C"], ["A", "B"], ["A"], ["A"], [], [], []]


def test_badges_block_offers_the_issuers_and_tags_that_there_are():
    issuer = make_issuer()
    page = make_badge_page(issuer)
    page.tags.add("vie locale", "Accueil")
    page.save_revision().publish()
    draft = make_badge_page(issuer)
    draft.tags.add("brouillon")
    draft.save()
    draft.unpublish()

    assert choosing.issuers_to_choose() == [(str(issuer.uuid), issuer.organisation.name)]
    assert choosing.themes_to_choose() == [("accueil", "Accueil"), ("vie-locale", "vie locale")]
    assert choosing.organisations_to_choose() == [(str(issuer.organisation.uuid), issuer.organisation.name)]


def test_badges_block_leaves_out_the_archived_the_restricted_and_what_is_there_twice(rf):
    issuer, index = make_issuer(), make_index()
    kept = make_badge_page(issuer, title="Kept")
    kept.create_alias(parent=index, update_slug="alias")
    archive(opening_of(make_badge_page(issuer, title="Archived")))
    private = make_badge_page(issuer, title="Private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    make_badge_page(issuer, title="Unpublished").unpublish()

    html = drawn(rf, blocks.BadgesBlock(), {"limit": 5})

    assert re.findall(r'<h2><a href="([^"]*)">([^<]*)', html) == [(kept.url, "Kept")]


def test_badges_block_speaks_the_language_of_its_page(rf):
    index, page = make_index(title="All badges"), make_badge_page(make_issuer(), title="Volunteer")
    here = in_french(home())
    in_french(page, title="Bénévole")
    lists = in_french(index, title="Tous les badges")
    said = {"limit": 5, "list_page": index.pk}

    html = drawn(rf, blocks.BadgesBlock(), said, page=here)
    other = drawn(rf, blocks.BadgesBlock(), {**said, "list_label": "See all"}, page=home())

    assert (titles(html), titles(other)) == (["Bénévole"], ["Volunteer"])
    assert f'<p><a href="{lists.url}">Tous les badges</a></p>' in html
    assert f'<p><a href="{index.url}">See all</a></p>' in other


def test_badges_block_without_badges_draws_nothing(rf):
    index = make_index()

    assert drawn(rf, blocks.BadgesBlock(), {"heading": "Nos badges", "limit": 3, "list_page": index.pk}).strip() == ""


def test_badges_block_asks_the_database_as_often_for_few_and_many(rf):
    issuers, index, html = [make_issuer() for _number in range(3)], make_index(), []
    model = make_badge_page(issuers[0])
    said = {"heading": "Nos badges", "limit": 24, "list_page": index.pk}
    drawn(rf, blocks.BadgesBlock(), said, page=home())

    with CaptureQueriesContext(connection) as with_few:
        html.append(drawn(rf, blocks.BadgesBlock(), said, page=home()))
    for number in range(30):
        index.add_child(instance=BadgePage(title=f"{number}", issuer=issuers[number % 3], image=model.image))
    with CaptureQueriesContext(connection) as with_many:
        html.append(drawn(rf, blocks.BadgesBlock(), said, page=home()))

    assert [len(titles(text)) for text in html] == [1, 24]
    assert len(with_few) == len(with_many)
    assert len(with_many) <= 16


def test_support_block_says_who_helps_and_how_to_reach_them(rf):
    organisation = OrganisationFactory(name="Maillage", url="https://maillage.example.org")
    shown = OrganisationFactory(name="Maison")
    page = home().add_child(instance=OrganisationPage(title="La maison", slug="maison", organisation=shown))
    rows = [
        {"organisation": str(organisation.uuid), "text": "Le mardi."},
        {"organisation": str(shown.uuid), "name": "Léa Exemple", "email": "lea@example.org", "telephone": "03 20 00"},
        {"name": "Une voisine", "url": "https://example.org/aide"},
        {"organisation": str(uuid4())},
        {"organisation": "nonsense"},
    ]

    html = drawn(rf, blocks.SupportBlock(), {"heading": "Être accompagné·e", "rows": rows})

    text = " ".join(re.sub(r"<[^>]+>", " ", html.replace("<wbr>", "")).split())
    assert re.findall(r'href="([^"]*)"', html) == [
        "https://maillage.example.org",
        page.url,
        "mailto:lea@example.org",
        "tel:032000",
        "https://example.org/aide",
    ]
    assert text == (
        "Être accompagné·e Maillage Le mardi. Léa Exemple Maison lea@example.org 03 20 00"
        " Une voisine https://example.org/aide"
    )
    assert re.findall(r"<h(\d)", html) == ["2", "3", "3", "3"]


def test_support_block_without_heading_keeps_headings_in_order_and_without_rows_draws_nothing(rf):
    rows = [{"name": "Une voisine"}]

    html = drawn(rf, blocks.SupportBlock(), {"heading": "", "rows": rows})

    assert re.findall(r"<h(\d)", html) == ["2"]
    assert drawn(rf, blocks.SupportBlock(), {"heading": "Être accompagné·e", "rows": []}).strip() == ""


def test_support_block_refuses_a_row_that_names_nobody_and_takes_one_that_does():
    block = blocks.SupportBlock().child_blocks["rows"].child_block
    organisation = OrganisationFactory()

    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python({"text": "Le mardi."}))
    by_name = block.clean(block.to_python({"name": "Une voisine"}))
    by_structure = block.clean(block.to_python({"organisation": str(organisation.uuid)}))

    assert refused.value.block_errors["name"].messages == ["Choose the structure that helps, or write a name."]
    assert (by_name["name"], by_structure["organisation"]) == ("Une voisine", str(organisation.uuid))


def test_support_block_keeps_a_draft_that_names_nobody():
    block = blocks.SupportBlock().child_blocks["rows"].child_block
    block.defer_required_validation()

    kept = block.clean(block.to_python({"text": "Le mardi."}))

    assert kept["text"] == "Le mardi."


@pytest.mark.parametrize("count", [1, 40])
def test_support_block_asks_the_database_as_often_for_few_and_many(rf, django_assert_num_queries, count):
    rows = [{"organisation": str(OrganisationFactory().uuid)} for _number in range(count)]
    page, block = home(), blocks.SupportBlock()
    value = block.to_python({"heading": "", "rows": rows})

    with django_assert_num_queries(2):
        html = block.render(value, context={"page": page, "request": rf.get("/")})

    assert html.count("<h2>") == count


def test_verify_block_sends_an_address_or_a_text_to_the_page_that_verifies(rf, client):
    html = drawn(rf, blocks.VerifyBlock(), {"heading": "Vérifier", "text": "Collez son adresse."})

    form = re.search(r"<form.*?</form>", html, re.DOTALL)[0]
    assert re.findall(r'method="(\w+)" action="([^"]+)"', form) == [("post", reverse("openbadges:verifier"))]
    assert re.findall(r'<(?:input|textarea|select)[^>]* name="(\w+)"', form) == ["url", "text"]
    assert re.findall(r"<h2>([^<]*)", html) == ["Vérifier"]
    answer = client.post(reverse("openbadges:verifier"), {"url": "", "text": "{}"}, headers={"Accept": "text/html"})
    assert (answer.status_code, "verdict" in answer.context) == (200, True)


def test_verify_block_twice_on_a_page_repeats_no_id_and_ties_labels_to_controls(rf):
    html = "".join(drawn(rf, blocks.VerifyBlock(), {"heading": "Vérifier"}) for _number in range(2))

    ids = re.findall(r' id="([^"]+)"', html)
    assert (len(ids), len(set(ids))) == (8, 8)
    assert set(re.findall(r' (?:for|aria-describedby)="([^"]+)"', html)) == set(ids)


BLOCKS = [blocks.BadgeBlock, blocks.BadgesBlock, blocks.SupportBlock, blocks.VerifyBlock]


@pytest.mark.parametrize("kind", BLOCKS)
def test_block_is_previewed_before_it_is_chosen(kind, admin_client):
    make_badge_page(make_issuer(), title="Bénévole")
    block = kind()

    response = admin_client.get(
        reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix}, headers={"Accept-Language": "en"}
    )

    html = response.content.decode()
    assert (response.status_code, block.is_previewable, html.count("openbadges-embedded")) == (200, True, 1)
    assert re.findall(r"<style|<script|style=", html) == []
    assert html.count("wagtail_openbadges/openbadges.css") == 1


def test_preview_of_a_badge_on_a_site_without_badges_is_empty(admin_client):
    block = blocks.BadgeBlock()

    response = admin_client.get(
        reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix}, headers={"Accept-Language": "en"}
    )

    assert (response.status_code, "openbadges-embedded" in response.content.decode()) == (200, False)


def test_blocks_are_edited_with_what_there_is_to_choose():
    issuer = make_issuer()
    page = make_badge_page(issuer, title="Bénévole")
    stream = StreamBlock([(kind.__name__, kind()) for kind in BLOCKS])

    html = BlockWidget(stream).render("body", stream.to_python([{"type": "BadgeBlock", "value": {"badge": page.pk}}]))

    assert [html.count(str(row.uuid)) for row in (issuer, issuer.organisation)] == [1, 1]
    assert re.findall(r"badge&quot;: \{&quot;id&quot;: (\d+)", html) == [str(page.pk)]


def test_blocks_are_written_into_migrations_and_read_from_them():
    stream = StreamBlock([(kind.__name__, kind()) for kind in BLOCKS])
    builder = BlockDefinitionLookupBuilder()

    key = builder.add_block(stream)
    read = BlockDefinitionLookup(builder.get_lookup_as_dict()).get_block(key)

    assert list(read.child_blocks) == [kind.__name__ for kind in BLOCKS]
    assert list(read.child_blocks["BadgesBlock"].child_blocks) == [
        "heading",
        "structure",
        "theme",
        "limit",
        "list_page",
        "list_label",
    ]


def test_badges_block_shows_the_alias_of_a_badge_that_a_restriction_keeps(rf):
    index, section = make_index(), make_index(title="For members")
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    private = make_badge_page(make_issuer(), parent=section, title="Volunteer")
    alias = private.create_alias(parent=index, update_slug="alias")

    html = drawn(rf, blocks.BadgesBlock(), {"limit": 5})

    assert re.findall(r'<h2><a href="([^"]*)">([^<]*)', html) == [(alias.url, "Volunteer")]


def test_badges_block_of_a_draft_without_number_shows_as_many_as_a_block_may(rf):
    issuer, image = make_issuer(), make_image()
    for number in range(choosing.MOST + 1):
        home().add_child(instance=badge_page(issuer, title=f"Badge {number:02}", slug=f"badge-{number}", image=image))

    assert len(titles(drawn(rf, blocks.BadgesBlock(), {"limit": None}))) == choosing.MOST


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("03 20 00 00 00", "tel:0320000000"),
        ("+33 (0)6 12 34 56 78", "tel:+33612345678"),
        ("0033 (0)6 12 34 56 78", "tel:0033612345678"),
        ("(0)6 12 34 56 78", "tel:0612345678"),
        ("sur rendez-vous", ""),
    ],
)
def test_telephone_dials_what_is_written_or_nothing(written, dialled):
    [row] = support_rows([BadgeSupport(name="Maillage", telephone=written)], {})

    assert row["contacts"] == [{"label": written, "href": dialled, "icon": "person"}]
