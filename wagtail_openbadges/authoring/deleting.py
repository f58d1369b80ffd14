"""What the deletion of pages takes with it: Wagtail asks its reference index about the page alone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

import swapper
from django.conf import settings
from django.db.models import Q, QuerySet
from wagtail import hooks


def is_deletion_of_pages(action_type: str, action: Any) -> bool:
    """Say whether a bulk act deletes pages."""
    return action_type == "delete" and issubclass(action.model, swapper.load_model("wagtailcore", "Page"))


def with_cascade(page: Any) -> list[Any]:
    """Return a page and those that the site deletes together with it, as Wagtail's own view asks for them."""
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        return [page]
    answers = [answer([page], "delete") for answer in hooks.get_hooks("construct_translated_pages_to_cascade_actions")]
    return [page, *(other for answer in answers if answer for others in answer.values() for other in others)]


def tree_of(pages: Iterable[Any]) -> QuerySet[Any]:
    """Return some pages and everything below them."""
    model = swapper.load_model("wagtailcore", "Page")
    return model.objects.filter(reduce(or_, (Q(path__startswith=page.path) for page in pages), Q(pk=None)))
