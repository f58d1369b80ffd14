"""Texts with pictures, and many news at once, for the tests of news."""

from __future__ import annotations

import io
from datetime import timedelta
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Page

from tests.agenda.house import make_news_index
from tests.factories import picture
from wagtail_openbadges.agenda.models import NewsPage, NewsPageTag, NewsRelatedPage


def make_picture(size: tuple[int, int] = (64, 64)):
    """Return an image of the site."""
    name = f"picture-{uuid4().hex[:8]}.png"
    file = ImageFile(io.BytesIO(picture(size=size)), name=name)
    return get_image_model().objects.create(title="Une tablée", file=file)


def shows(image, *, alt: str = "Une tablée dans un jardin", caption: str = "", credit: str = "") -> dict[str, object]:
    """Return the value of a block with a picture, as the database keeps it; without words it only decorates."""
    return {
        "image": {"image": image.pk, "alt_text": alt, "decorative": not alt},
        "caption": caption,
        "credit": credit,
    }


def gallery_of(*pictures: dict[str, object], heading: str = "") -> dict[str, object]:
    rows = [{"type": "item", "value": value, "id": str(uuid4())} for value in pictures]
    return {"heading": heading, "pictures": rows}


def body(*blocks: tuple[str, object]) -> list[dict[str, object]]:
    """Return the value of a text, as the database keeps it."""
    return [{"type": kind, "value": value, "id": str(uuid4())} for kind, value in blocks]


def tie(page: NewsPage, *others: Page) -> None:
    """Tie pages to a news and publish it."""
    page.related = [NewsRelatedPage(related_page=other, sort_order=number) for number, other in enumerate(others)]
    page.save_revision().publish()


def make_many_news(count: int, index: Page | None = None) -> Page:
    """Return a list with many news, with pictures, texts and three topics, written straight into the database."""
    index, image, now = index or make_news_index(), make_picture(), timezone.now()
    tags = [NewsPageTag.tag_model().objects.get_or_create(name=name)[0] for name in ("lecture", "sols", "ville")]
    said = shows(image)
    text = body(("text", "<p>Un texte.</p>"), ("picture", said), ("gallery", gallery_of(said, said)))
    pages = Page.objects.bulk_create(
        Page(
            path=Page._get_path(index.path, index.depth + 1, number + 1),
            depth=index.depth + 1,
            title=f"Nouvelle {number:04}",
            draft_title=f"Nouvelle {number:04}",
            slug=f"nouvelle-{number}",
            url_path=f"{index.url_path}nouvelle-{number}/",
            content_type=ContentType.objects.get_for_model(NewsPage),
            locale=index.locale,
            translation_key=uuid4(),
            first_published_at=now,
            last_published_at=now,
        )
        for number in range(count)
    )
    Page.objects.filter(pk=index.pk).update(numchild=count)
    for number, page in enumerate(pages):
        news = NewsPage(page_ptr=page, summary="Une phrase.", image=image, image_alt="Une tablée", body=text)
        news.date = timezone.localdate() - timedelta(days=number)
        news.save_base(raw=True)
    NewsPageTag.objects.bulk_create(
        NewsPageTag(content_object_id=page.pk, tag=tags[number % 3]) for number, page in enumerate(pages)
    )
    return index
