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
from django.db.models.signals import class_prepared, post_delete, post_save
from wagtail.signals import page_published, page_unpublished, post_page_move

from .shown import source_of

logger = logging.getLogger(__name__)


class FollowedPage(Protocol):
    """What a page type offers whose records follow its pages."""

    def publish_to_records(self, *, by: Any = None) -> Any:
        """Bring the records in line with what the page says; `by` is the user who published, if known."""

    def carry_records(self) -> None:
        """Take the records over from a page of the translation group that left, as they are."""

    @classmethod
    def close_records(cls, translation_key: UUID) -> None:
        """Close the records of a translation group of which no live page is left."""


def follow(page_class: type[FollowedPage], *, moves: bool = False) -> None:
    """Keep the records of a concrete page type in line with its pages; `moves` for what its parent has a say in."""
    roads = {
        "published": (page_published, on_published),
        "unpublished": (page_unpublished, on_left),
        "deleted": (post_delete, on_left),
        "saved": (post_save, on_saved),
    }
    if moves:
        roads["moved"] = (post_page_move, on_moved)
    for road, (signal, handler) in roads.items():
        signal.connect(handler, sender=page_class, dispatch_uid=f"openbadges:{road}:{page_class._meta.label}")


def follow_subclasses(mixin: type[FollowedPage], *, moves: bool = False) -> None:
    """Follow every concrete page type made from the mixin, also where our page apps are not installed."""

    def prepared(sender: type, **kwargs: Any) -> None:
        if issubclass(sender, mixin):
            follow(sender, moves=moves)

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
    remaining = _others(sender, instance).first()
    if remaining is not None:
        remaining.carry_records()
    else:
        instance.close_records(instance.translation_key)


def on_saved(sender: type, instance: FollowedPage, update_fields: Any = None, **kwargs: Any) -> None:
    """See when an alias is made an ordinary page, which Wagtail announces by nothing but this save."""
    if "alias_of_id" in (update_fields or ()) and instance.live and not instance.alias_of_id:
        on_converted(sender, instance)


@never_raising
def on_converted(sender: type, instance: FollowedPage, **kwargs: Any) -> None:
    """Publish what a former alias says.

    One whose group has a page already waits for its own publication: it still has the words of that page.
    """
    if not _others(sender, instance).exists():
        instance.publish_to_records()


@never_raising
def on_moved(
    sender: type, instance: FollowedPage, parent_page_before: Any, parent_page_after: Any, **kwargs: Any
) -> None:
    """Publish again what a page says when it has another parent."""
    page = instance.specific
    if page.live and not page.alias_of_id and parent_page_before.pk != parent_page_after.pk:
        page.publish_to_records()


def _others(sender: type, page: FollowedPage) -> Any:
    """Return the other live pages of a translation group, without aliases."""
    group = sender._default_manager.filter(translation_key=page.translation_key, live=True, alias_of=None)
    return group.exclude(pk=page.pk).order_by("pk")
