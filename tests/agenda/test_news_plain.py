"""A news alone, for newsletters: whole addresses, and nothing that a mail program would lose."""

import re

import pytest
from django.templatetags.static import static
from wagtail.models import Locale, PageViewRestriction

from tests.agenda.house import make_news
from tests.agenda.news_house import body, make_picture, shows
from wagtail_openbadges.agenda.news.portable import carried

pytestmark = pytest.mark.django_db

ADDRESS = "https://example.org/news/one/"


@pytest.fixture(autouse=True)
def _english():
    Locale.objects.filter(language_code="fr").update(language_code="en")


def test_plain_view_tells_the_news_and_leads_to_its_page(client):
    image = make_picture()
    page = make_news(
        image=image,
        image_alt="Une tablée",
        body=body(
            ("heading", "Un titre"),
            ("text", '<p>Voir <a href="/ailleurs/">ailleurs</a>.</p>'),
            ("picture", shows(image, caption="Le jardin")),
            ("button", {"label": "Répondre", "page": None, "url": "https://example.org/form"}),
        ),
    )

    response = client.get(f"{page.url}plain/")

    html, host = response.content.decode(), "http://testserver"
    url = image.get_rendition("width-960").url
    assert response["X-Robots-Tag"] == "noindex"
    assert re.findall(r'(?:href|src)="([^"]*)"', html) == [
        f"{host}{page.url}",
        static("wagtail_openbadges/plain.css"),
        f"{host}{url}",
        f"{host}/ailleurs/",
        f"{host}{url}",
        "https://example.org/form",
        f"{host}{page.url}",
    ]
    assert re.findall(r'alt="([^"]*)"', html) == ["Une tablée", "Une tablée dans un jardin"]
    assert re.findall(r"<(?:script|style|svg)| class=| style=", html) == []
    assert html.count("L’appel revient cette année, avec des dates et un accompagnement.") == 1


def test_plain_view_of_an_alias_leads_to_its_source_and_names_its_language(client):
    page = make_news(body=body(("heading", "A heading")))
    alias = page.copy_for_translation(Locale.objects.create(language_code="fr"), copy_parents=True, alias=True)

    html = client.get(f"{alias.url}plain/").content.decode()

    assert '<html lang="fr">' in html
    assert '<h1 lang="en">' in html
    assert f'<link rel="canonical" href="http://testserver{page.url}">' in html


def test_plain_view_of_a_private_news_asks_for_a_login(client):
    page = make_news()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    response = client.get(f"{page.url}plain/")

    assert (response.status_code, response.url.split("?")[1]) == (302, f"next={page.url}plain/")


@pytest.mark.parametrize(
    ("html", "written"),
    [
        ("<p class='a' id='b' style='c'>x &amp; y &lt;b&gt; “z”</p>", "<p>x &amp; y &lt;b&gt; “z”</p>"),
        ('<a href="/x/?a=1&amp;b=2" rel="external">x</a>', '<a href="https://example.org/x/?a=1&amp;b=2">x</a>'),
        ('<a href="#top">x</a>', f'<a href="{ADDRESS}#top">x</a>'),
        ('<a href="http://[x">x</a>', '<a href="http://[x">x</a>'),
        ('<a href="mailto:lea@example.org">x</a>', '<a href="mailto:lea@example.org">x</a>'),
        (
            '<img src="/a.png" srcset="/b.png 2w" alt="" loading="lazy"/>',
            '<img src="https://example.org/a.png" alt="">',
        ),
        ("a<br/>b<hr>c", "a<br>b<hr>c"),
        ("<span lang='en'>x</span>", '<span lang="en">x</span>'),
        ('<span class="openbadges-visually-hidden"> (<i>there</i><br>)</span>x', "x"),
        ("<svg><path d='M1'></path><circle/></svg>x<path/>", "x"),
        ("<svg><g></svg>x", "x"),
        ("<script>alert('x')</script><style>p{}</style>x", "x"),
        ('<td colspan="2" headers>&quot;x&quot;</td>', '<td colspan="2">"x"</td>'),
    ],
)
def test_carried_text_keeps_what_can_be_read_elsewhere(html, written):
    assert carried(html, ADDRESS) == written
