"""The blocks of texts, and the block of the last news, as a page shows them."""

import re
from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.documents import get_document_model
from wagtail.models import Locale, PageViewRestriction

from tests.agenda.house import make_news, make_news_index
from tests.agenda.news_house import body, gallery_of, make_many_news, make_picture, shows
from tests.pages.house import home
from tests.testapp.models import HouseNewsPage
from wagtail_openbadges.agenda.blocks import BodyBlock, ButtonBlock, PictureBlock
from wagtail_openbadges.agenda.news.blocks import LastNewsBlock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here_and_now():
    """Read pages in the language of the source strings, at one instant."""
    Locale.objects.filter(language_code="fr").update(language_code="en")
    with translation.override("en"), time_machine.travel("2026-09-20T12:00:00Z", tick=False):
        yield


def drawn(rf, *blocks):
    """Return how a text is shown, without the space between its elements."""
    block = BodyBlock()
    value = block.to_python(body(*blocks))
    context = {"request": rf.get("/")}
    return re.sub(r"\s+", " ", "".join(child.render(context=context) for child in value)).strip()


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def refusals(block, value):
    """Return the names of what is refused about each part of a block."""
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(value))
    return {field: error.code for field, error in refused.value.block_errors.items()}


def test_heading_and_text_are_plain_elements(rf):
    html = drawn(rf, ("heading", "Un <b>titre"), ("text", "<h3>Plus bas</h3><p>Un mot.</p>"))

    assert html == ('<h2>Un &lt;b&gt;titre</h2> <div class="openbadges-prose"><h3>Plus bas</h3><p>Un mot.</p></div>')


def test_picture_stands_in_a_figure_with_its_words_caption_and_credit(rf):
    image = make_picture((1200, 600))

    html = drawn(rf, ("picture", shows(image, caption="Le jardin", credit="Sam Fictif")))

    assert words(html) == "Le jardin Picture: Sam Fictif"
    assert html.startswith('<figure class="openbadges-figure"> <img src=')
    assert re.findall(r" (\d+)w", html) == ["480", "960", "1200"]
    assert 'width="960" height="480" alt="Une tablée dans un jardin" loading="lazy">' in html


def test_picture_that_decorates_has_empty_words_and_no_empty_caption(rf):
    html = drawn(rf, ("picture", shows(make_picture(), alt="")))

    assert 'alt=""' in html
    assert "figcaption" not in html


@pytest.mark.parametrize("lost", ["file", "image"])
def test_picture_that_is_lost_is_not_shown(rf, lost):
    image = make_picture()
    block = ("gallery", gallery_of(shows(image)))
    if lost == "file":
        image.file.delete(save=False)
    else:
        image.delete()

    html = drawn(rf, block)

    assert "<figure" not in html


def test_picture_without_words_is_refused_unless_it_decorates():
    image = make_picture()
    said = shows(image)

    with pytest.raises(ValidationError) as refused:
        PictureBlock().clean(PictureBlock().to_python({**said, "image": {**said["image"], "alt_text": ""}}))
    decorates = PictureBlock().clean(PictureBlock().to_python(shows(image, alt="")))

    assert list(refused.value.block_errors["image"].block_errors) == ["alt_text"]
    assert decorates["image"].contextual_alt_text == ""


def test_gallery_is_a_list_of_pictures_under_its_heading(rf):
    image = make_picture()

    html = drawn(rf, ("gallery", gallery_of(shows(image, alt="Une"), shows(image, alt="Deux"), heading="Photos")))
    without = drawn(rf, ("gallery", gallery_of(shows(image))))

    assert re.findall(r'<h2>Photos</h2>|<li> <figure|alt="[^"]*"', html) == [
        "<h2>Photos</h2>",
        "<li> <figure",
        'alt="Une"',
        "<li> <figure",
        'alt="Deux"',
    ]
    assert "<h2" not in without


def test_quotation_names_who_said_it(rf):
    html = drawn(rf, ("quote", {"text": "Un mot.\n\nUn autre.", "author": "Léa Exemple"}))
    nobody = drawn(rf, ("quote", {"text": "Un mot.", "author": ""}))

    assert "<blockquote><p>Un mot.</p> <p>Un autre.</p></blockquote> <figcaption>Léa Exemple</figcaption>" in html
    assert "figcaption" not in nobody


def test_button_leads_to_a_page_or_elsewhere(rf):
    page = make_news()

    here = drawn(rf, ("button", {"label": "Lire", "page": page.pk, "url": ""}))
    there = drawn(rf, ("button", {"label": "Lire", "page": None, "url": "https://example.org/"}))

    assert (re.findall(r'href="([^"]*)"', here), words(here)) == ([page.url], "Lire")
    assert (re.findall(r'href="([^"]*)"', there), words(there)) == (["https://example.org/"], "Lire (another site)")


@pytest.mark.parametrize("lost", ["unpublished", "deleted"])
def test_button_to_a_page_that_cannot_be_read_is_not_shown(rf, lost):
    page = make_news()
    block = ("button", {"label": "Lire", "page": page.pk, "url": ""})
    if lost == "unpublished":
        page.unpublish()
    else:
        page.delete()

    assert drawn(rf, block) == ""


@pytest.mark.parametrize(
    ("to_page", "url", "refused"),
    [
        (False, "", {"page": "button_without_target"}),
        (True, "https://example.org/", {"url": "button_with_two_targets"}),
    ],
)
def test_button_that_leads_nowhere_or_to_two_places_is_refused_on_publication(to_page, url, refused):
    block = ButtonBlock()
    said = {"label": "Lire", "page": home().pk if to_page else None, "url": url}

    draft = block.clean_deferred(block.to_python(said))

    assert refusals(block, said) == refused
    assert draft["label"] == "Lire"


def test_button_that_leads_to_one_place_is_accepted():
    block = ButtonBlock()

    here = block.clean(block.to_python({"label": "Lire", "page": home().pk, "url": ""}))
    there = block.clean(block.to_python({"label": "Lire", "page": None, "url": "https://example.org/"}))

    assert (here["page"].pk, there["url"]) == (home().pk, "https://example.org/")


def test_video_is_a_link_and_loads_nothing(rf):
    html = drawn(rf, ("video", {"url": "https://video.example.org/1", "title": "Le repas", "duration": "3 min"}))

    assert words(html) == "Video: Le repas (3 min) Watch the video Le repas (another site)"
    assert re.findall(r'(?:src|href)="([^"]*)"', html) == ["https://video.example.org/1"]


@pytest.mark.urls("tests.pages.document_urls")
def test_documents_are_named_with_their_kind_and_size(rf):
    document = get_document_model().objects.create(title="Le programme", file="documents/programme.pdf", file_size=2048)
    gone = get_document_model().objects.create(title="Parti", file="documents/parti.pdf")
    rows = [{"type": "item", "value": pk, "id": str(pk)} for pk in (document.pk, gone.pk)]
    gone.delete()

    html = drawn(rf, ("documents", {"heading": "À lire", "documents": rows}))

    assert words(html).replace("\xa0", " ") == "À lire Le programme PDF, 2 KB"
    assert re.findall(r'href="([^"]*)"', html) == [document.url]


def test_note_shows_its_title_and_text(rf):
    html = drawn(rf, ("note", {"title": "À savoir", "text": "<p>Le lieu change.</p>"}))
    untitled = drawn(rf, ("note", {"title": "", "text": "<p>Le lieu change.</p>"}))

    assert "<h2>À savoir</h2>" in html
    assert (words(untitled), "<h2" in untitled) == ("Le lieu change.", False)


def last_news(rf, page=None, **said):
    """Return the cards of the block of the last news, on a page."""
    block = LastNewsBlock()
    value = block.to_python({"heading": "", "limit": 3, **said})
    context = {"request": rf.get("/"), "page": page} if page else {"request": rf.get("/")}
    return block.get_context(value, parent_context=context)["cards"]


def test_last_news_are_those_put_forward_then_the_last_ones(rf):
    for title, day, featured in [("vieille", 1, False), ("choisie", 2, True), ("hier", 19, False), ("jour", 20, False)]:
        make_news(title=title, date=date(2026, 9, day), is_featured=featured)

    cards = last_news(rf)

    assert [card["title"] for card in cards] == ["choisie", "jour", "hier"]


def test_last_news_are_those_that_everybody_may_read_in_lists(rf):
    make_news(title="expirée", shown_until=date(2026, 9, 19))
    make_news(title="brouillon").unpublish()
    private = make_news(title="privée")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    make_news_index().add_child(instance=HouseNewsPage(title="maison", slug="maison"))

    assert [card["title"] for card in last_news(rf)] == ["maison"]


def test_last_news_are_in_the_language_of_the_page(rf):
    page = make_news(title="News")
    french = Locale.objects.create(language_code="fr")
    translated = page.copy_for_translation(french, copy_parents=True)
    translated.title = "Actualité"
    translated.save_revision().publish()

    with translation.override("fr"):
        on_english_page, without_page = last_news(rf, page), last_news(rf)

    assert [card["title"] for card in on_english_page] == ["News"]
    assert [card["title"] for card in without_page] == ["Actualité"]


@pytest.mark.parametrize(("heading", "level"), [("Actualités", 3), ("", 2)])
def test_last_news_keep_headings_in_order(rf, heading, level):
    page = make_news()
    block = LastNewsBlock()

    html = block.render(block.to_python({"heading": heading, "limit": 3}), context={"request": rf.get("/")})

    assert ("<h2>Actualités</h2>" in html) is bool(heading)
    assert f'<h{level}><a href="{page.url}">La Métropole relance son appel</a></h{level}>' in html


def test_last_news_without_any_show_nothing(rf):
    block = LastNewsBlock()

    assert block.render(block.to_python({"heading": "Actualités"}), context={"request": rf.get("/")}).strip() == ""


@pytest.mark.parametrize("count", [3, 100])
def test_last_news_ask_the_database_four_times(rf, count):
    page = make_many_news(count)
    last_news(rf, page)

    with CaptureQueriesContext(connection) as queries:
        cards = last_news(rf, page)

    assert [(card["title"], card["picture"]["width"]) for card in cards] == [
        ("Nouvelle 0000", 64),
        ("Nouvelle 0001", 64),
        ("Nouvelle 0002", 64),
    ]
    assert len(queries) <= 4
