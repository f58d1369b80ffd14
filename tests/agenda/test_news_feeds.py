"""The feeds of news, read back by somebody else's reader."""

from datetime import date, timedelta
from email.utils import parsedate_to_datetime

import feedparser
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Site

from tests.agenda.house import make_news, make_news_index
from tests.agenda.news_house import body, make_many_news, make_picture, shows
from tests.testapp.models import HouseNewsPage
from wagtail_openbadges.agenda.models import NewsPage

pytestmark = pytest.mark.django_db

FEEDS = ["feed-atom", "feed-rss"]
TYPES = {"feed-atom": "application/atom+xml; charset=utf-8", "feed-rss": "application/rss+xml; charset=utf-8"}


@pytest.fixture(autouse=True)
def _here_and_now():
    """Read pages in the language of the source strings, at one instant."""
    Locale.objects.filter(language_code="fr").update(language_code="en")
    with time_machine.travel("2026-09-20T12:00:00Z", tick=False):
        yield


@pytest.fixture(params=FEEDS)
def kind(request):
    return request.param


def read(client, index, kind, **choices):
    response = client.get(f"{index.url}{kind}/", choices)
    assert response["Content-Type"] == TYPES[kind]
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def test_feed_says_what_it_is_and_where(client, kind):
    Site.objects.update(site_name="Réseau des associations")
    index = make_news_index(search_description="Ce qui se passe.")

    feed = read(client, index, kind)

    assert feed.version == {"feed-atom": "atom10", "feed-rss": "rss20"}[kind]
    assert (feed.feed.title, feed.feed.language) == ("Actualités", "en")
    assert [(link.rel, link.href) for link in feed.feed.links] == [
        ("alternate", f"http://localhost{index.url}"),
        ("self", f"http://testserver{index.url}{kind}/"),
    ]
    assert feed.entries == []


def test_entry_tells_the_whole_news_with_whole_addresses(client, kind):
    index, image = make_news_index(), make_picture()
    page = make_news(
        index=index,
        image=image,
        image_alt="Une tablée",
        tags=("ville", "sols"),
        body=body(("text", '<p>Voir <a href="/ailleurs/">ailleurs</a>.</p>'), ("picture", shows(image, alt="Jardin"))),
    )

    (entry,) = read(client, index, kind).entries

    source = f"http://localhost{image.get_rendition('width-960').url}"
    assert (entry.title, entry.link, entry.author) == (page.title, f"http://localhost{page.url}", "Léa Exemple")
    assert entry.summary == page.summary
    assert " ".join(entry.content[0].value.split()) == (
        f"<p><strong>{page.summary}</strong></p>"
        f' <figure><img alt="Une tablée" height="64" src="{source}" width="64" /> </figure>'
        ' <div><p>Voir <a href="http://localhost/ailleurs/">ailleurs</a>.</p></div>'
        f' <figure> <img alt="Jardin" height="64" src="{source}" width="64" /> </figure>'
    )
    assert sorted(tag.term for tag in entry.tags) == ["sols", "ville"]
    assert [(row.href, row.type, row.length) for row in entry.enclosures] == [
        (source, "image/png", str(image.get_rendition("width-960").file.size))
    ]


def test_entry_with_little_to_say_is_complete(client, kind):
    index = make_news_index()
    make_news(index=index, summary="", author="")

    response = client.get(f"{index.url}{kind}/")

    (entry,) = feedparser.parse(response.content).entries
    assert ("author" in entry, "content" in entry, entry.enclosures) == (False, False, [])
    assert b"None" not in response.content


def test_entry_whose_picture_lost_its_file_has_none(client, kind):
    index, image = make_news_index(), make_picture()
    make_news(index=index, image=image, image_alt="Une tablée")
    image.file.delete(save=False)

    (entry,) = read(client, index, kind).entries

    assert (entry.enclosures, "<img" in entry.content[0].value) == ([], False)


def test_feed_puts_first_the_last_news_and_none_forward(client, kind):
    index = make_news_index()
    make_news(index=index, title="Ancienne", date=date(2026, 1, 1), is_featured=True)
    make_news(index=index, title="D’avance", date=date(2026, 9, 21))
    make_news(index=index, title="Du jour")
    make_news(index=index, title="Partie", shown_until=date(2026, 9, 19))

    feed = read(client, index, kind)

    assert [(entry.title, entry.published_parsed[:5]) for entry in feed.entries] == [
        ("D’avance", (2026, 9, 20, 22, 0)),
        ("Du jour", (2026, 9, 20, 12, 0)),
        ("Ancienne", (2025, 12, 31, 23, 0)),
    ]


def test_feed_keeps_its_identifiers_when_titles_and_addresses_change(client, kind):
    index = make_news_index()
    page = make_news(index=index)
    before = read(client, index, kind)
    page.title, page.slug, index.slug = "Autre titre", "autre", "ailleurs"
    page.save_revision().publish()
    index.save_revision().publish()
    site = Site.objects.get()
    site.hostname = "other.example.org"
    site.save()

    after = read(client, type(index).objects.get(), kind)

    assert before.entries[0].id == after.entries[0].id
    assert before.entries[0].id.startswith("urn:uuid:")
    assert before.feed.get("id") == after.feed.get("id")
    assert after.entries[0].link == "http://other.example.org" + NewsPage.objects.get().get_url_parts()[2]


def test_translations_of_a_news_have_identifiers_of_their_own(client, kind):
    page = make_news()
    translated = page.copy_for_translation(Locale.objects.create(language_code="fr"), copy_parents=True)
    translated.save_revision().publish()

    english = client.get(f"{page.get_parent().url}{kind}/", headers={"Accept-Language": "en"})
    french = client.get(f"{translated.get_parent().url}{kind}/", headers={"Accept-Language": "fr"})

    (entry,), (entree,) = feedparser.parse(english.content).entries, feedparser.parse(french.content).entries
    assert (entry.title, entry.id == entree.id) == (entree.title, False)


def test_feed_of_one_topic_says_so(client, kind):
    index = make_news_index()
    make_news(index=index, title="Sols", tags=("sols",))
    make_news(index=index, title="Ville", tags=("ville",))

    everything, of_topic, gone = (read(client, index, kind, topic=topic) for topic in ("", "sols", "mars"))

    assert [entry.title for entry in of_topic.entries] == ["Sols"]
    assert of_topic.feed.title == "Actualités – sols"
    assert of_topic.feed.links[1].href == f"http://testserver{index.url}{kind}/?topic=sols"
    assert {entry.title for entry in everything.entries} == {"Sols", "Ville"}
    # Whoever follows a topic that lost its last news is not sent all the others.
    assert (gone.entries, gone.feed.title) == ([], "Actualités – mars")
    assert kind == "feed-rss" or gone.feed.id != everything.feed.id


def test_feed_holds_what_no_file_can_hold_as_plain_text(client, kind):
    index = make_news_index()
    page = make_news(index=index, author="L\x1béa", tags=("so\x0bls",), body=body(("heading", "Un \x08titre ]]>")))
    NewsPage.objects.update(title="Sain \x0b& <b>local</b>", summary="Un\x1f <i>mot</i>")

    (entry,) = read(client, index, kind).entries

    assert NewsPage.objects.get(pk=page.pk).title == "Sain \x0b& <b>local</b>"
    assert (entry.title, entry.author, entry.tags[0].term) == ("Sain & <b>local</b>", "Léa", "sols")
    assert "<h2>Un titre ]]&gt;</h2>" in entry.content[0].value


def test_feed_of_many_news_is_bounded_and_asks_as_often(client, kind):
    few, many = make_many_news(10), make_many_news(1000)
    read(client, few, kind)
    read(client, many, kind)

    with CaptureQueriesContext(connection) as with_few:
        read(client, few, kind)
    with CaptureQueriesContext(connection) as with_many:
        feed = read(client, many, kind)

    assert [entry.title for entry in feed.entries] == [f"Nouvelle {number:04}" for number in range(30)]
    assert len(with_few) == len(with_many)
    assert len(with_many) <= 20


def test_reader_who_has_the_feed_already_is_told_so(client, kind):
    index = make_news_index()
    make_news(index=index)
    first = client.get(f"{index.url}{kind}/")

    by_tag = client.get(f"{index.url}{kind}/", headers={"If-None-Match": first["ETag"]})
    by_date = client.get(f"{index.url}{kind}/", headers={"If-Modified-Since": first["Last-Modified"]})

    assert parsedate_to_datetime(first["Last-Modified"]).isoformat() == "2026-09-20T12:00:00+00:00"
    assert [(response.status_code, response.content) for response in (by_tag, by_date)] == [(304, b"")] * 2
    assert by_tag["ETag"] == by_date["ETag"] == first["ETag"]


@pytest.mark.parametrize("change", ["published", "left", "expired"])
def test_reader_is_sent_a_feed_that_changed(client, kind, change):
    index = make_news_index()
    page = make_news(index=index, shown_until=date(2026, 9, 20))
    first = client.get(f"{index.url}{kind}/")

    with time_machine.travel("2026-09-20T13:00:00Z" if change != "expired" else "2026-09-21T13:00:00Z", tick=False):
        if change == "published":
            page.save_revision().publish()
        if change == "left":
            page.unpublish()
        second = client.get(f"{index.url}{kind}/", headers={"If-None-Match": first["ETag"]})

    assert (second.status_code, second["ETag"] == first["ETag"]) == (200, False)


def test_feed_of_a_list_that_was_never_published_has_no_date(client, kind):
    index = make_news_index()

    response = client.get(f"{index.url}{kind}/")

    assert (response.status_code, response.has_header("Last-Modified")) == (200, False)


def test_feed_holds_page_types_of_a_site(client, kind):
    index = make_news_index()
    index.add_child(instance=HouseNewsPage(title="maison", slug="maison", body=body(("heading", "Un titre"))))
    make_news(index=index, title="la nôtre", date=date(2026, 9, 20) - timedelta(days=1))

    feed = read(client, index, kind)

    assert [(entry.title, "<h2>Un titre</h2>" in entry.content[0].value) for entry in feed.entries] == [
        ("maison", True),
        ("la nôtre", False),
    ]
