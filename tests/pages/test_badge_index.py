"""The list of badges: looking for words, filters, and what everybody may see of it."""

import re
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from taggit.models import Tag
from wagtail.models import Locale, Page, PageViewRestriction

from tests.factories import OrganisationFactory, make_issuer
from tests.pages.house import home, make_badge_page, make_image, opening_of
from tests.testapp.models import HouseBadgePage, HouseIndexPage
from wagtail_openbadges.domain.archiving import archive, unarchive
from wagtail_openbadges.models import ClaimRule, Opening
from wagtail_openbadges.pages.models import BadgeIndexPage, BadgePage, BadgePageTag, OrganisationPage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    """Read pages in the language of the source strings: the site's own locale becomes English."""
    Locale.objects.filter(language_code="fr").update(language_code="en")


def make_index(**changes):
    return home().add_child(
        instance=BadgeIndexPage(**{"title": "Badges", "slug": f"badges-{uuid4().hex[:6]}", **changes})
    )


def make_badge(index, title="Bénévole", *, tags=(), issuer=None, claim_rule=ClaimRule.ONE_REVIEW, **changes):
    """Return a badge in the tree, as far as lists look at it."""
    page = BadgePage(
        **{"title": title, "slug": f"badge-{uuid4().hex[:6]}", "issuer": issuer, "description": "", **changes}
    )
    page.tags.add(*tags)
    index.add_child(instance=page)
    # Editors are not offered every rule that the records know.
    BadgePage.objects.filter(pk=page.pk).update(claim_rule=claim_rule)
    return page


def named(name):
    """Return an issuer whose structure has a name."""
    issuer = make_issuer()
    issuer.organisation.name = name
    issuer.organisation.save()
    return issuer


def make_many(count, index, *, tagged=0):
    """Put many badges of three issuers below a list at once, the first ones with a tag."""
    image, issuers = make_image(), [make_issuer() for _number in range(3)]
    kind = ContentType.objects.get_for_model(BadgePage)
    parents = Page.objects.bulk_create(
        Page(
            path=Page._get_path(index.path, index.depth + 1, number),
            depth=index.depth + 1,
            title=f"Badge {number:04}",
            draft_title=f"Badge {number:04}",
            slug=f"badge-{number}",
            url_path=f"{index.url_path}badge-{number}/",
            content_type=kind,
            locale=index.locale,
            translation_key=uuid4(),
        )
        for number in range(1, count + 1)
    )
    Page.objects.filter(pk=index.pk).update(numchild=count)
    for parent in parents:
        page = BadgePage(page_ptr_id=parent.pk, description="Utile.", issuer=issuers[parent.pk % 3], image=image)
        page.save_base(raw=True)
    tag = Tag.objects.get_or_create(name="eau", slug="eau")[0]
    BadgePageTag.objects.bulk_create(BadgePageTag(tag=tag, content_object_id=page.pk) for page in parents[:tagged])


def names(response):
    return [card["name"] for card in response.context_data["cards"]]


def found(client, index, **asked):
    return names(client.get(index.url, asked))


def options(response):
    return {
        row["name"]: [(option["value"], option["label"]) for option in row["options"]]
        for row in response.context_data["filters"]
    }


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("bénévole", ["Je suis bénévole engagé·e"]),
        ("BENEVOLES", ["Je suis bénévole engagé·e"]),
        ("engagée", ["Je suis bénévole engagé·e"]),
        ("engagé·e", ["Je suis bénévole engagé·e"]),
        ("l’œuvre", ["Main d’œuvre"]),
        ("oeuvre", ["Main d’œuvre"]),
        ("accueil", ["Je suis bénévole engagé·e", "Main d’œuvre"]),
        ("mission accueil", ["Je suis bénévole engagé·e"]),
        ("solidarite", ["Main d’œuvre"]),
        ("tourcoing", ["Main d’œuvre"]),
        ("t", ["Main d’œuvre"]),
        ("…", ["Je suis bénévole engagé·e", "Main d’œuvre"]),
        ("rien de tel", []),
    ],
)
def test_search_looks_in_title_description_tags_and_structure(client, words, titles):
    index = make_index()
    make_badge(index, "Je suis bénévole engagé·e", description="Une mission à l’accueil.", issuer=named("Maillage"))
    make_badge(
        index, "Main d’œuvre", description="À l’accueil.", tags=["Solidarité", "équipe"], issuer=named("Tourcoing")
    )

    assert found(client, index, q=words) == titles


def test_search_puts_what_is_called_so_before_what_mentions_it(client):
    index = make_index()
    make_badge(index, "Animer", description="Un repas partagé.")
    make_badge(index, "Repas convivial")

    assert found(client, index, q="repas") == ["Repas convivial", "Animer"]


def test_search_finds_a_structure_by_its_new_name(client):
    index, issuer = make_index(), named("Ancien nom")
    make_badge(index, issuer=issuer)
    issuer.organisation.name = "Nouvelle maison"
    issuer.organisation.save()

    assert (found(client, index, q="ancien"), found(client, index, q="maison")) == ([], ["Bénévole"])


def test_search_keeps_its_words_in_the_form_and_reads_a_hundred_characters(client):
    index = make_index()
    make_badge(index)

    response = client.get(index.url, {"q": '  "<b>  \x00' + "x" * 200})

    assert response.context_data["words"] == '"<b> ' + "x" * 95
    assert f'value="&quot;&lt;b&gt; {"x" * 95}" maxlength="100"' in response.content.decode()


def test_filters_offer_what_some_badge_has_each_with_its_count(client):
    index, maison, maillage = make_index(), named("Maison"), named("maillage")
    make_badge(index, "A", issuer=maison, tags=["Projet", "bénévolat"], claim_rule=ClaimRule.DECLARED, minutes=10)
    make_badge(index, "B", issuer=maillage, tags=["Projet"], claim_rule=ClaimRule.ONE_REVIEW, minutes=11)
    make_badge(index, "C", issuer=maillage, claim_rule=ClaimRule.QUORUM, minutes=31)
    make_badge(index, "D", claim_rule=ClaimRule.NO_CLAIMS, minutes=5)
    make_badge(make_index(), "Elsewhere", tags=["ailleurs"], issuer=named("Ailleurs"))

    response = client.get(index.url)

    assert options(response) == {
        "theme": [("bénévolat", "bénévolat (1)"), ("projet", "Projet (2)")],
        "structure": [(str(maillage.uuid), "maillage (2)"), (str(maison.uuid), "Maison (1)")],
        "way": [
            ("declared", "On declaration (1)"),
            ("confirmed", "Confirmed by the issuer (2)"),
            ("given", "Given by the issuer (1)"),
        ],
        "time": [
            ("up-to-10", "Up to 10 minutes (1)"),
            ("10-to-30", "10 to 30 minutes (1)"),
            ("over-30", "More than 30 minutes (1)"),
        ],
    }
    assert re.findall(r'<label class="openbadges-label" for="([^"]+)">([^<]+)', response.content.decode()) == [
        ("openbadges-q", "Words to look for"),
        ("openbadges-theme", "Theme"),
        ("openbadges-structure", "Structure"),
        ("openbadges-way", "How people obtain it"),
        ("openbadges-time", "Time it takes"),
    ]


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({"theme": "projet"}, ["A", "B"]),
        ({"way": "declared"}, ["A"]),
        ({"way": "confirmed"}, ["B", "C"]),
        ({"way": "given"}, ["D"]),
        ({"time": "up-to-10"}, ["A"]),
        ({"time": "10-to-30"}, ["B", "C"]),
        ({"theme": "projet", "way": "confirmed"}, ["B"]),
        ({"theme": "projet", "way": "given"}, []),
        ({"theme": "projet", "q": "b"}, ["B"]),
    ],
)
def test_filters_are_combined(client, asked, titles):
    index = make_index()
    make_badge(index, "A", tags=["Projet"], claim_rule=ClaimRule.DECLARED, minutes=10)
    make_badge(index, "B", tags=["Projet"], minutes=11)
    make_badge(index, "C", claim_rule=ClaimRule.QUORUM, minutes=30)
    make_badge(index, "D", claim_rule=ClaimRule.NO_CLAIMS, minutes=5)

    assert found(client, index, **asked) == titles


def test_filter_of_a_structure_shows_its_badges(client):
    index, issuer = make_index(), named("Maillage")
    make_badge(index, "A", issuer=issuer)
    make_badge(index, "B")

    assert found(client, index, structure=str(issuer.uuid)) == ["A"]


def test_counts_say_what_a_value_would_show_beside_the_other_choices(client):
    index = make_index()
    make_badge(index, "A", tags=["eau"], claim_rule=ClaimRule.DECLARED)
    make_badge(index, "B", tags=["eau"])
    make_badge(index, "C", tags=["ville"])

    offered = options(client.get(index.url, {"theme": "ville"}))

    assert offered["theme"] == [("eau", "eau (2)"), ("ville", "ville (1)")]
    assert offered["way"] == [("declared", "On declaration (0)"), ("confirmed", "Confirmed by the issuer (1)")]


def test_filter_that_would_part_nothing_is_not_offered(client):
    index, issuer = make_index(), make_issuer()
    make_badge(index, "A", issuer=issuer, tags=["eau"])
    make_badge(index, "B", issuer=issuer, tags=["eau"])

    plain = client.get(index.url)
    chosen = client.get(index.url, {"theme": "eau"})

    assert (options(plain), options(chosen)) == ({}, {"theme": [("eau", "eau (2)")]})
    assert 'type="search"' in plain.content.decode()


def test_choices_can_be_removed_one_by_one_and_all_at_once(client):
    index = make_index()
    make_badge(index, tags=["Vie locale"], claim_rule=ClaimRule.DECLARED)

    response = client.get(index.url, {"q": "béné", "theme": "vie-locale", "way": "declared", "page": "1"})

    assert response.context_data["chosen"] == [
        {"label": "Words to look for", "value": "béné", "href": "?theme=vie-locale&way=declared"},
        {"label": "Theme", "value": "Vie locale", "href": "?q=b%C3%A9n%C3%A9&way=declared"},
        {"label": "How people obtain it", "value": "On declaration", "href": "?q=b%C3%A9n%C3%A9&theme=vie-locale"},
    ]
    shown = " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
    assert "1 badge Remove this choice: Words to look for: béné Remove this choice: Theme: Vie locale" in shown
    assert re.findall(r'class="openbadges-filters__reset" href="([^"]*)"', response.content.decode()) == ["?"]


def test_choices_stay_in_the_form_and_in_the_title(client):
    index = make_index()
    make_badge(index, "A", tags=["eau"])
    make_badge(index, "B", tags=["eau"])
    make_badge(index, "C", tags=["ville"])

    html = client.get(index.url, {"theme": "eau"}).content.decode()

    assert re.findall(r'<option value="([^"]+)" selected>([^<]*)', html) == [("eau", "eau (2)")]
    assert re.search(r"<title>\s*(.*?)\s*</title>", html, re.DOTALL)[1] == "2 badges · Badges"


@pytest.mark.parametrize("value", ["nonsense", "\x00", "9" * 5000, "<script>", "-1", "9999"])
def test_filters_that_mean_nothing_are_ignored(client, value):
    index = make_index()
    make_badge(index)

    response = client.get(index.url, dict.fromkeys(["structure", "way", "theme", "time", "page"], value))

    assert (response.status_code, names(response)) == (200, ["Bénévole"])
    assert response.context_data["is_filtered"] is False
    assert "<script>" not in response.content.decode()


def test_filtered_list_is_not_indexed_and_names_the_plain_one(client):
    index = make_index()
    make_badge(index, tags=["eau"])

    plain, filtered = client.get(index.url), client.get(index.url, {"theme": "eau"})

    noindex = '<meta name="robots" content="noindex">'
    assert [noindex in response.content.decode() for response in (plain, filtered)] == [False, True]
    canonical = f'<link rel="canonical" href="http://testserver{index.url}">'
    assert [response.content.decode().count(canonical) for response in (plain, filtered)] == [1, 1]


def test_list_has_pages_that_keep_the_choices(client):
    index = make_index()
    make_many(30, index, tagged=26)

    first = client.get(index.url, {"theme": "eau"})
    second = client.get(index.url, {"theme": "eau", "page": "2"})
    plain = client.get(index.url, {"page": "2"})
    beyond = client.get(index.url, {"page": "9999"})

    assert [len(names(response)) for response in (first, second, plain, beyond)] == [24, 2, 6, 6]
    assert first.context_data["heading"] == second.context_data["heading"] == "26 badges"
    assert re.findall(r'rel="next" href="([^"]*)"', first.content.decode()) == ["?theme=eau&amp;page=2"]
    assert second.context_data["social_url"] == f"http://testserver{index.url}"
    assert plain.context_data["social_url"] == f"http://testserver{index.url}?page=2"


def test_list_without_what_was_chosen_says_what_to_do(client):
    index = make_index()
    make_badge(index)

    response = client.get(index.url, {"q": "rien"})

    assert response.context_data["heading"] == "0 badges"
    assert response.context_data["empty"] == {
        "title": "No badge matches these choices.",
        "text": "Remove a choice, or write fewer words: the beginning of one word is often enough.",
        "href": "?",
        "label": "Show all badges",
    }
    assert "No badge matches these choices." in response.content.decode()


def test_list_without_any_badge_offers_no_search(client):
    index = make_index()

    html = client.get(index.url).content.decode()

    assert "There is no badge here yet." in html
    assert re.findall(r"<form|<h2", html) == []


def test_headings_of_the_list_are_in_order(client):
    index = make_index()
    make_badge(index)

    html = client.get(index.url).content.decode()

    assert re.findall(r"<h(\d)", html) == ["1", "2", "3"]


def test_list_holds_only_what_everybody_may_see(client):
    index, issuer = make_index(), make_issuer()
    kept = make_badge_page(issuer, parent=index, title="Kept")
    make_badge_page(issuer, parent=index, title="Unpublished").unpublish()
    private = make_badge_page(issuer, parent=index, title="Private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    make_badge_page(issuer, title="Elsewhere")
    index.add_child(instance=OrganisationPage(title="No badge", organisation=OrganisationFactory()))

    response = client.get(index.url)

    assert [(card["name"], card["href"]) for card in response.context_data["cards"]] == [("Kept", kept.url)]
    assert found(client, index, q="private") == []


def test_archived_badge_leaves_the_lists_and_comes_back(client):
    index, issuer = make_index(), make_issuer()
    structure = home().add_child(instance=OrganisationPage(title="La maison", organisation=issuer.organisation))
    page = make_badge_page(issuer, parent=index, title="Archived")
    alias = page.create_alias(parent=make_index(), update_slug="alias")
    archive(opening_of(page))

    gone = [found(client, index), found(client, alias.get_parent()), found(client, structure)]
    unarchive(Opening.objects.get())

    assert gone == [[], [], []]
    assert found(client, index) == found(client, alias.get_parent()) == found(client, structure) == ["Archived"]
    assert client.get(page.url).status_code == 200


def test_badge_in_another_language_names_it_on_its_card(client):
    french = Locale.objects.create(language_code="fr")
    index = make_index()
    page = make_badge(home(), "Volunteer", description="Somebody helps.")
    alias = page.copy_for_translation(french, copy_parents=True, alias=True)
    translated = alias.get_parent().add_child(instance=BadgeIndexPage(title="Les badges", slug="b", locale=french))
    alias.move(translated, pos="last-child")
    make_badge(index)

    there = client.get(translated.url, headers={"Accept-Language": "fr"})
    here = client.get(index.url, headers={"Accept-Language": "en"})

    assert [(card["name"], card["lang"]) for card in there.context_data["cards"]] == [("Volunteer", "en")]
    assert [(card["name"], card["lang"]) for card in here.context_data["cards"]] == [("Bénévole", "")]


def test_page_types_without_tags_are_listed_and_found(client):
    index = make_index()
    index.add_child(instance=HouseBadgePage(title="Un badge maison", issuer=make_issuer()))
    index.add_child(instance=HouseBadgePage(title="Un autre", minutes=45))

    response = client.get(index.url)

    assert names(response) == ["Un autre", "Un badge maison"]
    assert list(options(response)) == ["structure", "time"]
    assert found(client, index, q="maison", time="up-to-10") == ["Un badge maison"]


def test_site_may_offer_themes_of_its_own(client):
    index = home().add_child(instance=HouseIndexPage(title="Badges", slug="badges"))
    index.add_child(instance=HouseBadgePage(title="Un projet", achievement_type="ext:Project"))
    index.add_child(instance=HouseBadgePage(title="Un autre"))

    response = client.get(index.url, {"theme": "project"})

    assert (options(response)["theme"], names(response)) == ([("project", "Projects (1)")], ["Un projet"])


def test_preview_of_the_list_needs_no_badge():
    response = make_index().make_preview_request()

    assert (response.status_code, "There is no badge here yet." in response.content.decode()) == (200, True)


def test_queries_of_the_list_are_as_many_for_a_thousand_badges(client):
    few, many = make_index(), make_index()
    make_many(3, few, tagged=2)
    make_many(1000, many, tagged=500)
    client.get(few.url)
    client.get(many.url)

    with CaptureQueriesContext(connection) as with_few:
        client.get(few.url, {"q": "badge", "theme": "eau"})
    with CaptureQueriesContext(connection) as with_many:
        response = client.get(many.url, {"q": "badge", "theme": "eau"})

    assert response.context_data["heading"] == "500 badges"
    assert len(with_few) == len(with_many)
    assert len(with_many) <= 20
