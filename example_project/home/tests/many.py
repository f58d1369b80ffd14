"""Many news and badges at once, written straight into the database."""

from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from wagtail_openbadges.agenda.models import NewsIndexPage, NewsPage
from wagtail_openbadges.models import ClaimRule
from wagtail_openbadges.pages.models import BadgeIndexPage, BadgePage


def make_many_news(count):
    """Add news that all say « betterave »."""
    _make(count, NewsPage, NewsIndexPage.objects.get(), summary="Une betterave.", date=timezone.localdate())
    get_search_backend().add_bulk(NewsPage, NewsPage.objects.filter(summary="Une betterave."))


def make_many_badges(count):
    _make(count, BadgePage, BadgeIndexPage.objects.get(), description="Un badge.", claim_rule=ClaimRule.DECLARED)


def _make(count, page_type, index, **said):
    first = index.get_children().count() + 1
    bases = Page.objects.bulk_create(
        Page(
            path=Page._get_path(index.path, index.depth + 1, number),
            depth=index.depth + 1,
            title=f"Page {number}",
            draft_title=f"Page {number}",
            slug=f"page-{number}",
            url_path=f"{index.url_path}page-{number}/",
            content_type=ContentType.objects.get_for_model(page_type),
            locale=index.locale,
            translation_key=uuid4(),
            live=True,
        )
        for number in range(first, first + count)
    )
    Page.objects.filter(pk=index.pk).update(numchild=first + count - 1)
    for base in bases:
        page = page_type(page_ptr_id=base.pk, **said)
        page.save_base(raw=True)
