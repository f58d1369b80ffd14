"""The pages below a list, whatever their page types, and what hangs on them, in a few queries."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import swapper
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from wagtail.models import get_page_models


def types_of(mixin: type[Model]) -> list[type[Model]]:
    """Return the page types of the site that are made from a mixin."""
    return [model for model in get_page_models() if issubclass(model, mixin)]


def pages_below(index: Any) -> QuerySet:
    """Return the pages below a page that everybody may see."""
    return swapper.load_model("wagtailcore", "Page").objects.descendant_of(index).live().public()


def address_of(page: Any, request: HttpRequest) -> str:
    """Return the absolute address of a page."""
    return page.get_full_url(request) or request.build_absolute_uri(page.get_url(request) or "/")


def has_tags(model: type[Model]) -> bool:
    """Say whether pages of a type are filed under words: a field `tags`, which its author may leave out."""
    try:
        model._meta.get_field("tags")
    except FieldDoesNotExist:
        return False
    return True


def pairs_of(pages: QuerySet, key: str, value: str, *, order: str) -> dict[int, dict[str, str]]:
    """Return what hangs on each of some pages, as one dict for each."""
    pairs: dict[int, dict[str, str]] = defaultdict(dict)
    for pk, code, name in pages.filter(**{f"{key}__isnull": False}).order_by("pk", order).values_list("pk", key, value):
        pairs[pk][code] = name
    return pairs
