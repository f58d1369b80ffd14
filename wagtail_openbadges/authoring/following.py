"""What happens to a page is told to the records that follow it, whatever road it takes.

Wagtail announces more than "this page is live now": a scheduled first publication, every alias, a copy kept live. The
handlers sort that out and never raise, because a publication must not fail for what follows from it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.db.models.signals import class_prepared, post_delete
from wagtail.signals import page_published, page_unpublished

from .shown import source_of

logger = logging.getLogger(__name__)


class FollowedPage(Protocol):
    """What a page type offers whose records follow its pages."""

    def publish_to_records(self, *, by: Any = None) -> Any:
        """Bring the records in line with what the page says; `by` is the user who published, if known."""

    @classmethod
    def close_records(cls, translation_key: UUID) -> None:
        """Close the records of a translation group of which no live page is left."""


def follow(page_class: type[FollowedPage]) -> None:
    """Keep the records of a concrete page type in line with its pages."""
    name = page_class._meta.label
    page_published.connect(on_published, sender=page_class, dispatch_uid=f"openbadges:published:{name}")
    page_unpublished.connect(on_left, sender=page_class, dispatch_uid=f"openbadges:unpublished:{name}")
    post_delete.connect(on_left, sender=page_class, dispatch_uid=f"openbadges:deleted:{name}")


def follow_subclasses(mixin: type[FollowedPage]) -> None:
    """Follow every concrete page type made from the mixin, also where our page apps are not installed."""

    def prepared(sender: type, **kwargs: Any) -> None:
        if issubclass(sender, mixin):
            follow(sender)

    class_prepared.connect(
        prepared, weak=False, dispatch_uid=f"openbadges:prepared:{mixin.__module__}.{mixin.__qualname__}"
    )


def never_raising(handler: Callable[..., None]) -> Callable[..., None]:
    """Undo and log what a handler breaks, and let the publication go on."""

    @wraps(handler)
    def handle(sender: type, instance: FollowedPage, **kwargs: Any) -> None:
        try:
            with transaction.atomic():
                handler(sender, instance, **kwargs)
        except Exception:
            logger.exception("The records of page %s could not be brought in line with it", instance.pk)

    return handle


@never_raising
def on_published(sender: type, instance: FollowedPage, revision: Any = None, **kwargs: Any) -> None:
    """Publish what the page says, when it is live; an alias speaks for its source."""
    source = source_of(instance)
    if instance.live and source.live:
        source.publish_to_records(by=getattr(revision, "user", None))


@never_raising
def on_left(sender: type, instance: FollowedPage, **kwargs: Any) -> None:
    """Let another page of the translation group carry the records, or close them."""
    if instance.alias_of_id:
        return
    remaining = (
        sender._default_manager.filter(translation_key=instance.translation_key, live=True, alias_of__isnull=True)
        .exclude(pk=instance.pk)
        .order_by("pk")
        .first()
    )
    if remaining is not None:
        remaining.publish_to_records()
    else:
        instance.close_records(instance.translation_key)
