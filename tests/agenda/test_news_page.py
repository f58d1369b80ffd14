"""The page of a news: what it tells, who wrote it, what goes with it."""

import json
import re
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, PageViewRestriction, Site

from tests.agenda.house import make_event, make_news, make_news_index
from tests.agenda.news_house import body, gallery_of, make_picture, shows, tie
from tests.factories import make_issuer
from tests.pages.house import home, make_badge_page
from tests.testapp.models import HouseNewsIndexPage, HouseNewsPage
from wagtail_openbadges.agenda.models import NewsPage
from wagtail_openbadges.models import Organisation

pytestmark = pytest.mark.django_db

TODAY = date(2026, 9, 20)
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def _here_and_now():
    """Read pages in the language of the source strings, at one instant."""
    Locale.objects.filter(language_code="fr").update(language_code="en")
    with time_machine.travel("2026-09-20T12:00:00Z", tick=False):
        yield


def text_of(html, start, end):
    """Return the words between two marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.split(start)[1].split(end)[0]).split())


def described(response):
    """Return what search engines are told."""
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode())
    return json.loads(found)


def test_page_says_what_happened_when_and_who_writes(client):
    structure = Organisation.objects.create(name="Maillage")
    page = make_news(organisation=structure, date=date(2026, 8, 28), body=body(("text", "<p>Le texte.</p>")))

    html = client.get(page.url).content.decode()

    assert text_of(html, '<header class="openbadges-article-head">', "</header>") == (
        "La Métropole relance son appel 28 August 2026 · by Léa Exemple · Maillage"
        " L’appel revient cette année, avec des dates et un accompagnement."
    )
    assert '<time datetime="2026-08-28">28 August 2026</time>' in html
    assert text_of(html, 'class="openbadges-article">', "<aside>") == "Le texte."


def test_page_with_little_to_say_says_nothing_empty(client):
    page = make_news(summary="", author="")

    response = client.get(page.url)

    assert text_of(response.content.decode(), '<header class="openbadges-article-head">', "</header>") == (
        "La Métropole relance son appel 20 September 2026"
    )
    assert "None" not in response.content.decode()
    assert [response.context_data[name] for name in ("topics", "picture", "links", "related", "past")] == [
        [],
        None,
        [],
        [],
        "",
    ]


@pytest.mark.parametrize(
    ("author", "names", "structure", "signed"),
    [
        ("La rédaction", {"first_name": "Léa", "last_name": "Exemple"}, "Maillage", "La rédaction"),
        ("", {"first_name": "Léa", "last_name": "Exemple"}, "Maillage", "Léa Exemple"),
        (" ", {}, "Maillage", "Maillage"),
        ("", {}, "", ""),
    ],
)
def test_news_is_signed_by_a_person_else_by_the_structure_and_never_by_a_login(
    client, author, names, structure, signed
):
    person = get_user_model().objects.create_user("lea-login", "lea@example.org", "x", **names)
    organisation = Organisation.objects.create(name=structure) if structure else None
    page = make_news(author=author, author_user=person, organisation=organisation)

    response = client.get(page.url)

    assert response.context_data["author"]["name"] == signed
    assert "lea-login" not in response.content.decode()


def test_news_without_person_is_signed_by_its_structure(client):
    page = make_news(author="", organisation=Organisation.objects.create(name="Maillage"))

    response = client.get(page.url)

    assert response.context_data["author"] == {"name": "Maillage", "is_person": False, "structure": ""}


def test_topics_lead_to_the_filtered_list(client):
    index = make_news_index()
    page = make_news(index=index, tags=("Ville", "alimentation"))

    response = client.get(page.url)

    assert response.context_data["index"] == {"href": index.url, "label": "Actualités"}
    assert response.context_data["topics"] == [
        {"label": "alimentation", "href": f"{index.url}?topic=alimentation"},
        {"label": "Ville", "href": f"{index.url}?topic=ville"},
    ]


def test_picture_is_offered_in_several_widths_with_its_words(client):
    page = make_news(image=make_picture((1200, 600)), image_alt="Une tablée", image_credit="Sam Fictif")

    html = client.get(page.url).content.decode()

    figure = html.split("openbadges-figure--head")[1].split("</figure>")[0]
    assert re.findall(r" (\d+)w", figure) == ["480", "960", "1200"]
    assert re.findall(r'width="\d+" height="\d+" alt="[^"]*"', figure) == ['width="960" height="480" alt="Une tablée"']
    assert "loading" not in figure
    assert text_of(figure, "<figcaption>", "</figcaption>") == "Picture: Sam Fictif"


def test_small_picture_is_offered_in_its_own_width(client):
    page = make_news(image=make_picture((64, 64)), image_is_decorative=True, image_alt="ignored")

    response = client.get(page.url)

    picture = response.context_data["picture"]
    assert (picture["width"], picture["height"], picture["srcset"], picture["alt"]) == (64, 64, "", "")


def test_page_whose_picture_lost_its_file_is_shown_without(client):
    image = make_picture()
    page = make_news(image=image, image_alt="Une tablée", body=body(("picture", shows(image))))
    image.file.delete(save=False)

    response = client.get(page.url)

    assert response.status_code == 200
    assert response.context_data["picture"] is None
    assert "<img" not in response.content.decode()


def test_pages_that_go_with_a_news_are_named_with_their_kind(client):
    issuer = make_issuer()
    badge, event = make_badge_page(issuer), make_event()
    hidden = make_badge_page(issuer, title="Hidden")
    page = make_news()
    tie(page, event, hidden, badge)
    hidden.unpublish()

    links = client.get(page.url).context_data["links"]

    with translation.override("en"):
        said = [{**row, "kind": str(row["kind"])} for row in links]
    assert said == [
        {"kind": "Event", "title": "Repas convivial chez Maillage", "href": event.url},
        {"kind": "Badge", "title": badge.title, "href": badge.url},
    ]


def test_related_news_share_most_topics_then_are_the_last_ones(client):
    index = make_news_index()
    page = make_news(index=index, tags=("sols", "ville", "eau"))
    for title, day, tags in [
        ("one old", date(2026, 1, 1), ("sols",)),
        ("two", date(2025, 1, 1), ("sols", "ville")),
        ("one new", date(2026, 8, 1), ("eau", "air")),
        ("three", date(2024, 1, 1), ("sols", "ville", "eau")),
        ("none", date(2026, 9, 1), ("air",)),
    ]:
        make_news(index=make_news_index(), title=title, date=day, tags=tags)

    response = client.get(page.url)

    assert [card["title"] for card in response.context_data["related"]] == ["three", "two", "one new"]


def test_related_news_are_those_that_everybody_may_read_in_lists(client):
    page = make_news(tags=("sols",))
    tied = make_news(title="tied", tags=("sols",))
    tie(page, tied)
    make_news(title="expired", tags=("sols",), shown_until=TODAY - timedelta(days=1))
    make_news(title="draft", tags=("sols",)).unpublish()
    private = make_news(title="private", tags=("sols",))
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    french = Locale.objects.create(language_code="fr")
    translated = make_news(title="translated", tags=("sols",))
    translated.copy_for_translation(french, copy_parents=True, alias=True)
    page.create_alias(update_slug="again", parent=page.get_parent())

    response = client.get(page.url, headers=ENGLISH)

    assert [card["title"] for card in response.context_data["related"]] == ["translated"]


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (None, ""),
        (TODAY, ""),
        (
            TODAY - timedelta(days=1),
            "This news left our lists after 19 September 2026: what it says may no longer be true.",
        ),
    ],
)
def test_page_says_that_the_news_left_the_lists(client, until, said):
    page = make_news(shown_until=until)

    response = client.get(page.url)

    assert response.context_data["past"] == said


def test_search_engines_are_told_all_about_the_news(client):
    Site.objects.update(site_name="Réseau")
    page = make_news(
        date=date(2026, 8, 28),
        tags=("ville",),
        image=make_picture(),
        image_alt="Une tablée",
        body=body(("heading", "H")),
    )

    response = client.get(page.url)

    assert described(response) == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": "La Métropole relance son appel",
        "description": "L’appel revient cette année, avec des dates et un accompagnement.",
        "mainEntityOfPage": f"http://testserver{page.url}",
        "image": f"http://testserver{page.image.get_rendition('width-960').url}",
        "inLanguage": "en",
        "datePublished": "2026-08-28",
        "dateModified": "2026-09-20T14:00:00+02:00",
        "author": {"@type": "Person", "name": "Léa Exemple"},
        "publisher": {"@type": "Organization", "name": "Réseau"},
        "keywords": ["ville"],
    }


def test_search_engines_are_told_nothing_empty(client):
    page = make_news(summary="", author="")

    response = client.get(page.url)

    assert sorted(described(response)) == [
        "@context",
        "@type",
        "dateModified",
        "datePublished",
        "headline",
        "inLanguage",
        "mainEntityOfPage",
    ]


def test_structure_that_signs_is_no_person_for_search_engines(client):
    page = make_news(author="", organisation=Organisation.objects.create(name="Maillage"))

    document = described(client.get(page.url))

    assert (document["author"], document["publisher"]) == ({"@type": "Organization", "name": "Maillage"},) * 2


def test_site_where_it_is_shared_reads_an_article_with_its_picture(client):
    page = make_news(image=make_picture(), image_alt="Une tablée")

    html = client.get(page.url).content.decode()

    url = page.image.get_rendition("width-960").url
    assert re.findall(r'<meta property="(og:[^"]*)" content="([^"]*)"', html) == [
        ("og:type", "article"),
        ("og:title", "La Métropole relance son appel"),
        ("og:description", "L’appel revient cette année, avec des dates et un accompagnement."),
        ("og:url", f"http://testserver{page.url}"),
        ("og:image", f"http://testserver{url}"),
        ("og:image:alt", "Une tablée"),
    ]


def test_news_is_shared_by_plain_links(client):
    page = make_news(title="Où & quand ?", slug="ou")

    response = client.get(page.url)

    address = f"http%3A%2F%2Ftestserver{page.url.replace('/', '%2F')}"
    assert [row["href"] for row in response.context_data["share"]] == [
        f"mailto:?subject=O%C3%B9%20%26%20quand%20%3F&body=O%C3%B9%20%26%20quand%20%3F%0A{address}",
        f"https://www.linkedin.com/sharing/share-offsite/?url={address}",
    ]
    assert f'type="url" value="http://testserver{page.url}"' in response.content.decode()


def test_alias_names_the_language_of_its_words_and_its_source(client):
    page = make_news(tags=("ville",), body=body(("text", "<p>Text</p>")))
    alias = page.copy_for_translation(Locale.objects.create(language_code="fr"), copy_parents=True, alias=True)

    response = client.get(alias.url)

    html = response.content.decode()
    assert response.context_data["foreign_language"] == "en"
    assert '<h1 lang="en">La Métropole relance son appel</h1>' in html
    assert '<div class="openbadges-article" lang="en">' in html
    assert 'class="openbadges-language-note"' in html
    assert f'<link rel="canonical" href="http://testserver{page.url}">' in html


def test_preview_before_the_first_save_shows_the_news():
    page = NewsPage(title="Brouillon", slug="brouillon", summary="Une phrase.", locale=Locale.objects.get())
    page.body = body(("heading", "Un titre"))

    response = page.make_preview_request()

    assert response.status_code == 200
    assert text_of(response.content.decode(), 'class="openbadges-article">', "<aside>") == "Un titre"


def test_page_type_of_a_site_without_topics_is_shown_with_our_template(client):
    index = home().add_child(instance=HouseNewsIndexPage(title="Nouvelles", slug="nouvelles"))
    page = index.add_child(instance=HouseNewsPage(title="Une nouvelle maison", slug="maison", summary="Une phrase."))
    make_news(tags=("ville",))

    response = client.get(page.url)

    assert "<h1>Une nouvelle maison</h1>" in response.content.decode()
    assert (response.context_data["index"]["label"], response.context_data["topics"]) == ("Nouvelles", [])
    assert response.context_data["related"] == []


def test_news_outside_any_list_has_topics_without_links(client):
    page = make_news(index=home(), tags=("ville",))

    response = client.get(page.url)

    assert (response.context_data["index"], response.context_data["topics"]) == (
        None,
        [{"label": "ville", "href": None}],
    )


def test_moved_news_keeps_its_plain_view(client):
    page = make_news()
    before = page.url

    page.move(make_news_index(), pos="last-child")

    redirects = Redirect.objects.order_by("old_path")
    assert [(redirect.old_path, redirect.redirect_page_route_path) for redirect in redirects] == [
        (before.rstrip("/"), ""),
        (f"{before}plain", "/plain/"),
    ]


def full_news(count):
    """Return a news with many pictures, buttons, tied pages and related news."""
    image = make_picture()
    target = make_news(title="Cible")
    blocks = [("text", "<p>Un texte.</p>"), ("gallery", gallery_of(*[shows(image) for _number in range(count)]))]
    blocks += [("button", {"label": "Voir", "page": target.pk, "url": ""}), ("picture", shows(image))] * count
    author = get_user_model().objects.create_user(f"lea-{count}", first_name="Léa", last_name="Exemple")
    page = make_news(
        image=image,
        image_alt="Une tablée",
        tags=("sols", "ville"),
        body=body(*blocks),
        author="",
        author_user=author,
        organisation=Organisation.objects.create(name=f"Maillage {count}"),
    )
    tie(page, *[make_news(title=f"Liée {number}") for number in range(count)])
    for number in range(count):
        make_news(title=f"Proche {number}", tags=("sols",), image=image, image_alt="Une tablée")
    return page


def test_queries_of_a_page_are_as_many_for_few_and_many_pictures(client):
    few, many = full_news(3), full_news(12)
    client.get(few.url, headers=ENGLISH)
    client.get(many.url, headers=ENGLISH)

    with CaptureQueriesContext(connection) as with_few:
        client.get(few.url, headers=ENGLISH)
    with CaptureQueriesContext(connection) as with_many:
        response = client.get(many.url, headers=ENGLISH)

    assert response.content.decode().count("<img") == 1 + 12 + 12 + 3
    assert len(with_few) == len(with_many)
    assert len(with_many) <= 20
